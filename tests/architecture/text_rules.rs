//! The rules on texts and attributes.

use crate::Violation;
use crate::files::SourceFile;
use crate::tokens::Token;

/// Lists how SQL begins; capitals, as we write it, so that a sentence is not taken for a statement.
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
];

/// Lists the calls whose first text people read.
const SHOWN_BY: &[&str] = &[
    "content",
    "description",
    "title",
    "label",
    "placeholder",
    "field",
    "say",
    "reply",
    "text",
    "CreateEmbedFooter",
    "CreateModal",
    "CreateInputText",
    "CreateSelectMenuOption",
];

/// Finds SQL outside the store.
pub(crate) fn check_sql(source: &SourceFile) -> Vec<Violation> {
    if source.layer() == "store" {
        return Vec::new();
    }
    let tokens = source.tokens();
    let is_sql = |text: &str| {
        let text = text.trim_start();
        SQL.iter().any(|begin| text.starts_with(begin)) || (text.starts_with("UPDATE ") && text.contains(" SET "))
    };
    tokens
        .iter()
        .filter(|token| token.text().is_some_and(is_sql))
        .map(|token| source.violation(token.line, "only `store` holds SQL".to_owned()))
        .collect()
}

/// Finds words for people in `discord`: `.title("How many signed?")`, `CreateEmbedFooter::new("…")`, and the same
/// through `format!`.
pub(crate) fn check_wording(source: &SourceFile) -> Vec<Violation> {
    if source.is_test() || source.layer() != "discord" {
        return Vec::new();
    }
    let tokens = source.tokens();
    let mut violations = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !token.name().is_some_and(|name| SHOWN_BY.contains(&name)) {
            continue;
        }
        let first = first_argument(tokens.get(at + 1..).unwrap_or_default());
        if let Some(text) = first.and_then(Token::text).filter(|text| is_wording(text)) {
            violations.push(source.violation(token.line, format!("words are made in `answers` ({text:?})")));
        }
    }
    violations
}

/// Takes a call's first argument, inside `format!(` as well.
fn first_argument(after_name: &[Token]) -> Option<&Token> {
    match after_name {
        [colons, _, rest @ ..] if colons.is("::") => first_argument(rest),
        [open, format, bang, inner, first, ..]
            if open.is("(") && format.name() == Some("format") && bang.is("!") && inner.is("(") =>
        {
            Some(first)
        }
        [open, first, ..] if open.is("(") => Some(first),
        _ => None,
    }
}

/// Says whether a text has words of its own: a letter outside the escapes and the braces of a format.
fn is_wording(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut escaped = false;
    text.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let own = depth == 0 && !escaped && c.is_alphabetic();
        escaped = c == '\\' && !escaped;
        own
    })
}

/// Finds `#[allow(…)]` and `#[expect(…)]` without a reason.
pub(crate) fn check_reasons(source: &SourceFile) -> Vec<Violation> {
    let tokens = source.all_tokens();
    let mut violations = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !token.is("#") {
            continue;
        }
        let open = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|next| next.is("!")));
        if !tokens.get(open).is_some_and(|next| next.is("[")) {
            continue;
        }
        let attribute = up_to_closing(tokens.get(open..).unwrap_or_default());
        let names: Vec<&str> = attribute.iter().filter_map(Token::name).collect();
        let excepts = match names.first() {
            Some(&"allow" | &"expect") => true,
            Some(&"cfg_attr") => names.iter().any(|name| matches!(*name, "allow" | "expect")),
            Some(_) | None => false,
        };
        if excepts && !names.contains(&"reason") {
            violations.push(source.violation(token.line, "an exception from a lint gives its `reason`".to_owned()));
        }
    }
    violations
}

/// Takes what stands between `[` and the `]` that closes it.
fn up_to_closing(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("[") {
            depth += 1;
        } else if token.is("]") {
            depth -= 1;
        }
        if depth == 0 {
            return tokens.get(..at).unwrap_or_default();
        }
    }
    tokens
}
