//! How fast somebody may file.

use std::ops::RangeInclusive;

use jiff::SignedDuration;

pub use crate::domain::watching::copies::Archives;

/// At most so many filings within so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many.
    pub count: u32,
    /// Within how long.
    pub within: SignedDuration,
}

/// How fast people may file, by their standing, and how long what they file may wait. Counted by what stands in the database, so that a restart or a second
/// process forgives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Members without a role, where everyone may file.
    pub everyone: Vec<Window>,
    /// Contributors, and whoever is more.
    pub contributors: Vec<Window>,
    /// Moderators who take things out of readers' sight: who does so as often is stopped until another has looked.
    pub destructive: Window,
    /// How long an act waits for a second moderator.
    pub second_waits: SignedDuration,
    /// How long a draft waits for its author.
    pub drafts_kept: SignedDuration,
    /// After how long what waits is overdue: moderators are reminded of it.
    pub overdue_after: SignedDuration,
    /// How long the names on a list are kept once its petition is over.
    pub names_kept: SignedDuration,
    /// How old a change may be to be told by a digest that missed runs; what is older is counted.
    pub told_for: SignedDuration,
    /// How long a card's message stays as it is at the least, unless something in it is taken out of sight.
    pub card_every: SignedDuration,
    /// How long a watched page rests between two looks: at the least, and at the most.
    pub looks: RangeInclusive<SignedDuration>,
    /// How many bytes of the texts of pages are kept, deflated.
    pub texts_kept: i64,
    /// Which archive is asked for copies of pages, if one is.
    pub archives: Option<Archives>,
}

impl Default for Limits {
    fn default() -> Self {
        let window = |count, minutes| Window { count, within: SignedDuration::from_mins(minutes) };
        Self {
            // Nobody finds two sources a minute; five in five is somebody with a list.
            everyone: vec![window(1, 1), window(5, 5)],
            // A contributor with several tabs open, and an evening's work.
            contributors: vec![window(6, 1), window(40, 60)],
            // Nobody looks at ten things a minute apart and finds all of them wrong.
            destructive: window(10, 10),
            second_waits: SignedDuration::from_hours(7 * 24),
            drafts_kept: SignedDuration::from_hours(24),
            // Over a weekend nobody is reminded.
            overdue_after: SignedDuration::from_hours(3 * 24),
            // Half a year: long enough to be asked about what was concluded.
            names_kept: SignedDuration::from_hours(183 * 24),
            // A week is what anybody catches up on.
            told_for: SignedDuration::from_hours(7 * 24),
            // Nobody reads the same message again within minutes.
            card_every: SignedDuration::from_mins(5),
            // Words that come back within twenty minutes are seen to go.
            looks: SignedDuration::from_mins(5)..=SignedDuration::from_hours(72),
            // Fifty thousand texts of the length of an article.
            texts_kept: 256 * 1024 * 1024,
            // Settings name one; nothing else asks anybody for copies.
            archives: None,
        }
    }
}
