//! What moves from one to another, and where names stand.

use crate::domain::acting::Stand;
use crate::domain::ids::Number;
use crate::domain::petition_edit::Change;
use crate::domain::signatory::{Part, SignatoryStanding};
use crate::store::decode::to_json;
use crate::store::sql::query;
use crate::store::{StoreError, UnitOfWork, petitions};

/// Lets records be about another petition, with what was judged of them.
pub(super) async fn move_records(
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
pub(super) async fn give_records(
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

pub(super) async fn move_demand(
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
pub(super) async fn move_signatories(
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

pub(super) async fn restand(
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

pub(super) async fn address(
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
