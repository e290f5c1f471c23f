//! "Where does it say so?": the sources of a petition's record, and what stands on each.

use super::cite::cite;
use super::page::Section;
use super::{Shown, page, petition_line};
use crate::answers::prose::{counted, date};
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{plain, say, stored, stored_strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::domain::record::RecordKind;
use crate::service::Refusal;
use crate::service::ask::{About, SourcesAnswer, Standing};

/// Answers on which sources a petition's record stands.
pub(super) fn reply(answer: &SourcesAnswer, shown: Shown) -> Result<Reply, Refusal> {
    let about = &answer.about;
    let reply = Reply::new(shown.audience).titled(Text::own("Where does it say so?")).small(petition_line(about));
    let at = |page| View::Sources { petition: PetitionRef::Number(about.petition.number), page };
    let pieces = answer.sources.iter().map(|one| vec![Block::Item(line(one, about))]).collect();
    page::put(reply, vec![Section::new(pieces)], (shown.page, page::MANY), &about.sources, at)
}

fn line(standing: &Standing, about: &About) -> Text {
    let Some(source) = about.sources.get(&standing.source) else { return Text::default() };
    let mut line = Text(vec![stored_strong(shortened(source.doc.publisher_or_host()))]);
    if let Some(published) = source.doc.published {
        line = line.join(say(", {}", [date(published)]));
    }
    if let Some(title) = &source.doc.title {
        line = line.join(say(", “{}”", [stored(shortened(title))]));
    }
    let mut what: Vec<String> = standing.petition.then(|| "the petition itself".to_owned()).into_iter().collect();
    what.extend(standing.records.iter().map(|(kind, records)| records_of(*kind, *records)));
    if standing.judgements > 0 {
        what.push(counted(standing.judgements, "judgement", "judgements"));
    }
    line.join(say(": {}", [plain(what.join(", "))])).then(Text(vec![cite(standing.source)]))
}

fn records_of(kind: RecordKind, records: usize) -> String {
    match kind {
        RecordKind::Count => counted(records, "count", "counts"),
        RecordKind::Fact => counted(records, "fact", "facts"),
        RecordKind::Statement => counted(records, "statement", "statements"),
        RecordKind::Response => counted(records, "response", "responses"),
        RecordKind::Request => counted(records, "request for comment", "requests for comment"),
        RecordKind::Commitment => counted(records, "commitment", "commitments"),
    }
}
