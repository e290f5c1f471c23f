//! What is said of a source beside what it is: what a machine read of its page, and what it may be confused with.

use super::Responder;
use super::asking::source::counter;
use super::press::Press;
use super::prose::{bounds, capitalised, date};
use super::reply::{Action, Audience, Block, Choice, Reply, Style, Text};
use super::say::{all_of, button, plain, say, stored, strong, typed};
use super::words::figure::shortened;
use crate::domain::Reading;
use crate::domain::date::PartialDate;
use crate::domain::source::{Beside, MachineRead, Neighbour, NeighbourKind, SourceDoc};
use crate::domain::watching::Trouble;
use crate::service::log::{OfPage, Offer, Unread, WhichWords};
use crate::service::watching::Lost;

impl Responder {
    /// Tells moderators that the page of a live counter has no number any more.
    #[must_use]
    pub fn lost_counter(lost: &Lost) -> Reply {
        let since = [strong(lost.counter.number), date(PartialDate::Instant(lost.since))];
        Reply::new(Audience::Channel)
            .titled(Text::own("A live counter reads nothing any more"))
            .line(say("The counter that began with {} has had no number since {}.", since))
            .line(counter(&lost.counter, &lost.source.url))
            .small(say("It goes on trying. `/review stop` ends it, and `/count log` begins another.", []))
    }
}

/// The most further addresses of a source that are named.
const ADDRESSES: usize = 3;

/// Says what of a source a machine read on its page and nobody has confirmed, in full, so that somebody can.
pub(super) fn machine_read(source: &SourceDoc) -> Option<Text> {
    let mut said: Option<Text> = None;
    for read in &source.machine_read {
        let part = match (read, &source.publisher, &source.title, source.published, &source.language) {
            (MachineRead::Publisher, Some(name), ..) => say("publisher “{}”", [stored(shortened(name))]),
            (MachineRead::Title, _, Some(title), ..) => say("title “{}”", [stored(shortened(title))]),
            (MachineRead::Authors, ..) => say("by ", []).join(Text(all_of(source.authors.iter().map(stored)))),
            (MachineRead::Published, _, _, Some(day), _) => say("published {}", [date(day)]),
            (MachineRead::Language, .., Some(tag)) => say("language {}", [stored(tag)]),
            _ => continue,
        };
        said = Some(match said {
            Some(before) => before.join(Text::own(" · ")).join(part),
            None => say("Read on the page by a machine, confirmed by nobody: ", []).join(part),
        });
    }
    said
}

/// Says what came of reading the page that something is filed from, where that is not seen from what it gave.
pub(super) fn of_page(page: OfPage) -> Option<Text> {
    match page {
        OfPage::Unasked | OfPage::Read => None,
        OfPage::Unread(unread) => Some(not_read(unread)),
    }
}

/// Says which class of reason kept a page from being read, and nothing of where it led.
pub(super) fn not_read(unread: Unread) -> Text {
    Text::own(match unread {
        Unread::Off => "The page was not read: this bot fetches no pages.",
        Unread::TooMany => "The page was not read: you have begun many within a minute.",
        Unread::Resting => "The page was not read: its host asked to be left alone for a while.",
        Unread::Trouble(Trouble::Robots) => "The page was not read: its host asks programs to leave it alone.",
        Unread::Trouble(Trouble::Refused) => "The page was not read: nothing is fetched from such an address.",
        Unread::Trouble(Trouble::NotReached) => "The page was not read: its host could not be reached.",
        Unread::Trouble(Trouble::TooSlow) => "The page was not read: its host took too long.",
        Unread::Trouble(Trouble::Misbehaved) => "The page was not read: its host did not answer as it should.",
        Unread::Trouble(Trouble::NotFound) => "The page was not read: its host says that there is none.",
        Unread::Trouble(Trouble::FrontPage) => "The page was not read: the address leads to the site's front page.",
        Unread::Trouble(Trouble::ServerFault) => "The page was not read: its host has a fault.",
        Unread::Trouble(Trouble::Blocked) => "The page was not read: its host turns programs away.",
        Unread::Trouble(Trouble::Stub) => {
            "The page was not read: something stands in its place, such as a question for consent or an offer to subscribe."
        }
        Unread::Trouble(Trouble::OtherContent) => "The page was not read: it is no text.",
    })
}

/// Warns of what a source may be confused with: the same page under another address, and a host that looks like another.
pub(super) fn beside(beside: &Beside) -> Vec<Text> {
    let imitated = beside
        .imitated
        .iter()
        .map(|site| say("⚠ The host looks like {}, which is on record here, and is another", [strong(site)]));
    imitated.chain(beside.neighbours.iter().map(neighbour)).collect()
}

fn neighbour(one: &Neighbour) -> Text {
    let (number, url) = (strong(one.number), typed(one.url.as_str()));
    match one.kind {
        NeighbourKind::Declared => say("⚠ Its page says that it is {}, the source {}", [url, number]),
        NeighbourKind::Declares => say("⚠ The page of the source {} says that it is this one: {}", [number, url]),
        NeighbourKind::Near => say("⚠ Probably the same page: the source {}, {}", [number, url]),
    }
}

/// Names the further addresses of a source that waits.
pub(super) fn other_addresses(source: &SourceDoc) -> Option<Text> {
    let shown = source.other_urls.iter().rev().take(ADDRESSES).map(|url| typed(url.as_str()));
    let shown = Text(all_of(shown));
    (!source.other_urls.is_empty()).then(|| say("The same page under another address: ", []).join(shown))
}

/// Offers the sentences of a page that give a number of signers.
pub(super) fn which_words(which: &WhichWords) -> Reply {
    let mut reply = Reply::private(match (which.offers.len(), which.unread) {
        (_, Some(unread)) => {
            not_read(unread).then(say("Type the words that give the number, as they stand there.", []))
        }
        (0, None) => say(
            "No sentence that gives a number of signers was found on the page. Type the words, as they stand there.",
            [],
        ),
        (_, None) => say(
            "A machine read the page, and these sentences give a number of signers. Choose the one that you log, or type \
             the words.",
            [],
        ),
    });
    reply = reply.titled(say("In which words?", []));
    for (place, offer) in which.offers.iter().enumerate() {
        let words = say("{}", [plain(format!("{}.", place + 1))]).then(say("“{}”", [stored(&offer.wording)]));
        reply = reply.line(words);
        reply.blocks.push(Block::Small(read_as(offer)));
    }
    let options: Vec<Choice> = which
        .offers
        .iter()
        .enumerate()
        .map(|(place, offer)| Choice::new(&format!("{}. {}", place + 1, figures(offer)), place))
        .collect();
    if !options.is_empty() {
        let (placeholder, press) = ("Choose a sentence", Press::Wording(which.draft.clone()));
        reply = reply.row(vec![Action::Select { placeholder, press, options }]);
    }
    reply.row(vec![
        button("Type the words", Press::Change(which.draft.clone()), Style::Primary),
        button("Cancel", Press::Cancel(which.draft.clone()), Style::Danger),
    ])
}

/// Says how a sentence is read.
fn read_as(offer: &Offer) -> Text {
    let each: Vec<String> = offer.readings.iter().map(|one| format!("{}: {}", one.words(), bounds(one))).collect();
    match (offer.is_ambiguous, each.len()) {
        (true, _) => say("Can be read in several ways: {}. You are asked which.", [plain(each.join("; or "))]),
        (false, 1) => say("Read as {}.", [plain(each.join(""))]),
        (false, _) => say("Several figures, each filed by itself: {}.", [plain(each.join("; "))]),
    }
}

fn figures(offer: &Offer) -> String {
    let between = if offer.is_ambiguous { " or " } else { "; " };
    capitalised(&offer.readings.iter().map(Reading::words).collect::<Vec<_>>().join(between))
}
