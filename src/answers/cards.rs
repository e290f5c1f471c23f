//! Cards: a petition's answer as a message that is kept current, and what is said when one is pinned.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::asking::petition_card;
use super::reply::{Answer, Audience, InstantStyle, Reply, Span, Text};
use super::say::{say, stored, strong};
use super::view::{PetitionRef, View};
use super::words::figure::shortened;
use super::{Responder, digests};
use crate::service::Caller;
use crate::service::cards::{CardShown, CardWarning, Content};
use crate::service::digests::ChannelChoice;

impl Responder {
    /// Answers `/petition pin`.
    pub async fn pin_card(&self, caller: &Caller, petition: &str, channel: &ChannelChoice) -> Answer {
        let result = self.service.pin_card(caller, petition, channel).await;
        self.settle(result, |pinned| {
            let spans = [stored(shortened(&pinned.title)), Span::Channel(pinned.card.channel)];
            Answer::Reply(
                Reply::private(say("**Pinned.** “{}” stands in {} within a minute, and is kept current there.", spans))
                    .small(say(
                        "The message is edited when something of it changes. `/petition unpin` takes it off; `/digest list` \
                         shows all.",
                        [],
                    )),
            )
        })
    }

    /// Answers `/petition unpin`.
    pub async fn unpin_card(&self, caller: &Caller, petition: &str, channel: &ChannelChoice) -> Answer {
        let result = self.service.unpin_card(caller, petition, channel).await;
        self.settle(result, |unpinned| {
            let spans = [stored(shortened(&unpinned.title)), Span::Channel(unpinned.card.channel)];
            Answer::Reply(Reply::private(say(
                "The card of “{}” in {} is no longer kept. Its message says so, and can be deleted.",
                spans,
            )))
        })
    }

    /// Words a card, without when it changed.
    #[must_use]
    pub fn card(content: &Content) -> Reply {
        let says = |line: Text| Reply::new(Audience::Channel).line(line);
        match content {
            Content::Petition(answer) => petition_card(answer),
            Content::Hidden => says(say("This petition is not shown at present.", [])),
            Content::Merged(into) => says(say("This petition is one with {} now.", [strong(into)]))
                .offering("Petition", View::Petition { petition: PetitionRef::Number(*into) }),
            Content::Removed(number) => says(say("{} was removed from the record.", [strong(number)])),
            Content::Left => says(say("This card is no longer kept current. `/petition show` shows the petition.", [])),
        }
    }

    /// Says of a card's words since when they stand.
    #[must_use]
    pub fn dated_card(words: Reply, content: &Content, now: Timestamp) -> Reply {
        match content {
            Content::Left => words,
            Content::Petition(_) | Content::Hidden | Content::Merged(_) | Content::Removed(_) => {
                words.gap().small(say("Kept current; as of {}.", [Span::Instant(now, InstantStyle::Full)]))
            }
        }
    }

    /// Gives a hash of what a card says, by which a change is known.
    #[must_use]
    pub fn card_hash(words: &Reply) -> String {
        let hash = Sha256::digest(format!("{words:?}"));
        hash.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Tells moderators that a card was paused.
    #[must_use]
    pub fn card_warning(warning: &CardWarning) -> Reply {
        let card = &warning.card;
        let spans = [strong(card.number), Span::Channel(card.channel)];
        let reply = Reply::new(Audience::Channel)
            .titled(Text::own("A card is paused"))
            .line(say("Card {} in {} is not kept current any more.", spans));
        let reply = card.paused.into_iter().fold(reply, |reply, why| reply.line(digests::hindrance(why)));
        reply.small(say("`/petition pin` lets it run again, `/petition unpin` takes it off.", []))
    }
}

/// Says in one line which petition stands where as a card, and whether it is kept current.
pub(super) fn line(shown: &CardShown) -> Text {
    let card = &shown.card;
    let spans = [strong(card.number), Span::Channel(card.channel), stored(shortened(&shown.title))];
    let line = say("{} · {} · card of “{}”", spans);
    match (card.paused, card.edited_at) {
        (Some(why), _) => line.join(Text::own(" · ")).join(Text(vec![strong("paused:")])).then(digests::hindrance(why)),
        (None, Some(at)) => line.join(say(" · changed {}", [Span::Instant(at, InstantStyle::Relative)])),
        (None, None) => line.join(Text::own(" · about to be sent")),
    }
}
