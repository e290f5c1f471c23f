//! Pages: an answer is made of sections of pieces, and a page takes as many pieces as a message has room for.
//!
//! Nothing is cut in silence: a long quotation goes on in the next piece, and what is on other pages is counted. What
//! stands after the page is never put in words, so that an answer costs what it shows.

use std::collections::BTreeSet;

use super::cite::{by_mark, footnote, text_of};
use crate::answers::press::Press;
use crate::answers::prose::counted;
use crate::answers::reply::{Action, Block, Reply, Span, Style, Text};
use crate::answers::say::{button, plain, say, stored};
use crate::answers::view::View;
use crate::domain::published::Sources;
use crate::service::Refusal;

/// The most pieces on a page: with their sources they fill a phone's screen twice, and more is not read.
pub(super) const MANY: usize = 12;

/// The most pieces beside a number that stands first and answers most who ask.
pub(super) const FEW: usize = 6;

/// The characters of a page with its sources. An embed takes 4,096, and escaping may lengthen what is stored.
const ROOM: usize = 3_400;

/// The characters of one piece of a long quotation.
const QUOTED: usize = 900;

/// What belongs under one heading: pieces, each of which stays on one page.
pub(super) struct Section<'a> {
    heading: Option<Text>,
    pieces: Pieces<'a>,
}

enum Pieces<'a> {
    Told(Vec<Vec<Block>>),
    /// So many, each told when its page is shown.
    Later(usize, Box<dyn Fn(usize) -> Vec<Block> + 'a>),
}

impl<'a> Section<'a> {
    /// Makes a section without a heading.
    pub(super) fn new(pieces: Vec<Vec<Block>>) -> Self {
        Self { heading: None, pieces: Pieces::Told(pieces) }
    }

    /// Makes a section with a heading.
    pub(super) fn headed(heading: Text, pieces: Vec<Vec<Block>>) -> Self {
        Self { heading: Some(heading), pieces: Pieces::Told(pieces) }
    }

    /// Makes a section with a heading of `count` pieces, of which only those on the page are told.
    pub(super) fn told_later(heading: Text, count: usize, tell: impl Fn(usize) -> Vec<Block> + 'a) -> Self {
        Self { heading: Some(heading), pieces: Pieces::Later(count, Box::new(tell)) }
    }

    /// Leaves out pieces with nothing in them.
    pub(super) fn without_empty(mut self) -> Self {
        if let Pieces::Told(pieces) = &mut self.pieces {
            pieces.retain(|piece| !piece.is_empty());
        }
        self
    }

    /// Says how many pieces there are.
    pub(super) fn len(&self) -> usize {
        match &self.pieces {
            Pieces::Told(pieces) => pieces.len(),
            Pieces::Later(count, _) => *count,
        }
    }

    fn piece(&mut self, at: usize) -> Vec<Block> {
        match &mut self.pieces {
            Pieces::Told(pieces) => pieces.get_mut(at).map(std::mem::take).unwrap_or_default(),
            Pieces::Later(_, tell) => tell(at),
        }
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

/// Puts one page of sections into a reply, of so many pieces at most, with the arrows to its neighbours. Refuses a page
/// that is not there.
pub(super) fn put(
    mut reply: Reply,
    sections: Vec<Section<'_>>,
    (page, most): (u32, usize),
    sources: &Sources,
    at: impl Fn(u32) -> View,
) -> Result<Reply, Refusal> {
    let mut left: usize = sections.iter().map(Section::len).sum();
    let mut turning = Turning::new(sources, most);
    'page: for mut section in sections {
        let mut headed = false;
        for place in 0..section.len() {
            let piece = section.piece(place);
            if turning.page_of(&piece) > page {
                break 'page;
            }
            left -= 1;
            if turning.page == page {
                if !headed {
                    headed = true;
                    head(&mut reply, section.heading.as_ref(), place > 0);
                }
                reply.blocks.extend(piece);
            }
        }
    }
    if page == 0 || turning.page < page {
        return Err(Refusal::NoSuchPage);
    }
    if page > 1 || left > 0 {
        let more = if left == 0 {
            Text::own("; the end.")
        } else {
            say("; {} on the next pages.", [plain(counted(left, "more entry", "more entries"))])
        };
        let pages = if left == 0 { page } else { page + 1 };
        reply = reply.small(say("Page {}", [plain(page.to_string())]).join(more)).row(arrows(page, pages, at));
    }
    Ok(reply)
}

/// Puts pieces into messages, as many in each as it has room for, and says in which each stands, from 0.
pub(super) fn split(pieces: &[Vec<Block>], sources: &Sources) -> Vec<usize> {
    let mut turning = Turning::new(sources, MANY);
    let pages = pieces.iter().map(|piece| turning.page_of(piece));
    pages.map(|page| usize::try_from(page.saturating_sub(1)).unwrap_or_default()).collect()
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

/// Turns the page when a piece has no room on it any more.
struct Turning<'a> {
    sources: &'a Sources,
    most: usize,
    page: u32,
    pieces: usize,
    used: usize,
    cited: BTreeSet<usize>,
}

impl<'a> Turning<'a> {
    fn new(sources: &'a Sources, most: usize) -> Self {
        Self { sources, most, page: 1, pieces: 0, used: 0, cited: BTreeSet::new() }
    }

    /// Puts a piece on this page or the next, and says on which.
    fn page_of(&mut self, piece: &[Block]) -> u32 {
        let cost = cost(piece, &self.cited, self.sources);
        if self.pieces > 0 && (self.pieces == self.most || self.used + cost > ROOM) {
            self.cited.clear();
            (self.page, self.pieces, self.used) = (self.page + 1, 1, self::cost(piece, &self.cited, self.sources));
        } else {
            self.pieces += 1;
            self.used += cost;
        }
        self.cited.extend(marks(piece));
        self.page
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
        // Most words still stand on their page.
        Span::Claim(_) => 0,
        Span::Command(command) => command.len() + 3,
    }
}
