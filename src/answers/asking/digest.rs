//! What is new, as a digest tells it: what changed first, a line each with its source, then what still waits.
//!
//! A run's items are put into messages when it is planned, and into words when each is sent: an item that has no words any
//! more, since it was erased or redacted meanwhile, is left out.

use jiff::Timestamp;

use super::counts::{self, Told};
use super::page::split;
use super::{changes, cite, commitments, facts, petition_line, responses, statements};
use crate::answers::prose::{counted, grouped};
use crate::answers::reply::{Audience, Block, InstantStyle, Reply, Span, Text};
use crate::answers::say::{all_of, plain, say, stored, strong};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::digest::{Cause, Item, RunDoc};
use crate::domain::ids::RoleId;
use crate::domain::petition::Collection;
use crate::domain::published::Record;
use crate::domain::record::{Body, RecordState};
use crate::service::ask::news::{Bulletin, Milestone, NewCount, News, PetitionNews, Place};

/// What belongs under one heading of a digest, in the order readers care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Counts,
    Said,
    Outcomes,
    Facts,
    Sources,
    Corrections,
    Petitions,
}

impl Part {
    fn of(news: &News) -> Self {
        match news {
            News::Count(_) | News::Rising(_) | News::Milestone(_) => Self::Counts,
            News::Response(_) | News::Statement(_) | News::Request(_) => Self::Said,
            News::Promised(_) | News::Kept(_) | News::Demand(_) => Self::Outcomes,
            News::Fact(_) => Self::Facts,
            News::Change(..) => Self::Sources,
            News::Corrected(..) | News::Restored(_) | News::WithCorrection => Self::Corrections,
            News::Begun | News::Collecting(_) | News::Removed => Self::Petitions,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Counts => "Counts",
            Self::Said => "What was said",
            Self::Outcomes => "Demands and commitments",
            Self::Facts => "Facts",
            Self::Sources => "Sources",
            Self::Corrections => "Corrections of what was told here",
            Self::Petitions => "Petitions",
        }
    }
}

/// Puts items into messages, in the order they are told. Without items there is one message.
pub(in crate::answers) fn into_messages(bulletin: &Bulletin, items: &[Item], now: Timestamp) -> Vec<Vec<Item>> {
    let mut told: Vec<(Part, Item)> =
        items.iter().filter_map(|item| Some((Part::of(bulletin.of(item)?.1), *item))).collect();
    // Stable: under one heading what was accepted first is told first. What corrects is told with what it corrects.
    told.sort_by_key(|(part, item)| (*part, item.petition));
    let pieces: Vec<Vec<Block>> =
        told.iter().map(|(_, item)| line(bulletin, item, now).into_iter().map(Block::Item).collect()).collect();
    let mut messages = vec![Vec::new()];
    for (message, (_, item)) in split(&pieces, &bulletin.sources).into_iter().zip(told) {
        if message == messages.len() {
            messages.push(Vec::new());
        }
        if let Some(last) = messages.last_mut() {
            last.push(item);
        }
    }
    messages
}

/// One message of a run.
pub(in crate::answers) struct Message<'a> {
    /// What it tells.
    pub(in crate::answers) items: &'a [Item],
    /// Which it is, from 1, and of how many.
    pub(in crate::answers) part: (usize, usize),
    /// What the run tells beside.
    pub(in crate::answers) run: &'a RunDoc,
    /// The role that the first message mentions.
    pub(in crate::answers) role: Option<RoleId>,
    /// When the run was due.
    pub(in crate::answers) due_at: Timestamp,
}

/// Words one message of a run.
pub(in crate::answers) fn message(told: &Message<'_>, bulletin: &Bulletin, now: Timestamp) -> Reply {
    if told.run.cause == Cause::Milestone {
        return milestones(told, bulletin, now);
    }
    let (part, of) = told.part;
    let title = if of > 1 { format!("What is new ({part} of {of})") } else { "What is new".to_owned() };
    let mut reply = Reply::new(Audience::Channel).titled(Text::own(title));
    reply.sound = told.run.sound;
    if let [petition] = bulletin.petitions.values().collect::<Vec<_>>().as_slice() {
        reply = reply.small(petition_line(&petition.about));
    }
    if part == 1 {
        reply.mention = told.role;
        reply = late(reply, told);
    }
    reply = news(reply, told.items, bulletin, now);
    if part == of {
        reply = rest(reply, told, bulletin, now);
    }
    cite::settle(&mut reply, &bulletin.sources);
    reply
}

/// Words a message that tells of milestones.
fn milestones(told: &Message<'_>, bulletin: &Bulletin, now: Timestamp) -> Reply {
    let passed = |item: &Item| match bulletin.of(item) {
        Some((_, News::Milestone(milestone))) => Some(plain(grouped(milestone.threshold))),
        Some(_) | None => None,
    };
    let thresholds: Vec<Span> = told.items.iter().filter_map(passed).collect();
    let title = if thresholds.len() == 1 { "A milestone: " } else { "Milestones: " };
    let mut reply = Reply::new(Audience::Channel).titled(Text::own(title).join(Text(all_of(thresholds))));
    reply.sound = told.run.sound;
    reply = told.items.iter().filter_map(|item| line(bulletin, item, now)).fold(reply, Reply::line);
    if reply.blocks.is_empty() {
        reply = reply
            .titled(Text::own("A milestone"))
            .line(Text::own("What was to be told here has been taken back since."));
    }
    cite::settle(&mut reply, &bulletin.sources);
    reply
}

/// Says a milestone: "**More than 1,000** employees of Microsoft have signed: An open letter, as of 21 Jun 2018 [1]".
fn milestone(passed: &Milestone, petition: &PetitionNews, told: Told<'_>) -> Text {
    let title = say(": {}", [stored(shortened(&petition.about.petition.doc.title))]);
    counts::milestone(&passed.count, title, told)
}

fn late(reply: Reply, told: &Message<'_>) -> Reply {
    if told.run.cause != Cause::Late {
        return reply;
    }
    let due = Span::Instant(told.due_at, InstantStyle::Full);
    let line = say("**Late:** this was due {}.", [due]);
    reply.small(match told.run.missed {
        0 => line,
        missed => line.then(Text::own(format!(
            "It stands for {} before as well.",
            counted(missed, "digest that was missed", "digests that were missed")
        ))),
    })
}

/// Tells items under their headings.
pub(in crate::answers) fn news(mut reply: Reply, items: &[Item], bulletin: &Bulletin, now: Timestamp) -> Reply {
    let mut under = None;
    for item in items {
        let (Some((_, news)), Some(line)) = (bulletin.of(item), line(bulletin, item, now)) else { continue };
        let part = Part::of(news);
        if under != Some(part) {
            if under.is_some() {
                reply = reply.gap();
            }
            under = Some(part);
            reply = reply.heading(Text::own(part.heading()));
        }
        reply = reply.item(line);
    }
    reply
}

/// Says what still waits, what was counted and not told, or that there is nothing new.
fn rest(mut reply: Reply, told: &Message<'_>, bulletin: &Bulletin, now: Timestamp) -> Reply {
    let nothing = told.part.1 == 1 && told.items.is_empty();
    if nothing && told.run.left_out == 0 && told.run.imported == 0 {
        reply = reply.line(Text::own("Nothing new since the last time."));
    } else if reply.blocks.is_empty() && !told.items.is_empty() {
        reply = reply.line(Text::own("What was to be told here has been taken back since."));
    }
    let waiting: Vec<Text> = bulletin.petitions.values().flat_map(|petition| waits(petition, bulletin, now)).collect();
    if !waiting.is_empty() {
        reply = reply.gap().heading(Text::own("Still waiting"));
        reply = waiting.iter().take(WAITING).cloned().fold(reply, Reply::item);
        if waiting.len() > WAITING {
            let left = counted(waiting.len() - WAITING, "more answer is awaited", "more answers are awaited");
            reply = reply.small(Text::own(format!("{left}.")));
        }
    }
    if told.run.imported > 0 {
        let petitions = counted(told.run.imported, "petition was", "petitions were");
        reply = reply.small(
            Text::own(format!("{petitions} taken in from an archive.")).then(say("`/petition list` shows them.", [])),
        );
    }
    if told.run.left_out > 0 {
        let changes = counted(told.run.left_out, "more change is", "more changes are");
        reply = reply.small(
            Text::own(format!("{changes} on record and not told one by one."))
                .then(say("`/petition timeline` and `/petition history` show all.", [])),
        );
    }
    reply
}

/// The most answers that are said to be awaited.
const WAITING: usize = 8;

fn waits(petition: &PetitionNews, bulletin: &Bulletin, now: Timestamp) -> Vec<Text> {
    let named = |text: Text| in_petition(petition, bulletin, text);
    petition.waits.iter().map(|silent| named(responses::brief(silent, &petition.about, now))).collect()
}

/// Says which petition a line is about, where the message tells of several.
fn in_petition(petition: &PetitionNews, bulletin: &Bulletin, line: Text) -> Text {
    if bulletin.petitions.len() < 2 {
        return line;
    }
    say("{}: ", [stored(shortened(&petition.about.petition.doc.title))]).join(line)
}

/// Says one item; nothing where there is nothing to say of it by itself.
fn line(bulletin: &Bulletin, item: &Item, now: Timestamp) -> Option<Text> {
    let (petition, news) = bulletin.of(item)?;
    let about = &petition.about;
    let told = Told::new(&bulletin.names, &bulletin.sources);
    let line = match news {
        News::Count(new) => count(new, told),
        News::Rising(group) => counts::rising(group)?,
        News::Milestone(passed) => return Some(milestone(passed, petition, told)),
        News::Response(said) => responses::event(said, about),
        News::Statement(said) => say("{}: ", [strong("Statement")]).join(statements::event(said)),
        News::Request(asked) => say("{}: ", [strong("Request")]).join(responses::request_event(asked, about)),
        News::Fact(fact) => facts::event(fact, &bulletin.sources),
        News::Promised(promise) => say("{}: ", [strong("Promised")]).join(commitments::brief(promise, about, now)),
        News::Kept(promise) => commitments::brief(promise, about, now),
        News::Demand(demand) => {
            let outcome = strong(names::outcome(demand.of.outcome));
            let line = say("Demand “{}”: {}", [stored(shortened(&demand.of.text)), outcome]);
            match demand.latest() {
                Some(judgement) => line.join(Text::own(", ")).join(commitments::judged_on(judgement)),
                None => line,
            }
        }
        News::Corrected(was, by) => corrected(was, by.as_deref(), bulletin),
        News::Restored(record) => {
            say("{}: ", [strong(format!("{} stands as follows", record.number))]).join(brief(record, bulletin))
        }
        News::Change(source, change) => changes::event(bulletin.sources.get(source)?, change),
        News::WithCorrection => return None,
        News::Begun => {
            let doc = &about.petition.doc;
            let spans = [stored(shortened(&doc.title)), crate::answers::prose::date(doc.issued_on)];
            let line = say("{}: ", [strong("New on record")]).join(say("{}, issued {}", spans));
            return Some(line.then(Text(vec![cite::cite(about.petition.source)])));
        }
        News::Collecting(collection) => {
            let spans = [stored(shortened(&about.petition.doc.title)), strong(collecting(*collection))];
            return Some(say("{}: {}", spans).then(Text(vec![cite::cite(about.petition.source)])));
        }
        News::Removed => {
            return Some(say("{} was removed from the record.", [strong(about.petition.number)]));
        }
    };
    Some(in_petition(petition, bulletin, line))
}

fn collecting(collection: Collection) -> &'static str {
    match collection {
        Collection::Unknown => "whether signatures are being collected is unknown",
        Collection::Collecting => "collecting signatures",
        Collection::Closed => "closed to new signatures",
        Collection::Delivered => "delivered",
        Collection::Concluded => "concluded",
        Collection::Withdrawn => "withdrawn by its organisers",
    }
}

/// Says a new count: what it rose or fell from where it is the one to show; else that it is history.
fn count(new: &NewCount, told: Told<'_>) -> Text {
    match (new.place, &new.before) {
        (Place::History, _) => say("{}: ", [strong("For the history")]).join(counts::dated(&new.count, told)),
        (Place::Beside, _) => say("{}: ", [strong("Beside it")]).join(counts::dated(&new.count, told)),
        (Place::Current, Some(before)) => {
            counts::brief(&new.group, told).join(Text::own("; ")).join(counts::change(&new.group, before, told))
        }
        (Place::Current, None) => counts::brief(&new.group, told),
    }
}

/// Says what was told, why it is not relied on any more and what stands in its place.
fn corrected(was: &Record, by: Option<&Record>, bulletin: &Bulletin) -> Text {
    let why = match was.state {
        RecordState::Superseded => "was corrected",
        RecordState::Retracted => "was taken back by who said it",
        RecordState::Accepted | RecordState::Deprecated | RecordState::Redacted | RecordState::Removed => {
            "is no longer relied on"
        }
    };
    let line = say("{} ", [strong(format!("{} {why}:", was.number))]).join(brief(was, bulletin));
    match by {
        Some(by) => line.join(Text::own("; it reads now: ")).join(brief(by, bulletin)),
        None => line,
    }
}

/// Says in a few words what a record says.
fn brief(record: &Record, bulletin: &Bulletin) -> Text {
    let words = match &record.body {
        Body::Count(count) => Text(vec![plain("“"), stored(shortened(&count.wording)), plain("”")]),
        Body::Fact(fact) => {
            let spans = [&fact.subject, &fact.property, &fact.wording].map(|words| stored(shortened(words)));
            say("{}, {}: “{}”", spans)
        }
        Body::Statement(said) => statements::words_in_brief(&said.words),
        Body::Response(said) => statements::words_in_brief(&said.words),
        Body::Request(asked) => say("{} asked for comment", [stored(shortened(&asked.asker))]),
        Body::Commitment(promise) => Text(vec![plain("“"), stored(shortened(&promise.text)), plain("”")]),
    };
    if bulletin.sources.contains_key(&record.source) {
        words.then(Text(vec![cite::cite(record.source)]))
    } else {
        words
    }
}

/// Numbers the footnotes of a reply that tells news.
pub(in crate::answers) fn settle(reply: &mut Reply, bulletin: &Bulletin) {
    cite::settle(reply, &bulletin.sources);
}
