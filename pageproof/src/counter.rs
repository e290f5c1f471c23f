//! Running numbers: how many have signed by now, as a page publishes it.
//!
//! A [`Rule`] says where the number stands. It is typed as one line:
//!
//! | rule | the number is |
//! |---|---|
//! | `json:/data/attributes/signature_count` | what this pointer (RFC 6901) leads to: a whole number, or a text that is one |
//! | `css:.signature-count` | in the text of the element that this selects |
//! | `items:ol.signatures li` | how many elements this selects |
//! | `lines:- ` | how many lines of the text begin so, and go on |
//! | `pattern:{number} people have signed` | in the page's text, in the place of `{number}`; white space is alike |
//!
//! Of selectors there are names of elements, `#id`, `.class`, `[attribute]` and `[attribute=value]`, put together, in one
//! another (a space) and directly in one another (`>`). Where a rule finds the number several times, all must say the same.
//!
//! Numbers have up to 12 digits, alone or in groups of three with a comma, a full stop, an apostrophe or a narrow or no-break
//! space between them. What may be anything else (a decimal, a percentage, `12k`) is no number.
//!
//! ```
//! use pageproof::counter::Rule;
//!
//! let rule: Rule = "css:.count".parse()?;
//! let page = r#"<p>Signed by <b class="big count">24,531</b> people</p>"#;
//! assert_eq!(rule.read(Some("text/html"), page.as_bytes()), Ok(24_531));
//! # Ok::<(), pageproof::counter::RuleError>(())
//! ```

mod digits;
mod selector;

use std::fmt;
use std::str::FromStr;

use url::Url;

use self::selector::Selector;
use crate::charset::decode;
use crate::markup::{Node, Tree};
use crate::read::MOST_BYTES;
use crate::tags::Tag;

/// The longest rule, in characters.
const LONGEST: usize = 200;
/// The place of the number in a pattern.
const NUMBER: &str = "{number}";
/// The most places of a pattern that are looked at.
const PLACES: usize = 1000;

/// How a running number is read from what an address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// By a pointer into JSON.
    Json(String),
    /// In an element.
    Css(Selector),
    /// As many as there are elements.
    Items(Selector),
    /// As many as there are lines that begin so.
    Lines(String),
    /// Between these words.
    Pattern(String, String),
}

/// Why something typed is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is longer than a rule may be.
    #[error("a rule has at most {LONGEST} characters")]
    TooLong,
    /// It begins with no kind of rule.
    #[error("it begins with none of json:, css:, items:, lines:, pattern:")]
    NoKind,
    /// Its pointer does not begin with a slash, or has a `~` without `0` or `1` behind it.
    #[error("a pointer into JSON begins with / and has ~ only in ~0 and ~1")]
    NoPointer,
    /// A part of its selector is not known.
    #[error("“{0}” is no selector that is known here")]
    NoSelector(String),
    /// It says nothing to look for.
    #[error("it says nothing to look for")]
    Empty,
    /// It has not one place for the number.
    #[error("a pattern has {{number}} once, with words before or behind it")]
    NoPlace,
}

/// Why an answer gives no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// The rule is for JSON, and the answer is none.
    #[error("the answer is no JSON")]
    NotJson,
    /// What the rule names is not there.
    #[error("what the rule names is not there")]
    Nothing,
    /// What the rule names is there several times, with several numbers.
    #[error("the rule finds several numbers")]
    Several,
    /// What the rule names is no whole number.
    #[error("what the rule names is no whole number")]
    NoNumber,
    /// The number has more than 12 digits.
    #[error("the number has more than 12 digits")]
    TooLarge,
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        if text.chars().count() > LONGEST {
            return Err(RuleError::TooLong);
        }
        let (kind, what) = text.split_once(':').ok_or(RuleError::NoKind)?;
        // The space behind a list's mark is a part of it; around anything else it is none.
        let what = if kind == "lines" { what } else { what.trim() };
        if what.trim().is_empty() && kind != "json" {
            return Err(RuleError::Empty);
        }
        Ok(Self(match kind {
            "json" if is_pointer(what) => Kind::Json(what.to_owned()),
            "json" => return Err(RuleError::NoPointer),
            "css" => Kind::Css(Selector::parse(what)?),
            "items" => Kind::Items(Selector::parse(what)?),
            "lines" if what.contains(['\n', '\r']) => return Err(RuleError::Empty),
            "lines" => Kind::Lines(what.to_owned()),
            "pattern" => {
                let (before, behind) = what.split_once(NUMBER).ok_or(RuleError::NoPlace)?;
                let (before, behind) = (one_line(before), one_line(behind));
                if behind.contains(NUMBER) || (before.trim().is_empty() && behind.trim().is_empty()) {
                    return Err(RuleError::NoPlace);
                }
                Kind::Pattern(before, behind)
            }
            _ => return Err(RuleError::NoKind),
        }))
    }
}

fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1);
    text.starts_with('/') && escapes.into_iter().all(|behind| behind.starts_with(['0', '1']))
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Json(pointer) => write!(f, "json:{pointer}"),
            Kind::Css(selector) => write!(f, "css:{selector}"),
            Kind::Items(selector) => write!(f, "items:{selector}"),
            Kind::Lines(begin) => write!(f, "lines:{begin}"),
            Kind::Pattern(before, behind) => write!(f, "pattern:{before}{NUMBER}{behind}"),
        }
    }
}

impl Rule {
    /// Reads the number out of an answer; fails where it does not stand there, or not as one whole number.
    pub fn read(&self, content_type: Option<&str>, body: &[u8]) -> Result<u64, NotRead> {
        let body = body.get(..MOST_BYTES).unwrap_or(body);
        match &self.0 {
            Kind::Json(pointer) => pointed(pointer, body),
            Kind::Css(selector) => {
                let tree = Tree::parse(&decode(body, content_type).0);
                one(selector.select(&tree).map(|node| digits::only(tree.text_of(node))))
            }
            Kind::Items(selector) => {
                let tree = Tree::parse(&decode(body, content_type).0);
                many(selector.select(&tree).count())
            }
            Kind::Lines(begin) => {
                let (text, _) = decode(body, content_type);
                let begins = |line: &&str| line.strip_prefix(begin).is_some_and(|rest| !rest.trim().is_empty());
                many(text.lines().filter(begins).count())
            }
            Kind::Pattern(before, behind) => {
                let text = one_line(&shown(content_type, body));
                one(places(&text, before, behind))
            }
        }
    }
}

fn pointed(pointer: &str, body: &[u8]) -> Result<u64, NotRead> {
    let json: serde_json::Value = serde_json::from_slice(body).map_err(|_| NotRead::NotJson)?;
    match json.pointer(pointer).ok_or(NotRead::Nothing)? {
        serde_json::Value::Number(number) => digits::bounded(number.as_u64().ok_or(NotRead::NoNumber)?),
        serde_json::Value::String(text) => digits::only(text),
        _ => Err(NotRead::NoNumber),
    }
}

/// Gives the number that all places say.
fn one(places: impl Iterator<Item = Result<u64, NotRead>>) -> Result<u64, NotRead> {
    let mut found = None;
    for place in places {
        let number = place?;
        if found.is_some_and(|before| before != number) {
            return Err(NotRead::Several);
        }
        found = Some(number);
    }
    found.ok_or(NotRead::Nothing)
}

/// Gives how many there are; none at all is a page that is another one than the rule was made for.
fn many(count: usize) -> Result<u64, NotRead> {
    if count == 0 { Err(NotRead::Nothing) } else { u64::try_from(count).map_err(|_| NotRead::TooLarge) }
}

/// Gives what readers see of an answer: of a page its text without scripts, else the text itself.
fn shown(content_type: Option<&str>, body: &[u8]) -> String {
    let (text, _) = decode(body, content_type);
    let is_page = match content_type {
        Some(kind) => kind.to_ascii_lowercase().contains("html"),
        None => text.trim_start().starts_with('<'),
    };
    if !is_page {
        return text;
    }
    let tree = Tree::parse(&text);
    let mut shown = String::with_capacity(tree.text.len());
    let (mut at, mut block) = (0, 0);
    while let Some(node) = tree.nodes.get(at) {
        match node.tag {
            Some(tag) if tag.is(&["script", "style", "template", "noscript", "title"]) => at = node.end.max(at + 1),
            Some(_) => at += 1,
            None => {
                // What stands in another block is another word.
                let own = block_of(&tree, node);
                if own != block {
                    shown.push(' ');
                }
                shown.push_str(tree.text_of(node));
                (at, block) = (at + 1, own);
            }
        }
    }
    shown
}

/// Gives the place of the element that a node is shown in as a block.
fn block_of(tree: &Tree, node: &Node) -> usize {
    let mut at = node.parent;
    while let Some(around) = tree.nodes.get(at).filter(|one| one.parent < at && one.tag.is_some_and(Tag::is_inline)) {
        at = around.parent;
    }
    at
}

/// Makes every run of white space one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        // Spaces that stand within numbers are no word's end.
        let is_space = c.is_whitespace() && !digits::GROUPS.contains(&c);
        match (is_space, line.ends_with(' ')) {
            (true, true) => {}
            (true, false) => line.push(' '),
            (false, _) => line.push(c),
        }
    }
    line
}

/// Finds what stands between the words of a pattern.
fn places<'a>(text: &'a str, before: &'a str, behind: &'a str) -> impl Iterator<Item = Result<u64, NotRead>> + 'a {
    let (fixed, is_before) = if before.trim().is_empty() { (behind, false) } else { (before, true) };
    text.match_indices(fixed).take(PLACES).filter_map(move |(at, _)| {
        if is_before {
            let (number, rest) = digits::at_start(text.get(at + fixed.len()..)?)?;
            rest.starts_with(behind).then_some(number)
        } else {
            let (number, rest) = digits::at_end(text.get(..at)?)?;
            rest.ends_with(before).then_some(number)
        }
    })
}

/// A ready rule for pages of one kind.
#[derive(Debug)]
pub struct Recipe {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub what: &'static str,
}

/// The recipes there are.
///
/// - The petitions site of the UK's Government and Parliament answers each petition's address with `.json` behind it as a
///   document of JSON:API, whose `data.attributes.signature_count` is the number of signatures (the e-petitions application,
///   `alphagov/e-petitions`).
/// - Open letters on GitHub keep the names of those who signed as a list in a Markdown file, a line for each; the file itself
///   stands under `raw.githubusercontent.com`.
pub const RECIPES: &[Recipe] = &[
    Recipe { name: "uk-parliament", what: "a petition on petition.parliament.uk" },
    Recipe { name: "github-names", what: "a list of names in a Markdown file on GitHub" },
];

/// Says what a recipe makes of a page's address: the address to ask, and the rule to read it by. The outer option is empty
/// where there is no such recipe, the inner one where the page is not of its kind.
#[must_use]
pub fn recipe(name: &str, page: &Url) -> Option<Option<(String, Rule)>> {
    match name {
        "uk-parliament" => Some(of_parliament(page)),
        "github-names" => Some(of_github(page)),
        _ => None,
    }
}

fn of_parliament(page: &Url) -> Option<(String, Rule)> {
    let mut path = segments(page, "petition.parliament.uk")?;
    let [kind, number] = [path.next()?, path.next()?];
    let number = number.strip_suffix(".json").unwrap_or(number);
    let is_number = (1..=12).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (kind == "petitions" && is_number && path.next().is_none()).then(|| {
        let rule = Kind::Json("/data/attributes/signature_count".to_owned());
        (format!("https://petition.parliament.uk/petitions/{number}.json"), Rule(rule))
    })
}

fn of_github(page: &Url) -> Option<(String, Rule)> {
    let path: Vec<&str> = segments(page, "github.com")?.collect();
    let (owner, repository, file) = match path.as_slice() {
        [owner, repository, "blob", file @ ..] if file.len() > 1 => (owner, repository, file),
        _ => return None,
    };
    let is_list = file.last().is_some_and(|name| name.to_ascii_lowercase().ends_with(".md"));
    is_list.then(|| {
        let address = format!("https://raw.githubusercontent.com/{owner}/{repository}/{}", file.join("/"));
        (address, Rule(Kind::Lines("- ".to_owned())))
    })
}

fn segments<'a>(page: &'a Url, host: &str) -> Option<std::str::Split<'a, char>> {
    let is_there = page.host_str().map(|it| it.strip_prefix("www.").unwrap_or(it)) == Some(host);
    if is_there && page.port().is_none() { page.path_segments() } else { None }
}
