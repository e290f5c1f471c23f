//! Sample charts: what the gallery draws and the tests check.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use stepchart::{Chart, Event, Level, Moment, Panel, Sign, Words};

/// The words of the samples.
pub(crate) const WORDS: Words = Words {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    disputed: "disputed",
    axis_from: "axis starts at",
    zone: "UTC",
};

/// Lists all samples with their names.
pub(crate) fn all() -> Vec<(&'static str, Chart)> {
    vec![
        ("one-point", one_point()),
        ("ten-thousand", many(10_000)),
        ("fall", fall()),
        ("only-words", only_words()),
        ("vague", vague()),
        ("disputed", disputed()),
        ("kinds", kinds()),
        ("populations", populations()),
        ("three-populations", three()),
        ("hours", hours()),
        ("coarse-dates", coarse()),
        ("events", events()),
        ("far-event", far_event()),
        ("hostile", hostile()),
        ("large", large()),
        ("nothing", chart("Nothing at all", Vec::new())),
    ]
}

fn day(year: i16, month: i8, day: i8) -> (Timestamp, Timestamp) {
    let start = |date: jiff::civil::Date| date.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let day = date(year, month, day);
    (start(day), start(day.tomorrow().unwrap()))
}

fn at(text: &str) -> (Timestamp, Timestamp) {
    let at: Timestamp = text.parse().unwrap();
    (at, at)
}

fn moment((from, until): (Timestamp, Timestamp), levels: Vec<Level>) -> Moment {
    Moment { from, until, levels }
}

pub(crate) fn exact(n: u64) -> Level {
    Level { lower: Some(n), point: Some(n), upper: Some(n), label: n.to_string() }
}

pub(crate) fn over(n: u64) -> Level {
    Level { lower: Some(n + 1), point: Some(n), upper: None, label: format!("over {n}") }
}

fn nearly(n: u64) -> Level {
    Level { lower: None, point: Some(n), upper: Some(n - 1), label: format!("nearly {n}") }
}

fn about(n: u64) -> Level {
    Level { lower: None, point: Some(n), upper: None, label: format!("about {n}") }
}

fn range(lower: u64, upper: u64) -> Level {
    Level { lower: Some(lower), point: None, upper: Some(upper), label: format!("{lower} to {upper}") }
}

fn event(sign: Sign, label: &str, (from, until): (Timestamp, Timestamp), when: &str) -> Event {
    Event { sign, from, until, label: label.to_owned(), when: when.to_owned() }
}

fn panel(heading: &str, moments: Vec<Moment>) -> Panel {
    Panel { heading: heading.to_owned(), moments }
}

pub(crate) fn chart(title: &str, panels: Vec<Panel>) -> Chart {
    Chart {
        title: title.to_owned(),
        description: String::new(),
        panels,
        events: Vec::new(),
        notes: Vec::new(),
        words: WORDS,
    }
}

const LETTER: &str = "Microsoft employees’ open letter: cancel the ICE contract";

pub(crate) fn one_point() -> Chart {
    let moments = vec![moment(day(2018, 6, 19), vec![over(100)])];
    let mut chart = chart(LETTER, vec![panel("Over 100 employees of Microsoft", moments)]);
    chart.notes = vec!["A shade that fades out: the words set no end there.".to_owned()];
    chart
}

/// Ever more signatures, with a burst, a plateau and a few names taken off.
pub(crate) fn many(points: u32) -> Chart {
    let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let mut number: u64 = 12;
    let moments = (0..points).map(|place| {
        let at = start + SignedDuration::from_mins(i64::from(place) * 7);
        number = match place % 1_000 {
            0..300 => number + u64::from(place % 5),
            300 => number - number / 20,
            301..320 => number + 150,
            _ => number + u64::from(place.is_multiple_of(9)),
        };
        moment((at, at), vec![exact(number)])
    });
    let moments: Vec<Moment> = moments.collect();
    chart("Ten thousand reports of one list", vec![panel("28,013 signatures, mixed", moments)])
}

fn fall() -> Chart {
    let moments = vec![
        moment(day(2018, 3, 12), vec![exact(3_070)]),
        moment(day(2018, 4, 1), vec![exact(3_074)]),
        moment(day(2018, 8, 2), vec![exact(3_064)]),
    ];
    let mut chart =
        chart("Google employees’ letter on Project Maven", vec![panel("3,064 employees of Google", moments)]);
    chart.events = vec![event(Sign::Flag, "issued", day(2018, 4, 4), "4 Apr 2018")];
    chart
}

fn only_words() -> Chart {
    let mut chart = chart("A letter of which only words are known", Vec::new());
    chart.notes = vec![
        "No number can be drawn.".to_owned(),
        "Two reports give words alone: “a great many”, “quite a few”.".to_owned(),
    ];
    chart.events = vec![
        event(Sign::Flag, "issued", day(2019, 2, 1), "1 Feb 2019"),
        event(Sign::Circle, "responded", day(2019, 3, 14), "14 Mar 2019"),
    ];
    chart
}

fn vague() -> Chart {
    let words = |lower, label: &str| Level { lower: Some(lower), point: None, upper: None, label: label.to_owned() };
    let moments = vec![
        moment(day(2021, 5, 3), vec![words(24, "“dozens”")]),
        moment(day(2021, 5, 11), vec![words(200, "“hundreds”")]),
        moment(day(2021, 5, 14), vec![words(300, "“several hundred”")]),
    ];
    chart("A letter of which only words are known", vec![panel("“Several hundred” employees", moments)])
}

fn disputed() -> Chart {
    let moments = vec![
        moment(day(2020, 9, 1), vec![exact(338)]),
        moment(day(2020, 9, 4), vec![exact(490), exact(705)]),
        moment(day(2020, 9, 9), vec![exact(738)]),
        moment(day(2020, 9, 12), vec![over(700), exact(520)]),
    ];
    chart("Two newspapers disagree", vec![panel("Disputed: over 700 or 520 employees", moments)])
}

fn kinds() -> Chart {
    let moments = vec![
        moment(day(2022, 1, 3), vec![over(100)]),
        moment(day(2022, 1, 9), vec![nearly(300)]),
        moment(day(2022, 1, 15), vec![range(400, 500)]),
        moment(day(2022, 1, 21), vec![about(450)]),
        moment(
            day(2022, 1, 27),
            vec![Level { lower: Some(550), point: Some(600), upper: Some(649), label: "0.6k".to_owned() }],
        ),
        moment(day(2022, 2, 2), vec![exact(700)]),
    ];
    let mut chart = chart("Every kind of reading", vec![panel("700 employees of Example", moments)]);
    chart.notes = vec![
        "A shade that fades out: the words set no end there. A band: from the least to the most that they allow."
            .to_owned(),
    ];
    chart
}

fn populations() -> Chart {
    let employees = vec![
        moment(day(2018, 6, 19), vec![over(100)]),
        moment(at("2018-06-19T22:00:00Z"), vec![over(150)]),
        moment(day(2018, 6, 21), vec![over(300)]),
        moment(day(2018, 7, 26), vec![exact(500)]),
    ];
    let mixed = vec![
        moment(day(2018, 6, 28), vec![Level { label: "about 120,000".to_owned(), ..about(120_000) }]),
        moment(day(2018, 7, 26), vec![Level { label: "more than 300,000".to_owned(), ..over(300_000) }]),
    ];
    let mut chart = chart(
        LETTER,
        vec![panel("500 employees of Microsoft", employees), panel("More than 300,000 signatures, mixed", mixed)],
    );
    chart.events = vec![
        event(Sign::Flag, "issued", day(2018, 6, 19), "19 Jun 2018"),
        event(Sign::Circle, "responded", day(2018, 6, 20), "20 Jun 2018"),
        event(Sign::Square, "delivered", day(2018, 7, 26), "26 Jul 2018"),
    ];
    chart.notes = vec!["A shade that fades out: the words set no end there.".to_owned()];
    chart
}

fn three() -> Chart {
    let rows = |from: u64| {
        (0..6_i8)
            .map(|step| moment(day(2023, step + 1, 5), vec![exact(from * u64::from(step.unsigned_abs() + 1))]))
            .collect()
    };
    let mut chart = chart(
        "Three groups, each with its own axis",
        vec![
            panel("6,000 employees of Example", rows(1_000)),
            panel("60 former employees of Example", rows(10)),
            panel("300,000 members of the public", rows(50_000)),
        ],
    );
    chart.notes = vec!["Two more groups are not drawn.".to_owned()];
    chart
}

fn hours() -> Chart {
    let moments = [("09:10", 490), ("11:30", 505), ("15:05", 650), ("19:40", 700), ("23:50", 738)];
    let moments = moments.map(|(time, n)| moment(at(&format!("2018-11-27T{time}:00Z")), vec![exact(n)]));
    let mut chart = chart("Rising within a day", vec![panel("738 employees of Google", moments.to_vec())]);
    chart.events = vec![event(Sign::Flag, "issued", at("2018-11-27T08:30:00Z"), "27 Nov 2018")];
    chart
}

fn coarse() -> Chart {
    let month = |m: i8| (day(2018, m, 1).0, day(2018, m + 1, 1).0);
    let moments = vec![
        moment(month(2), vec![about(200)]),
        moment(month(4), vec![exact(350)]),
        moment(day(2018, 5, 20), vec![exact(410)]),
        moment(month(7), vec![range(500, 600)]),
    ];
    let mut chart = chart("Dates known to the month", vec![panel("500 to 600 employees of Example", moments)]);
    chart.events = vec![event(Sign::Circle, "responded", month(6), "Jun 2018")];
    chart
}

pub(crate) fn events() -> Chart {
    let moments = vec![
        moment(day(2019, 1, 10), vec![exact(120)]),
        moment(day(2019, 2, 20), vec![exact(900)]),
        moment(day(2019, 4, 2), vec![exact(1_400)]),
    ];
    let mut chart = chart("Many answers in a short time", vec![panel("1,400 employees of Example", moments)]);
    let responses = [11, 12, 13, 14, 18, 25, 28].map(|d| event(Sign::Circle, "responded", day(2019, 1, d), ""));
    chart.events = vec![
        event(Sign::Flag, "issued", day(2019, 1, 8), "8 Jan 2019"),
        event(Sign::Square, "delivered", day(2019, 1, 30), "30 Jan 2019"),
        event(Sign::Circle, "responded", day(2019, 3, 28), "28 Mar 2019"),
    ];
    chart.events.extend(responses);
    chart
}

fn far_event() -> Chart {
    let moments = vec![moment(day(2018, 6, 19), vec![over(100)]), moment(day(2018, 6, 21), vec![over(300)])];
    let mut chart = chart(LETTER, vec![panel("Over 300 employees of Microsoft", moments)]);
    chart.events = vec![
        event(Sign::Flag, "issued", day(2017, 11, 2), "2 Nov 2017"),
        event(Sign::Circle, "responded", day(2021, 3, 3), "3 Mar 2021"),
    ];
    chart
}

pub(crate) fn hostile() -> Chart {
    let bad =
        "</text><image href=\"file:///etc/passwd\"/> &amp; \u{202e}desrever\u{0}\u{7} 公開書簡 🎉🎉 <script>'\"]]>";
    let moments = vec![
        moment(day(2024, 1, 1), vec![Level { label: bad.to_owned(), ..exact(10) }]),
        moment(day(2024, 1, 9), vec![Level { label: bad.repeat(30), ..over(40) }]),
    ];
    let mut chart = chart(&bad.repeat(40), vec![panel(&bad.repeat(20), moments)]);
    chart.description = bad.repeat(10);
    chart.events = vec![event(Sign::Flag, &bad.repeat(9), day(2024, 1, 3), bad)];
    chart.notes = vec![bad.repeat(20)];
    chart
}

fn large() -> Chart {
    let moments = vec![
        moment(day(1850, 1, 1), vec![exact(0)]),
        moment(day(1950, 1, 1), vec![over(2_500_000)]),
        moment(day(2020, 1, 1), vec![exact(7_800_000)]),
    ];
    chart("Across two centuries", vec![panel("7.8 million signatures", moments)])
}
