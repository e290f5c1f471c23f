//! The one matrix of rights. Whoever wants to know who may do what reads [`permit`], and nothing else decides.

use super::caller::Caller;
use super::refusal::Refusal;
use crate::domain::guild::{GuildSettings, Moderation, SubmitPolicy};
use crate::domain::review::Standing;

/// What somebody may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Read what is published.
    Ask,
    /// File a submission.
    Submit,
    /// See what became of what one filed oneself.
    SeeOwn,
    /// Take back what one filed oneself.
    WithdrawOwn,
    /// Answer a question about what one filed oneself.
    AnswerOwn,
    /// See what is held about oneself.
    SeeHeld,
    /// Have erased what is held about oneself.
    ForgetOwn,
    /// See what waits, and who (by handle) filed it.
    SeeQueue,
    /// Approve what another filed.
    ApproveAnothers,
    /// Approve what one filed oneself.
    ApproveOwn,
    /// Reject a submission.
    Reject,
    /// Edit a submission before it is approved.
    Edit,
    /// Edit what one filed oneself: another would approve what they may not have read.
    EditOwn,
    /// Read the ledger: what was done, as which role.
    ReadLedger,
    /// Ask what somebody did as a moderator.
    AskWho,
    /// Ask who filed a submission a question.
    AskContributor,
    /// Stop who filed a submission from filing, or let them file again.
    Block,
    /// Say that people whose names are alike are different people.
    KeepApart,
    /// Take somebody off a list at their wish.
    WithdrawSignatory,
    /// Say more of somebody on a list: whether they were checked, and where they belong.
    DescribeSignatory,
    /// Ask for somebody's erasure, or confirm what another asked for.
    EraseSignatory,
    /// Confirm the erasure one asked for oneself.
    ConfirmOwnErasure,
    /// Do to what is published what one moderator may, and ask for what needs a second.
    Amend,
    /// Confirm or decline what another asked for.
    ConfirmAct,
    /// Confirm what one asked for oneself.
    ConfirmOwnAct,
    /// Judge what became of a demand or a commitment.
    Rate,
    /// Set what a channel is about.
    SetChannel,
    /// Set up what channels are told, and when.
    ConfigureDigests,
    /// See what is wrong with the bot's set-up.
    Diagnose,
    /// Choose roles, the review channel and who decides.
    Configure,
}

impl Act {
    /// Every act, for tables.
    pub const ALL: &'static [Self] = &[
        Self::Ask,
        Self::Submit,
        Self::SeeOwn,
        Self::WithdrawOwn,
        Self::AnswerOwn,
        Self::SeeHeld,
        Self::ForgetOwn,
        Self::SeeQueue,
        Self::ApproveAnothers,
        Self::ApproveOwn,
        Self::Reject,
        Self::Edit,
        Self::EditOwn,
        Self::ReadLedger,
        Self::AskWho,
        Self::AskContributor,
        Self::Block,
        Self::KeepApart,
        Self::WithdrawSignatory,
        Self::DescribeSignatory,
        Self::EraseSignatory,
        Self::ConfirmOwnErasure,
        Self::Amend,
        Self::ConfirmAct,
        Self::ConfirmOwnAct,
        Self::Rate,
        Self::SetChannel,
        Self::ConfigureDigests,
        Self::Diagnose,
        Self::Configure,
    ];
}

/// Whether moderators have stopped somebody from filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// They may file.
    No,
    /// They may not.
    Yes,
}

/// Derives what the caller is here and now from what the interaction says of them.
#[must_use]
pub fn standing(caller: &Caller, settings: &GuildSettings) -> Standing {
    let has = |role: Option<_>| role.is_some_and(|role| caller.roles.contains(&role));
    let moderates = match settings.moderator_role {
        Some(role) => has(Some(role)),
        None => caller.permissions.manage_messages,
    };
    if caller.permissions.manage_guild {
        Standing::Admin
    } else if moderates {
        Standing::Moderator
    } else if has(settings.contributor_role) {
        Standing::Contributor
    } else {
        Standing::Everyone
    }
}

/// Asks the matrix about asking. Everybody's standing is at least that of any member and no setting takes asking away,
/// so that this needs nothing from the store.
pub(super) fn permit_ask() -> Result<(), Refusal> {
    permit(Act::Ask, Standing::Everyone, Blocked::No, &GuildSettings::default())
}

/// Decides whether somebody of this standing may do this. A block stops filing, and only for those whom moderators
/// could not simply ask: members and contributors.
pub fn permit(act: Act, standing: Standing, blocked: Blocked, settings: &GuildSettings) -> Result<(), Refusal> {
    let needed = match act {
        // Whoever filed something may see what became of it, whatever they are now, and what is held about anybody is theirs.
        Act::Ask | Act::SeeOwn | Act::WithdrawOwn | Act::AnswerOwn | Act::SeeHeld | Act::ForgetOwn => {
            Standing::Everyone
        }
        Act::Submit => match settings.submit {
            SubmitPolicy::Everyone => Standing::Everyone,
            SubmitPolicy::Contributors => Standing::Contributor,
        },
        Act::SeeQueue
        | Act::ApproveAnothers
        | Act::ApproveOwn
        | Act::Reject
        | Act::Edit
        | Act::EditOwn
        | Act::ReadLedger
        | Act::AskContributor
        | Act::Block
        | Act::KeepApart
        | Act::WithdrawSignatory
        | Act::DescribeSignatory
        | Act::EraseSignatory
        | Act::ConfirmOwnErasure
        | Act::Amend
        | Act::ConfirmAct
        | Act::ConfirmOwnAct
        | Act::Rate
        | Act::SetChannel
        | Act::ConfigureDigests
        | Act::Diagnose => Standing::Moderator,
        Act::Configure | Act::AskWho => Standing::Admin,
    };
    if standing < needed {
        return Err(Refusal::NotAllowed { act, needed });
    }
    match act {
        Act::Submit if blocked == Blocked::Yes && standing < Standing::Moderator => Err(Refusal::Blocked),
        Act::ApproveOwn | Act::EditOwn if settings.moderation == Moderation::Several => Err(Refusal::OwnSubmission),
        Act::ConfirmOwnErasure if settings.moderation == Moderation::Several => Err(Refusal::OwnErasure),
        Act::ConfirmOwnAct if settings.moderation == Moderation::Several => Err(Refusal::OwnAct),
        _ => Ok(()),
    }
}
