//! Milestones: which thresholds are told, how far counts were looked at, and what was passed.

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError, UnitOfWork};
use crate::domain::ids::{GuildId, Number};
use crate::domain::milestone::Thresholds;
use crate::domain::{Measure, Population};

/// What is counted, of whom: counts are compared within one of these.
pub type Counted = (Measure, Population, Option<Number>);

/// Which thresholds stand: the guild's, and a petition's own where it has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The guild's.
    pub guild: Thresholds,
    /// The petition's own.
    pub petition: Option<Thresholds>,
}

impl Chosen {
    /// Gives those that hold for the petition.
    #[must_use]
    pub fn held(&self) -> &Thresholds {
        self.petition.as_ref().unwrap_or(&self.guild)
    }
}

/// Gives which thresholds stand, for the guild or for one of its petitions.
pub async fn find_chosen(conn: &mut Conn, guild: GuildId, petition: Option<Number>) -> Result<Chosen, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        (String, Option<String>),
        "SELECT g.milestones, p.milestones FROM guild g LEFT JOIN petition p ON p.guild = g.id AND p.number = $2 WHERE g.id = $1",
        guild,
        petition
    )?;
    let Some((of_guild, own)) = found else { return Ok(Chosen { guild: Thresholds::default(), petition: None }) };
    let read = |text: &str| RowOf::new("guild", 0).word("milestones", text, Thresholds::parse);
    Ok(Chosen { guild: read(&of_guild)?, petition: own.as_deref().map(read).transpose()? })
}

/// Sets which thresholds are told of a guild's petitions.
pub async fn put_of_guild(conn: &mut Conn, guild: GuildId, chosen: &Thresholds) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE guild SET milestones = $2 WHERE id = $1", guild, chosen.written())?;
    Ok(())
}

/// Sets which thresholds are told of one petition; `None` for the guild's.
pub async fn put_of_petition(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    chosen: Option<&Thresholds>,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE petition SET milestones = $3 WHERE guild = $1 AND number = $2",
        guild,
        petition,
        chosen.map(Thresholds::written)
    )?;
    Ok(())
}

/// Lists guilds whose ledger went on since their counts were looked at.
pub async fn list_behind(conn: &mut Conn, limit: i64) -> Result<Vec<GuildId>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT id FROM guild WHERE ledger_seq > milestones_upto ORDER BY id LIMIT $1",
        limit
    )?;
    Ok(found.into_iter().map(GuildId::from).collect())
}

/// Takes up to `most` entries of the ledger that counts were not looked at for: whoever takes them, nobody else does. Gives
/// the sequence before them and that of the last.
pub async fn take(uow: &mut UnitOfWork<'_>, most: i64) -> Result<(i64, i64), StoreError> {
    let guild = uow.guild();
    let (after, end) =
        query!(uow, fetch_one, (i64, i64), "SELECT milestones_upto, ledger_seq FROM guild WHERE id = $1", guild)?;
    let upto = end.min(after.saturating_add(most));
    query!(uow, execute, "UPDATE guild SET milestones_upto = $2 WHERE id = $1", guild, upto)?;
    Ok((after, upto))
}

/// Lists what was counted by the reports that were touched after the ledger's sequence `after` up to `upto`, each once. What
/// is taken in from archives touches nothing.
pub async fn list_touched(
    conn: &mut Conn,
    guild: GuildId,
    (after, upto): (i64, i64),
) -> Result<Vec<(Number, Counted)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, String, Option<i64>),
        "SELECT DISTINCT r.petition, r.measure, r.population, r.organisation FROM ledger l
         JOIN record r ON r.guild = l.guild AND r.number = l.object AND r.kind = 'count'
         WHERE l.guild = $1 AND l.seq > $2 AND l.seq <= $3 AND l.object_kind = 'record' AND l.act <> 'import'
         ORDER BY r.petition",
        guild,
        after,
        upto
    )?;
    let read = |(petition, measure, population, organisation): (i64, String, String, Option<i64>)| {
        let row = RowOf::new("record", petition);
        let counted = (
            row.word("measure", &measure, Measure::parse)?,
            row.word("population", &population, Population::parse)?,
            row.maybe_number("organisation", organisation)?,
        );
        Ok((row.number("petition", petition)?, counted))
    };
    rows.into_iter().map(read).collect()
}

/// When a report came onto the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The report.
    pub record: Number,
    /// The ledger's sequence of its first entry.
    pub seq: i64,
    /// Whether it was taken in from an archive.
    pub imported: bool,
}

/// Lists when each of a petition's count reports came onto the record.
pub async fn list_accepted(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<Accepted>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, Option<i64>),
        "SELECT r.number, min(l.seq), min(CASE WHEN l.act = 'import' THEN l.seq END) FROM record r
         JOIN ledger l ON l.guild = r.guild AND l.object = r.number AND l.object_kind = 'record'
         WHERE r.guild = $1 AND r.petition = $2 AND r.kind = 'count' GROUP BY r.number",
        guild,
        petition
    )?;
    let read = |(record, seq, imported): (i64, i64, Option<i64>)| {
        let record = RowOf::new("record", record).number("number", record)?;
        Ok(Accepted { record, seq, imported: imported.is_some() })
    };
    rows.into_iter().map(read).collect()
}

/// Notes that a threshold is passed. Gives whether it was not before.
pub async fn pass(
    uow: &mut UnitOfWork<'_>,
    petition: Number,
    (measure, population, organisation): Counted,
    threshold: u64,
    record: Number,
) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let done = query!(
        uow,
        execute,
        "INSERT INTO milestone (guild, petition, measure, population, organisation, threshold, record, passed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        guild,
        petition,
        measure.as_str(),
        population.as_str(),
        organisation.map_or(0, Number::get),
        threshold.cast_signed(),
        record,
        at
    )?;
    Ok(done == 1)
}
