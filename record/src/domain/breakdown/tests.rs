use proptest::prelude::*;

use super::*;

/// Groups and how many are shown of them.
type Figures = Vec<(u8, u64)>;

/// A list of people, each of a group, as it comes and goes; and what was shown of it so far.
#[derive(Default)]
struct List {
    people: Vec<(Turn, u8, bool)>,
    counted: Counted<u8>,
    shown: Vec<Figures>,
}

impl List {
    fn of(groups: &[(u8, usize)]) -> Self {
        let mut list = Self::default();
        for (group, people) in groups {
            (0..*people).for_each(|_| list.joins(*group));
        }
        list
    }

    fn joins(&mut self, group: u8) {
        let number = i64::try_from(self.people.len() + 1).unwrap();
        let turn = Turn { at: Timestamp::from_second(number / 3).unwrap(), number: Number::new(number).unwrap() };
        self.people.push((turn, group, true));
    }

    fn standing(&self) -> Vec<(Turn, u8)> {
        self.people.iter().filter(|one| one.2).map(|(turn, group, _)| (*turn, *group)).collect()
    }

    /// How many stand up to the last turn, and behind it.
    fn before_and_behind(&self) -> (u64, u64) {
        let is_behind = |turn: Turn| self.counted.last.is_none_or(|last| turn > last);
        let behind = self.standing().iter().filter(|(turn, _)| is_behind(*turn)).count() as u64;
        (self.standing().len() as u64 - behind, behind)
    }

    /// Does what the worker does, and asks.
    fn refresh(&mut self) -> Figures {
        let (before, behind) = self.before_and_behind();
        if is_due(self.counted.people(), before, behind) {
            self.counted = self.counted.next(&self.standing());
        }
        let shown = figures(self.counted.groups.clone());
        self.shown.push(shown.clone());
        shown
    }

    fn leave(&mut self, group: u8, people: usize) {
        let leaving = self.people.iter_mut().filter(|one| one.1 == group && one.2).take(people);
        leaving.for_each(|one| one.2 = false);
    }
}

#[test]
fn nothing_is_shown_of_fewer_than_ten() {
    assert_eq!(List::of(&[(1, 9)]).refresh(), vec![]);
    assert_eq!(List::of(&[(1, 10)]).refresh(), vec![(1, 10)]);
}

#[test]
fn the_size_of_a_withheld_group_cannot_be_found_from_the_others() {
    // Of 39 people 30 are counted, and what is beyond full tens may be of either group.
    assert_eq!(List::of(&[(2, 9), (1, 30)]).refresh(), vec![(1, 20)]);
    assert_eq!(List::of(&[(1, 30), (2, 9)]).refresh(), vec![(1, 30)]);
    // Were all 48 counted, only 39 and 9 would fit a figure of 30.
    assert_eq!(List::of(&[(1, 39), (2, 9)]).refresh(), vec![(1, 30)]);
}

#[test]
fn one_more_changes_nothing_and_ten_more_do() {
    let mut list = List::of(&[(1, 39), (2, 21)]);
    let before = list.refresh();
    assert_eq!(before, vec![(1, 30), (2, 20)]);
    for _ in 0..9 {
        list.joins(1);
        assert_eq!(list.refresh(), before, "whoever watches learns nothing of who came");
    }
    list.joins(2);
    assert_eq!(list.refresh(), vec![(1, 40), (2, 20)]);
}

#[test]
fn who_went_is_counted_until_ten_went() {
    let mut list = List::of(&[(1, 30), (2, 30)]);
    let before = list.refresh();
    list.leave(1, 9);
    // A batch that comes does not let out who went.
    (0..10).for_each(|_| list.joins(2));
    assert_eq!((list.refresh(), before), (vec![(2, 40), (1, 30)], vec![(1, 30), (2, 30)]));
    list.leave(2, 1);
    assert_eq!(list.refresh(), vec![(2, 30), (1, 20)]);
}

#[test]
fn when_all_have_gone_nothing_is_left() {
    let mut list = List::of(&[(1, 25), (2, 25)]);
    list.refresh();
    list.leave(1, 25);
    list.leave(2, 25);
    assert_eq!(list.refresh(), vec![]);
    assert_eq!(list.counted.people(), 0);
}

#[derive(Clone, Debug)]
enum Step {
    Join(u8, usize),
    Leave(usize),
    LeaveGroup(u8, usize),
    Return(usize),
    Ask,
}

fn steps(with_returns: bool) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..5_u8, 1..4_usize).prop_map(|(group, people)| Step::Join(group, people)),
        1 => (0..5_u8, 5..30_usize).prop_map(|(group, people)| Step::Join(group, people)),
        2 => any::<prop::sample::Index>().prop_map(|at| Step::Leave(at.index(10_000))),
        1 => (0..5_u8, 1..25_usize).prop_map(|(group, people)| Step::LeaveGroup(group, people)),
        1 => any::<prop::sample::Index>().prop_map(move |at| if with_returns { Step::Return(at.index(10_000)) } else { Step::Ask }),
        4 => Just(Step::Ask),
    ];
    prop::collection::vec(step, 1..120)
}

fn play(list: &mut List, step: &Step) -> bool {
    let many = list.people.len().max(1);
    match step {
        Step::Join(group, people) => (0..*people).for_each(|_| list.joins(*group)),
        Step::Leave(at) => list.people.iter_mut().skip(at % many).take(1).for_each(|one| one.2 = false),
        Step::LeaveGroup(group, people) => list.leave(*group, *people),
        Step::Return(at) => list.people.iter_mut().skip(at % many).take(1).for_each(|one| one.2 = true),
        Step::Ask => return true,
    }
    false
}

/// What a reader can add up of an answer: how many in each set of cells.
fn sums(shown: &Figures) -> Vec<u64> {
    let of = |group: u8| shown.iter().find(|cell| cell.0 == group).map_or(0, |cell| cell.1);
    (0..32_u32).map(|set| (0..5).filter(|group| set & (1 << group) != 0).map(of).sum::<u64>()).collect()
}

const NOBODY_OR_TEN: fn(u64) -> bool = |people| people == 0 || people >= LEAST;

proptest! {
    #[test]
    fn whatever_can_be_added_up_or_taken_off_is_nobody_or_at_least_ten(steps in steps(true)) {
        let mut list = List::default();
        for step in &steps {
            if play(&mut list, step) {
                list.refresh();
            }
        }
        let sums: Vec<Vec<u64>> = list.shown.iter().map(sums).collect();
        for (at, later) in sums.iter().enumerate() {
            let all = later[31];
            for (set, people) in later.iter().enumerate() {
                prop_assert!(NOBODY_OR_TEN(*people) && NOBODY_OR_TEN(all - people), "{:?}", list.shown[at]);
                for earlier in &sums[..at] {
                    prop_assert!(NOBODY_OR_TEN(people.abs_diff(earlier[set])), "{:?}", list.shown);
                }
            }
        }
    }

    #[test]
    fn an_answer_changes_only_when_ten_came_or_ten_went(steps in steps(true)) {
        let (mut list, mut last) = (List::default(), Figures::new());
        for step in &steps {
            if play(&mut list, step) {
                let ((before, behind), counted) = (list.before_and_behind(), list.counted.clone());
                let shown = list.refresh();
                let (came, went) = (behind >= LEAST, counted.people().abs_diff(before) >= LEAST);
                prop_assert!(shown == last || came || went, "{last:?} {shown:?}");
                // Who came moves nothing down, and who went moves nothing up.
                let of = |groups: &BTreeMap<u8, u64>, group: u8| groups.get(&group).copied().unwrap_or(0);
                for group in 0..5 {
                    let (was, is) = (of(&counted.groups, group), of(&list.counted.groups, group));
                    prop_assert!(came || went || was == is);
                    prop_assert!(came || is <= was || counted.people() < before + LEAST, "{was} {is}");
                }
                let moved = list.counted.people().abs_diff(counted.people());
                prop_assert!(moved % LEAST == 0, "{moved}");
                last = shown;
            }
        }
    }

    #[test]
    fn a_group_that_stands_is_shown_and_its_figure_is_near(steps in steps(false)) {
        let mut list = List::default();
        for step in &steps {
            if play(&mut list, step) {
                let shown = list.refresh();
                for group in 0..5 {
                    let stand = list.standing().iter().filter(|one| one.1 == group).count() as u64;
                    let figure = shown.iter().find(|cell| cell.0 == group).map_or(0, |cell| cell.1);
                    prop_assert!(figure <= stand + 9 && stand <= figure + 18, "{stand} stand, {figure} shown");
                }
            }
        }
    }

    #[test]
    fn what_one_person_is_of_shows_only_with_nine_others(
        groups in prop::collection::vec(0..4_u8, 0..60), at in any::<prop::sample::Index>(), group in 0..4_u8, leaves in any::<bool>(),
    ) {
        let mut list = List::default();
        for group in groups {
            list.joins(group);
        }
        list.refresh();
        let (_, behind) = list.before_and_behind();
        let before = list.shown.clone();
        if leaves && !list.people.is_empty() {
            let at = at.index(list.people.len());
            list.people[at].2 = false;
        } else if behind < 9 {
            list.joins(group);
        }
        prop_assert_eq!(Some(&list.refresh()), before.last());
    }
}
