//! Submissions: what waits for a decision, and what became of it. What they propose stands sealed.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError};
use crate::domain::ids::{ActorKey, GuildId, Number};
use crate::domain::petition::PetitionDoc;
use crate::domain::proposal::Proposal;
use crate::domain::review::{Decided, RejectReason, Standing, SubmissionKind, SubmissionState};

mod change;
mod clear;

pub use change::{NewSubmission, decide, edit, insert, put_note, release, reopen, touch, touch_all_of};
pub use clear::{clear_decided, forget_body};

/// What a submission's seal is for; its place is the submission's number.
const PURPOSE: &str = "submission";

/// A submission with what is needed to show it.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// Where it stands.
    pub state: SubmissionState,
    /// The petition on record it is about.
    pub petition: Option<Number>,
    /// The petition it is about that waits itself.
    pub waits_for: Option<Number>,
    /// What it proposes, sealed.
    pub sealed: Option<Sealed>,
    /// Its revision: more than 1 once a moderator edited it.
    pub revision: i64,
    /// How often something else changed that its message shows: a question, an answer, a block.
    pub changes: i64,
    /// Who filed it.
    pub contributor: Option<ActorKey>,
    /// As what.
    pub standing: Standing,
    /// Whether who filed it may file no more.
    pub blocked: bool,
    /// When.
    pub submitted_at: Timestamp,
    /// What was decided.
    pub decided: Option<Decided>,
    /// How many of this contributor's on this petition were approved.
    pub approved_before: u32,
    /// How many were rejected.
    pub rejected_before: u32,
    /// What is said of the petition on record it is about.
    pub petition_doc: Option<PetitionDoc>,
    /// What the waiting petition it is about proposes, sealed.
    pub waits_for_sealed: Option<Sealed>,
}

row! {
    struct Row {
        number: i64,
        kind: String,
        state: String,
        petition: Option<i64>,
        waits_for: Option<i64>,
        sealed: Option<Vec<u8>>,
        revision: i64,
        changes: i64,
        contributor: Option<Vec<u8>>,
        standing: String,
        blocked: bool,
        submitted_at: i64,
        decided_at: Option<i64>,
        decided_as: Option<String>,
        decided_alone: bool,
        reason: Option<String>,
        approved_before: i64,
        rejected_before: i64,
        petition_doc: Option<String>,
        waits_for_sealed: Option<Vec<u8>>,
    }
}

impl Row {
    fn read(self) -> Result<Submission, StoreError> {
        let row = RowOf::new("submission", self.number);
        let decided = match (self.decided_at, &self.decided_as) {
            (Some(at), Some(by)) => Some(Decided {
                by: row.word("decided_as", by, Standing::parse)?,
                alone: self.decided_alone,
                at: row.instant("decided_at", at)?,
                reason: self.reason.map(|word| row.word("reason", &word, RejectReason::parse)).transpose()?,
            }),
            _ => None,
        };
        let contributor = self.contributor.map(ActorKey::try_from).transpose();
        Ok(Submission {
            number: row.number("number", self.number)?,
            kind: row.word("kind", &self.kind, SubmissionKind::parse)?,
            state: row.word("state", &self.state, SubmissionState::parse)?,
            petition: row.maybe_number("petition", self.petition)?,
            waits_for: row.maybe_number("waits_for", self.waits_for)?,
            sealed: self.sealed.map(Sealed::from),
            revision: self.revision,
            changes: self.changes,
            standing: row.word("standing", &self.standing, Standing::parse)?,
            blocked: self.blocked,
            contributor: contributor.map_err(|error| row.corrupt("contributor", error))?,
            submitted_at: row.instant("submitted_at", self.submitted_at)?,
            decided,
            approved_before: u32::try_from(self.approved_before).unwrap_or(u32::MAX),
            rejected_before: u32::try_from(self.rejected_before).unwrap_or(u32::MAX),
            petition_doc: self.petition_doc.map(|doc| row.json("petition", &doc)).transpose()?,
            waits_for_sealed: self.waits_for_sealed.map(Sealed::from),
        })
    }
}

/// Writes a query for submissions with what is shown beside them, so that each is one round trip.
macro_rules! submissions_where {
    ($tail:literal) => {
        concat!(
            "SELECT s.number, s.kind, s.state, s.petition, s.waits_for, s.sealed, s.revision, s.changes,
                    s.contributor, s.standing, s.submitted_at, s.decided_at, s.decided_as, s.decided_alone, s.reason,
                    EXISTS (SELECT 1 FROM block b WHERE b.guild = s.guild
                            AND (b.actor = s.contributor OR b.submission = s.number)) AS blocked,
                    (SELECT COUNT(*) FROM submission o
                     WHERE o.guild = s.guild AND o.contributor = s.contributor AND o.petition = s.petition
                       AND o.state = 'approved' AND o.number <> s.number) AS approved_before,
                    (SELECT COUNT(*) FROM submission o
                     WHERE o.guild = s.guild AND o.contributor = s.contributor AND o.petition = s.petition
                       AND o.state = 'rejected' AND o.number <> s.number) AS rejected_before,
                    p.doc AS petition_doc, w.sealed AS waits_for_sealed
             FROM submission s
             LEFT JOIN petition p ON p.guild = s.guild AND p.number = s.petition AND p.state <> 'removed'
             LEFT JOIN submission w ON w.guild = s.guild AND w.number = s.waits_for
             WHERE s.guild = $1 AND ",
            $tail
        )
    };
}

/// Finds a submission by its number, in whatever state.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Submission>, StoreError> {
    let row = query!(conn, fetch_optional, Row, submissions_where!("s.number = $2"), guild, number)?;
    row.map(Row::read).transpose()
}

/// Which of what waits is meant; what is `None` leaves nothing out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waits {
    /// Of this kind.
    pub kind: Option<SubmissionKind>,
    /// About this petition, or the petition itself.
    pub petition: Option<Number>,
    /// Filed at this moment or before.
    pub since: Option<Timestamp>,
}

/// Counts what waits.
pub async fn count_pending(conn: &mut Conn, guild: GuildId, waits: Waits) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "SELECT COUNT(*) FROM submission WHERE guild = $1 AND state = 'pending'
         AND (CAST($2 AS TEXT) IS NULL OR kind = $2)
         AND (CAST($3 AS BIGINT) IS NULL OR petition = $3 OR waits_for = $3 OR number = $3)
         AND (CAST($4 AS BIGINT) IS NULL OR submitted_at <= $4)",
        guild,
        waits.kind.map(SubmissionKind::as_str),
        waits.petition,
        waits.since
    )
}

/// Lists what waits, oldest first.
pub async fn list_pending(
    conn: &mut Conn,
    guild: GuildId,
    waits: Waits,
    limit: i64,
    offset: i64,
) -> Result<Vec<Submission>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        submissions_where!(
            "s.state = 'pending' AND (CAST($2 AS TEXT) IS NULL OR s.kind = $2)
             AND (CAST($3 AS BIGINT) IS NULL OR s.petition = $3 OR s.waits_for = $3 OR s.number = $3)
             AND (CAST($4 AS BIGINT) IS NULL OR s.submitted_at <= $4)
             ORDER BY s.submitted_at, s.number LIMIT $5 OFFSET $6"
        ),
        guild,
        waits.kind.map(SubmissionKind::as_str),
        waits.petition,
        waits.since,
        limit,
        offset
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// Lists what of one contributor's waits.
pub async fn list_pending_of(
    conn: &mut Conn,
    guild: GuildId,
    contributor: ActorKey,
) -> Result<Vec<Number>, StoreError> {
    let pending = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM submission WHERE guild = $1 AND contributor = $2 AND state = 'pending' ORDER BY number",
        guild,
        contributor
    )?;
    pending.into_iter().map(|number| RowOf::new("submission", number).number("number", number)).collect()
}

/// Lists the last pending submissions of a kind about a petition (or about none), sealed, the latest first.
pub async fn list_last_pending(
    conn: &mut Conn,
    guild: GuildId,
    kind: SubmissionKind,
    petition: Option<Number>,
    limit: i64,
) -> Result<Vec<(Number, Sealed)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, Vec<u8>),
        "SELECT number, sealed FROM submission
         WHERE guild = $1 AND state = 'pending' AND kind = $2
           AND (petition = $3 OR waits_for = $3 OR CAST($3 AS BIGINT) IS NULL)
         ORDER BY submitted_at DESC, number DESC LIMIT $4",
        guild,
        kind.as_str(),
        petition,
        limit
    )?;
    let pending =
        |(number, sealed)| Ok((RowOf::new("submission", number).number("number", number)?, Sealed::from(sealed)));
    rows.into_iter().map(pending).collect()
}

/// Finds when this person filed the submission that is `back` places before their last.
pub async fn find_submitted_at(
    conn: &mut Conn,
    guild: GuildId,
    contributor: ActorKey,
    back: i64,
) -> Result<Option<Timestamp>, StoreError> {
    let at = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT submitted_at FROM submission WHERE guild = $1 AND contributor = $2
         ORDER BY submitted_at DESC LIMIT 1 OFFSET $3",
        guild,
        contributor,
        back
    )?;
    at.map(|at| RowOf::new("submission", 0).instant("submitted_at", at)).transpose()
}

/// Lists what waits for a decision and for a petition that waits itself, by number.
pub async fn list_waiting_for(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<Number>, StoreError> {
    let waiting = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM submission WHERE guild = $1 AND waits_for = $2 AND state = 'pending' ORDER BY number",
        guild,
        petition
    )?;
    waiting.into_iter().map(|number| RowOf::new("submission", number).number("number", number)).collect()
}

/// Finds the place in the ledger of what a submission last proposed: as it was filed, or as it was edited since.
pub async fn find_last_proposed(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<i64>, StoreError> {
    query!(
        conn,
        scalar_optional,
        i64,
        "SELECT seq FROM ledger
         WHERE guild = $1 AND object = $2 AND object_kind = 'submission' AND act IN ('file', 'edit')
         ORDER BY seq DESC LIMIT 1",
        guild,
        number
    )
}

/// Lists the sealed bodies a submission had before it was edited, the first one first.
pub async fn list_originals(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Vec<Sealed>, StoreError> {
    let sealed = query!(
        conn,
        scalars,
        Vec<u8>,
        "SELECT sealed FROM revision WHERE guild = $1 AND number = $2 AND sealed IS NOT NULL ORDER BY revision",
        guild,
        number
    )?;
    Ok(sealed.into_iter().map(Sealed::from).collect())
}

impl Store {
    /// Seals what a submission proposes.
    pub fn seal_proposal(&self, guild: GuildId, number: Number, proposal: &Proposal) -> Result<Sealed, StoreError> {
        let place = Place { guild, id: number.get(), purpose: PURPOSE };
        let plain = zeroize::Zeroizing::new(super::decode::to_json(proposal)?);
        Ok(self.keys().sealer().seal(self.entropy(), place, plain.as_bytes())?)
    }

    /// Opens what a submission proposes.
    pub fn open_proposal(&self, guild: GuildId, number: Number, sealed: &Sealed) -> Result<Proposal, StoreError> {
        let place = Place { guild, id: number.get(), purpose: PURPOSE };
        let plain = self.open_sealed(place, sealed)?;
        let row = RowOf::new("submission", number.get());
        serde_json::from_slice(&plain).map_err(|error| row.corrupt("sealed", unsaid(&error)))
    }
}

/// Reads what a submission's entry in the ledger says that it proposed.
pub fn read_proposal(number: Number, json: &[u8]) -> Result<Proposal, StoreError> {
    serde_json::from_slice(json).map_err(|error| RowOf::new("opening", number.get()).corrupt("value", unsaid(&error)))
}

/// Says where a sealed document cannot be read, without what stands there.
fn unsaid(error: &serde_json::Error) -> String {
    format!("the sealed document cannot be read at column {}", error.column())
}
