//! "What is this petition?": how many signed, what it asks, whether anybody answered, and where it stands.

use super::cite::{cite, footnote};
use super::counts::{self, Told};
use super::{Shown, commitments, responses, signatories};
use crate::answers::prose::{counted, date, petition_kind, visibility};
use crate::answers::reply::{Block, Footnote, Reply, Text};
use crate::answers::say::{all_of, plain, say, stored};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::petition::{Collection, Demand};
use crate::domain::published::Kin;
use crate::domain::text::fold;
use crate::service::ask::{About, PetitionAnswer, Rated};

/// The most further pages that are listed.
const LINKS: usize = 5;

/// The most demands and related petitions that are listed; the rest is counted.
const LISTED: usize = 10;

/// The most characters of the summary: a paragraph on a phone.
const SUMMARY: usize = 600;

/// Answers what a petition is.
pub(super) fn reply(answer: &PetitionAnswer, shown: Shown) -> Reply {
    let about = &answer.about;
    let title = Text(vec![stored(shortened(&about.petition.doc.title))]);
    let mut reply = Reply::new(shown.audience).titled(title);
    // What a phone shows first: how many signed, whether anybody answered, what came of it.
    let told = Told::new(&about.organisations, &about.sources);
    reply = match answer.groups.first() {
        Some(group) => reply.line(counts::brief(group, told)),
        None => reply.line(say("**No count is recorded.** `/count log` files one.", [])),
    };
    if let Some(addressee) = answer.addressees.first() {
        reply = reply.line(responses::brief(addressee, about, answer.now));
    }
    let outcomes: Vec<_> = answer.demands.iter().map(|demand| demand.of.outcome).collect();
    reply = reply.line(commitments::tally(&outcomes, &answer.commitments, answer.now));
    for group in answer.groups.iter().skip(1) {
        reply = reply.line(counts::brief(group, told));
    }
    if let Some(line) = signatories::on_the_list(answer.list) {
        reply = reply.line(line);
    }
    reply = reply.small(what_it_is(about));
    if let Some(summary) = &about.petition.doc.summary {
        reply = reply.gap().line(Text(vec![stored(summary_of(summary))]));
    }
    reply = demands(reply, &answer.demands);
    reply = promised(reply, answer);
    reply = other_answers(reply, answer);
    reply = kin(reply, &answer.kin);
    further(reply, about)
}

/// Says what form it takes, to whom, when, how it became known, and where it can be read.
fn what_it_is(about: &About) -> Text {
    let doc = &about.petition.doc;
    let mut text = say("{}", [plain(crate::answers::prose::capitalised(petition_kind(doc.kind)))]);
    let addressees = &about.petition.addressees;
    if !addressees.is_empty() {
        let listed = addressees.iter().take(LISTED).map(|number| stored(shortened(about.name(*number))));
        text = text.then(Text::own("to")).then(Text(all_of(listed)));
    }
    text = text.join(say(", issued {} ({})", [date(doc.issued_on), plain(visibility(doc.visibility))]));
    let collection = plain(names::collection(about.petition.collection));
    match (about.petition.collection, doc.delivered_on) {
        (Collection::Unknown, None) => {}
        (_, None) => text = text.join(say(", {}", [collection])),
        (Collection::Unknown | Collection::Delivered, Some(on)) => text = text.join(say(", delivered {}", [date(on)])),
        (_, Some(on)) => text = text.join(say(", delivered {}, {}", [date(on), collection])),
    }
    let addressed = |scope: &String| addressees.iter().any(|number| fold(about.name(*number)) == fold(scope));
    if let Some(scope) = doc.scope.as_ref().filter(|scope| !addressed(scope)) {
        text = text.join(say(", open to {}", [stored(shortened(scope))]));
    }
    if !doc.sponsors.is_empty() {
        let sponsors = doc.sponsors.iter().take(LISTED).map(|sponsor| stored(shortened(sponsor)));
        text = text.join(Text::own(", backed by")).then(Text(all_of(sponsors)));
    }
    text.then(Text(vec![cite(about.petition.source)]))
}

fn summary_of(summary: &str) -> String {
    let length = summary.chars().count();
    if length <= SUMMARY {
        return summary.to_owned();
    }
    let kept: String = summary.chars().take(SUMMARY).collect();
    format!("{}… ({})", kept.trim_end(), counted(length - SUMMARY, "more character", "more characters"))
}

fn demands(reply: Reply, demands: &[Rated<Demand>]) -> Reply {
    if demands.is_empty() {
        return reply;
    }
    let mut reply = reply.gap().heading(Text::own("Demands"));
    for demand in demands.iter().take(LISTED) {
        let outcome = plain(names::outcome(demand.of.outcome));
        let line = say("{}: {}", [stored(shortened(&demand.of.text)), outcome]);
        reply = reply.item(match demand.latest() {
            Some(judgement) => line.join(Text::own(", ")).join(commitments::judged_on(judgement)),
            None => line,
        });
    }
    left_out(reply, demands.len(), "more demand", "more demands")
}

fn left_out(reply: Reply, all: usize, one: &str, many: &str) -> Reply {
    match all.saturating_sub(LISTED) {
        0 => reply,
        left => reply.small(Text::own(format!("{} not shown", counted(left, one, many)))),
    }
}

fn promised(reply: Reply, answer: &PetitionAnswer) -> Reply {
    if answer.commitments.is_empty() {
        return reply;
    }
    let mut reply = reply.gap().heading(Text::own("Commitments"));
    for promise in answer.commitments.iter().take(LISTED) {
        reply = reply.item(commitments::brief(promise, &answer.about, answer.now));
    }
    left_out(reply, answer.commitments.len(), "more commitment", "more commitments")
}

/// Tells what all but the first addressee answered, who stands above.
fn other_answers(reply: Reply, answer: &PetitionAnswer) -> Reply {
    let Some((_, others)) = answer.addressees.split_first().filter(|(_, others)| !others.is_empty()) else {
        return reply;
    };
    let mut reply = reply.gap().heading(Text::own("Other answers"));
    for addressee in others.iter().take(LISTED) {
        reply = reply.item(responses::brief(addressee, &answer.about, answer.now));
    }
    left_out(reply, others.len(), "more organisation", "more organisations")
}

fn kin(reply: Reply, kin: &[Kin]) -> Reply {
    if kin.is_empty() {
        return reply;
    }
    let mut reply = reply.gap().heading(Text::own("Related petitions"));
    for kin in kin.iter().take(LISTED) {
        let title = stored(shortened(&kin.petition.doc.title));
        let issued_on = date(kin.petition.doc.issued_on);
        let number = plain(kin.petition.number.to_string());
        reply =
            reply.item(say("{} ({}, {}), {}", [title, plain(names::kin(kin.relation, kin.side)), issued_on, number]));
    }
    left_out(reply, kin.len(), "more petition", "more petitions")
}

/// Lists pages that were attached to the petition and that nobody has read for the record.
fn further(mut reply: Reply, about: &About) -> Reply {
    let links = &about.petition.doc.links;
    if links.is_empty() {
        return reply;
    }
    let source = about.sources.get(&about.petition.source).map(footnote);
    let unread = links.iter().filter(|url| source.as_ref().is_none_or(|source| source.url != **url));
    let unread: Vec<_> = unread.collect();
    let shown = unread.iter().take(LINKS).map(|url| Footnote {
        label: format!("{} (unread)", url.host()),
        url: (*url).clone(),
        archived: None,
        pending: false,
    });
    let notes: Vec<Footnote> = shown.collect();
    if unread.len() > notes.len() {
        let left = unread.len() - notes.len();
        let words = counted(left, "further page is attached", "further pages are attached");
        reply.blocks.push(Block::Small(Text::own(format!("{words} and not shown."))));
    }
    reply.footnotes.extend(notes);
    reply
}
