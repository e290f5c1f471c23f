//! Publishing what changes something on record: an organisation's names and parents, a petition's fields.

use super::decide::standing_petition;
use super::publish::Publisher;
use crate::domain::acting::{Called, Card, Effect};
use crate::domain::date::PartialDate;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::organisation::{OrganisationKind, OrganisationRef};
use crate::domain::petition::Relation;
use crate::domain::petition_edit::{Change, Conflict, Edited, PetitionEdit};
use crate::domain::proposal::{OrganisationProposal, Parent};
use crate::domain::record::{Body, RecordKind};
use crate::service::log::read::petition_edit::check_order;
use crate::service::refusal::Refusal;
use crate::service::trace::json;
use crate::service::{Field, ServiceError};
use crate::store::petitions::Image;
use crate::store::submissions::Submission;
use crate::store::{Conn, organisations, petitions, records};

impl Publisher<'_, '_> {
    /// Makes an organisation under the submission's number, or adds to the one that has the name by now.
    pub(super) async fn organisation_proposal(
        &mut self,
        found: &Submission,
        proposal: &OrganisationProposal,
    ) -> Result<(), ServiceError> {
        let guild = self.guild();
        let known = match &proposal.organisation.organisation {
            OrganisationRef::Known(number) => Some(*number),
            OrganisationRef::New(name) => organisations::find_by_name(self.uow.conn(), guild, name).await?,
        };
        let number = known.unwrap_or(found.number);
        let mut effects = vec![Effect::Applied(found.number, Change { from: false, to: true })];
        match (known, proposal.kind) {
            (Some(_), Some(kind)) => {
                let from = organisations::find_kind(self.uow.conn(), guild, number).await?.unwrap_or(kind);
                organisations::set_kind(self.uow.conn(), guild, number, kind).await?;
                effects.extend((from != kind).then_some(Effect::Kind(number, Change { from, to: kind })));
            }
            (Some(_), None) => {}
            (None, kind) => {
                let (name, kind) = (&proposal.organisation.name, kind.unwrap_or(OrganisationKind::Employer));
                self.new_organisation(number, name, kind).await?;
                let called = Called { name: name.clone(), kind };
                effects.push(Effect::Known(number, Box::new(Change { from: None, to: Some(called) })));
            }
        }
        for alias in &proposal.aliases {
            if self.alias(number, alias).await? {
                effects.push(Effect::Name(alias.clone(), Change { from: None, to: Some(number) }));
            }
        }
        if let Some(parent) = &proposal.parent {
            effects.extend(self.parent(number, parent).await?);
        }
        // What an organisation is has one revision: names and parents only ever come to it.
        let entry = self.trace.entry(ObjectKind::Organisation, number, 1, proposal)?;
        self.leave(entry, &effects)?;
        self.decided(found, number)
    }

    /// Lets an organisation answer to one more name, and says whether it did not yet.
    async fn alias(&mut self, number: Number, alias: &str) -> Result<bool, ServiceError> {
        let guild = self.guild();
        if organisations::insert_name(self.uow.conn(), guild, number, alias).await? {
            return Ok(true);
        }
        match organisations::find_by_name(self.uow.conn(), guild, alias).await? {
            Some(other) if other != number => {
                let of = organisations::find_name(self.uow.conn(), guild, other).await?.unwrap_or_default();
                Err(Refusal::NameTaken { name: alias.to_owned(), of }.into())
            }
            _ => Ok(false),
        }
    }

    /// Says what an organisation belongs to; gives what that changes.
    async fn parent(&mut self, number: Number, parent: &Parent) -> Result<Option<Effect>, ServiceError> {
        let guild = self.guild();
        let (above, _) = self.organisation(&parent.organisation.organisation, OrganisationKind::Employer).await?;
        if above == number {
            return Err(Refusal::Itself(Field::Parent).into());
        }
        let from = organisations::find_parent(self.uow.conn(), guild, number, above).await?;
        organisations::put_parent(self.uow.conn(), guild, number, above, parent.belonging).await?;
        let change = Change { from, to: Some(parent.belonging) };
        Ok((change.from != change.to).then_some(Effect::Belongs((number, above), change)))
    }

    /// Makes the changes to a petition as it stands now: what was said before is kept as its earlier revision.
    pub(super) async fn petition_edit(&mut self, found: &Submission, edit: &PetitionEdit) -> Result<(), ServiceError> {
        let (guild, at) = (self.guild(), self.uow.at());
        let petition = standing_petition(self.uow, edit.petition).await?;
        let number = petition.number;
        let (doc, collection) = edit.apply(petition.doc.clone(), petition.collection).map_err(meanwhile)?;
        // Two edits of one date each may have been filed before either was approved.
        check_order(doc.issued_on, doc.delivered_on)?;
        if edit.issued_on.is_some() {
            check_responses(self.uow.conn(), guild, number, doc.issued_on).await?;
        }
        let addressed = petitions::list_addressees(self.uow.conn(), guild, number).await?;
        let addressees = self.addressees(&addressed, edit).await?;
        let said = petitions::list_relations(self.uow.conn(), guild, number).await?;
        let relations = self.relate(number, &said, edit).await?;
        let before =
            Image { doc: &petition.doc, collection: petition.collection, addressees: &addressed, relations: &said };
        let after = Image { doc: &doc, collection, addressees: &addressees, relations: &relations };
        let images = (&before, &after);
        let revision = petitions::update(self.uow.conn(), guild, (number, &petition.slug), images, at).await?;
        let card = |image: &Image<'_>| Card {
            doc: image.doc.clone(),
            collection: image.collection,
            addressees: image.addressees.to_vec(),
            relations: image.relations.to_vec(),
        };
        let effects = [
            Effect::Applied(found.number, Change { from: false, to: true }),
            Effect::Card(number, Box::new(Change { from: card(&before), to: card(&after) })),
        ];
        let entry = self.trace.entry(ObjectKind::Petition, number, revision, &after)?;
        self.uow.append(entry.with("effects", json(&effects)?));
        self.decided(found, number)
    }

    async fn addressees(
        &mut self,
        addressed: &[(Number, String)],
        edit: &PetitionEdit,
    ) -> Result<Vec<(Number, String)>, ServiceError> {
        let gone =
            |number| edit.addressees.removed.iter().any(|one| one.organisation == OrganisationRef::Known(number));
        let mut addressees: Vec<_> = addressed.iter().filter(|(number, _)| !gone(*number)).cloned().collect();
        for added in &edit.addressees.added {
            let named = self.organisation(&added.organisation, OrganisationKind::Employer).await?;
            if !addressees.contains(&named) {
                addressees.push(named);
            }
        }
        Ok(addressees)
    }

    /// Changes how a petition stands to others, and gives how it does then.
    async fn relate(
        &mut self,
        number: Number,
        said: &[(Relation, Number)],
        edit: &PetitionEdit,
    ) -> Result<Vec<(Relation, Number)>, ServiceError> {
        let guild = self.guild();
        let mut relations = said.to_vec();
        for removed in &edit.relations.removed {
            petitions::delete_relation(self.uow.conn(), guild, number, removed.other, removed.relation).await?;
            relations.retain(|one| *one != (removed.relation, removed.other));
        }
        for added in &edit.relations.added {
            let other = standing_petition(self.uow, added.other).await?.number;
            if other == number {
                return Err(Refusal::Itself(Field::Other).into());
            }
            if petitions::insert_relation(self.uow.conn(), guild, number, other, added.relation).await? {
                relations.push((added.relation, other));
            }
        }
        Ok(relations)
    }

    /// Leaves the entry of a submission whose object has a number of its own.
    fn decided(&mut self, found: &Submission, object: Number) -> Result<(), ServiceError> {
        if object != found.number {
            let after = serde_json::json!({ "state": "approved", "object": object });
            self.uow.append(self.trace.entry(ObjectKind::Submission, found.number, found.revision, &after)?);
        }
        Ok(())
    }
}

/// Refuses a date of issue that would put a response on record before the petition without speaking of it.
pub(crate) async fn check_responses(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    issued_on: PartialDate,
) -> Result<(), ServiceError> {
    for (response, body) in records::list_bodies(conn, guild, petition, RecordKind::Response).await? {
        let Body::Response(said) = body else { continue };
        if said.check(issued_on).is_err() {
            return Err(Refusal::ResponseBefore { response, said_on: said.said_on.to_string() }.into());
        }
    }
    Ok(())
}

fn meanwhile(conflict: Conflict) -> Refusal {
    let field = match conflict.field {
        Edited::Title => Field::Title,
        Edited::Collection => Field::State,
        Edited::IssuedOn => Field::IssuedOn,
        Edited::DeliveredOn => Field::DeliveredOn,
        Edited::Scope => Field::Scope,
    };
    Refusal::ChangedMeanwhile { field, present: conflict.present }
}
