//! How long a chart of 10,000 reports takes, beside one of a single report: `cargo bench -p stepchart`.
//!
//! In turns, so that whatever else the machine does falls on both alike. The ratio carries from machine to machine; the
//! milliseconds do not.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and stops where it fails")]

#[path = "../tests/samples/mod.rs"]
#[expect(dead_code, reason = "shared with the gallery and the tests")]
mod samples;

use std::io::Write as _;
use std::time::{Duration, Instant};

use stepchart::Chart;

const ROUNDS: usize = 50;

fn main() {
    let (one, many) = (samples::one_point(), samples::many(10_000));
    let (mut of_one, mut of_many, mut drawn) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_one.push(painted(&one));
        of_many.push(painted(&many));
        let begun = Instant::now();
        assert!(!many.svg().is_empty());
        drawn.push(begun.elapsed());
    }
    let (one, many, drawn) = (median(of_one), median(of_many), median(drawn));
    let ratio = many.as_secs_f64() / one.as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "PNG, {ROUNDS} rounds: one report p50 {one:?}   10,000 reports p50 {many:?}   ratio {ratio:.2}")
        .unwrap();
    writeln!(out, "the SVG of the 10,000 alone p50 {drawn:?}").unwrap();
}

fn painted(chart: &Chart) -> Duration {
    let begun = Instant::now();
    assert!(!chart.png().unwrap().is_empty());
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
