//! What a language's words do: its table, and finding the longest entry at a place.

use std::collections::{HashMap, HashSet};

use crate::token::{Token, word_at, words_at};
use crate::{Measure, Population, Qualifier};

/// What words do beside a number. One entry may stand in several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A qualifier before the number.
    Before(Qualifier),
    /// A qualifier after the number or its noun.
    After(Qualifier),
    /// Words before a number that bound nothing: "exactly", "the".
    Idle,
    /// Words before a number after which no bound is certain: "perhaps", a word with two meanings.
    Unclear,
    /// The article that counts one before "million".
    One,
    /// A thousand as a word of its own.
    Thousand,
    /// A scale after digits, from a million up also after words.
    Scale(u64),
    /// A number that is only said in these words: "nobody".
    Fixed(u64),
    /// A round measure: "a dozen".
    Round(u64),
    /// The plural of a round number: "hundreds".
    Plural(u64),
    /// A dozen, which stands in the singular after a number: "zwei Dutzend".
    Dozen,
    /// What multiplies "several": "hundred".
    Unit(u64),
    /// "Several": at least two.
    Several,
    /// "Several" before a round number, and something else before others: "des centaines", "unos cientos".
    Some,
    /// "Of" between a number and what it counts.
    Of,
    /// What starts a range, and what joins its ends.
    Between,
    /// What joins the ends that [`Role::Between`] opens.
    And,
    /// What may start a range or a rise.
    From,
    /// What joins the ends of a range.
    To,
    /// What joins the earlier and the later figure of a rise.
    Rise,
    /// "Or".
    Or,
    /// A noun for people who can sign.
    People(Option<Population>, Option<Measure>),
    /// A noun for signatures or those who gave them.
    Signature(Measure),
    /// A noun for organisations.
    Organisation,
    /// "Former".
    Former,
    /// "Current".
    Current,
    /// "Contract", "temporary".
    Contract,
    /// "More", "others": a number on top of another.
    Extra,
    /// What ends a noun phrase, and does no more.
    Stop,
    /// What makes the number after it the whole of the one before it: "out of".
    OutOf,
    /// What makes the number after it a whole, an earlier figure, or somebody else's: "out of", "with".
    Whole,
    /// What keeps [`Role::Whole`] from doing so: "a group of".
    Counted,
    /// What makes a number an aim or an addition, anywhere before it.
    Goal,
    /// What leaves open whether anybody signed, anywhere in a sentence: "not", "if".
    Block,
    /// A verb of signing, in the forms that say it happened.
    Sign,
    /// Words between a number and its verb.
    Auxiliary,
    /// What makes the next number a part: "including".
    Including,
    /// Words that may stand in a bare phrase.
    Filler,
    /// A month.
    Month,
    /// What belongs to a number that is not read: "komma", "y medio".
    Fragment,
    /// A currency, by its ISO 4217 code.
    Money(&'static str),
    /// "Per cent".
    Percent,
    /// A word before an ordinal number: "the" of "the 100."
    Ordinal,
    /// What is glued to a noun to name all genders: "innen".
    Ending,
    /// A common word, known for guessing the language alone.
    Common,
}

/// A language, as a table.
pub(super) struct Table {
    /// What its words do: a role, and its phrases with `|` between.
    pub(super) words: &'static [(Role, &'static str)],
    /// Spells a number below a thousand in each way that is usual, words apart by spaces.
    pub(super) spell: fn(u64) -> Vec<String>,
    /// The thousand inside a compound, and whether it stands there without a number before it: "tausend" does, "mila"
    /// does not. Empty where it is always a word of its own.
    pub(super) thousands: &'static [(&'static str, bool)],
    /// What may stand between a thousand and the rest: "e", "und".
    pub(super) joint: &'static str,
    /// Words cut off at an apostrophe: "d" in "d'une".
    pub(super) elided: &'static [&'static str],
    /// Words that are written short, with a full stop.
    pub(super) shortened: &'static [&'static str],
    /// Whether nouns are written with a capital.
    pub(super) noun_capitals: bool,
}

/// A table made ready for look-ups.
pub(super) struct Lexicon {
    pub(super) table: &'static Table,
    by_first: HashMap<&'static str, Vec<(&'static str, Role)>>,
    spelled: HashMap<String, u64>,
    words: HashSet<String>,
    longest_number: usize,
}

impl Lexicon {
    /// Makes a table ready.
    pub(super) fn new(table: &'static Table) -> Self {
        let mut by_first: HashMap<&str, Vec<(&str, Role)>> = HashMap::new();
        for (role, phrases) in table.words {
            for phrase in phrases.split('|') {
                by_first.entry(phrase.split(' ').next().unwrap_or(phrase)).or_default().push((phrase, *role));
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.split(' ').count()));
        }
        let spelled: HashMap<String, u64> =
            (2..1_000).flat_map(|number| (table.spell)(number).into_iter().map(move |words| (words, number))).collect();
        let known = table.words.iter().filter(|(role, _)| *role != Role::Ending);
        let phrases = known.flat_map(|(_, phrases)| phrases.split(['|', ' '])).map(str::to_owned);
        let words = phrases.chain(spelled.keys().flat_map(|words| words.split(' ')).map(str::to_owned)).collect();
        let longest_number = spelled.keys().map(|words| words.split(' ').count()).max().unwrap_or(1);
        Self { table, by_first, spelled, words, longest_number }
    }

    /// Finds the longest phrase at a place whose role is one that is looked for, and where it ends.
    pub(super) fn find<T>(&self, tokens: &[Token], at: usize, pick: impl Fn(Role) -> Option<T>) -> Option<(T, usize)> {
        let phrases = self.by_first.get(word_at(tokens, at))?;
        phrases.iter().find_map(|(phrase, role)| {
            let picked = pick(*role)?;
            words_at(tokens, at, phrase).map(|end| (picked, end))
        })
    }

    /// Finds where a phrase in this role ends.
    pub(super) fn end_of(&self, tokens: &[Token], at: usize, role: Role) -> Option<usize> {
        self.find(tokens, at, |found| (found == role).then_some(())).map(|((), end)| end)
    }

    /// Whether a phrase in this role starts at a place.
    pub(super) fn is(&self, tokens: &[Token], at: usize, role: Role) -> bool {
        self.end_of(tokens, at, role).is_some()
    }

    /// Whether a phrase in this role ends just before a place; gives where it starts.
    pub(super) fn before(&self, tokens: &[Token], at: usize, role: Role) -> Option<usize> {
        const LONGEST: usize = 4;
        let ends_here = |start: &usize| {
            let phrases = self.by_first.get(word_at(tokens, *start)).into_iter().flatten();
            phrases.filter(|(_, found)| *found == role).any(|(phrase, _)| words_at(tokens, *start, phrase) == Some(at))
        };
        (at.saturating_sub(LONGEST)..at).find(ends_here)
    }

    /// Whether a word is a scale of a thousand or more.
    pub(super) fn is_scale(&self, word: &str) -> bool {
        self.by_first
            .get(word)
            .is_some_and(|all| all.iter().any(|one| one.0 == word && matches!(one.1, Role::Scale(_))))
    }

    /// Whether the language writes a full stop after an ordinal number.
    pub(super) fn has_ordinals(&self) -> bool {
        self.table.words.iter().any(|(role, _)| *role == Role::Ordinal)
    }

    /// Whether a noun for people or signatures stands at a place.
    pub(super) fn is_noun(&self, tokens: &[Token], at: usize) -> bool {
        let noun = |role| matches!(role, Role::People(..) | Role::Signature(_) | Role::Organisation).then_some(());
        self.find(tokens, at, noun).is_some()
    }

    /// The number below a thousand that words spell.
    pub(super) fn spelled(&self, words: &str) -> Option<u64> {
        self.spelled.get(words).copied()
    }

    /// How many words the longest spelled number below a thousand has.
    pub(super) const fn longest_number(&self) -> usize {
        self.longest_number
    }

    /// How much a word speaks for the language: more where it stands alone in the table than inside a longer phrase.
    pub(super) fn weight(&self, word: &str) -> usize {
        // Neither an ending nor the word between two numbers tells a language: the Dutch one is English "of".
        let tells = |role: &Role| !matches!(role, Role::Ending | Role::Or);
        let is_phrase = |phrases: &Vec<(&str, Role)>| phrases.iter().any(|one| one.0 == word && tells(&one.1));
        if self.by_first.get(word).is_some_and(is_phrase) || super::cardinal::compound(self, word).is_some() {
            2
        } else {
            usize::from(self.words.contains(word))
        }
    }

    /// Whether a word belongs to the language's table.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.weight(word) > 0
    }
}
