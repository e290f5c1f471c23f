//! "What is known?": claims by subject and property, those that contradict one another first.

use super::cite::cite_of;
use super::page::Section;
use super::{Shown, page, petition_line};
use crate::answers::prose::date;
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{any_of, plain, say, stored, stored_strong, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::number::few_of;
use crate::domain::published::Sources;
use crate::domain::text::fold;
use crate::domain::weigh::Agreement;
use crate::service::Refusal;
use crate::service::ask::facts::Fact;
use crate::service::ask::{FactGroup, FactsAnswer};

/// Answers what is known, of one property or of all.
pub(super) fn reply(answer: &FactsAnswer, property: Option<&str>, shown: Shown) -> Result<Reply, Refusal> {
    let title = match answer.groups.as_slice() {
        [only] => named(only),
        _ => Text::own("What else is on record?"),
    };
    let reply = Reply::new(shown.audience).titled(title).small(petition_line(&answer.about));
    let petition = answer.about.petition.number;
    let at = |page| {
        let petition = PetitionRef::Number(petition);
        View::Facts { petition, property: property.map(str::to_owned), page }
    };
    let sources = &answer.about.sources;
    let sections = match answer.groups.as_slice() {
        [] => vec![none(answer, property)],
        [only] => vec![Section::new(pieces(only, sources))],
        several => several.iter().map(|group| Section::headed(named(group), pieces(group, sources))).collect(),
    };
    page::put(reply, sections, (shown.page, page::MANY), sources, at)
}

fn named(group: &FactGroup) -> Text {
    say("{}: {}", [stored(shortened(&group.subject)), stored(shortened(&group.property))])
}

fn none(answer: &FactsAnswer, property: Option<&str>) -> Section<'static> {
    let text = match property {
        Some(property) if !answer.others.is_empty() => {
            let others = any_of(answer.others.iter().take(8).map(|other| stored(shortened(other))));
            say("**Nothing is recorded about** {}. You can ask for", [stored_strong(shortened(property))])
                .then(Text(others))
                .join(Text::own("."))
        }
        Some(_) | None => say("**No fact is recorded.** `/fact log` files one.", []),
    };
    Section::new(vec![vec![Block::Line(text)]])
}

fn pieces(group: &FactGroup, sources: &Sources) -> Vec<Vec<Block>> {
    let line = |fact: &Fact| say("{}", [stored_strong(shortened(&fact.body.wording))]).join(told(fact, sources));
    let mut pieces: Vec<Vec<Block>> = match group.agreement {
        Agreement::Disputed => {
            let values = group.current.iter().take(group.in_dispute);
            let mut words: Vec<&str> = values.map(|fact| fact.body.wording.as_str()).collect();
            words.dedup();
            let values = any_of(words.into_iter().map(|words| stored_strong(shortened(words))));
            vec![vec![Block::Line(Text(vec![strong("Disputed: ")]).join(Text(values)))]]
        }
        Agreement::Consistent => {
            let agree = few_of(group.current.len(), "report agrees", "reports agree");
            vec![vec![Block::Line(Text::own(format!("{agree}:")))]]
        }
        Agreement::Single => Vec::new(),
    };
    let disputed = group.current.iter().take(group.in_dispute).map(|fact| vec![Block::Item(line(fact))]);
    let agrees = match group.in_dispute {
        0 => "",
        2 => ", agrees with both",
        _ => ", agrees with each",
    };
    let agreeing = group.current.iter().skip(group.in_dispute);
    let agreeing = agreeing.map(|fact| vec![Block::Item(line(fact).join(Text::own(agrees)))]);
    pieces.extend(disputed.chain(agreeing));
    let earlier = group.earlier.iter().map(|fact| vec![Block::Item(say("Earlier: ", []).join(line(fact)))]);
    pieces.extend(earlier);
    pieces
}

/// Says who claims it, when it was so, and where it stands.
fn told(fact: &Fact, sources: &Sources) -> Text {
    let originator = &fact.body.originator;
    let publisher = sources.get(&fact.source).map_or("", |source| source.doc.publisher_or_host());
    let mut line = say(" · {}", [stored(shortened(originator))]);
    if fold(originator) != fold(publisher) {
        line = line.join(say(", in {}", [stored(shortened(publisher))]));
    }
    if let Some(as_of) = fact.body.as_of {
        line = line.join(Text(vec![plain(", as of "), date(as_of)]));
    }
    line.then(cite_of(fact))
}

/// Says a new claim in one line.
pub(super) fn event(fact: &Fact, sources: &Sources) -> Text {
    let body = &fact.body;
    let spans =
        [stored(shortened(&body.subject)), stored(shortened(&body.property)), stored_strong(shortened(&body.wording))];
    say("{}, {}: {}", spans).join(told(fact, sources))
}
