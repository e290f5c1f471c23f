//! The list of sources: the only masked links there are.

use super::inert::{self, Origin};
use crate::answers::reply::Footnote;
use crate::domain::source::SourceUrl;
use crate::domain::text::single_spaced;

/// The most characters of a label; publishers and dates are shorter.
const LABEL: usize = 120;

/// Writes one source per line, numbered from 1.
pub(super) fn list(footnotes: &[Footnote]) -> Vec<String> {
    footnotes.iter().enumerate().map(|(at, footnote)| line(at + 1, footnote)).collect()
}

fn line(number: usize, footnote: &Footnote) -> String {
    let source = link(&footnote.label, &footnote.url);
    let archived = footnote.archived.as_ref().map(|(label, url)| format!(" · {}", link(label, url)));
    format!("-# \\[{number}\\] {source}{}", archived.unwrap_or_default())
}

/// Writes a masked link.
pub(super) fn link(label: &str, url: &SourceUrl) -> String {
    format!("[{}]({})", self::label(label), address(url))
}

/// Escapes a label. Discord prints a masked link literally when its label holds an address, and a label that names
/// another host than the link's would mislead: a point between letters becomes a look-alike that is no address.
fn label(text: &str) -> String {
    // What is invisible goes first: it could stand inside an address and hide it from what follows.
    let visible: String = inert::visible(text).into_iter().collect();
    let one_line = single_spaced(&visible);
    let dotless = without_hosts(&one_line.replace("://", "∶//"));
    let atoms = inert::atoms(&dotless, Origin::Stored);
    let cut = atoms.len() > LABEL;
    let kept = atoms.first(LABEL).into_text();
    match (kept.trim(), cut) {
        ("", _) => "?".to_owned(),
        (kept, true) => format!("{kept}…"),
        (kept, false) => kept.to_owned(),
    }
}

fn without_hosts(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let shown = chars.iter().enumerate().map(|(at, c)| match c {
        '.' if is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)) => '\u{2024}',
        // Discord counts brackets in a label, escaped or not.
        '[' => '(',
        ']' => ')',
        other => *other,
    });
    shown.collect()
}

/// Encodes what would end the link or begin other markup.
fn address(url: &SourceUrl) -> String {
    let mut out = String::with_capacity(url.as_str().len() + 8);
    for c in url.as_str().chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            '"' => out.push_str("%22"),
            '|' => out.push_str("%7C"),
            '*' => out.push_str("%2A"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_label_is_broken_even_where_something_invisible_hides_it() {
        let url = SourceUrl::parse("https://news.example.org/").unwrap();
        for text in ["https://evil.example", "https:\u{202e}//evil.example", "https:\u{200b}//evil\u{2060}.example"] {
            let link = link(text, &url);
            let label = link.split(']').next().unwrap();
            assert!(!label.contains("://") && !label.contains("l.e") && label.matches('[').count() == 1, "{link}");
        }
    }
}
