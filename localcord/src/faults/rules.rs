//! The rules in force.

use super::{Fault, Often, On};

/// Names a rule, to count what it struck and to lift it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleId(usize);

/// The rules in force, in the order they are asked.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    /// How many there ever were: ids are not given twice.
    made: usize,
}

#[derive(Debug)]
struct Rule {
    id: RuleId,
    on: On,
    left: Left,
    fault: Fault,
    struck: usize,
}

/// What is left of how often a rule strikes.
#[derive(Debug)]
enum Left {
    Times(usize),
    Always,
    /// A share in a thousand, and the state of its generator.
    Drawn(u16, u64),
}

impl Rules {
    pub(super) fn add(&mut self, on: On, often: Often, fault: Fault) -> RuleId {
        let left = match often {
            Often::Next(times) => Left::Times(times),
            Often::Always => Left::Always,
            Often::PerMille(share, seed) => Left::Drawn(share, seed),
        };
        self.made += 1;
        let id = RuleId(self.made);
        self.rules.push(Rule { id, on, left, fault, struck: 0 });
        id
    }

    pub(super) fn struck(&self, id: RuleId) -> usize {
        self.rules.iter().find(|rule| rule.id == id).map_or(0, |rule| rule.struck)
    }

    pub(super) fn lift(&mut self, id: RuleId) {
        self.rules.retain(|rule| rule.id != id);
    }

    pub(super) fn lift_all(&mut self) {
        self.rules.clear();
    }

    /// Finds what strikes a request, and counts it. `path` is without its version.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Option<Fault> {
        let rule = self.rules.iter_mut().find_map(|rule| {
            let strikes = rule.on.takes(method, path) && rule.left.take();
            strikes.then_some(rule)
        })?;
        rule.struck += 1;
        Some(rule.fault)
    }
}

impl Left {
    /// Tells whether the rule strikes this time.
    fn take(&mut self) -> bool {
        match self {
            Self::Always => true,
            Self::Times(left) => {
                let some = *left > 0;
                *left = left.saturating_sub(1);
                some
            }
            Self::Drawn(share, state) => draw(state) % 1_000 < u64::from(*share),
        }
    }
}

/// Draws the next number (Vigna's `splitmix64`): even for neighbouring seeds the draws are far apart.
const fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(seed: u64) -> Vec<bool> {
        let mut rules = Rules::default();
        rules.add(On::all(), Often::PerMille(250, seed), Fault::CutBefore);
        (0..1_000).map(|_| rules.strike("GET", "/gateway").is_some()).collect()
    }

    #[test]
    fn a_seed_gives_the_same_faults_each_time_and_the_share_it_should() {
        assert_eq!(pattern(7), pattern(7));
        assert_ne!(pattern(7), pattern(8));
        let struck = pattern(7).into_iter().filter(|struck| *struck).count();
        assert!((200..300).contains(&struck), "{struck}");
    }

    #[test]
    fn the_first_rule_that_strikes_is_the_one() {
        let mut rules = Rules::default();
        let once = rules.add(On::route("/gateway"), Often::Next(1), Fault::CutBefore);
        let rest = rules.add(On::all(), Often::Always, Fault::CutAfter);
        let met: Vec<_> =
            ["/users/1", "/gateway", "/gateway"].into_iter().filter_map(|path| rules.strike("GET", path)).collect();
        assert_eq!(met, [Fault::CutAfter, Fault::CutBefore, Fault::CutAfter]);
        assert_eq!((rules.struck(once), rules.struck(rest)), (1, 2));
        rules.lift(rest);
        assert_eq!(rules.strike("GET", "/gateway"), None);
    }
}
