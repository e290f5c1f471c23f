//! What moderators judged of demands and commitments: the latest stands, the earlier ones stay.

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::commitment::{Judged, Judgement, Rating};
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::DemandOutcome;

/// Something that can be judged: a demand or a commitment of a published petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgeable {
    /// Its number.
    pub number: Number,
    /// The petition it is about.
    pub petition: Number,
    /// What was judged last.
    pub judged: Judged,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    petition: i64,
    word: String,
}

impl Row {
    fn read(self, table: &'static str) -> Result<Judgeable, StoreError> {
        let row = RowOf::new(table, self.number);
        Ok(Judgeable {
            number: row.number("number", self.number)?,
            petition: row.number("petition", self.petition)?,
            judged: row.word("rating", &self.word, Judged::parse)?,
        })
    }
}

/// Finds a demand of a published petition.
pub async fn find_demand(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Judgeable>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT d.number, d.petition, d.outcome AS word
         FROM demand d JOIN petition p ON p.guild = d.guild AND p.number = d.petition AND p.state = 'published'
         WHERE d.guild = $1 AND d.number = $2",
        guild,
        number
    )?;
    row.map(|row| row.read("demand")).transpose()
}

/// Finds a commitment that stands, of a published petition.
pub async fn find_commitment(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Judgeable>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT r.number, r.petition, r.rating AS word
         FROM record r JOIN petition p ON p.guild = r.guild AND p.number = r.petition AND p.state = 'published'
         WHERE r.guild = $1 AND r.number = $2 AND r.kind = 'commitment' AND r.state = 'accepted'",
        guild,
        number
    )?;
    row.map(|row| row.read("record")).transpose()
}

/// Says what became of a demand, and gives its new revision.
pub async fn judge_demand(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    outcome: DemandOutcome,
) -> Result<i64, StoreError> {
    query!(
        conn,
        execute,
        "UPDATE demand SET outcome = $3 WHERE guild = $1 AND number = $2",
        guild,
        number,
        outcome.as_str()
    )?;
    // A demand is at its first revision until it is judged.
    let last = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT revision FROM judgement WHERE guild = $1 AND object = $2 ORDER BY revision DESC LIMIT 1",
        guild,
        number
    )?;
    Ok(last.unwrap_or(1) + 1)
}

/// Says what became of a commitment, and gives its new revision.
pub async fn judge_commitment(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    rating: Rating,
) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "UPDATE record SET rating = $3, revision = revision + 1 WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        number,
        rating.as_str()
    )
}

/// Keeps a judgement about an object of a petition.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    judgement: &Judgement,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO judgement (guild, object, revision, petition, word, source, reason, judged_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        guild,
        judgement.object,
        judgement.revision,
        petition,
        judgement.judged.as_str(),
        judgement.source,
        &judgement.reason,
        judgement.judged_at
    )?;
    Ok(())
}
