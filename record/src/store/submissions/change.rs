//! What changes a submission: its filing, what moderators do to it, and what is decided.

use jiff::Timestamp;

use crate::domain::ids::{ActorKey, GuildId, Number};
use crate::domain::review::{Decided, RejectReason, Standing, SubmissionKind, SubmissionState};
use crate::store::decode::RowOf;
use crate::store::sql::query;
use crate::store::{Conn, Sealed, StoreError};

/// A submission to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewSubmission<'a> {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// The petition on record it is about.
    pub petition: Option<Number>,
    /// The petition it is about that waits itself.
    pub waits_for: Option<Number>,
    /// What it proposes.
    pub sealed: &'a Sealed,
    /// Who files it; nobody where a live counter does.
    pub contributor: Option<ActorKey>,
    /// As what.
    pub standing: Standing,
}

/// Adds a pending submission.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    submission: NewSubmission<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO submission (guild, number, kind, state, petition, waits_for, sealed, revision, contributor,
                                 standing, submitted_at, decided_alone)
         VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9, $10, $11)",
        guild,
        submission.number,
        submission.kind.as_str(),
        submission.petition,
        submission.waits_for,
        submission.sealed,
        1,
        submission.contributor,
        submission.standing.as_str(),
        at,
        false
    )?;
    Ok(())
}

/// Keeps the note to a rejection, sealed, in the place of one to an earlier rejection.
pub async fn put_note(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    note: Option<&Sealed>,
) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE submission SET note = $3 WHERE guild = $1 AND number = $2", guild, number, note)?;
    Ok(())
}

/// Notes that something changed which a submission's message shows, beside its state and revision.
pub async fn touch(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE submission SET changes = changes + 1 WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    Ok(())
}

/// Notes the same of all that waits of one contributor.
pub async fn touch_all_of(conn: &mut Conn, guild: GuildId, contributor: ActorKey) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE submission SET changes = changes + 1 WHERE guild = $1 AND contributor = $2 AND state = 'pending'",
        guild,
        contributor
    )?;
    Ok(())
}

/// Notes what was decided. What an approved one proposed is published by then, and its sealed body goes at once.
pub async fn decide(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    state: SubmissionState,
    decided: Decided,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE submission SET state = $3, decided_at = $4, decided_as = $5, decided_alone = $6, reason = $7,
                sealed = CASE WHEN $3 = 'approved' THEN NULL ELSE sealed END
         WHERE guild = $1 AND number = $2 AND state = 'pending'",
        guild,
        number,
        state.as_str(),
        decided.at,
        decided.by.as_str(),
        decided.alone,
        decided.reason.map(RejectReason::as_str)
    )?;
    Ok(())
}

/// Lets a rejected submission wait again.
pub async fn reopen(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE submission SET state = 'pending', decided_at = NULL, decided_as = NULL, decided_alone = $3, reason = NULL
         WHERE guild = $1 AND number = $2 AND state = 'rejected'",
        guild,
        number,
        false
    )?;
    Ok(())
}

/// Turns what waited for a petition to what is about one on record. Gives what of it waits for a decision.
pub async fn release(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<Number>, StoreError> {
    let released = query!(
        conn,
        fetch_all,
        (i64, String),
        "UPDATE submission SET petition = waits_for, waits_for = NULL WHERE guild = $1 AND waits_for = $2
         RETURNING number, state",
        guild,
        petition
    )?;
    let mut pending: Vec<Number> = released
        .into_iter()
        .filter(|(_, state)| state == SubmissionState::Pending.as_str())
        .map(|(number, _)| RowOf::new("submission", number).number("number", number))
        .collect::<Result<_, _>>()?;
    pending.sort_unstable();
    Ok(pending)
}

/// Puts an edited body in a submission's place; the one before stays beside it, sealed. Gives the new revision.
pub async fn edit(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    sealed: &Sealed,
    at: Timestamp,
) -> Result<i64, StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO revision (guild, number, revision, replaced_at, doc_version, sealed)
         SELECT guild, number, revision, $3, $4, sealed FROM submission WHERE guild = $1 AND number = $2",
        guild,
        number,
        at,
        1
    )?;
    query!(
        conn,
        scalar,
        i64,
        "UPDATE submission SET sealed = $3, revision = revision + 1 WHERE guild = $1 AND number = $2
         RETURNING revision",
        guild,
        number,
        sealed
    )
}
