//! The words that find what is published. Nothing that waits for a decision has any.

use super::decode::to_json;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::ids::{GuildId, Number};
use crate::domain::record::RecordKind;
use crate::domain::text::terms;

/// What the words find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Termed {
    /// A petition: by title, short name, scope, tags, sponsors, summary and its addressees' names.
    Petition,
    /// An organisation: by every name.
    Organisation,
    /// A source: by publisher, title and host.
    Source,
    /// A record: by its words, who says them, and for facts what they are about.
    Record(RecordKind),
}

impl Termed {
    fn as_str(self) -> &'static str {
        match self {
            Self::Petition => "petition",
            Self::Organisation => "organisation",
            Self::Source => "source",
            Self::Record(kind) => kind.as_str(),
        }
    }
}

/// Lets the words of `texts` alone find an object.
pub async fn replace(
    conn: &mut Conn,
    guild: GuildId,
    kind: Termed,
    number: Number,
    texts: &[&str],
) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM term WHERE guild = $1 AND number = $2", guild, number)?;
    insert(conn, guild, kind, number, texts).await
}

/// Lets the words of `texts` find an object; words that find it already stay.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    kind: Termed,
    number: Number,
    texts: &[&str],
) -> Result<(), StoreError> {
    let found = terms(&texts.join(" \n "));
    if found.is_empty() {
        return Ok(());
    }
    query!(
        conn,
        execute,
        sqlite: "INSERT INTO term (guild, kind, term, number) SELECT $1, $2, value, $3 FROM json_each($4) WHERE TRUE
                 ON CONFLICT (guild, kind, term, number) DO NOTHING",
        postgres: "INSERT INTO term (guild, kind, term, number)
                   SELECT $1, $2, value, $3 FROM json_array_elements_text(CAST($4 AS json))
                   ON CONFLICT (guild, kind, term, number) DO NOTHING",
        guild,
        kind.as_str(),
        number,
        to_json(&found)?
    )?;
    Ok(())
}
