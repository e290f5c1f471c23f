//! A few words around a claim.

use pageproof::excerpt::{MOST_WORDS, excerpt};
use unicode_segmentation::UnicodeSegmentation as _;

#[test]
fn a_claim_is_found_whatever_its_dressing() {
    let text = "On Monday\nthe staff wrote: “We’re\u{a0}more than 3,100 — and we won’t go.” Nobody answered.";
    for claim in [
        "\"We're more than 3,100",
        "MORE THAN 3,100 - and we won't go",
        "the  staff\twrote: we‘re more",
        "３,100—and",
        "Monday the staff",
    ] {
        let found = excerpt(text, claim);
        assert!(found.is_found, "{claim}");
        assert!(
            found.text.starts_with("On Monday the staff") && found.text.ends_with("Nobody answered."),
            "{}",
            found.text
        );
    }
    for claim in ["100", "3", "3,1", "we go", "staf", ""] {
        let missed = excerpt(text, claim);
        assert!(!missed.is_found && missed.text.starts_with("On Monday"), "{claim}");
    }
}

#[test]
fn an_excerpt_has_its_claim_in_the_middle_and_says_where_it_is_cut() {
    let words = |from: usize, to: usize| (from..to).map(|at| format!("w{at}")).collect::<Vec<_>>().join(" ");
    let text = words(0, 500);
    let found = excerpt(&text, "w250 w251");
    assert_eq!(found.text, format!("… {} …", words(221, 281)));
    assert_eq!(excerpt(&text, "w0 w1").text, format!("{} …", words(0, 60)));
    assert_eq!(excerpt(&text, "w499").text, format!("… {}", words(440, 500)));
    assert_eq!(excerpt(&text, &words(100, 300)).text, format!("… {} …", words(100, 160)));
    assert_eq!(excerpt(&text, "absent").text, format!("{} …", words(0, 60)));
    assert_eq!(excerpt("", "x").text, "");
}

#[test]
fn an_excerpt_of_any_script_is_short() {
    let chinese = "员工们签署了一封公开信。".repeat(50) + "超过三百人签名。" + &"公司没有回应。".repeat(50);
    let found = excerpt(&chinese, "超过三百人");
    assert!(found.is_found && found.text.contains("超过三百人签名"));
    assert!(found.text.unicode_words().count() <= MOST_WORDS);
    assert!(excerpt(&"a".repeat(100_000), "b").text.len() < 1100);
}
