//! How the database is: one look for the operator, over all guilds.

use super::{Store, StoreError, sql::query, tally};
use crate::ops::vitals::Vitals;

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
