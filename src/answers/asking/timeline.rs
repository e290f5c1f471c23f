//! "What happened when?": everything with a date, earliest first.

use super::counts::{self, Told};
use super::page::Section;
use super::{Shown, changes, cite::cite, commitments, page, petition_line, responses, statements};
use crate::answers::prose::{grouped, petition_kind};
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{plain, say, strong};
use crate::answers::view::{PetitionRef, View};
use crate::service::Refusal;
use crate::service::ask::{Entry, Event, TimelineAnswer};

/// Answers what happened when.
pub(super) fn reply(answer: &TimelineAnswer, shown: Shown) -> Result<Reply, Refusal> {
    let about = &answer.about;
    let reply = Reply::new(shown.audience).titled(Text::own("What happened when?")).small(petition_line(about));
    let at = |page| View::Timeline { petition: PetitionRef::Number(about.petition.number), page };
    let pieces = answer.entries.iter().map(|entry| vec![Block::Item(line(entry, answer))]).collect();
    page::put(reply, vec![Section::new(pieces)], (shown.page, page::MANY), &about.sources, at)
}

fn line(entry: &Entry, answer: &TimelineAnswer) -> Text {
    let about = &answer.about;
    let told = Told::new(&about.organisations, &about.sources);
    let event = match &entry.event {
        Event::Issued => {
            let kind = plain(petition_kind(about.petition.doc.kind));
            say("{}: this {}", [strong("Issued"), kind]).then(Text(vec![cite(about.petition.source)]))
        }
        Event::Delivered => {
            let kind = plain(petition_kind(about.petition.doc.kind));
            say("{}: this {}", [strong("Delivered"), kind]).then(Text(vec![cite(about.petition.source)]))
        }
        Event::Count(count) => say("{}: ", [strong("Count")]).join(counts::event(count, told)),
        Event::Statement(said) => say("{}: ", [strong("Statement")]).join(statements::event(said)),
        Event::Response(said) => responses::event(said, about),
        Event::Due(promise) => commitments::due_event(promise, about, answer.now),
        Event::Change(source, change) => match about.sources.get(source) {
            Some(source) => changes::event(source, change),
            None => Text::default(),
        },
        Event::Request(asked) => say("{}: ", [strong("Request")]).join(responses::request_event(asked, about)),
    };
    let line = statements::on(entry.on).join(event);
    match entry.more {
        0 => line,
        more => line.join(say("; {} more before it that day", [plain(grouped(more as u64))])),
    }
}
