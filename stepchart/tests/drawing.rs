//! What every chart keeps, whatever its data.

#![allow(clippy::unwrap_used, reason = "a test that fails stops")]

mod samples;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use proptest::prelude::*;
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{Options, Tree};
use stepchart::{Chart, Event, Level, Moment, Panel, Sign};

/// The most that a drawing may take, whatever was reported.
const LARGEST: usize = 1 << 20;

/// Reads a drawing as XML and as SVG; gives the names of its elements and the text it shows.
fn read(svg: &str) -> (Vec<String>, String) {
    let document = Document::parse(svg).unwrap();
    let elements = || document.descendants().filter(Node::is_element);
    assert!(!elements().flat_map(|node| node.attributes()).any(|given| given.name() == "href"), "nothing is looked up");
    let names = elements().map(|node| node.tag_name().name().to_owned()).collect();
    let shown =
        document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    (names, shown)
}

fn with_the_font() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        for file in [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold()] {
            fonts.load_font_source(Source::Binary(Arc::new(file)));
        }
        Arc::new(fonts)
    });
    Options { font_family: "DejaVu Sans".to_owned(), fontdb: Arc::clone(fonts), ..Options::default() }
}

fn assert_whole(chart: &Chart) {
    let svg = chart.svg();
    assert!(svg.len() < LARGEST, "{} bytes", svg.len());
    let (names, shown) = read(&svg);
    let ours = ["svg", "title", "desc", "defs", "linearGradient", "stop", "pattern", "path", "rect", "circle", "text"];
    assert!(names.iter().all(|name| ours.contains(&name.as_str())), "{names:?}");
    assert!(!shown.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{shown:?}");
    let tree = Tree::from_str(&svg, &with_the_font()).unwrap();
    let drawn = tree.root().abs_stroke_bounding_box();
    let (w, h) = (tree.size().width(), tree.size().height());
    let inside = drawn.left() >= -1.0 && drawn.top() >= -1.0 && drawn.right() <= w + 1.0 && drawn.bottom() <= h + 1.0;
    assert!(inside, "{drawn:?} of {w} by {h}");
}

#[test]
fn every_sample_is_whole_and_the_same_twice() {
    for (name, chart) in samples::all() {
        assert_whole(&chart);
        assert_eq!(chart.svg(), chart.svg(), "{name}");
        assert!(chart.png().unwrap() == chart.png().unwrap(), "{name}");
    }
}

#[test]
fn words_are_painted_in_the_font_of_this_crate() {
    let mut silent = samples::chart("", vec![]);
    let ground = silent.png().unwrap();
    silent.title = "Words".to_owned();
    assert!(silent.png().unwrap() != ground, "a title changes the picture");
}

#[test]
fn markup_in_data_is_shown_as_text() {
    let hostile = samples::hostile();
    let (names, shown) = read(&hostile.svg());
    assert!(!names.iter().any(|name| name == "image" || name == "script"), "{names:?}");
    assert!(shown.contains("</text><image"), "{shown}");
    assert!(shown.contains("desrever □ □"), "{shown}");
}

#[test]
fn levels_that_exclude_each_other_both_stand() {
    let one = samples::chart("", vec![disputed(vec![samples::exact(490)])]);
    let two = samples::chart("", vec![disputed(vec![samples::exact(490), samples::exact(705)])]);
    let dots = |chart: &Chart| read(&chart.svg()).0.iter().filter(|name| *name == "circle").count();
    assert_eq!((dots(&one), dots(&two)), (1, 2));
    let hatched = |chart: &Chart| chart.svg().contains("fill=\"url(#hatch0)\"");
    assert_eq!((hatched(&one), hatched(&two)), (false, true));
}

fn disputed(levels: Vec<Level>) -> Panel {
    let at = Timestamp::UNIX_EPOCH;
    Panel { heading: String::new(), moments: vec![Moment { from: at, until: at, levels }] }
}

#[test]
fn an_open_end_fades_and_a_closed_one_does_not() {
    let shaded = |level| samples::chart("", vec![disputed(vec![level])]).svg().contains("fill=\"url(#up0)\"");
    assert!(shaded(samples::over(100)));
    assert!(!shaded(samples::exact(100)));
}

#[test]
fn ten_thousand_reports_take_no_more_room_than_the_picture_has_columns() {
    let svg = samples::many(10_000).svg();
    assert!(svg.len() < 150_000, "{} bytes", svg.len());
}

#[test]
fn what_has_no_end_in_ten_thousand_reports_is_bounded_too() {
    let mut chart = samples::many(10_000);
    for (place, moment) in chart.panels[0].moments.iter_mut().enumerate() {
        let level = &mut moment.levels[0];
        match place % 4 {
            0 => level.upper = None,
            1 => level.lower = None,
            2 => level.upper = level.upper.map(|n| n + 900),
            _ => moment.levels.push(samples::exact(place as u64)),
        }
    }
    assert_whole(&chart);
}

#[test]
fn a_broken_axis_says_so_and_one_from_zero_does_not() {
    let said = |n: [u64; 2]| {
        let at = |place: i64| Timestamp::from_second(place * 86_400).unwrap();
        let moments = (0..2).map(|place| Moment {
            from: at(place),
            until: at(place + 1),
            levels: vec![samples::exact(n[usize::try_from(place).unwrap()])],
        });
        let panel = Panel { heading: String::new(), moments: moments.collect() };
        samples::chart("", vec![panel]).svg().contains(samples::WORDS.axis_from)
    };
    assert!(said([3_074, 3_064]));
    assert!(!said([100, 300]));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z ]{0,300}", "[<>&'\"\\]\u{202e}\u{0}\u{ffff}公🎉 -]{0,80}"]
}

fn at() -> impl Strategy<Value = Timestamp> {
    let all = Timestamp::MIN.as_second()..Timestamp::MAX.as_second();
    prop_oneof![all, 1_500_000_000_i64..1_600_000_000, 1_500_000_000_i64..1_500_100_000]
        .prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn bound() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![Just(None), any::<u64>().prop_map(Some), (0_u64..5_000).prop_map(Some)]
}

fn level() -> impl Strategy<Value = Level> {
    (bound(), bound(), bound(), text()).prop_map(|(lower, point, upper, label)| Level { lower, point, upper, label })
}

fn moment() -> impl Strategy<Value = Moment> {
    (at(), at(), proptest::collection::vec(level(), 0..4)).prop_map(|(from, until, levels)| Moment {
        from,
        until,
        levels,
    })
}

fn panel() -> impl Strategy<Value = Panel> {
    let moments = proptest::collection::vec(moment(), 0..60);
    (text(), moments).prop_map(|(heading, moments)| Panel { heading, moments })
}

fn event() -> impl Strategy<Value = Event> {
    let sign = prop_oneof![Just(Sign::Flag), Just(Sign::Square), Just(Sign::Circle)];
    (sign, at(), at(), text(), text()).prop_map(|(sign, from, until, label, when)| Event {
        sign,
        from,
        until,
        label,
        when,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_data_give_a_whole_drawing_within_its_bounds(
        title in text(),
        description in text(),
        panels in proptest::collection::vec(panel(), 0..5),
        events in proptest::collection::vec(event(), 0..40),
        notes in proptest::collection::vec(text(), 0..4),
    ) {
        let chart = Chart { title, description, panels, events, notes, words: samples::WORDS };
        assert_whole(&chart);
        prop_assert_eq!(chart.svg(), chart.svg());
    }
}
