//! The axis of time: what it spans, and its ticks at whole hours, days, months or years of UTC.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

use crate::{Chart, Words};

/// An event that lies farther from the reports than this many times their own span stands at the edge: in its place it
/// would press them into a line.
const REACH: i64 = 4;

const HOUR: i64 = 3_600;

/// The axis of time, in seconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Calendar {
    from: i64,
    to: i64,
    /// Whether any moment of it is known; else no hour is shown, which nobody said.
    hours: bool,
}

/// Where a moment stands on the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// Before its beginning.
    Before,
    /// On it, from 0 to 1.
    On(f64),
    /// After its end.
    After,
}

/// A tick: its label, and what stands below it where that is new.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) place: f64,
    pub(crate) label: String,
    pub(crate) below: Option<String>,
}

impl Calendar {
    /// Makes the axis of a chart.
    pub(crate) fn of(chart: &Chart, panels: usize) -> Self {
        let reported: Vec<Dated> =
            chart.panels.iter().take(panels).flat_map(|panel| &panel.moments).map(|m| dated(m.from, m.until)).collect();
        let happened: Vec<Dated> = chart.events.iter().map(|event| dated(event.from, event.until)).collect();
        let near = match hull(&reported) {
            Some((from, to)) => {
                // One report has no steps that could be pressed together: everything stands in its place.
                let several = reported.iter().any(|(begin, _)| *begin != from);
                let reach = if several { (to - from).max(1).saturating_mul(REACH) } else { i64::MAX };
                let (least, most) = (from.saturating_sub(reach), to.saturating_add(reach));
                happened.into_iter().filter(|(begin, end)| *begin >= least && *end <= most).collect()
            }
            None => happened,
        };
        let all = [reported, near].concat();
        let Some((from, to)) = hull(&all) else { return Self { from: 0, to: 0, hours: false } };
        // Room on both sides: a little, or what shows a single date for what it is.
        let single = all.iter().all(|date| Some(date) == all.first());
        let room = if single { ((to - from) / 2).max(2 * HOUR) } else { ((to - from) / 25).max(HOUR / 4) };
        let hours = all.iter().any(|(begin, end)| begin == end);
        Self { from: from.saturating_sub(room), to: to.saturating_add(room), hours }
    }

    /// Says whether it has no date at all.
    pub(crate) fn is_empty(self) -> bool {
        self.from == self.to
    }

    /// Says where a moment stands.
    pub(crate) fn place(self, at: Timestamp) -> Place {
        let at = at.as_second();
        match at {
            _ if at < self.from => Place::Before,
            _ if at > self.to => Place::After,
            _ => Place::On(self.share(at)),
        }
    }

    /// Says where a moment stands, the edge for one that lies outside.
    pub(crate) fn inside(self, at: Timestamp) -> f64 {
        self.share(at.as_second().clamp(self.from, self.to))
    }

    #[expect(clippy::cast_precision_loss, reason = "a place in a picture of a thousand pixels")]
    fn share(self, at: i64) -> f64 {
        (at - self.from) as f64 / (self.to - self.from).max(1) as f64
    }

    /// Gives the ticks of the finest step whose labels have room: `fits` says how many of a width do.
    pub(crate) fn ticks(self, words: &Words, fits: impl Fn(&str) -> usize) -> Vec<Tick> {
        let (Some(from), Some(to)) = (civil(self.from), civil(self.to)) else { return Vec::new() };
        let allowed = Step::ALL.iter().filter(|step| self.hours || !step.is_within_a_day());
        let mut found =
            allowed.filter_map(|step| Some((step, step.between(from, to, fits(&step.widest(words)).max(2))?)));
        let Some((step, ticks)) = found.next() else { return Vec::new() };
        let mut before = None;
        let ticks = ticks.into_iter().filter_map(|at| {
            let second = at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
            let below = step.below(at, words);
            let new = (before != below).then(|| below.clone()).flatten();
            before = below;
            Some(Tick { place: self.share(second), label: step.label(at, words), below: new })
        });
        ticks.collect()
    }
}

/// Seconds from which and until which a date may have been.
type Dated = (i64, i64);

fn dated(from: Timestamp, until: Timestamp) -> Dated {
    (from.as_second(), until.as_second().max(from.as_second()))
}

fn hull(dates: &[Dated]) -> Option<Dated> {
    dates.iter().copied().reduce(|(from, to), (begin, end)| (from.min(begin), to.max(end)))
}

/// Gives the wall clock of UTC, as far as the calendar reaches.
fn civil(second: i64) -> Option<DateTime> {
    let within = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(within).ok().map(|at| at.to_zoned(TimeZone::UTC).datetime())
}

/// How far ticks lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Minutes(i32),
    Hours(i32),
    Days(i32),
    Months(i32),
    Years(i32),
}

impl Step {
    const ALL: &'static [Self] = &[
        Self::Minutes(1),
        Self::Minutes(5),
        Self::Minutes(15),
        Self::Minutes(30),
        Self::Hours(1),
        Self::Hours(2),
        Self::Hours(3),
        Self::Hours(6),
        Self::Hours(12),
        Self::Days(1),
        Self::Days(2),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(2),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
        Self::Years(50),
        Self::Years(100),
        Self::Years(500),
        Self::Years(1_000),
        Self::Years(5_000),
    ];

    fn span(self) -> Span {
        match self {
            Self::Minutes(n) => i64::from(n).minutes(),
            Self::Hours(n) => i64::from(n).hours(),
            Self::Days(n) => i64::from(n).days(),
            Self::Months(n) => i64::from(n).months(),
            Self::Years(n) => i64::from(n).years(),
        }
    }

    /// Gives the whole step at or before a time: hours of the day, Mondays for weeks, months of the year.
    fn floor(self, at: DateTime) -> Option<DateTime> {
        let day = at.date();
        let down = |n: i32, of: i32| n.div_euclid(of) * of;
        let date = |year: i32, month: i32| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok();
        Some(match self {
            Self::Minutes(n) => day.at(at.hour(), i8::try_from(down(i32::from(at.minute()), n)).ok()?, 0, 0),
            Self::Hours(n) => day.at(i8::try_from(down(i32::from(at.hour()), n)).ok()?, 0, 0, 0),
            Self::Days(n) if n % 7 == 0 => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(back.days()).ok()?.to_datetime(jiff::civil::Time::midnight())
            }
            Self::Days(_) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Months(n) => {
                let month = down(i32::from(day.month()) - 1, n) + 1;
                date(i32::from(day.year()), month)?.to_datetime(jiff::civil::Time::midnight())
            }
            Self::Years(n) => date(down(i32::from(day.year()), n), 1)?.to_datetime(jiff::civil::Time::midnight()),
        })
    }

    /// Lists the whole steps of a span; `None` where there are more than `most`.
    fn between(self, from: DateTime, to: DateTime, most: usize) -> Option<Vec<DateTime>> {
        let mut ticks = Vec::new();
        let mut at = self.floor(from).unwrap_or(from);
        while at <= to {
            if at >= from {
                if ticks.len() == most {
                    return None;
                }
                ticks.push(at);
            }
            let Ok(next) = at.checked_add(self.span()) else { break };
            at = next;
        }
        Some(ticks)
    }

    fn is_within_a_day(self) -> bool {
        matches!(self, Self::Minutes(_) | Self::Hours(_))
    }

    fn label(self, at: DateTime, words: &Words) -> String {
        match self {
            Self::Minutes(_) | Self::Hours(_) => format!("{:02}:{:02}", at.hour(), at.minute()),
            Self::Days(_) => format!("{} {}", at.day(), month(at, words)),
            Self::Months(_) => month(at, words).to_owned(),
            Self::Years(_) => at.year().to_string(),
        }
    }

    /// Says what stands below a label, which need not be said again.
    fn below(self, at: DateTime, words: &Words) -> Option<String> {
        match self {
            Self::Minutes(_) | Self::Hours(_) => {
                Some(format!("{} {} {} {}", at.day(), month(at, words), at.year(), words.zone))
            }
            Self::Days(_) | Self::Months(_) => Some(at.year().to_string()),
            Self::Years(_) => None,
        }
    }

    /// Gives a label as wide as any of this step.
    fn widest(self, words: &Words) -> String {
        let month = words.months.iter().max_by_key(|month| month.chars().count()).copied().unwrap_or_default();
        match self {
            Self::Minutes(_) | Self::Hours(_) => "00:00".to_owned(),
            Self::Days(_) => format!("00 {month}"),
            Self::Months(_) => month.to_owned(),
            Self::Years(_) => "0000".to_owned(),
        }
    }
}

fn month(at: DateTime, words: &Words) -> &str {
    usize::try_from(at.month() - 1).ok().and_then(|place| words.months.get(place)).copied().unwrap_or_default()
}
