//! Any two texts and a claim: a change says what is gone, and words shown are few.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pageproof::compare::{Text, compare, diff};
use pageproof::excerpt::excerpt;

fuzz_target!(|texts: (&str, &str, &str)| {
    let (before, now, claim) = (Text::new(texts.0), Text::new(texts.1), texts.2);
    assert_eq!(compare(&[&before], &before, &[claim]), None);
    if let Some(change) = compare(&[&before], &now, &[claim]) {
        assert_eq!(!change.gone.is_empty(), before.holds(claim) && !now.holds(claim));
    }
    let _ = diff(&before, &now, Some(claim));
    assert_eq!(excerpt(texts.0, claim).is_found, before.holds(claim));
});
