//! What a person sees in the stand-in's channel, as text: messages, buttons, lists, forms.
//!
//! Takes Discord's own formatting apart again, so that the terminal shows words and addresses rather than marks.

use std::fmt::Write as _;

use crate::cli::terminal::inert;
use localcord::{Attachment, Component, ComponentKind, Message, Modal, Outcome};

/// Writes what somebody sees after doing something.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut lines = Vec::new();
    if outcome.did_not_respond() {
        lines.push("(the application did not respond)".to_owned());
    }
    if let Some(modal) = &outcome.modal {
        lines.push(form(modal));
    }
    for message in outcome.message.iter().chain(&outcome.followups) {
        lines.push(self::message(message));
    }
    lines.join("\n")
}

/// Writes a message with what can be pressed below it.
pub(super) fn message(message: &Message) -> String {
    let mut lines = Vec::new();
    if message.only_for.is_some() {
        lines.push("(only you see this)".to_owned());
    }
    if !message.content.is_empty() {
        lines.push(plain(&message.content));
    }
    for embed in &message.embeds {
        lines.extend(embed.title.as_deref().map(plain));
        lines.extend(embed.description.as_deref().map(plain));
        lines.extend(embed.fields.iter().map(|field| format!("{}\n{}", plain(&field.name), plain(&field.value))));
        lines.extend(embed.footer.as_ref().map(|footer| plain(&footer.text)));
    }
    lines.extend(message.attachments.iter().map(attached));
    lines.extend(pressables(&message.components));
    lines.join("\n")
}

/// Writes what goes with a message: a picture by its description, as somebody hears it who does not see it.
fn attached(file: &Attachment) -> String {
    match &file.description {
        Some(said) => format!("(picture {}: {})", inert(&file.filename), inert(said)),
        None => format!("(file {})", inert(&file.filename)),
    }
}

fn pressables(components: &[Component]) -> Option<String> {
    let shown: Vec<String> = components.iter().map(pressable).collect();
    (!shown.is_empty()).then(|| shown.join("  "))
}

fn pressable(component: &Component) -> String {
    if component.kind == ComponentKind::Button {
        return format!("[{}]", component.label.as_deref().unwrap_or_default());
    }
    let options: Vec<String> = component.options.iter().map(|option| inert(&option.label)).collect();
    format!("[{}: {}]", component.placeholder.as_deref().unwrap_or("choose"), options.join(" | "))
}

fn form(modal: &Modal) -> String {
    let inputs = modal.inputs.iter().map(|input| {
        let needed = if input.required { "" } else { " (optional)" };
        format!("  {}{needed}: {}", input.label, input.value)
    });
    std::iter::once(format!("A form opens: {}", modal.title)).chain(inputs).collect::<Vec<_>>().join("\n")
}

/// Takes Discord's formatting off a text: strong and small marks go, a masked link becomes its label and its address.
fn plain(text: &str) -> String {
    text.lines().map(|line| inert(&plain_line(line))).collect::<Vec<_>>().join("\n")
}

fn plain_line(line: &str) -> String {
    let line = ["-# ", "### ", "## ", "# "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if let Some(escaped) = rest.strip_prefix('\\') {
            let kept = escaped.chars().next();
            shown.extend(kept);
            rest = &escaped[kept.map_or(0, char::len_utf8)..];
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else if let Some((label, address, after)) = masked_link(rest) {
            let _ = write!(shown, "{} <{address}>", plain_line(label));
            rest = after;
        } else if let Some((moment, after)) = timestamp(rest) {
            shown.push_str(&moment);
            rest = after;
        } else {
            shown.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    shown
}

/// Takes a masked link apart that stands at the beginning of `text`: label, address, and what follows.
fn masked_link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (address, after) = after.split_once(')')?;
    (!label.contains('[') && address.starts_with("http")).then_some((label, address, after))
}

/// Takes a timestamp apart that stands at the beginning of `text`: the moment, in UTC, and what follows.
fn timestamp(text: &str) -> Option<(String, &str)> {
    let (inner, after) = text.strip_prefix("<t:")?.split_once('>')?;
    let seconds = inner.split(':').next()?.parse().ok()?;
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some((at.strftime("on %-d %b %Y at %H:%M UTC").to_string(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_and_addresses_stay() {
        assert_eq!(plain("### How many\n**More than 300** employees"), "How many\nMore than 300 employees");
        assert_eq!(
            plain("-# [1] [The Verge, 21 Jun 2018](https://a.org/x)"),
            "[1] The Verge, 21 Jun 2018 <https://a.org/x>"
        );
        assert_eq!(plain(r"\*not strong\* and \[no\](link)"), "*not strong* and [no](link)");
        assert_eq!(plain("[1] and [2]"), "[1] and [2]");
        assert_eq!(plain("filed <t:1529416800:R>."), "filed on 19 Jun 2018 at 14:00 UTC.");
    }
}
