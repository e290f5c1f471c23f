//! Making the effects of an act, forwards or backwards: each only where what it changes still is as it says.

use super::decode::to_json;
use super::petitions::{self, Image};
use super::records::{self, Record};
use super::sql::query;
use super::terms::{self, Words};
use super::{Conn, StoreError, UnitOfWork, cards, judgements, organisations, posted, signatories};
use crate::domain::acting::{Card, Effect, Said, Stand};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::record::RecordState;
use crate::domain::signatory::{Part, SignatoryStanding};
use crate::domain::text::fold;

/// Makes one change, and says whether it could be made: what it changes may have become something else meanwhile.
pub async fn make(uow: &mut UnitOfWork<'_>, effect: &Effect) -> Result<bool, StoreError> {
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
        Effect::RecordsMoved(numbers, change) => move_records(uow, numbers, change).await,
        Effect::RecordsOf(numbers, change) => give_records(uow, numbers, change).await,
        Effect::Demand(number, change) => move_demand(uow, *number, change).await,
        Effect::SignatoriesMoved(numbers, change) => move_signatories(uow, numbers, change).await,
        Effect::Signatory(number, change) => restand(uow, *number, change).await,
        Effect::Addressee(pair, change) => address(uow, *pair, change).await,
        Effect::Related((petition, other, relation), change) => {
            let (guild, conn) = (uow.guild(), uow.conn());
            if change.to {
                return petitions::insert_relation(conn, guild, *petition, *other, *relation).await;
            }
            petitions::delete_relation(conn, guild, *petition, *other, *relation).await?;
            Ok(true)
        }
        Effect::Organisation(number, change) => merge_organisation(uow, *number, change).await,
        Effect::Name(name, change) => rename(uow, name, change).await,
        Effect::Belongs((organisation, parent), change) => {
            let guild = uow.guild();
            if organisations::find_parent(uow.conn(), guild, *organisation, *parent).await? != change.from {
                return Ok(false);
            }
            match change.to {
                Some(belonging) => {
                    organisations::put_parent(uow.conn(), guild, *organisation, *parent, belonging).await?;
                }
                None => organisations::delete_parent(uow.conn(), guild, *organisation, *parent).await?,
            }
            Ok(true)
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
        Effect::RecordsMoved(..)
        | Effect::Demand(..)
        | Effect::SignatoriesMoved(..)
        | Effect::Addressee(..)
        | Effect::Related(..)
        | Effect::Name(..)
        | Effect::RecordsOf(..)
        | Effect::Belongs(..) => true,
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
        ObjectKind::Guild
        | ObjectKind::Organisation
        | ObjectKind::Demand
        | ObjectKind::Capture
        | ObjectKind::Submission
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

/// Lets records be about another petition, with what was judged of them.
async fn move_records(
    uow: &mut UnitOfWork<'_>,
    numbers: &[Number],
    change: &Change<Number>,
) -> Result<bool, StoreError> {
    let (guild, list) = (uow.guild(), to_json(&numbers)?);
    let moved = query!(
        uow,
        execute,
        sqlite: "UPDATE record SET petition = $4 WHERE guild = $1 AND petition = $3
                 AND number IN (SELECT value FROM json_each($2))",
        postgres: "UPDATE record SET petition = $4 WHERE guild = $1 AND petition = $3
                   AND number IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)))",
        guild,
        &list,
        change.from,
        change.to
    )?;
    move_judgements(uow, &list, change).await?;
    Ok(moved == numbers.len() as u64)
}

async fn move_judgements(uow: &mut UnitOfWork<'_>, list: &str, change: &Change<Number>) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        sqlite: "UPDATE judgement SET petition = $4 WHERE guild = $1 AND petition = $3
                 AND object IN (SELECT value FROM json_each($2))",
        postgres: "UPDATE judgement SET petition = $4 WHERE guild = $1 AND petition = $3
                   AND object IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)))",
        guild,
        list,
        change.from,
        change.to
    )?;
    Ok(())
}

/// Lets records concern another organisation.
async fn give_records(
    uow: &mut UnitOfWork<'_>,
    numbers: &[Number],
    change: &Change<Number>,
) -> Result<bool, StoreError> {
    let (guild, list) = (uow.guild(), to_json(&numbers)?);
    let given = query!(
        uow,
        execute,
        sqlite: "UPDATE record SET organisation = $4 WHERE guild = $1 AND organisation = $3
                 AND number IN (SELECT value FROM json_each($2))",
        postgres: "UPDATE record SET organisation = $4 WHERE guild = $1 AND organisation = $3
                   AND number IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)))",
        guild,
        list,
        change.from,
        change.to
    )?;
    Ok(given == numbers.len() as u64)
}

async fn move_demand(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<(Number, i64)>,
) -> Result<bool, StoreError> {
    let (guild, (from, _), (to, place)) = (uow.guild(), change.from, change.to);
    let moved = query!(
        uow,
        execute,
        "UPDATE demand SET petition = $4, position = $5 WHERE guild = $1 AND number = $2 AND petition = $3",
        guild,
        number,
        from,
        to,
        place
    )?;
    move_judgements(uow, &to_json(&[number])?, &Change { from, to }).await?;
    for petition in [from, to] {
        petitions::refresh_terms(uow.conn(), guild, petition).await?;
    }
    Ok(moved == 1)
}

/// Lets signatories stand under another petition; the tallies follow.
async fn move_signatories(
    uow: &mut UnitOfWork<'_>,
    numbers: &[Number],
    change: &Change<Number>,
) -> Result<bool, StoreError> {
    let (guild, list) = (uow.guild(), to_json(&numbers)?);
    let moved = query!(
        uow,
        fetch_all,
        (String, String),
        sqlite: "UPDATE signatory SET petition = $4 WHERE guild = $1 AND petition = $3
                 AND number IN (SELECT value FROM json_each($2)) RETURNING part, standing",
        postgres: "UPDATE signatory SET petition = $4 WHERE guild = $1 AND petition = $3
                   AND number IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)))
                   RETURNING part, standing",
        guild,
        list,
        change.from,
        change.to
    )?;
    for (part, standing) in &moved {
        if let (Some(part), Some(standing)) = (Part::parse(part), SignatoryStanding::parse(standing)) {
            uow.tally(change.from, part, standing, -1);
            uow.tally(change.to, part, standing, 1);
        }
    }
    Ok(moved.len() == numbers.len())
}

async fn restand(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Stand<SignatoryStanding>>,
) -> Result<bool, StoreError> {
    let (guild, from, to) = (uow.guild(), change.from, change.to);
    let changed = query!(
        uow,
        fetch_optional,
        (i64, String),
        "UPDATE signatory SET standing = $3, merged_into = $4, revision = revision + 1,
                changed_on_start = CASE WHEN $3 = 'standing' THEN NULL ELSE changed_on_start END,
                changed_on_precision = CASE WHEN $3 = 'standing' THEN NULL ELSE changed_on_precision END
         WHERE guild = $1 AND number = $2 AND standing = $5 AND COALESCE(merged_into, 0) = $6
         RETURNING petition, part",
        guild,
        number,
        to.state.as_str(),
        to.by,
        from.state.as_str(),
        from.by.map_or(0, Number::get)
    )?;
    let Some((petition, part)) = changed else { return Ok(false) };
    if let (Some(petition), Some(part)) = (Number::new(petition), Part::parse(&part)) {
        uow.tally(petition, part, from.state, -1);
        uow.tally(petition, part, to.state, 1);
    }
    Ok(true)
}

async fn address(
    uow: &mut UnitOfWork<'_>,
    (petition, organisation): (Number, Number),
    change: &Change<Option<i64>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let changed = match change.to {
        Some(place) => query!(
            uow,
            execute,
            "INSERT INTO petition_addressee (guild, petition, position, organisation) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING",
            guild,
            petition,
            place,
            organisation
        )?,
        None => query!(
            uow,
            execute,
            "DELETE FROM petition_addressee WHERE guild = $1 AND petition = $2 AND organisation = $3",
            guild,
            petition,
            organisation
        )?,
    };
    petitions::refresh_terms(uow.conn(), guild, petition).await?;
    Ok(changed == 1)
}

async fn merge_organisation(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Option<Number>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let changed = query!(
        uow,
        execute,
        "UPDATE organisation SET merged_into = $3 WHERE guild = $1 AND number = $2 AND COALESCE(merged_into, 0) = $4",
        guild,
        number,
        change.to,
        change.from.map_or(0, Number::get)
    )?;
    Ok(changed == 1)
}

/// Lets a name lead to another organisation; its words follow.
async fn rename(uow: &mut UnitOfWork<'_>, name: &str, change: &Change<Number>) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let changed = query!(
        uow,
        execute,
        "UPDATE organisation_name SET organisation = $4 WHERE guild = $1 AND folded = $2 AND organisation = $3",
        guild,
        fold(name),
        change.from,
        change.to
    )?;
    for organisation in [change.from, change.to] {
        let names = organisations::list_names_of(uow.conn(), guild, organisation).await?;
        let name: Vec<&str> = names.iter().map(String::as_str).collect();
        let words = Words { name: &name, body: &[] };
        terms::replace(uow.conn(), guild, Findable::Organisation, organisation, words).await?;
    }
    Ok(changed == 1)
}
