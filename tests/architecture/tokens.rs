//! Splits Rust into tokens: names, marks and texts, with their lines. Comments, characters, lifetimes and numbers fall out.

/// Holds one token and the line it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// Says what a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a keyword.
    Name(String),
    /// One mark; `::` is one.
    Mark(&'static str),
    /// A string of any sort, without its quotes.
    Text(String),
}

impl Token {
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            Kind::Mark(_) | Kind::Text(_) => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Mark(_) | Kind::Name(_) => None,
        }
    }

    pub(crate) fn is(&self, mark: &str) -> bool {
        matches!(self.kind, Kind::Mark(own) if own == mark)
    }
}

/// Lists the marks that rules look at; every other falls out as `?`, so that neighbours stay apart.
const MARKS: &[&str] = &["::", "{", "}", "(", ")", "[", "]", ",", ";", "*", "#", "!", ".", "=", "?"];

/// Splits a source text into tokens.
pub(crate) fn tokenize(source: &str) -> Vec<Token> {
    let mut scanner = Scanner { rest: source, line: 1, tokens: Vec::new() };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn step(&mut self) {
        let rest = self.rest;
        let first = rest.chars().next().unwrap_or_default();
        if rest.starts_with("//") {
            self.advance(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip_block_comment();
        } else if let Some(hashes) = raw_string_hashes(rest) {
            self.take_raw_string(hashes);
        } else if first == '"' || rest.starts_with("b\"") || rest.starts_with("c\"") {
            self.take_string();
        } else if first == '\'' || rest.starts_with("b'") {
            self.skip_char_or_lifetime();
        } else if first == '_' || first.is_alphabetic() {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            let end = raw + length_while(&rest[raw..], |c| c == '_' || c.is_alphanumeric());
            self.push(Kind::Name(rest[raw..end].to_owned()));
            self.advance(end);
        } else if first.is_ascii_digit() {
            self.advance(length_while(rest, |c| c == '_' || c.is_alphanumeric()));
        } else if first.is_whitespace() {
            self.advance(first.len_utf8());
        } else {
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
            self.push(Kind::Mark(mark.copied().unwrap_or("?")));
            self.advance(mark.map_or(first.len_utf8(), |mark| mark.len()));
        }
    }

    fn push(&mut self, kind: Kind) {
        let line = self.line;
        self.tokens.push(Token { line, kind });
    }

    fn advance(&mut self, bytes: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.matches('\n').count();
        self.rest = rest;
        passed
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            let rest = self.rest;
            let Some(next) = rest.chars().next() else {
                return;
            };
            if rest.starts_with("/*") {
                depth += 1;
                self.advance(2);
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.advance(2);
                if depth == 0 {
                    return;
                }
            } else {
                self.advance(next.len_utf8());
            }
        }
    }

    fn take_raw_string(&mut self, hashes: usize) {
        let rest = self.rest;
        let opening = rest.find('"').map_or(rest.len(), |at| at + 1);
        let closing = format!("\"{}", "#".repeat(hashes));
        let length = rest[opening..].find(&closing).unwrap_or(rest.len() - opening);
        self.push(Kind::Text(rest[opening..opening + length].to_owned()));
        self.advance((opening + length + closing.len()).min(rest.len()));
    }

    fn take_string(&mut self) {
        let rest = self.rest;
        let opening = rest.find('"').map_or(rest.len(), |at| at + 1);
        let mut escaped = false;
        let length = length_while(&rest[opening..], |c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            !ends
        });
        self.push(Kind::Text(rest[opening..opening + length].to_owned()));
        self.advance((opening + length + 1).min(rest.len()));
    }

    /// Tells `'a'` and `'\''` from `'a`: a character closes after one letter or an escape.
    fn skip_char_or_lifetime(&mut self) {
        let rest = self.rest;
        let quote = rest.find('\'').unwrap_or_default() + 1;
        let inner = &rest[quote..];
        let length = match inner.chars().next() {
            Some('\\') => inner.char_indices().skip(2).find(|(_, c)| *c == '\'').map_or(inner.len(), |(at, _)| at + 1),
            Some(c) if inner[c.len_utf8()..].starts_with('\'') => c.len_utf8() + 1,
            Some(_) => length_while(inner, |c| c == '_' || c.is_alphanumeric()),
            None => 0,
        };
        self.advance(quote + length);
    }
}

fn length_while(text: &str, mut holds: impl FnMut(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

/// Counts the hashes of a raw string that begins here (`r"`, `br##"`); a raw name (`r#type`) is none.
fn raw_string_hashes(rest: &str) -> Option<usize> {
    let after = ["r", "br", "cr"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = length_while(after, |c| c == '#');
    after[hashes..].starts_with('"').then_some(hashes)
}
