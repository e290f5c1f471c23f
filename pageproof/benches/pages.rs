//! How long it takes to bring an address into its form, and to read and compare a page of 500 kB: `cargo bench -p pageproof`.
//!
//! The page is an article of some 75,000 words with menus, adverts and comments around it. Hostile pages of 5 MiB stand beside it:
//! what is linear takes about ten times as long as the page, and what is not would never end.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and stops where it fails")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use pageproof::address::{Address, Tracking};
use pageproof::compare::{Class, Text, compare, diff};
use pageproof::excerpt::excerpt;
use pageproof::read::{MOST_BYTES, Page, Retrieved, read, sentences};

const ROUNDS: usize = 30;
const CLAIM: &str = "More than 300 employees signed the letter in room 2000";

fn main() {
    let tracking = Tracking::parse(include_str!("../../config/tracking-parameters.txt")).unwrap();
    let address = Address::parse("https://www.example.org/news/staff-sign-a-letter", &tracking).unwrap();
    let page_of = |body: &str| {
        let content_type = Some("text/html; charset=utf-8");
        read(&Retrieved { asked: &address, reached: &address, content_type, body: body.as_bytes() })
    };
    let html = article();
    let text = page_of(&html).words();
    assert!(html.len() > 500_000 && page_of(&html).evidence().is_ok());
    let before = Text::new(&text);
    let edited = Text::new(&text.replace(CLAIM, "Employees signed the letter in room 2000"));
    let rewritten = Text::new(&text.replace("letter", "note").replace("300", "301"));

    let kilobytes = html.len() / 1000;
    report(
        &format!("one address, of {}", ADDRESSES.len()),
        &measured(|| {
            for address in ADDRESSES {
                black_box(Address::parse(address, &tracking)).unwrap();
            }
        })
        .map(|time| time / u32::try_from(ADDRESSES.len()).unwrap()),
    );
    report(&format!("reading {kilobytes} kB"), &measured(|| drop(black_box(page_of(&html)))));
    let page: Page = page_of(&html);
    report("its sentences", &measured(|| assert!(sentences(&page.blocks).count() > 4000)));
    report("its text made ready", &measured(|| drop(black_box(Text::new(&text)))));
    report("an excerpt", &measured(|| assert!(excerpt(&text, CLAIM).is_found)));
    report(
        "compared, one sentence edited",
        &measured(|| {
            assert_eq!(compare(&[&before], &edited, &[CLAIM]).unwrap().class, Class::Removal);
        }),
    );
    report(
        "compared, every sentence rewritten",
        &measured(|| {
            assert_eq!(compare(&[&before], &rewritten, &[]).unwrap().class, Class::Substantive);
        }),
    );
    report("shown, one sentence edited", &measured(|| assert!(!diff(&before, &edited, Some(CLAIM)).runs.is_empty())));
    report("shown, every sentence rewritten", &measured(|| assert!(diff(&before, &rewritten, Some(CLAIM)).is_cut)));
    for (name, piece) in HOSTILE {
        let html = piece.repeat(MOST_BYTES / piece.len());
        let begun = Instant::now();
        drop(black_box(page_of(&html)));
        report(&format!("5 MiB of {name}"), &[begun.elapsed()]);
    }
}

const ADDRESSES: [&str; 4] = [
    "https://www.example.org/2018/06/19/technology/staff-sign-a-letter.html?utm_source=mail&utm_medium=a&id=7#comments",
    "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/2018/06/19/staff-sign-a-letter/amp/?usqp=mq331AQ",
    "https://mobile.twitter.com/Someone/status/1008811234567890/photo/1?s=20",
    "http://b%C3%BCcher.example:80/%7eus/../%e4%bd%a0?q=%41#top",
];

const HOSTILE: [(&str, &str); 6] = [
    ("<div>", "<div>"),
    ("<p>x", "<p>x"),
    ("<b id=x><p>", "<b id=x><p>"),
    ("<div class=ad>", "<div class=ad>"),
    ("<span itemprop=author>x", "<span itemprop=author>x"),
    ("full stops", "."),
];

/// An article with what stands around one.
fn article() -> String {
    let mut html =
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Staff sign</title></head><body>".to_owned();
    let menu = "<nav><ul><li><a href=/a>Somewhere</a><li><a href=/b>Somewhere else</a></ul></nav>";
    let advert = "<div class=\"ad wide\"><p>Buy a cloud, the best there is.</p></div>";
    html.push_str(&menu.repeat(200));
    html.push_str("<main><article><h1>Staff sign a letter</h1>");
    for room in 0..2700 {
        writeln!(
            html,
            "<p>More than 300 employees signed the letter in room {room}. “We <a href=/c>asked</a> the board,” <b>said</b> one of \
             them; “it will answer.” The board's speaker did not want to say when.</p>"
        )
        .unwrap();
        html.push_str(if room % 50 == 0 { advert } else { "" });
    }
    html + "</article></main><div id=comments>" + &"<p>I do not believe it.</p>".repeat(500) + "</div></body></html>"
}

fn measured(mut act: impl FnMut()) -> [Duration; 2] {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            act();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    [times[ROUNDS / 2], times[ROUNDS * 95 / 100]]
}

fn report(what: &str, times: &[Duration]) {
    let names = if times.len() == 1 { [""].as_slice() } else { ["p50 ", "p95 "].as_slice() };
    let times: Vec<String> = names.iter().zip(times).map(|(name, time)| format!("{name}{time:.1?}")).collect();
    let mut out = std::io::stdout();
    writeln!(out, "{what:<40} {}", times.join("   ")).unwrap();
}
