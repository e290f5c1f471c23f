//! The elements of a page as a flat tree, in bounded memory and linear time.
//!
//! The tokens are those of the HTML standard. The tree is not: a browser's rules for what stands in what take quadratic
//! time on nesting that is made for it. Here an element closes those that it cannot stand in (`p`, `li`, table cells), an
//! end tag closes up to the element of its name, and what is nested deeper than [`DEEPEST`] loses its tags and keeps its text.

use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::tags::{self, Tag};

/// How deep elements are kept. Browsers stop at 512; pages that people read have 30 levels or so.
const DEEPEST: usize = 200;

/// How many elements and pieces of text are kept; a long article has some 5,000.
const MOST_NODES: usize = 200_000;

/// How long the value of an attribute may be, in bytes.
const LONGEST_VALUE: usize = 8192;

/// The attributes that something is read from.
const READ: [&str; 18] = [
    "aria-hidden",
    "class",
    "charset",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "type",
];

/// An element or a piece of text. Its place in [`Tree::nodes`] is before all that stands in it.
pub(crate) struct Node {
    pub(crate) parent: usize,
    /// The first place after all that stands in it.
    pub(crate) end: usize,
    /// All the text in it, as a part of [`Tree::text`].
    pub(crate) text: Range<usize>,
    /// The element's name; none for a piece of text.
    pub(crate) tag: Option<Tag>,
    attributes: Vec<(&'static str, String)>,
}

impl Node {
    /// Gives the value of an attribute, without the white space around it.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.trim())
    }
}

/// A page's elements and text.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) text: String,
    /// Whether the page was too large to be read to its end.
    pub(crate) is_cut: bool,
}

impl Tree {
    pub(crate) fn parse(page: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut builder = Builder::default();
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::StartTag(start) => builder.start(&start),
                Token::EndTag(end) => builder.end(Tag::of(&end.name)),
                Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
            if builder.tree.nodes.len() >= MOST_NODES {
                builder.tree.is_cut = true;
                break;
            }
        }
        builder.finish()
    }

    pub(crate) fn text_of(&self, node: &Node) -> &str {
        self.text.get(node.text.clone()).unwrap_or_default()
    }

    /// Gives the first [`LONGEST_VALUE`] bytes of the text in an element.
    pub(crate) fn start_of(&self, node: &Node) -> &str {
        start(self.text_of(node))
    }
}

fn start(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_VALUE)).unwrap_or_default()
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    /// The elements that are open, the outermost first.
    open: Vec<(usize, Tag)>,
    /// How many elements are open that were too deep to be kept.
    too_deep: usize,
}

impl Builder {
    fn start(&mut self, start: &StartTag<()>) {
        let tag = Tag::of(&start.name);
        let is_void = tags::VOID.contains(&tag);
        if self.too_deep > 0 && !is_void {
            self.too_deep += 1;
            return;
        }
        for (closed, barriers) in tags::closed_by(tag) {
            self.close(closed, barriers);
        }
        if self.open.len() >= DEEPEST && !is_void {
            self.too_deep = 1;
            return;
        }
        let attributes = READ.iter().filter_map(|name| {
            let value = start.attributes.get(name.as_bytes())?;
            let value = value.get(..LONGEST_VALUE).unwrap_or(value);
            Some((*name, String::from_utf8_lossy(value).into_owned()))
        });
        let at = self.add(Some(tag), attributes.collect());
        if !is_void {
            self.open.push((at, tag));
        }
    }

    fn end(&mut self, tag: Tag) {
        if self.too_deep > 0 {
            self.too_deep -= usize::from(!tags::VOID.contains(&tag));
        } else if tags::INLINE.contains(&tag) {
            self.close(&[tag], tags::BLOCKS);
        } else {
            self.close(&[tag], tags::scope_of(tag));
        }
    }

    fn text(&mut self, text: &str) {
        let from = self.tree.text.len();
        self.tree.text.push_str(text);
        let at = self.add(None, Vec::new());
        if let Some(node) = self.tree.nodes.get_mut(at) {
            node.text = from..self.tree.text.len();
        }
    }

    fn add(&mut self, tag: Option<Tag>, attributes: Vec<(&'static str, String)>) -> usize {
        let (at, length) = (self.tree.nodes.len(), self.tree.text.len());
        let parent = self.open.last().map_or(0, |(at, _)| *at);
        self.tree.nodes.push(Node { parent, end: at + 1, text: length..length, tag, attributes });
        at
    }

    /// Closes the innermost open element of these names with all that stands in it, unless one of the barriers is
    /// between.
    fn close(&mut self, names: &[Tag], barriers: &[Tag]) {
        let inner = self.open.iter().rev().take_while(|(_, tag)| names.contains(tag) || !barriers.contains(tag));
        let Some(above) = inner.map(|(_, tag)| names.contains(tag)).position(|is_it| is_it) else { return };
        for _ in 0..=above {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let (end, length) = (self.tree.nodes.len(), self.tree.text.len());
        let Some((at, _)) = self.open.pop() else { return };
        if let Some(node) = self.tree.nodes.get_mut(at) {
            node.end = end;
            node.text.end = length;
        }
    }

    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.tree
    }
}
