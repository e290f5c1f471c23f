//! Numbers that are a day, a year or a time.

use crate::noun::{Class, Noun};
use crate::phrase::Phrase;
use crate::token::{Kind, Token, mark_at, word_at, word_before, words_at};
use crate::words::MONTHS;

/// "19 June", "June 19", "in 2018", "on 6/19", "3 p.m.".
pub(crate) fn is_date(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    if words_at(tokens, phrase.end, "a m").or_else(|| words_at(tokens, phrase.end, "p m")).is_some() {
        return true;
    }
    let before = word_before(tokens, phrase.start);
    let Some(token) = tokens.get(phrase.number) else {
        return false;
    };
    match &token.kind {
        Kind::Fraction(..) => matches!(before, "on" | "by" | "since" | "until" | "of" | "from" | "before" | "after"),
        Kind::Number(written) => {
            let is_day = written.scale == 1 && (1..=31).contains(&written.mantissa);
            let is_month = MONTHS.contains(&before);
            let month_follows = is_day && MONTHS.contains(&word_at(tokens, phrase.end));
            let is_year = is_year(token);
            month_follows
                || (is_month && (is_day || is_year || written.grouped))
                || (is_year && names_year(tokens, phrase, before, noun))
        }
        Kind::Word { .. } | Kind::Mark(_) | Kind::Opaque => false,
    }
}

/// Whether a number is written like a year of this age.
pub(crate) fn is_year(token: &Token) -> bool {
    match &token.kind {
        Kind::Number(written) => {
            let is_plain = written.scale == 1 && written.places == 0 && !written.grouped;
            is_plain && (1900..=2099).contains(&written.mantissa)
        }
        Kind::Word { .. } | Kind::Mark(_) | Kind::Opaque | Kind::Fraction(..) => false,
    }
}

/// Whether what stands around a year makes it one: "in 2018", "June 19, 2018", "(2018)".
fn names_year(tokens: &[Token], phrase: &Phrase, before: &str, noun: &Noun) -> bool {
    const BEFORE: &[&str] = &[
        "in", "since", "by", "until", "till", "during", "of", "from", "before", "after", "year", "early", "late",
        "mid", "around", "about", "circa", "through", "between", "spring", "summer", "autumn", "fall", "winter", "to",
        "and",
    ];
    let first = word_at(tokens, phrase.start);
    let after_day = phrase.start >= 2
        && mark_at(tokens, phrase.start - 1, ',')
        && tokens.get(phrase.start - 2).is_some_and(is_day_of_month);
    let is_bare = matches!(noun.class, Class::Absent | Class::Unknown);
    BEFORE.contains(&before) || after_day || (is_bare && BEFORE.contains(&first))
}

fn is_day_of_month(token: &Token) -> bool {
    match &token.kind {
        Kind::Number(written) => (1..=31).contains(&written.mantissa),
        Kind::Opaque => true,
        Kind::Word { .. } | Kind::Mark(_) | Kind::Fraction(..) => false,
    }
}
