//! Refusals in words: what was wrong with which value, and what to do next. Nothing was changed.
//!
//! To add a refusal: a variant of [`Refusal`]; the compiler then asks for its words here.

mod fields;

use fields::{bad_choice, bad_counter, bad_text, bad_url, option, uncounted};

use super::acts::{ground, of_acts};
use super::prose::grouped;
use super::reply::{InstantStyle, Reply, Span, Text};
use super::reviewing::decided_by;
use super::say::{all_of, any_of, plain, say, stored_strong, strong, typed};
use super::view::View;
use crate::domain::acting::Removal;
use crate::domain::ids::Number;
use crate::domain::review::{Standing, SubmissionState};
use crate::domain::signatory::SignatoryStanding;
use crate::service::review::Decision;
use crate::service::rights::Act;
use crate::service::{Field, Refusal};

/// Answers a refusal: privately, plainly, with what to do next.
#[must_use]
pub(super) fn refused(refusal: &Refusal) -> Reply {
    let reply = Reply::refusal(words(refusal));
    if let Refusal::PetitionWaits(petition) = refusal {
        reply.offering("Open the petition", View::Submission { number: *petition })
    } else if let Refusal::SourceKnown(source) | Refusal::CopyKnown(source) = refusal {
        reply.offering("Show the source", View::Source { source: source.get().to_string(), page: 1 })
    } else if let Refusal::AskedAlready(waiting) = refusal {
        reply.offering("Show what waits", View::Submission { number: *waiting })
    } else {
        reply
    }
}

#[expect(clippy::too_many_lines, reason = "a table: one entry for each refusal")]
fn words(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::BadDate { field, value } => say(
            "{} should be a date such as `2018-06-19`, `2018-06`, `2018`, or `today`; it was “{}”.",
            [option(*field), typed(value)],
        ),
        Refusal::BadText { field, error } => bad_text(*field, error),
        Refusal::BadUrl(error) => bad_url(error),
        Refusal::FileTooLarge { bytes, limit } => say(
            "The file would have {} bytes, and Discord takes {}. The operator can write it with `undersigned export`.",
            [plain(grouped(*bytes)), plain(grouped(*limit))],
        ),
        Refusal::BadChoice { field, value } => bad_choice(*field, value),
        Refusal::NoSuchDigest(given) => {
            say("There is no digest “{}”. `/digest list` shows those that there are.", [typed(given)])
        }
        Refusal::TooManyDigests(most) => say(
            "There are {} digests, and no more can be. Delete one first: `/digest delete`.",
            [plain(grouped(*most))],
        ),
        Refusal::TooManyCards(most) => say(
            "There are {} cards, and no more can be. Take one off first: `/petition unpin`.",
            [plain(grouped(*most))],
        ),
        Refusal::NoSuchCard(channel) => say(
            "No card of that petition stands in {}. `/digest list` shows those that there are.",
            [Span::Channel(*channel)],
        ),
        Refusal::DigestPaused(number) => {
            say("Digest {} is paused, and sends nothing. `/digest resume` lets it run again.", [strong(number)])
        }
        Refusal::CannotWriteThere(channel) => say(
            "You cannot write in {}, so you cannot have the bot write there. Choose a channel in which you can.",
            [Span::Channel(*channel)],
        ),
        Refusal::BotCannotWriteThere(channel, missing) => say("In {} the bot lacks", [Span::Channel(*channel)])
            .then(Text(all_of(missing.iter().map(strong))))
            .join(say(". Give it these in the channel's settings, under Permissions, or choose another channel.", [])),
        Refusal::SeveralFilters => say(
            "A digest is about one of `petitions`, `organisation` and `tag`. Give one of them, or none for all.",
            [],
        ),
        Refusal::RoleNotMentionable => say(
            "The bot can mention only roles that anyone may mention. Allow it in Server Settings > Roles, or choose another.",
            [],
        ),
        Refusal::WrongOrder { field, value, after } => {
            say("{} should not lie before {}; it was “{}”.", [option(*field), typed(after), typed(value)])
        }
        Refusal::DueStands { number, due } => say(
            "{} is due {}, as it was promised, and that stays. What is promised anew is another commitment: \
             `/commitment log`.",
            [strong(number), typed(due)],
        ),
        Refusal::InTheFuture { field, value } => {
            say("{} is still to come: “{}”. Give a date that has begun.", [option(*field), typed(value)])
        }
        Refusal::NoSuchPetition { given, close } => say("There is no petition “{}”.", [typed(given)])
            .then(did_you_mean(close, "`/petition list` shows all; `/petition log` files one.")),
        Refusal::PetitionRemoved(petition, removal) => {
            say("The petition “{}” was removed from the record", [typed(petition)])
                .join(removed(removal.as_ref()))
                .then(say("`/petition list` shows those that stand.", []))
        }
        Refusal::RecordRemoved(number, removal) => {
            say("{} was removed from the record", [strong(number)]).join(removed(Some(removal)))
        }
        Refusal::NoPetitions => say("No petition is on record yet. `/petition log` files the first.", []),
        Refusal::NoSuchOrganisation { given, close } => say("There is no organisation “{}”.", [typed(given)])
            .then(did_you_mean(close, "The list that opens as you type has all on record.")),
        Refusal::WhichOrganisation(0) => {
            say("This petition names no addressee. Say in `organisation` which one you mean.", [])
        }
        Refusal::WhichOrganisation(addressees) => say(
            "This petition has {} addressees. Say in `organisation` which one you mean.",
            [plain(grouped(*addressees))],
        ),
        Refusal::NoSuchSource(given) => say(
            "There is no source “{}”. The list that opens as you type has all on record; `/source log` files one.",
            [typed(given)],
        ),
        Refusal::NoSuchSubmission(given) => {
            say("There is no submission “{}”. `/review queue` shows what waits.", [typed(given)])
        }
        Refusal::NotAllowed { act, needed } => not_allowed(*act, *needed),
        Refusal::Blocked => say(
            "Moderators have stopped you from filing here. You can go on asking. About filing, ask a moderator.",
            [],
        ),
        Refusal::OwnSubmission => say(
            "This is your own, and nobody approves or edits their own here. Another moderator can, or an admin can let \
             one moderate alone in `/setup`.",
            [],
        ),
        Refusal::TooFast { again_at } => say(
            "You have filed as much as one person may in so short a time. The next is taken {}; try again then.",
            [Span::Instant(*again_at, InstantStyle::Relative)],
        ),
        Refusal::DraftGone => {
            say("This draft is gone: it was filed or cancelled, or has waited too long. Run the command again.", [])
        }
        Refusal::AlreadyDecided(decision) => already_decided(decision),
        Refusal::NeedsSource(number) => say(
            "{} has no source yet, and nothing is published without one. Press **Edit** and give its address.",
            [strong(number)],
        ),
        Refusal::PetitionWaits(petition) => waits(*petition),
        Refusal::NoWords => say("There are no words to file. Give `quote`, `paraphrase`, or both.", []),
        Refusal::BeforeThePetition { said_on, issued_on } => say(
            "These words are of {}, before the petition of {}. File them with `/statement log`; if they speak of the \
             petition, set `refers` to `explicitly`.",
            [typed(said_on), typed(issued_on)],
        ),
        Refusal::NotTheOrganisation => say(
            "A response is the organisation's own words: `capacity` is `official` or `executive`. File what others \
             say with `/statement log`.",
            [],
        ),
        Refusal::Kinds(given) => say(
            "A response has one to three different kinds; there are {}. Choose them in `kind` and `also`; in a form, write them with commas between.",
            [plain(grouped(*given))],
        ),
        Refusal::ChooseReading => {
            say("These words can be read in several ways. Choose in the list which one is meant.", [])
        }
        Refusal::RoleTooHigh => say(
            "That role stands above your own highest role. Choose another, or ask somebody whose role is higher.",
            [],
        ),
        Refusal::EveryoneRole(Field::Contributors) => say(
            "@everyone is not a role to choose: every member has it. To let everyone file, set `submit` to `everyone`.",
            [],
        ),
        Refusal::EveryoneRole(field) => say(
            "@everyone is not a role to choose for {}: every member has it and could decide. Choose a role that only \
             moderators have.",
            [option(*field)],
        ),
        Refusal::TooManyDemands { given, limit } => say(
            "A petition takes at most {} demands here; there were {}, one a line. Join those that belong together.",
            [plain(grouped(*limit)), plain(grouped(*given))],
        ),
        Refusal::NoSuchPage => say("The list has changed and has no such page now. Run the command again.", []),
        Refusal::NotAName(_)
        | Refusal::NeedsBasis
        | Refusal::SameName { .. }
        | Refusal::NameBarred(_)
        | Refusal::NameInNote
        | Refusal::NoSuchSignatory(_)
        | Refusal::WhichSignatory(_)
        | Refusal::SignatoryIs { .. }
        | Refusal::NameNotKept(_)
        | Refusal::OwnErasure
        | Refusal::TooSoon { .. } => of_signatories(refusal),
        Refusal::NoSuchObject(_)
        | Refusal::StandsSo { .. }
        | Refusal::ObjectChanged(_)
        | Refusal::NotUndoable(_)
        | Refusal::Stays { .. }
        | Refusal::WentWith { .. }
        | Refusal::NotHeld(_)
        | Refusal::InUse(_)
        | Refusal::AskedAlready(_)
        | Refusal::OwnAct
        | Refusal::TooSoonToConfirm { .. }
        | Refusal::ActDecided { .. }
        | Refusal::Stopped
        | Refusal::WordingStays
        | Refusal::NothingToRedact
        | Refusal::WordsInNote
        | Refusal::NotAlike(_) => of_acts(refusal),
        Refusal::BadCounter(wrong) => bad_counter(wrong),
        Refusal::Uncounted(why) => uncounted(*why),
        Refusal::CounterKnown(number) => say(
            "This number is read already, by the live counter that began with {}. `/review stop` ends it.",
            [strong(number)],
        ),
        Refusal::NoCounter(number) => {
            say("No live counter goes on from {}. `/source show` names those of a source.", [strong(number)])
        }
        Refusal::NameTaken { name, of } => say(
            "“{}” is a name of {} already. One name leads to one organisation; choose another.",
            [typed(name), stored_strong(of)],
        ),
        Refusal::NothingToChange => {
            say("All of this stands so already, so nothing would change. Give what should be different.", [])
        }
        Refusal::NotThere { field, value } => say(
            "{}: there is no “{}” to take off. The petition's card shows what is there.",
            [option(*field), typed(value)],
        ),
        Refusal::Itself(field) => say("{} is the same one. Name another.", [option(*field)]),
        Refusal::TooMany { field, given, limit } => say(
            "{} takes at most {} at once; there were {}. Give the rest in a second filing.",
            [option(*field), plain(grouped(*limit)), plain(grouped(*given))],
        ),
        Refusal::ChangedMeanwhile { field, present } => say(
            "{} was changed after this was filed; it is “{}” now. Press **Edit** to give what it should be, or reject this.",
            [option(*field), typed(present)],
        ),
        Refusal::ResponseBefore { response, said_on } => say(
            "The response {} is of {} and does not say that it speaks of the petition, so the petition cannot have been \
             issued after it. Give an earlier date in `issued_on`.",
            [strong(response), typed(said_on)],
        ),
        Refusal::NoSuchDemand(given) => say(
            "There is no demand “{}”. The list that opens as you type has those of this channel's petition first.",
            [typed(given)],
        ),
        Refusal::NoSuchCommitment(given) => {
            say("There is no commitment “{}”. The list that opens as you type has all on record.", [typed(given)])
        }
        Refusal::NoLink => say(
            "This message holds no link, and nothing goes on record without a source. Use the menu on a message with \
             the page's address, or `/statement log`.",
            [],
        ),
        Refusal::NotYours(given) => {
            say("You have filed nothing as “{}” that is held under you. `/submissions` shows what is.", [typed(given)])
        }
        Refusal::QuestionOpen(number) => {
            say("A question about {} waits for its answer already. Ask the next one then.", [strong(number)])
        }
        Refusal::NoQuestion(number) => {
            say("No question about {} waits for an answer. `/submissions` shows what does.", [strong(number)])
        }
        Refusal::FiledAsModerator(number) => say(
            "{} was filed by a moderator or an admin, and nobody is blocked from that. An admin can take the role away.",
            [strong(number)],
        ),
        Refusal::NobodyHeld(number) => {
            say("Nothing is held any more of who filed {}. That goes 30 days after the decision.", [strong(number)])
        }
        Refusal::CopyKnown(source) => {
            say("This copy is on record already, with source {}. What waits with it is a duplicate.", [strong(source)])
        }
        Refusal::SourceKnown(source) => say("This page is on record already, as source {}.", [strong(source)]),
    }
}

/// Words a refusal about signatories. A name is said back to whoever typed it, and to nobody else.
fn of_signatories(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::NotAName(given) => {
            say("`name` should be a person's name as it is signed; it was “{}”.", [typed(given)])
        }
        Refusal::NeedsBasis => say(
            "A name is logged only with a reason in `basis`: `signs_in_source` where the person signs on the page at \
             `url`, or `consent` where the person has agreed to stand here and that page records it. A list that somebody \
             leaked is neither.",
            [],
        ),
        Refusal::SameName { number, on_record } => say(
            "{} has the same name as {} on the list. If it is the same person, reject it as a duplicate; if not, press \
             **Two people** in `/review show` and approve it then.",
            [strong(number), strong(on_record)],
        ),
        Refusal::NameBarred(number) => say(
            "{} has the name of somebody who was erased here at their wish, and is not logged again. Reject it: \
             `personal_data`.",
            [strong(number)],
        ),
        Refusal::NameInNote => {
            say("The note holds a part of the name, and notes are kept. Write it without the name.", [])
        }
        Refusal::NoSuchSignatory(given) => {
            say("There is no signatory “{}”. Give the number, or the whole name as it was logged.", [typed(given)])
        }
        Refusal::WhichSignatory(numbers) => say("Several have this name:", [])
            .then(Text(any_of(numbers.iter().map(strong))))
            .join(say(". Give the number of one.", [])),
        Refusal::NameNotKept(number) => say(
            "{} was logged where names are off: neither the name nor where the person belongs is held, so that nothing of \
             it can be wrong.",
            [strong(number)],
        ),
        Refusal::SignatoryIs { number, standing } => {
            let standing = match standing {
                SignatoryStanding::Standing => "on the list",
                SignatoryStanding::Withdrawn => "withdrawn already",
                SignatoryStanding::RetractedShown => "shown as withdrawn already",
                SignatoryStanding::Merged => "one with another entry",
                SignatoryStanding::Erased => "erased, for good",
            };
            say("{} is {}. Nothing was changed.", [strong(number), plain(standing)])
        }
        Refusal::TooSoon { number, from } => say(
            "The erasure of {} was asked for a moment ago. It can be confirmed {}; until then it is hidden.",
            [strong(number), Span::Instant(*from, InstantStyle::Relative)],
        ),
        _ => say(
            "You asked for this erasure yourself, and it needs a second moderator. Until another one confirms it, the \
             entry is hidden and not counted. An admin can let one moderate alone in `/setup`.",
            [],
        ),
    }
}

/// Says when and why something was removed, as far as readers are told.
fn removed(removal: Option<&Removal>) -> Text {
    let Some(Removal { at, why }) = removal else { return say(".", []) };
    let when = Span::Instant(*at, InstantStyle::Full);
    match why {
        Some(why) => say(" on {}: {}.", [when, plain(ground(*why))]),
        None => say(" on {}.", [when]),
    }
}

fn did_you_mean(close: &[String], otherwise: &'static str) -> Text {
    if close.is_empty() {
        return say(otherwise, []);
    }
    say("Did you mean", []).then(Text(any_of(close.iter().map(stored_strong)))).join(say("?", []))
}

fn not_allowed(act: Act, needed: Standing) -> Text {
    let who = match needed {
        Standing::Everyone => "members",
        Standing::Contributor => "contributors",
        Standing::Moderator => "moderators",
        Standing::Admin => "admins",
    };
    let what = match act {
        Act::Ask => "ask",
        Act::Submit => "file",
        Act::SeeQueue => "see what waits",
        Act::ApproveAnothers | Act::ApproveOwn => "approve",
        Act::SeeOwn => "see what they filed",
        Act::WithdrawOwn => "withdraw what they filed",
        Act::AnswerOwn => "answer about what they filed",
        Act::ReadLedger => "read the ledger",
        Act::AskWho => "ask what somebody did as a moderator",
        Act::SeeHeld => "see what is held about them",
        Act::ForgetOwn => "have erased what is held about them",
        Act::AskContributor => "ask contributors",
        Act::Block => "block contributors",
        Act::Reject => "reject",
        Act::Edit | Act::EditOwn => "edit what waits",
        Act::KeepApart => "say who is who on a list",
        Act::WithdrawSignatory => "take somebody off a list",
        Act::DescribeSignatory => "say more of who is on a list",
        Act::EraseSignatory | Act::ConfirmOwnErasure => "erase somebody from a list",
        Act::Amend => "change what is published",
        Act::ConfirmAct | Act::ConfirmOwnAct => "confirm what another moderator asked for",
        Act::Rate => "judge demands and commitments",
        Act::SetChannel => "choose what a channel is about",
        Act::ConfigureDigests => "set up digests",
        Act::Diagnose => "run the diagnosis",
        Act::Configure => "change the set-up",
    };
    let next = match needed {
        Standing::Everyone => "Join the server first.",
        Standing::Contributor => "Ask a moderator for the role.",
        Standing::Moderator => "Ask one, or an admin can name you in `/setup`.",
        Standing::Admin => "Ask somebody who has the permission Manage Server.",
    };
    say("Only {} can {}.", [plain(who), plain(what)]).then(say(next, []))
}

/// Says which role decided and when, never who.
fn already_decided(decision: &Decision) -> Text {
    let number = strong(decision.number);
    let when = Span::Instant(decision.at, InstantStyle::Relative);
    let by = decided_by(decision);
    match decision.state {
        SubmissionState::Pending => say("{} is being decided. Look at it again.", [number]),
        SubmissionState::Approved => say("{} was approved {} {}. Nothing was changed now.", [number, by, when]),
        SubmissionState::Rejected => say("{} was rejected {} {}. Nothing was changed now.", [number, by, when]),
        SubmissionState::Withdrawn => {
            say("{} was withdrawn by whoever filed it, {}. Nothing was changed now.", [number, when])
        }
    }
}

fn waits(petition: Number) -> Text {
    say("This is about the petition {}, which waits itself. Decide that one first.", [strong(petition)])
}
