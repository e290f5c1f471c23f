//! Selectors of elements: the few that people write for a number on a page.

use std::fmt;

use super::RuleError;
use crate::markup::{Node, Tree};
use crate::tags::Tag;

/// The attributes that can be asked for: those that pages are read by.
const ATTRIBUTES: [&str; 11] =
    ["class", "content", "datetime", "href", "id", "itemprop", "lang", "name", "property", "role", "type"];

/// The most elements in one another that are asked for.
const MOST_PARTS: usize = 16;

/// A selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selector {
    /// From the outermost to the element itself, each with how it stands in the one before.
    parts: Vec<(Within, Compound)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Anywhere,
    Directly,
}

/// What one element has to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compound {
    name: Option<String>,
    wanted: Vec<Wanted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Id(String),
    Class(String),
    Attribute(&'static str, Option<String>),
}

impl Selector {
    /// Reads a selector.
    pub(super) fn parse(text: &str) -> Result<Self, RuleError> {
        let unknown = |part: &str| RuleError::NoSelector(part.to_owned());
        let mut parts = Vec::new();
        let mut within = Within::Anywhere;
        for part in text.replace('>', " > ").split_whitespace() {
            if part == ">" {
                if within == Within::Directly || parts.is_empty() {
                    return Err(unknown(text));
                }
                within = Within::Directly;
            } else {
                let compound = Compound::parse(part).ok_or_else(|| unknown(part))?;
                parts.push((std::mem::replace(&mut within, Within::Anywhere), compound));
            }
        }
        let is_whole = (1..=MOST_PARTS).contains(&parts.len()) && within == Within::Anywhere;
        if is_whole { Ok(Self { parts }) } else { Err(unknown(text)) }
    }

    /// Gives the elements that are selected, in the page's order, in one pass over it.
    pub(super) fn select<'a>(&self, tree: &'a Tree) -> impl Iterator<Item = &'a Node> {
        // Of each element: which beginnings of the selector it ends, and which it or something around it does.
        let mut ended: Vec<u32> = Vec::with_capacity(tree.nodes.len());
        let mut around: Vec<u32> = Vec::with_capacity(tree.nodes.len());
        for (at, node) in tree.nodes.iter().enumerate() {
            // The outermost elements name the first one as their parent, in which they do not stand.
            let parent = tree.nodes.get(node.parent).filter(|parent| node.parent < at && at < parent.end);
            let of_parent = |of: &[u32]| parent.and_then(|_| of.get(node.parent)).copied().unwrap_or_default();
            let (direct, anywhere) = (of_parent(&ended), of_parent(&around));
            let mut own = 0;
            for (place, (within, compound)) in self.parts.iter().enumerate() {
                let before = match within {
                    Within::Anywhere => anywhere,
                    Within::Directly => direct,
                };
                let begins = place == 0 || before & (1 << (place - 1)) != 0;
                own |= u32::from(begins && compound.fits(node)) << place;
            }
            ended.push(own);
            around.push(own | anywhere);
        }
        let whole = 1_u32 << (self.parts.len() - 1);
        tree.nodes.iter().zip(ended).filter(move |(_, ended)| ended & whole != 0).map(|(node, _)| node)
    }
}

impl Compound {
    fn parse(text: &str) -> Option<Self> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let word = |text: &str| -> Option<(String, usize)> {
            let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
            (length > 0).then(|| (text.chars().take(length).collect(), length))
        };
        let mut compound = Self::default();
        let mut rest = text;
        if let Some((name, length)) = word(rest) {
            let name = name.to_ascii_lowercase();
            // Elements that nothing here speaks of are all alike.
            if Tag::of(name.as_bytes()) == Tag::of(b"") {
                return None;
            }
            compound.name = Some(name);
            rest = rest.get(length..)?;
        }
        while let Some(mark) = rest.chars().next() {
            let behind = rest.get(1..)?;
            rest = match mark {
                '#' | '.' => {
                    let (name, length) = word(behind)?;
                    compound.wanted.push(if mark == '#' { Wanted::Id(name) } else { Wanted::Class(name) });
                    behind.get(length..)?
                }
                '[' => {
                    let (inner, behind) = behind.split_once(']')?;
                    let (name, value) = match inner.split_once('=') {
                        Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']).to_owned())),
                        None => (inner, None),
                    };
                    let is_plain = |value: &String| !value.is_empty() && !value.contains(['"', '\'', '[']);
                    let name = ATTRIBUTES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
                    if !value.as_ref().is_none_or(is_plain) {
                        return None;
                    }
                    compound.wanted.push(Wanted::Attribute(name, value));
                    behind
                }
                _ => return None,
            };
        }
        Some(compound).filter(|one| one.name.is_some() || !one.wanted.is_empty())
    }

    fn fits(&self, node: &Node) -> bool {
        let Some(tag) = node.tag else { return false };
        let is_named = self.name.as_ref().is_none_or(|name| tag == Tag::of(name.as_bytes()));
        is_named
            && self.wanted.iter().all(|wanted| match wanted {
                Wanted::Id(id) => node.attribute("id") == Some(id),
                Wanted::Class(class) => {
                    node.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
                }
                Wanted::Attribute(name, None) => node.attribute(name).is_some(),
                Wanted::Attribute(name, Some(value)) => node.attribute(name) == Some(value.as_str()),
            })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (within, compound)) in self.parts.iter().enumerate() {
            match (place, within) {
                (0, _) => {}
                (_, Within::Anywhere) => f.write_str(" ")?,
                (_, Within::Directly) => f.write_str(" > ")?,
            }
            write!(f, "{compound}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Compound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or_default())?;
        for wanted in &self.wanted {
            match wanted {
                Wanted::Id(id) => write!(f, "#{id}")?,
                Wanted::Class(class) => write!(f, ".{class}")?,
                Wanted::Attribute(name, None) => write!(f, "[{name}]")?,
                Wanted::Attribute(name, Some(value)) => write!(f, "[{name}=\"{value}\"]")?,
            }
        }
        Ok(())
    }
}
