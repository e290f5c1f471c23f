//! How many signatories stand, by petition and part: kept beside them, so that no answer counts rows.
//!
//! **Invariant.** The tally is what counting the rows would give. It changes only through a unit of work, which sums up
//! what its signatories became and writes it once; [`differences`] compares the two.

use jiff::{SignedDuration, Timestamp};

use super::decode::RowOf;
use super::sql::query;
use super::vitals::TallyCheck;
use super::{Conn, Store, StoreError, meta};
use crate::domain::ids::{GuildId, Number};
use crate::domain::signatory::{Part, SignatoryStanding};

/// What a row of the tally counts.
type Cell = (Number, Part, SignatoryStanding);

/// Adds to a cell of the tally, or takes from it.
pub(super) async fn change(conn: &mut Conn, guild: GuildId, cell: Cell, delta: i64) -> Result<(), StoreError> {
    let (petition, part, standing) = (cell.0, cell.1.as_str(), cell.2.as_str());
    if delta == 0 {
        return Ok(());
    }
    // What is taken was added before, and a negative row would not be let in.
    let changed = query!(
        conn,
        execute,
        "UPDATE tally SET signatories = signatories + $5
         WHERE guild = $1 AND petition = $2 AND part = $3 AND standing = $4",
        guild,
        petition,
        part,
        standing,
        delta
    )?;
    if changed == 0 {
        query!(
            conn,
            execute,
            "INSERT INTO tally (guild, petition, part, standing, signatories) VALUES ($1, $2, $3, $4, $5)",
            guild,
            petition,
            part,
            standing,
            delta
        )?;
    }
    Ok(())
}

/// A cell of the tally that is not what counting gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The petition.
    pub petition: Number,
    /// The part.
    pub part: Part,
    /// The standing.
    pub standing: SignatoryStanding,
    /// How many rows there are.
    pub counted: u64,
    /// How many the tally says.
    pub tallied: u64,
}

/// Compares a guild's tally with its signatories; nothing where they agree. Reads every signatory: for a check, not for
/// an answer.
pub async fn differences(conn: &mut Conn, guild: GuildId) -> Result<Vec<Difference>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, String, i64, i64),
        "SELECT petition, part, standing, CAST(SUM(counted) AS BIGINT), CAST(SUM(tallied) AS BIGINT) FROM (
             SELECT petition, part, standing, COUNT(*) AS counted, CAST(0 AS BIGINT) AS tallied
             FROM signatory WHERE guild = $1 GROUP BY petition, part, standing
             UNION ALL
             SELECT petition, part, standing, 0, signatories FROM tally WHERE guild = $1
         ) AS compared
         GROUP BY petition, part, standing HAVING SUM(counted) <> SUM(tallied) ORDER BY petition, part, standing",
        guild
    )?;
    rows.into_iter()
        .map(|(petition, part, standing, counted, tallied)| {
            let row = RowOf::new("tally", petition);
            Ok(Difference {
                petition: row.number("petition", petition)?,
                part: row.word("part", &part, Part::parse)?,
                standing: row.word("standing", &standing, SignatoryStanding::parse)?,
                counted: counted.unsigned_abs(),
                tallied: tallied.unsigned_abs(),
            })
        })
        .collect()
}

/// Counts, over all guilds, the cells of the tally that are not what counting gives. Reads every signatory.
async fn count_differences(conn: &mut Conn) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "SELECT COUNT(*) FROM (
             SELECT guild FROM (
                 SELECT guild, petition, part, standing, COUNT(*) AS counted, CAST(0 AS BIGINT) AS tallied
                 FROM signatory GROUP BY guild, petition, part, standing
                 UNION ALL
                 SELECT guild, petition, part, standing, 0, signatories FROM tally
             ) AS compared
             GROUP BY guild, petition, part, standing HAVING SUM(counted) <> SUM(tallied)
         ) AS different"
    )
}

/// The key in `meta` under which the last check is noted: when, in milliseconds, and how many cells differed.
const KEY: &str = "tally_check";

/// Gives the last check; `None` where there was none, or it cannot be read and the next one takes its place.
pub(super) async fn last_check(conn: &mut Conn) -> Result<Option<TallyCheck>, StoreError> {
    let noted = meta::find(conn, KEY).await?;
    Ok(noted.and_then(|noted| {
        let (at, differences) = noted.split_once(' ')?;
        Some(TallyCheck { at: at.parse().ok()?, differences: differences.parse().ok()? })
    }))
}

impl Store {
    /// Checks every guild's tally at `now` and notes what came of it, unless that was done within `every`.
    pub async fn check_tallies(&self, now: Timestamp, every: SignedDuration) -> Result<(), StoreError> {
        let at = now.as_millisecond();
        let mut conn = self.read().await?;
        let every = i64::try_from(every.as_millis()).unwrap_or(i64::MAX);
        // A check of the future was noted by a clock that was wrong.
        let recent = |last: TallyCheck| (0..every).contains(&at.saturating_sub(last.at));
        if last_check(&mut conn).await?.is_some_and(recent) {
            return Ok(());
        }
        let differences = count_differences(&mut conn).await?;
        drop(conn);
        self.note(KEY, &format!("{at} {differences}")).await
    }
}
