//! Organisations: new ones, and what is added to one on record.

use super::values::{NAME, line, list};
use super::{Read, Reader};
use crate::domain::ids::Number;
use crate::domain::organisation::{Belonging, OrganisationRef};
use crate::domain::proposal::{Named, OrganisationProposal, Parent, Proposal};
use crate::domain::text::{TextError, fold};
use crate::service::find::find_organisation;
use crate::service::log::typed::NewOrganisation;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::{Conn, organisations};

/// How many other names are taken at once.
const ALIASES: usize = 20;

impl Reader<'_> {
    /// Reads an organisation. What is said of one on record is added to it; what it has already is left out.
    pub(super) async fn organisation(&self, conn: &mut Conn, typed: &NewOrganisation) -> Result<Read, ServiceError> {
        let organisation = self.named(conn, Field::Name, &typed.name).await?;
        let known = match &organisation.organisation {
            OrganisationRef::Known(number) => Some(*number),
            OrganisationRef::New(_) => None,
        };
        let present = match known {
            Some(number) => organisations::find_kind(conn, self.guild, number).await?,
            None => None,
        };
        let proposal = OrganisationProposal {
            kind: typed.kind.filter(|kind| Some(*kind) != present),
            aliases: self.aliases(conn, &organisation, typed.aliases.as_deref().unwrap_or_default()).await?,
            parent: self.parent(conn, &organisation, known, typed).await?,
            organisation,
        };
        let adds_nothing = proposal.kind.is_none() && proposal.aliases.is_empty() && proposal.parent.is_none();
        if known.is_some() && adds_nothing {
            return Err(Refusal::NothingToChange.into());
        }
        Ok(Read::Ready(vec![Proposal::Organisation(Box::new(proposal))], None))
    }

    /// Finds an organisation by any of its names or its number, with the name it is shown by; else a new one.
    pub(super) async fn named(&self, conn: &mut Conn, field: Field, text: &str) -> Result<Named, ServiceError> {
        let typed = line(field, text, NAME)?;
        let organisation = find_organisation(conn, self.guild, &typed).await?;
        let name = match &organisation {
            OrganisationRef::Known(number) => organisations::find_name(conn, self.guild, *number).await?,
            OrganisationRef::New(_) => None,
        };
        Ok(Named { name: name.unwrap_or(typed), organisation })
    }

    async fn aliases(&self, conn: &mut Conn, of: &Named, typed: &str) -> Result<Vec<String>, ServiceError> {
        let mut aliases: Vec<String> = Vec::new();
        for alias in list(Field::Aliases, typed, NAME, ALIASES)? {
            let same = |other: &str| fold(other) == fold(&alias);
            if same(&of.name) || aliases.iter().any(|other| same(other)) {
                continue;
            }
            match organisations::find_by_name(conn, self.guild, &alias).await? {
                None => aliases.push(alias),
                Some(number) if of.organisation == OrganisationRef::Known(number) => {}
                Some(number) => {
                    let of = organisations::find_name(conn, self.guild, number).await?.unwrap_or_default();
                    return Err(Refusal::NameTaken { name: alias, of }.into());
                }
            }
        }
        Ok(aliases)
    }

    async fn parent(
        &self,
        conn: &mut Conn,
        of: &Named,
        known: Option<Number>,
        typed: &NewOrganisation,
    ) -> Result<Option<Parent>, ServiceError> {
        let since = self.calendar().maybe_date(Field::Since, typed.since.as_deref())?;
        let until = self.calendar().maybe_date(Field::Until, typed.until.as_deref())?;
        if let (Some(since), Some(until)) = (since, until)
            && until.is_surely_before(since)
        {
            let (value, after) = (until.to_string(), since.to_string());
            return Err(Refusal::WrongOrder { field: Field::Until, value, after }.into());
        }
        let Some(parent) = typed.parent.as_deref().filter(|parent| !parent.trim().is_empty()) else {
            let dated = since.is_some() || until.is_some();
            let lacks = || Refusal::BadText { field: Field::Parent, error: TextError::Empty };
            return if dated { Err(lacks().into()) } else { Ok(None) };
        };
        let organisation = self.named(conn, Field::Parent, parent).await?;
        if organisation.organisation == of.organisation || fold(&organisation.name) == fold(&of.name) {
            return Err(Refusal::Itself(Field::Parent).into());
        }
        let belonging = Belonging { since, until };
        if let (Some(number), OrganisationRef::Known(parent)) = (known, &organisation.organisation)
            && organisations::find_parent(conn, self.guild, number, *parent).await? == Some(belonging)
        {
            return Ok(None);
        }
        Ok(Some(Parent { organisation, belonging }))
    }
}
