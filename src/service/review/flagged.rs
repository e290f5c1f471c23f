//! Records that an import flagged: published already, and looked at like what waits.

use jiff::Timestamp;

use super::Decision;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::record::RecordState;
use crate::domain::review::{Standing, SubmissionState};
use crate::service::ServiceError;
use crate::service::access::Access;
use crate::service::refusal::Refusal;
use crate::service::trace::{Actor, Trace};
use crate::store::{Conn, UnitOfWork, records};

/// Confirms a flagged record: it stays as it is, and nobody need look again.
pub(super) async fn confirm(uow: &mut UnitOfWork<'_>, access: &Access, number: Number) -> Result<(), ServiceError> {
    let guild = uow.guild();
    match records::confirm(uow.conn(), guild, number).await? {
        Some(revision) => {
            let act = LedgerAct::Confirm;
            let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
            uow.append(trace.signed(Entry::new(act, ObjectKind::Record, number, revision)));
            Ok(())
        }
        None => Err(refuse(uow, number).await?.into()),
    }
}

/// Deprecates a flagged record, and gives its revision.
pub(super) async fn deprecate(uow: &mut UnitOfWork<'_>, number: Number) -> Result<i64, ServiceError> {
    let guild = uow.guild();
    let found = records::find(uow.conn(), guild, number).await?;
    let deprecated = match found.filter(|record| record.state.may_become(RecordState::Deprecated)) {
        Some(_) => records::deprecate_flagged(uow.conn(), guild, number).await?,
        None => None,
    };
    match deprecated {
        Some(revision) => Ok(revision),
        None => Err(refuse(uow, number).await?.into()),
    }
}

/// Says why there is no flag to decide about: somebody did, or there never was one.
async fn refuse(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Refusal, ServiceError> {
    let guild = uow.guild();
    let decided = decision(uow.conn(), guild, number).await?;
    Ok(decided.map_or_else(|| Refusal::NoSuchSubmission(number.to_string()), Refusal::AlreadyDecided))
}

/// Gives what was decided of a record that an import had flagged.
pub(super) async fn decision(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<Decision>, ServiceError> {
    let decided = records::find_flag_decision(conn, guild, number).await?;
    Ok(decided.map(|(act, at)| {
        let confirmed = act == LedgerAct::Confirm.as_str();
        self::decided(number, if confirmed { SubmissionState::Approved } else { SubmissionState::Rejected }, at)
    }))
}

/// Says what was decided of a flagged record.
pub(super) fn decided(number: Number, state: SubmissionState, at: Timestamp) -> Decision {
    // Whether it was an admin stands sealed in the ledger; an admin moderates too.
    Decision { number, state, by: Standing::Moderator, alone: false, at, reason: None }
}
