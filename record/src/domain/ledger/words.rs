//! The words of a header: what was done, to what.

use std::{fmt, str::FromStr};

/// Says that a stored word is not one this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{word}`")]
pub struct UnknownWord {
    what: &'static str,
    word: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every one of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the word as it is stored and hashed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { what: $what, word: text.to_owned() }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnknownWord;

            fn try_from(text: String) -> Result<Self, UnknownWord> {
                text.parse()
            }
        }
    };
}

words! {
    /// What was done.
    Act, "act" {
        /// The guild's record was begun: the first entry of every chain.
        Join => "join",
        /// The guild's settings were changed.
        Configure => "configure",
        /// A channel was set to a petition.
        Channel => "channel",
        /// A submission was filed.
        File => "file",
        /// A moderator edited a submission before approving it, or a record after.
        Edit => "edit",
        /// A submission was approved, and its object published.
        Approve => "approve",
        /// A submission was rejected.
        Reject => "reject",
        /// A contributor withdrew a submission, or a signatory withdrew and is not shown.
        Withdraw => "withdraw",
        /// A row of an archive was imported on the host.
        Import => "import",
        /// A moderator confirmed what the words of an imported row did not settle.
        Confirm => "confirm",
        /// A signatory withdrew and is shown as withdrawn, or a record was taken back by who said it.
        Retract => "retract",
        /// A moderator asked for an erasure, which hides at once and which a second one confirms.
        AskErasure => "ask_erasure",
        /// A signatory was erased.
        Erase => "erase",
        /// A moderator said that names which are alike are different people's.
        KeepApart => "keep_apart",
        /// A moderator noted whether a signatory was checked.
        Verify => "verify",
        /// A moderator said anew where a signatory belongs.
        Affiliate => "affiliate",
        /// A moderator judged what became of a demand or a commitment.
        Rate => "rate",
        /// A record was replaced by another.
        Correct => "correct",
        /// A record is no longer relied on.
        Deprecate => "deprecate",
        /// A petition was put out of sight.
        Hide => "hide",
        /// A hidden petition was brought back.
        Unhide => "unhide",
        /// A petition or record was taken away.
        Remove => "remove",
        /// A field's words were taken away for good.
        Redact => "redact",
        /// One was made of two.
        Merge => "merge",
        /// An earlier act was taken back.
        Undo => "undo",
        /// A moderator asked for what a second one confirms.
        Ask => "ask",
        /// A moderator declined what another asked for.
        Decline => "decline",
        /// What was asked for was confirmed by nobody in time.
        Expire => "expire",
        /// A moderator destroyed so much so fast that they were stopped.
        Stop => "stop",
        /// A moderator asked who filed a submission a question.
        Question => "question",
        /// A contributor answered a question about a submission.
        Answer => "answer",
        /// A moderator stopped who filed a submission from filing.
        Block => "block",
        /// A moderator let them file again.
        Unblock => "unblock",
        /// An admin asked what somebody did as a moderator.
        Who => "who",
        /// Somebody had erased what is held about them; the entry does not say who.
        Forget => "forget",
        /// A digest was set up or changed.
        Schedule => "schedule",
        /// A digest was paused, by a moderator or for want of a channel.
        Pause => "pause",
        /// A digest was let run again.
        Resume => "resume",
        /// A digest was sent by a moderator's hand.
        Send => "send",
        /// A digest was deleted.
        Delete => "delete",
        /// It was chosen which milestones are told.
        Milestones => "milestones",
        /// A petition's card was pinned in a channel, or let run again there.
        Pin => "pin",
        /// A card was taken off.
        Unpin => "unpin",
        /// The names on a petition's list were cleared away, a while after it was over.
        ForgetNames => "forget_names",
        /// A source was read and has another text than before.
        Capture => "capture",
        /// It was found what changed on a source, or that its page is gone or has returned.
        Notice => "notice",
    }
}

words! {
    /// What it was done to.
    ObjectKind, "kind of object" {
        /// The guild itself, which has no number.
        Guild => "guild",
        /// An organisation.
        Organisation => "organisation",
        /// A petition.
        Petition => "petition",
        /// One ask of a petition.
        Demand => "demand",
        /// A source.
        Source => "source",
        /// A reading of a source.
        Capture => "capture",
        /// What changed on a source.
        SourceChange => "source_change",
        /// Something filed and not yet decided, or rejected.
        Submission => "submission",
        /// A count, fact, statement, response, request or commitment.
        Record => "record",
        /// What a channel is told, and when.
        Digest => "digest",
        /// A petition's card that is kept current in a channel.
        Card => "card",
        /// Somebody who signed.
        Signatory => "signatory",
    }
}
