//! What became of something a person did.

use std::time::Duration;

use serde_json::Value;

use super::{Message, Modal};
use crate::InteractionId;

/// What a person sees after using a command, a component or a form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// The interaction, to look at it again with [`Localcord::outcome`](crate::Localcord::outcome).
    pub interaction: InteractionId,
    /// How it was first answered.
    pub answer: Answer,
    /// Whether that answer is for this person alone. Fixed by the first answer, a deferral included.
    pub ephemeral: bool,
    /// How long the first answer took; how long was waited when there was none.
    pub elapsed: Duration,
    /// The answer as it stands: after a deferral was filled in, or the message a component changed.
    pub message: Option<Message>,
    /// The form it opened.
    pub modal: Option<Modal>,
    /// Further answers so far, oldest first.
    pub followups: Vec<Message>,
    /// Suggestions, when it was an autocomplete.
    pub choices: Vec<Choice>,
}

impl Outcome {
    /// Returns everything the person reads in the answer and the follow-ups.
    #[must_use]
    pub fn text(&self) -> String {
        let all: Vec<_> = self.message.iter().chain(&self.followups).map(Message::text).collect();
        all.join("\n")
    }

    /// Tells whether the person was told "The application did not respond".
    #[must_use]
    pub fn did_not_respond(&self) -> bool {
        self.answer == Answer::None
    }
}

/// How an interaction was first answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// With a message (type 4).
    Message,
    /// With "is thinking" (type 5); [`Message::loading`] tells whether it still is.
    Deferred,
    /// By changing the component's message at once (type 7).
    UpdateMessage,
    /// Silently, to change the component's message later or never (type 6).
    DeferredUpdate,
    /// With a form (type 9).
    Modal,
    /// With suggestions (type 8).
    Autocomplete,
    /// Not in time: "The application did not respond".
    None,
}

/// One suggestion of an autocomplete.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Choice {
    /// What people read.
    pub name: String,
    /// What the bot hears: a string or a number, as the option is.
    pub value: Value,
}
