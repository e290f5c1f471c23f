//! The readable text of a page: which part of it is the text, and its blocks.
//!
//! 1. Every run of text between the edges of blocks is a draft, with how much of it are links. What is no text for readers
//!    (scripts, menus, forms, footers, hidden elements) is left out, and so is what its `class` or `id` calls an advert,
//!    comments, related links or the like, unless the article itself stands in it.
//! 2. The part with the text is the first of these that holds enough of it: an element marked `articleBody`; the largest
//!    `article`; `main`; the element whose own paragraphs, and half of those one level below, are longest, as
//!    [Readability](https://github.com/mozilla/readability) counts; the whole page.
//! 3. In it, blocks that are all link are left out where they are items of lists.

use std::collections::HashMap;
use std::ops::Range;

use super::{Block, BlockKind, MOST_TEXT, one_line};
use crate::markup::{Node, Tree};
use crate::tags::{self, Tag};

/// How many blocks are kept.
const MOST_BLOCKS: usize = 20_000;

/// How many characters outside links make a part of a page its text: two or three sentences.
const ENOUGH: usize = 250;

/// From how many characters on a paragraph speaks for the element around it.
const LONG: usize = 80;

/// Elements that hold nothing that is read as text.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "option", "textarea",
    "nav", "footer", "aside", "dialog", "menu", "canvas", "audio", "map", "head", "input",
];

/// Words in a `class` or `id` that say that something is not the text.
const BESIDE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "footer",
    "gdpr",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "popup",
    "promo",
    "promoted",
    "recirc",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skip",
    "social",
    "sponsored",
    "subscribe",
    "taboola",
    "toolbar",
    "trending",
];

/// A block before it is decided whether it belongs to the text.
struct Draft {
    /// The place of its first piece of text.
    at: usize,
    /// The element that it stands in, of those that make blocks.
    within: usize,
    kind: BlockKind,
    text: String,
    /// How many characters are in links.
    linked: usize,
    /// How many are not.
    own: usize,
}

/// Reads the blocks of a page, and says whether there were more than are kept.
pub(super) fn read(tree: &Tree) -> (Vec<Block>, bool) {
    let drafts = Drafting::of(tree);
    let text = find_text(tree, &drafts);
    let chosen = drafts.into_iter().filter(|draft| text.contains(&draft.at) && !is_link_list(draft));
    bound(chosen.map(|draft| Block { kind: draft.kind, text: draft.text }))
}

/// Reads plain text: a block is what stands between empty lines.
pub(super) fn read_plain(text: &str) -> (Vec<Block>, bool) {
    let text = text.replace("\r\n", "\n");
    let pieces = text.split("\n\n").map(|piece| Block { kind: BlockKind::Paragraph, text: one_line(piece) });
    bound(pieces.filter(|block| !block.text.is_empty()))
}

fn bound(blocks: impl Iterator<Item = Block>) -> (Vec<Block>, bool) {
    let mut length = 0;
    let mut kept = Vec::new();
    for mut block in blocks {
        let room = MOST_TEXT - length;
        if kept.len() >= MOST_BLOCKS || room == 0 {
            return (kept, true);
        }
        let is_cut = block.text.len() > room;
        block.text.truncate(block.text.floor_char_boundary(room));
        length += block.text.len();
        kept.push(block);
        if is_cut {
            return (kept, true);
        }
    }
    (kept, false)
}

fn is_link_list(draft: &Draft) -> bool {
    draft.kind == BlockKind::Item && draft.linked > draft.own * 4
}

/// An element that is open while the blocks are drafted.
struct Open {
    at: usize,
    end: usize,
    tag: Tag,
}

struct Drafting {
    open: Vec<Open>,
    links: usize,
    drafts: Vec<Draft>,
    /// The draft that is written, not yet on one line.
    text: String,
    at: usize,
    linked: usize,
}

impl Drafting {
    fn of(tree: &Tree) -> Vec<Draft> {
        let mut drafting =
            Self { open: Vec::new(), links: 0, drafts: Vec::new(), text: String::new(), at: 0, linked: 0 };
        let landmarks = landmarks(tree);
        let mut at = 0;
        while let Some(node) = tree.nodes.get(at) {
            drafting.leave(at);
            match node.tag {
                None => drafting.write(at, tree.text_of(node)),
                Some(tag) if is_left_out(node, tag, at, &landmarks) => {
                    drafting.text.push(' ');
                    at = node.end;
                    continue;
                }
                Some(tag) => drafting.enter(at, node.end, tag),
            }
            at += 1;
        }
        drafting.leave(usize::MAX);
        drafting.flush();
        drafting.drafts
    }

    fn enter(&mut self, at: usize, end: usize, tag: Tag) {
        if tag.is(&["br"]) {
            // Two in a row end a paragraph on pages that have no elements for it.
            if self.text.trim_end_matches([' ', '\t']).ends_with('\n') {
                self.flush();
            } else {
                self.text.push('\n');
            }
            return;
        }
        if tags::BLOCKS.contains(&tag) {
            self.flush();
        }
        self.links += usize::from(tag.is(&["a"]));
        self.open.push(Open { at, end, tag });
    }

    /// Leaves the elements that end before this place. What was written in a block is flushed while it is still open.
    fn leave(&mut self, at: usize) {
        while let Some(tag) = self.open.last().filter(|last| last.end <= at).map(|last| last.tag) {
            if tags::BLOCKS.contains(&tag) {
                self.flush();
            }
            self.links -= usize::from(tag.is(&["a"]));
            self.open.pop();
        }
    }

    fn write(&mut self, at: usize, text: &str) {
        if self.text.trim().is_empty() {
            self.at = at;
        }
        let is_preformatted = self.open.iter().any(|open| open.tag.is(&["pre"]));
        if is_preformatted {
            self.text.push_str(text);
        } else {
            self.text.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
        }
        self.linked += if self.links > 0 { text.trim().chars().count() } else { 0 };
    }

    fn flush(&mut self) {
        let text = one_line(&self.text);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        let within = self.open.iter().rev().find(|open| tags::BLOCKS.contains(&open.tag)).map_or(0, |open| open.at);
        let own = text.chars().count().saturating_sub(linked);
        self.drafts.push(Draft { at: self.at, within, kind: self.kind(), text, linked, own });
    }

    fn kind(&self) -> BlockKind {
        let is_in = |names: &[&str]| self.open.iter().any(|open| open.tag.is(names));
        let kinds: [(&[&str], BlockKind); 6] = [
            (&["h1", "h2", "h3", "h4", "h5", "h6"], BlockKind::Heading),
            (&["figcaption", "caption"], BlockKind::Caption),
            (&["blockquote"], BlockKind::Quote),
            (&["li", "dd", "dt"], BlockKind::Item),
            (&["pre"], BlockKind::Preformatted),
            // Pages that are laid out in tables have their paragraphs in cells.
            (&["th"], BlockKind::Cell),
        ];
        let is_cell = is_in(&["td"]) && !is_in(&["p"]);
        let kind = kinds.iter().find(|(names, _)| is_in(names)).map(|(_, kind)| *kind);
        kind.unwrap_or(if is_cell { BlockKind::Cell } else { BlockKind::Paragraph })
    }
}

/// For each place how many headings, articles and main parts stand before it.
fn landmarks(tree: &Tree) -> Vec<usize> {
    let mut count = 0;
    let mut counts = Vec::with_capacity(tree.nodes.len() + 1);
    for node in &tree.nodes {
        counts.push(count);
        count += usize::from(node.tag.is_some_and(|tag| tag.is(&["h1", "article", "main", "body"])) || is_marked(node));
    }
    counts.push(count);
    counts
}

fn is_marked(node: &Node) -> bool {
    node.attribute("itemprop").is_some_and(|names| names.split_whitespace().any(|name| name == "articleBody"))
}

/// Says whether an element is left out with all that stands in it.
fn is_left_out(node: &Node, tag: Tag, at: usize, landmarks: &[usize]) -> bool {
    let hidden = node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true") && !tag.is(&["a", "span"])
        || node.attribute("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    let role = matches!(
        node.attribute("role"),
        Some("navigation" | "search" | "dialog" | "banner" | "complementary" | "contentinfo")
    );
    if tag.is(UNREAD) || hidden || role {
        return true;
    }
    let named = [node.attribute("class"), node.attribute("id")];
    let is_beside = named
        .iter()
        .flatten()
        .flat_map(|names| names.split(|c: char| !c.is_ascii_alphanumeric()))
        .any(|word| BESIDE.iter().any(|beside| beside.eq_ignore_ascii_case(word)));
    let counted = |at: usize| landmarks.get(at).copied().unwrap_or_default();
    is_beside && counted(node.end) == counted(at)
}

/// Finds the places that the text of a page has.
fn find_text(tree: &Tree, drafts: &[Draft]) -> Range<usize> {
    let measure = Measure::of(drafts);
    let all = 0..tree.nodes.len().max(1);
    let total = measure.own(&all);
    let largest = |is_one: &dyn Fn(&Node) -> bool| {
        let found = tree.nodes.iter().enumerate().filter(|(_, node)| is_one(node)).map(|(at, node)| at..node.end);
        found.max_by_key(|range| measure.own(range)).filter(|range| measure.own(range) >= ENOUGH)
    };
    let is_main = |node: &Node| node.tag.is_some_and(|tag| tag.is(&["main"])) || node.attribute("role") == Some("main");
    let holds_much = |range: &Range<usize>| measure.own(range) * 5 >= total * 2;
    largest(&is_marked)
        .or_else(|| largest(&|node| node.tag.is_some_and(|tag| tag.is(&["article"]))).filter(holds_much))
        .or_else(|| largest(&is_main))
        .or_else(|| densest(tree, drafts).filter(holds_much))
        .unwrap_or(all)
}

/// The element whose paragraphs are longest.
fn densest(tree: &Tree, drafts: &[Draft]) -> Option<Range<usize>> {
    let mut scores: HashMap<usize, usize> = HashMap::new();
    for draft in drafts.iter().filter(|draft| draft.own >= LONG && draft.linked < draft.own) {
        let Some(node) = tree.nodes.get(draft.within) else { continue };
        let is_paragraph = node.tag.is_some_and(|tag| tag.is(&["p", "pre", "li", "blockquote"]));
        let holder = if is_paragraph { node.parent } else { draft.within };
        *scores.entry(holder).or_default() += draft.own * 2;
        if let Some(around) = tree.nodes.get(holder).map(|node| node.parent).filter(|around| *around != holder) {
            *scores.entry(around).or_default() += draft.own;
        }
    }
    // Of equal ones the first in the page, so that the same page is always read alike.
    let best = scores.into_iter().max_by_key(|(at, score)| (*score, usize::MAX - at)).map(|(at, _)| at)?;
    Some(best..tree.nodes.get(best)?.end)
}

/// How many characters outside links stand in a part of the page, found in logarithmic time.
struct Measure {
    places: Vec<usize>,
    /// The sum before each of the places, and that of all.
    before: Vec<usize>,
}

impl Measure {
    fn of(drafts: &[Draft]) -> Self {
        let sums = drafts.iter().scan(0, |sum, draft| {
            *sum += draft.own;
            Some(*sum)
        });
        Self { places: drafts.iter().map(|draft| draft.at).collect(), before: std::iter::once(0).chain(sums).collect() }
    }

    fn own(&self, range: &Range<usize>) -> usize {
        let before =
            |at: usize| self.before.get(self.places.partition_point(|place| *place < at)).copied().unwrap_or_default();
        before(range.end) - before(range.start)
    }
}
