//! What counts as a change, and of which kind.

use pageproof::compare::RunKind::{Added, Kept, Removed};
use pageproof::compare::{Change, Class, Diff, Reason, RunKind, Text, compare, diff};
use pageproof::read::Page;

use crate::support::{BLOG_POST, page};

const PROUD: &str = "We are proud to support this work";

/// A text of several sentences with these put in.
fn story(extra: &str) -> Text {
    Text::new(&format!(
        "Staff ask their board to end a contract\n\
         More than 300 employees signed the letter on Tuesday, and the list was handed over in the afternoon.\n\
         The board has read it. It will answer in the spring, as its speaker said to this paper.\n{extra}"
    ))
}

fn change(before: &Text, now: &Text) -> (Class, Reason) {
    let change = compare(&[before], now, &[]).unwrap();
    (change.class, change.reason)
}

fn evidence(page: &Page) -> Text {
    page.evidence().unwrap()
}

#[test]
fn a_sentence_that_is_taken_out_and_put_back_is_a_removal_and_a_restoration() {
    let sentence_end = "on “the edge” of what is known.";
    let from = BLOG_POST.find(PROUD).unwrap();
    let to = BLOG_POST.find(sentence_end).unwrap() + sentence_end.len();
    let edited = format!("{}{}", &BLOG_POST[..from], &BLOG_POST[to..]);
    let restyled = BLOG_POST.replace('“', "\"").replace("<footer>", "<p>Updated 20 minutes ago</p><footer>");
    let [january, june, later] = [BLOG_POST, &edited, &restyled].map(|html| evidence(&page(html)));

    let removal = compare(&[&january], &june, &[PROUD, "421 rules"]).unwrap();
    let told = Change { class: Class::Removal, reason: Reason::ClaimGone, restores: None, gone: vec![0], back: vec![] };
    assert_eq!(removal, told);
    assert!(january.holds(PROUD) && !june.holds(PROUD));
    // Without a claim as well: the words are gone.
    assert_eq!(change(&january, &june), (Class::Removal, Reason::WordsGone));

    let restoration = compare(&[&january, &june], &later, &[PROUD]).unwrap();
    let told = Change {
        class: Class::Restoration,
        reason: Reason::SameAsEarlier,
        restores: Some(0),
        gone: vec![],
        back: vec![0],
    };
    assert_eq!(restoration, told);
    assert_eq!(january.fingerprint(), later.fingerprint());
    assert_eq!(compare(&[&january, &june, &later], &later, &[PROUD]), None);

    let shown = diff(&january, &june, Some(PROUD));
    let removed: Vec<&str> = words(&shown, Removed);
    assert_eq!(removed.len(), 1);
    assert!(removed[0].starts_with(PROUD) && removed[0].ends_with(sentence_end), "{removed:?}");
    assert_eq!(words(&shown, Kept)[0], "The agency for borders has signed as well.");
    assert_eq!((words(&shown, Added).len(), shown.is_cut), (0, false));
    let back = diff(&june, &january, Some(PROUD));
    assert_eq!(words(&back, Added), removed);
}

fn words(diff: &Diff, kind: RunKind) -> Vec<&str> {
    diff.runs.iter().filter(|run| run.kind == kind).map(|run| run.words.as_str()).collect()
}

#[test]
fn a_claim_that_is_back_in_another_text_is_a_restoration() {
    let claim = "proud of what was done here";
    let with = story("We are proud of what was done here.");
    let without = story("");
    let again =
        story("We are, as ever, proud of what was done here. And this whole paragraph was never here before today.");
    let change = compare(&[&with, &without, &with, &without], &again, &[claim]).unwrap();
    assert_eq!((change.class, change.reason, change.restores), (Class::Restoration, Reason::ClaimBack, Some(2)));
    // The page before the claim was made is back: the claim is gone all the same.
    let change = compare(&[&without, &with], &without, &[claim]).unwrap();
    assert_eq!((change.class, change.restores, change.gone), (Class::Restoration, Some(0), vec![0]));
    // A claim that never stood there is not back when it comes.
    let change = compare(&[&without], &with, &[claim]).unwrap();
    assert_eq!((change.class, change.back), (Class::Substantive, vec![]));
}

#[test]
fn what_is_cosmetic_is_silent() {
    let before = story("“Our work” — said 1,204 people - isn't done.");
    for cosmetic in [
        "\"Our work\" - said 1,204 people – isn’t done.",
        "«Our  work»\u{a0}—\u{a0}said 1,204 people — isn't\ndone.",
        "“Our work” — said 1,204 people - isn't done.\nAdvertisement",
        "Updated 5 minutes ago\n“Our work” — said 1,204 people - isn't done.",
        "“Our work” — said 1,204 people - isn't done.\nLast updated: Monday, June 18, 2018 at 1:04 p.m. ET\n3,011 views\n5 min read",
        "“Our work” — said 1,204 people - isn't done.\nRelated: Our cloud in schools\nRead more: Staff in other places",
        "“OUR WORK” — SAID 1,204 PEOPLE - ISN'T DONE.\n© 2019 Northwind",
    ] {
        let now = story(cosmetic);
        assert_eq!(change(&before, &now), (Class::Cosmetic, Reason::Dressing), "{cosmetic}");
        assert!(diff(&before, &now, None).runs.is_empty());
    }
    assert_eq!(compare(&[&before], &before, &["x"]), None);
    assert_eq!(compare(&[], &before, &["x"]), None);
}

#[test]
fn what_says_something_is_never_noise() {
    let before = story("");
    for said in [
        "Updated on June 20: the number of signers is now 450.",
        "450 signatures",
        "Published in full below",
        "Sharedholders comment",
        "Advertisement of the board for the cloud",
        "More from the board: it refuses.",
    ] {
        let is_noise = compare(&[&before], &story(said), &[]).unwrap().class == Class::Cosmetic;
        // The last begins as a link does, and is short: it is taken for one.
        assert_eq!(is_noise, said.starts_with("More from"), "{said}");
    }
}

#[test]
fn corrections_are_marked_or_small() {
    let before = story("Some 300 people had signed by noon.");
    let rows = [
        ("Some 338 people had signed by noon.", Class::Correction, Reason::FewWords),
        ("Some 300 persons had signed by noon.", Class::Correction, Reason::FewWords),
        ("Some 300 people had not signed by noon.", Class::Substantive, Reason::SenseTurned),
        (
            "Some 338 people had signed by noon.\nCorrection: An earlier version of this article misstated how many people had signed the letter by noon.",
            Class::Correction,
            Reason::Marked,
        ),
        (
            "Some 300 people had signed by noon. In the evening the board met again, and it decided to hear the staff in public next week.",
            Class::Substantive,
            Reason::Added,
        ),
        (
            "Nearly everybody who works in the two offices there has meanwhile put a name below the open letter.",
            Class::Substantive,
            Reason::Rewritten,
        ),
        ("", Class::Removal, Reason::WordsGone),
    ];
    for (now, class, reason) in rows {
        assert_eq!(change(&before, &story(now)), (class, reason), "{now}");
    }
    // The claim decides, whatever else the page says of it.
    let marked = story("Correction: the number of people was wrong.");
    let change = compare(&[&before], &marked, &["300 people"]).unwrap();
    assert_eq!((change.class, change.gone), (Class::Removal, vec![0]));
}

#[test]
fn a_sentence_that_moves_or_is_split_changes_no_words() {
    let one = Text::new("The board has read it. The staff went home; nobody came back. It rained.");
    let moved = Text::new("It rained. The board has read it. The staff went home; nobody came back.");
    let split = Text::new("The board has read it. The staff went home. Nobody came back. It rained.");
    assert_eq!(change(&one, &moved), (Class::Correction, Reason::FewWords));
    assert_eq!(change(&one, &split), (Class::Correction, Reason::FewWords));
    assert!(diff(&one, &moved, None).runs.is_empty());
}

#[test]
fn a_claim_stands_as_whole_words() {
    let text = Text::new("Some 3,100 employees\nsigned it.");
    assert!(text.holds("3,100 employees signed") && text.holds("SOME “3,100” employees"));
    for claim in ["100 employees", "3,100 employee", "3", "", "  ", "\""] {
        assert!(!text.holds(claim), "{claim}");
    }
    // What stands before a number is no part of it: the end of another line may be a number too.
    for text in ["Comments 12\n338 employees signed", "By June 18 338 employees had signed"] {
        assert!(Text::new(text).holds("338 employees"), "{text}");
    }
}

#[test]
fn a_difference_shows_the_words_around_the_claim() {
    let before = story("Some 300 people had signed by noon. Others did so later.");
    let now = story("Some 338 people had signed by noon. Others did so later, and from home.");
    let shown = diff(&before, &now, Some("300 people"));
    let runs: Vec<(RunKind, &str)> = shown.runs.iter().map(|run| (run.kind, run.words.as_str())).collect();
    assert_eq!(
        runs,
        [
            (Kept, "Some"),
            (Removed, "300"),
            (Added, "338"),
            (Kept, "people had signed by noon. Others did so"),
            (Removed, "later."),
            (Added, "later, and from home."),
        ]
    );
}

#[test]
fn a_difference_is_short() {
    let text = |word: &str| {
        Text::new(&(0..3000).map(|at| format!("{word} {at} is said here by many of us.")).collect::<Vec<_>>().join(" "))
    };
    let shown = diff(&text("One"), &text("Two"), Some("One 2000 is said"));
    assert!(shown.is_cut);
    let all: String = shown.runs.iter().map(|run| run.words.as_str()).collect::<Vec<_>>().join(" ");
    assert!(all.contains("2000") && all.split(' ').count() <= 120, "{all}");
    let long = |word: &str| Text::new(&format!("{word} ").repeat(50_000));
    assert!(
        diff(&long("a"), &long("b"), None).runs.iter().map(|run| run.words.split(' ').count()).sum::<usize>() <= 120
    );
}
