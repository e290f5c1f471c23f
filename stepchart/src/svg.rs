//! Writing SVG: the few elements a chart is made of.

use std::fmt::Write as _;

use crate::font::{self, NAMED, Weight};

/// A picture that is being written.
pub(crate) struct Svg(String);

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Stroke<'a> {
    pub(crate) colour: &'a str,
    pub(crate) width: f64,
    pub(crate) dashes: Option<&'a str>,
}

impl<'a> Stroke<'a> {
    pub(crate) fn new(colour: &'a str, width: f64) -> Self {
        Self { colour, width, dashes: None }
    }

    pub(crate) fn dashed(self, dashes: &'a str) -> Self {
        Self { dashes: Some(dashes), ..self }
    }
}

/// Which point of a text stands where it is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// How text is set.
#[derive(Clone, Copy)]
pub(crate) struct Type<'a> {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: &'a str,
    pub(crate) anchor: Anchor,
    /// The colour of what keeps it apart from what lies behind it.
    pub(crate) halo: Option<&'a str>,
}

impl Svg {
    pub(crate) fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let (w, h) = (number(width), number(height));
        let (title, description) = (escaped(&font::legible(title)), escaped(&font::legible(description)));
        Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\
             <title>{title}</title><desc>{description}</desc>\n"
        ))
    }

    /// Ends the picture.
    pub(crate) fn end(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }

    /// Adds markup of our own.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    fn write(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.0.write_fmt(markup);
        self.0.push('\n');
    }

    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), fill: &str, more: &str) {
        let (x, y, w, h) = (number(x), number(y), number(w), number(h));
        self.write(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\" {more}/>"));
    }

    /// Fills a path, where there is one.
    pub(crate) fn fill(&mut self, path: &str, fill: &str, more: &str) {
        if !path.is_empty() {
            self.write(format_args!("<path d=\"{path}\" fill=\"{fill}\" {more}/>"));
        }
    }

    /// Draws a path, where there is one.
    pub(crate) fn draw(&mut self, path: &str, stroke: Stroke<'_>) {
        if path.is_empty() {
            return;
        }
        let Stroke { colour, width, dashes } = stroke;
        let (width, dashes) = (number(width), dashes.map(|d| format!(" stroke-dasharray=\"{d}\"")).unwrap_or_default());
        self.write(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
        ));
    }

    pub(crate) fn text(&mut self, (x, y): (f64, f64), words: &str, set: Type<'_>) {
        if words.is_empty() {
            return;
        }
        let (x, y, size, words) = (number(x), number(y), number(set.size), escaped(words));
        let weight = if set.weight == Weight::Bold { " font-weight=\"bold\"" } else { "" };
        let halo = set.halo.map(|colour| {
            format!(" stroke=\"{colour}\" stroke-width=\"8\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        self.write(format_args!(
            "<text x=\"{x}\" y=\"{y}\" {NAMED} font-size=\"{size}\"{weight} fill=\"{}\" \
             text-anchor=\"{}\"{}>{words}</text>",
            set.colour,
            set.anchor.word(),
            halo.unwrap_or_default()
        ));
    }
}

/// Writes a coordinate: one digit behind the point at most, and none where it is whole.
pub(crate) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // A zero has no sign.
    let written = format!("{:.1}", tenths + 0.0);
    written.strip_suffix(".0").map_or_else(|| written.clone(), str::to_owned)
}

/// Writes the corners of a box as a path.
pub(crate) fn box_path(x: f64, y: f64, w: f64, h: f64) -> String {
    let (x, y, w, h, back) = (number(x), number(y), number(w), number(h), number(-w));
    format!("M{x} {y}h{w}v{h}h{back}z")
}

/// Writes a straight line as a path.
pub(crate) fn line_path((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> String {
    format!("M{} {}L{} {}", number(x0), number(y0), number(x1), number(y1))
}

/// Writes text so that nothing in it is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
