//! Reports as shapes in pixels, thinned so that no step that can be seen is lost.

use crate::axis::Axis;
use crate::calendar::Calendar;
use crate::{Level, Moment, Panel};

/// Pixels of a column: of the steps in one, those at the edges stand for all.
const COLUMN: f64 = 2.0;

/// Where a panel draws: from its left upper corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

impl Frame {
    pub(crate) fn right(self) -> f64 {
        self.x + self.w
    }

    pub(crate) fn foot(self) -> f64 {
        self.y + self.h
    }

    /// Gives the height at which a number stands, in whole pixels.
    pub(crate) fn height(self, axis: &Axis, n: u64) -> f64 {
        (self.foot() - axis.place(n) * self.h).round()
    }
}

/// What a level sets ends to, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One number.
    Exact,
    /// Both ends.
    Band,
    /// A lower end alone.
    OpenUp,
    /// An upper end alone.
    OpenDown,
    /// No end.
    Around,
}

/// A level in pixels: `top` is above `foot`, and the same where it is a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    pub(crate) top: f64,
    pub(crate) foot: f64,
    /// The line in it: the number that was said, or the only end there is.
    pub(crate) line: Option<f64>,
}

/// What was reported of one date, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) from: f64,
    /// Up to where the date may have been.
    pub(crate) until: f64,
    /// Up to where it holds: the next report, or the end.
    pub(crate) to: f64,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) labels: Vec<String>,
    /// Whether it is surely lower than what came before.
    pub(crate) fell: bool,
}

impl Step {
    pub(crate) fn top(&self) -> f64 {
        self.shapes.iter().map(|shape| shape.top).fold(f64::INFINITY, f64::min)
    }

    pub(crate) fn foot(&self) -> f64 {
        self.shapes.iter().map(|shape| shape.foot).fold(f64::NEG_INFINITY, f64::max)
    }

    pub(crate) fn is_disputed(&self) -> bool {
        self.shapes.len() > 1
    }
}

/// Puts a panel's moments into its frame, in order of time, thinned.
pub(crate) fn steps(panel: &Panel, axis: &Axis, calendar: Calendar, frame: Frame) -> Vec<Step> {
    let mut moments: Vec<(&Moment, Vec<&Level>)> = panel.moments.iter().map(|moment| (moment, drawn(moment))).collect();
    moments.retain(|(_, levels)| !levels.is_empty());
    // Of two that begin alike the finer date comes after: it displaces the coarser one.
    moments.sort_by_key(|(moment, _)| (moment.from, std::cmp::Reverse(moment.until)));
    let across = |at| frame.x + calendar.inside(at) * frame.w;
    let mut before: Option<&[&Level]> = None;
    let mut steps = Vec::with_capacity(moments.len());
    for (moment, levels) in &moments {
        let shapes = levels.iter().filter_map(|level| shape(level, axis, frame)).collect();
        let fell = before.is_some_and(|before| is_surely_less(levels, before));
        before = Some(levels);
        let labels = levels.iter().map(|level| level.label.clone()).collect();
        let (from, until) = (across(moment.from), across(moment.until));
        steps.push(Step { from, until, to: from, shapes, labels, fell });
    }
    let mut thinned = thin(steps, frame);
    hold(&mut thinned, frame.right());
    thinned
}

/// Takes the levels that have any number, those that are drawn alike once.
fn drawn(moment: &Moment) -> Vec<&Level> {
    let mut levels: Vec<&Level> = Vec::new();
    for level in &moment.levels {
        let numbers = |level: &Level| (level.lower, level.point, level.upper);
        let any = level.lower.is_some() || level.point.is_some() || level.upper.is_some();
        if any && !levels.iter().any(|known| numbers(known) == numbers(level)) {
            levels.push(level);
        }
    }
    levels
}

fn shape(level: &Level, axis: &Axis, frame: Frame) -> Option<Shape> {
    let y = |n| frame.height(axis, n);
    Some(match (level.lower, level.upper) {
        (Some(lower), Some(upper)) if lower == upper => {
            Shape { kind: Kind::Exact, top: y(upper), foot: y(upper), line: Some(y(upper)) }
        }
        (Some(lower), Some(upper)) => {
            let (top, foot) = (y(upper.max(lower)), y(lower.min(upper)));
            Shape { kind: Kind::Band, top, foot, line: level.point.map(|point| y(point).clamp(top, foot)) }
        }
        (Some(n), None) => Shape { kind: Kind::OpenUp, top: y(n), foot: y(n), line: Some(y(n)) },
        (None, Some(n)) => Shape { kind: Kind::OpenDown, top: y(n), foot: y(n), line: Some(y(n)) },
        (None, None) => {
            let n = level.point?;
            Shape { kind: Kind::Around, top: y(n), foot: y(n), line: Some(y(n)) }
        }
    })
}

/// Says whether the most that one date allows is less than the least of the one before; never where levels exclude each
/// other.
fn is_surely_less(now: &[&Level], before: &[&Level]) -> bool {
    let ([now], [before]) = (now, before) else { return false };
    matches!((now.upper, before.lower), (Some(most), Some(least)) if most < least)
}

/// Keeps of the steps in one column the first, the last, the lowest, the highest and one that is disputed.
fn thin(steps: Vec<Step>, frame: Frame) -> Vec<Step> {
    let column = |step: &Step| ((step.from - frame.x) / COLUMN).floor();
    let mut kept: Vec<Step> = Vec::new();
    let mut rest = steps.into_iter().peekable();
    while let Some(first) = rest.next() {
        let here = column(&first);
        let mut group = vec![first];
        while let Some(next) = rest.next_if(|next| column(next).total_cmp(&here).is_eq()) {
            group.push(next);
        }
        let last = group.len() - 1;
        let places = || 0..group.len();
        let highest = places().min_by(|a, b| group[*a].top().total_cmp(&group[*b].top()));
        let lowest = places().max_by(|a, b| group[*a].foot().total_cmp(&group[*b].foot()));
        let disputed = places().find(|place| group[*place].is_disputed());
        let mut stays = [Some(0), Some(last), highest, lowest, disputed];
        stays.sort_unstable();
        let of_column = group.into_iter().enumerate().filter(|(place, _)| stays.contains(&Some(*place)));
        kept.extend(of_column.map(|(_, step)| step));
    }
    kept
}

/// Lets each step hold until the next one, and one that looks like the one before be a part of it.
fn hold(steps: &mut Vec<Step>, end: f64) {
    let nexts: Vec<f64> = steps.iter().skip(1).map(|step| step.from).chain([end]).collect();
    for (step, next) in steps.iter_mut().zip(nexts) {
        step.to = next.max(step.from);
    }
    // Where there are few, each has its sign; where there are many, what looks alike is one line.
    if steps.len() > crate::panel::FEW {
        steps.dedup_by(|next, kept| {
            let alike = next.shapes == kept.shapes;
            if alike {
                kept.to = next.to;
            }
            alike
        });
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, ToSpan as _};

    use super::*;

    const FRAME: Frame = Frame { x: 100.0, y: 100.0, w: 1_000.0, h: 400.0 };

    fn exact(n: u64) -> Level {
        Level { lower: Some(n), point: Some(n), upper: Some(n), label: n.to_string() }
    }

    fn panel(numbers: impl Iterator<Item = u64>) -> Panel {
        let at = |place: usize| Timestamp::UNIX_EPOCH + i64::try_from(place).unwrap().minutes();
        let moments =
            numbers.enumerate().map(|(place, n)| Moment { from: at(place), until: at(place), levels: vec![exact(n)] });
        Panel { heading: String::new(), moments: moments.collect() }
    }

    fn placed(panel: &Panel) -> Vec<Step> {
        let chart = crate::Chart {
            title: String::new(),
            description: String::new(),
            panels: vec![panel.clone()],
            events: Vec::new(),
            notes: Vec::new(),
            words: crate::Words { months: ["Jan"; 12], disputed: "", axis_from: "", zone: "" },
        };
        steps(panel, &Axis::of(panel, 4), Calendar::of(&chart, 1), FRAME)
    }

    #[test]
    fn a_spike_among_ten_thousand_stands_as_high_as_it_was() {
        let spike = panel((0..10_000).map(|place| if place == 6_543 { 900 } else { 100 + place % 7 }));
        let few = placed(&spike);
        assert!(few.len() <= 2_500, "{}", few.len());
        let highest = few.iter().map(Step::top).fold(f64::INFINITY, f64::min);
        assert!(highest.total_cmp(&FRAME.height(&Axis::of(&spike, 4), 900)).is_eq(), "{highest}");
    }

    #[test]
    fn steps_hold_until_the_next_and_the_last_until_the_end() {
        let steps = placed(&panel([1, 2, 3].into_iter()));
        assert_eq!(steps.len(), 3);
        assert!(steps.windows(2).all(|pair| pair[0].to.total_cmp(&pair[1].from).is_eq()));
        assert!(steps[2].to.total_cmp(&FRAME.right()).is_eq());
    }

    #[test]
    fn only_a_sure_fall_is_marked() {
        let fell = |steps: Vec<Step>| steps.iter().map(|step| step.fell).collect::<Vec<_>>();
        assert_eq!(fell(placed(&panel([3_074, 3_064, 3_064].into_iter()))), [false, true, false]);
        let mut open = panel([3_074, 3_064].into_iter());
        open.moments[1].levels[0].upper = None;
        assert_eq!(fell(placed(&open)), [false, false]);
        let mut disputed = panel([3_074, 3_064].into_iter());
        disputed.moments[1].levels.push(exact(3_000));
        assert_eq!(fell(placed(&disputed)), [false, false]);
    }
}
