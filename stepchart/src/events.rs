//! What happened meanwhile: a line through all panels and a sign above them, each kind of another shape.

use crate::calendar::{Calendar, Place};
use crate::font::{self, Weight};
use crate::panel::STRETCH;
use crate::picture::{GROUND, INK, PALE, SMALL};
use crate::steps::Frame;
use crate::svg::{Anchor, Stroke, Svg, Type, box_path, line_path, number};
use crate::{Event, Sign};

/// The height of a row of signs.
pub(crate) const ROW: f64 = 44.0;

/// The most rows of signs.
const ROWS: usize = 3;

/// Events of one kind that lie closer than this are told together; each keeps its line.
const CLOSE: f64 = 60.0;

/// The width of a sign with the room beside it.
const SIGN: f64 = 40.0;

/// An event, or several of one kind, in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    sign: Sign,
    x: f64,
    /// Where each of them stands.
    lines: Vec<f64>,
    /// Up to where the date may have been.
    until: f64,
    /// Whether the place is its own, and not the edge it lies beyond.
    inside: bool,
    label: String,
    /// The row of its sign; none where there was no room for it.
    row: Option<usize>,
    /// Where its words begin; none where there was no room for them.
    words: Option<f64>,
}

/// Puts events in their places across, and their words in rows above.
pub(crate) fn marks(events: &[Event], calendar: Calendar, across: Frame) -> Vec<Mark> {
    let mut found: Vec<(Mark, usize, &Event)> = Vec::new();
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|event| (event.from, event.sign));
    for event in sorted {
        let (share, inside) = match calendar.place(event.from) {
            Place::Before => (0.0, false),
            Place::On(share) => (share, true),
            Place::After => (1.0, false),
        };
        let x = (across.x + share * across.w).round();
        let until = across.x + calendar.inside(event.until) * across.w;
        let close = |mark: &Mark| mark.sign == event.sign && mark.inside == inside && x - mark.x < CLOSE;
        if let Some((mark, several, _)) = found.iter_mut().rev().find(|(mark, ..)| close(mark)) {
            *several += 1;
            mark.until = mark.until.max(until);
            if mark.lines.last().is_none_or(|last| x > *last) {
                mark.lines.push(x);
            }
        } else {
            let (label, lines) = (String::new(), vec![x]);
            let mark = Mark { sign: event.sign, x, lines, until, inside, label, row: None, words: None };
            found.push((mark, 1, event));
        }
    }
    let mut marks: Vec<Mark> = found.into_iter().map(labelled).collect();
    put_in_rows(&mut marks, across);
    marks
}

fn labelled((mut mark, several, event): (Mark, usize, &Event)) -> Mark {
    let mut label = font::drawable(&event.label);
    if several > 1 {
        label = format!("{label} ×{several}");
    }
    if !mark.inside {
        let when = font::drawable(&event.when);
        label = if mark.x > 600.0 { format!("{label} {when} →") } else { format!("← {label} {when}") };
    }
    mark.label = font::fitted(&label, 460.0, SMALL, Weight::Regular);
    mark
}

/// Gives each mark the first row in which its words do not meet others, else one with room for its sign.
fn put_in_rows(marks: &mut [Mark], across: Frame) {
    let mut taken: Vec<(usize, f64, f64)> = Vec::new();
    // What happens once finds its place before what may happen often.
    let mut order: Vec<&mut Mark> = marks.iter_mut().collect();
    order.sort_by_key(|mark| mark.sign);
    for mark in order {
        let sign = (mark.x - SIGN / 2.0, mark.x + SIGN / 2.0);
        let w = font::width(&mark.label, SMALL, Weight::Regular);
        let beside =
            [mark.x + 22.0, mark.x - 22.0 - w].into_iter().filter(|x| *x >= 20.0 && x + w <= across.right() + 20.0);
        let worded = beside.map(|x| (Some(x), (sign.0.min(x - 8.0), sign.1.max(x + w + 8.0))));
        let spots: Vec<_> = worded.chain([(None, sign)]).collect();
        let free =
            |row: usize, (from, to): (f64, f64)| !taken.iter().any(|(r, a, b)| *r == row && from < *b && *a < to);
        // All rows with words before any without.
        let found = [true, false].into_iter().find_map(|with_words| {
            let fitting = |row| {
                let mut spots = spots.iter().filter(|(words, _)| words.is_some() == with_words);
                spots.find(|(_, ends)| free(row, *ends)).map(|(words, ends)| (row, *words, *ends))
            };
            (0..ROWS).find_map(fitting)
        });
        if let Some((row, words, (from, to))) = found {
            (mark.row, mark.words) = (Some(row), words);
            taken.push((row, from, to));
        }
    }
}

/// Says how high the rows above the panels are.
pub(crate) fn height(marks: &[Mark]) -> f64 {
    let rows = marks.iter().filter_map(|mark| mark.row).map(|row| row + 1).max().unwrap_or(0);
    (0..rows).map(|_| ROW).sum()
}

/// Draws the marks: their rows begin at `top`, their lines reach down to `foot`.
pub(crate) fn draw(svg: &mut Svg, marks: &[Mark], top: f64, foot: f64) {
    let (mut lines, mut spans) = (String::new(), String::new());
    for mark in marks.iter().filter(|mark| mark.inside) {
        let y = middle(mark, top);
        for x in &mark.lines {
            lines.push_str(&line_path((*x, y), (*x, foot)));
        }
        if mark.until - mark.x >= STRETCH {
            spans.push_str(&box_path(mark.x, y, mark.until - mark.x, foot - y));
        }
    }
    svg.fill(&spans, PALE, "fill-opacity=\"0.12\"");
    svg.draw(&lines, Stroke::new(PALE, 3.0).dashed("2 7"));
    for mark in marks.iter().filter(|mark| mark.row.is_some()) {
        let y = middle(mark, top);
        let (x, at) = (number(mark.x), number(y));
        match mark.sign {
            Sign::Flag => svg.fill(&format!("M{x} {}v-26l26 13z", number(y + 13.0)), INK, ""),
            Sign::Square => svg.fill(&box_path(mark.x - 11.0, y - 11.0, 22.0, 22.0), INK, ""),
            Sign::Circle => svg.raw(&format!("<circle cx=\"{x}\" cy=\"{at}\" r=\"12\" fill=\"{INK}\"/>")),
        }
        if let Some(words) = mark.words {
            let shift = if mark.sign == Sign::Flag && words > mark.x { 10.0 } else { 0.0 };
            let (size, weight, anchor) = (SMALL, Weight::Regular, Anchor::Start);
            let set = Type { size, weight, colour: INK, anchor, halo: Some(GROUND) };
            svg.text((words + shift, y + 12.0), &mark.label, set);
        }
    }
}

fn middle(mark: &Mark, top: f64) -> f64 {
    top + (0..mark.row.unwrap_or(0)).map(|_| ROW).sum::<f64>() + ROW / 2.0
}
