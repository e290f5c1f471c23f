//! One panel: a group's heading, its axis, its steps.

use std::fmt::Write as _;

use crate::axis::{self, Axis};
use crate::calendar::Calendar;
use crate::font::{self, Weight};
use crate::picture::{GROUND, INK, Look, PALE, SMALL};
use crate::steps::{Frame, Kind, Shape, Step, steps};
use crate::svg::{Anchor, Stroke, Svg, Type, box_path, line_path, number};
use crate::{Panel, Words};

/// Up to this many reports each has its sign; with more the line tells.
pub(crate) const FEW: usize = 40;

/// How far the shade of an open end reaches.
const SHADE: f64 = 56.0;

/// The least width at which it is shown that a date is known to its day, month or year alone.
pub(crate) const STRETCH: f64 = 60.0;

/// What a panel is drawn with.
pub(crate) struct Drawing<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) axis: Axis,
    pub(crate) frame: Frame,
    pub(crate) look: Look,
    pub(crate) words: &'a Words,
}

impl Drawing<'_> {
    pub(crate) fn draw(&self, svg: &mut Svg, calendar: Calendar) {
        self.heading(svg);
        self.grid(svg);
        let steps = steps(self.panel, &self.axis, calendar, self.frame);
        let few = steps.len() <= FEW;
        self.foot(svg);
        self.shades(svg, &steps);
        self.bands(svg, &steps);
        self.disputes(svg, &steps);
        self.lines(svg, &steps);
        let told: Vec<&Step> = if few { steps.iter().collect() } else { steps.last().into_iter().collect() };
        for step in &told {
            self.signs(svg, step);
        }
        if few {
            self.labels(svg, &steps);
        }
    }

    fn heading(&self, svg: &mut Svg) {
        let (left, right, y) = (self.look.left, self.frame.right(), self.frame.y - 30.0);
        let note = match self.axis.from {
            0 => String::new(),
            from => format!("{} {}", self.words.axis_from, axis::written(from)),
        };
        let taken = font::width(&note, SMALL, Weight::Regular);
        let room = right - left - if note.is_empty() { 0.0 } else { taken + 30.0 };
        let heading = font::fitted(&font::drawable(&self.panel.heading), room, 38.0, Weight::Bold);
        let set = |size, weight, colour, anchor| Type { size, weight, colour, anchor, halo: Some(GROUND) };
        svg.text((left, y), &heading, set(38.0, Weight::Bold, self.look.colour, Anchor::Start));
        svg.text((right, y), &note, set(SMALL, Weight::Regular, PALE, Anchor::End));
    }

    /// Draws the lines of the numbers, and what they are.
    fn grid(&self, svg: &mut Svg) {
        let (left, right) = (self.frame.x, self.frame.right());
        let label = Type { size: SMALL, weight: Weight::Regular, colour: INK, anchor: Anchor::End, halo: None };
        let mut path = String::new();
        for tick in self.axis.ticks() {
            let y = self.frame.height(&self.axis, tick);
            path.push_str(&line_path((left, y), (right, y)));
            svg.text((left - 14.0, y + 12.0), &axis::written(tick), label);
        }
        svg.draw(&path, Stroke::new("#d9d7d0", 2.0));
    }

    /// Draws the foot of the axis, broken where it does not begin at zero.
    fn foot(&self, svg: &mut Svg) {
        let (left, foot) = (self.frame.x, self.frame.foot());
        if self.axis.from == 0 {
            return svg.draw(&line_path((left, foot), (self.frame.right(), foot)), Stroke::new(INK, 3.0));
        }
        svg.draw(&line_path((left, foot), (self.frame.right(), foot)), Stroke::new(PALE, 3.0).dashed("4 8"));
        let (x, y) = (number(left), number(foot));
        svg.draw(&format!("M{x} {y}v-10l-12 -6l24 -10l-12 -6v-10"), Stroke::new(INK, 4.0));
    }

    /// Draws what fades out where a level has no end.
    fn shades(&self, svg: &mut Svg, steps: &[Step]) {
        let id = self.look.id;
        for (step, shape) in shapes(steps).filter(|(step, _)| step.to > step.from) {
            let (x, w) = (step.from, step.to - step.from);
            let up = matches!(shape.kind, Kind::OpenUp | Kind::Around);
            let down = matches!(shape.kind, Kind::OpenDown | Kind::Around);
            let far = if shape.kind == Kind::Around { SHADE / 2.0 } else { SHADE };
            let above = far.min(shape.top - self.frame.y + 30.0).max(0.0);
            let below = far.min(self.frame.foot() - shape.foot).max(0.0);
            if up {
                svg.rect((x, shape.top - above), (w, above), &format!("url(#up{id})"), "");
            }
            if down {
                svg.rect((x, shape.foot), (w, below), &format!("url(#down{id})"), "");
            }
        }
    }

    fn bands(&self, svg: &mut Svg, steps: &[Step]) {
        let (mut inside, mut edges) = (String::new(), String::new());
        for (step, shape) in shapes(steps).filter(|(_, shape)| shape.kind == Kind::Band) {
            inside.push_str(&box_path(step.from, shape.top, step.to - step.from, shape.foot - shape.top));
            for y in [shape.top, shape.foot] {
                edges.push_str(&line_path((step.from, y), (step.to, y)));
            }
        }
        svg.fill(&inside, self.look.colour, "fill-opacity=\"0.25\"");
        svg.draw(&edges, Stroke::new(self.look.colour, 3.0));
    }

    /// Hatches what lies between levels that exclude each other.
    fn disputes(&self, svg: &mut Svg, steps: &[Step]) {
        let mut path = String::new();
        for step in steps.iter().filter(|step| step.is_disputed()) {
            path.push_str(&box_path(step.from, step.top(), step.to - step.from, step.foot() - step.top()));
        }
        svg.fill(&path, &format!("url(#hatch{})", self.look.id), "");
    }

    /// Draws the lines of the levels and what leads from one to the next.
    fn lines(&self, svg: &mut Svg, steps: &[Step]) {
        let (mut whole, mut broken, mut unsure, mut rises) =
            (String::new(), String::new(), String::new(), String::new());
        for (step, shape) in shapes(steps) {
            let Some(y) = shape.line else { continue };
            let surely = if step.until - step.from >= STRETCH { step.until.min(step.to) } else { step.from };
            if surely > step.from {
                unsure.push_str(&line_path((step.from, y), (surely, y)));
            }
            let path = if shape.kind == Kind::Around { &mut broken } else { &mut whole };
            path.push_str(&line_path((surely, y), (step.to, y)));
        }
        for pair in steps.windows(2) {
            let (one, next) = (&pair[0], &pair[1]);
            let gap = if next.foot() < one.top() {
                Some((next.foot(), one.top()))
            } else if one.foot() < next.top() {
                Some((one.foot(), next.top()))
            } else {
                None
            };
            if let Some((above, below)) = gap {
                let _ = write!(rises, "M{} {}V{}", number(next.from), number(above), number(below));
            }
        }
        let colour = self.look.colour;
        svg.draw(&rises, Stroke::new(colour, 3.0));
        svg.draw(&whole, Stroke::new(colour, 6.0));
        svg.draw(&broken, Stroke::new(colour, 6.0).dashed("18 10"));
        svg.draw(&unsure, Stroke::new(colour, 6.0).dashed("3 9"));
    }

    /// Marks where something was reported: each kind by another shape.
    fn signs(&self, svg: &mut Svg, step: &Step) {
        let colour = self.look.colour;
        for shape in &step.shapes {
            let (x, y) = (number(step.from), number(shape.line.unwrap_or(shape.top)));
            let hollow = Stroke::new(colour, 5.0);
            match shape.kind {
                Kind::Exact => svg.raw(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"11\" fill=\"{colour}\"/>")),
                Kind::Band => {
                    let (top, foot) = (number(shape.top), number(shape.foot));
                    svg.draw(&format!("M{x} {top}m-11 0h22m-11 0V{foot}m-11 0h22"), hollow);
                }
                Kind::OpenUp | Kind::OpenDown => {
                    let (far, tip) = if shape.kind == Kind::OpenUp { ("-42", "12") } else { ("42", "-12") };
                    svg.draw(&format!("M{x} {y}v{far}m-11 {tip}l11 {}l11 {tip}", flipped(tip)), hollow);
                    svg.raw(&format!(
                        "<circle cx=\"{x}\" cy=\"{y}\" r=\"9\" fill=\"{GROUND}\" stroke=\"{colour}\" stroke-width=\"5\"/>"
                    ));
                }
                Kind::Around => {
                    let path = format!("M{x} {y}m-13 0l13 -13l13 13l-13 13z");
                    svg.fill(&path, GROUND, "");
                    svg.draw(&path, hollow);
                }
            }
        }
        if step.fell {
            let (x, y) = (number(step.from), number(step.top() - 18.0));
            svg.fill(&format!("M{x} {y}l-16 -26h32z"), INK, "");
        }
    }

    /// Writes what was said where there is room for it: the latest first, then what is disputed or fell.
    fn labels(&self, svg: &mut Svg, steps: &[Step]) {
        let last = steps.len().saturating_sub(1);
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by_key(|place| {
            let step = &steps[*place];
            (*place != last, !(step.is_disputed() || step.fell), *place)
        });
        let mut taken: Vec<Frame> = steps.iter().flat_map(signs_of).chain(lines_of(steps)).collect();
        let set = |anchor| Type { size: SMALL, weight: Weight::Regular, colour: INK, anchor, halo: Some(GROUND) };
        for place in order {
            let step = &steps[place];
            for (shape, label) in step.shapes.iter().zip(&step.labels) {
                let label = font::fitted(&font::drawable(label), 380.0, SMALL, Weight::Regular);
                let room = self.spots(step, shape, font::width(&label, SMALL, Weight::Regular));
                let free = |spot: &Frame| !taken.iter().any(|other| meet(*spot, *other));
                if let Some((spot, anchor, x)) = room.into_iter().find(|(spot, ..)| free(spot)) {
                    svg.text((x, spot.foot() - 9.0), &label, set(anchor));
                    taken.push(spot);
                }
            }
            self.dispute_label(svg, step, &mut taken);
        }
    }

    /// Lists where a label could stand: above its line to the left, to the right, below it.
    fn spots(&self, step: &Step, shape: &Shape, w: f64) -> Vec<(Frame, Anchor, f64)> {
        let h = SMALL + 6.0;
        let lift = if step.fell { 50.0 } else { 14.0 };
        let above = shape.top - lift - h;
        let below = shape.foot + 12.0;
        let spots = [
            (step.from - 20.0 - w, above, Anchor::End, step.from - 20.0),
            (step.from + 20.0, above, Anchor::Start, step.from + 20.0),
            (step.from + 20.0, below, Anchor::Start, step.from + 20.0),
            (step.from - 20.0 - w, below, Anchor::End, step.from - 20.0),
        ];
        let inside = |spot: &Frame| {
            let frame = self.frame;
            spot.x >= frame.x + 6.0
                && spot.right() <= frame.right()
                && spot.y >= frame.y - 8.0
                && spot.foot() <= frame.foot()
        };
        let spots = spots.into_iter().map(|(x, y, anchor, at)| (Frame { x, y, w, h }, anchor, at));
        spots.filter(|(spot, ..)| inside(spot)).collect()
    }

    fn dispute_label(&self, svg: &mut Svg, step: &Step, taken: &mut Vec<Frame>) {
        let word = self.words.disputed;
        let (w, h) = (font::width(word, SMALL, Weight::Bold), SMALL + 6.0);
        let middle = f64::midpoint(step.top(), step.foot());
        let spot = Frame { x: step.from + 24.0, y: middle - h / 2.0, w, h };
        let wide = step.to - step.from >= w + 40.0 && step.foot() - step.top() >= h;
        if step.is_disputed() && wide && !taken.iter().any(|other| meet(spot, *other)) {
            let set =
                Type { size: SMALL, weight: Weight::Bold, colour: INK, anchor: Anchor::Start, halo: Some(GROUND) };
            svg.text((spot.x, spot.foot() - 9.0), word, set);
            taken.push(spot);
        }
    }
}

fn flipped(tip: &str) -> String {
    tip.strip_prefix('-').map_or_else(|| format!("-{tip}"), str::to_owned)
}

/// Pairs each shape with its step.
fn shapes(steps: &[Step]) -> impl Iterator<Item = (&Step, &Shape)> {
    steps.iter().flat_map(|step| step.shapes.iter().map(move |shape| (step, shape)))
}

/// Says what the signs of a step cover.
fn signs_of(step: &Step) -> Vec<Frame> {
    let sign = |shape: &Shape| {
        let y = shape.line.unwrap_or(shape.top);
        let (up, down) = match shape.kind {
            Kind::OpenUp => (44.0, 12.0),
            Kind::OpenDown => (12.0, 44.0),
            Kind::Exact | Kind::Around => (12.0, 12.0),
            Kind::Band => (y - shape.top + 4.0, shape.foot - y + 4.0),
        };
        Frame { x: step.from - 12.0, y: y - up, w: 24.0, h: up + down }
    };
    step.shapes.iter().map(sign).collect()
}

/// Says where lines run: a word across one is hard to read.
fn lines_of(steps: &[Step]) -> Vec<Frame> {
    const ROOM: f64 = 5.0;
    let along = |step: &Step, y: f64| Frame { x: step.from, y: y - ROOM, w: step.to - step.from, h: 2.0 * ROOM };
    let level = shapes(steps).flat_map(|(step, shape)| {
        let edges = [shape.line, Some(shape.top), Some(shape.foot)];
        edges.into_iter().flatten().map(move |y| along(step, y))
    });
    let rises = steps.windows(2).map(|pair| {
        let (top, foot) = (pair[0].top().min(pair[1].top()), pair[0].foot().max(pair[1].foot()));
        Frame { x: pair[1].from - ROOM, y: top, w: 2.0 * ROOM, h: foot - top }
    });
    level.chain(rises).collect()
}

fn meet(one: Frame, other: Frame) -> bool {
    one.x < other.right() && other.x < one.right() && one.y < other.foot() && other.y < one.foot()
}
