//! What one contributor filed, by their key: for themselves, and for moderators by their handle.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, Sealed, StoreError};
use crate::domain::ids::{ActorKey, GuildId, Number};
use crate::domain::petition::PetitionDoc;
use crate::domain::review::{Decided, RejectReason, Standing, SubmissionKind, SubmissionState};

/// A submission as its contributor is shown it.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// Where it stands.
    pub state: SubmissionState,
    /// What it proposes, while that is held.
    pub sealed: Option<Sealed>,
    /// Its revision: more than 1 once a moderator edited it.
    pub revision: i64,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// What was decided.
    pub decided: Option<Decided>,
    /// The note to its rejection.
    pub note: Option<Sealed>,
    /// What is said of the petition on record it is about.
    pub petition_doc: Option<PetitionDoc>,
    /// The petition it is about that waits itself, and what that proposes.
    pub waits_for: Option<(Number, Sealed)>,
    /// The last question about it: its place, what was asked, and the answer.
    pub question: Option<(i64, Sealed, Option<Sealed>)>,
    /// How many there are in all.
    pub of: u64,
}

row! {
    struct Row {
        number: i64,
        kind: String,
        state: String,
        sealed: Option<Vec<u8>>,
        revision: i64,
        submitted_at: i64,
        decided_at: Option<i64>,
        decided_as: Option<String>,
        decided_alone: bool,
        reason: Option<String>,
        note: Option<Vec<u8>>,
        petition_doc: Option<String>,
        waits_for: Option<i64>,
        waits_for_sealed: Option<Vec<u8>>,
        position: Option<i64>,
        question: Option<Vec<u8>>,
        answer: Option<Vec<u8>>,
        filed: i64,
    }
}

impl Row {
    fn read(self) -> Result<Filed, StoreError> {
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
        let waits_for = row.maybe_number("waits_for", self.waits_for)?;
        let question = self.position.zip(self.question);
        Ok(Filed {
            number: row.number("number", self.number)?,
            kind: row.word("kind", &self.kind, SubmissionKind::parse)?,
            state: row.word("state", &self.state, SubmissionState::parse)?,
            sealed: self.sealed.map(Sealed::from),
            revision: self.revision,
            submitted_at: row.instant("submitted_at", self.submitted_at)?,
            decided,
            note: self.note.map(Sealed::from),
            petition_doc: self.petition_doc.map(|doc| row.json("petition", &doc)).transpose()?,
            waits_for: waits_for.zip(self.waits_for_sealed.map(Sealed::from)),
            question: question.map(|(position, asked)| (position, asked.into(), self.answer.map(Sealed::from))),
            of: self.filed.unsigned_abs(),
        })
    }
}

/// Writes a query for what one contributor filed, newest first.
macro_rules! filed_where {
    ($also:literal) => {
        concat!(
            "SELECT s.number, s.kind, s.state, s.sealed, s.revision, s.submitted_at, s.decided_at, s.decided_as,
                    s.decided_alone, s.reason, s.note, p.doc AS petition_doc, s.waits_for, w.sealed AS waits_for_sealed,
                    q.position, q.sealed AS question, q.answer,
                    (SELECT COUNT(*) FROM submission s WHERE s.guild = $1 AND s.contributor = $2",
            $also,
            ") AS filed
             FROM submission s
             LEFT JOIN petition p ON p.guild = s.guild AND p.number = s.petition
             LEFT JOIN submission w ON w.guild = s.guild AND w.number = s.waits_for
             LEFT JOIN question q ON q.guild = s.guild AND q.submission = s.number
                   AND q.position = (SELECT MAX(l.position) FROM question l
                                     WHERE l.guild = s.guild AND l.submission = s.number)
             WHERE s.guild = $1 AND s.contributor = $2",
            $also,
            " ORDER BY s.submitted_at DESC, s.number DESC LIMIT $3 OFFSET $4"
        )
    };
}

/// What [`list`] asks, of both databases.
pub(super) const OWN: &str = filed_where!("");

/// Lists what somebody filed, newest first.
pub async fn list(
    conn: &mut Conn,
    guild: GuildId,
    contributor: ActorKey,
    limit: i64,
    offset: i64,
) -> Result<Vec<Filed>, StoreError> {
    let rows = query!(conn, fetch_all, Row, OWN, guild, contributor, limit, offset)?;
    rows.into_iter().map(Row::read).collect()
}

/// Lists what the same contributor filed about the same petition before a submission, newest first. A petition that
/// waits is its own.
pub async fn list_earlier(
    conn: &mut Conn,
    guild: GuildId,
    contributor: ActorKey,
    (before, petition): (Number, Number),
    limit: i64,
    offset: i64,
) -> Result<Vec<Filed>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        filed_where!(" AND s.number < $5 AND (s.petition = $6 OR s.waits_for = $6 OR s.number = $6)"),
        guild,
        contributor,
        limit,
        offset,
        before,
        petition
    )?;
    rows.into_iter().map(Row::read).collect()
}
