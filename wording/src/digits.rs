//! Numbers in digits: separators, decimals, "1.2k", and what looks like a number and is none.

use crate::fold::Glyph;
use crate::token::Kind;

/// A number as it is written, without its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// All digits as one number.
    pub(crate) mantissa: u64,
    /// How many of them stand after the decimal mark.
    pub(crate) places: u32,
    /// The scale glued to it: 1,000 for "k"; 1 where there is none.
    pub(crate) scale: u64,
    /// Whether it has separators between groups of digits.
    pub(crate) grouped: bool,
    /// Whether one full stop stands before exactly three digits: "1.000", which may be 1 or 1,000.
    pub(crate) dotted: bool,
    /// Whether it is a plural: "100s".
    pub(crate) plural: bool,
}

/// The most digits that are read; a longer run is more than any count.
const MOST_DIGITS: usize = 19;

/// Reads the number that starts at `at`, a digit; gives [`Kind::Opaque`] for what is none, and where it ends.
pub(crate) fn number(glyphs: &[Glyph], at: usize) -> (Kind, usize) {
    let run = end_of_run(glyphs, at);
    let core = end_of_core(glyphs, at);
    if let Some(fraction) = fraction(glyphs, at, core, run) {
        return (fraction, run);
    }
    if is_composite(glyphs, core, run) || is_broken(glyphs, core, run) {
        return (Kind::Opaque, run);
    }
    let Some(written) = written(&chars(glyphs, at, core)) else {
        return (Kind::Opaque, core);
    };
    suffix(glyphs, core, written)
}

/// Reads the digits at a place with their separators and nothing that is glued to them; the number is `None` where they
/// are a date, a time, or too many.
pub(crate) fn plain(glyphs: &[Glyph], at: usize) -> Option<(Option<Written>, usize)> {
    glyphs.get(at).filter(|glyph| glyph.char.is_ascii_digit())?;
    let (run, core) = (end_of_run(glyphs, at), end_of_core(glyphs, at));
    if is_composite(glyphs, core, run) || is_broken(glyphs, core, run) {
        return Some((None, run));
    }
    Some((written(&chars(glyphs, at, core)), core))
}

/// The longest run that is looked at as a whole, so that reading stays linear in the length of the text.
const LONGEST_RUN: usize = 64;

/// Where a run of digits and the marks between them ends: dates, times, phone numbers.
pub(crate) fn end_of_run(glyphs: &[Glyph], at: usize) -> usize {
    let is_digit = |place: usize| glyphs.get(place).is_some_and(|glyph: &Glyph| glyph.char.is_ascii_digit());
    let is_joint =
        |place: usize| glyphs.get(place).is_some_and(|glyph: &Glyph| matches!(glyph.char, '/' | ':' | '-' | '.' | ','));
    let mut end = at;
    while end < at + LONGEST_RUN && (is_digit(end) || (is_joint(end) && is_digit(end + 1))) {
        end += 1;
    }
    end
}

/// Where the number itself ends: digits, and separators between digits. A space only joins groups of three.
fn end_of_core(glyphs: &[Glyph], at: usize) -> usize {
    let mut end = at + run_of_digits(glyphs, at);
    let first = end - at;
    while let Some(glyph) = glyphs.get(end) {
        let next = run_of_digits(glyphs, end + 1);
        let joins = match glyph.char {
            '.' => next > 0,
            ',' => next == 3 || (next == 2 && is_lakh(glyphs, end)),
            '\'' | ' ' => next == 3 && first <= 3,
            _ => false,
        };
        let is_list = glyph.char == ',' && first > 3;
        if !joins || is_list {
            break;
        }
        end += 1 + next;
    }
    end
}

/// Whether groups of two end in one of three: "1,50,000".
fn is_lakh(glyphs: &[Glyph], comma: usize) -> bool {
    let is_comma = |place: usize| glyphs.get(place).is_some_and(|glyph| glyph.char == ',');
    let mut at = comma;
    while at < comma + LONGEST_RUN && is_comma(at) && run_of_digits(glyphs, at + 1) == 2 {
        at += 3;
    }
    is_comma(at) && run_of_digits(glyphs, at + 1) == 3
}

/// How many digits stand at a place.
fn run_of_digits(glyphs: &[Glyph], at: usize) -> usize {
    glyphs.iter().skip(at).take_while(|glyph| glyph.char.is_ascii_digit()).count()
}

pub(crate) fn chars(glyphs: &[Glyph], start: usize, end: usize) -> String {
    glyphs[start..end].iter().map(|glyph| glyph.char).collect()
}

/// Two whole numbers with a slash between, but for those that are names.
fn fraction(glyphs: &[Glyph], at: usize, core: usize, run: usize) -> Option<Kind> {
    let text = chars(glyphs, at, run);
    if core == run || text.len() > 2 * MOST_DIGITS || ["9/11", "24/7", "7/7"].contains(&text.as_str()) {
        return None;
    }
    let (one, other) = text.split_once('/')?;
    let whole = |digits: &str| {
        if digits.starts_with('0') { None } else { digits.parse().ok() }
    };
    let is_followed = glyphs.get(run).is_some_and(|next| next.char.is_alphanumeric());
    if is_followed { None } else { Some(Kind::Fraction(whole(one)?, whole(other)?)) }
}

/// Whether the run goes on after the number with a slash, a colon, or two hyphens: a date, a time, a phone number.
fn is_composite(glyphs: &[Glyph], core: usize, run: usize) -> bool {
    let rest = glyphs.get(core..run).unwrap_or_default();
    let joints = rest.iter().filter(|glyph| !glyph.char.is_ascii_digit() && glyph.char != '.' && glyph.char != ',');
    match joints.clone().count() {
        0 => false,
        1 => joints.clone().any(|glyph| glyph.char != '-') || rest.get(1).is_some_and(|glyph| glyph.char == '0'),
        _ => true,
    }
}

/// Whether digits go on after a comma that separates no group: "1,0000", "1,2,3".
fn is_broken(glyphs: &[Glyph], core: usize, run: usize) -> bool {
    run > core && glyphs.get(core).is_some_and(|glyph| matches!(glyph.char, ',' | '.'))
}

/// Reads digits and separators; `None` for what is no number: "007", "1.2.3", too many digits.
fn written(text: &str) -> Option<Written> {
    let separators: Vec<char> = text.chars().filter(|char| !char.is_ascii_digit()).collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let first = text.split(|char: char| !char.is_ascii_digit()).next().map_or(0, str::len);
    if digits.len() > MOST_DIGITS || (digits.starts_with('0') && first > 1) {
        return None;
    }
    let mantissa = digits.parse().ok()?;
    let (places, grouped, dotted) = places(text, &separators)?;
    Some(Written { mantissa, places, scale: 1, grouped, dotted, plural: false })
}

/// How many digits are decimals, whether there are groups, and whether the one full stop may separate thousands.
fn places(text: &str, separators: &[char]) -> Option<(u32, bool, bool)> {
    let decimals = |mark: char| text.rsplit(mark).next().and_then(|rest| u32::try_from(rest.len()).ok());
    let groups_fit = |mark: char| text.split(mark).skip(1).all(|group| group.len() == 3);
    let first = text.split('.').next().unwrap_or_default();
    match separators {
        [] => Some((0, false, false)),
        ['.'] => {
            let places = decimals('.')?;
            Some((places, false, places == 3 && first.len() <= 3 && first != "0"))
        }
        [rest @ .., '.'] if rest.iter().all(|mark| *mark == ',') => Some((decimals('.')?, true, false)),
        all if all.iter().all(|mark| *mark == '.') => (groups_fit('.') && first.len() <= 3).then_some((0, true, false)),
        [mark, rest @ ..] if rest.iter().all(|other| other == mark) => Some((0, true, false)),
        _ => None,
    }
}

/// Reads what is glued to the number: a scale ("k"), a plural ("100s"); any other letters make it opaque.
fn suffix(glyphs: &[Glyph], core: usize, written: Written) -> (Kind, usize) {
    let length = glyphs.iter().skip(core).take_while(|glyph| glyph.char.is_alphanumeric()).count();
    let end = core + length;
    let letters = chars(glyphs, core, end.min(core + 8)).to_lowercase();
    let kind = match letters.as_str() {
        "" | "ish" => return (Kind::Number(written), core),
        "k" => Kind::Number(Written { scale: 1_000, ..written }),
        "m" | "mn" | "mln" => Kind::Number(Written { scale: 1_000_000, ..written }),
        "b" | "bn" => Kind::Number(Written { scale: 1_000_000_000, ..written }),
        "tn" => Kind::Number(Written { scale: 1_000_000_000_000, ..written }),
        "s" if is_power_of_ten(written) => Kind::Number(Written { plural: true, ..written }),
        _ => Kind::Opaque,
    };
    (kind, end)
}

/// Whether the plural of the number is a vague one: "100s" is, "1990s" is a decade.
fn is_power_of_ten(written: Written) -> bool {
    let number = written.mantissa;
    written.places == 0 && number >= 10 && 10_u64.checked_pow(number.ilog10()) == Some(number)
}
