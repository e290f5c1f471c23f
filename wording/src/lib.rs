//! Reads the words people use for a number of signers or an amount, and derives only the bounds the words give.
//!
//! A number in a report is words before it is a number: "over 100" is never 101. [`read_count`] and [`read_amount`]
//! turn words into a [`Reading`], made by the rules named [`RULE_SET`]; where the words give no number they stand
//! alone, and where they can be read two ways the person is asked.
//!
//! Invariant: a reading has no bound that the words do not give, and `lower ≤ point ≤ upper` wherever they exist.
//!
//! | words | qualifier | point | lower | upper |
//! |---|---|---|---|---|
//! | 338 · twenty-three · a hundred · a single employee · nobody | `exact` | 338 | 338 | 338 |
//! | over / more than / in excess of / north of / just over 100 | `more_than` | 100 | 101 | |
//! | 100+ · 100-plus · at least / no fewer than / upwards of 100 · 100 or more | `at_least` | 100 | 100 | |
//! | nearly / almost / approaching / just shy of 30,000 | `nearly` | 30,000 | | 29,999 |
//! | fewer than / under / just under 100 | `fewer_than` | 100 | | 99 |
//! | up to / as many as / at most / no more than 500 | `up_to` | 500 | | 500 |
//! | about / around / roughly / some / close to 400 · 400 or so · 400-odd | `approx` | 400 | | |
//! | a dozen · half a million (round measures) | `approx` | 12 | | |
//! | 1.2k · 2.3M · 3 million · three million | `rounded` | 1,200 | 1,150 | 1,249 |
//! | between 400 and 500 · 400 to 500 · 400–500 · five or six | `range` | | 400 | 500 |
//! | dozens · hundreds · thousands · 100s · tens of thousands | `vague` | | 24 · 200 · 2,000 · 200 · 20,000 | |
//! | several / several hundred | `vague` | | 3 · 300 | |
//! | a few hundred · a couple of hundred | `vague` | | 200 | |
//!
//! ```
//! use wording::{Count, Population, Qualifier, read_count};
//!
//! let Count::One(found) = read_count("over 100 employees") else { panic!("one number") };
//! assert_eq!(found.reading.qualifier(), Qualifier::MoreThan);
//! assert_eq!((found.reading.point(), found.reading.lower(), found.reading.upper()), (Some(100), Some(101), None));
//! assert_eq!(found.population, Some(Population::Employees));
//! assert_eq!(found.reading.words(), "more than 100");
//! ```
//!
//! # What gives none
//!
//! An earlier figure ("up from 150"), a whole ("of 770 staff"), an addition ("another 200"), a goal, a share ("nine out
//! of ten"); dates, times, money, percentages, offices, stars, shares, versions and phone numbers; numbers that are no
//! whole ones or larger than nineteen digits; qualifiers that contradict each other ("up to about 500"). In a sentence
//! also every number that is not bound to signing, or to a walkout or protest, which its [`Measure`] then says.
//!
//! ```
//! # use wording::{Count, read_count};
//! for words in ["up from 150", "of 770 staff", "$19.4 million", "46 countries", "June 19, 2018", "1.5 employees"] {
//!     assert_eq!(read_count(words), Count::None);
//! }
//! ```
//!
//! # What is asked
//!
//! ```
//! # use wording::{Count, read_count};
//! for words in ["1.000", "12/50", "2018", "490 or 505", "500 to 400"] {
//!     assert!(matches!(read_count(words), Count::Ambiguous(_)));
//! }
//! let two = read_count("12 employees and more than 300,000 members of the public");
//! assert!(matches!(two, Count::Multiple(found) if found.len() == 2));
//! ```
//!
//! # Other languages
//!
//! [`read_count_in`] and [`read_amount_in`] read German, French, Spanish, Portuguese, Italian and Dutch by rules and
//! number words, Japanese and Chinese by digits and what stands at them. The language is given, or the one that most
//! of the words belong to; where they belong to several alike, all are read and readings that differ are asked about.
//! The rules are stricter than those for English: in a sentence a number counts only beside signatures or a verb of
//! signing that nothing leaves open. A word that two dictionaries read differently sets the weaker bound, or none.
//!
//! ```
//! use wording::{Count, Language, read_count_in};
//!
//! let Count::One(found) = read_count_in("mehr als 1.000 Beschäftigte", None) else { panic!("one number") };
//! assert_eq!(found.reading.words(), "more than 1,000");
//! assert_eq!(Language::guess("mehr als 1.000 Beschäftigte"), Some(Language::German));
//! assert!(matches!(read_count_in("1.000", None), Count::Ambiguous(_)));
//! assert!(matches!(read_count_in("1.000", Language::parse("de-AT")), Count::One(_)));
//! ```
//!
//! # How to add a word
//!
//! A qualifier goes into the lists of `qualify`, a noun or verb into those of `words` and `bind`, a row into the
//! tables under `tests/`; in another language into the table of its file in `language`, and an example into its table
//! in `docs/`, which the tests read. A change that reads any words differently gets a new [`RULE_SET`].
//!
//! # Examples in each language
//!
#![doc = include_str!("../docs/german.md")]
#![doc = include_str!("../docs/french.md")]
#![doc = include_str!("../docs/spanish.md")]
#![doc = include_str!("../docs/portuguese.md")]
#![doc = include_str!("../docs/italian.md")]
#![doc = include_str!("../docs/dutch.md")]
#![doc = include_str!("../docs/japanese.md")]
#![doc = include_str!("../docs/chinese.md")]

mod amount;
mod bare;
mod bind;
mod candidate;
mod cardinal;
mod compare;
mod count;
mod dates;
mod digits;
mod fold;
mod guard;
mod kinds;
mod language;
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
pub use language::{Language, read_amount_in, read_count_in};
pub use qualifier::Qualifier;
pub use reading::{ARCHIVE_RULE, COUNTER_RULE, Reading, ReadingError};
pub use unit::Unit;

/// The name of the rules by which words become a reading; a change that reads any words differently gets a new name.
pub const RULE_SET: &str = "conservative-1";
