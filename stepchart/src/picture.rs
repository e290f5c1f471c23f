//! The whole picture: title, events, panels, the axis of time, notes.

use crate::axis::{self, Axis};
use crate::calendar::{Calendar, Tick};
use crate::events;
use crate::font::{self, Weight};
use crate::panel::Drawing;
use crate::steps::Frame;
use crate::svg::{Anchor, Stroke, Svg, Type, line_path};
use crate::{Chart, Panel};

/// How wide a picture is, in pixels.
pub const WIDTH: f64 = 1_200.0;

/// The most panels of a picture: more would be too low to read on a phone.
pub const MOST_PANELS: usize = 3;

/// The size of the smallest letters: eleven pixels where a phone shows the picture 380 wide.
pub(crate) const SMALL: f64 = 34.0;

/// The colours: ink and a paler one on a light ground, which stands out from Discord's dark and light alike.
pub(crate) const GROUND: &str = "#faf9f5";
pub(crate) const INK: &str = "#22211f";
pub(crate) const PALE: &str = "#5c5a54";

/// A colour for each panel: apart for every kind of colour vision, and dark enough on the ground to read words in.
const COLOURS: [&str; MOST_PANELS] = ["#0b5394", "#a8480b", "#00695c"];

/// The room at the left and right of everything.
const MARGIN: f64 = 36.0;

/// How a panel looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Its place, which names its shades.
    pub(crate) id: usize,
    pub(crate) colour: &'static str,
    /// Where its heading begins.
    pub(crate) left: f64,
}

/// Draws a chart.
pub(crate) fn draw(chart: &Chart) -> String {
    let panels: Vec<&Panel> = chart.panels.iter().take(MOST_PANELS).collect();
    let height = if panels.len() > 1 { 900.0 } else { 800.0 };
    let mut svg = Svg::new(WIDTH, height, &chart.title, &chart.description);
    ground(&mut svg, height, panels.len());
    let mut y = title(&mut svg, &chart.title);
    let notes = notes(chart, panels.is_empty());
    let axes: Vec<Axis> = panels.iter().map(|panel| Axis::of(panel, ticks(panels.len()))).collect();
    let left = MARGIN + axes.iter().map(widest).fold(40.0, f64::max) + 14.0;
    let calendar = Calendar::of(chart, panels.len());
    let plot = Frame { x: left, y: 0.0, w: WIDTH - MARGIN - left, h: 0.0 };
    let marks = events::marks(&chart.events, calendar, plot);
    let foot = height - 24.0 - lines_high(if panels.is_empty() { 0 } else { notes.len() }) - 92.0;
    let above = y;
    y += events::height(&marks) + 8.0;
    events::draw(&mut svg, &marks, above, foot);
    if panels.is_empty() {
        instead(&mut svg, &notes, (y, foot));
    } else {
        below(&mut svg, &notes, height);
    }
    let each = (foot - y) / f64::from(u8::try_from(panels.len().max(1)).unwrap_or(u8::MAX));
    for (id, (panel, axis)) in panels.into_iter().zip(axes).enumerate() {
        // Its heading, and room above that from the panel before.
        let over = if id == 0 { 66.0 } else { 80.0 };
        let frame = Frame { y: y + over, h: each - over, ..plot };
        let look = Look { id, colour: COLOURS.get(id).copied().unwrap_or(INK), left: MARGIN };
        Drawing { panel, axis, frame, look, words: &chart.words }.draw(&mut svg, calendar);
        y += each;
    }
    if !calendar.is_empty() {
        days(&mut svg, chart, calendar, Frame { y: foot, ..plot });
    }
    svg.end()
}

/// Draws the ground and says what shades and hatching look like.
fn ground(svg: &mut Svg, height: f64, panels: usize) {
    svg.raw("<defs>");
    for (id, colour) in COLOURS.iter().enumerate().take(panels) {
        for (name, from, to) in [("up", 1, 0), ("down", 0, 1)] {
            svg.raw(&format!(
                "<linearGradient id=\"{name}{id}\" x1=\"0\" x2=\"0\" y1=\"{from}\" y2=\"{to}\">\
                 <stop offset=\"0\" stop-color=\"{colour}\" stop-opacity=\"0.45\"/>\
                 <stop offset=\"1\" stop-color=\"{colour}\" stop-opacity=\"0\"/></linearGradient>"
            ));
        }
        svg.raw(&format!(
            "<pattern id=\"hatch{id}\" width=\"14\" height=\"14\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M-2 2L2 -2M0 14L14 0M12 16L16 12\" stroke=\"{colour}\" stroke-width=\"3\" stroke-opacity=\"0.6\"/>\
             </pattern>"
        ));
    }
    svg.raw("</defs>");
    svg.rect((0.0, 0.0), (WIDTH, height), GROUND, "");
}

/// Writes the title; gives the height below it.
fn title(svg: &mut Svg, title: &str) -> f64 {
    const SIZE: f64 = 44.0;
    let set = Type { size: SIZE, weight: Weight::Bold, colour: INK, anchor: Anchor::Start, halo: None };
    let mut y = 20.0;
    for line in font::lines(&font::drawable(title), WIDTH - 2.0 * MARGIN, 2, SIZE, Weight::Bold) {
        y += SIZE + 8.0;
        svg.text((MARGIN, y - 10.0), &line, set);
    }
    y + 8.0
}

fn ticks(panels: usize) -> u64 {
    match panels {
        0 | 1 => 5,
        2 => 3,
        _ => 2,
    }
}

fn widest(axis: &Axis) -> f64 {
    let width = |tick: &u64| font::width(&axis::written(*tick), SMALL, Weight::Regular);
    axis.ticks().iter().map(width).fold(0.0, f64::max)
}

/// Breaks the notes into lines: a few below the panels, more where they stand alone.
fn notes(chart: &Chart, alone: bool) -> Vec<String> {
    let (most, room) = if alone { (8, 800.0) } else { (3, WIDTH - 2.0 * MARGIN) };
    let notes = chart.notes.iter().map(|note| font::drawable(note));
    let lines = notes.flat_map(|note| font::lines(&note, room, most, SMALL, Weight::Regular));
    lines.take(most).collect()
}

fn lines_high(lines: usize) -> f64 {
    (0..lines).map(|_| SMALL + 8.0).sum()
}

fn below(svg: &mut Svg, notes: &[String], height: f64) {
    let set = Type { size: SMALL, weight: Weight::Regular, colour: PALE, anchor: Anchor::Start, halo: None };
    let mut y = height - 24.0 - lines_high(notes.len());
    for note in notes {
        y += SMALL + 8.0;
        svg.text((MARGIN, y - 10.0), note, set);
    }
}

/// Writes the notes where the panels would be.
fn instead(svg: &mut Svg, notes: &[String], (top, foot): (f64, f64)) {
    let set = Type { size: SMALL, weight: Weight::Regular, colour: INK, anchor: Anchor::Middle, halo: Some(GROUND) };
    let mut y = f64::midpoint(top, foot) - lines_high(notes.len()) / 2.0;
    for note in notes {
        y += SMALL + 8.0;
        svg.text((WIDTH / 2.0, y), note, set);
    }
}

/// Writes the axis of time below the panels.
fn days(svg: &mut Svg, chart: &Chart, calendar: Calendar, at: Frame) {
    let set = |colour, anchor| Type { size: SMALL, weight: Weight::Regular, colour, anchor, halo: None };
    let fits = |label: &str| {
        let each = font::width(label, SMALL, Weight::Regular) + 44.0;
        (1..=12_u8).take_while(|many| f64::from(*many) * each <= at.w).count()
    };
    let (mut signs, mut until) = (line_path((at.x, at.y), (at.right(), at.y)), 0.0);
    for Tick { place, label, below } in calendar.ticks(&chart.words, fits) {
        let x = at.x + place * at.w;
        signs.push_str(&line_path((x, at.y), (x, at.y + 12.0)));
        centred(svg, (x, at.y + 46.0), &label, set(INK, Anchor::Middle));
        if let Some(below) = below {
            let w = font::width(&below, SMALL, Weight::Regular);
            let from = (x - w / 2.0).max(MARGIN / 2.0);
            if from > until {
                centred(svg, (x, at.y + 84.0), &below, set(PALE, Anchor::Middle));
                until = from + w + 24.0;
            }
        }
    }
    svg.draw(&signs, Stroke::new(INK, 3.0));
}

/// Writes words in the middle of a place, or as near to it as the picture's edges let them.
fn centred(svg: &mut Svg, (x, y): (f64, f64), words: &str, set: Type<'_>) {
    let half = font::width(words, set.size, set.weight) / 2.0;
    let x = x.clamp(half + MARGIN / 2.0, (WIDTH - half - MARGIN / 2.0).max(half + MARGIN / 2.0));
    svg.text((x, y), words, set);
}
