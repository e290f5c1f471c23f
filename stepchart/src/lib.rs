//! Draws reports of a number over time: each holds until the next one, with the bounds that its words give.
//!
//! A [`Chart`] is plain data. [`Chart::svg`] draws it as SVG, [`Chart::png`] as a picture with the font in this crate; the
//! same data give the same bytes. A chart is made for a phone: it is 1,200 pixels wide, no letter is smaller than 32, and
//! it brings its own light ground, so that it reads alike wherever it is shown.
//!
//! **What is drawn.** One panel for each group of people, each with its own axis, so that two groups are never taken for
//! parts of one sum. In a panel:
//!
//! | a level has | it is drawn as |
//! |---|---|
//! | lower = upper | a line, and a dot where it was reported |
//! | lower < upper | a band with an edge at both ends; a line at its point, where it has one |
//! | lower alone | a line with a shade above it that fades out, and an arrow upwards |
//! | upper alone | a line with a shade below it that fades out, and an arrow downwards |
//! | a point alone | a broken line with a shade to both sides, and a diamond |
//!
//! Several levels of one moment that exclude each other stand both, hatched in between. A date that is known to the day,
//! month or year alone is a dotted line for as long as it may have been. Between reports nothing is interpolated. An axis
//! begins at zero, unless all that changed would be too small to be seen, and then a break in it and a line of words say
//! so. A number that is surely lower than the one before has a triangle that points down.
//!
//! **What is shown of text.** Text of people can hold anything and never becomes markup. Characters that turn the direction
//! of writing, control it or cannot be seen are left out; a run of characters that the font lacks is shown as `□`; what is
//! too long ends in `…`. The font has Latin, Greek, Cyrillic, Armenian and Georgian letters, and no Chinese, Japanese or
//! Korean ones and no pictograms.
//!
//! Invariant: whatever the data, drawing ends, nothing is drawn outside the picture, and no more than a few thousand steps
//! are: of several in one column of pixels the first, the last, the lowest and the highest stand.

mod axis;
mod calendar;
mod events;
mod font;
mod panel;
mod picture;
mod pixels;
mod steps;
mod svg;

use jiff::Timestamp;

pub use picture::{MOST_PANELS, WIDTH};
pub use pixels::DrawError;

/// Everything that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is about; two lines are shown.
    pub title: String,
    /// The same facts in words, for who does not see the picture.
    pub description: String,
    /// The groups that were counted; the first [`MOST_PANELS`] are drawn.
    pub panels: Vec<Panel>,
    /// What happened meanwhile.
    pub events: Vec<Event>,
    /// Sentences below; without any panel they stand in its place.
    pub notes: Vec<String>,
    /// The words a chart has of its own.
    pub words: Words,
}

/// The reports on one group of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Which group, and what it came to.
    pub heading: String,
    /// What was reported, in any order.
    pub moments: Vec<Moment>,
}

/// What was reported of one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The first moment that the date can mean.
    pub from: Timestamp,
    /// The first moment after all that it can mean; the same as `from` where the moment itself is known.
    pub until: Timestamp,
    /// What it came to: several where reports exclude each other.
    pub levels: Vec<Level>,
}

/// What one report, or several that agree, say it came to. A bound that is absent is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The smallest it can have been.
    pub lower: Option<u64>,
    /// The number that was said.
    pub point: Option<u64>,
    /// The largest it can have been.
    pub upper: Option<u64>,
    /// The words for it.
    pub label: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What its sign looks like.
    pub sign: Sign,
    /// The first moment that the date can mean.
    pub from: Timestamp,
    /// The first moment after all that it can mean.
    pub until: Timestamp,
    /// What happened, in a word.
    pub label: String,
    /// When, for an event that lies too far outside to be put in its place.
    pub when: String,
}

/// The sign of an event, each of another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A flag: it began.
    Flag,
    /// A square: it was handed over.
    Square,
    /// A circle: somebody answered.
    Circle,
}

/// The words a chart has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The months, short: "Jan".
    pub months: [&'static str; 12],
    /// What stands where levels exclude each other: "disputed".
    pub disputed: &'static str,
    /// What says that an axis does not begin at zero, before the number: "axis from".
    pub axis_from: &'static str,
    /// The name of the zone that hours are of: "UTC".
    pub zone: &'static str,
}

impl Chart {
    /// Draws the chart as SVG: one picture with nothing outside of it but its font, which it names.
    #[must_use]
    pub fn svg(&self) -> String {
        picture::draw(self)
    }

    /// Draws the chart as a PNG. Fails where the library that paints does not take the SVG, which is a fault of this crate.
    ///
    /// Takes milliseconds of one core: run it where nothing else waits.
    pub fn png(&self) -> Result<Vec<u8>, DrawError> {
        pixels::paint(&self.svg())
    }
}
