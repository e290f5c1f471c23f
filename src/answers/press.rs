//! What a button, select or form does: a version, an act and an id, and never any authority.
//!
//! As a `custom_id`: `v1:<act>:<id>`. Whoever forges one reaches nothing that they could not reach by command. An
//! unknown version or act is answered "run the command again".

use std::fmt;

use crate::domain::ids::Number;
use crate::domain::review::RejectReason;
use crate::service::log::DraftId;
use crate::service::privacy::Where;

use super::view::View;

/// What pressing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Shows a view in the message's place: another page, or another question.
    Show(View),
    /// Shows a view of what was chosen in a select: its value is the number of a petition, submission or source, and
    /// takes the place of the view's own.
    Pick(View),
    /// Shows the view that was chosen in a select: its value is the view as it is written.
    Open,
    /// Files a draft.
    File(DraftId),
    /// Files a draft and approves it, as a single moderator.
    FileAndApprove(DraftId),
    /// Opens the form that puts a draft right; as a form, takes what it holds.
    Change(DraftId),
    /// Opens the form that says what the source is; as a form, takes what it holds.
    Describe(DraftId),
    /// As a form, takes the words a command had no room for.
    Words(DraftId),
    /// Opens the words' form again after it was closed.
    AskWords(DraftId),
    /// Chooses the words of a draft among the sentences of its page (the value is the sentence's place).
    Wording(DraftId),
    /// Chooses how a draft's wording is read (the value is the reading's place).
    Reading(DraftId),
    /// Says which petition a draft from a message is about (the value is the petition's number), and opens its form.
    About(DraftId),
    /// Throws a draft away.
    Cancel(DraftId),
    /// Approves a submission, or confirms a flagged record.
    Approve(Number),
    /// Opens the edit form of a submission; as a form, takes what it holds.
    Edit(Number),
    /// Asks for the reason of a rejection.
    Reject(Number),
    /// Rejects for the reason chosen in a select (its value); `other` asks for a note.
    RejectFor(Number),
    /// Asks for a note to the reason chosen in a select (its value).
    RejectWith(Number),
    /// As a form, rejects for a reason with its note.
    RejectNote(Number, RejectReason),
    /// Opens the form of a question to who filed a submission; as a form, asks it.
    Ask(Number),
    /// Opens the form of the answer to it; as a form, takes the answer.
    Answer(Number),
    /// Says what withdrawing one's own would do.
    Withdraw(Number),
    /// Withdraws one's own.
    ConfirmWithdraw(Number),
    /// Says what blocking who filed a submission would do.
    Block(Number),
    /// Blocks who filed it.
    ConfirmBlock(Number),
    /// Lets who filed it file again.
    Unblock(Number),
    /// Keeps the name of a submitted signatory apart from those that are like it: two people.
    KeepApart(Number),
    /// Chooses the moderators' role, in a select of Discord's own.
    SetupModerators,
    /// Chooses the contributors' role, likewise.
    SetupContributors,
    /// Chooses the review channel, likewise.
    SetupReviewChannel,
    /// Says what erasing what is held about one would do.
    Forget(Where),
    /// Erases it.
    ConfirmForget(Where),
    /// Does the act that was looked at, or lets it wait for a second moderator.
    Do(DraftId),
    /// Opens the form of an edit or correction; as a form, takes what it holds.
    Amend(DraftId),
    /// Confirms what another moderator asked for.
    Confirm(Number),
    /// Declines what another moderator asked for.
    Decline(Number),
    /// Takes the defaults: several moderators.
    SetupDefaults,
    /// Takes the defaults with a single moderator.
    SetupAlone,
}

/// The version of every `custom_id` we make.
const VERSION: &str = "v1";

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = match self {
            Self::Show(view) | Self::Pick(view) => view.to_string(),
            Self::File(draft)
            | Self::FileAndApprove(draft)
            | Self::Change(draft)
            | Self::Describe(draft)
            | Self::Words(draft)
            | Self::AskWords(draft)
            | Self::Wording(draft)
            | Self::Reading(draft)
            | Self::About(draft)
            | Self::Do(draft)
            | Self::Amend(draft)
            | Self::Cancel(draft) => draft.0.clone(),
            Self::Approve(number)
            | Self::Edit(number)
            | Self::Reject(number)
            | Self::RejectFor(number)
            | Self::RejectWith(number)
            | Self::Ask(number)
            | Self::Answer(number)
            | Self::Withdraw(number)
            | Self::ConfirmWithdraw(number)
            | Self::Block(number)
            | Self::ConfirmBlock(number)
            | Self::Unblock(number)
            | Self::Confirm(number)
            | Self::Decline(number)
            | Self::KeepApart(number) => number.get().to_string(),
            Self::RejectNote(number, reason) => format!("{}.{}", number.get(), reason.as_str()),
            Self::Open => String::new(),
            Self::Forget(at) | Self::ConfirmForget(at) => at.as_str().to_owned(),
            Self::SetupDefaults => "defaults".to_owned(),
            Self::SetupAlone => "alone".to_owned(),
            Self::SetupModerators => "moderators".to_owned(),
            Self::SetupContributors => "contributors".to_owned(),
            Self::SetupReviewChannel => "review".to_owned(),
        };
        write!(f, "{VERSION}:{}:{id}", self.act())
    }
}

impl Press {
    /// Names what pressing does.
    #[must_use]
    pub fn act(&self) -> &'static str {
        match self {
            Self::Show(_) => "show",
            Self::Pick(_) => "pick",
            Self::Open => "open",
            Self::File(_) => "file",
            Self::FileAndApprove(_) => "file-approve",
            Self::Change(_) => "change",
            Self::Describe(_) => "describe",
            Self::Words(_) => "words",
            Self::AskWords(_) => "ask-words",
            Self::Wording(_) => "wording",
            Self::Reading(_) => "reading",
            Self::About(_) => "about",
            Self::Cancel(_) => "cancel",
            Self::Approve(_) => "approve",
            Self::Edit(_) => "edit",
            Self::Reject(_) => "reject",
            Self::RejectFor(_) => "reject-for",
            Self::RejectWith(_) => "reject-with",
            Self::RejectNote(..) => "reject-note",
            Self::Ask(_) => "ask",
            Self::Answer(_) => "answer",
            Self::Withdraw(_) => "withdraw",
            Self::ConfirmWithdraw(_) => "withdraw-now",
            Self::Block(_) => "block",
            Self::ConfirmBlock(_) => "block-now",
            Self::Unblock(_) => "unblock",
            Self::KeepApart(_) => "keep-apart",
            Self::SetupDefaults
            | Self::SetupAlone
            | Self::SetupModerators
            | Self::SetupContributors
            | Self::SetupReviewChannel => "setup",
            Self::Forget(_) => "forget",
            Self::ConfirmForget(_) => "forget-now",
            Self::Do(_) => "do",
            Self::Amend(_) => "amend",
            Self::Confirm(_) => "confirm",
            Self::Decline(_) => "decline",
        }
    }

    /// Reads a `custom_id`. Gives `None` for anything this program does not make.
    #[must_use]
    pub fn parse(custom_id: &str) -> Option<Self> {
        let (version, rest) = custom_id.split_once(':')?;
        let (act, id) = rest.split_once(':')?;
        if version != VERSION {
            return None;
        }
        let draft = || DraftId::parse(id);
        let number = || id.parse::<Number>().ok();
        Some(match act {
            "show" => Self::Show(View::parse(id)?),
            "pick" => Self::Pick(View::parse(id)?),
            "open" if id.is_empty() => Self::Open,
            "file" => Self::File(draft()?),
            "file-approve" => Self::FileAndApprove(draft()?),
            "change" => Self::Change(draft()?),
            "describe" => Self::Describe(draft()?),
            "words" => Self::Words(draft()?),
            "ask-words" => Self::AskWords(draft()?),
            "wording" => Self::Wording(draft()?),
            "reading" => Self::Reading(draft()?),
            "about" => Self::About(draft()?),
            "cancel" => Self::Cancel(draft()?),
            "approve" => Self::Approve(number()?),
            "edit" => Self::Edit(number()?),
            "reject" => Self::Reject(number()?),
            "reject-for" => Self::RejectFor(number()?),
            "reject-with" => Self::RejectWith(number()?),
            "reject-note" => {
                let (number, reason) = id.split_once('.')?;
                Self::RejectNote(number.parse().ok()?, RejectReason::parse(reason)?)
            }
            "ask" => Self::Ask(number()?),
            "answer" => Self::Answer(number()?),
            "withdraw" => Self::Withdraw(number()?),
            "withdraw-now" => Self::ConfirmWithdraw(number()?),
            "block" => Self::Block(number()?),
            "block-now" => Self::ConfirmBlock(number()?),
            "unblock" => Self::Unblock(number()?),
            "do" => Self::Do(draft()?),
            "amend" => Self::Amend(draft()?),
            "confirm" => Self::Confirm(number()?),
            "decline" => Self::Decline(number()?),
            "keep-apart" => Self::KeepApart(number()?),
            "forget" => Self::Forget(Where::parse(id)?),
            "forget-now" => Self::ConfirmForget(Where::parse(id)?),
            "setup" => match id {
                "defaults" => Self::SetupDefaults,
                "alone" => Self::SetupAlone,
                "moderators" => Self::SetupModerators,
                "contributors" => Self::SetupContributors,
                "review" => Self::SetupReviewChannel,
                _ => return None,
            },
            _ => return None,
        })
    }
}
