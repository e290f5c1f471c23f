//! What changed in a petition's record, when and why, and never by whom.

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked};
use crate::domain::acting::Ground;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::record::RecordKind;
use crate::domain::review::RejectReason;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::{Wanted, history};

/// How many acts are on a page.
const PAGE: i64 = 12;

/// Why something was done, as far as it is said in a code; what somebody wrote freely is not told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// For the reason of an act.
    Ground(Ground),
    /// For the reason of a rejection.
    Rejected(RejectReason),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// Of a record, which kind.
    pub record: Option<RecordKind>,
    /// To which one.
    pub object: Number,
    /// Why, where a code says so.
    pub why: Option<Why>,
}

/// The answer to "what changed?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryAnswer {
    /// The petition.
    pub about: About,
    /// The changes of this page, the latest first.
    pub entries: Vec<HistoryEntry>,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

impl Service {
    /// Answers what changed in a petition's record.
    pub async fn history(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        page: u32,
    ) -> Result<Asked<Found<HistoryAnswer>>, ServiceError> {
        let asked = self.ask(caller, petition, Wanted::default(), |about, _| Ok(about)).await?;
        let about = match asked.answer {
            Found::One(about) => about,
            Found::Which(choices) => {
                let private_by_default = asked.private_by_default;
                return Ok(Asked { private_by_default, answer: Found::Which(choices) });
            }
        };
        let skip = i64::from(page.saturating_sub(1)) * PAGE;
        let mut conn = self.store.read().await?;
        let number = about.petition.number;
        let (acts, total) = history::list(&self.store, &mut conn, caller.guild, number, (PAGE, skip)).await?;
        let pages = u32::try_from(total.div_ceil(PAGE.unsigned_abs())).unwrap_or(u32::MAX).max(1);
        if page == 0 || (acts.is_empty() && page > 1) {
            return Err(Refusal::NoSuchPage.into());
        }
        let entries = acts.iter().filter_map(entry).collect();
        let answer = Found::One(HistoryAnswer { about, entries, page, pages });
        Ok(Asked { private_by_default: asked.private_by_default, answer })
    }
}

/// Reads an entry; words of a newer version are passed over.
fn entry(found: &history::Acted) -> Option<HistoryEntry> {
    let code = |reason: &str| {
        let rejected = || RejectReason::parse(reason).map(Why::Rejected);
        Ground::parse(reason).map(Why::Ground).or_else(rejected)
    };
    Some(HistoryEntry {
        at: found.at,
        act: found.act.parse().ok()?,
        kind: found.kind.parse().ok()?,
        record: found.record.as_deref().and_then(RecordKind::parse),
        object: found.object,
        why: found.reason.as_deref().and_then(code),
    })
}
