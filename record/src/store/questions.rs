//! Questions to who filed a submission, and their answers. Both sealed.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError};
use crate::domain::ids::{ActorKey, GuildId, Number};

/// A question about a submission.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its place among the submission's, from 1.
    pub position: i64,
    /// What was asked.
    pub sealed: Sealed,
    /// When.
    pub asked_at: Timestamp,
    /// What was answered.
    pub answer: Option<Sealed>,
}

row! {
    struct Row {
        position: i64,
        sealed: Vec<u8>,
        asked_at: i64,
        answer: Option<Vec<u8>>,
    }
}

/// Lists the questions about a submission, the first one first.
pub async fn list(conn: &mut Conn, guild: GuildId, submission: Number) -> Result<Vec<Question>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT position, sealed, asked_at, answer FROM question
         WHERE guild = $1 AND submission = $2 ORDER BY position",
        guild,
        submission
    )?;
    let of = RowOf::new("question", submission.get());
    let read = |row: Row| {
        Ok(Question {
            position: row.position,
            sealed: row.sealed.into(),
            asked_at: of.instant("asked_at", row.asked_at)?,
            answer: row.answer.map(Sealed::from),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Counts the questions about what one contributor filed, and those that were answered.
pub async fn count_own(conn: &mut Conn, guild: GuildId, contributor: ActorKey) -> Result<(u64, u64), StoreError> {
    let (asked, answered) = query!(
        conn,
        fetch_one,
        (i64, i64),
        "SELECT COUNT(*), COUNT(q.answered_at) FROM submission s
         JOIN question q ON q.guild = s.guild AND q.submission = s.number
         WHERE s.guild = $1 AND s.contributor = $2",
        guild,
        contributor
    )?;
    Ok((asked.unsigned_abs(), answered.unsigned_abs()))
}

/// Adds a question in its place.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    submission: Number,
    position: i64,
    sealed: &Sealed,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO question (guild, submission, position, sealed, asked_at) VALUES ($1, $2, $3, $4, $5)",
        guild,
        submission,
        position,
        sealed,
        at
    )?;
    Ok(())
}

/// Adds the answer to a question that has none.
pub async fn answer(
    conn: &mut Conn,
    guild: GuildId,
    submission: Number,
    position: i64,
    sealed: &Sealed,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE question SET answer = $4, answered_at = $5
         WHERE guild = $1 AND submission = $2 AND position = $3 AND answer IS NULL",
        guild,
        submission,
        position,
        sealed,
        at
    )?;
    Ok(())
}

/// What of the talk about a submission is sealed.
#[derive(Clone, Copy, Debug)]
pub enum Said {
    /// The question in this place.
    Question(i64),
    /// The answer to it.
    Answer(i64),
    /// The note to a rejection.
    Note,
}

impl Said {
    fn purpose(self) -> String {
        match self {
            Self::Question(position) => format!("question {position}"),
            Self::Answer(position) => format!("answer {position}"),
            Self::Note => "note".to_owned(),
        }
    }
}

impl Store {
    /// Seals what was said about a submission.
    pub fn seal_said(&self, guild: GuildId, number: Number, said: Said, text: &str) -> Result<Sealed, StoreError> {
        let place = Place { guild, id: number.get(), purpose: &said.purpose() };
        Ok(self.keys().sealer().seal(self.entropy(), place, text.as_bytes())?)
    }

    /// Opens what was said about a submission.
    pub fn open_said(&self, guild: GuildId, number: Number, said: Said, sealed: &Sealed) -> Result<String, StoreError> {
        let plain = self.open_sealed(Place { guild, id: number.get(), purpose: &said.purpose() }, sealed)?;
        let row = RowOf::new("question", number.get());
        String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("sealed", "it holds no text"))
    }
}
