//! Pages: an answer is made of sections of pieces, and a page takes as many pieces as a message has room for.
//!
//! Nothing is cut in silence: a long quotation goes on in the next piece, and what is on other pages is counted.

use std::collections::BTreeSet;

use super::cite::{by_mark, footnote, text_of};
use crate::answers::press::Press;
use crate::answers::prose::counted;
use crate::answers::reply::{Action, Block, Reply, Span, Style, Text};
use crate::answers::say::{button, plain, say, stored};
use crate::answers::view::View;
use crate::domain::published::Sources;
use crate::service::Refusal;

/// The most pieces on a page: more than fit a phone's screen twice are not read.
const PIECES: usize = 12;

/// The characters of a page with its sources. An embed takes 4,096, and escaping may lengthen what is stored.
const ROOM: usize = 3_400;

/// The characters of one piece of a long quotation.
const QUOTED: usize = 900;

/// What belongs under one heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// What stands above it.
    heading: Option<Text>,
    /// Its pieces, each of which stays on one page.
    pieces: Vec<Vec<Block>>,
}

impl Section {
    /// Makes a section without a heading.
    pub(super) fn new(pieces: Vec<Vec<Block>>) -> Self {
        Self { heading: None, pieces }
    }

    /// Makes a section with a heading.
    pub(super) fn headed(heading: Text, pieces: Vec<Vec<Block>>) -> Self {
        Self { heading: Some(heading), pieces }
    }

    /// Leaves out pieces with nothing in them.
    pub(super) fn without_empty(mut self) -> Self {
        self.pieces.retain(|piece| !piece.is_empty());
        self
    }

    /// Says how many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }
}

/// Puts words in quotation marks and cuts them into blocks that fit a page each.
pub(super) fn quoted(words: &str) -> Vec<Block> {
    let mut blocks = parts(words);
    if let Some(Block::Quote(first)) = blocks.first_mut() {
        first.0.insert(0, plain("“"));
    }
    if let Some(Block::Quote(last)) = blocks.last_mut() {
        last.0.push(plain("”"));
    }
    blocks
}

/// Cuts words into blocks that fit a page each; the first goes with what introduces it.
pub(super) fn parts(words: &str) -> Vec<Block> {
    let letters: Vec<char> = words.chars().collect();
    letters.chunks(QUOTED).map(|part| Block::Quote(Text(vec![stored(part.iter().collect::<String>())]))).collect()
}

/// Puts one page of sections into a reply, with the arrows to its neighbours. Refuses a page that is not there.
pub(super) fn put(
    mut reply: Reply,
    sections: Vec<Section>,
    page: u32,
    sources: &Sources,
    at: impl Fn(u32) -> View,
) -> Result<Reply, Refusal> {
    let pages = pages(&sections, sources);
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX).max(1);
    if !(1..=count).contains(&page) {
        return Err(Refusal::NoSuchPage);
    }
    let (from, to) = usize::try_from(page - 1).ok().and_then(|place| pages.get(place).copied()).unwrap_or((0, 0));
    let total = pages.last().map_or(0, |(_, end)| *end);
    lay(&mut reply, sections, from, to);
    if count > 1 {
        let place = say("Page {} of {}", [plain(page.to_string()), plain(count.to_string())]);
        let left = total - to;
        let more = if left == 0 {
            Text::own("; the end.")
        } else {
            say("; {} on the next pages.", [plain(counted(left, "more entry", "more entries"))])
        };
        reply = reply.small(place.join(more)).row(arrows(page, count, at));
    }
    Ok(reply)
}

/// Makes the arrows to the pages before and after.
pub(super) fn arrows(page: u32, pages: u32, at: impl Fn(u32) -> View) -> Vec<Action> {
    let show = |page| Press::Show(at(page));
    let mut row = Vec::new();
    if page > 1 {
        row.push(button("Previous page", show(page - 1), Style::Secondary));
    }
    if page < pages {
        row.push(button("Next page", show(page + 1), Style::Primary));
    }
    row
}

/// Says which pieces stand on which page: the first of each, and the first of the next.
fn pages(sections: &[Section], sources: &Sources) -> Vec<(usize, usize)> {
    let (mut pages, mut from, mut at, mut used) = (Vec::new(), 0, 0, 0);
    let mut cited = BTreeSet::new();
    for piece in sections.iter().flat_map(|section| &section.pieces) {
        let alone = cost(piece, &BTreeSet::new(), sources);
        let more = cost(piece, &cited, sources);
        if at > from && (at - from == PIECES || used + more > ROOM) {
            pages.push((from, at));
            (from, used) = (at, alone);
            cited.clear();
        } else {
            used += more;
        }
        cited.extend(marks(piece));
        at += 1;
    }
    if at > from {
        pages.push((from, at));
    }
    pages
}

fn lay(reply: &mut Reply, sections: Vec<Section>, from: usize, to: usize) {
    let mut at = 0;
    for section in sections {
        let begins = at;
        let mut headed = false;
        for piece in section.pieces {
            if (from..to).contains(&at) {
                if !headed {
                    headed = true;
                    head(reply, section.heading.as_ref(), at > begins);
                }
                reply.blocks.extend(piece);
            }
            at += 1;
        }
    }
}

fn head(reply: &mut Reply, heading: Option<&Text>, goes_on: bool) {
    let Some(heading) = heading else { return };
    if !reply.blocks.is_empty() {
        reply.blocks.push(Block::Gap);
    }
    let heading = heading.clone();
    reply.blocks.push(Block::Heading(if goes_on { heading.join(Text::own(", continued")) } else { heading }));
}

fn marks(piece: &[Block]) -> impl Iterator<Item = usize> {
    piece.iter().filter_map(text_of).flat_map(|text| &text.0).filter_map(|span| match span {
        Span::Mark(mark) => Some(*mark),
        _ => None,
    })
}

/// Estimates the characters a piece takes, its sources included where the page does not cite them yet.
fn cost(piece: &[Block], cited: &BTreeSet<usize>, sources: &Sources) -> usize {
    let texts = piece.iter().filter_map(text_of).flat_map(|text| &text.0).map(length).sum::<usize>();
    let new: BTreeSet<usize> = marks(piece).filter(|mark| !cited.contains(mark)).collect();
    let notes = new.into_iter().filter_map(|mark| by_mark(mark, sources)).map(|source| {
        let note = footnote(source);
        let archived = note.archived.map_or(0, |(label, url)| label.len() + url.as_str().len() + 10);
        note.label.len() + note.url.as_str().len() + archived + 15
    });
    texts + notes.sum::<usize>() + 4 * piece.len()
}

fn length(span: &Span) -> usize {
    match span {
        Span::Own(words) | Span::Strong(words) | Span::Literal(words) => words.len(),
        // A line of marks that mean something in chat is escaped to twice its length; most text is not.
        Span::Stored(words) | Span::StoredStrong(words) => words.chars().count() * 5 / 4,
        Span::Instant(..) | Span::Mark(_) | Span::Channel(_) | Span::Role(_) => 24,
        Span::Command(command) => command.len() + 3,
    }
}
