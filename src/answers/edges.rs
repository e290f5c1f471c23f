//! What the bot says at its edges: where a question never reached a use case, and where an answer does not fit.

use super::press::Press;
use super::prose::counted;
use super::reply::{FormReply, Reply, Style};
use super::say::{button, say, typed};

/// Answers a command that was used where there is no server.
#[must_use]
pub fn outside_a_guild() -> Reply {
    Reply::refusal(say("The record belongs to a server, so commands work in servers only.", []))
}

/// Answers a button, select or form that this version does not make any more.
#[must_use]
pub fn run_again() -> Reply {
    Reply::refusal(say("This button does nothing any more. Run the command again.", []))
}

/// Answers a command that Discord still shows in an earlier form.
#[must_use]
pub fn command_changed() -> Reply {
    Reply::refusal(say("This command has changed since Discord last showed it. Reload Discord, then run it again.", []))
}

/// Answers what is no submission's number.
#[must_use]
pub fn not_a_number(given: &str) -> Reply {
    Reply::refusal(say(
        "“{}” is not a number of this record, such as `#142`. Choose one from the list.",
        [typed(given)],
    ))
}

/// Answers a change that Discord has to be asked about first, when Discord does not answer.
#[must_use]
pub fn discord_is_silent() -> Reply {
    Reply::refusal(say("Discord did not say which roles there are. Nothing was changed. Try again in a minute.", []))
}

/// Says that the picture of a reply is missing.
#[must_use]
pub fn no_picture() -> &'static str {
    "The picture could not be drawn; the numbers above are all it would show."
}

/// Stands for a reply that would say nothing.
#[must_use]
pub fn nothing() -> &'static str {
    "Nothing to show."
}

/// Offers a form that came too late to be opened: the button opens it.
#[must_use]
pub fn form_waits(form: &FormReply) -> Reply {
    let press = match &form.press {
        Press::Words(draft) => Press::AskWords(draft.clone()),
        Press::RejectNote(number, _) => Press::Reject(*number),
        other => other.clone(),
    };
    Reply::private(say("The form is ready.", [])).row(vec![button("Open the form", press, Style::Primary)])
}

/// Says what of a reply did not fit.
#[must_use]
pub fn cut(lines: usize, characters: usize) -> Option<String> {
    let more = match (lines, characters) {
        (0, 0) => return None,
        (0, _) => counted(characters, "more character", "more characters"),
        (_, 0) => counted(lines, "more line", "more lines"),
        (_, _) => {
            format!("{}, {}", counted(characters, "more character", "more characters"), counted(lines, "line", "lines"))
        }
    };
    Some(format!("… and {more}; there is no room for more in one message"))
}

/// Says how many sources did not fit.
#[must_use]
pub fn cut_sources(sources: usize) -> Option<String> {
    let counted = counted(sources, "more source", "more sources");
    (sources > 0).then(|| format!("… and {counted}; there is no room for more in one message"))
}

/// Says how many buttons and choices did not fit.
#[must_use]
pub fn cut_actions(actions: usize) -> Option<String> {
    let counted = counted(actions, "more choice", "more choices");
    (actions > 0).then(|| format!("… and {counted}; name what you look for in the command"))
}
