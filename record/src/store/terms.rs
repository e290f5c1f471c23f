//! The words that find what is published. Nothing that waits for a decision has any.
//!
//! Whoever changes the words of an object [`replace`]s its terms; whoever takes its words away [`erase`]s them. What is
//! hidden keeps them: questions look at the state of what they find.

use super::decode::to_json;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::text::terms;

/// The words of an object.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// What it is called: a petition's title and short name, an organisation's names, a source's publisher and title,
    /// who speaks, what a figure is of.
    pub name: &'a [&'a str],
    /// Everything else that is said in it.
    pub body: &'a [&'a str],
}

/// Lets words find an object; words that find it already stay, and stand in its name if they did or do.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    kind: Findable,
    number: Number,
    words: Words<'_>,
) -> Result<(), StoreError> {
    let name = terms(&words.name.join(" \n "));
    let mut body = terms(&words.body.join(" \n "));
    body.retain(|term| name.binary_search(term).is_err());
    for (found, in_name) in [(name, true), (body, false)] {
        if !found.is_empty() {
            insert_terms(conn, guild, kind, number, &found, in_name).await?;
        }
    }
    Ok(())
}

async fn insert_terms(
    conn: &mut Conn,
    guild: GuildId,
    kind: Findable,
    number: Number,
    found: &[String],
    in_name: bool,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        sqlite: "INSERT INTO term (guild, kind, term, number, in_name)
                 SELECT $1, $2, value, $3, $5 FROM json_each($4) WHERE TRUE
                 ON CONFLICT (guild, kind, term, number)
                 DO UPDATE SET in_name = TRUE WHERE excluded.in_name AND NOT term.in_name",
        postgres: "INSERT INTO term (guild, kind, term, number, in_name)
                   SELECT $1, $2, value, $3, $5 FROM json_array_elements_text(CAST($4 AS json))
                   ON CONFLICT (guild, kind, term, number)
                   DO UPDATE SET in_name = TRUE WHERE excluded.in_name AND NOT term.in_name",
        guild,
        kind.as_str(),
        number,
        to_json(&found)?,
        in_name
    )?;
    Ok(())
}

/// Lets these words find an object, and no others.
pub async fn replace(
    conn: &mut Conn,
    guild: GuildId,
    kind: Findable,
    number: Number,
    words: Words<'_>,
) -> Result<(), StoreError> {
    erase(conn, guild, number).await?;
    insert(conn, guild, kind, number, words).await
}

/// Lets no word find an object.
pub async fn erase(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM term WHERE guild = $1 AND number = $2", guild, number)?;
    Ok(())
}
