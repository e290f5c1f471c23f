//! Bounds how much one person files.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use super::catalogue::{self, Setting};
use super::reader::{Reader, Reported};

/// Allows so many filings within so long a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Counts the filings allowed.
    pub most: NonZeroU32,
    /// Gives the time they are counted over, up to now.
    pub within: Duration,
}

/// Bounds how much one person files; each rate of a pair holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Binds contributors: by default 6 a minute and 40 an hour.
    pub contributor: [Rate; 2],
    /// Binds everybody else where everyone may submit: by default 1 a minute and 5 in five minutes.
    pub everyone: [Rate; 2],
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Reported> {
        const MINUTE: Duration = Duration::from_mins(1);
        let contributor = read_pair(
            reader,
            (&catalogue::CONTRIBUTOR_PER_MINUTE, MINUTE),
            (&catalogue::CONTRIBUTOR_PER_HOUR, MINUTE * 60),
        );
        let everyone = read_pair(
            reader,
            (&catalogue::EVERYONE_PER_MINUTE, MINUTE),
            (&catalogue::EVERYONE_PER_FIVE_MINUTES, MINUTE * 5),
        );
        Ok(Self { contributor: contributor?, everyone: everyone? })
    }
}

fn read_pair(
    reader: &mut Reader,
    (short, short_within): (&'static Setting, Duration),
    (long, long_within): (&'static Setting, Duration),
) -> Result<[Rate; 2], Reported> {
    let short_most = reader.value::<Most>(short);
    let long_most = reader.value::<Most>(long);
    let (Most(short_most), Most(long_most)) = (short_most?, long_most?);
    if long_most < short_most {
        let what = format_args!("allows fewer than {} does in a shorter time", short.name);
        return Err(reader.report(long, what));
    }
    Ok([Rate { most: short_most, within: short_within }, Rate { most: long_most, within: long_within }])
}

/// Reads a number of filings.
struct Most(NonZeroU32);

impl FromStr for Most {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let most: NonZeroU32 = text.parse().map_err(|_| NotANumber)?;
        if most.get() <= 1000 { Ok(Self(most)) } else { Err(NotANumber) }
    }
}

struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a whole number from 1 to 1000")
    }
}
