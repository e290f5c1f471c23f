//! Making the effects of an act, forwards or backwards: each only where what it changes still is as it says.

use super::petitions::{self, Image};
use super::records::{self, Record};
use super::sql::query;
use super::{
    Conn, StoreError, UnitOfWork, cards, counters, judgements, organisations, posted, signatories, submissions,
};
use crate::domain::acting::{Card, Effect, Said, Stand};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::record::RecordState;

mod called;
mod filed;
mod moving;

pub use called::{is_cited, is_named};
pub use filed::proposed;

/// Makes one change, and says whether it could be made: what it changes may have become something else meanwhile.
pub async fn make(uow: &mut UnitOfWork<'_>, effect: &Effect) -> Result<bool, StoreError> {
    let guild = uow.guild();
    match effect {
        Effect::Record(number, change) => {
            let (from, to) = (change.from, change.to);
            if [from.state, to.state].contains(&RecordState::Removed) {
                posted::show_again(uow, *number).await?;
            }
            restate(uow, "record", *number, (from.state.as_str(), from.by), (to.state.as_str(), to.by)).await
        }
        Effect::Petition(number, change) => {
            let (from, to) = (change.from, change.to);
            if [from.state, to.state].contains(&PetitionState::Removed) {
                posted::show_again(uow, *number).await?;
            }
            cards::hurry(uow, *number).await?;
            restate(uow, "petition", *number, (from.state.as_str(), from.by), (to.state.as_str(), to.by)).await
        }
        Effect::Words(number, change) => say(uow, *number, change).await,
        Effect::Card(number, change) => put_card(uow, *number, change).await,
        Effect::Flag(number, change) => records::flag(uow.conn(), guild, *number, change).await,
        Effect::RecordsMoved(numbers, change) => moving::move_records(uow, numbers, change).await,
        Effect::RecordsOf(numbers, change) => moving::give_records(uow, numbers, change).await,
        Effect::Demand(number, change) => moving::move_demand(uow, *number, change).await,
        Effect::SignatoriesMoved(numbers, change) => moving::move_signatories(uow, numbers, change).await,
        Effect::Signatory(number, change) => moving::restand(uow, *number, change).await,
        Effect::Addressee(pair, change) => moving::address(uow, *pair, change).await,
        Effect::Related((petition, other, relation), change) => {
            if change.to {
                return petitions::insert_relation(uow.conn(), guild, *petition, *other, *relation).await;
            }
            petitions::delete_relation(uow.conn(), guild, *petition, *other, *relation).await?;
            Ok(true)
        }
        Effect::Organisation(number, change) => called::merge_organisation(uow, *number, change).await,
        Effect::Known(number, change) => called::know(uow, *number, change).await,
        Effect::Kind(number, change) => called::sort(uow, *number, change).await,
        Effect::Name(name, change) => called::rename(uow, name, change).await,
        Effect::Belongs(pair, change) => called::belong(uow, *pair, change).await,
        Effect::Source(number, change) => called::cite(uow, *number, change).await,
        Effect::Rejected(number, change) => filed::reject(uow, *number, change).await,
        Effect::Proposed(number, change) => filed::propose(uow, *number, change).await,
        Effect::Blocked(number, change) => filed::block(uow, *number, change).await,
        Effect::Applied(..) => Ok(true),
        Effect::Counter(number, change) => {
            counters::restate(uow.conn(), guild, *number, (change.from, change.to)).await
        }
        Effect::Judged(judged, change) => judgements::restand(uow, judged, change).await,
    }
}

/// Says whether what an effect changes still is as it says, as far as where things stand goes; words and what moves are
/// looked at when it is made.
pub async fn stands(conn: &mut Conn, guild: GuildId, effect: &Effect) -> Result<bool, StoreError> {
    Ok(match effect {
        Effect::Record(number, change) => {
            let found = records::find(conn, guild, *number).await?;
            found.is_some_and(|one| Stand { state: one.state, by: one.superseded_by } == change.from)
        }
        Effect::Petition(number, change) => {
            let found = petitions::find(conn, guild, *number).await?;
            found.is_some_and(|one| Stand { state: one.state, by: one.merged_into } == change.from)
        }
        Effect::Organisation(number, change) => {
            organisations::find_merged_into(conn, guild, *number).await? == change.from
        }
        Effect::Signatory(number, change) => {
            signatories::find(conn, guild, *number).await?.is_some_and(|one| one.standing == change.from.state)
        }
        Effect::Words(number, change) => {
            records::find(conn, guild, *number).await?.is_some_and(|one| said(&one) == change.from)
        }
        Effect::Card(number, change) => card(conn, guild, *number).await?.as_ref() == Some(&change.from),
        Effect::Judged(judged, change) => judgements::stands(conn, guild, judged, change.from).await?,
        Effect::Known(number, change) => called::is_known(conn, guild, *number, change).await?,
        Effect::Kind(number, change) => organisations::find_kind(conn, guild, *number).await? == Some(change.from),
        Effect::Source(number, change) => called::may_cite(conn, guild, *number, change).await?,
        Effect::Flag(number, change) => {
            records::find(conn, guild, *number).await?.is_some_and(|one| one.flag == change.from)
        }
        Effect::Rejected(number, change) => {
            submissions::find(conn, guild, *number).await?.is_some_and(|found| filed::was_rejected(&found, change.from))
        }
        Effect::Proposed(number, change) => filed::proposes(conn, guild, *number, change.from).await?.is_some(),
        Effect::Blocked(number, change) => {
            submissions::find(conn, guild, *number).await?.is_some_and(|found| found.blocked == change.from)
        }
        Effect::Counter(number, change) => {
            counters::find(conn, guild, *number).await?.is_some_and(|found| found.state == change.from)
        }
        Effect::Name(name, change) => organisations::find_by_name(conn, guild, name).await? == change.from,
        Effect::RecordsMoved(..)
        | Effect::Demand(..)
        | Effect::SignatoriesMoved(..)
        | Effect::Addressee(..)
        | Effect::Related(..)
        | Effect::RecordsOf(..)
        | Effect::Belongs(..)
        | Effect::Applied(..) => true,
    })
}

/// Gives the revision of an object; those that have none of their own are in their first.
pub async fn find_revision(uow: &mut UnitOfWork<'_>, kind: ObjectKind, number: Number) -> Result<i64, StoreError> {
    let guild = uow.guild();
    let found = match kind {
        ObjectKind::Record => query!(
            uow,
            scalar_optional,
            i64,
            "SELECT revision FROM record WHERE guild = $1 AND number = $2",
            guild,
            number
        )?,
        ObjectKind::Petition => query!(
            uow,
            scalar_optional,
            i64,
            "SELECT revision FROM petition WHERE guild = $1 AND number = $2",
            guild,
            number
        )?,
        ObjectKind::Source => query!(
            uow,
            scalar_optional,
            i64,
            "SELECT revision FROM source WHERE guild = $1 AND number = $2",
            guild,
            number
        )?,
        ObjectKind::Signatory => query!(
            uow,
            scalar_optional,
            i64,
            "SELECT revision FROM signatory WHERE guild = $1 AND number = $2",
            guild,
            number
        )?,
        ObjectKind::Submission => query!(
            uow,
            scalar_optional,
            i64,
            "SELECT revision FROM submission WHERE guild = $1 AND number = $2",
            guild,
            number
        )?,
        ObjectKind::Guild
        | ObjectKind::Organisation
        | ObjectKind::Demand
        | ObjectKind::Capture
        | ObjectKind::SourceChange
        | ObjectKind::Digest
        | ObjectKind::Card => None,
    };
    Ok(found.unwrap_or(1))
}

/// Changes where a record or petition stands.
async fn restate(
    uow: &mut UnitOfWork<'_>,
    table: &'static str,
    number: Number,
    (from, by): (&str, Option<Number>),
    (to, to_by): (&str, Option<Number>),
) -> Result<bool, StoreError> {
    let (guild, by) = (uow.guild(), by.map_or(0, Number::get));
    let changed = if table == "record" {
        query!(
            uow,
            execute,
            "UPDATE record SET state = $3, superseded_by = $4, revision = revision + 1
             WHERE guild = $1 AND number = $2 AND state = $5 AND COALESCE(superseded_by, 0) = $6",
            guild,
            number,
            to,
            to_by,
            from,
            by
        )?
    } else {
        query!(
            uow,
            execute,
            "UPDATE petition SET state = $3, merged_into = $4, revision = revision + 1
             WHERE guild = $1 AND number = $2 AND state = $5 AND COALESCE(merged_into, 0) = $6",
            guild,
            number,
            to,
            to_by,
            from,
            by
        )?
    };
    Ok(changed == 1)
}

/// Gives what a record says.
#[must_use]
pub fn said(record: &Record) -> Said {
    Said { body: record.body.clone(), organisation: record.organisation, source: record.source }
}

async fn say(uow: &mut UnitOfWork<'_>, number: Number, change: &Change<Said>) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    match records::find(uow.conn(), guild, number).await? {
        Some(record) if said(&record) == change.from => {
            records::revise(uow.conn(), guild, &record, &change.to, at).await?;
            Ok(true)
        }
        Some(_) | None => Ok(false),
    }
}

/// Gives what a petition's card says.
pub async fn card(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Card>, StoreError> {
    let Some(petition) = petitions::find(conn, guild, number).await? else { return Ok(None) };
    Ok(Some(Card {
        doc: petition.doc,
        collection: petition.collection,
        addressees: petitions::list_addressees(conn, guild, number).await?,
        relations: petitions::list_relations(conn, guild, number).await?,
    }))
}

async fn put_card(uow: &mut UnitOfWork<'_>, number: Number, change: &Change<Card>) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let Some(petition) = petitions::find(uow.conn(), guild, number).await? else { return Ok(false) };
    if card(uow.conn(), guild, number).await?.as_ref() != Some(&change.from) {
        return Ok(false);
    }
    for (relation, other) in &change.from.relations {
        petitions::delete_relation(uow.conn(), guild, number, *other, *relation).await?;
    }
    for (relation, other) in &change.to.relations {
        petitions::insert_relation(uow.conn(), guild, number, *other, *relation).await?;
    }
    let (before, after) = (image(&change.from), image(&change.to));
    petitions::update(uow.conn(), guild, (number, &petition.slug), (&before, &after), at).await?;
    Ok(true)
}

fn image(card: &Card) -> Image<'_> {
    let Card { doc, collection, addressees, relations } = card;
    Image { doc, collection: *collection, addressees, relations }
}
