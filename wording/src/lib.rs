//! Reads the words people use for a number of signers or an amount, and derives only the bounds the words give.

mod amount;
mod bare;
mod bind;
mod candidate;
mod cardinal;
mod compare;
mod count;
mod digits;
mod fold;
mod guard;
mod kinds;
mod noun;
mod numeral;
mod phrase;
mod qualifier;
mod qualify;
mod range;
mod reading;
mod render;
mod token;
mod unit;
mod vague;
mod words;

pub use amount::{Amount, read_amount};
pub use count::{Count, Found, read_count};
pub use kinds::{Measure, Population};
pub use qualifier::Qualifier;
pub use reading::{ARCHIVE_RULE, Reading, ReadingError};
pub use unit::Unit;

/// The name of the rules by which words become a reading; a change that reads any words differently gets a new name.
pub const RULE_SET: &str = "conservative-1";
