//! "Where does it say so?": what has the words, a page at a time, each with its source, and a list to open one from.

use std::collections::BTreeSet;

use super::Shown;
use super::cite::cite;
use super::page::arrows;
use crate::answers::press::Press;
use crate::answers::prose::{capitalised, counted, date, findable, grouped, petition_kind};
use crate::answers::reply::{Action, Block, Choice, Reply, Span, Text};
use crate::answers::say::{all_of, any_of, brief, plain, say, stored, strong};
use crate::answers::view::{History, PetitionRef, View};
use crate::answers::words::names::replaced;
use crate::domain::findable::Findable;
use crate::domain::ids::Number;
use crate::domain::published::Record;
use crate::domain::record::{Body, RecordState, Words};
use crate::service::ask::search::LOOKED_THROUGH;
use crate::service::ask::{Hit, SearchAnswer};

/// The characters of what something says: two lines on a phone.
const GIST: usize = 80;

/// Other names of an organisation that are listed; the rest is counted.
const NAMES: usize = 4;

/// Answers what has the words.
pub(super) fn reply(answer: &SearchAnswer, shown: Shown) -> Reply {
    let title = match answer.kind {
        Some(kind) => say("Search for {} ({})", [stored(&answer.text), plain(findable(kind))]),
        None => say("Search for {}", [stored(&answer.text)]),
    };
    let reply = Reply::new(shown.audience).titled(title);
    if answer.hits.is_empty() {
        let reply = reply.line(say("**Nothing on record has these words.** All of them must stand in it.", []));
        return left_out(reply, answer).small(say("`/petition list` shows every petition.", []));
    }
    let found = counted(answer.total, "entry has", "entries have");
    let mut reply = reply.small(Text::own(format!("{found} these words; the best matches first, then the latest.")));
    for hit in &answer.hits {
        reply.blocks.extend(blocks(hit, answer));
    }
    if answer.pages > 1 {
        let place = [plain(answer.page.to_string()), plain(grouped(answer.pages))];
        reply = reply.small(say("Page {} of {}", place));
    }
    let at = |page| View::Search { text: answer.text.clone(), kind: answer.kind, page };
    // Two that are seen in the same view are one choice.
    let mut views = BTreeSet::new();
    let options = answer.hits.iter().map(|hit| choice(hit, answer)).filter(|one| views.insert(one.value.clone()));
    let options = options.collect();
    let open = Action::Select { placeholder: "Open one", press: Press::Open, options };
    left_out(reply, answer).row(arrows(answer.page, answer.pages, at)).row(vec![open])
}

/// Says that not everything was looked through, where that is so.
fn left_out(reply: Reply, answer: &SearchAnswer) -> Reply {
    if !answer.more {
        return reply;
    }
    let most = plain(grouped(u64::try_from(LOOKED_THROUGH).unwrap_or_default()));
    reply.small(say("Very many have such words: only the {} filed last were looked through. One more word, or `kind`, finds the rest.", [most]))
}

/// Tells one in a line, and below it where it belongs.
fn blocks(hit: &Hit, answer: &SearchAnswer) -> Vec<Block> {
    let (kind, words, source) = match hit {
        Hit::Petition(number) => {
            let petition = answer.petitions.get(number);
            (Findable::Petition, title(*number, answer), petition.map(|petition| petition.source))
        }
        Hit::Organisation(number, _) => (Findable::Organisation, name(*number, answer), None),
        Hit::Source(number) => (Findable::Source, source_words(*number, answer), Some(*number)),
        Hit::Record(record) => (record.body.kind().into(), gist(record, answer), Some(record.source)),
    };
    let mut line = Text(vec![strong(capitalised(findable(kind)))]).then(words);
    line.0.extend(source.map(cite).into_iter().flat_map(|mark| [plain(" "), mark]));
    vec![Block::Line(line), Block::Small(detail(hit, answer))]
}

/// Says what a record says, short.
fn gist(record: &Record, answer: &SearchAnswer) -> Text {
    let said = |words: &Words| match (words.quote(), words.paraphrase()) {
        (Some(quote), _) => say("“{}”", [short(quote)]),
        (None, paraphrase) => Text(paraphrase.map(short).into_iter().collect()),
    };
    let organisation = record.organisation.and_then(|number| answer.organisations.get(&number));
    match &record.body {
        Body::Count(count) => say("“{}”", [short(&count.wording)]),
        Body::Fact(fact) => say("{}, {}: “{}”", [short(&fact.subject), short(&fact.property), short(&fact.wording)]),
        Body::Statement(statement) => say("{}: ", [short(&statement.speaker)]).join(said(&statement.words)),
        Body::Response(response) => match response.speaker.as_ref().or(organisation) {
            Some(speaker) => say("{}: ", [short(speaker)]).join(said(&response.words)),
            None => said(&response.words),
        },
        Body::Request(request) => {
            let whom = organisation.map_or_else(|| plain("the organisation"), |name| short(name));
            say("{} asked {}", [short(&request.asker), whom])
        }
        Body::Commitment(commitment) => match organisation {
            Some(name) => say("{}: ", [short(name)]).join(say("“{}”", [short(&commitment.text)])),
            None => say("“{}”", [short(&commitment.text)]),
        },
    }
}

/// Says where something belongs: petition or addressees, date, number.
fn detail(hit: &Hit, answer: &SearchAnswer) -> Text {
    let number = |text: Text, number: &Number| text.join(Text::own(number.to_string()));
    let dotted = |text: Text| if text.0.is_empty() { text } else { text.join(Text::own(" · ")) };
    match hit {
        Hit::Petition(petition) => {
            let Some(found) = answer.petitions.get(petition) else { return number(Text::default(), petition) };
            let to = found.addressees.iter().filter_map(|one| answer.organisations.get(one)).take(NAMES);
            let to = all_of(to.map(|name| short(name)));
            let kind = Text::own(capitalised(petition_kind(found.doc.kind)));
            let line = if to.is_empty() { kind } else { kind.then(Text::own("to")).then(Text(to)) };
            number(dotted(line).join(say("{} · ", [date(found.doc.issued_on)])), petition)
        }
        Hit::Organisation(organisation, others) => {
            let line = if others.is_empty() { Text::default() } else { Text::own("also").then(others_of(others)) };
            number(dotted(line), organisation)
        }
        Hit::Source(source) => {
            let on = answer.sources.get(source).and_then(|found| found.doc.published);
            let line = on.map_or_else(Text::default, |on| Text(vec![date(on)]));
            number(dotted(line), source)
        }
        Hit::Record(record) => {
            let mut line = title(record.petition, answer);
            if let Some(on) = record.body.as_of() {
                line = dotted(line).join(Text(vec![date(on)]));
            }
            if record.state != RecordState::Accepted {
                line = dotted(line).join(Text::own(replaced(record.state)));
            }
            number(dotted(line), &record.number)
        }
    }
}

fn others_of(others: &[String]) -> Text {
    let listed = Text(any_of(others.iter().take(NAMES).map(|name| short(name))));
    match others.len().saturating_sub(NAMES) {
        0 => listed,
        left => listed.join(Text::own(format!(", and {}", counted(left, "more name", "more names")))),
    }
}

fn title(petition: Number, answer: &SearchAnswer) -> Text {
    Text(answer.petitions.get(&petition).map(|petition| short(&petition.doc.title)).into_iter().collect())
}

fn name(organisation: Number, answer: &SearchAnswer) -> Text {
    Text(answer.organisations.get(&organisation).map(|name| short(name)).into_iter().collect())
}

fn source_words(source: Number, answer: &SearchAnswer) -> Text {
    let Some(source) = answer.sources.get(&source) else { return Text::default() };
    let publisher = short(source.doc.publisher_or_host());
    match &source.doc.title {
        Some(title) => say("{}: {}", [publisher, short(title)]),
        None => Text(vec![publisher]),
    }
}

fn short(words: &str) -> Span {
    stored(brief(words, GIST))
}

/// Makes the choice that opens one: its value is the view it is seen in.
fn choice(hit: &Hit, answer: &SearchAnswer) -> Choice {
    let (number, kind, words, view) = match hit {
        Hit::Petition(number) => {
            let view = View::Petition { petition: PetitionRef::Number(*number) };
            (*number, Findable::Petition, title(*number, answer), view)
        }
        Hit::Organisation(number, _) => {
            let view = View::Organisation { organisation: number.to_string() };
            (*number, Findable::Organisation, name(*number, answer), view)
        }
        Hit::Source(number) => {
            let view = View::Source { source: number.get().to_string(), page: 1 };
            (*number, Findable::Source, source_words(*number, answer), view)
        }
        Hit::Record(record) => (record.number, record.body.kind().into(), gist(record, answer), view_of(record)),
    };
    Choice::new(&format!("{number} {}: {}", findable(kind), words.letters()), view)
}

/// Gives the question that a record answers.
fn view_of(record: &Record) -> View {
    let (petition, page) = (PetitionRef::Number(record.petition), 1);
    match &record.body {
        Body::Count(_) => {
            let history = if record.stands() { History::Current } else { History::Everything };
            View::Counts { petition, population: None, history, page }
        }
        Body::Fact(fact) => View::Facts { petition, property: Some(fact.property.clone()), page },
        Body::Statement(said) => View::Statements { petition, speaker: Some(said.speaker.clone()), page },
        Body::Response(_) | Body::Request(_) => View::Responses { petition, organisation: None, page },
        Body::Commitment(_) => View::Commitments { petition, page },
    }
}
