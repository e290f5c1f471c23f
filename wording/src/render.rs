//! Canonical English words for a reading.
//!
//! Invariant: reading the words again gives the same reading.

use crate::reading::rounding_step;
use crate::{Qualifier, Reading, Unit, unit, vague};

/// The scale words, smallest first.
const SCALES: [(u64, &str); 4] =
    [(1_000, "k"), (1_000_000, " million"), (1_000_000_000, " billion"), (1_000_000_000_000, " trillion")];

impl Reading {
    /// Gives the canonical English words without a noun: "more than 300", "about 400", "400 to 500", "338",
    /// "$19.4 million".
    ///
    /// [`read_count`](crate::read_count) reads the words of a number of people as the same reading,
    /// [`read_amount`](crate::read_amount) those of an amount of money, a percentage or a bare number, when the rule
    /// is [`RULE_SET`](crate::RULE_SET).
    #[must_use]
    pub fn words(&self) -> String {
        let point = self.point().unwrap_or_default();
        let number = || self.amount(&shortened(point));
        match self.qualifier() {
            Qualifier::Exact => self.amount(&grouped(point)),
            Qualifier::MoreThan => format!("more than {}", number()),
            Qualifier::AtLeast => format!("at least {}", number()),
            Qualifier::Nearly => format!("nearly {}", number()),
            Qualifier::FewerThan => format!("fewer than {}", number()),
            Qualifier::UpTo => format!("up to {}", number()),
            Qualifier::Approx => format!("about {}", number()),
            Qualifier::Rounded => self.amount(&self.rounded_words(point)),
            Qualifier::Range => self.range_words(),
            Qualifier::Vague => self.vague_words(),
        }
    }

    /// A number with the mark of its unit.
    fn amount(&self, number: &str) -> String {
        match self.unit() {
            Unit::Money(code) => format!("{}{number}", unit::mark_of_currency(code)),
            Unit::Percent => format!("{number}%"),
            Unit::People | Unit::Things(_) | Unit::Number => number.to_owned(),
        }
    }

    /// Both ends in digits: in "1 to 1.01 million" the scale word would count for both.
    fn range_words(&self) -> String {
        let end = |bound: Option<u64>| self.amount(&grouped(bound.unwrap_or_default()));
        format!("{} to {}", end(self.lower()), end(self.upper()))
    }

    fn rounded_words(&self, point: u64) -> String {
        let bounds = self.lower().zip(self.upper());
        let step = bounds.and_then(|(lower, upper)| rounding_step(point, lower, upper)).unwrap_or(1);
        let scale = SCALES.into_iter().find(|(scale, _)| *scale >= step);
        scale.map_or_else(|| grouped(point), |(scale, name)| scaled(point, step, scale, name))
    }

    fn vague_words(&self) -> String {
        let words = self.lower().and_then(vague::words_of_lower).unwrap_or_default();
        match self.unit() {
            Unit::Money(code) => format!("{words} {code}"),
            Unit::Percent => format!("{words} percent"),
            Unit::People | Unit::Things(_) | Unit::Number => words,
        }
    }
}

/// A number where words do not round it whatever its form: "20 million" where two places are enough, else its digits.
fn shortened(number: u64) -> String {
    let fits = |scale: u64| scale >= 1_000_000 && scale <= number && number.is_multiple_of(scale / 100);
    let Some((scale, name)) = SCALES.into_iter().rev().find(|(scale, _)| fits(*scale)) else {
        return grouped(number);
    };
    let step = [scale, scale / 10].into_iter().find(|step| number.is_multiple_of(*step)).unwrap_or(scale / 100);
    scaled(number, step, scale, name)
}

/// A number before a scale word, printed to the place `step`: 1,200 to the hundred is "1.2k".
fn scaled(number: u64, step: u64, scale: u64, name: &str) -> String {
    let whole = grouped(number / scale);
    match (scale / step).ilog10() as usize {
        0 => format!("{whole}{name}"),
        places => format!("{whole}.{:0places$}{name}", number % scale / step),
    }
}

/// Digits in groups of three: "300,000".
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && place % 3 == first {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
