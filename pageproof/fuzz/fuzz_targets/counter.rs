//! Any rule and any answer: a rule says itself, and reading ends.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pageproof::counter::Rule;

fuzz_target!(|given: (&str, &[u8])| {
    let Ok(rule) = given.0.parse::<Rule>() else { return };
    assert_eq!(rule.to_string().parse(), Ok(rule.clone()));
    for content_type in [None, Some("text/html"), Some("text/plain")] {
        assert!(rule.read(content_type, given.1).unwrap_or_default() < 1_000_000_000_000);
    }
});
