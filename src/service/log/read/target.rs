//! The petition that something is logged about: one on record, or one that waits itself.

use super::Reader;
use crate::domain::date::PartialDate;
use crate::domain::ids::{ActorKey, Number};
use crate::domain::organisation::OrganisationRef;
use crate::domain::proposal::Proposal;
use crate::domain::review::{SubmissionKind, SubmissionState};
use crate::service::ServiceError;
use crate::service::find::{find_organisation, find_petition, no_such_petition};
use crate::service::refusal::Refusal;
use crate::store::asking::suggest::own_pending;
use crate::store::{Conn, petitions, submissions};

/// Whose pending petitions may be logged about.
#[derive(Clone, Copy)]
pub(crate) enum Pending {
    /// The contributor's own only: nobody else knows of them.
    Own(ActorKey),
    /// Anybody's: a moderator edits.
    Any,
}

/// The petition that something is logged about.
pub(crate) struct Target {
    pub(crate) number: Number,
    pub(crate) title: String,
    pub(crate) issued_on: PartialDate,
    scope: Option<String>,
    addressees: Vec<OrganisationRef>,
    /// Whether it waits for a decision itself.
    pub(crate) waiting: bool,
}

impl Target {
    /// Finds the petition by short name or number.
    pub(super) async fn find(conn: &mut Conn, reader: &Reader<'_>, given: &str) -> Result<Self, ServiceError> {
        if let Some(petition) = find_petition(conn, reader.guild, given).await? {
            let addressees = petitions::list_addressees(conn, reader.guild, petition.number).await?;
            return Ok(Self {
                number: petition.number,
                title: petition.doc.title,
                issued_on: petition.doc.issued_on,
                scope: petition.doc.scope,
                addressees: addressees.into_iter().map(|(number, _)| OrganisationRef::Known(number)).collect(),
                waiting: false,
            });
        }
        let pending = match given.trim().parse() {
            Ok(number) => Some(number),
            Err(_) => Self::find_own_by_slug(conn, reader, given).await?,
        };
        let found = match pending {
            Some(number) => Self::find_pending(conn, reader, number).await?,
            None => None,
        };
        match found {
            Some(target) => Ok(target),
            None => Err(no_such_petition(conn, reader.guild, given).await?.into()),
        }
    }

    /// Finds the contributor's own petition that waits by the short name it proposes.
    async fn find_own_by_slug(
        conn: &mut Conn,
        reader: &Reader<'_>,
        given: &str,
    ) -> Result<Option<Number>, ServiceError> {
        let Pending::Own(actor) = reader.pending else { return Ok(None) };
        let given = given.trim().to_lowercase();
        for one in own_pending(conn, reader.guild, actor).await? {
            let proposal = reader.store.open_proposal(reader.guild, one.number, &one.sealed)?;
            if matches!(proposal, Proposal::Petition(petition) if petition.slug.as_str() == given) {
                return Ok(Some(one.number));
            }
        }
        Ok(None)
    }

    async fn find_pending(conn: &mut Conn, reader: &Reader<'_>, number: Number) -> Result<Option<Self>, ServiceError> {
        let Some(found) = submissions::find(conn, reader.guild, number).await? else { return Ok(None) };
        let may_see = match reader.pending {
            Pending::Own(actor) => found.contributor == Some(actor),
            Pending::Any => true,
        };
        let waits = found.state == SubmissionState::Pending && found.kind == SubmissionKind::Petition;
        let Some(sealed) = found.sealed.filter(|_| may_see && waits) else { return Ok(None) };
        let Proposal::Petition(petition) = reader.store.open_proposal(reader.guild, number, &sealed)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            number,
            title: petition.doc.title,
            issued_on: petition.doc.issued_on,
            scope: petition.doc.scope,
            addressees: petition.addressees,
            waiting: true,
        }))
    }

    /// Gives the one addressee, or refuses since the organisation must be named.
    pub(super) fn only_addressee(&self) -> Result<OrganisationRef, Refusal> {
        match self.addressees.as_slice() {
            [only] => Ok(only.clone()),
            several => Err(Refusal::WhichOrganisation(several.len())),
        }
    }

    /// Gives the organisation whose employees are meant when nobody says: that of the scope, or the first addressee
    /// where there is no scope. A scope that is no organisation's name stands for itself.
    pub(super) async fn employer(
        &self,
        conn: &mut Conn,
        reader: &Reader<'_>,
    ) -> Result<Option<OrganisationRef>, ServiceError> {
        let Some(scope) = &self.scope else { return Ok(self.addressees.first().cloned()) };
        let named = find_organisation(conn, reader.guild, scope).await;
        let named = match named {
            Ok(OrganisationRef::Known(number)) => Some(OrganisationRef::Known(number)),
            Ok(OrganisationRef::New(_)) | Err(ServiceError::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let proposed = || self.addressees.iter().find(|one| matches!(one, OrganisationRef::New(name) if name == scope));
        Ok(named.or_else(|| proposed().cloned()))
    }
}
