//! Plain text of an answer: everything in it, and what kind of thing each part is.

use std::fmt::Write;

use crate::answers::reply::{Action, Answer, Block, FormReply, Reply, Span, Text};

pub(super) fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Reply(shown) => reply(shown),
        Answer::Beside(shown) => format!("(beside)\n{}", reply(shown)),
        Answer::Form(shown) => form(shown),
    }
}

pub(super) fn reply(reply: &Reply) -> String {
    let mut out = format!("({:?})\n", reply.audience);
    let mut line = |line: String| writeln!(out, "{line}").unwrap();
    if let Some(title) = &reply.title {
        line(format!("### {}", text(title)));
    }
    for block in &reply.blocks {
        line(match block {
            Block::Heading(words) => format!("## {}", text(words)),
            Block::Line(words) => text(words),
            Block::Item(words) => format!("- {}", text(words)),
            Block::Quote(words) => format!("> {}", text(words)),
            Block::Small(words) => format!("-# {}", text(words)),
            Block::Gap => String::new(),
        });
    }
    for (place, note) in reply.footnotes.iter().enumerate() {
        let pending = if note.pending { " (pending)" } else { "" };
        line(format!("[{}] {} <{}>{pending}", place + 1, note.label, note.url.as_str()));
    }
    for row in &reply.actions {
        line(row.iter().map(action).collect::<Vec<_>>().join(" "));
    }
    out
}

fn action(action: &Action) -> String {
    match action {
        Action::Button { label, press, style } => format!("[{label} | {style:?} | {}]", press_words(press)),
        Action::Link { label, url } => format!("[{label} → {}]", url.as_str()),
        Action::Native { placeholder, press, lists } => format!("({placeholder} | {lists:?} | {})", press_words(press)),
        Action::Select { placeholder, press, options } => {
            let mut out = format!("({placeholder} | {})", press_words(press));
            for option in options {
                write!(out, "\n  {} = {}", option.value, option.label).unwrap();
            }
            out
        }
    }
}

/// What a press does; views are shown as values, since how they are written is tested where they are.
fn press_words(press: &crate::answers::press::Press) -> String {
    use crate::answers::press::Press;
    match press {
        Press::Show(view) => format!("show {view:?}"),
        Press::Pick(view) => format!("pick {view:?}"),
        other => other.to_string(),
    }
}

pub(super) fn form(form: &FormReply) -> String {
    let mut out = format!("(form) {} | {}\n", form.title, press_words(&form.press));
    for input in &form.inputs {
        let required = if input.required { "required" } else { "optional" };
        let size = if input.long { "long" } else { "short" };
        writeln!(out, "{}: {:?} ({}) {required}, {size}, {}", input.label, input.value, input.placeholder, input.limit)
            .unwrap();
    }
    out
}

pub(super) fn text(text: &Text) -> String {
    text.0.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Own(words) => words.clone(),
        Span::Strong(words) => format!("**{words}**"),
        Span::Stored(words) => format!("‹{words}›"),
        Span::StoredStrong(words) => format!("**‹{words}›**"),
        Span::Instant(at, style) => format!("<{at} {style:?}>"),
        Span::Mark(mark) => format!("[{mark}]"),
        Span::Claim(_) => String::new(),
        Span::Command(command) => format!("/{command}"),
        Span::Literal(words) => format!("`{words}`"),
        Span::Channel(channel) => format!("<#{channel}>"),
        Span::Role(role) => format!("<@&{role}>"),
    }
}
