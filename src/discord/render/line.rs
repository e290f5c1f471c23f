//! Lines of a reply, still in atoms: what can be measured, and cut anywhere between two of them.

use super::inert::{self, Atoms, CLOSE_ISOLATE, OPEN_ISOLATE, Origin};
use crate::answers::reply::{Block, InstantStyle, Span, Text};

/// One line of what people read.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// What makes it a heading, an item, a quotation or small print.
    prefix: &'static str,
    pieces: Vec<Piece>,
}

/// Atoms that are shown alike.
#[derive(Clone, Debug)]
struct Piece {
    strong: bool,
    /// Whether it is kept from reordering what stands beside it.
    isolated: bool,
    atoms: Atoms,
}

/// Lays a reply's title and blocks out in lines.
pub(super) fn lay_out(title: Option<&Text>, blocks: &[Block]) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(title) = title {
        lines.push(Line { prefix: "### ", pieces: one_line(title, Weight::Plain) });
    }
    for block in blocks {
        lines.extend(block_lines(block));
    }
    lines
}

/// Lays one block out; a gap is an empty line.
fn block_lines(block: &Block) -> Vec<Line> {
    let single = |prefix, text, weight| vec![Line { prefix, pieces: one_line(text, weight) }];
    match block {
        Block::Heading(text) => single("", text, Weight::Strong),
        Block::Item(text) => single("- ", text, Weight::Plain),
        Block::Small(text) => single("-# ", text, Weight::Plain),
        Block::Line(text) => many_lines("", text),
        Block::Quote(text) => many_lines("> ", text),
        Block::Gap => vec![Line::default()],
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Plain,
    Strong,
}

fn one_line(text: &Text, weight: Weight) -> Vec<Piece> {
    many_lines("", text)
        .into_iter()
        .enumerate()
        .flat_map(|(at, line)| {
            let space = (at > 0).then(|| Piece { strong: false, isolated: false, atoms: Atoms::whole(" ".to_owned()) });
            space.into_iter().chain(line.pieces)
        })
        .map(|piece| Piece { strong: piece.strong || weight == Weight::Strong, ..piece })
        .collect()
}

fn many_lines(prefix: &'static str, text: &Text) -> Vec<Line> {
    let mut lines = vec![Line { prefix, pieces: Vec::new() }];
    for run in runs(text) {
        for (at, segment) in run.segments().into_iter().enumerate() {
            if at > 0 {
                lines.push(Line { prefix, pieces: Vec::new() });
            }
            if let (Some(line), Some(piece)) = (lines.last_mut(), segment) {
                line.pieces.push(piece);
            }
        }
    }
    lines
}

/// Spans of one kind that stand side by side, so that none of them completes what another began.
enum Run {
    Words { text: String, origin: Origin, strong: bool },
    Whole(String),
}

fn runs(text: &Text) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for span in &text.0 {
        let next = run(span);
        match (runs.last_mut(), next) {
            (Some(Run::Words { text, origin, strong }), Run::Words { text: more, origin: o, strong: s })
                if *origin == o && *strong == s =>
            {
                text.push_str(&more);
            }
            (_, next) => runs.push(next),
        }
    }
    runs
}

fn run(span: &Span) -> Run {
    let words = |text: &String, origin, strong| Run::Words { text: text.clone(), origin, strong };
    match span {
        Span::Own(text) => words(text, Origin::Own, false),
        Span::Strong(text) => words(text, Origin::Own, true),
        Span::Stored(text) => words(text, Origin::Stored, false),
        Span::StoredStrong(text) => words(text, Origin::Stored, true),
        Span::Instant(at, InstantStyle::Full) => Run::Whole(format!("<t:{}:f>", at.as_second())),
        Span::Instant(at, InstantStyle::Relative) => Run::Whole(format!("<t:{}:R>", at.as_second())),
        Span::Claim(_) => Run::Whole(String::new()),
        Span::Mark(number) => Run::Whole(format!("\\[{number}\\]")),
        Span::Command(command) => Run::Whole(inert::code(&format!("/{command}"))),
        Span::Literal(text) => Run::Whole(inert::code(text)),
        Span::Channel(channel) => Run::Whole(format!("<#{channel}>")),
        Span::Role(role) => Run::Whole(format!("<@&{role}>")),
    }
}

impl Run {
    /// Cuts at line breaks; an empty segment has no piece.
    fn segments(self) -> Vec<Option<Piece>> {
        let piece = |strong, isolated, atoms: Atoms| (!atoms.is_empty()).then_some(Piece { strong, isolated, atoms });
        match self {
            Self::Whole(atom) => vec![piece(false, false, Atoms::whole(atom))],
            Self::Words { text, origin, strong } => match inert::plain(text) {
                Ok(plain) => vec![piece(strong, false, plain)],
                Err(text) => text
                    .split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
                    .map(|line| {
                        let isolated = origin == Origin::Stored && line.chars().any(inert::is_right_to_left);
                        piece(strong, isolated, inert::atoms(line, origin))
                    })
                    .collect(),
            },
        }
    }
}

impl Line {
    /// Makes a line of small print from words that are inert already or the bot's own.
    pub(super) fn small(words: &str) -> Self {
        let atoms = inert::atoms(words, Origin::Own);
        Self { prefix: "-# ", pieces: vec![Piece { strong: false, isolated: false, atoms }] }
    }

    /// Says whether it only makes space.
    pub(super) fn is_gap(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Counts its atoms: the signs people see.
    pub(super) fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.atoms.len()).sum()
    }

    /// Gives the line's first `keep` atoms.
    pub(super) fn cut(&self, keep: usize) -> Self {
        let mut left = keep;
        let pieces = self.pieces.iter().map(|piece| {
            let take = left.min(piece.atoms.len());
            left -= take;
            Piece { atoms: piece.atoms.first(take), strong: piece.strong, isolated: piece.isolated }
        });
        Self { prefix: self.prefix, pieces: pieces.filter(|piece| !piece.atoms.is_empty()).collect() }
    }

    /// Writes the line in Discord's markdown.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(piece) = self.pieces.get(at) {
            let group: Vec<&Piece> =
                self.pieces.iter().skip(at).take_while(|other| other.strong == piece.strong).collect();
            at += group.len();
            let text: String = group.into_iter().map(Piece::write).collect();
            if piece.strong { push_strong(&mut out, &text) } else { out.push_str(&text) }
        }
        if out.trim().is_empty() { String::new() } else { format!("{}{}", self.prefix, out.trim()) }
    }
}

impl Piece {
    fn write(&self) -> String {
        let text = self.atoms.text();
        if self.isolated { format!("{OPEN_ISOLATE}{text}{CLOSE_ISOLATE}") } else { text.to_owned() }
    }
}

/// Writes strong text, white space at its ends outside: Discord does not read `** so**` as strong.
fn push_strong(out: &mut String, text: &str) {
    let words = text.trim();
    let (lead, tail) = match text.find(words) {
        Some(start) if !words.is_empty() => (text.get(..start), text.get(start + words.len()..)),
        _ => return out.push_str(text),
    };
    out.push_str(lead.unwrap_or_default());
    out.push_str("**");
    out.push_str(words);
    out.push_str("**");
    out.push_str(tail.unwrap_or_default());
}
