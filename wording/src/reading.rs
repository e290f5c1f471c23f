//! A reading: the bounds that words give, and nothing that they do not.
//!
//! Invariant: a [`Reading`] only exists with the shape of its qualifier, so `lower ≤ point ≤ upper` wherever they
//! exist. To add a qualifier, add its row to `shape_fits` and its words to `words`.

use serde::{Deserialize, Serialize};

use crate::{Qualifier, RULE_SET, Unit, unit, vague};

/// The rule of a number taken from an archive row whose text does not settle it.
pub const ARCHIVE_RULE: &str = "archive-1";

/// Names the rule of readings that a page publishes as data and not in words.
pub const COUNTER_RULE: &str = "counter-1";

/// What a wording says about a number: `lower` and `upper` are the smallest and largest whole numbers that the words
/// allow, absent where they set none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawReading")]
pub struct Reading {
    qualifier: Qualifier,
    point: Option<u64>,
    lower: Option<u64>,
    upper: Option<u64>,
    unit: Unit,
    rule: String,
}

/// The fields of a reading before they are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReading {
    qualifier: Qualifier,
    #[serde(default)]
    point: Option<u64>,
    #[serde(default)]
    lower: Option<u64>,
    #[serde(default)]
    upper: Option<u64>,
    unit: Unit,
    rule: String,
}

/// Says why values do not make a reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadingError {
    /// The values are not those the qualifier has.
    #[error("a reading {} cannot have point {point:?}, lower {lower:?}, upper {upper:?}", .qualifier.as_str())]
    Shape {
        /// The qualifier.
        qualifier: Qualifier,
        /// The point given.
        point: Option<u64>,
        /// The lower bound given.
        lower: Option<u64>,
        /// The upper bound given.
        upper: Option<u64>,
    },
    /// The unit is not one that can be counted in.
    #[error("unknown unit {0:?}")]
    Unit(Unit),
    /// The reading names no rule.
    #[error("a reading needs the rule it was made by")]
    NoRule,
}

impl Reading {
    /// Makes a reading; fails when the values have not the shape of the qualifier (a `more_than` has a point, a lower
    /// bound one above it and no upper bound), when the unit is no known currency or no lower-case noun, or when the
    /// rule is empty.
    pub fn new(
        qualifier: Qualifier,
        point: Option<u64>,
        lower: Option<u64>,
        upper: Option<u64>,
        unit: Unit,
        rule: impl Into<String>,
    ) -> Result<Self, ReadingError> {
        let rule = rule.into();
        if !shape_fits(qualifier, point, lower, upper) {
            return Err(ReadingError::Shape { qualifier, point, lower, upper });
        }
        if !unit_is_known(&unit) {
            return Err(ReadingError::Unit(unit));
        }
        if rule.trim().is_empty() {
            return Err(ReadingError::NoRule);
        }
        Ok(Self { qualifier, point, lower, upper, unit, rule })
    }

    /// Makes the reading of a number of people from an archive row whose text does not settle it: near the number,
    /// by rule [`ARCHIVE_RULE`].
    #[must_use]
    pub fn archive(point: u64) -> Self {
        Self {
            qualifier: Qualifier::Approx,
            point: Some(point),
            lower: None,
            upper: None,
            unit: Unit::People,
            rule: ARCHIVE_RULE.to_owned(),
        }
    }

    /// Makes the reading of a number of people that a page publishes as data: exact, by rule [`COUNTER_RULE`].
    #[must_use]
    pub fn counter(point: u64) -> Self {
        Self {
            qualifier: Qualifier::Exact,
            point: Some(point),
            lower: Some(point),
            upper: Some(point),
            unit: Unit::People,
            rule: COUNTER_RULE.to_owned(),
        }
    }

    /// Makes the reading that words with this number give by [`RULE_SET`]; `None` where no whole number fits them
    /// ("fewer than 0"). Ranges, rounded and vague numbers carry more than a point and are made with [`Self::new`].
    pub(crate) fn of_point(qualifier: Qualifier, point: u64, unit: Unit) -> Option<Self> {
        let (lower, upper) = match qualifier {
            Qualifier::Exact => (Some(point), Some(point)),
            Qualifier::MoreThan => (Some(point.checked_add(1)?), None),
            Qualifier::AtLeast => (Some(point), None),
            Qualifier::Nearly | Qualifier::FewerThan => (None, Some(point.checked_sub(1)?)),
            Qualifier::UpTo => (None, Some(point)),
            Qualifier::Approx => (None, None),
            Qualifier::Rounded | Qualifier::Range | Qualifier::Vague => return None,
        };
        Self::new(qualifier, Some(point), lower, upper, unit, RULE_SET).ok()
    }

    /// The same reading of another unit; `None` where the unit is not one that is known.
    pub(crate) fn in_unit(self, unit: Unit) -> Option<Self> {
        unit_is_known(&unit).then_some(Self { unit, ..self })
    }

    /// Gives how the words bound the number.
    #[must_use]
    pub const fn qualifier(&self) -> Qualifier {
        self.qualifier
    }

    /// Gives the number that the words name, if they name one.
    #[must_use]
    pub const fn point(&self) -> Option<u64> {
        self.point
    }

    /// Gives the smallest whole number that the words allow, if they set one.
    #[must_use]
    pub const fn lower(&self) -> Option<u64> {
        self.lower
    }

    /// Gives the largest whole number that the words allow, if they set one.
    #[must_use]
    pub const fn upper(&self) -> Option<u64> {
        self.upper
    }

    /// Gives what the number counts.
    #[must_use]
    pub const fn unit(&self) -> &Unit {
        &self.unit
    }

    /// Gives the name of the rule that made the reading.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Whether the words only say that the number is near.
    #[must_use]
    pub const fn is_approximate(&self) -> bool {
        matches!(self.qualifier, Qualifier::Approx)
    }
}

impl TryFrom<RawReading> for Reading {
    type Error = ReadingError;

    fn try_from(raw: RawReading) -> Result<Self, ReadingError> {
        Self::new(raw.qualifier, raw.point, raw.lower, raw.upper, raw.unit, raw.rule)
    }
}

/// Whether the values are those that a reading with this qualifier has.
fn shape_fits(qualifier: Qualifier, point: Option<u64>, lower: Option<u64>, upper: Option<u64>) -> bool {
    match (qualifier, point, lower, upper) {
        (Qualifier::Exact, Some(point), Some(lower), Some(upper)) => lower == point && upper == point,
        (Qualifier::MoreThan, Some(point), Some(lower), None) => point.checked_add(1) == Some(lower),
        (Qualifier::AtLeast, Some(point), Some(lower), None) => lower == point,
        (Qualifier::Nearly | Qualifier::FewerThan, Some(point), None, Some(upper)) => {
            point.checked_sub(1) == Some(upper)
        }
        (Qualifier::UpTo, Some(point), None, Some(upper)) => upper == point,
        (Qualifier::Approx, Some(_), None, None) => true,
        (Qualifier::Vague, None, Some(lower), None) => vague::words_of_lower(lower).is_some(),
        (Qualifier::Rounded, Some(point), Some(lower), Some(upper)) => rounding_step(point, lower, upper).is_some(),
        (Qualifier::Range, None, Some(lower), Some(upper)) => lower <= upper,
        _ => false,
    }
}

/// The coarsest place that a scale word prints: "3 trillion".
const COARSEST_STEP: u64 = 1_000_000_000_000;

/// Finds the place a number is rounded to, a power of ten from ten up: 100 for 1,200 between 1,150 and 1,249.
pub(crate) fn rounding_step(point: u64, lower: u64, upper: u64) -> Option<u64> {
    let half = point.checked_sub(lower)?;
    let step = half.checked_mul(2)?;
    let is_place = (10..=COARSEST_STEP).contains(&step) && 10_u64.pow(step.ilog10()) == step;
    let fits = is_place && point >= step && point.is_multiple_of(step) && point.checked_add(half - 1) == Some(upper);
    fits.then_some(step)
}

/// Whether a unit is a known currency, a noun in lower case, or one of the plain units.
fn unit_is_known(unit: &Unit) -> bool {
    match unit {
        Unit::People | Unit::Percent | Unit::Number => true,
        Unit::Money(code) => unit::is_currency(code),
        Unit::Things(noun) => !noun.trim().is_empty() && noun.to_lowercase() == *noun,
    }
}
