//! What somebody proposes, in words: the same in the contributor's preview and before the moderators.

use super::amendments;
use super::prose::{
    access, bounds, capacity, capitalised, date, date_words, figure, language, measure, petition_kind, population,
    response_kind, source_type, visibility,
};
use super::reply::{Block, Footnote, Span, Text};
use super::say::{all_of, brief, plain, say, stored, stored_strong, strong, typed};
use super::words::figure::shortened;
use crate::domain::commitment::Commitment;
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::Collection;
use crate::domain::proposal::{CaptureProposal, PetitionProposal, Proposal};
use crate::domain::record::{Body, CountReport, FactClaim, Statement, Words};
use crate::domain::response::{Refers, Request, RequestResult, Response};
use crate::domain::signatory::{Basis, Part, SignatoryProposal};
use crate::domain::source::{HostWarning, SourceDoc, SourceUrl};
use crate::domain::watching::counter::Counting;
use crate::domain::{Language, Qualifier, Reading, Unit};

/// The most characters of the commitment that a response opens: its words stand above already.
const OPENED: usize = 160;

/// Says what is proposed; `organisation` names the one it concerns.
pub(super) fn proposed(proposal: &Proposal, organisation: Option<&str>) -> Vec<Block> {
    match proposal {
        Proposal::Petition(petition) => petition_blocks(petition, organisation),
        Proposal::Source(source) => source_blocks(source),
        Proposal::Capture(capture) => capture_blocks(capture),
        Proposal::Signatory(signatory) => signatory_blocks(signatory),
        Proposal::Record(record) => match &record.body {
            Body::Count(count) => {
                let mut blocks = count_blocks(count, organisation);
                blocks.extend(record.counting.as_ref().map(|counting| Block::Small(counting_line(counting))));
                blocks
            }
            Body::Fact(fact) => fact_blocks(fact),
            Body::Statement(statement) => statement_blocks(statement),
            Body::Response(response) => response_blocks(response, organisation),
            Body::Request(request) => request_blocks(request, organisation),
            Body::Commitment(commitment) => commitment_blocks(commitment, organisation),
        },
        Proposal::Organisation(proposed) => amendments::organisation(proposed),
        Proposal::PetitionEdit(edit) => amendments::petition_edit(edit),
    }
}

/// Gives the words by which a list tells a proposal from others.
pub(super) fn gist(proposal: &Proposal, longest: usize) -> String {
    let said = |words: &Words| words.quote().or(words.paraphrase()).unwrap_or_default().to_owned();
    let words = match proposal {
        Proposal::Petition(petition) => petition.doc.title.clone(),
        Proposal::Source(source) => source.title.clone().unwrap_or_else(|| source.url.host().to_owned()),
        Proposal::Capture(capture) => capture.archive_url.as_str().to_owned(),
        Proposal::Record(record) => match &record.body {
            Body::Count(count) => count.wording.clone(),
            Body::Fact(fact) => format!("{}: {}", fact.property, fact.wording),
            Body::Statement(statement) => format!("{}: {}", statement.speaker, said(&statement.words)),
            Body::Response(response) => said(&response.words),
            Body::Request(request) => request.asker.clone(),
            Body::Commitment(commitment) => commitment.text.clone(),
        },
        Proposal::Signatory(signatory) => {
            signatory.person.as_ref().map(|person| person.name.clone()).unwrap_or_default()
        }
        Proposal::Organisation(proposed) => proposed.organisation.name.clone(),
        Proposal::PetitionEdit(edit) => amendments::gist(edit),
    };
    brief(&words, longest)
}

/// Says in a line what was read out of words, with which ends, and as which language where it is not English.
fn reading_line(wording: &str, reading: Option<&Reading>, tag: Option<&str>) -> Text {
    let other = tag.and_then(Language::parse).filter(|language| *language != Language::English);
    match (reading, other) {
        (Some(reading), Some(other)) => {
            say("I read “{}” as {}: {}.", [stored(wording), plain(language(other)), plain(bounds(reading))])
        }
        (Some(reading), None) => say("I read “{}”: {}.", [stored(wording), plain(bounds(reading))]),
        (None, _) => say("I could not read a number in these words; they will stand as they are.", []),
    }
}

/// Starts a line with a figure as it was read, or with the words where they stand alone or give no figure.
fn headline(wording: &str, reading: Option<&Reading>) -> Text {
    gives_a_figure(reading).map_or_else(|| say("“{}”", [stored_strong(wording)]), figure)
}

fn gives_a_figure(reading: Option<&Reading>) -> Option<&Reading> {
    reading.filter(|reading| reading.qualifier() != Qualifier::Vague)
}

/// Adds a part behind a dot.
fn dotted(line: Text, part: Text) -> Text {
    line.join(say(" · ", [])).join(part)
}

fn count_blocks(count: &CountReport, organisation: Option<&str>) -> Vec<Block> {
    let (line, measure) = (headline(&count.wording, count.reading.as_ref()), Text::own(measure(count.measure)));
    let line = match gives_a_figure(count.reading.as_ref()) {
        Some(_) => line.then(measure),
        None => dotted(line, measure),
    };
    let line = dotted(line, population(count.population, organisation));
    let line = dotted(line, say("as of {}", [date(count.as_of)]));
    let mut blocks = vec![
        Block::Line(line),
        Block::Small(reading_line(&count.wording, count.reading.as_ref(), count.language.as_deref())),
        Block::Small(say("Counted by {}.", [stored(&count.originator)])),
    ];
    blocks.extend(count.note.as_ref().map(|note| Block::Small(say("Note: {}", [stored(note)]))));
    blocks
}

/// Says what a count has to do with a live counter.
fn counting_line(counting: &Counting) -> Text {
    match counting {
        Counting::From(counter) => say(
            "Live counter: {} is read by {}. Once this is approved, later numbers come on record by themselves, one an \
             hour at the most; a sudden fall or jump waits for review. `/review stop` ends it.",
            [typed(counter.url.as_str()), typed(&counter.rule)],
        ),
        Counting::By(first) => say(
            "Read by the live counter that began with {}, and suddenly another number than before: a fall, or a jump. \
             Rejected, it is asked about again tomorrow at the earliest.",
            [strong(first)],
        ),
    }
}

fn fact_blocks(fact: &FactClaim) -> Vec<Block> {
    let line = headline(&fact.wording, fact.reading.as_ref());
    let line = dotted(line, say("{}: {}", [stored(&fact.subject), stored(&fact.property)]));
    let line = match fact.as_of {
        Some(as_of) => dotted(line, say("as of {}", [date(as_of)])),
        None => line,
    };
    vec![
        Block::Line(line),
        Block::Small(reading_line(&fact.wording, fact.reading.as_ref(), fact.language.as_deref())),
        Block::Small(say("Said by {}.", [stored(&fact.originator)])),
    ]
}

fn statement_blocks(statement: &Statement) -> Vec<Block> {
    let line = say("{} ({})", [stored_strong(&statement.speaker), plain(capacity(statement.capacity))]);
    let line = dotted(line, Text(vec![date(statement.said_on)]));
    let line = with_channel(line, statement.channel.as_deref());
    let line = match &statement.directed_to {
        Some(directed_to) => dotted(line, say("to {}", [stored(directed_to)])),
        None => line,
    };
    let mut blocks = vec![Block::Line(line)];
    blocks.extend(words_blocks(&statement.words));
    blocks.extend(statement.about.as_ref().map(|about| Block::Small(say("About: {}", [stored(about)]))));
    blocks
}

fn response_blocks(response: &Response, organisation: Option<&str>) -> Vec<Block> {
    let who = match (organisation, response.speaker.as_deref()) {
        (Some(organisation), Some(speaker)) => say("{} · {}", [stored_strong(organisation), stored(speaker)]),
        (Some(name), None) | (None, Some(name)) => Text(vec![stored_strong(name)]),
        (None, None) => say("**The organisation**", []),
    };
    let line = who.join(say(" ({})", [plain(capacity(response.capacity))]));
    let line = with_channel(dotted(line, Text(vec![date(response.said_on)])), response.channel.as_deref());
    let kinds: Vec<_> = response.kinds.as_slice().iter().map(|kind| response_kind(*kind)).collect();
    let refers = match response.refers {
        Refers::Explicitly => "It speaks of the petition.",
        Refers::NotStated => "It does not say that it speaks of the petition.",
    };
    let mut blocks = vec![Block::Line(line)];
    blocks.extend(words_blocks(&response.words));
    blocks.push(Block::Small(say("Editor's reading: {}. {}", [plain(kinds.join(", ")), plain(refers)])));
    blocks.extend(response.judged_because.as_ref().map(|why| Block::Small(say("Because: {}", [stored(why)]))));
    blocks.extend(Commitment::opened_by(response).map(|opened| {
        let words = [stored(brief(&opened.text, OPENED))];
        Block::Line(say("It also opens a commitment, not yet rated, on the same source: {}", words))
    }));
    blocks
}

fn request_blocks(request: &Request, organisation: Option<&str>) -> Vec<Block> {
    let whom = organisation.map_or_else(|| plain("the organisation"), stored_strong);
    let line = say(
        "{} asked {} for comment on {}, with time until {}.",
        [stored_strong(&request.asker), whom, date(request.asked_on), date(request.deadline)],
    );
    let result = match request.result {
        Some(RequestResult::Replied) => "It replied.",
        Some(RequestResult::Declined) => "It declined.",
        None => "What came of it is not said.",
    };
    vec![Block::Line(line), Block::Small(Text::own(result))]
}

fn commitment_blocks(commitment: &Commitment, organisation: Option<&str>) -> Vec<Block> {
    let who = organisation.map_or_else(|| Text::own("The organisation"), |name| Text(vec![stored_strong(name)]));
    let mut line = who.then(Text::own("committed"));
    if let Some(made_on) = commitment.made_on {
        line = line.then(say("on {}", [date(made_on)]));
    }
    let line = match commitment.due {
        Some(due) => dotted(line, say("due {}", [date(due)])),
        None => dotted(line, Text::own("no due date")),
    };
    vec![Block::Line(line), Block::Line(Text(vec![stored(&commitment.text)]))]
}

fn petition_blocks(petition: &PetitionProposal, organisation: Option<&str>) -> Vec<Block> {
    let doc = &petition.doc;
    let mut line =
        say("{} to ", [plain(capitalised(petition_kind(doc.kind)))]).join(addressees(petition, organisation));
    line = dotted(line, say("issued {}", [date(doc.issued_on)]));
    line = dotted(line, Text::own(visibility(doc.visibility)));
    line = match petition.collection {
        Collection::Unknown => line,
        known => dotted(line, Text::own(known.as_str())),
    };
    let mut blocks = vec![Block::Line(Text(vec![stored_strong(&doc.title)])), Block::Line(line)];
    blocks.extend(doc.summary.as_ref().map(|summary| Block::Line(Text(vec![stored(summary)]))));
    if !petition.demands.is_empty() {
        blocks.push(Block::Line(say("It asks for:", [])));
        blocks.extend(petition.demands.iter().map(|demand| Block::Item(Text(vec![stored(demand)]))));
    }
    blocks.extend(doc.scope.as_ref().map(|scope| Block::Small(say("Who may sign: {}", [stored(scope)]))));
    if !doc.sponsors.is_empty() {
        blocks.push(Block::Small(say("Behind it: {}", [stored(doc.sponsors.join(", "))])));
    }
    blocks.push(Block::Small(say("Its short name: {}", [stored(petition.slug.as_str())])));
    blocks
}

fn addressees(petition: &PetitionProposal, organisation: Option<&str>) -> Text {
    let named: Vec<Span> = petition
        .addressees
        .iter()
        .map(|addressee| match (addressee, organisation) {
            (_, Some(name)) if petition.addressees.len() == 1 => stored(name),
            (OrganisationRef::New(name), _) => stored(name),
            (OrganisationRef::Known(number), _) => plain(number.to_string()),
        })
        .collect();
    if named.is_empty() {
        return Text::own("nobody who is named");
    }
    Text(all_of(named))
}

fn source_blocks(source: &SourceDoc) -> Vec<Block> {
    let name = source.title.as_deref().unwrap_or_else(|| source.publisher_or_host());
    let mut blocks = vec![Block::Line(Text(vec![stored_strong(name)]))];
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(source.source_type.map(source_type));
    parts.extend(source.access.map(access));
    if !parts.is_empty() {
        blocks.push(Block::Line(Text::own(capitalised(&parts.join(" · ")))));
    }
    if !source.authors.is_empty() {
        blocks.push(Block::Small(say("By {}", [stored(source.authors.join(", "))])));
    }
    blocks
}

fn signatory_blocks(signatory: &SignatoryProposal) -> Vec<Block> {
    let mut line = match &signatory.person {
        Some(person) => Text(vec![stored_strong(&person.name)]),
        None => say("**Somebody who signed**", []),
    };
    if let Some(affiliation) = signatory.person.as_ref().and_then(|person| person.affiliation.as_ref()) {
        line = line.join(say(", {}", [stored(affiliation)]));
    }
    if signatory.part == Part::FirstSignatory {
        line = dotted(line, Text::own("one of the first who signed"));
    }
    let basis = match signatory.basis {
        Basis::SignsInSource => "Basis: the person signs in the source.",
        Basis::Consent => "Basis: the person has agreed, and the source records it.",
    };
    vec![Block::Line(line), Block::Small(Text::own(basis))]
}

fn with_channel(line: Text, channel: Option<&str>) -> Text {
    match channel {
        Some(channel) => dotted(line, Text(vec![stored(channel)])),
        None => line,
    }
}

fn words_blocks(words: &Words) -> Vec<Block> {
    let quote = words.quote().map(|quote| Block::Quote(Text(vec![stored(quote)])));
    let paraphrase = words.paraphrase().map(|paraphrase| Block::Line(Text(vec![stored(paraphrase)])));
    quote.into_iter().chain(paraphrase).collect()
}

/// Says of which source an archived copy is, where it is, and when it was made.
fn capture_blocks(capture: &CaptureProposal) -> Vec<Block> {
    let of = say("An archived copy of {} “{}”", [strong(capture.source), stored(&capture.name)]);
    let made = say("Made {}, at {}", [date(capture.archived_at), stored(capture.archive_url.as_str())]);
    let other = capture
        .other_page
        .as_ref()
        .map(|page| say("⚠ By its address it is a copy of another page: {}", [stored(shortened(page.as_str()))]));
    let warnings = host_warnings(&capture.archive_url).into_iter().chain(other);
    [of, made].into_iter().chain(warnings).map(Block::Line).collect()
}

/// Says where a proposal stands. The host is always named, so that a publisher's name alone fools nobody.
pub(super) fn source_line(source: &SourceDoc) -> Text {
    let host = source.url.host();
    let line = match &source.publisher {
        Some(publisher) => say("Source: {} ({})", [stored(publisher), stored(host)]),
        None => say("Source: {}", [stored(host)]),
    };
    let line = match source.published {
        Some(published) => line.join(say(", {}", [date(published)])),
        None => line,
    };
    line.then(Text(vec![Span::Mark(1)])).join(say(", read there {}", [date(source.retrieved_at)]))
}

/// Says what of a source's host a person should look at before trusting it: it may be another than it seems.
pub(super) fn host_warnings(url: &SourceUrl) -> Vec<Text> {
    let host = || plain(url.host());
    let warn = |warning| match warning {
        HostWarning::Number => say("⚠ The host is a number and no name: {}", [host()]),
        HostWarning::International { shown } => {
            say("⚠ The host {} is written “{}”", [host(), stored(shortened(&shown))])
        }
        HostWarning::MixedScripts { label } => {
            say("⚠ “{}” mixes letters of scripts that are not written together", [stored(shortened(&label))])
        }
        HostWarning::LooksLike { label, ascii } => {
            say("⚠ “{}” looks like “{}” and is another host", [stored(shortened(&label)), stored(shortened(&ascii))])
        }
        HostWarning::Unreadable { label } => say("⚠ “{}” stands for no letters", [stored(shortened(&label))]),
    };
    url.warnings().into_iter().map(warn).collect()
}

/// Makes the footnote to [`source_line`].
pub(super) fn footnote(source: &SourceDoc, pending: bool) -> Footnote {
    let publisher = source.publisher_or_host();
    let label = match source.published {
        Some(day) => format!("{publisher}, {}", date_words(day)),
        None => publisher.to_owned(),
    };
    Footnote { label, url: source.url.clone(), archived: None, pending }
}

/// Words a way to read a number for a list: "12 of 50: exactly 12".
pub(super) fn reading_choice(reading: &Reading, label: &str) -> String {
    let noun = match reading.unit() {
        Unit::Things(noun) => format!(" {noun}"),
        Unit::People | Unit::Money(_) | Unit::Percent | Unit::Number => String::new(),
    };
    format!("{}{noun}: {} ({label})", capitalised(&reading.words()), bounds(reading))
}
