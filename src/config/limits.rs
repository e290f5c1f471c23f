//! Bounds how much one person files.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::SignedDuration;
use url::Url;

use super::catalogue::{self, Setting};
use super::reader::{Reader, Reported};
use super::value;
use crate::service::Limits;
use crate::service::limits::{Archives, Window};

/// Reads how fast people may file; each window of a pair holds.
pub(super) fn read(reader: &mut Reader) -> Result<Limits, Reported> {
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    let contributors = read_pair(
        reader,
        (&catalogue::CONTRIBUTOR_PER_MINUTE, MINUTE),
        (&catalogue::CONTRIBUTOR_PER_HOUR, MINUTE * 60),
    );
    let everyone = read_pair(
        reader,
        (&catalogue::EVERYONE_PER_MINUTE, MINUTE),
        (&catalogue::EVERYONE_PER_FIVE_MINUTES, MINUTE * 5),
    );
    let destructive = reader.value::<Most>(&catalogue::DESTRUCTIVE_PER_TEN_MINUTES);
    let second_waits = reader.duration(&catalogue::SECOND_WAITS, value::WAITING_TIMES);
    let drafts_kept = reader.duration(&catalogue::DRAFTS_LIFETIME, value::DRAFT_LIFETIMES);
    let kept = SignedDuration::try_from(drafts_kept?).unwrap_or(SignedDuration::MAX);
    let second_waits = SignedDuration::try_from(second_waits?).unwrap_or(SignedDuration::MAX);
    let destructive = Window { count: destructive?.0.get(), within: MINUTE * 10 };
    let overdue_after = reader.duration(&catalogue::REVIEW_OVERDUE_AFTER, value::OVERDUE);
    let overdue_after = SignedDuration::try_from(overdue_after?).unwrap_or(SignedDuration::MAX);
    let names_kept = reader.duration(&catalogue::SIGNATORIES_NAMES_KEPT, value::NAMES_KEPT);
    let names_kept = SignedDuration::try_from(names_kept?).unwrap_or(SignedDuration::MAX);
    let told_for = reader.duration(&catalogue::DIGEST_TOLD_FOR, value::OVERDUE);
    let told_for = SignedDuration::try_from(told_for?).unwrap_or(SignedDuration::MAX);
    let card_every = reader.duration(&catalogue::CARD_EVERY, value::CARD_INTERVALS);
    let card_every = SignedDuration::try_from(card_every?).unwrap_or(SignedDuration::MAX);
    let least = reader.duration(&catalogue::SOURCES_EVERY_LEAST, value::LOOKS);
    let most = reader.duration(&catalogue::SOURCES_EVERY_MOST, value::LOOKS);
    let (least, most) = (least?, most?);
    if most < least {
        let what = format_args!("is less than {}", catalogue::SOURCES_EVERY_LEAST.name);
        return Err(reader.report(&catalogue::SOURCES_EVERY_MOST, what));
    }
    let looks = SignedDuration::try_from(least).unwrap_or(SignedDuration::MAX)
        ..=SignedDuration::try_from(most).unwrap_or(SignedDuration::MAX);
    let timegate = reader.value::<Archive>(&catalogue::SOURCES_ARCHIVE);
    let save = reader.value::<Archive>(&catalogue::SOURCES_ARCHIVE_SAVE);
    let (timegate, save) = (timegate?.0, save?.0);
    if timegate.is_none() && save.is_some() {
        let what = format_args!("has copies made that nobody looks for: {} is off", catalogue::SOURCES_ARCHIVE.name);
        return Err(reader.report(&catalogue::SOURCES_ARCHIVE_SAVE, what));
    }
    let archives = timegate.map(|timegate| Archives { timegate, save });
    let texts_kept = reader.value::<Mebibytes>(&catalogue::SOURCES_TEXTS_KEPT)?.0;
    let (contributors, everyone) = (contributors?, everyone?);
    let drafts_kept = kept;
    Ok(Limits {
        everyone,
        contributors,
        destructive,
        second_waits,
        drafts_kept,
        overdue_after,
        names_kept,
        told_for,
        card_every,
        looks,
        texts_kept,
        archives,
    })
}

fn read_pair(
    reader: &mut Reader,
    (short, short_within): (&'static Setting, SignedDuration),
    (long, long_within): (&'static Setting, SignedDuration),
) -> Result<Vec<Window>, Reported> {
    let short_most = reader.value::<Most>(short);
    let long_most = reader.value::<Most>(long);
    let (Most(short_most), Most(long_most)) = (short_most?, long_most?);
    if long_most < short_most {
        let what = format_args!("allows fewer than {} does in a shorter time", short.name);
        return Err(reader.report(long, what));
    }
    let window = |most: NonZeroU32, within| Window { count: most.get(), within };
    Ok(vec![window(short_most, short_within), window(long_most, long_within)])
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

/// Reads how much is kept, in mebibytes.
struct Mebibytes(i64);

impl FromStr for Mebibytes {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        let size: i64 = text.parse().map_err(|_| NotASize)?;
        if (1..=1_000_000).contains(&size) { Ok(Self(size * 1024 * 1024)) } else { Err(NotASize) }
    }
}

/// What stands before a page's address to make an archive's of it; nothing where none is asked.
struct Archive(Option<String>);

impl FromStr for Archive {
    type Err = NoArchive;

    fn from_str(text: &str) -> Result<Self, NoArchive> {
        if text == "off" {
            return Ok(Self(None));
        }
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.map(|_| Self(Some(text.to_owned()))).ok_or(NoArchive)
    }
}

struct NoArchive;

impl fmt::Display for NoArchive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is neither off nor the beginning of an address with https://")
    }
}

struct NotASize;

impl fmt::Display for NotASize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a whole number from 1 to 1000000")
    }
}
