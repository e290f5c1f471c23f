//! "What is this source?": where it is, who published it, when it was read, and what stands on it.

use super::cite::{cite, settle};
use super::page::arrows;
use super::{Shown, changes};
use crate::answers::proposals::host_warnings;
use crate::answers::prose::{access, capitalised, counted, date, grouped, source_type};
use crate::answers::reply::{Action, Reply, Text};
use crate::answers::say::{all_of, plain, say, stored, stored_strong, strong, typed};
use crate::answers::sourcing::beside;
use crate::answers::view::View;
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::commitment::{Judged, Judgement};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::published::{Record, Source, Sources};
use crate::domain::record::Body;
use crate::domain::source::SourceUrl;
use crate::domain::watching::counter::{CounterState, Shown as Counter};
use crate::service::ask::{LATEST, SourceAnswer};

/// Answers what a source is.
pub(super) fn reply(answer: &SourceAnswer, shown: Shown) -> Reply {
    let source = &answer.source;
    let name = source.doc.title.as_deref().unwrap_or_else(|| source.doc.publisher_or_host());
    let mut reply = Reply::new(shown.audience).titled(Text(vec![stored(shortened(name))]));
    reply = reply.line(published(source)).line(read(source));
    reply = host_warnings(&source.doc.url).into_iter().chain(beside(&answer.beside)).fold(reply, Reply::line);
    if answer.page == 1 {
        reply = changed(readings(reply, answer), answer);
        reply = answer.counters.iter().map(|one| counter(one, &source.doc.url)).fold(reply, Reply::item);
    }
    reply = standing(reply, answer);
    let sources: Sources = [(source.number, source.clone())].into();
    settle(&mut reply, &sources);
    let at = |page| View::Source { source: source.number.get().to_string(), page };
    let reply = reply.row(arrows(answer.page, answer.pages, at));
    reply.row(vec![Action::Link { label: "Open source", url: source.doc.url.clone() }])
}

/// Lists when the page was read, latest first, with the words around what it is cited for.
fn readings(mut reply: Reply, answer: &SourceAnswer) -> Reply {
    let source = &answer.source;
    for capture in source.captures.iter().take(LATEST) {
        let doc = &capture.doc;
        let kept = doc.archive_url.is_some() || !doc.last_with.is_empty();
        if answer.readings > 1 && (kept || doc.excerpt.is_some() || !source.changes.is_empty()) {
            let mut line = say("Read {}", [date(capture.retrieved_at)]);
            if doc.archive_url.is_some() {
                line = line.join(Text::own(", an archived copy"));
            }
            if !doc.last_with.is_empty() {
                let records = doc.last_with.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                line = line.join(say(", the last with the words of {}", [plain(records)]));
            }
            reply = reply.item(line);
        }
        if let Some(excerpt) = &doc.excerpt {
            reply = reply.quote(Text(vec![stored(shortened(excerpt))]));
        }
    }
    earlier(reply, answer.readings, ["earlier reading", "earlier readings"])
}

/// Says how many are not shown.
fn earlier(reply: Reply, all: u64, [one, several]: [&str; 2]) -> Reply {
    match all.saturating_sub(LATEST as u64) {
        0 => reply,
        left => reply.small(Text::own(format!("{} not shown", counted(left, one, several)))),
    }
}

/// Tells what changed on the page, latest first.
fn changed(mut reply: Reply, answer: &SourceAnswer) -> Reply {
    let source = &answer.source;
    if source.changes.is_empty() {
        return reply;
    }
    reply = reply.gap().heading(Text::own("What changed on it"));
    for change in &source.changes {
        reply =
            reply.item(changes::line(change.class, &change.doc).then(say("{}", [plain(change.number.to_string())])));
        if let Some(words) = changes::difference(&change.doc) {
            reply = reply.quote(words);
        }
    }
    earlier(reply, answer.changes, ["earlier change", "earlier changes"])
}

/// Tells what a live counter last read, or why none follows it.
pub(in crate::answers) fn counter(one: &Counter, source: &SourceUrl) -> Text {
    let begun = [plain(one.number.to_string()), typed(&one.rule)];
    let line = match one.read {
        // What others read of it since is no business of whoever stopped it.
        _ if one.state == CounterState::Stopped => say("Live counter", []),
        Some((value, at)) => say("Live counter: {}, read {}", [strong(grouped(value)), date(PartialDate::Instant(at))]),
        None => say("Live counter: nothing read yet", []),
    };
    let line = match (one.state, one.rests, one.missed, one.is_reached) {
        (CounterState::Stopped, ..) => line.join(Text::own(": stopped")),
        (_, true, ..) => line.join(Text::own("; at rest, since its last report is not relied on any more")),
        (_, _, Some(missed), _) => line.join(say("; now {}", [plain(names::missed(missed))])),
        (.., false) => line.join(Text::own("; its page could not be read the last time")),
        (CounterState::Running, false, None, true) => line,
    };
    let line = line.join(say("; begun with {}, by {}", begun));
    if one.url == source.as_str() { line } else { line.join(say(" at {}", [typed(&one.url)])) }
}

fn published(source: &Source) -> Text {
    let doc = &source.doc;
    let mut text = Text(vec![stored_strong(shortened(doc.publisher_or_host()))]);
    if let Some(on) = doc.published {
        text = text.join(say(", {}", [date(on)]));
    }
    text = text.then(Text(vec![cite(source.number)]));
    if !doc.authors.is_empty() {
        text =
            text.join(Text::own(" · by ")).join(Text(all_of(doc.authors.iter().map(|name| stored(shortened(name))))));
    }
    if let Some(kind) = doc.source_type {
        text = text.join(say(" · {}", [plain(source_type(kind))]));
    }
    if let Some(who) = doc.access {
        text = text.join(say(" · {}", [plain(access(who))]));
    }
    text
}

fn read(source: &Source) -> Text {
    let latest = source.captures.first().map_or(source.doc.retrieved_at, |capture| capture.retrieved_at);
    let mut text = say("Last read {}", [date(latest)]);
    text = match source.archived() {
        Some((at, _)) => text.join(say("; archived {}", [date(at)])),
        None => text.join(Text::own("; no archived copy")),
    };
    match names::link(source.link) {
        Some(trouble) => text.join(say("; {}", [plain(trouble)])),
        None => text,
    }
}

/// Lists what stands on the source, by petition.
fn standing(mut reply: Reply, answer: &SourceAnswer) -> Reply {
    let of_petitions = answer.petitions.iter().filter(|petition| petition.source == answer.source.number).count();
    if answer.total == 0 && of_petitions == 0 && answer.judged == 0 {
        return reply.gap().line(Text::own("Nothing on record stands on it."));
    }
    reply = reply.gap().heading(Text::own("What stands on it"));
    for petition in &answer.petitions {
        let title = stored_strong(shortened(&petition.doc.title));
        let itself = if petition.source == answer.source.number { " (the petition itself)" } else { "" };
        reply = reply.line(Text(vec![title, plain(itself)]));
        for record in answer.records.iter().filter(|record| record.petition == petition.number) {
            reply = reply.item(of_record(record.number, record));
        }
        for (_, judgement) in answer.judgements.iter().filter(|(of, _)| *of == petition.number) {
            reply = reply.item(of_judgement(judgement));
        }
    }
    let untold = answer.judged.saturating_sub(answer.judgements.len().try_into().unwrap_or(u64::MAX));
    if answer.page == 1 && untold > 0 {
        reply =
            reply.small(Text::own(format!("{} not shown", counted(untold, "earlier judgement", "earlier judgements"))));
    }
    if answer.pages == 1 {
        return reply;
    }
    let records = plain(counted(answer.total, "record", "records"));
    let place = [plain(answer.page.to_string()), plain(answer.pages.to_string()), records];
    reply.small(say("Page {} of {}; {} in all", place))
}

/// Tells what was judged on the source: of which demand or commitment, and why.
fn of_judgement(judgement: &Judgement) -> Text {
    let what = match judgement.judged {
        Judged::Demand(_) => "Demand",
        Judged::Commitment(_) => "Commitment",
    };
    say(
        "{} {}: {}, “{}”",
        [
            plain(what),
            plain(judgement.object.to_string()),
            plain(names::judged(judgement.judged)),
            stored(shortened(&judgement.reason)),
        ],
    )
}

fn of_record(number: Number, record: &Record) -> Text {
    let (kind, words) = match &record.body {
        Body::Count(count) => ("count", count.wording.as_str()),
        Body::Fact(fact) => ("fact", fact.wording.as_str()),
        Body::Statement(said) => ("statement", said.words.quote().or(said.words.paraphrase()).unwrap_or_default()),
        Body::Response(said) => ("response", said.words.quote().or(said.words.paraphrase()).unwrap_or_default()),
        Body::Request(request) => ("request for comment", request.asker.as_str()),
        Body::Commitment(commitment) => ("commitment", commitment.text.as_str()),
    };
    let kind = plain(capitalised(kind));
    let said = stored(shortened(words));
    let line = match record.body.as_of() {
        Some(on) => say("{}, {}: “{}”", [kind, date(on), said]),
        None => say("{}: “{}”", [kind, said]),
    };
    line.then(say("{}", [plain(number.to_string())]))
}
