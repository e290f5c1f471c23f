//! Petitions that are over, and the names on their lists, which go a while after.
//!
//! When a petition was over is noted when it is first seen to be, whichever act made it so; one that is taken up again
//! is forgotten here.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError, UnitOfWork, breakdowns, wipe};
use crate::domain::breakdown::Aspect;
use crate::domain::ids::{GuildId, Number};

/// One text for both databases. `$1` is the latest end whose names go now, `$2` the hash of nobody.
pub(super) const DUE: &str = "\
SELECT p.guild FROM petition p WHERE p.collection IN ('concluded', 'withdrawn')
   AND NOT EXISTS (SELECT 1 FROM ended e WHERE e.guild = p.guild AND e.petition = p.number)
UNION SELECT e.guild FROM ended e JOIN petition p ON p.guild = e.guild AND p.number = e.petition
WHERE p.collection NOT IN ('concluded', 'withdrawn')
UNION SELECT e.guild FROM ended e WHERE e.ended_at <= $1
   AND EXISTS (SELECT 1 FROM signatory s WHERE s.guild = e.guild AND s.petition = e.petition AND s.near_hash > $2)";

const NOBODY: &[u8] = &[];

/// Lists the guilds in which a petition is over or no longer is, or in which names go that were over at `ended`.
pub async fn guilds_due(conn: &mut Conn, ended: Timestamp) -> Result<Vec<GuildId>, StoreError> {
    let guilds = query!(conn, scalars, i64, DUE, ended, NOBODY)?;
    Ok(guilds.into_iter().map(GuildId::from).collect())
}

/// Notes which petitions are over now, and forgets those that are not.
pub async fn note(uow: &mut UnitOfWork<'_>) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        "DELETE FROM ended WHERE guild = $1 AND petition IN (
             SELECT number FROM petition WHERE guild = $1 AND collection NOT IN ('concluded', 'withdrawn'))",
        guild
    )?;
    query!(
        uow,
        execute,
        "INSERT INTO ended (guild, petition, ended_at)
         SELECT guild, number, $2 FROM petition WHERE guild = $1 AND collection IN ('concluded', 'withdrawn')
         ON CONFLICT (guild, petition) DO NOTHING",
        guild,
        at
    )?;
    Ok(())
}

/// Lists the petitions that were over at `ended` and have names on their lists.
pub async fn list_due(conn: &mut Conn, guild: GuildId, ended: Timestamp) -> Result<Vec<Number>, StoreError> {
    let due = query!(
        conn,
        scalars,
        i64,
        "SELECT e.petition FROM ended e WHERE e.guild = $1 AND e.ended_at <= $2
           AND EXISTS (SELECT 1 FROM signatory s
                       WHERE s.guild = e.guild AND s.petition = e.petition AND s.near_hash > $3)
         ORDER BY e.petition",
        guild,
        ended,
        NOBODY
    )?;
    due.into_iter().map(|number| RowOf::new("ended", number).number("petition", number)).collect()
}

/// Clears the names away from a petition's list: what is sealed, what near spellings share, who was kept apart, and the
/// ledger's openings. Where everybody stands and the hash that logs nobody twice stay; so do the figures by affiliation, as
/// they are. Gives how many it were.
pub async fn expire(uow: &mut UnitOfWork<'_>, petition: Number) -> Result<u64, StoreError> {
    let guild = uow.guild();
    wipe::note_due(uow).await?;
    query!(
        uow,
        execute,
        "DELETE FROM opening WHERE guild = $1 AND field = 'person' AND seq IN (
             SELECT l.seq FROM signatory s JOIN ledger l ON l.guild = s.guild AND l.object = s.number
             WHERE s.guild = $1 AND s.petition = $2)",
        guild,
        petition
    )?;
    query!(uow, execute, "DELETE FROM apart WHERE guild = $1 AND petition = $2", guild, petition)?;
    breakdowns::let_stand(uow, petition, Aspect::Affiliation).await?;
    query!(
        uow,
        execute,
        "UPDATE signatory SET sealed = NULL, near_hash = $3 WHERE guild = $1 AND petition = $2 AND near_hash > $3",
        guild,
        petition,
        NOBODY
    )
}
