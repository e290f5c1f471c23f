//! "What changed?": each act on the record, when and why, and never by whom.

use super::{Shown, page, petition_line};
use crate::answers::acts::{acted, ground, object_kind};
use crate::answers::prose::{record_kind, reject_reason};
use crate::answers::reply::{InstantStyle, Reply, Span, Text};
use crate::answers::say::{plain, say, strong};
use crate::answers::view::{PetitionRef, View};
use crate::service::ask::{HistoryAnswer, HistoryEntry, Why};

/// Answers what changed, the latest first.
pub(super) fn reply(answer: &HistoryAnswer, shown: Shown) -> Reply {
    let about = &answer.about;
    let mut reply = Reply::new(shown.audience).titled(Text::own("What changed?")).small(petition_line(about));
    for entry in &answer.entries {
        reply = reply.item(line(entry));
    }
    if answer.pages > 1 {
        let place = [plain(answer.page.to_string()), plain(answer.pages.to_string())];
        let at = |page| View::History { petition: PetitionRef::Number(about.petition.number), page };
        reply = reply.small(say("Page {} of {}.", place)).row(page::arrows(answer.page, answer.pages, at));
    }
    reply.small(say("Each is an entry of the ledger. Who did it is not shown.", []))
}

fn line(entry: &HistoryEntry) -> Text {
    let kind = entry.record.map_or_else(|| object_kind(entry.kind), record_kind);
    let spans =
        [Span::Instant(entry.at, InstantStyle::Full), plain(kind), strong(entry.object), plain(acted(entry.act))];
    let line = say("{}: {} {}, {}", spans);
    match entry.why {
        Some(Why::Ground(why)) => line.join(say(" ({})", [plain(ground(why))])),
        Some(Why::Rejected(why)) => line.join(say(" ({})", [plain(reject_reason(why))])),
        None => line,
    }
}
