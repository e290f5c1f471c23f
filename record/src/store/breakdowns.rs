//! Breakdowns of lists: of whom they were last made, sealed, and the figures that may be shown.
//!
//! What is counted of groups that are too small to be shown stands in the seal alone, an affiliation there under a keyed hash
//! and with the organisation that it names. What a shown group is called stands in the seal and beside it, and a name goes
//! from both when it is erased. The schema lets no figure in that is under ten.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::decode::{RowOf, readable, to_json};
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError, UnitOfWork};
use crate::domain::breakdown::{Aspect, Turn};
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::PetitionState;
use crate::domain::signatory::Part;

/// A list that can be broken down, or was.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The guild.
    pub guild: GuildId,
    /// The petition.
    pub petition: Number,
    /// Where the petition stands.
    pub state: PetitionState,
}

/// Lists the lists on which at least `least` stand, and those that were broken down.
pub async fn list_lists(conn: &mut Conn, least: u64) -> Result<Vec<List>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, String),
        "SELECT p.guild, p.number, p.state FROM (
             SELECT guild, petition FROM tally WHERE standing = 'standing'
             GROUP BY guild, petition HAVING SUM(signatories) >= $1
             UNION SELECT guild, petition FROM breakdown
         ) AS listed JOIN petition p ON p.guild = listed.guild AND p.number = listed.petition
         ORDER BY p.guild, p.number",
        i64::try_from(least).unwrap_or(i64::MAX)
    )?;
    let read = |(guild, number, state): (i64, i64, String)| {
        let row = RowOf::new("petition", number);
        let (petition, state) = (row.number("number", number)?, row.word("state", &state, PetitionState::parse)?);
        Ok(List { guild: GuildId::from(guild), petition, state })
    };
    readable(rows.into_iter().map(read))
}

/// A breakdown as it was last made.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// When that was.
    pub as_of: Timestamp,
    /// How many are counted.
    pub people: u64,
    /// The turn of the last who was taken in.
    pub last: Turn,
    /// How many of which group are counted; nothing where the figures stay as they are.
    pub sealed: Option<Sealed>,
    /// The figures: what a group is called, where it is stated, and how many are shown of it.
    pub cells: Vec<(Option<String>, u64)>,
}

/// A group that is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedGroup {
    /// What it is known by: a part, or the keyed hash of an affiliation; empty where none is stated.
    pub key: String,
    /// How many.
    pub people: u64,
    /// The organisation that an affiliation names, where it is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Number>,
    /// What it is called, where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

row! {
    struct Row {
        as_of: i64,
        people: i64,
        last_at: i64,
        last_number: i64,
        sealed: Option<Vec<u8>>,
    }
}

/// One text for both databases.
pub(super) const CELLS: &str = "\
SELECT label, people FROM breakdown_cell WHERE guild = $1 AND petition = $2 AND aspect = $3 ORDER BY position";

/// Finds how a list was last broken down.
pub async fn find(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    aspect: Aspect,
) -> Result<Option<Breakdown>, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT as_of, people, last_at, last_number, sealed FROM breakdown
         WHERE guild = $1 AND petition = $2 AND aspect = $3",
        guild,
        petition,
        aspect.as_str()
    )?;
    let Some(found) = found else { return Ok(None) };
    let cells = query!(conn, fetch_all, (Option<String>, i64), CELLS, guild, petition, aspect.as_str())?;
    let row = RowOf::new("breakdown", petition.get());
    Ok(Some(Breakdown {
        as_of: row.instant("as_of", found.as_of)?,
        people: found.people.unsigned_abs(),
        last: Turn {
            at: row.instant("last_at", found.last_at)?,
            number: row.number("last_number", found.last_number)?,
        },
        sealed: found.sealed.map(Sealed::from),
        cells: cells.into_iter().map(|(label, people)| (label, people.unsigned_abs())).collect(),
    }))
}

/// Counts who stands on a list up to a turn, and who behind it.
pub async fn count_standing(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    last: Option<Turn>,
) -> Result<(u64, u64), StoreError> {
    let (at, number) = place(last);
    let (standing, behind) = query!(
        conn,
        fetch_one,
        (i64, i64),
        "SELECT COUNT(*),
                CAST(COALESCE(SUM(CASE WHEN (logged_at, number) > ($3, $4) THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM signatory WHERE guild = $1 AND petition = $2 AND standing = 'standing'",
        guild,
        petition,
        at,
        number
    )?;
    Ok((standing.saturating_sub(behind).unsigned_abs(), behind.unsigned_abs()))
}

/// Says whether anything is kept by which a list could be broken down: of affiliations, whether one name still is.
pub async fn is_anything_kept(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    aspect: Aspect,
) -> Result<bool, StoreError> {
    let kept = query!(
        conn,
        fetch_optional,
        (i64,),
        "SELECT number FROM signatory
         WHERE guild = $1 AND petition = $2 AND standing = 'standing' AND (sealed IS NOT NULL OR $3 = 'part') LIMIT 1",
        guild,
        petition,
        aspect.as_str()
    )?;
    Ok(kept.is_some())
}

/// Somebody who stands on a list.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Their turn.
    pub turn: Turn,
    /// What part they have.
    pub part: Part,
    /// Name and affiliation, where they are kept.
    pub sealed: Option<Sealed>,
}

/// One text for both databases: a stretch of an index made for it.
pub(super) const IN_TURN: &str = "\
SELECT logged_at, number, part, sealed FROM signatory
WHERE guild = $1 AND petition = $2 AND standing = 'standing' AND (logged_at, number) > ($3, $4)
ORDER BY logged_at, number LIMIT $5";

/// Lists who stands on a list behind a turn, in the order of coming.
pub async fn list_standing(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    behind: Option<Turn>,
    limit: i64,
) -> Result<Vec<Standing>, StoreError> {
    let (at, number) = place(behind);
    let rows =
        query!(conn, fetch_all, (i64, i64, String, Option<Vec<u8>>), IN_TURN, guild, petition, at, number, limit)?;
    let read = |(at, number, part, sealed): (i64, i64, String, Option<Vec<u8>>)| {
        let row = RowOf::new("signatory", number);
        Ok(Standing {
            turn: Turn { at: row.instant("logged_at", at)?, number: row.number("number", number)? },
            part: row.word("part", &part, Part::parse)?,
            sealed: sealed.map(Sealed::from),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Gives a turn as columns; everybody's is behind no turn.
fn place(turn: Option<Turn>) -> (i64, i64) {
    turn.map_or((i64::MIN, 0), |turn| (turn.at.as_millisecond(), turn.number.get()))
}

/// Puts a breakdown in the place of the one before.
pub async fn put(
    uow: &mut UnitOfWork<'_>,
    petition: Number,
    aspect: Aspect,
    made: &Breakdown,
) -> Result<(), StoreError> {
    delete(uow, petition, aspect).await?;
    let guild = uow.guild();
    let (at, number) = place(Some(made.last));
    query!(
        uow,
        execute,
        "INSERT INTO breakdown (guild, petition, aspect, as_of, people, last_at, last_number, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        guild,
        petition,
        aspect.as_str(),
        made.as_of,
        whole(made.people),
        at,
        number,
        made.sealed.as_ref()
    )?;
    for (position, (label, people)) in (1_i64..).zip(&made.cells) {
        query!(
            uow,
            execute,
            "INSERT INTO breakdown_cell (guild, petition, aspect, position, label, people)
             VALUES ($1, $2, $3, $4, $5, $6)",
            guild,
            petition,
            aspect.as_str(),
            position,
            label.as_deref(),
            whole(*people)
        )?;
    }
    Ok(())
}

fn whole(people: u64) -> i64 {
    i64::try_from(people).unwrap_or(i64::MAX)
}

/// Deletes the figures of a breakdown; of whom they were made stays.
pub async fn delete_figures(uow: &mut UnitOfWork<'_>, petition: Number, aspect: Aspect) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "DELETE FROM breakdown_cell WHERE guild = $1 AND petition = $2 AND aspect = $3",
        guild,
        petition,
        aspect.as_str()
    )?;
    Ok(())
}

/// Deletes a breakdown.
pub async fn delete(uow: &mut UnitOfWork<'_>, petition: Number, aspect: Aspect) -> Result<(), StoreError> {
    delete_figures(uow, petition, aspect).await?;
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "DELETE FROM breakdown WHERE guild = $1 AND petition = $2 AND aspect = $3",
        guild,
        petition,
        aspect.as_str()
    )?;
    Ok(())
}

/// Lets the figures of a list stand as they are: of whom they were made is forgotten.
pub(super) async fn let_stand(uow: &mut UnitOfWork<'_>, petition: Number, aspect: Aspect) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "UPDATE breakdown SET sealed = NULL WHERE guild = $1 AND petition = $2 AND aspect = $3",
        guild,
        petition,
        aspect.as_str()
    )?;
    Ok(())
}

impl Store {
    /// Seals how many of which group are counted.
    pub fn seal_groups(
        &self,
        guild: GuildId,
        petition: Number,
        aspect: Aspect,
        groups: &[CountedGroup],
    ) -> Result<Sealed, StoreError> {
        let plain = zeroize::Zeroizing::new(to_json(&groups)?);
        Ok(self.keys().sealer().seal(self.entropy(), seal_place(guild, petition, aspect), plain.as_bytes())?)
    }

    /// Opens how many of which group are counted.
    pub fn open_groups(
        &self,
        guild: GuildId,
        petition: Number,
        aspect: Aspect,
        sealed: &Sealed,
    ) -> Result<Vec<CountedGroup>, StoreError> {
        let plain = self.open_sealed(seal_place(guild, petition, aspect), sealed)?;
        let row = RowOf::new("breakdown", petition.get());
        serde_json::from_slice(&plain).map_err(|error| {
            let said = format!("the sealed document cannot be read at column {}", error.column());
            row.corrupt("sealed", said)
        })
    }
}

/// The purpose of what is sealed of groups by affiliation.
pub(super) const BY_AFFILIATION: &str = "breakdown by affiliation";

fn seal_place(guild: GuildId, petition: Number, aspect: Aspect) -> Place<'static> {
    let purpose = match aspect {
        Aspect::Part => "breakdown by part",
        Aspect::Affiliation => BY_AFFILIATION,
    };
    Place { guild, id: petition.get(), purpose }
}
