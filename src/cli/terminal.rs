//! A [`Reply`] as text for a terminal: the same blocks as in chat, the sources listed below with their full addresses.
//!
//! **Invariant.** What people or pages wrote is inert: control characters, escape sequences, characters that turn the
//! direction of writing and characters that cannot be seen are shown as `<U+202E>`, so that no stored text moves the
//! cursor, colours the screen or hides a part of itself.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::answers::reply::{Action, Attached, Block, Content, Footnote, Reply, Span, Text};

/// Columns of a line; longer ones are broken between words.
const WIDTH: usize = 100;

/// Renders a reply.
#[must_use]
pub fn render(reply: &Reply) -> String {
    let mut out = String::new();
    if let Some(title) = &reply.title {
        let title = text(title);
        line(&mut out, "", &title);
        line(&mut out, "", &"=".repeat(title.chars().count().min(WIDTH)));
    }
    for block in &reply.blocks {
        render_block(&mut out, block);
    }
    if !reply.footnotes.is_empty() {
        out.push('\n');
    }
    for (place, footnote) in reply.footnotes.iter().enumerate() {
        render_footnote(&mut out, place + 1, footnote);
    }
    if let Some(file) = &reply.file {
        line(&mut out, "", &attached(file));
    }
    if !reply.actions.is_empty() {
        out.push('\n');
    }
    for row in &reply.actions {
        line(&mut out, "", &row.iter().map(action).collect::<Vec<_>>().join(" "));
    }
    out
}

fn attached(file: &Attached) -> String {
    match &file.content {
        Content::File(bytes) => format!("[{}, {} bytes]", file.name, bytes.len()),
        Content::Chart(chart) => format!("[{}, a picture: {}]", file.name, inert(&chart.description)),
        Content::Picture { description, .. } => format!("[{}, a picture: {}]", file.name, inert(description)),
    }
}

fn render_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(words) | Block::Line(words) => line(out, "", &text(words)),
        Block::Item(words) => line(out, "- ", &text(words)),
        Block::Quote(words) => {
            let quoted = lines(words);
            for quoted in &quoted {
                line(out, "> ", quoted);
            }
        }
        Block::Small(words) => line(out, "  ", &text(words)),
        Block::Gap => out.push('\n'),
    }
}

fn render_footnote(out: &mut String, number: usize, footnote: &Footnote) {
    let label = inert(&footnote.label);
    // Writing into a String cannot fail. An address holds nothing but printable ASCII.
    let _ = writeln!(out, "[{number}] {label}\n    {}", footnote.url.as_str());
    if let Some((label, url)) = &footnote.archived {
        let _ = writeln!(out, "    {}: {}", inert(label), url.as_str());
    }
}

fn action(action: &Action) -> String {
    match action {
        Action::Button { label, .. } => format!("[{label}]"),
        Action::Link { label, url } => format!("[{label}: {}]", url.as_str()),
        Action::Native { placeholder, .. } => format!("{placeholder}: …"),
        Action::Select { placeholder, options, .. } => {
            let options: Vec<String> = options.iter().map(|option| format!("\n  - {}", inert(&option.label))).collect();
            format!("{placeholder}:{}", options.concat())
        }
    }
}

/// Gives text on one line.
fn text(text: &Text) -> String {
    lines(text).join(" ")
}

/// Gives text by its lines.
fn lines(text: &Text) -> Vec<String> {
    let whole: String = text.0.iter().map(span).collect();
    whole.lines().map(str::to_owned).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Own(words) | Span::Strong(words) => words.clone(),
        Span::Stored(words) | Span::StoredStrong(words) | Span::Literal(words) => inert(words),
        Span::Instant(at, _) => moment(*at),
        Span::Mark(number) => format!("[{number}]"),
        Span::Claim(_) => String::new(),
        Span::Command(command) => format!("/{command}"),
        Span::Channel(channel) => format!("channel {channel}"),
        Span::Role(role) => format!("role {role}"),
    }
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Shows stored text with nothing in it that a terminal obeys or that cannot be seen.
#[must_use]
pub fn inert(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        if letter == '\n' || !hides(letter) {
            out.push(letter);
        } else {
            let _ = write!(out, "<U+{:04X}>", u32::from(letter));
        }
    }
    out
}

/// Says whether a character acts on a terminal, turns the direction of writing, or cannot be seen.
fn hides(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter),
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
            | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0xE0000..=0xE0FFF)
}

/// Writes a line, broken between words and indented like its beginning where it is too long.
fn line(out: &mut String, mark: &str, words: &str) {
    let indent = " ".repeat(mark.len());
    let mut current = mark.to_owned();
    let mut begun = false;
    for (place, paragraph) in words.split('\n').enumerate() {
        if place > 0 {
            out.push_str(current.trim_end());
            out.push('\n');
            (current, begun) = (indent.clone(), false);
        }
        for word in paragraph.split(' ') {
            if begun && current.chars().count() + 1 + word.chars().count() > WIDTH {
                out.push_str(current.trim_end());
                out.push('\n');
                (current, begun) = (indent.clone(), false);
            }
            if begun {
                current.push(' ');
            }
            current.push_str(word);
            begun = true;
        }
    }
    out.push_str(current.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::reply::Audience;

    #[test]
    fn stored_text_is_inert() {
        assert_eq!(inert("a\u{1b}[31mred\u{202e}txt\u{200b}\u{9b}1m"), "a<U+001B>[31mred<U+202E>txt<U+200B><U+009B>1m");
        assert_eq!(inert("José 公開\nline"), "José 公開\nline");
    }

    #[test]
    fn a_long_line_is_broken_between_words_and_indented() {
        let mut reply = Reply::new(Audience::Private);
        reply.blocks.push(Block::Item(Text::own("word ".repeat(30))));
        let rendered = render(&reply);
        assert!(rendered.lines().all(|line| line.chars().count() <= WIDTH), "{rendered}");
        assert!(rendered.starts_with("- word") && rendered.lines().nth(1).unwrap().starts_with("  word"), "{rendered}");
    }

    #[test]
    fn quoted_lines_each_carry_the_mark() {
        let mut reply = Reply::new(Audience::Private);
        reply.blocks.push(Block::Quote(Text(vec![Span::Stored("one\ntwo".into())])));
        assert_eq!(render(&reply), "> one\n> two\n");
    }
}
