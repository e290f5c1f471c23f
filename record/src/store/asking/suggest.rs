//! What completes a half-typed option: each one indexed query, at most a screenful.
//!
//! What was typed is cut into words as the terms are ([`Typed`]): every word but the last must stand in what is
//! suggested, the last begins a word of it. Names that are no longer used find what they named.

use serde::de::DeserializeOwned;

use crate::domain::ids::{ActorKey, ChannelId, GuildId, Number};
use crate::domain::petition::PetitionDoc;
use crate::domain::record::{Body, RecordKind};
use crate::domain::review::SubmissionKind;
use crate::domain::source::SourceDoc;
use crate::domain::text::{fold, words};
use crate::store::decode::RowOf;
use crate::store::sql::{query, row};
use crate::store::{Conn, Sealed, StoreError};

/// The most choices Discord shows.
pub const MOST: i64 = 25;

/// How many records are read at once for the few different names among them.
pub const READ: i64 = 200;

/// What somebody has typed so far, as the queries take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// All of it, folded.
    pub folded: String,
    /// The words before the last; the first three, which are enough to narrow a list.
    before: [Option<String>; 3],
    /// The last word: where the range of words that begin with it starts and ends.
    last: (String, String),
    /// The range of names that begin with all of it.
    whole: (String, String),
    /// The number it is, if it is one.
    pub number: Option<Number>,
}

impl Typed {
    /// Cuts what was typed into words.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<String> = words(&folded).collect();
        let last = words.pop().unwrap_or_default();
        let mut before = words.into_iter();
        Self {
            before: [before.next(), before.next(), before.next()],
            last: beginning(&last),
            whole: beginning(&folded),
            number: folded.parse().ok(),
            folded,
        }
    }
}

impl Typed {
    /// Gives the range of words that begin with the last one; nothing where nothing was typed.
    #[must_use]
    pub fn last_word(&self) -> (&str, &str) {
        if self.folded.is_empty() { ("", "") } else { (&self.last.0, &self.last.1) }
    }
}

/// Gives the range of texts that begin with `start`, in the order of their bytes.
fn beginning(start: &str) -> (String, String) {
    (start.to_owned(), format!("{start}{}", char::MAX))
}

row! {
    /// What was found: an object's number, what it is called, and its document.
    #[derive(Debug)]
    struct Hit {
        number: Number as i64,
        text: Option<String>,
        doc: String,
    }
}

impl Hit {
    fn doc<T: DeserializeOwned>(&self, table: &'static str) -> Result<T, StoreError> {
        RowOf::new(table, self.number.get()).json("doc", &self.doc)
    }
}

/// One text for both databases: published petitions found by their words, short name or number; all where nothing was
/// typed, latest first.
pub(super) const PETITIONS: &str = "\
WITH found (number) AS (
    SELECT number FROM petition WHERE guild = $1 AND number = $2
    UNION
    SELECT number FROM (
        SELECT number FROM petition WHERE guild = $1 AND slug >= $3 AND slug < $4
    ) AS by_slug
    UNION
    SELECT number FROM (
        SELECT t.number FROM term AS t
        WHERE t.guild = $1 AND t.kind = 'petition' AND t.term >= $5 AND t.term < $6
            AND ($7 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'petition' AND w.term = $7 AND w.number = t.number))
            AND ($8 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'petition' AND w.term = $8 AND w.number = t.number))
            AND ($9 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'petition' AND w.term = $9 AND w.number = t.number))
    ) AS by_word
    UNION
    SELECT number FROM (
        SELECT number FROM petition WHERE guild = $1 AND state = 'published' AND $3 = ''
        ORDER BY issued_start DESC, number DESC LIMIT 25
    ) AS latest
),
first_ones (number) AS (
    SELECT number FROM petition WHERE guild = $1 AND state = 'published' AND number IN (SELECT number FROM found)
    ORDER BY issued_start DESC, number DESC LIMIT 25
)
SELECT number, slug AS text, doc FROM petition WHERE guild = $1 AND number IN (SELECT number FROM first_ones)
ORDER BY issued_start DESC, number DESC";

/// A petition that is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionFound {
    /// Its number.
    pub number: Number,
    /// Its short name.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// Suggests published petitions.
pub async fn petitions(conn: &mut Conn, guild: GuildId, typed: &Typed) -> Result<Vec<PetitionFound>, StoreError> {
    let [one, two, three] = &typed.before;
    // Where nothing was typed every petition would match; the branch for the latest answers then.
    let (word_from, word_to) = if typed.folded.is_empty() { ("", "") } else { (&*typed.last.0, &*typed.last.1) };
    let (slug_from, slug_to) = if typed.folded.is_empty() { ("", "") } else { (&*typed.whole.0, &*typed.whole.1) };
    let rows = query!(
        conn,
        fetch_all,
        Hit,
        PETITIONS,
        guild,
        typed.number,
        slug_from,
        slug_to,
        word_from,
        word_to,
        one.as_deref(),
        two.as_deref(),
        three.as_deref()
    )?;
    rows.iter()
        .map(|row| {
            let doc: PetitionDoc = row.doc("petition")?;
            Ok(PetitionFound { number: row.number, slug: row.text.clone().unwrap_or_default(), title: doc.title })
        })
        .collect()
}

row! {
    /// A petition that waits, still sealed.
    #[derive(Debug)]
    pub struct OwnPending {
        /// Its submission's number.
        pub number: Number as i64,
        /// What was proposed.
        pub sealed: Sealed as Vec<u8>,
    }
}

/// One text for both databases.
pub(super) const OWN_PENDING: &str = "\
SELECT number, sealed FROM submission
WHERE guild = $1 AND contributor = $2 AND state = 'pending' AND kind = 'petition' AND sealed IS NOT NULL
ORDER BY submitted_at DESC LIMIT 25";

/// Lists petitions that this contributor filed and that wait, latest first: nobody else is shown them.
pub async fn own_pending(conn: &mut Conn, guild: GuildId, actor: ActorKey) -> Result<Vec<OwnPending>, StoreError> {
    query!(conn, fetch_all, OwnPending, OWN_PENDING, guild, actor)
}

/// One text for both databases: organisations by any of their names' words or by number.
pub(super) const ORGANISATIONS: &str = "\
WITH found (number) AS (
    SELECT COALESCE(merged_into, number) FROM organisation WHERE guild = $1 AND number = $2
    UNION
    SELECT number FROM (
        SELECT organisation AS number FROM organisation_name
        WHERE guild = $1 AND folded >= $3 AND folded < $4
    ) AS by_name
    UNION
    SELECT number FROM (
        SELECT t.number FROM term AS t
        WHERE t.guild = $1 AND t.kind = 'organisation' AND t.term >= $5 AND t.term < $6
            AND ($7 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'organisation' AND w.term = $7 AND w.number = t.number))
    ) AS by_word
)
SELECT number, name
FROM organisation WHERE guild = $1 AND number IN (SELECT number FROM found) ORDER BY name LIMIT 25";

/// Suggests organisations: their numbers and names.
pub async fn organisations(
    conn: &mut Conn,
    guild: GuildId,
    typed: &Typed,
) -> Result<Vec<(Number, String)>, StoreError> {
    let (from, to) = (&*typed.whole.0, &*typed.whole.1);
    let first = typed.before[0].as_deref();
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        ORGANISATIONS,
        guild,
        typed.number,
        from,
        to,
        &typed.last.0,
        &typed.last.1,
        first
    )?;
    rows.into_iter().map(|(n, name)| Ok((RowOf::new("organisation", n).number("number", n)?, name))).collect()
}

/// One text for both databases: sources by the words of their publisher, title or host, or by number.
pub(super) const SOURCES: &str = "\
WITH found (number) AS (
    SELECT number FROM source WHERE guild = $1 AND number = $2
    UNION
    SELECT number FROM (
        SELECT t.number FROM term AS t
        WHERE t.guild = $1 AND t.kind = 'source' AND t.term >= $3 AND t.term < $4
            AND ($5 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'source' AND w.term = $5 AND w.number = t.number))
            AND ($6 IS NULL OR EXISTS (SELECT 1 FROM term AS w
                WHERE w.guild = $1 AND w.kind = 'source' AND w.term = $6 AND w.number = t.number))
        GROUP BY t.number ORDER BY t.number DESC LIMIT 200
    ) AS by_word
)
SELECT number, CAST(NULL AS TEXT) AS text, doc
FROM source WHERE guild = $1 AND number IN (SELECT number FROM found) ORDER BY number DESC LIMIT 25";

/// Suggests sources: their numbers and what is said of them.
pub async fn sources(conn: &mut Conn, guild: GuildId, typed: &Typed) -> Result<Vec<(Number, SourceDoc)>, StoreError> {
    let [one, two, _] = &typed.before;
    let rows = query!(
        conn,
        fetch_all,
        Hit,
        SOURCES,
        guild,
        typed.number,
        &typed.last.0,
        &typed.last.1,
        one.as_deref(),
        two.as_deref()
    )?;
    rows.iter().map(|row| Ok((row.number, row.doc("source")?))).collect()
}

/// One text for both databases: records of one kind that stand, by the beginning of a word of their name.
pub(super) const RECORDS: &str = "\
SELECT r.number, CAST(NULL AS TEXT) AS text, r.doc
FROM (
    SELECT DISTINCT number FROM term
    WHERE guild = $1 AND kind = $2 AND term >= $3 AND term < $4 AND in_name AND number < $5
) AS t
JOIN record AS r ON r.guild = $1 AND r.number = t.number AND r.state = 'accepted'
JOIN petition AS p ON p.guild = $1 AND p.number = r.petition AND p.state = 'published'
ORDER BY r.number DESC LIMIT $6";

/// Reads records of one kind, the latest before a number, that have a word in their name (who speaks, what a figure is
/// of) that begins as the last one typed: at most [`READ`] with their numbers.
pub async fn records(
    conn: &mut Conn,
    guild: GuildId,
    kind: RecordKind,
    typed: &Typed,
    before: Option<Number>,
) -> Result<Vec<(Number, Body)>, StoreError> {
    let (from, to) = (&typed.last.0, &typed.last.1);
    let before = before.map_or(i64::MAX, Number::get);
    let rows = query!(conn, fetch_all, Hit, RECORDS, guild, kind.as_str(), from, to, before, READ)?;
    rows.iter().map(|row| Ok((row.number, row.doc("record")?))).collect()
}

/// One text for both databases: demands of published petitions, by the beginning of a word of the petition's, which has
/// those of its demands; the latest ones where nothing was typed; those of the channel's own petition; one by its number.
pub(super) const DEMANDS: &str = "\
WITH own (number) AS (
    SELECT number FROM demand
    WHERE guild = $1 AND petition = (SELECT petition FROM channel WHERE guild = $1 AND channel = $2)
),
found (number) AS (
    SELECT number FROM own
    UNION
    SELECT number FROM demand WHERE guild = $1 AND number = $3
    UNION
    SELECT number FROM (
        SELECT DISTINCT d.number FROM term AS t JOIN demand AS d ON d.guild = $1 AND d.petition = t.number
        WHERE t.guild = $1 AND t.kind = 'petition' AND t.term >= $4 AND t.term < $5
        ORDER BY d.number DESC LIMIT $6
    ) AS by_word
    UNION
    SELECT number FROM (
        SELECT number FROM demand WHERE guild = $1 AND $4 = '' ORDER BY number DESC LIMIT 100
    ) AS latest
)
SELECT d.number, d.text, p.doc, CASE WHEN d.number IN (SELECT number FROM own) THEN 0 ELSE 1 END AS place
FROM demand AS d JOIN petition AS p ON p.guild = $1 AND p.number = d.petition AND p.state = 'published'
WHERE d.guild = $1 AND d.number IN (SELECT number FROM found)
ORDER BY place, d.number";

/// A demand that is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandFound {
    /// Its number.
    pub number: Number,
    /// The demand in words.
    pub text: String,
    /// The title of the petition that makes it.
    pub petition: String,
}

/// How many demands are read at most for those whose own words are meant: their petitions have the words too.
const DEMANDS_READ: i64 = 1_000;

/// Reads the demands of a channel's petition, then those of petitions with the last word that was typed.
pub async fn demands(
    conn: &mut Conn,
    guild: GuildId,
    channel: ChannelId,
    typed: &Typed,
) -> Result<Vec<DemandFound>, StoreError> {
    // Where nothing was typed every petition would match; the branch for the latest answers then.
    let (from, to) = if typed.folded.is_empty() { ("", "") } else { (&*typed.last.0, &*typed.last.1) };
    let rows = query!(conn, fetch_all, Hit, DEMANDS, guild, channel, typed.number, from, to, DEMANDS_READ)?;
    rows.iter()
        .map(|row| {
            let doc: PetitionDoc = row.doc("petition")?;
            Ok(DemandFound { number: row.number, text: row.text.clone().unwrap_or_default(), petition: doc.title })
        })
        .collect()
}

/// One text for both databases: tags of published petitions that begin with what was typed.
pub(super) const TAGS: &str = "\
SELECT DISTINCT t.tag FROM petition_tag AS t
JOIN petition AS p ON p.guild = $1 AND p.number = t.petition AND p.state = 'published'
WHERE t.guild = $1 AND t.tag >= $2 AND t.tag < $3 ORDER BY t.tag LIMIT $4";

/// Suggests tags.
pub async fn tags(conn: &mut Conn, guild: GuildId, typed: &Typed) -> Result<Vec<String>, StoreError> {
    query!(conn, scalars, String, TAGS, guild, &typed.whole.0, &typed.whole.1, MOST)
}

/// A submission that waits, without what it proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// Since when it waits.
    pub since: jiff::Timestamp,
}

/// One text for both databases.
pub(super) const WAITING: &str = "\
SELECT number, kind, submitted_at FROM submission
WHERE guild = $1 AND state = 'pending' AND substr(CAST(number AS TEXT), 1, length($2)) = $2
ORDER BY submitted_at, number LIMIT $3";

/// Lists what waits longest among the numbers that begin with `digits`.
pub async fn waiting(conn: &mut Conn, guild: GuildId, digits: &str) -> Result<Vec<Waiting>, StoreError> {
    let rows = query!(conn, fetch_all, (i64, String, i64), WAITING, guild, digits, MOST)?;
    rows.into_iter()
        .map(|(number, kind, since)| {
            let row = RowOf::new("submission", number);
            let kind = row.word("kind", &kind, SubmissionKind::parse)?;
            Ok(Waiting { number: row.number("number", number)?, kind, since: row.instant("submitted_at", since)? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_still_be_growing() {
        let typed = Typed::new(" Microsoft's  open Let");
        assert_eq!(typed.before, [Some("microsoft's".to_owned()), Some("open".to_owned()), None]);
        assert_eq!(typed.last.0, "let");
        assert!("letter" > typed.last.0.as_str() && "letter" < typed.last.1.as_str());
        assert_eq!(Typed::new("#12").number, Number::new(12));
        assert_eq!(Typed::new("").folded, "");
    }

    #[test]
    fn a_typed_word_is_cut_where_the_terms_are() {
        let long = "donau".repeat(20);
        let typed = Typed::new(&format!("{long} {long}"));
        let term = crate::domain::text::terms(&long).remove(0);
        assert_eq!((typed.before[0].as_ref(), &typed.last.0), (Some(&term), &term));
    }
}
