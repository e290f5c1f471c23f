use proptest::prelude::*;

use super::*;
use crate::answers::press::Press;

fn petitions() -> impl Strategy<Value = PetitionRef> {
    prop_oneof![
        Just(PetitionRef::Unsaid),
        (1..=i64::MAX).prop_map(|number| PetitionRef::Number(Number::new(number).unwrap())),
        "[a-z0-9]{2}(-?[a-z0-9]){0,29}".prop_map(PetitionRef::Typed),
        "\\PC{1,80}".prop_map(PetitionRef::Typed),
    ]
}

fn texts() -> impl Strategy<Value = Option<String>> {
    prop_oneof![Just(None), "[a-zA-Z .%…]{1,12}".prop_map(Some), ".{1,200}".prop_map(Some)]
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(proptest::sample::select(all))
}

fn views() -> impl Strategy<Value = View> {
    let number = (1..=i64::MAX).prop_map(|number| Number::new(number).unwrap());
    let page = 1..=u32::MAX;
    let history = prop_oneof![Just(History::Current), Just(History::Everything)];
    prop_oneof![
        petitions().prop_map(|petition| View::Petition { petition }),
        petitions().prop_map(|petition| View::Chart { petition }),
        (petitions(), proptest::sample::select(Format::ALL))
            .prop_map(|(petition, format)| View::Export { petition, format }),
        (texts(), one_of(Collection::ALL), texts(), page.clone())
            .prop_map(|(organisation, state, tag, page)| View::Petitions { organisation, state, tag, page }),
        (petitions(), page.clone()).prop_map(|(petition, page)| View::Timeline { petition, page }),
        (petitions(), page.clone()).prop_map(|(petition, page)| View::History { petition, page }),
        (petitions(), one_of(Population::ALL), history, page.clone())
            .prop_map(|(petition, population, history, page)| View::Counts { petition, population, history, page }),
        (petitions(), texts(), page.clone()).prop_map(|(petition, organisation, page)| View::Responses {
            petition,
            organisation,
            page
        }),
        (petitions(), texts(), page.clone()).prop_map(|(petition, speaker, page)| View::Statements {
            petition,
            speaker,
            page
        }),
        (petitions(), one_of(Aspect::ALL), page.clone()).prop_map(|(petition, by, page)| View::Signatories {
            petition,
            by,
            page
        }),
        (petitions(), texts(), page.clone()).prop_map(|(petition, property, page)| View::Facts {
            petition,
            property,
            page
        }),
        (".{1,300}", page.clone()).prop_map(|(source, page)| View::Source { source, page }),
        (".{1,200}", one_of(Findable::ALL), page.clone()).prop_map(|(text, kind, page)| View::Search {
            text,
            kind,
            page
        }),
        (one_of(SubmissionKind::ALL), petitions(), one_of(Waited::ALL), page.clone())
            .prop_map(|(kind, petition, age, page)| View::Queue { kind, petition, age, page }),
        page.clone().prop_map(|page| View::Submissions { page }),
        Just(View::About),
        (
            proptest::option::of(number.clone()),
            one_of(Act::ALL),
            proptest::option::of(0..=253_000_000_000_000_i64),
            page.clone()
        )
            .prop_map(|(object, act, since, page)| {
                let since = since.map(|at| Timestamp::from_millisecond(at).unwrap());
                View::Audit { of: AuditOf { object, act, since }, page }
            }),
        (1..=i64::MAX, page.clone()).prop_map(|(asked, page)| View::Who { asked, page }),
        (number.clone(), page).prop_map(|(number, page)| View::Earlier { number, page }),
        (petitions(), 1..=u32::MAX).prop_map(|(petition, page)| View::Commitments { petition, page }),
        (petitions(), 1..=u32::MAX).prop_map(|(petition, page)| View::Sources { petition, page }),
        ".{1,300}".prop_map(|organisation| View::Organisation { organisation }),
        number.prop_map(|number| View::Submission { number }),
    ]
}

proptest! {
    #[test]
    fn every_view_fits_a_custom_id_and_stays_as_it_is_once_written(view in views()) {
        for press in [Press::Show(view.clone()), Press::Pick(view.clone())] {
            let id = press.to_string();
            prop_assert!((1..=100).contains(&units(&id)), "{} units: {id}", units(&id));
            let read = Press::parse(&id);
            prop_assert!(read.is_some(), "{id}");
            prop_assert_eq!(read.unwrap().to_string(), id);
        }
    }

    #[test]
    fn a_view_with_short_parts_is_read_as_it_was(
        number in 1..1_000_000_i64, speaker in "[^…\0]{1,10}", page in 1..1_000_u32,
    ) {
        let petition = PetitionRef::Number(Number::new(number).unwrap());
        let view = View::Statements { petition, speaker: Some(speaker), page };
        prop_assert_eq!(View::parse(&view.to_string()), Some(view));
    }

    #[test]
    fn nothing_that_is_no_view_stops_the_reader(id in ".{0,120}") {
        let _ = View::parse(&id);
    }
}

#[test]
fn views_are_written_in_a_form_people_can_read() {
    let petition = PetitionRef::Number(Number::new(12).unwrap());
    let counts = View::Counts { petition, population: None, history: History::Current, page: 1 };
    assert_eq!(counts.to_string(), "counts.12...1");
    let typed = PetitionRef::Typed("microsoft-ice-2018".to_owned());
    let statements = View::Statements { petition: typed, speaker: Some("A. Smith".to_owned()), page: 2 };
    assert_eq!(statements.to_string(), "statements.=microsoft-ice-2018.A%2E Smith.2");
    assert_eq!(View::parse(&statements.to_string()), Some(statements));
}

#[test]
fn a_queue_that_was_written_before_it_had_an_age_is_read() {
    let queue = View::Queue { kind: Some(SubmissionKind::Count), petition: PetitionRef::Unsaid, age: None, page: 2 };
    assert_eq!(View::parse("queue.count..2"), Some(queue.clone()));
    assert_eq!(View::parse(&queue.to_string()), Some(queue));
}

#[test]
fn a_list_that_was_written_before_it_could_be_broken_down_is_read() {
    let petition = PetitionRef::Number(Number::new(12).unwrap());
    let list = View::Signatories { petition, by: None, page: 2 };
    assert_eq!(View::parse("signatories.12.2"), Some(list.clone()));
    assert_eq!(View::parse(&list.to_string()), Some(list));
}

#[test]
fn what_was_never_written_is_not_read() {
    for id in [
        "",
        "counts",
        "counts.12...0",
        "counts.12...1.2",
        "counts.-1...1",
        "counts.12.everybody..1",
        "petition.=",
        "signatories.12.1.name",
        "facts.1.%FF.1",
        "nothing.1",
        "source.",
    ] {
        assert_eq!(View::parse(id), None, "{id}");
    }
}
