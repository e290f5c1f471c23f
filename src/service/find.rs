//! Finding what people mean: petitions by short name or number, organisations by any name, and what is close.

use super::ServiceError;
use super::ask::close::closest;
use super::refusal::Refusal;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordState;
use crate::domain::text::fold;
use crate::store::petitions::{self, Petition};
use crate::store::{Conn, Store, acts, organisations, records};

/// How many names are compared with one that was not found.
const COMPARED: i64 = 5_000;
/// How many mergers are followed: a chain of them is a mistake, and a ring must end.
const MERGERS: usize = 8;

/// Finds a published petition by its short name or number, through mergers; `None` where there is none to see.
pub(crate) async fn find_petition(
    conn: &mut Conn,
    guild: GuildId,
    given: &str,
) -> Result<Option<Petition>, ServiceError> {
    let given = given.trim();
    let mut found = match given.parse::<Number>() {
        Ok(number) => petitions::find(conn, guild, number).await?,
        Err(_) => None,
    };
    if found.is_none() && !given.starts_with('#') {
        found = petitions::find_by_slug(conn, guild, &given.to_lowercase()).await?;
    }
    let found = match found {
        Some(found) => follow(conn, guild, found).await?,
        None => return Ok(None),
    };
    match found.state {
        PetitionState::Published => Ok(Some(found)),
        PetitionState::Removed => Err(Refusal::PetitionRemoved(found.slug.to_string(), None).into()),
        PetitionState::Hidden | PetitionState::Merged => Ok(None),
    }
}

/// Refuses a record that was removed from a petition that readers see: its number answers "removed".
pub(crate) async fn refuse_removed(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<(), ServiceError> {
    let found = records::find(conn, guild, number).await?;
    let Some(record) = found.filter(|record| record.state == RecordState::Removed) else { return Ok(()) };
    let petition = petitions::find(conn, guild, record.petition).await?;
    let seen = petition.is_some_and(|one| [PetitionState::Published, PetitionState::Removed].contains(&one.state));
    match acts::find_removal(store, conn, guild, number).await? {
        Some(removal) if seen => Err(Refusal::RecordRemoved(number, removal).into()),
        Some(_) | None => Ok(()),
    }
}

/// Follows mergers to the petition that answers for this one; it is merged itself only where they end nowhere.
pub(crate) async fn follow(conn: &mut Conn, guild: GuildId, mut found: Petition) -> Result<Petition, ServiceError> {
    for _ in 0..MERGERS {
        let Some(into) = found.merged_into.filter(|_| found.state == PetitionState::Merged) else { break };
        match petitions::find(conn, guild, into).await? {
            Some(next) => found = next,
            None => break,
        }
    }
    Ok(found)
}

/// Refuses a petition that is not there, with the short names that are close.
pub(crate) async fn no_such_petition(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Refusal, ServiceError> {
    let slugs = petitions::list_slugs(conn, guild, COMPARED).await?;
    Ok(Refusal::NoSuchPetition { given: given.trim().to_owned(), close: closest(&fold(given), slugs) })
}

/// Finds an organisation by name, other name or number; a name nobody has used becomes a new one.
pub(crate) async fn find_organisation(
    conn: &mut Conn,
    guild: GuildId,
    given: &str,
) -> Result<OrganisationRef, ServiceError> {
    if let Some(number) = organisations::find_by_name(conn, guild, given).await? {
        return Ok(OrganisationRef::Known(number));
    }
    if let Ok(number) = given.parse::<Number>() {
        if let Some(into) = organisations::find_merged_into(conn, guild, number).await? {
            return Ok(OrganisationRef::Known(into));
        }
        if organisations::find_name(conn, guild, number).await?.is_some() {
            return Ok(OrganisationRef::Known(number));
        }
        if given.starts_with('#') {
            let names = organisations::list_names(conn, guild, COMPARED).await?;
            return Err(
                Refusal::NoSuchOrganisation { given: given.to_owned(), close: closest(&fold(given), names) }.into()
            );
        }
    }
    Ok(OrganisationRef::New(given.to_owned()))
}
