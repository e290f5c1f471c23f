//! What a contributor sees before filing, and after.

use super::forms::form;
use super::press::Press;
use super::proposals::{footnote, host_warnings, proposed, reading_choice, source_line};
use super::prose::counted;
use super::reply::{Action, Answer, Audience, Block, Choice, Footnote, Reply, Span, Style, Text};
use super::say::{all_of, button, plain, say, stored, stored_strong, strong, typed};
use super::sourcing::{beside, machine_read, of_page, other_addresses, which_words};
use super::view::{History, PetitionRef, View};
use crate::domain::Reading;
use crate::domain::guild::Names;
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::review::SubmissionKind;
use crate::service::log::{
    DraftId, Drafted, Filed, Likeness, MayApprove, PetitionOffer, Preview, Similar, WhichPetition,
};
use crate::service::review::SubmissionView;

/// The most similar items that are named; the rest is counted.
const SIMILAR_SHOWN: usize = 4;

/// Answers what became of a typed command or a press.
pub(super) fn drafted(drafted: &Drafted) -> Answer {
    match drafted {
        Drafted::NeedsPetition(which) => Answer::Reply(which_petition(which)),
        Drafted::NeedsWords(draft, words) => Answer::Form(form(words, Press::Words(draft.clone()))),
        Drafted::NeedsWording(which) => Answer::Reply(which_words(which)),
        Drafted::NeedsReading(draft, readings) => Answer::Reply(which_reading(draft, readings)),
        Drafted::Preview(shown) => Answer::Reply(preview(shown)),
    }
}

/// Answers what became of a form. A form cannot be answered with another one, so words that are missing are asked for
/// by a button.
pub(super) fn drafted_by_form(result: &Drafted) -> Answer {
    match result {
        Drafted::NeedsWords(draft, _) => Answer::Reply(
            Reply::private(say("The words are still missing. Write them, and the preview follows.", [])).row(vec![
                button("Write the words", Press::AskWords(draft.clone()), Style::Primary),
                button("Cancel", Press::Cancel(draft.clone()), Style::Danger),
            ]),
        ),
        Drafted::NeedsPetition(_) | Drafted::NeedsWording(_) | Drafted::NeedsReading(..) | Drafted::Preview(_) => {
            drafted(result)
        }
    }
}

/// Asks which petition a message is about, and shows what was taken from it.
fn which_petition(which: &WhichPetition) -> Reply {
    let mut reply = Reply::private(say("**Which petition is this about?** A form follows.", []));
    reply = reply.line(say("Taken from the message: {}", [typed(&which.url)]));
    if let Some(quote) = &which.quote {
        reply = reply.quote(Text(vec![typed(quote)]));
    }
    let offer = |one: &PetitionOffer| {
        let waits = if one.waiting { " (yours, waiting)" } else { "" };
        Choice::new(&format!("{}{waits}", one.title), one.number.get())
    };
    let options = which.petitions.iter().map(offer).collect();
    let select = Action::Select { placeholder: "Choose a petition", press: Press::About(which.draft.clone()), options };
    reply.blocks.extend(of_several_links(which.links));
    reply
        .small(say("Nothing is kept of who wrote the message. `/statement log` takes any petition.", []))
        .row(vec![select])
        .row(vec![button("Cancel", Press::Cancel(which.draft.clone()), Style::Danger)])
}

/// Says which link was taken, where a message holds several.
fn of_several_links(links: usize) -> Option<Block> {
    let line = "The message holds {} links; this is the first. The log commands take any.";
    (links > 1).then(|| Block::Small(say(line, [plain(links.to_string())])))
}

fn which_reading(draft: &DraftId, readings: &[(Reading, &'static str)]) -> Reply {
    let mut options: Vec<Choice> = readings
        .iter()
        .enumerate()
        .map(|(place, (reading, label))| Choice::new(&reading_choice(reading, label), place))
        .collect();
    options.push(Choice::new("None of these: the words stand as they are", readings.len()));
    let select = Action::Select { placeholder: "Choose what is meant", press: Press::Reading(draft.clone()), options };
    Reply::private(say("These words can be read in more than one way. Choose what the source means.", []))
        .titled(say("Which is meant?", []))
        .row(vec![select])
        .row(vec![button("Cancel", Press::Cancel(draft.clone()), Style::Danger)])
}

fn preview(shown: &Preview) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("Is this right?", []));
    if let Some(petition) = &shown.petition {
        reply = reply.line(say("For {}", [stored_strong(petition)]));
    }
    if shown.proposals.len() > 1 {
        let figures = counted(shown.proposals.len(), "figure stands", "figures stand");
        reply = reply.line(say("{} in these words; each is filed by itself.", [plain(figures)]));
    }
    for (place, proposal) in shown.proposals.iter().enumerate() {
        if place > 0 {
            reply = reply.gap();
        }
        reply.blocks.extend(proposed(proposal, shown.organisation.as_deref()));
    }
    if shown.proposals.iter().any(Proposal::needs_source) {
        reply = with_source(reply.gap(), shown);
    }
    reply.blocks.extend(of_several_links(shown.links));
    reply = with_similar(reply, &shown.similar);
    let public = match shown.proposals.first() {
        Some(Proposal::Signatory(signatory)) => what_of_a_name_is_public(signatory.names),
        _ => what_is_public(shown.may_approve),
    };
    reply.small(public).row(preview_buttons(shown))
}

fn with_source(mut reply: Reply, shown: &Preview) -> Reply {
    let Some(source) = shown.proposals.iter().find_map(|proposal| proposal.source()) else {
        return reply.line(say(
            "No source is given yet, and nothing is published without one. **Describe source** adds it.",
            [],
        ));
    };
    reply.footnotes.push(footnote(source, shown.source_known.is_none()));
    let line = source_line(source);
    let warnings = host_warnings(&source.url).into_iter().chain(beside(&shown.beside));
    let reply = warnings.fold(reply, Reply::line);
    let reply = match shown.source_known {
        Some(number) => reply.line(line.join(say("; on record as {}", [strong(number)]))),
        None if source.publisher.is_none() => {
            reply.line(line).small(say("Nobody has said who publishes it; **Describe source** does.", []))
        }
        None => reply.line(line),
    };
    let reply = other_addresses(source).into_iter().fold(reply, Reply::small);
    let reply = of_page(shown.page).into_iter().fold(reply, Reply::small);
    match machine_read(source) {
        Some(read) => reply.small(read.join(say(". **Describe source** confirms or mends it.", []))),
        None => reply,
    }
}

/// Adds what is like a proposal, on record or waiting, each with where it stands.
pub(super) fn with_similar(mut reply: Reply, similar: &[Similar]) -> Reply {
    for one in similar.iter().take(SIMILAR_SHOWN) {
        let line = similar_line(one);
        reply = match linked(&mut reply, one) {
            Some(mark) => reply.line(line.then(Text(vec![Span::Mark(mark)]))),
            None => reply.line(line),
        };
    }
    let more = similar.len().saturating_sub(SIMILAR_SHOWN);
    if more > 0 {
        return reply.line(say("⚠ {} like it.", [plain(counted(more, "more is", "more are"))]));
    }
    reply
}

/// Gives the mark of the footnote that leads to where something alike stands: one that is there, or a new one.
fn linked(reply: &mut Reply, one: &Similar) -> Option<usize> {
    let url = one.url.as_ref()?;
    let known = reply.footnotes.iter().position(|note| note.url == *url);
    let place = known.unwrap_or_else(|| {
        let label = format!("{}, {}", one.number, one.publisher);
        reply.footnotes.push(Footnote { label, url: url.clone(), archived: None, pending: one.pending });
        reply.footnotes.len() - 1
    });
    Some(place + 1)
}

fn similar_line(one: &Similar) -> Text {
    let mut line = match one.likeness {
        Likeness::Content => say("⚠ Similar: {}", [strong(one.number)]),
        Likeness::SameName => say("⚠ The same name: {}", [strong(one.number)]),
        Likeness::NearName => say("⚠ Nearly the same name: {}", [strong(one.number)]),
    };
    if !one.words.is_empty() {
        line = line.join(say(", “{}”", [typed(&one.words)]));
    }
    if !one.publisher.is_empty() {
        line = line.join(say(", {}", [stored(&one.publisher)]));
    }
    if one.same_page {
        line = line.join(say(", the same page", []));
    }
    if one.pending {
        line = line.join(say(", still waiting", []));
    }
    line
}

fn what_is_public(may_approve: MayApprove) -> Text {
    match may_approve {
        MayApprove::No => say(
            "Once a moderator approves it, everyone here can see it. Nobody sees who filed it; moderators see a handle \
             that holds for one petition only.",
            [],
        ),
        MayApprove::Yes => say(
            "Once it is approved, everyone here can see it. Nobody sees who filed it; if you approve it yourself, the \
             ledger says that one decided alone.",
            [],
        ),
    }
}

fn what_of_a_name_is_public(names: Names) -> Text {
    match names {
        Names::Off => say(
            "Names are off here. Once a moderator has decided, the name is gone: what is kept is a keyed hash that knows \
             it again, and the list counts one more. Nobody sees who filed it.",
            [],
        ),
        Names::On => say(
            "Names are on here. Once a moderator approves it, everyone here can read the name in a private answer. \
             Nobody sees who filed it.",
            [],
        ),
    }
}

fn preview_buttons(shown: &Preview) -> Vec<Action> {
    let draft = || shown.draft.clone();
    let mut buttons = match shown.may_approve {
        MayApprove::Yes => vec![
            button("File and approve", Press::FileAndApprove(draft()), Style::Primary),
            button("File", Press::File(draft()), Style::Secondary),
        ],
        MayApprove::No => vec![button("File", Press::File(draft()), Style::Primary)],
    };
    buttons.push(button("Change", Press::Change(draft()), Style::Secondary));
    // What is on record of a source is not described anew.
    if shown.source_known.is_none() && shown.proposals.iter().any(Proposal::needs_source) {
        buttons.push(button("Describe source", Press::Describe(draft()), Style::Secondary));
    }
    buttons.push(button("Cancel", Press::Cancel(draft()), Style::Danger));
    buttons
}

/// Says that a draft is thrown away.
pub(super) fn cancelled() -> Reply {
    Reply::private(say("Cancelled. Nothing was filed, and the draft is gone.", []))
}

/// Says what was filed and now waits.
pub(super) fn filed(filed: &Filed) -> Reply {
    let numbers = all_of(filed.numbers.iter().map(strong));
    let next = if filed.numbers.len() == 1 {
        "A moderator will look at it. Nothing is public before that; if it is approved, it keeps this number."
    } else {
        "A moderator will look at each. Nothing is public before that; what is approved keeps its number."
    };
    Reply::private(say("Filed as", []).then(Text(numbers)).join(say(".", [])).then(say(next, [])))
}

/// Says what was filed and approved in one, and what the record now says.
pub(super) fn filed_and_approved(filed: &Filed, first: Option<&SubmissionView>) -> Reply {
    let numbers = all_of(filed.numbers.iter().map(strong));
    let mut reply =
        Reply::private(say("Filed and approved as", []).then(Text(numbers)).join(say(". It is on record now.", [])));
    let Some(first) = first else { return reply };
    if let Some(proposal) = &first.proposal {
        reply.blocks.extend(proposed(proposal, first.organisation.as_deref()));
        if let Some(source) = proposal.source() {
            reply.footnotes.push(footnote(source, false));
            reply = reply.line(source_line(source));
        }
    }
    reply = match first.kind {
        SubmissionKind::Petition => reply.line(say("Next: `/count log` files how many signed.", [])),
        SubmissionKind::Source
        | SubmissionKind::Count
        | SubmissionKind::Fact
        | SubmissionKind::Statement
        | SubmissionKind::Response
        | SubmissionKind::Request
        | SubmissionKind::Commitment
        | SubmissionKind::Organisation
        | SubmissionKind::PetitionEdit
        | SubmissionKind::Signatory => reply,
    };
    match answer_view(first) {
        Some(view) => reply.offering("Show the answer", view),
        None => reply,
    }
}

/// Gives the question that a published submission answers.
fn answer_view(published: &SubmissionView) -> Option<View> {
    let about = || -> Option<PetitionRef> {
        let petition: Number = published.proposal.as_ref()?.petition()?;
        Some(PetitionRef::Number(petition))
    };
    Some(match published.kind {
        SubmissionKind::Petition => View::Petition { petition: PetitionRef::Number(published.number) },
        SubmissionKind::Source if matches!(published.proposal, Some(Proposal::Capture(_))) => {
            let Some(Proposal::Capture(capture)) = &published.proposal else { return None };
            View::Source { source: capture.source.get().to_string(), page: 1 }
        }
        SubmissionKind::Source => View::Source { source: published.number.get().to_string(), page: 1 },
        SubmissionKind::Count => {
            View::Counts { petition: about()?, population: None, history: History::Current, page: 1 }
        }
        SubmissionKind::Signatory => View::Signatories { petition: about()?, by: None, page: 1 },
        SubmissionKind::Fact => View::Facts { petition: about()?, property: None, page: 1 },
        SubmissionKind::Statement => View::Statements { petition: about()?, speaker: None, page: 1 },
        SubmissionKind::Commitment => View::Commitments { petition: about()?, page: 1 },
        SubmissionKind::PetitionEdit => View::Petition { petition: about()? },
        SubmissionKind::Organisation => match published.proposal.as_ref()? {
            Proposal::Organisation(proposed) => View::Organisation { organisation: proposed.organisation.name.clone() },
            _ => return None,
        },
        SubmissionKind::Response | SubmissionKind::Request => {
            View::Responses { petition: about()?, organisation: None, page: 1 }
        }
    })
}
