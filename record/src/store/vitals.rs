//! How the database is: one look for the operator, over all guilds.

use super::{Store, StoreError, sql::query, tally};

/// What is asked of the database at each look, for all guilds together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vitals {
    /// Which database this is: `sqlite` or `postgresql`.
    pub database: &'static str,
    /// How many bytes it takes up.
    pub bytes: i64,
    /// How many guilds have a record.
    pub guilds: i64,
    /// How many submissions wait for a decision.
    pub waiting: i64,
    /// How many entries the ledgers have.
    pub entries: i64,
    /// How many digests are paused, by a moderator or for want of a channel.
    pub digests_paused: i64,
    /// How many runs of digests are planned and not sent.
    pub digests_waiting: i64,
    /// What the last check of the tallies found; `None` before the first.
    pub tally: Option<TallyCheck>,
}

/// What a check of the tallies found: it reads every signatory, so that it runs now and then and not at each look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TallyCheck {
    /// When it was, in milliseconds since 1970.
    pub at: i64,
    /// How many cells of the tally were not what counting gives.
    pub differences: i64,
}

impl Store {
    /// Counts what waits and what the ledgers hold, and measures the database. A look reads the guilds' rows and the
    /// index of the queue, never the record; of the tallies it tells the last check.
    pub async fn vitals(&self) -> Result<Vitals, StoreError> {
        let mut conn = self.read().await?;
        let (guilds, entries, waiting, bytes, digests_paused, digests_waiting) = query!(
            conn,
            fetch_one,
            (i64, i64, i64, i64, i64, i64),
            sqlite: "SELECT count(*), CAST(coalesce(sum(g.ledger_seq), 0) AS BIGINT),
                        CAST(coalesce(sum((SELECT count(*) FROM submission s
                                           WHERE s.guild = g.id AND s.state = 'pending')), 0) AS BIGINT),
                        (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size),
                        (SELECT count(*) FROM digest WHERE state = 'paused'),
                        (SELECT count(*) FROM delivery WHERE ended_at IS NULL)
                     FROM guild g",
            postgres: "SELECT count(*), CAST(coalesce(sum(g.ledger_seq), 0) AS BIGINT),
                        CAST(coalesce(sum((SELECT count(*) FROM submission s
                                           WHERE s.guild = g.id AND s.state = 'pending')), 0) AS BIGINT),
                        pg_database_size(current_database()),
                        (SELECT count(*) FROM digest WHERE state = 'paused'),
                        (SELECT count(*) FROM delivery WHERE ended_at IS NULL)
                     FROM guild g"
        )?;
        let tally = tally::last_check(&mut conn).await?;
        Ok(Vitals {
            database: self.0.db.kind(),
            bytes,
            guilds,
            waiting,
            entries,
            digests_paused,
            digests_waiting,
            tally,
        })
    }
}
