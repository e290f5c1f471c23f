//! Sentences: the bot's words written as they are read, with the places where other words go.
//!
//! In the words, `` `as_of` `` is something to type, `` `/count log` `` a command, `**File**` strong, and `{}` the place
//! of the next span. Words of people never stand in the words themselves: they are spans.

use std::borrow::Cow;

use super::press::Press;
use super::prose::date_words;
use super::reply::{Action, Audience, Block, Choice, End, Reply, Span, Style, Text};
use super::view::View;
use crate::domain::date::PartialDate;
use crate::domain::text::single_spaced;

/// The most characters of typed words that are said back.
const SAID_BACK: usize = 100;

/// Makes text of the bot's words and the spans that go into their `{}`, in order.
pub(super) fn say(words: &'static str, spans: impl IntoIterator<Item = Span>) -> Text {
    let mut spans = spans.into_iter();
    let mut text = Text::default();
    let mut rest = words;
    while let Some(at) = rest.find(['`', '*', '{']) {
        let (before, marked) = rest.split_at(at);
        own(&mut text, before);
        rest = marked;
        if let Some(after) = rest.strip_prefix("{}") {
            text.0.extend(spans.next());
            rest = after;
        } else if let Some((inner, after)) = enclosed(rest, "`") {
            text.0.push(match inner.strip_prefix('/') {
                Some(command) => Span::Command(command),
                None => Span::Literal(inner.to_owned()),
            });
            rest = after;
        } else if let Some((inner, after)) = enclosed(rest, "**") {
            text.0.push(Span::Strong(inner.to_owned()));
            rest = after;
        } else {
            let (mark, after) = rest.split_at(1);
            own(&mut text, mark);
            rest = after;
        }
    }
    own(&mut text, rest);
    debug_assert!(spans.next().is_none(), "more spans than places in: {words}");
    text
}

fn own(text: &mut Text, words: &str) {
    match text.0.last_mut() {
        _ if words.is_empty() => {}
        Some(Span::Own(before)) => before.push_str(words),
        _ => text.0.push(Span::Own(words.to_owned())),
    }
}

fn enclosed(text: &'static str, mark: &str) -> Option<(&'static str, &'static str)> {
    text.strip_prefix(mark)?.split_once(mark)
}

/// Makes a span of the bot's own words.
pub(super) fn plain(words: impl Into<String>) -> Span {
    Span::Own(words.into())
}

/// Makes a span of the bot's own words, strong.
#[expect(clippy::needless_pass_by_value, reason = "numbers and words are handed over alike")]
pub(super) fn strong(words: impl ToString) -> Span {
    Span::Strong(words.to_string())
}

/// Makes a span of words that came from people or pages.
pub(super) fn stored(words: impl Into<String>) -> Span {
    Span::Stored(words.into())
}

/// Makes a span of words that came from people or pages, strong.
pub(super) fn stored_strong(words: impl Into<String>) -> Span {
    Span::StoredStrong(words.into())
}

/// Makes a span of something to type.
pub(super) fn literal(words: impl Into<String>) -> Span {
    Span::Literal(words.into())
}

/// Makes a span of what somebody typed, on one line and no longer than is needed to know it again.
pub(super) fn typed(words: &str) -> Span {
    Span::Stored(brief(words, SAID_BACK))
}

/// Shortens words to one line of at most `longest` characters, with a mark where some are left out.
pub(super) fn brief(words: &str, longest: usize) -> String {
    let line = single_spaced(words);
    if line.chars().count() <= longest {
        return line;
    }
    let kept: String = line.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Makes a button.
pub(super) fn button(label: impl Into<Cow<'static, str>>, press: Press, style: Style) -> Action {
    Action::Button { label: label.into(), press, style }
}

/// Puts spans in a row: "a, b or c".
pub(super) fn any_of(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    row(spans, " or ")
}

/// Puts spans in a row: "a, b and c".
pub(super) fn all_of(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    row(spans, " and ")
}

fn row(spans: impl IntoIterator<Item = Span>, before_last: &str) -> Vec<Span> {
    let spans: Vec<Span> = spans.into_iter().collect();
    let last = spans.len().saturating_sub(1);
    let mut row = Vec::new();
    for (place, span) in spans.into_iter().enumerate() {
        if place > 0 {
            row.push(plain(if place == last { before_last } else { ", " }));
        }
        row.push(span);
    }
    row
}

impl Text {
    /// Gives its letters, for where only those fit; a moment is in UTC.
    pub(super) fn letters(&self) -> String {
        let of = |span: &Span| match span {
            Span::Own(words)
            | Span::Strong(words)
            | Span::Stored(words)
            | Span::StoredStrong(words)
            | Span::Literal(words) => words.clone(),
            Span::Instant(at, _) => date_words(PartialDate::Instant(*at)),
            Span::Command(command) => format!("/{command}"),
            Span::Mark(_) | Span::Claim(_) | Span::Channel(_) | Span::Role(_) => String::new(),
        };
        self.0.iter().map(of).collect()
    }

    /// Adds another text behind a space.
    pub(super) fn then(mut self, next: Self) -> Self {
        if !self.0.is_empty() {
            own(&mut self, " ");
        }
        self.join(next)
    }

    /// Adds another text.
    pub(super) fn join(mut self, next: Self) -> Self {
        for span in next.0 {
            match span {
                Span::Own(words) => own(&mut self, &words),
                other => self.0.push(other),
            }
        }
        self
    }
}

impl Reply {
    /// The most buttons in a row.
    pub(super) const ROW: usize = 5;

    /// Starts a private reply with one line.
    pub(super) fn private(line: Text) -> Self {
        Self::new(Audience::Private).line(line)
    }

    /// Starts a private reply that says what stands in the way.
    pub(super) fn refusal(line: Text) -> Self {
        Self { end: End::Refused, ..Self::private(line) }
    }

    /// Sets the title.
    pub(super) fn titled(mut self, title: Text) -> Self {
        self.title = Some(title);
        self
    }

    /// Adds a line.
    pub(super) fn line(mut self, line: Text) -> Self {
        self.blocks.push(Block::Line(line));
        self
    }

    /// Adds a heading.
    pub(super) fn heading(mut self, line: Text) -> Self {
        self.blocks.push(Block::Heading(line));
        self
    }

    /// Adds an item of a list.
    pub(super) fn item(mut self, item: Text) -> Self {
        self.blocks.push(Block::Item(item));
        self
    }

    /// Adds a line in small print.
    pub(super) fn small(mut self, line: Text) -> Self {
        self.blocks.push(Block::Small(line));
        self
    }

    /// Adds quoted words.
    pub(super) fn quote(mut self, words: Text) -> Self {
        self.blocks.push(Block::Quote(words));
        self
    }

    /// Adds a row of what can be pressed; an empty one adds nothing.
    pub(super) fn row(mut self, actions: Vec<Action>) -> Self {
        if !actions.is_empty() {
            self.actions.push(actions);
        }
        self
    }

    /// Adds what can be pressed to the last row that has room, else in a row of its own.
    pub(super) fn also(mut self, action: Option<Action>) -> Self {
        let last = self.actions.last_mut().filter(|row| row.len() < Self::ROW);
        match (action, last) {
            (Some(action), Some(row)) => row.push(action),
            (Some(action), None) => self.actions.push(vec![action]),
            (None, _) => {}
        }
        self
    }

    /// Adds a row with a button that shows a view.
    pub(super) fn offering(self, label: &'static str, view: View) -> Self {
        self.row(vec![button(label, Press::Show(view), Style::Secondary)])
    }

    /// Adds space.
    pub(super) fn gap(mut self) -> Self {
        self.blocks.push(Block::Gap);
        self
    }
}

impl Choice {
    /// Makes a choice, its label shortened to what a list shows.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and words are handed over alike")]
    pub(super) fn new(label: &str, value: impl ToString) -> Self {
        Self { label: brief(label, 100), value: value.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_and_people_only_fill_places() {
        let text = say("Press **File** or `/count log`; `as_of` was {}.", [typed("`/x` **y** {}")]);
        assert_eq!(
            text.0,
            [
                plain("Press "),
                strong("File"),
                plain(" or "),
                Span::Command("count log"),
                plain("; "),
                Span::Literal("as_of".into()),
                plain(" was "),
                stored("`/x` **y** {}"),
                plain("."),
            ]
        );
    }

    #[test]
    fn a_lone_mark_is_a_character() {
        assert_eq!(say("2 * 3 { `", []).0, [plain("2 * 3 { `")]);
    }

    #[test]
    fn long_words_are_said_back_short_and_on_one_line() {
        assert_eq!(brief("a\nb  c", 10), "a b c");
        assert_eq!(brief("abcdef", 4), "abc…");
    }
}
