//! Any bytes as a page: read within its bounds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pageproof::address::{Address, Tracking};
use pageproof::read::{MOST_TEXT, Retrieved, read, sentences};

fuzz_target!(|answer: (Option<&str>, &[u8])| {
    let address = Address::parse("https://example.org/a", &Tracking::default()).expect("an address");
    let page = read(&Retrieved { asked: &address, reached: &address, content_type: answer.0, body: answer.1 });
    assert!(page.words().len() <= MOST_TEXT + page.blocks.len());
    assert!(sentences(&page.blocks).all(|one| !one.text.is_empty()));
});
