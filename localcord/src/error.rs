//! What can go wrong for those who drive the stand-in.

/// Why the stand-in did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No socket could be bound.
    #[error("bind a socket on 127.0.0.1")]
    Bind(#[source] std::io::Error),
    /// No certificate could be made.
    #[error("make a certificate for discord.com")]
    Certificate(#[source] rcgen::Error),
    /// TLS could not be set up.
    #[error("set up TLS")]
    Tls(#[source] rustls::Error),
}

/// Why a person's client sent nothing, or was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserError {
    /// The text does not begin with a slash and a name.
    #[error("{0:?} is not a slash command")]
    NotACommand(String),
    /// No such command, or none this member may see.
    #[error("there is no command {0:?} here for this member")]
    UnknownCommand(String),
    /// The command has subcommands, and none of this name.
    #[error("{command:?} has no subcommand {name:?}")]
    UnknownSubcommand {
        /// The command's path so far.
        command: String,
        /// What was typed.
        name: String,
    },
    /// The command has no such option.
    #[error("{command:?} has no option {name:?} (quote a value that holds a word with a colon)")]
    UnknownOption {
        /// The command's path.
        command: String,
        /// What was typed.
        name: String,
    },
    /// An option was given twice.
    #[error("option {0:?} is given twice")]
    OptionTwice(String),
    /// A required option is missing.
    #[error("option {0:?} is required")]
    MissingOption(String),
    /// The client refuses the value.
    #[error("option {option:?} does not take {value:?}: {why}")]
    BadValue {
        /// The option.
        option: String,
        /// What was typed.
        value: String,
        /// What the client would say.
        why: String,
    },
    /// The option offers no suggestions.
    #[error("option {0:?} has no autocomplete")]
    NotAutocompleted(String),
    /// The bot gave no suggestions in time: "Loading options failed".
    #[error("the options of {0:?} failed to load")]
    NoSuggestions(String),
    /// The member cannot see the channel.
    #[error("this member cannot see channel {0}")]
    CannotSeeChannel(crate::ChannelId),
    /// The member may not write in the channel.
    #[error("this member cannot write in channel {0}")]
    CannotWrite(crate::ChannelId),
    /// The message is empty or too long.
    #[error("the client does not send a message of {0} characters")]
    BadMessage(usize),
    /// The member may not use commands in the channel.
    #[error("this member cannot use commands in channel {0}")]
    CannotUseCommands(crate::ChannelId),
    /// The message is gone, or was never visible to this member.
    #[error("this member cannot see message {0}")]
    CannotSeeMessage(crate::MessageId),
    /// The message has no such button or select.
    #[error("the message has no component {0:?}")]
    UnknownComponent(String),
    /// Several components carry the label; use the custom id.
    #[error("the message has several components {0:?}")]
    AmbiguousComponent(String),
    /// The component is greyed out.
    #[error("component {0:?} is disabled")]
    Disabled(String),
    /// The button opens a page; the bot hears nothing.
    #[error("the button opens {0}")]
    OpensLink(String),
    /// The select has no such value, or takes fewer or more of them.
    #[error("select {select:?} does not take {values:?}: {why}")]
    BadSelection {
        /// The select's custom id.
        select: String,
        /// What was chosen.
        values: Vec<String>,
        /// Why not.
        why: String,
    },
    /// The modal belongs to somebody else, or was sent already.
    #[error("the modal {0:?} is not open for this member")]
    ModalClosed(String),
    /// The modal has no such input.
    #[error("the modal has no input {0:?}")]
    UnknownInput(String),
    /// The client refuses what is in an input.
    #[error("input {input:?} of the modal: {why}")]
    BadInput {
        /// The input's custom id.
        input: String,
        /// What the client would say.
        why: String,
    },
    /// The member is no longer in the guild.
    #[error("this member is not in the guild")]
    NotAMember,
    /// No such interaction was ever made.
    #[error("there is no interaction {0}")]
    UnknownInteraction(crate::InteractionId),
}

/// A wait that ended without what was waited for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} within {within:?}")]
pub struct Overdue {
    /// What was waited for.
    pub what: &'static str,
    /// How long.
    pub within: std::time::Duration,
}
