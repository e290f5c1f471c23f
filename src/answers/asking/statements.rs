//! "What was said?": statements by where they stand to the petition, each with its speaker, capacity and source.

use super::cite::cite_of;
use super::page::{Section, parts, quoted};
use super::{Shown, page, petition_line};
use crate::answers::prose::date;
use crate::answers::reply::{Block, Reply, Text};
use crate::answers::say::{any_of, plain, say, stored, stored_strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::date::PartialDate;
use crate::domain::published::Cited;
use crate::domain::record::{Statement, Words};
use crate::service::Refusal;
use crate::service::ask::{Placed, StatementsAnswer};

/// The most speakers that are named where the one asked for is not on record.
const NAMED: usize = 8;

/// Answers what was said.
pub(super) fn reply(answer: &StatementsAnswer, speaker: Option<&str>, shown: Shown) -> Result<Reply, Refusal> {
    let title = match speaker {
        Some(speaker) => say("What has {} said?", [stored(shortened(as_recorded(answer, speaker)))]),
        None => Text::own("What has been said?"),
    };
    let reply = Reply::new(shown.audience).titled(title).small(petition_line(&answer.about));
    let petition = answer.about.petition.number;
    let at = |page| {
        let petition = PetitionRef::Number(petition);
        View::Statements { petition, speaker: speaker.map(str::to_owned), page }
    };
    let sections = if answer.statements.is_empty() { vec![none(answer, speaker)] } else { sections(answer) };
    page::put(reply, sections, (shown.page, page::MANY), &answer.about.sources, at)
}

/// Names a speaker as the record does, where all that was found is theirs.
fn as_recorded<'a>(answer: &'a StatementsAnswer, typed: &'a str) -> &'a str {
    let mut speakers = answer.statements.iter().map(|(_, said)| said.body.speaker.as_str());
    let first = speakers.next();
    first.filter(|first| speakers.all(|other| other == *first)).unwrap_or(typed)
}

fn none(answer: &StatementsAnswer, speaker: Option<&str>) -> Section<'static> {
    let text = match speaker {
        Some(speaker) if !answer.others.is_empty() => {
            let some = any_of(answer.others.iter().take(NAMED).map(|name| stored(shortened(name))));
            let left = answer.others.len().saturating_sub(NAMED);
            let more = if left == 0 { ".".to_owned() } else { format!(", or {left} more.") };
            say("**No statement is recorded by** {}. You can ask for", [stored_strong(shortened(speaker))])
                .then(Text(some))
                .join(Text::own(more))
        }
        Some(_) | None => say("**No statement is recorded.** `/statement log` files one.", []),
    };
    Section::new(vec![vec![Block::Line(text)]])
}

fn sections(answer: &StatementsAnswer) -> Vec<Section<'static>> {
    [Placed::Since, Placed::Before, Placed::Unclear].map(|placed| section(answer, placed)).into()
}

fn section(answer: &StatementsAnswer, placed: Placed) -> Section<'static> {
    let of_it = answer.statements.iter().filter(|(place, _)| *place == placed);
    Section::headed(Text::own(heading(placed)), of_it.flat_map(|(_, said)| pieces(said)).collect())
}

/// Heads what was said before the petition, or since.
pub(super) fn heading(placed: Placed) -> &'static str {
    match placed {
        Placed::Before => "Before the petition",
        Placed::Since => "Since the petition",
        Placed::Unclear => "Around the petition (the dates do not say which came first)",
    }
}

/// Tells a statement: who, when and where, then the words; a long quotation goes on in further pieces.
pub(super) fn pieces(said: &Cited<Statement>) -> Vec<Vec<Block>> {
    let statement = &said.body;
    let mut line = say("{} · ", [date(statement.said_on)])
        .join(speaker(&statement.speaker, names::speaking_as(statement.capacity)));
    line = place(line, statement.channel.as_deref());
    if let Some(to) = &statement.directed_to {
        line = line.join(say(", to {}", [stored(shortened(to))]));
    }
    if let Some(about) = &statement.about {
        line = line.join(say(", about {}", [stored(shortened(about))]));
    }
    told(line.then(cite_of(said)), &statement.words)
}

/// Names a speaker and in which capacity they speak.
pub(super) fn speaker(name: &str, capacity: Option<&'static str>) -> Text {
    let named = Text(vec![stored_strong(shortened(name))]);
    match capacity {
        Some(capacity) => named.join(say(", {}", [plain(capacity)])),
        None => named,
    }
}

/// Says where something was said.
pub(super) fn place(line: Text, channel: Option<&str>) -> Text {
    match channel {
        Some(channel) => line.join(say(" ({})", [stored(shortened(channel))])),
        None => line,
    }
}

/// Puts words under the line that introduces them: the quotation as such, then what was said in other words.
pub(super) fn told(line: Text, words: &Words) -> Vec<Vec<Block>> {
    let quote = words.quote().map(quoted).unwrap_or_default();
    let paraphrase = words.paraphrase().map(in_other_words).unwrap_or_default();
    let mut blocks = quote.into_iter().chain(paraphrase);
    let mut first = vec![Block::Item(line)];
    first.extend(blocks.next());
    let mut pieces = vec![first];
    for block in blocks {
        match (&block, pieces.last_mut()) {
            // A short paraphrase stays with its quotation.
            (Block::Line(text), Some(last)) if short(text) => last.push(block),
            _ => pieces.push(vec![block]),
        }
    }
    pieces
}

fn in_other_words(words: &str) -> Vec<Block> {
    let to_line = |block: Block| if let Block::Quote(text) = block { Block::Line(text) } else { block };
    parts(words).into_iter().map(to_line).collect()
}

fn short(text: &Text) -> bool {
    let length = |span: &crate::answers::reply::Span| match span {
        crate::answers::reply::Span::Stored(words) => words.chars().count(),
        _ => 0,
    };
    text.0.iter().map(length).sum::<usize>() <= 400
}

/// Says a statement in one line of the timeline; what it leaves out of the words is counted.
pub(super) fn event(said: &Cited<Statement>) -> Text {
    let line = speaker(&said.body.speaker, names::speaking_as(said.body.capacity));
    let line = place(line, said.body.channel.as_deref());
    line.join(Text::own(": ")).join(words_in_brief(&said.body.words)).then(cite_of(said))
}

/// Says words in one line: the quotation, else what was said in other words.
pub(super) fn words_in_brief(words: &Words) -> Text {
    match (words.quote(), words.paraphrase()) {
        (Some(quote), _) => say("“{}”", [stored(shortened(quote))]),
        (None, Some(paraphrase)) => Text(vec![stored(shortened(paraphrase))]),
        (None, None) => Text::default(),
    }
}

/// Says when something was said, as it heads a line.
pub(super) fn on(when: PartialDate) -> Text {
    say("{} · ", [date(when)])
}
