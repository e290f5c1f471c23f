//! Who on a list, or waiting to be, may be the person that is proposed.
//!
//! Whoever may file could otherwise try names and learn who is on a list that shows none. So contributors are told of
//! what they could read anyway; the rest, and what waits, is for those who review.

use super::drafted::{Likeness, Similar};
use crate::domain::guild::Names;
use crate::domain::ids::{GuildId, Number};
use crate::domain::person_name::NameKeys;
use crate::domain::proposal::Proposal;
use crate::domain::signatory::{NameHash, SignatoryProposal, SignatoryStanding};
use crate::service::ServiceError;
use crate::store::signatories::{self, Alike};
use crate::store::{Conn, Store, settings, submissions};

/// How many waiting submissions are opened to compare.
const OPENED: i64 = 50;
/// How many of a list are looked at; a common name has more, and nobody reads on.
const LOOKED_AT: i64 = 10;

/// What of a list somebody may be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sees {
    /// What everybody can read.
    Published,
    /// What is needed to review.
    Everything,
}

/// Finds who is like a proposed signatory, the same names first.
pub(super) async fn namesakes(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    proposal: &SignatoryProposal,
    sees: Sees,
) -> Result<Vec<Similar>, ServiceError> {
    let Some(name) = proposal.person.as_ref().and_then(|person| NameKeys::of(&person.name)) else {
        return Ok(Vec::new());
    };
    let (same, near) = (store.keys().name(guild, &name), store.keys().near_name(guild, &name));
    let near = (near, store.keys().turned_name(guild, &name));
    let names = settings::get(conn, guild).await?.names;
    let mut found = Vec::new();
    for alike in signatories::list_alike(conn, guild, proposal.petition, same, near, LOOKED_AT).await? {
        found.extend(on_record(store, guild, &alike, same, (names, sees))?);
    }
    if sees == Sees::Everything {
        found.extend(waiting(store, conn, guild, proposal.petition, &name).await?);
    }
    Ok(found)
}

fn on_record(
    store: &Store,
    guild: GuildId,
    alike: &Alike,
    same: NameHash,
    (names, sees): (Names, Sees),
) -> Result<Option<Similar>, ServiceError> {
    let is_shown = match alike.standing {
        SignatoryStanding::Standing | SignatoryStanding::RetractedShown => names == Names::On,
        SignatoryStanding::Withdrawn | SignatoryStanding::Merged | SignatoryStanding::Erased => false,
    };
    let words = match &alike.sealed {
        Some(sealed) if is_shown => store.open_signatory(guild, alike.number, sealed)?.person.name,
        _ if sees == Sees::Published => return Ok(None),
        _ => String::new(),
    };
    let likeness = if alike.name_hash == same.as_bytes() { Likeness::SameName } else { Likeness::NearName };
    Ok(Some(similar(alike.number, words, likeness, false)))
}

async fn waiting(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    name: &NameKeys,
) -> Result<Vec<Similar>, ServiceError> {
    let kind = crate::domain::review::SubmissionKind::Signatory;
    let mut found = Vec::new();
    for (number, sealed) in submissions::list_last_pending(conn, guild, kind, Some(petition), OPENED).await? {
        let other = match store.open_proposal(guild, number, &sealed) {
            Err(error) if error.is_of_one_row() => {
                tracing::error!(%error, submission = number.get(), "passed over a submission that cannot be read");
                continue;
            }
            other => other?,
        };
        let Proposal::Signatory(other) = other else { continue };
        let Some(person) = other.person else { continue };
        let Some(keys) = NameKeys::of(&person.name).filter(|keys| name.is_near(keys)) else { continue };
        let likeness = if keys.same() == name.same() { Likeness::SameName } else { Likeness::NearName };
        found.push(similar(number, person.name, likeness, true));
    }
    Ok(found)
}

fn similar(number: Number, words: String, likeness: Likeness, pending: bool) -> Similar {
    Similar { number, words, publisher: String::new(), url: None, same_page: false, pending, likeness }
}
