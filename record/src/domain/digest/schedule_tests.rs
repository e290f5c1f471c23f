use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;

fn schedule(recurrence: Recurrence, at: Time, zone: &str) -> Schedule {
    Schedule { recurrence, at, zone: Zone::parse(zone).unwrap() }
}

fn runs(schedule: &Schedule, last: Date, many: usize) -> Vec<String> {
    let said = |run: Run| format!("{} {}", run.on, run.due);
    schedule.runs_after(last).take(many).map(said).collect()
}

#[test]
fn nine_oclock_stays_nine_oclock_when_the_clocks_change() {
    let nine = schedule(Recurrence::Day, time(9, 0, 0, 0), "Europe/Berlin");
    assert_eq!(
        runs(&nine, date(2026, 3, 27), 2),
        ["2026-03-28 2026-03-28T08:00:00Z", "2026-03-29 2026-03-29T07:00:00Z"]
    );
}

#[test]
fn a_skipped_time_runs_at_the_first_moment_after_and_a_doubled_one_the_first_time() {
    let half_past_two = schedule(Recurrence::Day, time(2, 30, 0, 0), "Europe/Berlin");
    assert_eq!(runs(&half_past_two, date(2026, 3, 28), 1), ["2026-03-29 2026-03-29T01:00:00Z"]);
    assert_eq!(runs(&half_past_two, date(2026, 10, 24), 1), ["2026-10-25 2026-10-25T00:30:00Z"]);
}

#[test]
fn a_day_that_a_zone_left_out_runs_when_the_next_begins() {
    let nine = schedule(Recurrence::Day, time(9, 0, 0, 0), "Pacific/Apia");
    assert_eq!(
        runs(&nine, date(2011, 12, 29), 2),
        ["2011-12-30 2011-12-30T10:00:00Z", "2011-12-31 2011-12-30T19:00:00Z"]
    );
}

#[test]
fn a_month_too_short_runs_on_its_last_day() {
    let on = |day| schedule(Recurrence::MonthDay { day }, time(0, 0, 0, 0), "UTC");
    let dates = |day, last| on(day).runs_after(last).take(3).map(|run| run.on.to_string()).collect::<Vec<_>>();
    assert_eq!(dates(31, date(2027, 12, 31)), ["2028-01-31", "2028-02-29", "2028-03-31"]);
    assert_eq!(dates(29, date(2027, 1, 29)), ["2027-02-28", "2027-03-29", "2027-04-29"]);
}

#[test]
fn the_nth_day_of_a_name_and_the_last() {
    let on = |nth, on| schedule(Recurrence::MonthNth { nth, on }, time(0, 0, 0, 0), "UTC");
    let first = |one: Schedule| one.runs_after(date(2026, 10, 31)).next().unwrap().on;
    assert_eq!(first(on(Nth::Of(1), Day::Sunday)), date(2026, 11, 1));
    assert_eq!(first(on(Nth::Of(2), Day::Tuesday)), date(2026, 11, 10));
    assert_eq!(first(on(Nth::Last, Day::Monday)), date(2026, 11, 30));
}

#[test]
fn after_an_outage_there_is_one_run_and_the_missed_are_counted() {
    let nine = schedule(Recurrence::Day, time(9, 0, 0, 0), "UTC");
    let (due, next) = nine.due(date(2026, 11, 1), "2026-11-05T12:00:00Z".parse().unwrap());
    let due = due.unwrap();
    assert_eq!((due.run.on, due.missed), (date(2026, 11, 5), 3));
    assert_eq!(nine.previous(due.run.on), Some("2026-11-04T09:00:00Z".parse().unwrap()));
    assert_eq!(next.unwrap().on, date(2026, 11, 6));
}

#[test]
fn a_clock_that_was_years_ahead_stops_nothing() {
    let nine = schedule(Recurrence::Day, time(9, 0, 0, 0), "UTC");
    let (due, next) = nine.due(date(2040, 1, 1), "2026-11-05T12:00:00Z".parse().unwrap());
    assert_eq!(due, None);
    assert_eq!(next.unwrap().on, date(2026, 11, 6));
}

#[test]
fn who_begins_before_todays_time_is_told_today() {
    let nine = schedule(Recurrence::Day, time(9, 0, 0, 0), "UTC");
    let next = |now: &str| nine.runs_after(nine.begun(now.parse().unwrap())).next().unwrap().on;
    assert_eq!(next("2026-11-05T08:59:59Z"), date(2026, 11, 5));
    assert_eq!(next("2026-11-05T09:00:00Z"), date(2026, 11, 6));
}

const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Chatham",
];

/// Finds the moment by going through the minutes: the first at which a clock on the wall shows the time or a later one.
fn first_minute(schedule: &Schedule, on: Date) -> Timestamp {
    let target = on.to_datetime(schedule.at);
    let far = on.yesterday().unwrap().to_datetime(time(0, 0, 0, 0)).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    let reached = |at: Timestamp| at.to_zoned(schedule.zone.rules().clone()).datetime() >= target;
    let mut at = far.timestamp();
    while !reached(at) {
        at += 1.minute();
    }
    at
}

/// Lists the dates from arithmetic on months and weeks, without asking of each day whether it is one.
fn dates(recurrence: Recurrence, after: Date, until: Date) -> Vec<Date> {
    let every = |from: Date, days: i64| {
        let mut found = Vec::new();
        let behind = (after - from).get_days();
        let mut at = from + (i64::from(behind) / days - 2).max(-10_000).saturating_mul(days).days();
        while at <= until {
            found.push(at);
            at += days.days();
        }
        found
    };
    let months = || {
        let mut first = after.first_of_month();
        std::iter::from_fn(move || {
            let this = first;
            first += 1.month();
            (this <= until).then_some(this)
        })
    };
    let first_of_name =
        |month: Date, on: Day| (0..7).map(|at| month + at.days()).find(|at| Day::of(*at) == on).unwrap();
    let mut found: Vec<Date> = match recurrence {
        Recurrence::Day => every(after, 1),
        Recurrence::Weekday => {
            let weeks = (0..5).map(|at| date(2024, 1, 1) + at.days());
            weeks.flat_map(|weekday| every(weekday, 7)).collect()
        }
        Recurrence::Weeks { weeks, on, from } => {
            let of_week = (0..7).map(|at| (monday(from)) + at.days()).find(|at| Day::of(*at) == on).unwrap();
            every(of_week, 7 * i64::from(weeks))
        }
        Recurrence::MonthDay { day } => {
            months().map(|first| first + i64::from(day.min(first.days_in_month().unsigned_abs()) - 1).days()).collect()
        }
        Recurrence::MonthNth { nth: Nth::Of(nth), on } => {
            months().map(|first| first_of_name(first, on) + (7 * (i64::from(nth) - 1)).days()).collect()
        }
        Recurrence::MonthNth { nth: Nth::Last, on } => {
            months().map(|first| first_of_name(first + 1.month(), on) - 7.days()).collect()
        }
    };
    found.retain(|at| *at > after && *at <= until);
    found.sort_unstable();
    found
}

fn a_day() -> impl Strategy<Value = Day> {
    prop::sample::select(Day::ALL)
}

fn a_date() -> impl Strategy<Value = Date> {
    (1975i16..2037, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn a_recurrence() -> impl Strategy<Value = Recurrence> {
    prop_oneof![
        Just(Recurrence::Day),
        Just(Recurrence::Weekday),
        (1u8..=Recurrence::MOST_WEEKS, a_day(), a_date()).prop_map(|(weeks, on, from)| Recurrence::Weeks {
            weeks,
            on,
            from
        }),
        (1u8..=31).prop_map(|day| Recurrence::MonthDay { day }),
        (1u8..=4, a_day()).prop_map(|(nth, on)| Recurrence::MonthNth { nth: Nth::Of(nth), on }),
        a_day().prop_map(|on| Recurrence::MonthNth { nth: Nth::Last, on }),
    ]
}

proptest! {
    #[test]
    fn runs_are_those_of_a_second_way_of_computing_them(
        recurrence in a_recurrence(),
        zone in prop::sample::select(ZONES),
        after in a_date(),
        (hour, minute) in (0i8..24, 0i8..60),
    ) {
        let schedule = schedule(recurrence, time(hour, minute, 0, 0), zone);
        let until = after + 800.days();
        let found: Vec<Date> = schedule.runs_after(after).map(|run| run.on).take_while(|on| *on <= until).collect();
        prop_assert_eq!(found, dates(recurrence, after, until));
        for run in schedule.runs_after(after).take(3) {
            prop_assert_eq!(run.due, first_minute(&schedule, run.on));
        }
    }

    #[test]
    fn a_clock_changes_hour_is_that_of_a_second_way(
        zone in prop::sample::select(ZONES),
        year in 1975i16..2037,
        (hour, minute) in (0i8..5, 0i8..60),
    ) {
        let schedule = schedule(Recurrence::Day, time(hour, minute, 0, 0), zone);
        let begin = date(year, 1, 1).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        for change in schedule.zone.rules().following(begin).take(2) {
            let on = change.timestamp().to_zoned(schedule.zone.rules().clone()).date();
            prop_assert_eq!(schedule.due_on(on).unwrap(), first_minute(&schedule, on));
        }
    }

    #[test]
    fn no_run_comes_twice_and_none_is_lost_however_the_clock_steps(
        recurrence in a_recurrence(),
        zone in prop::sample::select(ZONES),
        begin in a_date(),
        steps in prop::collection::vec(-40i64..400, 1..30),
    ) {
        let schedule = schedule(recurrence, time(9, 0, 0, 0), zone);
        let start = begin.to_zoned(schedule.zone.rules().clone()).unwrap().timestamp();
        let (mut now, mut latest) = (start, start);
        let mut last = schedule.begun(now);
        let (mut run_on, mut skipped) = (Vec::new(), 0);
        for step in steps {
            // A clock that was further ahead than this was wrong, and what it ran it ran too early.
            now = (now + step.hours()).max(latest - 47.hours());
            latest = latest.max(now);
            let (due, next) = schedule.due(last, now);
            if let Some(Due { run, missed, .. }) = due {
                prop_assert!(run.due <= now);
                last = run.on;
                skipped += missed;
                run_on.push(run.on);
            }
            prop_assert!(next.unwrap().due > now);
        }
        prop_assert!(run_on.windows(2).all(|pair| pair[0] < pair[1]));
        if let Some(latest) = run_on.last() {
            prop_assert_eq!(dates(recurrence, schedule.begun(start), *latest).len(), run_on.len() + skipped);
        }
    }
}
