//! Makes text inert: what people and pages wrote is shown as written and does nothing.
//!
//! Discord reads a backslash before any ASCII punctuation as "show this character". What it might read even so
//! (mentions and timestamps, which its servers look for in the raw text, and addresses, which look clickable) is broken
//! visibly as well: `＠everyone`, `‹@123>`, `https[:]//…`.
//!
//! Text is made of [`Atoms`], each of which can be shown or left out by itself, so that cutting never splits an escape.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::single_spaced;

/// How much of a text's own shape survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The bot's own words: markup is escaped, addresses stand.
    Own,
    /// Words of people or pages.
    Stored,
}

/// Inert text, and where it can be cut: one atom is one visible sign with what escapes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Atoms {
    text: String,
    ends: Ends,
}

/// Where atoms end.
#[derive(Clone, Debug, Default)]
enum Ends {
    /// After each character.
    #[default]
    Each,
    /// After these, in bytes.
    At(Vec<usize>),
}

impl Atoms {
    /// Takes text that stays whole.
    pub(super) fn whole(text: String) -> Self {
        let ends = if text.is_empty() { Ends::Each } else { Ends::At(vec![text.len()]) };
        Self { text, ends }
    }

    /// Counts them.
    pub(super) fn len(&self) -> usize {
        match &self.ends {
            Ends::Each => self.text.chars().count(),
            Ends::At(ends) => ends.len(),
        }
    }

    /// Says whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        match &self.ends {
            Ends::Each => self.text.is_empty(),
            Ends::At(ends) => ends.is_empty(),
        }
    }

    /// Gives their text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Takes their text out.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Gives the first `keep` of them.
    pub(super) fn first(&self, keep: usize) -> Self {
        match &self.ends {
            Ends::Each => Self { text: self.text.chars().take(keep).collect(), ends: Ends::Each },
            Ends::At(ends) => {
                let ends: Vec<usize> = ends.iter().take(keep).copied().collect();
                let text = self.text.get(..ends.last().copied().unwrap_or_default()).unwrap_or_default();
                Self { text: text.to_owned(), ends: Ends::At(ends) }
            }
        }
    }
}

/// Cuts one line of text into inert atoms. `text` holds no line break; white space inside is kept.
pub(super) fn atoms(text: &str, origin: Origin) -> Atoms {
    match plain(text.to_owned()) {
        Ok(atoms) => atoms,
        Err(text) => look_at_each(&text, origin),
    }
}

/// Takes text of which nothing needs a second look, and gives any other back.
pub(super) fn plain(text: String) -> Result<Atoms, String> {
    if is_plain(&text) { Ok(Atoms { text, ends: Ends::Each }) } else { Err(text) }
}

fn look_at_each(text: &str, origin: Origin) -> Atoms {
    let shown: Vec<char> = visible(text);
    let broken = match origin {
        Origin::Own => shown,
        Origin::Stored => break_addresses(&shown),
    };
    escape(&broken)
}

/// Says whether nothing of a text needs a second look: its letters, digits and marks mean nothing but themselves
/// wherever they stand. Most text is so.
fn is_plain(text: &str) -> bool {
    let means_nothing = |c: char| match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => MEANS_NOTHING[usize::from(byte)],
        _ => matches!(c, '·' | '–' | '—' | '…' | '‘' | '’' | '“' | '”' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ'),
    };
    // A list begins with a dash, or with digits and a point; `www.` begins an address.
    let first = text.trim_start().chars().next();
    let begins_list = first == Some('-') || (first.is_some_and(|c| c.is_ascii_digit()) && text.contains('.'));
    if begins_list {
        return false;
    }
    let mut ws = 0;
    text.chars().all(|c| {
        ws = if matches!(c, 'w' | 'W') { ws + 1 } else { 0 };
        ws < 3 && means_nothing(c)
    })
}

/// The ASCII characters that mean nothing but themselves.
const MEANS_NOTHING: [bool; 128] = {
    let mut table = [false; 128];
    let mut at: u8 = 0;
    while at < 128 {
        table[at as usize] = at.is_ascii_alphanumeric()
            || matches!(at, b' ' | b'.' | b',' | b';' | b'(' | b')' | b'\'' | b'"' | b'-' | b'%');
        at += 1;
    }
    table
};

/// Cuts text for inline code: nothing is read there but the backtick that ends it.
pub(super) fn code(text: &str) -> String {
    let one_line: String = visible(&single_spaced(text))
        .into_iter()
        .map(|c| match c {
            '`' => '\'',
            '@' => '＠',
            '<' => '‹',
            other => other,
        })
        .collect();
    if one_line.is_empty() { String::new() } else { format!("`{one_line}`") }
}

/// Says whether a character changes how others are shown while showing nothing itself.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
        || (c.is_control() && c != '\n')
}

/// Leaves out what is invisible; a joiner stays between letters of a script that needs it (Persian, Hindi, emoji).
pub(super) fn visible(text: &str) -> Vec<char> {
    let chars: Vec<char> = text.chars().collect();
    let needs_joiner = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| joins(*c));
    let kept = chars.iter().enumerate().filter(|(at, c)| match **c {
        '\u{200C}' | '\u{200D}' => needs_joiner(at.checked_sub(1)) && needs_joiner(Some(at + 1)),
        other => !is_invisible(other),
    });
    kept.map(|(_, c)| *c).collect()
}

fn joins(c: char) -> bool {
    !c.is_ascii() && !is_invisible(c)
}

/// Breaks `://`, `www.` and Discord's own invitation hosts, so that nothing looks or acts like an address.
fn break_addresses(chars: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(chars.len() + 8);
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        if begins(rest, "://") {
            out.extend("[:]//".chars());
            at += 3;
        } else if begins(rest, "www.") {
            out.extend(rest.iter().take(3));
            out.extend("[.]".chars());
            at += 4;
        } else if INVITATIONS.iter().any(|host| begins(rest, host)) {
            let name = rest.iter().take_while(|c| **c != '.').count();
            out.extend(rest.iter().take(name));
            out.extend("[.]".chars());
            at += name + 1;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

const INVITATIONS: [&str; 4] = ["discord.gg/", "discord.com/", "discordapp.com/", "discord.new/"];

fn begins(chars: &[char], with: &str) -> bool {
    let mut left = chars.iter();
    with.chars().all(|c| left.next().is_some_and(|have| have.eq_ignore_ascii_case(&c)))
}

/// Escapes what Discord reads as markup anywhere, and at the beginning what it reads there only.
fn escape(chars: &[char]) -> Atoms {
    let ordinal = ordinal_dot(chars);
    let first = chars.iter().position(|c| !c.is_whitespace());
    let mut text = String::with_capacity(chars.len() + 16);
    let mut ends = Vec::with_capacity(chars.len());
    for (at, c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied();
        let at_start = first == Some(at);
        match c {
            '@' if is_everyone(chars, at) => text.push('＠'),
            '<' if next.is_some_and(opens) => text.push('‹'),
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '#' | '[' | ']' | '@' => text.extend(['\\', *c]),
            ':' if is_emoji_code(chars, at) => text.extend(['\\', *c]),
            '-' | '+' if at_start => text.extend(['\\', *c]),
            '.' if ordinal == Some(at) => text.extend(['\\', *c]),
            other => text.push(*other),
        }
        ends.push(text.len());
    }
    Atoms { text, ends: Ends::At(join_clusters(chars, ends)) }
}

fn opens(next: char) -> bool {
    next.is_ascii_alphanumeric() || matches!(next, '@' | '#' | '/' | ':' | '&' | '!')
}

/// Says whether an emoji's code such as `:smile:` begins here.
fn is_emoji_code(chars: &[char], at: usize) -> bool {
    let rest = chars.get(at + 1..).unwrap_or_default();
    let name = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')).count();
    name > 0 && rest.get(name) == Some(&':')
}

fn is_everyone(chars: &[char], at: usize) -> bool {
    let rest = chars.get(at + 1..).unwrap_or_default();
    begins(rest, "everyone") || begins(rest, "here")
}

/// Finds the point of `1. ` at the beginning of a line, which would make a list.
fn ordinal_dot(chars: &[char]) -> Option<usize> {
    let start = chars.iter().position(|c| !c.is_whitespace())?;
    let digits = chars.iter().skip(start).take_while(|c| c.is_ascii_digit()).count();
    let dot = start + digits;
    (digits > 0 && chars.get(dot) == Some(&'.')).then_some(dot)
}

/// Joins the atoms of one visible sign (a letter and its marks, a family of emoji), so that no cut falls inside.
fn join_clusters(chars: &[char], single: Vec<usize>) -> Vec<usize> {
    if chars.iter().all(char::is_ascii) {
        return single;
    }
    let text: String = chars.iter().collect();
    let mut ends = single.iter().copied();
    let mut joined = Vec::with_capacity(single.len());
    for cluster in text.graphemes(true) {
        let size = cluster.chars().count();
        // A cluster of very many marks is cut all the same: nothing else bounds its size.
        if size <= 16 {
            joined.extend(ends.by_ref().take(size).last());
        } else {
            joined.extend(ends.by_ref().take(size));
        }
    }
    joined
}

/// Opens an isolate whose direction its first strong letter decides.
pub(super) const OPEN_ISOLATE: char = '\u{2068}';
/// Closes the isolate.
pub(super) const CLOSE_ISOLATE: char = '\u{2069}';

/// Says whether a letter is written from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_text_is_what_a_look_at_each_sign_would_leave_as_it_is(text in "[a-cwW0-1 .,;()'%·–“é:/@*_+-]{0,12}", keep in 0_usize..14) {
            for origin in [Origin::Own, Origin::Stored] {
                let (quick, slow) = (atoms(&text, origin), look_at_each(&text, origin));
                prop_assert_eq!(quick.text(), slow.text());
                prop_assert_eq!((quick.len(), quick.is_empty()), (slow.len(), slow.is_empty()));
                let (quick, slow) = (quick.first(keep), slow.first(keep));
                prop_assert_eq!(quick.text(), slow.text());
            }
        }
    }
}
