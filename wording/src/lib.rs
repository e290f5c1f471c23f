//! Reads the words people use for a number of signers or an amount, and derives only the bounds the words give.

mod amount;
mod compare;
mod count;
mod kinds;
mod qualifier;
mod reading;
mod render;
mod unit;
mod vague;

pub use amount::{Amount, read_amount};
pub use count::{Count, Found, read_count};
pub use kinds::{Measure, Population};
pub use qualifier::Qualifier;
pub use reading::{ARCHIVE_RULE, Reading, ReadingError};
pub use unit::Unit;

/// The name of the rules by which words become a reading; a change that reads any words differently gets a new name.
pub const RULE_SET: &str = "conservative-1";
