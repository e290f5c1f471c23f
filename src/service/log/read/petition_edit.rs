//! Changes to petitions on record: only what is given, each with what stands there now.

use super::values::{NAME, TITLE, line, list};
use super::{Read, Reader, Target};
use crate::domain::date::PartialDate;
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition_edit::{Change, Listed, PetitionEdit, RelatedPetition};
use crate::domain::proposal::{Named, Proposal};
use crate::domain::text::{TextError, fold};
use crate::service::find::{find_petition, no_such_petition};
use crate::service::log::typed::NewPetitionEdit;
use crate::service::refusal::Refusal;
use crate::service::review::amend::check_responses;
use crate::service::{Field, ServiceError};
use crate::store::petitions::{self, Petition};
use crate::store::{Conn, organisations};

/// The longest tag, in characters.
const TAG: usize = 60;
/// How many tags are taken at once.
const TAGS: usize = 20;
/// What says of a field that it should hold nothing.
const NOTHING: &str = "-";

impl Reader<'_> {
    /// Reads a change to a petition on record. One that waits is edited where it waits.
    pub(super) async fn petition_edit(&self, conn: &mut Conn, typed: &NewPetitionEdit) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let waits = || Refusal::PetitionWaits(target.number);
        let present = petitions::find(conn, self.guild, target.number).await?.ok_or_else(waits)?;
        let edit = PetitionEdit {
            petition: present.number,
            title: title(&present, typed)?,
            collection: typed.state.and_then(|state| changed(present.collection, state)),
            issued_on: self
                .calendar()
                .maybe_past(Field::IssuedOn, typed.issued_on.as_deref())?
                .and_then(|date| changed(present.doc.issued_on, date)),
            delivered_on: self.delivered_on(&present, typed)?,
            scope: scope(&present, typed)?,
            addressees: self.addressees(conn, &present, typed).await?,
            tags: tags(&present, typed)?,
            relations: self.relations(conn, &present, typed).await?,
        };
        if edit.is_empty() {
            return Err(Refusal::NothingToChange.into());
        }
        let issued = edit.issued_on.as_ref().map_or(present.doc.issued_on, |change| change.to);
        check_order(issued, edit.delivered_on.as_ref().map_or(present.doc.delivered_on, |change| change.to))?;
        if let Some(issued_on) = &edit.issued_on {
            check_responses(conn, self.guild, present.number, issued_on.to).await?;
        }
        Ok(Read::Ready(vec![Proposal::PetitionEdit(Box::new(edit))], Some(target)))
    }

    fn delivered_on(
        &self,
        present: &Petition,
        typed: &NewPetitionEdit,
    ) -> Result<Option<Change<Option<PartialDate>>>, ServiceError> {
        let on = match typed.delivered_on.as_deref().map(str::trim) {
            None => return Ok(None),
            Some(NOTHING) => None,
            Some(given) => self.calendar().maybe_past(Field::DeliveredOn, Some(given))?,
        };
        Ok(changed(present.doc.delivered_on, on))
    }

    async fn addressees(
        &self,
        conn: &mut Conn,
        present: &Petition,
        typed: &NewPetitionEdit,
    ) -> Result<Listed<Named>, ServiceError> {
        let addressed = petitions::list_addressees(conn, self.guild, present.number).await?;
        let mut listed = Listed::default();
        if let Some(name) = typed.addressee.as_deref() {
            let named = self.named(conn, Field::Addressee, name).await?;
            let is = |number| named.organisation == OrganisationRef::Known(number);
            if !addressed.iter().any(|(number, _)| is(*number)) {
                listed.added.push(named);
            }
        }
        if let Some(name) = typed.remove_addressee.as_deref() {
            let found = match organisations::find_by_name(conn, self.guild, name).await? {
                None => name.trim().parse().ok(),
                found => found,
            };
            let known = addressed.into_iter().find(|(number, _)| Some(*number) == found);
            let (number, name) = known.ok_or_else(|| not_there(Field::RemoveAddressee, name))?;
            listed.removed.push(Named { organisation: OrganisationRef::Known(number), name });
        }
        Ok(listed)
    }

    async fn relations(
        &self,
        conn: &mut Conn,
        present: &Petition,
        typed: &NewPetitionEdit,
    ) -> Result<Listed<RelatedPetition>, ServiceError> {
        let said = petitions::list_relations(conn, self.guild, present.number).await?;
        let mut listed = Listed::default();
        let lacks = |field| Refusal::BadText { field, error: TextError::Empty };
        match (typed.relation, typed.other.as_deref()) {
            (None, None) => {}
            (Some(_), None) => return Err(lacks(Field::Other).into()),
            (None, Some(_)) => return Err(lacks(Field::Relation).into()),
            (Some(relation), Some(other)) => {
                let other = self.other(conn, present, Field::Other, other).await?;
                if !said.contains(&(relation, other.number)) {
                    let (other, title) = (other.number, other.doc.title);
                    listed.added.push(RelatedPetition { relation, other, title });
                }
            }
        }
        if let Some(given) = typed.remove_relation.as_deref() {
            let other = self.other(conn, present, Field::RemoveRelation, given).await?;
            let of_it = said.into_iter().filter(|(_, number)| *number == other.number);
            let related =
                |(relation, number)| RelatedPetition { relation, other: number, title: other.doc.title.clone() };
            listed.removed.extend(of_it.map(related));
            if listed.removed.is_empty() {
                return Err(not_there(Field::RemoveRelation, given).into());
            }
        }
        Ok(listed)
    }

    /// Finds the other petition of a relation.
    async fn other(
        &self,
        conn: &mut Conn,
        present: &Petition,
        field: Field,
        given: &str,
    ) -> Result<Petition, ServiceError> {
        match find_petition(conn, self.guild, given).await? {
            Some(other) if other.number == present.number => Err(Refusal::Itself(field).into()),
            Some(other) => Ok(other),
            None => Err(no_such_petition(conn, self.guild, given).await?.into()),
        }
    }
}

/// Refuses dates that let a petition be handed over before it was issued.
pub(crate) fn check_order(issued: PartialDate, delivered: Option<PartialDate>) -> Result<(), Refusal> {
    match delivered.filter(|delivered| delivered.is_surely_before(issued)) {
        None => Ok(()),
        Some(delivered) => {
            let (value, after) = (delivered.to_string(), issued.to_string());
            Err(Refusal::WrongOrder { field: Field::DeliveredOn, value, after })
        }
    }
}

fn title(present: &Petition, typed: &NewPetitionEdit) -> Result<Option<Change<String>>, Refusal> {
    let Some(title) = typed.title.as_deref() else { return Ok(None) };
    Ok(changed(present.doc.title.clone(), line(Field::Title, title, TITLE)?))
}

fn scope(present: &Petition, typed: &NewPetitionEdit) -> Result<Option<Change<Option<String>>>, Refusal> {
    let Some(scope) = typed.scope.as_deref() else { return Ok(None) };
    let scope = if scope.trim() == NOTHING { None } else { Some(line(Field::Scope, scope, NAME)?) };
    Ok(changed(present.doc.scope.clone(), scope))
}

fn tags(present: &Petition, typed: &NewPetitionEdit) -> Result<Listed<String>, Refusal> {
    let read = |field, typed: Option<&str>| -> Result<Vec<String>, Refusal> {
        Ok(list(field, typed.unwrap_or_default(), TAG, TAGS)?.iter().map(|tag| fold(tag)).collect())
    };
    let held = &present.doc.tags;
    let mut added: Vec<String> = Vec::new();
    for tag in read(Field::Tags, typed.tags.as_deref())? {
        if !held.contains(&tag) && !added.contains(&tag) {
            added.push(tag);
        }
    }
    let mut removed = Vec::new();
    for tag in read(Field::RemoveTags, typed.remove_tags.as_deref())? {
        let known = held.iter().find(|held| fold(held) == tag).ok_or_else(|| not_there(Field::RemoveTags, &tag))?;
        removed.push(known.clone());
    }
    Ok(Listed { added, removed })
}

/// Makes a change of what is given where it is not so already.
fn changed<T: PartialEq>(from: T, to: T) -> Option<Change<T>> {
    (from != to).then_some(Change { from, to })
}

fn not_there(field: Field, value: &str) -> Refusal {
    Refusal::NotThere { field, value: value.trim().to_owned() }
}
