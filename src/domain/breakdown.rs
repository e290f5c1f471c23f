//! Breaking a list down, by part or affiliation, without showing anybody.
//!
//! Three rules, of which each closes what the others leave open:
//!
//! * **Full tens.** Every figure is a multiple of ten, rounded down, and so is how many are counted in all. So no cell, no
//!   complement, no sum and no difference between any two answers is a number of people between 1 and 9; and what is left
//!   over may belong to any group, so that a figure never tells how large a withheld group is.
//! * **Batches.** What is broken down is not the list as it stands but whom of it is [`Counted`]. Ten people at once, or
//!   twenty, or more, come into that and go out of it, and who came and who went are never set off against each other. A
//!   figure that moves says something of a batch, and of nobody in it: not even to those who watch how many stand on the
//!   list, which is shown live, and ask before and after.
//! * **In the order of coming**, whoever it is and whatever group they are of.
//!
//! So a group is shown at the latest when 19 of it stand on the list, and its figure is at most 18 too low and 9 too high.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::ids::Number;
use super::named::named;

/// The fewest people that any figure tells of, and what every figure is a multiple of.
pub const LEAST: u64 = 10;

named! {
    /// What a list is broken down by.
    pub enum Aspect {
        /// What part people have: first signatories and others.
        Part = "part",
        /// Where people belong, as they state it.
        Affiliation = "affiliation",
    }
}

/// A place in the order in which people came onto a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// When somebody was logged.
    pub at: Timestamp,
    /// Their number.
    pub number: Number,
}

/// How many of which group are counted, and up to whose turn people have been taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<K> {
    /// The turn of the last who was taken in; nothing where nobody was.
    pub last: Option<Turn>,
    /// How many of each group.
    pub groups: BTreeMap<K, u64>,
}

impl<K> Default for Counted<K> {
    fn default() -> Self {
        Self { last: None, groups: BTreeMap::new() }
    }
}

impl<K: Ord + Clone> Counted<K> {
    /// Says how many are counted in all.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.groups.values().sum()
    }

    /// Says whether a batch has come or gone, by how many stand up to the last turn and how many behind it. Whom an undo puts
    /// back makes up here for one who went, so that both may wait for longer; in [`Self::next`] neither does for the other.
    #[must_use]
    pub fn is_due(&self, before: u64, behind: u64) -> bool {
        self.people().abs_diff(before) >= LEAST || behind >= LEAST
    }

    /// Lets full batches in and out, by who stands on the list, in the order of their turns. What makes no full batch
    /// waits: who came is not counted yet, and who went still is.
    #[must_use]
    pub fn next(&self, standing: &[(Turn, K)]) -> Self {
        let taken_in = self.last.map_or(0, |last| standing.partition_point(|(turn, _)| *turn <= last));
        let (stayed, behind) = standing.split_at(taken_in);
        let stayed = count(stayed);
        // Whom an undo puts back has their old turn, and so has who comes from a list that was merged into this one.
        let (gone, back) = (less(&self.groups, &stayed), less(&stayed, &self.groups));
        let came = &behind[..behind.len() - behind.len() % TEN];
        let mut next =
            Self { last: came.last().map_or(self.last, |(turn, _)| Some(*turn)), groups: self.groups.clone() };
        for (group, people) in batch(&gone) {
            next.groups.entry(group).and_modify(|counted| *counted -= people);
        }
        for (group, people) in batch(&back).into_iter().chain(count(came)) {
            *next.groups.entry(group).or_default() += people;
        }
        next.groups.retain(|_, people| *people > 0);
        next
    }
}

/// [`LEAST`], as lengths are counted.
const TEN: usize = 10;
const _: () = assert!(TEN as u64 == LEAST);

fn count<K: Ord + Clone>(people: &[(Turn, K)]) -> BTreeMap<K, u64> {
    let mut groups = BTreeMap::new();
    for (_, group) in people {
        *groups.entry(group.clone()).or_default() += 1;
    }
    groups
}

/// Gives by how many the groups of `some` are larger than the same of `others`.
fn less<K: Ord + Clone>(some: &BTreeMap<K, u64>, others: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    let left = |(group, people): (&K, &u64)| {
        let left = people.saturating_sub(others.get(group).copied().unwrap_or(0));
        (left > 0).then(|| (group.clone(), left))
    };
    some.iter().filter_map(left).collect()
}

/// Takes as many full tens as there are out of some groups, one group after the other.
fn batch<K: Ord + Clone>(groups: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    let mut left = tens(groups.values().sum());
    let taken = groups.iter().map(|(group, people)| {
        let taken = left.min(*people);
        left -= taken;
        (group.clone(), taken)
    });
    taken.filter(|(_, people)| *people > 0).collect()
}

const fn tens(people: u64) -> u64 {
    people - people % LEAST
}

/// What may be shown of groups: each cell at least [`LEAST`] people, and everything in full tens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures<G> {
    /// The groups that are shown, the largest first.
    pub cells: Vec<(G, u64)>,
    /// How many of those who are counted are in none of the cells: of groups that are too small, or beyond full tens.
    pub rest: u64,
}

/// Gives what may be shown of groups; those that are the same are added up.
pub fn figures<G: Ord>(groups: impl IntoIterator<Item = (G, u64)>) -> Figures<G> {
    let mut sums: BTreeMap<G, u64> = BTreeMap::new();
    for (group, people) in groups {
        *sums.entry(group).or_default() += people;
    }
    let people = tens(sums.values().sum());
    let mut cells: Vec<(G, u64)> = sums.into_iter().map(|(group, people)| (group, tens(people))).collect();
    cells.retain(|(_, people)| *people >= LEAST);
    cells.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    let shown: u64 = cells.iter().map(|(_, people)| people).sum();
    Figures { cells, rest: people - shown }
}

#[cfg(test)]
#[path = "breakdown/tests.rs"]
mod tests;
