//! What moderators judged of demands and commitments: the latest stands, the earlier ones stay.

use super::decode::RowOf;
use super::sql::{query, row};
use super::terms::{self, Words};
use super::{Conn, StoreError, UnitOfWork, petitions, records};
use crate::domain::commitment::{Judged, Judgement, Rating};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::DemandOutcome;
use crate::domain::petition_edit::Change;

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

row! {
    struct Row {
        number: i64,
        petition: i64,
        word: String,
    }
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

/// Gives the words of a demand of a petition in whatever state.
pub async fn find_demand_text(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<String>, StoreError> {
    query!(conn, scalar_optional, String, "SELECT text FROM demand WHERE guild = $1 AND number = $2", guild, number)
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
    Ok(find_last(conn, guild, number).await?.unwrap_or(1) + 1)
}

/// Finds the revision of the last judgement of an object.
async fn find_last(conn: &mut Conn, guild: GuildId, object: Number) -> Result<Option<i64>, StoreError> {
    query!(
        conn,
        scalar_optional,
        i64,
        "SELECT revision FROM judgement WHERE guild = $1 AND object = $2 ORDER BY revision DESC LIMIT 1",
        guild,
        object
    )
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

/// Lists why a commitment, or the demands of a petition, were judged as they were: words that find it.
pub(super) async fn list_reasons(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT reason FROM judgement WHERE guild = $1
            AND (object = $2 OR object IN (SELECT number FROM demand WHERE guild = $1 AND petition = $2))",
        guild,
        number
    )
}

/// Keeps a judgement about an object of a petition; its reason finds the commitment, or the petition of the demand.
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
    let (kind, found) = match judgement.judged {
        Judged::Demand(_) => (Findable::Petition, petition),
        Judged::Commitment(_) => (Findable::Commitment, judgement.object),
    };
    terms::insert(conn, guild, kind, found, Words { name: &[], body: &[&judgement.reason] }).await
}

/// Says whether a judgement is the last one and its word stands, or whether neither it nor a later one is there and what
/// stood before it does.
pub(super) async fn stands(
    conn: &mut Conn,
    guild: GuildId,
    (judgement, before): &(Judgement, Judged),
    is_there: bool,
) -> Result<bool, StoreError> {
    let object = judgement.object;
    let found = match judgement.judged {
        Judged::Demand(_) => find_demand(conn, guild, object).await?,
        Judged::Commitment(_) => find_commitment(conn, guild, object).await?,
    };
    let last = find_last(conn, guild, object).await?;
    let (word, in_its_place) = if is_there {
        (judgement.judged, last == Some(judgement.revision))
    } else {
        (*before, last.is_none_or(|last| last < judgement.revision))
    };
    Ok(in_its_place && found.is_some_and(|found| found.judged == word))
}

/// Takes a judgement back, so that what was judged before stands again, or puts it back. Says whether that could be done.
pub(super) async fn restand(
    uow: &mut UnitOfWork<'_>,
    judged: &(Judgement, Judged),
    change: &Change<bool>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let (judgement, before) = judged;
    if !stands(uow.conn(), guild, judged, change.from).await? {
        return Ok(false);
    }
    let object = judgement.object;
    let found = match if change.to { judgement.judged } else { *before } {
        Judged::Demand(outcome) => {
            judge_demand(uow.conn(), guild, object, outcome).await?;
            find_demand(uow.conn(), guild, object).await?
        }
        Judged::Commitment(rating) => {
            judge_commitment(uow.conn(), guild, object, rating).await?;
            find_commitment(uow.conn(), guild, object).await?
        }
    };
    let Some(found) = found else { return Ok(false) };
    if change.to {
        insert(uow.conn(), guild, found.petition, judgement).await?;
    } else {
        let revision = judgement.revision;
        query!(
            uow,
            execute,
            "DELETE FROM judgement WHERE guild = $1 AND object = $2 AND revision = $3",
            guild,
            object,
            revision
        )?;
        match judgement.judged {
            Judged::Demand(_) => petitions::refresh_terms(uow.conn(), guild, found.petition).await?,
            Judged::Commitment(_) => records::refresh_terms(uow.conn(), guild, object).await?,
        }
    }
    Ok(true)
}
