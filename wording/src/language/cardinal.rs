//! Numbers spelled out, by looking up what the language's own speller writes.

use crate::token::{Token, mark_at, word_at};

use super::lexicon::{Lexicon, Role};

/// A number spelled out.
pub(super) struct Cardinal {
    /// Its value.
    pub(super) value: u64,
    /// The scale word it ends in, if it ends in a million or more; 1 otherwise.
    pub(super) last_scale: u64,
    /// The token after it.
    pub(super) end: usize,
}

/// Reads a number spelled out at a place: "zwei Millionen dreihunderttausend", "deux mille trois cents".
pub(super) fn cardinal_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Cardinal> {
    let mut number = Cardinal { value: 0, last_scale: u64::MAX, end: at };
    while let Some((group, scale, end)) = group(lexicon, tokens, number.end) {
        if scale >= number.last_scale {
            break;
        }
        let value = group.checked_mul(scale)?.checked_add(number.value)?;
        number = Cardinal { value, last_scale: scale, end };
    }
    (number.end > at).then_some(number)
}

/// Reads what stands before a scale, and the scale; 1 where there is none.
fn group(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u64, u64, usize)> {
    let large = |at: usize| {
        lexicon.find(tokens, at, |role| match role {
            Role::Scale(scale) if scale >= 1_000_000 => Some(scale),
            _ => None,
        })
    };
    if let Some((scale, end)) = lexicon.end_of(tokens, at, Role::One).and_then(large) {
        return Some((1, scale, end));
    }
    let (value, end) = below_million(lexicon, tokens, at)?;
    Some(match large(end) {
        Some((scale, end)) => (value, scale, end),
        None => (value, 1, end),
    })
}

/// Reads a number below a million: in one word, or around a thousand that is a word of its own.
fn below_million(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let first = below_thousand(lexicon, tokens, at).or_else(|| compound_at(lexicon, tokens, at));
    let (before, end) = first.unwrap_or((1, at));
    let whole = |value: u64, end: usize| match rest(lexicon, tokens, end) {
        Some((rest, end)) => (value + rest, end),
        None => (value, end),
    };
    match lexicon.end_of(tokens, end, Role::Thousand) {
        Some(next) if before < 1_000 => Some(whole(before * 1_000, next)),
        _ if before >= 1_000 && before.is_multiple_of(1_000) => Some(whole(before, end)),
        _ => first,
    }
}

/// Reads what follows a thousand.
fn rest(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let joint = lexicon.table.joint;
    let start = at + usize::from(!joint.is_empty() && word_at(tokens, at) == joint);
    // "Mil e dois mil" are two numbers.
    below_thousand(lexicon, tokens, start).filter(|(_, end)| !lexicon.is(tokens, *end, Role::Thousand))
}

/// Finds the longest run of words that spells a number below a thousand.
fn below_thousand(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let mut words = String::new();
    let mut end = at;
    let mut best = None;
    for _ in 0..lexicon.longest_number() {
        let start = end + usize::from(end > at && mark_at(tokens, end, '-'));
        let word = word_at(tokens, start);
        if word.is_empty() {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words += word;
        end = start + 1;
        best = lexicon.spelled(&words).map(|value| (value, end)).or(best);
    }
    best
}

fn compound_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    compound(lexicon, word_at(tokens, at)).map(|value| (value, at + 1))
}

/// Reads a number below a million written as one word: "zweitausenddreihundert".
pub(super) fn compound(lexicon: &Lexicon, word: &str) -> Option<u64> {
    if let Some(value) = lexicon.spelled(word) {
        return Some(value);
    }
    lexicon.table.thousands.iter().find_map(|(thousand, stands_alone)| {
        let (before, after) = word.split_once(thousand)?;
        let before = match before {
            "" if *stands_alone => 1,
            "ein" => 1,
            spelled => lexicon.spelled(spelled)?,
        };
        let after = after.strip_prefix(lexicon.table.joint).unwrap_or(after);
        let after = if after.is_empty() { 0 } else { one_or_spelled(lexicon, after)? };
        Some(before * 1_000 + after)
    })
}

fn one_or_spelled(lexicon: &Lexicon, word: &str) -> Option<u64> {
    match word {
        "eins" | "een" | "één" | "uno" => Some(1),
        _ => lexicon.spelled(word),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::cardinal_at;
    use crate::language::lexicon::Lexicon;
    use crate::language::split::tokens;
    use crate::language::{dutch, french, german, italian, portuguese, spanish};

    fn read(lexicon: &Lexicon, words: &str) -> Option<u64> {
        let tokens = tokens(lexicon, words);
        cardinal_at(lexicon, &tokens, 0).filter(|number| number.end == tokens.len()).map(|number| number.value)
    }

    #[test]
    fn every_spelling_below_a_thousand_is_one_number_and_is_read_as_it() {
        for lexicon in [
            &german::LEXICON,
            &french::LEXICON,
            &spanish::LEXICON,
            &portuguese::LEXICON,
            &italian::LEXICON,
            &dutch::LEXICON,
        ] {
            let mut seen: HashMap<String, u64> = HashMap::new();
            for number in 2..1_000 {
                for words in (lexicon.table.spell)(number) {
                    assert_eq!(*seen.entry(words.clone()).or_insert(number), number, "{words}");
                    assert_eq!(read(lexicon, &words), Some(number), "{words}");
                }
            }
        }
    }

    #[test]
    fn numbers_are_spelled_as_the_languages_spell_them() {
        for (lexicon, words, number) in [
            (&german::LEXICON, "einundzwanzig", 21),
            (&german::LEXICON, "dreißig", 30),
            (&german::LEXICON, "dreissig", 30),
            (&german::LEXICON, "siebenhundertsiebenundsiebzig", 777),
            (&german::LEXICON, "hundertundeins", 101),
            (&german::LEXICON, "tausendeins", 1_001),
            (&german::LEXICON, "dreihunderttausend", 300_000),
            (&german::LEXICON, "zwei Millionen dreihunderttausend", 2_300_000),
            (&french::LEXICON, "quatre-vingts", 80),
            (&french::LEXICON, "quatre-vingt-un", 81),
            (&french::LEXICON, "soixante et onze", 71),
            (&french::LEXICON, "vingt-et-un", 21),
            (&french::LEXICON, "septante-deux", 72),
            (&french::LEXICON, "deux cents", 200),
            (&french::LEXICON, "cent mille", 100_000),
            (&spanish::LEXICON, "veintiuna", 21),
            (&spanish::LEXICON, "quinientas", 500),
            (&spanish::LEXICON, "ciento una", 101),
            (&spanish::LEXICON, "cien mil", 100_000),
            (&spanish::LEXICON, "setecientos setenta y siete", 777),
            (&portuguese::LEXICON, "vinte e duas", 22),
            (&portuguese::LEXICON, "dezasseis", 16),
            (&portuguese::LEXICON, "mil e duzentos", 1_200),
            (&portuguese::LEXICON, "duzentos mil", 200_000),
            (&italian::LEXICON, "ventotto", 28),
            (&italian::LEXICON, "centotto", 108),
            (&italian::LEXICON, "duecentomila", 200_000),
            (&italian::LEXICON, "milleduecento", 1_200),
            (&dutch::LEXICON, "drieëntwintig", 23),
            (&dutch::LEXICON, "honderdvijfentwintig", 125),
            (&dutch::LEXICON, "tweehonderdduizend", 200_000),
        ] {
            assert_eq!(read(lexicon, words), Some(number), "{words}");
        }
    }
}
