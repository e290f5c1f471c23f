//! Footnotes: each source once, numbered in the order an answer names them.
//!
//! While an answer is put together a mark holds its source's number; [`settle`] turns these into footnotes at the end,
//! so that every page of a long answer begins at [1].

use crate::answers::prose::date_words;
use crate::answers::reply::{Block, Footnote, Reply, Span, Text};
use crate::answers::say::plain;
use crate::answers::words::names;
use crate::domain::ids::Number;
use crate::domain::published::{Cited, Source, Sources};

/// Marks a source.
pub(super) fn cite(source: Number) -> Span {
    Span::Mark(usize::try_from(source.get()).unwrap_or(usize::MAX))
}

/// Marks the source of a record, and says where the record's words have left the page.
pub(super) fn cite_of<T>(record: &Cited<T>) -> Text {
    Text(vec![cite(record.source), Span::Claim(record.number)])
}

/// Says that a record's words have left the page, where they have, and when they were last read there.
fn left(record: Number, sources: &Sources) -> Option<Span> {
    let at = sources.values().find_map(|source| source.last_with(record))?;
    Some(plain(format!(" (no longer on the page; read there {})", date_words(at))))
}

/// Gives the text of a block.
pub(super) fn text_of(block: &Block) -> Option<&Text> {
    match block {
        Block::Heading(text) | Block::Line(text) | Block::Item(text) | Block::Quote(text) | Block::Small(text) => {
            Some(text)
        }
        Block::Gap => None,
    }
}

/// Numbers the footnotes of a reply; a mark whose source was not found goes.
pub(super) fn settle(reply: &mut Reply, sources: &Sources) {
    let mut cited: Vec<usize> = Vec::new();
    for block in &mut reply.blocks {
        let (Block::Heading(text) | Block::Line(text) | Block::Item(text) | Block::Quote(text) | Block::Small(text)) =
            block
        else {
            continue;
        };
        text.0.retain_mut(|span| {
            if let Span::Claim(record) = span {
                return left(*record, sources).map(|said| *span = said).is_some();
            }
            let Span::Mark(source) = span else { return true };
            let Some(found) = by_mark(*source, sources) else { return false };
            let place = cited.iter().position(|known| known == source).unwrap_or_else(|| {
                cited.push(*source);
                reply.footnotes.push(footnote(found));
                cited.len() - 1
            });
            *span = Span::Mark(place + 1);
            true
        });
    }
}

/// Finds the source of a mark that is not settled yet.
pub(super) fn by_mark(mark: usize, sources: &Sources) -> Option<&Source> {
    sources.get(&i64::try_from(mark).ok().and_then(Number::new)?)
}

/// Makes a source's footnote: publisher and date, what is wrong with its link, its archived copy.
pub(super) fn footnote(source: &Source) -> Footnote {
    let mut label = source.doc.publisher_or_host().to_owned();
    if let Some(published) = source.doc.published {
        label = format!("{label}, {}", date_words(published));
    }
    if let Some(trouble) = names::link(source.link) {
        label = format!("{label} ({trouble})");
    }
    let archived = source.archived().map(|(at, url)| (format!("archived {}", date_words(at)), url.clone()));
    Footnote { label, url: source.doc.url.clone(), archived, pending: false }
}
