//! Digests: what is said when they are set up, listed, looked at beforehand and paused.

use jiff::Timestamp;

use super::asking::chart::attached;
use super::asking::digest::{Message, into_messages, message, news};
use super::prose::{capitalised, counted};
use super::reply::{Answer, Audience, Choice, InstantStyle, Reply, Span, Text};
use super::say::{all_of, plain, say, stored, strong};
use super::words::figure::shortened;
use super::{Responder, acts, cards};
use crate::domain::digest::{Day, Filter, Item, NothingNew, Nth, Paused, Recurrence, Sound};
use crate::service::Caller;
use crate::service::ask::chart::ChartAnswer;
use crate::service::ask::news::Bulletin;
use crate::service::cards::CardShown;
use crate::service::digests::{Considered, DigestChange, DigestShown, MOST, Outlook, Part, Sending, Verdict, Warning};

/// The most that is listed of what is not told.
const LISTED: usize = 15;

/// What is done to a digest that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestDeed {
    /// It is shown.
    Show,
    /// It is paused.
    Pause,
    /// It runs again.
    Resume,
    /// It is sent now.
    Send,
    /// It is deleted.
    Delete,
}

impl Responder {
    /// Answers `/digest create`.
    pub async fn create_digest(&self, caller: &Caller, change: &DigestChange, since: Option<&str>) -> Answer {
        let result = self.service.create_digest(caller, change, since).await;
        let looked_back = since.is_some();
        self.settle(result, |digest| {
            let line = say("**Set up** as {}.", [strong(digest.digest.number)]);
            let from = if looked_back {
                "Its first run tells what was accepted since the date you gave."
            } else {
                "It tells what is accepted from now on."
            };
            Answer::Reply(shown(Reply::private(line), &digest).small(Text::own(from)))
        })
    }

    /// Answers `/digest edit`.
    pub async fn edit_digest(&self, caller: &Caller, digest: &str, change: &DigestChange) -> Answer {
        let result = self.service.edit_digest(caller, digest, change).await;
        self.settle(result, |digest| {
            let line = say("Digest {} is now:", [strong(digest.digest.number)]);
            Answer::Reply(shown(Reply::private(line), &digest))
        })
    }

    /// Answers `/digest show`, `pause`, `resume`, `send` and `delete`.
    pub async fn do_to_digest(&self, caller: &Caller, digest: &str, deed: DigestDeed) -> Answer {
        let (result, line) = match deed {
            DigestDeed::Delete => {
                let result = self.service.delete_digest(caller, digest).await;
                return self.settle(result, |number| {
                    let line = say(
                        "Digest {} is deleted. What it sent stays; `/digest create` sets up another.",
                        [strong(number)],
                    );
                    Answer::Reply(Reply::private(line))
                });
            }
            DigestDeed::Show => (self.service.digest(caller, digest).await, "Digest {}:"),
            DigestDeed::Pause => (self.service.pause_digest(caller, digest).await, "Digest {} is paused."),
            DigestDeed::Resume => (self.service.resume_digest(caller, digest).await, "Digest {} runs again."),
            DigestDeed::Send => {
                (self.service.send_digest(caller, digest).await, "Digest {} is sent now, beside its schedule.")
            }
        };
        self.settle(result, |digest| {
            let line = say(line, [strong(digest.digest.number)]);
            Answer::Reply(shown(Reply::private(line), &digest))
        })
    }

    /// Answers `/digest list`.
    pub async fn list_digests(&self, caller: &Caller) -> Answer {
        let result = match (self.service.digests(caller).await, self.service.cards(caller).await) {
            (Ok(digests), Ok(cards)) => Ok((digests, cards)),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        self.settle(result, |(digests, cards)| Answer::Reply(pinned(list(&digests), &cards)))
    }

    /// Answers `/digest preview`.
    pub async fn preview_digest(&self, caller: &Caller, digest: &str) -> Answer {
        let result = self.service.preview_digest(caller, digest).await;
        let now = self.service.now();
        self.settle(result, |outlook| Answer::Reply(preview(&outlook, now)))
    }

    /// Puts what a run tells into messages.
    #[must_use]
    pub fn digest_messages(bulletin: &Bulletin, items: &[Item], now: Timestamp) -> Vec<Vec<Item>> {
        into_messages(bulletin, items, now)
    }

    /// Words one message of a run.
    #[must_use]
    pub fn digest_message(
        sending: &Sending,
        part: &Part,
        items: &[Item],
        (bulletin, drawn): (&Bulletin, Option<&ChartAnswer>),
        now: Timestamp,
    ) -> Reply {
        let claimed = &sending.claimed;
        let which = usize::try_from(part.part).unwrap_or(1);
        let told = Message {
            items,
            part: (which, sending.parts.len()),
            run: &claimed.doc,
            role: claimed.role,
            due_at: claimed.due_at,
        };
        let mut reply = message(&told, bulletin, now);
        reply.file = drawn.and_then(attached);
        reply
    }

    /// Tells moderators that a digest was paused.
    #[must_use]
    pub fn digest_warning(warning: &Warning) -> Reply {
        let digest = &warning.digest;
        let spans = [strong(digest.number), Span::Channel(digest.channel)];
        let reply = Reply::new(Audience::Channel)
            .titled(Text::own("A digest is paused"))
            .line(say("Digest {} for {} is paused.", spans));
        let reply = digest.paused.into_iter().fold(reply, |reply, why| reply.line(remedy(why)));
        reply.small(say("What it would have told is kept. `/digest resume` lets it run again.", []))
    }
}

/// Says why a digest is paused and what mends it.
pub(super) fn remedy(why: Paused) -> Text {
    match why {
        Paused::UnknownChannel => hindrance(why).then(say("`/digest edit` chooses another.", [])),
        Paused::ByModerator | Paused::NoAccess | Paused::MissingPermissions | Paused::Refused => hindrance(why),
    }
}

/// Says why something is not sent any more.
pub(super) fn hindrance(why: Paused) -> Text {
    match why {
        Paused::ByModerator => say("A moderator paused it.", []),
        Paused::NoAccess => say("The bot does not see the channel. Give it **View Channel** there.", []),
        Paused::MissingPermissions => {
            say("The bot may not write there. `/undersigned diagnose` says which permissions it lacks.", [])
        }
        Paused::UnknownChannel => say("The channel is gone.", []),
        Paused::Refused => {
            say("Discord refused its message, which is a fault of the bot's. The operator finds it in the log.", [])
        }
    }
}

fn shown(reply: Reply, shown: &DigestShown) -> Reply {
    let digest = &shown.digest;
    let doc = &digest.doc;
    let mut reply = reply
        .item(say("Channel: {}", [Span::Channel(digest.channel)]))
        .item(Text::own("About: ").join(about(shown)))
        .item(
            Text::own(format!("Runs: {}, at {} in ", schedule(doc.recurrence), clock(doc.at)))
                .join(say("{}", [stored(doc.zone.clone())])),
        )
        .item(Text::own(match doc.nothing_new {
            NothingNew::Silent => "When nothing is new: no message",
            NothingNew::Line => "When nothing is new: one line",
        }));
    if doc.sound == Sound::Silent {
        reply = reply.item(Text::own("Sent silently, without a notification"));
    }
    if let Some(role) = digest.role {
        reply = reply.item(say("Mentions {}", [Span::Role(role)]));
    }
    if let Some(why) = digest.paused {
        return reply.line(Text(vec![strong("Paused.")]).then(remedy(why)));
    }
    // By hand it is due at once, which its schedule does not know of.
    let next = shown.next.iter().map(|at| Span::Instant(*at, InstantStyle::Full));
    reply.item(Text::own("Next: ").join(Text(all_of(next))))
}

/// Makes a digest a choice: "#12, every Monday, 09:00".
pub(super) fn choice(shown: &DigestShown) -> Choice {
    let doc = &shown.digest.doc;
    let paused = if shown.digest.paused.is_some() { ", paused" } else { "" };
    let label = format!("{}, {}, {}{paused}", shown.digest.number, schedule(doc.recurrence), clock(doc.at));
    Choice::new(&label, shown.digest.number.get())
}

fn about(shown: &DigestShown) -> Text {
    let named = || Text(all_of(shown.about.iter().map(|name| stored(shortened(name)))));
    match &shown.digest.doc.filter {
        Filter::All => Text::own("all petitions"),
        Filter::Organisation(_) => Text::own("petitions to").then(named()),
        Filter::Petitions(_) => named(),
        Filter::Tag(_) => Text::own("petitions tagged").then(named()),
    }
}

fn clock(at: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Says on which dates something runs: "every second Monday".
fn schedule(recurrence: Recurrence) -> String {
    match recurrence {
        Recurrence::Day => "every day".to_owned(),
        Recurrence::Weekday => "Monday to Friday".to_owned(),
        Recurrence::Weeks { weeks: 1, on, .. } => format!("every {}", day(on)),
        Recurrence::Weeks { weeks, on, .. } => format!("{} of every {weeks} weeks", day(on)),
        Recurrence::MonthDay { day: 31 } => "the last day of each month".to_owned(),
        Recurrence::MonthDay { day } => format!("day {day} of each month"),
        Recurrence::MonthNth { nth, on } => {
            let nth = match nth {
                Nth::Of(1) => "first",
                Nth::Of(2) => "second",
                Nth::Of(3) => "third",
                Nth::Of(_) => "fourth",
                Nth::Last => "last",
            };
            format!("the {nth} {} of each month", day(on))
        }
    }
}

fn day(day: Day) -> String {
    capitalised(day.as_str())
}

fn list(digests: &[DigestShown]) -> Reply {
    let reply = Reply::new(Audience::Private).titled(Text::own("Digests"));
    if digests.is_empty() {
        return reply.line(say("**No digest is set up.** `/digest create` sets one up for a channel.", []));
    }
    let reply = digests.iter().fold(reply, |reply, one| {
        let doc = &one.digest.doc;
        let spans = [strong(one.digest.number), Span::Channel(one.digest.channel)];
        let line = say("{} · {} · ", spans).join(about(one));
        let line = line.join(Text::own(format!(" · {}, {}", schedule(doc.recurrence), clock(doc.at))));
        match (one.digest.paused, one.next.first()) {
            (Some(why), _) => {
                reply.item(line.join(Text::own(" · ")).join(Text(vec![strong("paused:")])).then(remedy(why)))
            }
            (None, Some(next)) => {
                reply.item(line.join(say(" · next {}", [Span::Instant(*next, InstantStyle::Relative)])))
            }
            (None, None) => reply.item(line),
        }
    });
    reply.small(Text::own(format!("{} of {MOST} at the most.", digests.len())))
}

/// Lists the cards that are kept current, where there are any.
fn pinned(reply: Reply, cards: &[CardShown]) -> Reply {
    if cards.is_empty() {
        return reply;
    }
    cards.iter().map(cards::line).fold(reply.gap().heading(Text::own("Cards")), Reply::item)
}

/// Shows what a digest would tell now, and why it would not tell the rest.
fn preview(outlook: &Outlook, now: Timestamp) -> Reply {
    let told: Vec<Item> = outlook.told().collect();
    let messages = into_messages(&outlook.bulletin, &told, now);
    let ordered: Vec<Item> = messages.iter().flatten().copied().collect();
    let first = messages.first().map(Vec::as_slice).unwrap_or_default();
    let number = strong(outlook.digest.number);
    let mut reply = Reply::new(Audience::Private).titled(Text::own("What the digest would tell now"));
    reply = if told.is_empty() {
        reply.line(say("Digest {} has nothing to tell.", [number]))
    } else {
        let messages = counted(messages.len(), "message", "messages");
        reply.line(say("Digest {} has {} to send.", [number, plain(messages)]))
    };
    reply = news(reply, first, &outlook.bulletin, now);
    if ordered.len() > first.len() {
        let left = counted(ordered.len() - first.len(), "more change follows", "more changes follow");
        reply = reply.small(Text::own(format!("{left} in the next messages.")));
    }
    if outlook.run.imported > 0 {
        let petitions = counted(outlook.run.imported, "petition", "petitions");
        reply = reply.small(Text::own(format!("{petitions} taken in from an archive: told as a number.")));
    }
    let not: Vec<&Considered> = outlook.considered.iter().filter(|one| one.verdict != Verdict::Told).collect();
    if !not.is_empty() {
        reply = reply.gap().heading(Text::own("Not told"));
        for one in not.iter().take(LISTED) {
            let spans = [plain(acts::object_kind(one.kind)), strong(one.item.object), plain(why_not(one.verdict))];
            reply = reply.item(say("{} {}: {}", spans));
        }
        if not.len() > LISTED {
            reply = reply.small(Text::own(format!("{} more not told.", not.len() - LISTED)));
        }
    }
    super::asking::digest::settle(&mut reply, &outlook.bulletin);
    reply
}

fn why_not(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Told => "told",
        Verdict::OutsideFilter => "the digest is about other petitions",
        Verdict::PetitionHidden => "its petition is out of readers' sight",
        Verdict::DoesNotStand => "it does not stand any more, and was never told here",
        Verdict::ToldBefore => "told in this channel before",
        Verdict::NothingToTell => "it changes nothing that digests tell",
        Verdict::TooOld => "older than what is told after missed runs; counted",
        Verdict::TooMany => "more than one run tells; counted",
    }
}
