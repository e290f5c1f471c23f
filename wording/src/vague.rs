//! The lower bounds of numbers that name no figure: a plural is at least two, "several" at least three.
//!
//! "A few" and "a couple" promise no more than a plural does. To add a word, add it to [`BASES`].

/// What the words before a scale allow at least: the bound, the words alone, the words before a scale word, and
/// whether that scale word is a plural.
const BASES: [(u64, &str, &str, &str); 8] = [
    (2, "a few", "", "s"),
    (3, "several", "several ", ""),
    (20, "tens", "tens of ", "s"),
    (24, "dozens", "dozens of ", "s"),
    (36, "several dozen", "several dozen ", ""),
    (40, "scores", "scores of ", "s"),
    (200, "hundreds", "hundreds of ", "s"),
    (300, "several hundred", "several hundred ", ""),
];

/// The scale words a vague number goes with.
const SCALES: [(u64, &str); 4] =
    [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

/// Gives the canonical words for a lower bound that vague words can set, and `None` for any other number.
pub(crate) fn words_of_lower(lower: u64) -> Option<String> {
    if let Some((_, alone, ..)) = BASES.iter().find(|(base, ..)| *base == lower) {
        return Some((*alone).to_owned());
    }
    let (scale, name) = SCALES.iter().find(|(scale, _)| lower.is_multiple_of(*scale) && lower >= *scale)?;
    let (_, _, before, plural) = BASES.iter().find(|(base, ..)| *base == lower / scale)?;
    Some(format!("{before}{name}{plural}"))
}
