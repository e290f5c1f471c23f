//! Makes a reply fit into a message: nothing is cut without saying what.

use super::line::Line;
use crate::answers::edges;

/// The most characters in the description of one embed.
pub(super) const DESCRIPTION: usize = 4_096;
/// The most characters in all embeds of a message.
pub(super) const EMBEDS: usize = 6_000;
/// What is kept free for the sources when the text alone would fill the message.
const FOR_SOURCES: usize = 1_700;
/// What is kept free for saying what was cut.
const FOR_NOTE: usize = 160;
/// A line is cut in its middle only when at least so many of its characters can stay.
const WORTH_CUTTING: usize = 80;

/// Fits text, notes and sources into the descriptions of one or two embeds.
///
/// `notes` are small print that always stays; `spare` is what the rest of the message takes of [`EMBEDS`].
pub(super) fn fit(body: &[Line], notes: &[Line], sources: &[String], spare: usize) -> Vec<String> {
    let notes = notes.iter().map(Line::write).collect::<Vec<_>>().join("\n");
    let whole = sources.join("\n");
    let free = EMBEDS - spare;
    let reserved = length(&whole).min(FOR_SOURCES);
    let room = DESCRIPTION.min(free - reserved).saturating_sub(length(&notes) + 1);
    let text = join(&fit_lines(body, room), &notes);
    let together = join_apart(&text, &whole);
    if length(&together) <= DESCRIPTION {
        return vec![together].into_iter().filter(|text| !text.is_empty()).collect();
    }
    let listed = fit_sources(sources, DESCRIPTION.min(free - length(&text)));
    vec![text, listed].into_iter().filter(|text| !text.is_empty()).collect()
}

/// Keeps lines from the top while there is room, and says how much is left out.
fn fit_lines(lines: &[Line], room: usize) -> String {
    let written: Vec<String> = lines.iter().map(Line::write).collect();
    let whole = written.join("\n");
    if length(&whole) <= room {
        return whole;
    }
    let room = room.saturating_sub(FOR_NOTE);
    let mut kept: Vec<String> = Vec::new();
    let mut used = 0;
    let mut cut_characters = 0;
    for (line, text) in lines.iter().zip(&written) {
        let left = room.saturating_sub(used);
        if length(text) < left {
            used += length(text) + 1;
            kept.push(text.clone());
            continue;
        }
        if left > WORTH_CUTTING {
            let (part, lost) = cut_line(line, left);
            kept.push(part);
            cut_characters = lost;
        }
        break;
    }
    let dropped = lines.iter().skip(kept.len()).filter(|line| !line.is_gap()).count();
    let note = edges::cut(dropped, cut_characters).map(|words| Line::small(&words).write());
    kept.extend(note);
    kept.join("\n")
}

/// Cuts one line to at most `room` characters; gives it and how many signs were cut.
fn cut_line(line: &Line, room: usize) -> (String, usize) {
    let size = line.size();
    // The longest part that fits, by halving: a part's length grows with its atoms.
    let (mut low, mut high) = (0, size);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if length(&line.cut(middle).write()) + 1 < room { low = middle } else { high = middle - 1 }
    }
    (format!("{}…", line.cut(low).write()), size - low)
}

fn fit_sources(sources: &[String], room: usize) -> String {
    let whole = sources.join("\n");
    if length(&whole) <= room {
        return whole;
    }
    let room = room.saturating_sub(FOR_NOTE);
    let mut kept: Vec<String> = Vec::new();
    let mut used = 0;
    for source in sources {
        if used + length(source) + 1 > room {
            break;
        }
        used += length(source) + 1;
        kept.push(source.clone());
    }
    let note = edges::cut_sources(sources.len() - kept.len()).map(|words| Line::small(&words).write());
    kept.extend(note);
    kept.join("\n")
}

fn join(above: &str, below: &str) -> String {
    [above, below].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Joins with an empty line between.
fn join_apart(above: &str, below: &str) -> String {
    [above, below].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Counts as Discord does: in characters.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}
