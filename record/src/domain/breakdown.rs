//! Breaking a list down, by part or affiliation, without showing anybody.
//!
//! Three rules:
//!
//! * **Full tens.** Every figure is a multiple of ten, rounded down, and of people who are counted in full tens; how many
//!   are counted, and how many of them are in no figure, is told nowhere. So no cell, no sum and no difference between any
//!   two answers is a number of people between 1 and 9.
//! * **Batches.** What is broken down is not the list as it stands but whom of it is [`Counted`]. Ten people at once, or
//!   twenty, or more, come into that and go out of it. A figure that moves says something of a batch, and of nobody in it:
//!   not even to those who watch how many stand on the list, which is shown live, and ask before and after.
//! * **In the order of coming** people are let in, whoever it is and whatever group they are of. Of those who went or were put
//!   back full tens are let out and in, one group after the other.
//!
//! That keeps one person from those who watch. It does not from those who know of the others: where the figures happen to add
//! up to all who are counted they are exact, and whoever filed nine of ten people can learn of the tenth.
//!
//! Where nobody was put back a group is shown at the latest when 19 of it stand on the list, and its figure is at most 18 too
//! low and 9 too high. Whom an undo puts back makes up for one who went, so that both wait for longer.

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

/// Says whether a batch has come or gone, by how many are counted, how many stand up to the last turn and how many behind it.
/// Whom an undo puts back makes up here for one who went, so that both may wait for longer; in [`Counted::next`] neither does
/// for the other.
#[must_use]
pub const fn is_due(counted: u64, before: u64, behind: u64) -> bool {
    counted.abs_diff(before) >= LEAST || behind >= LEAST
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

/// Gives what may be shown of groups, the largest first: each at least [`LEAST`] people, in full tens. Those that are the same
/// are added up.
pub fn figures<G: Ord>(groups: impl IntoIterator<Item = (G, u64)>) -> Vec<(G, u64)> {
    let mut sums: BTreeMap<G, u64> = BTreeMap::new();
    for (group, people) in groups {
        *sums.entry(group).or_default() += people;
    }
    let mut cells: Vec<(G, u64)> = sums.into_iter().map(|(group, people)| (group, tens(people))).collect();
    cells.retain(|(_, people)| *people >= LEAST);
    cells.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    cells
}

#[cfg(test)]
#[path = "breakdown/tests.rs"]
mod tests;
