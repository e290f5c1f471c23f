//! What the characters of a language without spaces do: its table, and finding the longest entry at a place.

use std::collections::{HashMap, HashSet};

use crate::fold::Glyph;
use crate::{Measure, Population, Qualifier};

/// What characters do beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A qualifier before the number.
    Before(Qualifier),
    /// A qualifier after the number or its counter.
    After(Qualifier),
    /// Right after the digits or their scale, before the counter: "300余名".
    Inside(Qualifier),
    /// Before a number, without a bound: "共".
    Idle,
    /// Before a scale: at least two of it.
    Several,
    /// A counter of people.
    Counter,
    /// A noun for people who can sign.
    People(Option<Population>, Option<Measure>),
    /// A noun for signatures or those who gave them.
    Signature,
    /// Right before a noun for people: "former".
    Former,
    /// What joins the ends of a range.
    To,
    /// What follows a whole or an earlier figure: "770人中".
    Whole,
    /// What stands right before a number that is no count: "第".
    Other,
    /// What makes a text one about an aim, or leaves open whether anybody signed.
    Block,
    /// A verb of signing.
    Sign,
    /// What may stand in a bare phrase.
    Filler,
    /// A currency after the number.
    Money(&'static str),
    /// What takes the meaning of a counter away, or of a whole: "人民币", "からの".
    NoCounter,
    /// Known for guessing the language alone.
    Common,
}

/// A language, as a table of marks, each phrase apart by `|`.
pub(super) type Table = &'static [(Mark, &'static str)];

/// A table made ready for look-ups: its phrases by their first and by their last character.
pub(super) struct Script {
    by_first: HashMap<char, Vec<(Mark, Vec<char>)>>,
    by_last: HashMap<char, Vec<(Mark, Vec<char>)>>,
    phrases: HashSet<&'static str>,
}

impl Script {
    /// Makes a table ready.
    pub(super) fn new(table: Table) -> Self {
        let mut script = Self { by_first: HashMap::new(), by_last: HashMap::new(), phrases: HashSet::new() };
        for (mark, phrase) in table.iter().flat_map(|(mark, phrases)| phrases.split('|').map(move |one| (*mark, one))) {
            let chars: Vec<char> = phrase.chars().collect();
            if let (Some(first), Some(last)) = (chars.first(), chars.last()) {
                script.by_first.entry(*first).or_default().push((mark, chars.clone()));
                script.by_last.entry(*last).or_default().push((mark, chars.clone()));
                script.phrases.insert(phrase);
            }
        }
        script
    }

    /// How many of the table's phrases a text holds.
    pub(super) fn known(&self, text: &str) -> usize {
        self.phrases.iter().filter(|phrase| text.contains(**phrase)).count()
    }

    /// Finds the longest phrase at a place whose mark is one that is looked for, and where it ends.
    pub(super) fn find<T>(&self, glyphs: &[Glyph], at: usize, pick: impl Fn(Mark) -> Option<T>) -> Option<(T, usize)> {
        let phrases = self.by_first.get(&glyphs.get(at)?.char)?;
        let fits = |chars: &[char]| stands_at(glyphs, at, chars).then_some(at + chars.len());
        let found = phrases.iter().filter_map(|(mark, chars)| Some((pick(*mark)?, fits(chars)?)));
        found.max_by_key(|(_, end)| *end)
    }

    /// Finds the longest phrase that ends at a place, and where it starts.
    pub(super) fn before<T>(
        &self,
        glyphs: &[Glyph],
        at: usize,
        pick: impl Fn(Mark) -> Option<T>,
    ) -> Option<(T, usize)> {
        let phrases = self.by_last.get(&glyphs.get(at.checked_sub(1)?)?.char)?;
        let fits = |chars: &[char]| at.checked_sub(chars.len()).filter(|start| stands_at(glyphs, *start, chars));
        let found = phrases.iter().filter_map(|(mark, chars)| Some((pick(*mark)?, fits(chars)?)));
        found.min_by_key(|(_, start)| *start)
    }

    /// Where a phrase with this mark that stands at a place ends.
    pub(super) fn is(&self, glyphs: &[Glyph], at: usize, mark: Mark) -> Option<usize> {
        self.find(glyphs, at, |found| (found == mark).then_some(())).map(|((), end)| end)
    }
}

fn stands_at(glyphs: &[Glyph], at: usize, chars: &[char]) -> bool {
    let here = glyphs.get(at..at + chars.len());
    here.is_some_and(|here| here.iter().zip(chars).all(|(glyph, char)| glyph.char == *char))
}
