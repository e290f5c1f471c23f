//! What changed on a source, in words: for its own page, the timeline, a digest and the review channel.

use super::cite::cite;
use crate::answers::prose::{date, date_words};
use crate::answers::reply::{Span, Text};
use crate::answers::say::{plain, say, stored, strong};
use crate::answers::words::figure::shortened;
use crate::domain::published::{Source, SourceChange};
use crate::domain::source::{ChangeClass, ChangeDoc, RunKind};

/// Names a change.
pub(in crate::answers) fn class(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::Correction => "Correction",
        ChangeClass::Substantive => "Rewritten",
        ChangeClass::Removal => "Words removed",
        ChangeClass::Restoration => "Words restored",
        ChangeClass::Gone => "Page gone",
        ChangeClass::Returned => "Page back",
    }
}

/// Says what happened, when it was seen, and between which readings.
pub(in crate::answers) fn line(class_of: ChangeClass, doc: &ChangeDoc) -> Text {
    let line = say("{}, first seen {}", [strong(class(class_of)), date(doc.on)]);
    let line = match (class_of, doc.before) {
        (ChangeClass::Gone, _) => line.join(Text::own("; it has failed over a span of 14 days")),
        (ChangeClass::Returned, _) | (_, None) => line,
        (_, Some(before)) => line.join(say("; read before {}", [date(before)])),
    };
    let line = match doc.restored {
        Some(restored) => line.join(say("; as it was read {}", [date(restored)])),
        None => line,
    };
    let numbers =
        |numbers: &[crate::domain::ids::Number]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let line = match doc.gone.as_slice() {
        [] => line,
        gone => line.join(say("; without the words of {}", [strong(numbers(gone))])),
    };
    match doc.back.as_slice() {
        [] => line,
        back => line.join(say("; with the words of {} again", [strong(numbers(back))])),
    }
}

/// Shows the words that went and came, with some of those beside them; nothing where none are kept.
pub(in crate::answers) fn difference(doc: &ChangeDoc) -> Option<Text> {
    if doc.diff.is_empty() {
        return None;
    }
    let mut spans: Vec<Span> = Vec::new();
    for run in &doc.diff {
        if !spans.is_empty() {
            spans.push(plain(" "));
        }
        match run.kind {
            RunKind::Kept => spans.push(stored(shortened(&run.words))),
            RunKind::Removed => spans.extend([plain("[gone: "), stored(shortened(&run.words)), plain("]")]),
            RunKind::Added => spans.extend([plain("[new: "), stored(shortened(&run.words)), plain("]")]),
        }
    }
    if doc.is_cut {
        spans.push(plain(" (more changed)"));
    }
    Some(Text(spans))
}

/// Tells a change in one line among other things that happened: of which source, and what went or came.
pub(super) fn event(source: &Source, change: &SourceChange) -> Text {
    let what = match change.class {
        ChangeClass::Correction => "corrected",
        ChangeClass::Substantive => "rewritten",
        ChangeClass::Removal => "words removed",
        ChangeClass::Restoration => "words restored",
        ChangeClass::Gone => "page gone",
        ChangeClass::Returned => "page back",
    };
    let publisher = stored(shortened(source.doc.publisher_or_host()));
    let line = say("{} {}: {}", [strong("Source"), publisher, plain(what)]);
    let kind = if change.class == ChangeClass::Restoration { RunKind::Added } else { RunKind::Removed };
    let words = change.doc.diff.iter().find(|run| run.kind == kind);
    let line = match words.or_else(|| change.doc.diff.iter().find(|run| run.kind != RunKind::Kept)) {
        Some(run) => line.join(say(", “{}”", [stored(shortened(&run.words))])),
        None => line,
    };
    let line = match (change.class, change.doc.before) {
        (ChangeClass::Removal | ChangeClass::Correction | ChangeClass::Substantive, Some(before)) => {
            line.join(Text(vec![plain(format!(" (read before {})", date_words(before)))]))
        }
        _ => line,
    };
    line.then(Text(vec![cite(source.number)]))
}
