//! "What has the company said?": to the petition, before it, and whether anybody asked.
//!
//! Silence is never read as an answer: "asked, no reply" needs a logged request past its deadline (invariant 4).

use jiff::Timestamp;

use super::cite::{cite, cite_of};
use super::page::Section;
use super::statements::{self, on, place, speaker, told};
use super::{Shown, commitments, page, petition_line};
use crate::answers::prose::{date, how_long_since, response_kind};
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{all_of, plain, say, stored, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::ids::Number;
use crate::domain::published::Cited;
use crate::domain::response::{Answered, Request, RequestResult, Response};
use crate::service::Refusal;
use crate::service::ask::{About, Addressee, Placed, ResponsesAnswer};

/// Answers what the addressees have said.
pub(super) fn reply(answer: &ResponsesAnswer, shown: Shown) -> Result<Reply, Refusal> {
    let about = &answer.about;
    let reply = Reply::new(shown.audience).titled(title(answer)).small(petition_line(about));
    let reply = parts_alone(answer).into_iter().fold(reply, Reply::line);
    let organisation = answer.meant.map(Number::get);
    let at = |page| View::Responses {
        petition: PetitionRef::Number(about.petition.number),
        organisation: organisation.map(|number| number.to_string()),
        page,
    };
    let several = answer.addressees.len() > 1;
    let mut sections: Vec<Section<'static>> =
        answer.addressees.iter().flat_map(|addressee| sections(addressee, about, several)).collect();
    if answer.addressees.is_empty() {
        let nobody = say("**No response is recorded**, and the petition names nobody it is addressed to.", []);
        sections.push(Section::new(vec![vec![Block::Line(nobody)]]));
    }
    let reply = page::put(reply, sections, (shown.page, page::MANY), &about.sources, at)?;
    let outcomes: Vec<_> = answer.demands.iter().map(|demand| demand.outcome).collect();
    Ok(reply.gap().line(commitments::tally(&outcomes, &answer.commitments, answer.now)))
}

fn title(answer: &ResponsesAnswer) -> Text {
    match answer.addressees.as_slice() {
        [only] => say("What has {} said?", [stored(shortened(answer.about.name(only.organisation)))]),
        [] => Text::own("What has been answered?"),
        _ => Text::own("What have the addressees said?"),
    }
}

/// Says that the organisation that was asked for is not addressed itself, where the answer speaks of its parts.
fn parts_alone(answer: &ResponsesAnswer) -> Option<Text> {
    let meant = answer.meant?;
    let parts: Vec<Number> = answer.addressees.iter().map(|one| one.organisation).collect();
    if parts.contains(&meant) {
        return None;
    }
    let name = stored(shortened(answer.about.name(meant)));
    let parts = Text(all_of(parts.iter().map(|part| stored(shortened(answer.about.name(*part))))));
    Some(say("Not {} itself, but what belongs or belonged to it:", [name]).then(parts).join(Text::own(".")))
}

fn sections(addressee: &Addressee, about: &About, several: bool) -> Vec<Section<'static>> {
    let name = shortened(about.name(addressee.organisation));
    let mut first = vec![state(addressee, about)];
    first.extend(addressee.responses.iter().flat_map(|said| pieces(said, about)));
    let first = if several {
        Section::headed(Text(vec![stored(name.clone())]), first)
    } else if addressee.responses.is_empty() {
        Section::new(first)
    } else {
        Section::headed(Text::own("To this petition"), first)
    };
    let mut sections = vec![first.without_empty()];
    sections.push(requests(addressee));
    for placed in [Placed::Since, Placed::Before, Placed::Unclear] {
        sections.push(others(addressee, placed, several.then_some(&name)));
    }
    sections
}

/// Says what may be said of an addressee that has not answered; nothing where its answers follow.
fn state(addressee: &Addressee, about: &About) -> Vec<Block> {
    let name = || stored(shortened(about.name(addressee.organisation)));
    if !addressee.responses.is_empty() {
        return Vec::new();
    }
    let text = match addressee.answered {
        Answered::Responded if brought(addressee, RequestResult::Replied) => {
            say("**A reply is recorded, but not its words.** It came to a request for comment:", [])
        }
        Answered::Responded => say("**Declined to comment.**", []),
        Answered::NoneRecorded if addressee.addressed => say(
            "**No response is recorded.** Nobody has logged a request for comment, so this does not say that {} was \
             asked.",
            [name()],
        ),
        Answered::NoneRecorded => say("**No response is recorded.** The petition is not addressed to {}.", [name()]),
        Answered::Asked => {
            say("**No response is recorded yet.** The deadline of a request for comment is still to come:", [])
        }
        Answered::NoReply => say("**Asked, no reply.**", []),
    };
    vec![Block::Line(text)]
}

fn brought(addressee: &Addressee, result: RequestResult) -> bool {
    addressee.requests.iter().any(|request| request.body.result == Some(result))
}

/// Tells a response: who, when and where, the words, and apart from them how editors read it.
fn pieces(said: &Cited<Response>, about: &About) -> Vec<Vec<Block>> {
    let mut pieces = told(introduced(said, about).then(cite_of(said)), &said.body.words);
    if let Some(last) = pieces.last_mut() {
        last.push(Block::Small(reading(&said.body)));
    }
    pieces
}

fn introduced(said: &Cited<Response>, about: &About) -> Text {
    let response = &said.body;
    let organisation = said.organisation.map_or("", |number| about.name(number));
    let who = match &response.speaker {
        Some(name) => speaker(name, names::speaking_as(response.capacity)),
        None => speaker(organisation, None),
    };
    place(on(response.said_on).join(who), response.channel.as_deref())
}

/// Says how editors read a response: their judgement, never part of the words.
fn reading(response: &Response) -> Text {
    let kinds = response.kinds.as_slice().iter().map(|kind| plain(response_kind(*kind)));
    let text = Text::own("Editors' reading:").then(Text(kinds_in_a_row(kinds)));
    match &response.judged_because {
        Some(because) => text.join(say(" ({})", [stored(shortened(because))])),
        None => text,
    }
}

fn kinds_in_a_row(kinds: impl Iterator<Item = crate::answers::reply::Span>) -> Vec<crate::answers::reply::Span> {
    let mut row = Vec::new();
    for kind in kinds {
        if !row.is_empty() {
            row.push(plain(", "));
        }
        row.push(kind);
    }
    row
}

fn requests(addressee: &Addressee) -> Section<'static> {
    let lines = addressee.requests.iter().map(|request| vec![Block::Item(asked(request, addressee))]);
    if addressee.responses.is_empty() {
        Section::new(lines.collect())
    } else {
        Section::headed(Text::own("Requests for comment"), lines.collect())
    }
}

/// Tells a request: who asked, when, by when, and what it brought.
fn asked(asked: &Cited<Request>, addressee: &Addressee) -> Text {
    let request = &asked.body;
    let line = say(
        "{} asked on {}, deadline {}",
        [stored(shortened(&request.asker)), date(request.asked_on), date(request.deadline)],
    );
    let said_on: Vec<_> = addressee.responses.iter().map(|said| said.body.said_on).collect();
    let outcome = match (request.result, addressee.answered) {
        (Some(RequestResult::Declined), _) => "; comment was declined",
        (Some(RequestResult::Replied), _) => "; a reply came",
        (None, Answered::NoReply) if request.brought_nothing(&said_on) => "; no reply is recorded",
        (None, _) => "",
    };
    line.join(Text::own(outcome)).then(Text(vec![cite(asked.source)]))
}

fn others(addressee: &Addressee, placed: Placed, name: Option<&String>) -> Section<'static> {
    let said = addressee.statements.iter().filter(|(place, _)| *place == placed);
    let heading = match (name, placed) {
        (_, Placed::Since) => "Since the petition, not filed as an answer to it",
        (_, other) => statements::heading(other),
    };
    let heading = match name {
        Some(name) => say("{}: {}", [stored(name.clone()), plain(heading.to_lowercase())]),
        None => Text::own(heading),
    };
    Section::headed(heading, said.flat_map(|(_, said)| statements::pieces(said)).collect())
}

/// Says in one line what may be said of an addressee, for the petition's card.
pub(super) fn brief(addressee: &Addressee, about: &About, now: Timestamp) -> Text {
    let name = stored(shortened(about.name(addressee.organisation)));
    match (addressee.answered, addressee.responses.first()) {
        (_, Some(latest)) => {
            let kinds = all_of(latest.body.kinds.as_slice().iter().map(|kind| plain(response_kind(*kind))));
            let line = say("{} answered on {}:", [name, date(latest.body.said_on)]).then(Text(kinds));
            let line = line.join(Text::own(" (editors' reading)")).then(Text(vec![cite(latest.source)]));
            match how_long_since(latest.body.said_on, now) {
                Some(since) => line.join(say("; nothing more is recorded for {}", [plain(since)])),
                None => line,
            }
        }
        (Answered::Responded, None) if brought(addressee, RequestResult::Replied) => {
            say("{} replied to a request for comment; its words are not recorded.", [name])
        }
        (Answered::Responded, None) => say("{} declined to comment.", [name]),
        (Answered::NoneRecorded, None) => {
            let line = match how_long_since(about.petition.doc.issued_on, now) {
                Some(since) => say("{}: no response recorded in {}", [name, plain(since)]),
                None => say("{}: no response recorded", [name]),
            };
            line.join(Text::own("; nobody has logged a request for comment."))
        }
        (Answered::Asked, None) => say("{}: asked for comment; the deadline is still to come.", [name]),
        (Answered::NoReply, None) => {
            let asked_on = addressee.requests.iter().map(|asked| asked.body.asked_on).min_by_key(|on| on.start());
            let since = asked_on.and_then(|on| how_long_since(on, now));
            match (asked_on, since) {
                (Some(on), Some(since)) => say("{}: asked on {}, no reply in {}.", [name, date(on), plain(since)]),
                _ => say("{}: asked, no reply.", [name]),
            }
        }
    }
}

/// Says a response in one line of the timeline.
pub(super) fn event(said: &Cited<Response>, about: &About) -> Text {
    let organisation = said.organisation.map_or("", |number| about.name(number));
    let who = match &said.body.speaker {
        Some(name) => speaker(name, None).then(say("for {}", [stored(shortened(organisation))])),
        None => speaker(organisation, None),
    };
    let kinds = kinds_in_a_row(said.body.kinds.as_slice().iter().map(|kind| plain(response_kind(*kind))));
    say("{}: ", [strong("Response")])
        .join(who)
        .join(Text::own(": "))
        .join(statements::words_in_brief(&said.body.words))
        .join(Text::own(" (editors' reading: "))
        .join(Text(kinds))
        .join(Text::own(")"))
        .then(cite_of(said))
}

/// Says a request in one line of the timeline.
pub(super) fn request_event(asked: &Cited<Request>, about: &About) -> Text {
    let organisation = asked.organisation.map_or("", |number| about.name(number));
    let spans = [stored(shortened(&asked.body.asker)), stored(shortened(organisation)), date(asked.body.deadline)];
    say("{} asked {} for comment, deadline {}", spans).then(Text(vec![cite(asked.source)]))
}
