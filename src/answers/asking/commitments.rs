//! "What was promised?": each commitment with its due date and what became of it.

use jiff::Timestamp;

use super::cite::{cite, cite_of};
use super::page::{Section, quoted};
use super::{Shown, page, petition_line};
use crate::answers::prose::date;
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{plain, say, stored, stored_strong, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::commitment::{Judgement, Rating};
use crate::domain::date::PartialDate;
use crate::domain::petition::{Demand, DemandOutcome};
use crate::service::Refusal;
use crate::service::ask::{About, CommitmentsAnswer, Promise, Rated};

/// Answers what was promised.
pub(super) fn reply(answer: &CommitmentsAnswer, shown: Shown) -> Result<Reply, Refusal> {
    let about = &answer.about;
    let reply = Reply::new(shown.audience).titled(Text::own("What was promised?")).small(petition_line(about));
    let at = |page| View::Commitments { petition: PetitionRef::Number(about.petition.number), page };
    let mut pieces: Vec<_> = answer.commitments.iter().flat_map(|promise| pieces(promise, about, answer.now)).collect();
    if pieces.is_empty() {
        let none = say("**No commitment is recorded.** `/commitment log` files one.", []);
        pieces.push(vec![Block::Line(none)]);
    }
    let judged = answer.demands.iter().filter(|demand| !demand.judgements.is_empty());
    let demands = Section::headed(Text::own("What became of the demands"), judged.map(demand).collect());
    page::put(reply, vec![Section::new(pieces), demands], (shown.page, page::MANY), &about.sources, at)
}

/// Tells a demand that was judged: its outcome and why, then what was judged before.
fn demand(demand: &Rated<Demand>) -> Vec<Block> {
    let spans = [stored_strong(shortened(&demand.of.text)), plain(demand.of.number.to_string())];
    let mut blocks = vec![Block::Item(say("{} · {}", spans))];
    for (place, judgement) in demand.judgements.iter().enumerate() {
        let line = judged(judgement).join(why(judgement));
        blocks.push(match place {
            0 => Block::Line(line),
            _ => Block::Small(Text::own("Earlier: ").join(line)),
        });
    }
    blocks
}

/// Tells a commitment: whose and when, its words, its due date and rating, and why it is rated so.
fn pieces(promise: &Promise, about: &About, now: Timestamp) -> Vec<Vec<Block>> {
    let made = &promise.of;
    let who = stored_strong(shortened(made.organisation.map_or("", |number| about.name(number))));
    let line = match made.body.made_on {
        Some(on) => say("{} · {}", [date(on), who]),
        None => say("{}", [who]),
    };
    let number = plain(made.number.to_string());
    let mut blocks = vec![Block::Item(line.then(cite_of(made)).join(say(" · {}", [number])))];
    let mut words = quoted(&made.body.text).into_iter();
    blocks.extend(words.next());
    let mut pieces = vec![blocks];
    pieces.extend(words.map(|block| vec![block]));
    let mut last = vec![Block::Line(due_and_rating(promise, now))];
    last.extend(promise.latest().map(|judgement| Block::Small(because(judgement))));
    let earlier = promise.judgements.iter().skip(1);
    last.extend(
        earlier.map(|judgement| Block::Small(Text::own("Earlier: ").join(judged(judgement)).join(why(judgement)))),
    );
    match pieces.last_mut() {
        Some(piece) => piece.extend(last),
        None => pieces.push(last),
    }
    pieces
}

/// Says when a commitment is due, that it is overdue, and how it is rated.
fn due_and_rating(promise: &Promise, now: Timestamp) -> Text {
    let rating = strong(crate::answers::prose::capitalised(names::rating(promise.rating())));
    let line = match promise.of.body.due {
        Some(due) => say("{} · due {}", [rating, date(due)]),
        None => say("{} · no due date was given", [rating]),
    };
    if promise.is_overdue(now) { line.join(Text::own(", overdue")) } else { line }
}

/// Says how and when something was judged, and on which source: "kept, judged 3 Jul 2018 [1]".
pub(super) fn judged(judgement: &Judgement) -> Text {
    say("{}, ", [plain(names::judged(judgement.judged))]).join(judged_on(judgement))
}

/// Says when something was judged, and on which source.
pub(super) fn judged_on(judgement: &Judgement) -> Text {
    let on = PartialDate::Day(judgement.judged_at.to_zoned(jiff::tz::TimeZone::UTC).date());
    say("judged {}", [date(on)]).then(Text(vec![cite(judgement.source)]))
}

fn because(judgement: &Judgement) -> Text {
    Text::own("Rating ").join(judged_on(judgement)).join(why(judgement))
}

fn why(judgement: &Judgement) -> Text {
    say(": {}", [stored(shortened(&judgement.reason))])
}

/// Tells a commitment in one line, for the petition's card.
pub(super) fn brief(promise: &Promise, about: &About, now: Timestamp) -> Text {
    let made = &promise.of;
    let who = stored(shortened(made.organisation.map_or("", |number| about.name(number))));
    let mut line = say("{}: “{}”", [who, stored(shortened(&made.body.text))]).then(cite_of(made));
    if let Some(due) = made.body.due {
        line = line.join(say(", due {}", [date(due)]));
    }
    if promise.is_overdue(now) {
        line = line.join(Text::own(", overdue"));
    }
    match promise.latest() {
        Some(judgement) => line.join(Text::own(": ")).join(judged(judgement)),
        None => line.join(say(": {}", [plain(names::rating(Rating::NotYetRated))])),
    }
}

/// Says in one line of the timeline what was due.
pub(super) fn due_event(promise: &Promise, about: &About, now: Timestamp) -> Text {
    let made = &promise.of;
    let who = stored(shortened(made.organisation.map_or("", |number| about.name(number))));
    let line = say("{}: what {} committed to, “{}”", [strong("Due"), who, stored(shortened(&made.body.text))]);
    let overdue = if promise.is_overdue(now) { "; overdue, " } else { "; " };
    line.join(say("{}{}", [plain(overdue), plain(names::rating(promise.rating()))])).then(cite_of(made))
}

/// Says how many demands are met and what became of the commitments.
pub(super) fn tally(demands: &[DemandOutcome], commitments: &[Promise], now: Timestamp) -> Text {
    let of = |outcome| demands.iter().filter(|became| **became == outcome).count().to_string();
    let (all, met, partly) = (demands.len(), of(DemandOutcome::Met), of(DemandOutcome::PartlyMet));
    let counted = match (all, partly.as_str()) {
        (0, _) => say("**Demands** none recorded", []),
        (all, "0") => say("**Demands** {} of {} met", [plain(met), plain(all.to_string())]),
        (all, partly) => {
            say("**Demands** {} of {} met, {} in part", [plain(met), plain(all.to_string()), plain(partly)])
        }
    };
    counted.join(say(" · **Commitments** {}", [plain(rated(commitments, now))]))
}

fn rated(commitments: &[Promise], now: Timestamp) -> String {
    if commitments.is_empty() {
        return "none recorded".to_owned();
    }
    let of = |rating: &Rating| commitments.iter().filter(|promise| promise.rating() == *rating).count();
    let each = Rating::ALL.iter().filter(|rating| of(rating) > 0);
    let mut words: Vec<String> = each.map(|rating| format!("{} {}", of(rating), names::rating(*rating))).collect();
    let overdue = commitments.iter().filter(|promise| promise.is_overdue(now)).count();
    if overdue > 0 {
        words.push(format!("{overdue} overdue"));
    }
    words.join(", ")
}
