//! What was filed: whether it waits, what it proposes, and who may file no more.

use crate::domain::ids::{GuildId, Number};
use crate::domain::petition_edit::Change;
use crate::domain::review::{Decided, SubmissionState};
use crate::store::sql::query;
use crate::store::submissions::{self, Submission};
use crate::store::{Conn, Sealed, StoreError, UnitOfWork, blocks, posted};

/// Says whether a submission was rejected so, and is held; or that it waits.
pub(super) fn was_rejected(found: &Submission, rejected: Option<Decided>) -> bool {
    match rejected {
        Some(decided) => {
            found.state == SubmissionState::Rejected && found.sealed.is_some() && found.decided == Some(decided)
        }
        None => found.state == SubmissionState::Pending,
    }
}

/// Lets a rejected submission wait again, or rejects it as it was; its message follows.
pub(super) async fn reject(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Option<Decided>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let found = submissions::find(uow.conn(), guild, number).await?;
    if !found.is_some_and(|found| was_rejected(&found, change.from)) {
        return Ok(false);
    }
    if let Some(decided) = change.to {
        submissions::decide(uow.conn(), guild, number, SubmissionState::Rejected, decided).await?;
    } else {
        submissions::reopen(uow.conn(), guild, number).await?;
        posted::show_again(uow, number).await?;
    }
    Ok(true)
}

/// Gives what a submission proposed at a revision, sealed, where that is held.
pub async fn proposed(
    conn: &mut Conn,
    guild: GuildId,
    found: &Submission,
    revision: i64,
) -> Result<Option<Sealed>, StoreError> {
    if found.revision == revision {
        return Ok(found.sealed.clone());
    }
    let kept = query!(
        conn,
        scalar_optional,
        Vec<u8>,
        "SELECT sealed FROM revision WHERE guild = $1 AND number = $2 AND revision = $3 AND sealed IS NOT NULL",
        guild,
        found.number,
        revision
    )?;
    Ok(kept.map(Sealed::from))
}

/// Says whether a submission waits and proposes what it did at a revision.
pub(super) async fn proposes(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    revision: i64,
) -> Result<Option<Submission>, StoreError> {
    let found = submissions::find(conn, guild, number).await?;
    let Some(found) = found.filter(|found| found.state == SubmissionState::Pending) else { return Ok(None) };
    let then = proposed(conn, guild, &found, revision).await?;
    Ok(Some(found).filter(|found| found.sealed == then))
}

/// Lets a submission that waits propose what it did at another revision, as a new one.
pub(super) async fn propose(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<i64>,
) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let Some(found) = proposes(uow.conn(), guild, number, change.from).await? else { return Ok(false) };
    let Some(sealed) = proposed(uow.conn(), guild, &found, change.to).await? else { return Ok(false) };
    submissions::edit(uow.conn(), guild, number, &sealed, at).await?;
    Ok(true)
}

/// Stops who filed a submission from filing, or lets them file again; all that waits of them shows it.
pub(super) async fn block(uow: &mut UnitOfWork<'_>, number: Number, change: &Change<bool>) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let found = submissions::find(uow.conn(), guild, number).await?;
    let Some(found) = found.filter(|found| found.blocked == change.from) else { return Ok(false) };
    let turned = match (change.to, found.contributor) {
        (true, Some(contributor)) => {
            blocks::insert(uow.conn(), guild, contributor, number, at).await?;
            vec![contributor]
        }
        (true, None) => return Ok(false),
        (false, contributor) => blocks::delete(uow.conn(), guild, contributor, number).await?,
    };
    for contributor in turned {
        submissions::touch_all_of(uow.conn(), guild, contributor).await?;
    }
    Ok(true)
}
