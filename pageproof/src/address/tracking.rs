//! The list of parameters that say nothing of which page it is. Its form: `config/tracking-parameters.txt`.

use std::collections::HashSet;

use super::escape;
use super::parts::{Parts, parameter_name};

/// The parameters that are dropped from addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracking {
    names: HashSet<String>,
    beginnings: Vec<String>,
    /// A site or host, and a name.
    on_hosts: HashSet<(String, String)>,
}

/// A line of the list that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrackingError {
    /// It is neither a name, nor a beginning, nor a host and a name.
    #[error("line {line}: {text:?} is no name, no beginning such as utm_*, and no host with a name")]
    Form {
        /// Counted from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// It would drop a parameter that selects the page.
    #[error("line {line}: {text:?} would drop {selects:?}, which selects the page")]
    Selects {
        /// Counted from 1.
        line: usize,
        /// What stands there.
        text: String,
        /// The parameter that selects a page.
        selects: &'static str,
    },
}

/// Parameters that select what is shown, on one system for publishing or another. No list may drop them everywhere, and a
/// page that leaves one out of the address it declares is not believed.
const SELECTING: &[&str] = &[
    "a",
    "action",
    "art",
    "article",
    "article_id",
    "articleid",
    "blog",
    "c",
    "cat",
    "category",
    "d",
    "date",
    "doc",
    "document",
    "entry",
    "f",
    "file",
    "filter",
    "fbid",
    "guid",
    "hl",
    "i",
    "id",
    "item",
    "itemid",
    "key",
    "l",
    "lang",
    "language",
    "list",
    "locale",
    "m",
    "mod",
    "month",
    "n",
    "name",
    "news",
    "newsid",
    "no",
    "node",
    "num",
    "number",
    "offset",
    "p",
    "pag",
    "page",
    "page_id",
    "pageid",
    "part",
    "path",
    "petition",
    "pid",
    "post",
    "post_id",
    "postid",
    "q",
    "query",
    "r",
    "release",
    "s",
    "search",
    "section",
    "sid",
    "slug",
    "start",
    "story",
    "story_fbid",
    "storyid",
    "t",
    "tag",
    "thread",
    "tid",
    "title",
    "topic",
    "type",
    "u",
    "uid",
    "url",
    "v",
    "version",
    "video",
    "view",
    "year",
];

impl Tracking {
    /// Reads a list. Fails with the first line that has no meaning or would merge pages that differ.
    pub fn parse(list: &str) -> Result<Self, TrackingError> {
        let mut tracking = Self::default();
        for (at, line) in list.lines().enumerate() {
            let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
            if words.first().is_none_or(|word| word.starts_with('#')) {
                continue;
            }
            tracking.add(&words).map_err(|fault| fault.at(at + 1, line.trim()))?;
        }
        Ok(tracking)
    }

    fn add(&mut self, words: &[String]) -> Result<(), Fault> {
        match words {
            [name] => match name.strip_suffix('*') {
                Some(beginning) if is_name(beginning) => {
                    refuse(|selects| selects.starts_with(beginning))?;
                    self.beginnings.push(beginning.to_owned());
                }
                None if is_name(name) => {
                    refuse(|selects| selects == name)?;
                    self.names.insert(name.clone());
                }
                Some(_) | None => return Err(Fault::Form),
            },
            [host, name] if is_name(name) && host.contains('.') => {
                self.on_hosts.insert((host.clone(), name.clone()));
            }
            _ => return Err(Fault::Form),
        }
        Ok(())
    }

    /// Takes the parameters of the list, and empty pieces, out of a query.
    pub(super) fn strip(&self, parts: &mut Parts) {
        let host = parts.host.clone();
        let named = |name: &str, host: &str| self.on_hosts.contains(&(host.to_owned(), name.to_owned()));
        parts.keep_parameters(|piece| {
            let name = parameter_name(piece);
            let everywhere = self.names.contains(&name) || self.beginnings.iter().any(|start| name.starts_with(start));
            !everywhere && !above(&host).any(|host| named(&name, host))
        });
    }
}

enum Fault {
    Form,
    Selects(&'static str),
}

impl Fault {
    fn at(self, line: usize, text: &str) -> TrackingError {
        let text = text.to_owned();
        match self {
            Self::Form => TrackingError::Form { line, text },
            Self::Selects(selects) => TrackingError::Selects { line, text, selects },
        }
    }
}

fn refuse(drops: impl Fn(&str) -> bool) -> Result<(), Fault> {
    SELECTING.iter().find(|selects| drops(selects)).map_or(Ok(()), |selects| Err(Fault::Selects(selects)))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// A host and the domains that it is in.
fn above(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above))
}

/// Parameters that select a language or a part of a page, which no other path stands for.
const ALWAYS: &[&str] = &["hl", "l", "lang", "language", "locale", "page", "pag", "part"];

/// Gives the parameters of an address that select what is shown whatever its path says.
pub(super) fn always_selecting(parts: &Parts) -> Vec<(String, String)> {
    selecting(parts).into_iter().filter(|(name, _)| ALWAYS.contains(&name.as_str())).collect()
}

/// Gives the parameters of an address that select what is shown, as name and value.
pub(super) fn selecting(parts: &Parts) -> Vec<(String, String)> {
    let value = |piece: &str| piece.split_once('=').map(|(_, value)| escape::decode(value)).unwrap_or_default();
    let pieces = parts.parameters().map(|piece| (parameter_name(piece), value(piece)));
    let mut found: Vec<_> = pieces.filter(|(name, _)| SELECTING.contains(&name.as_str())).collect();
    found.sort_unstable();
    found
}
