//! Which addresses are of one page, and which are not.

use crate::support::{address, tracking};
use pageproof::address::{Address, AddressError, Declared, HostWarning, Refusal, Tracking, TrackingError};

#[test]
fn an_address_has_one_form() {
    let rows = [
        ("https://example.org", "https://example.org/"),
        (" HTTPS://EXAMPLE.Org:443/News?#top ", "https://example.org/News"),
        ("http://example.org.:80/a/./b/../c", "http://example.org/a/c"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org/%7efoo/%e4%bd%A0?q=%41%2f", "https://example.org/~foo/%E4%BD%A0?q=A%2F"),
        ("https://example.org/100%/a|b", "https://example.org/100%25/a%7Cb"),
        ("https://example.org/%%341", "https://example.org/%2541"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a//b/", "https://example.org/a//b/"),
        ("https://example.org/?utm_source=a&id=3&UTM_Medium=b&fbclid=c", "https://example.org/?id=3"),
        ("https://example.org/?utm%5Fsource=a", "https://example.org/"),
        ("https://example.org/?a=1&&b=2&", "https://example.org/?a=1&b=2"),
        ("https://example.org/x#:~:text=proud%20to", "https://example.org/x"),
        ("https://example.org/#!/story/7", "https://example.org/#!/story/7"),
        ("https://example.org/#/story/7:~:text=x", "https://example.org/#/story/7"),
        ("https://0x7f.1/", "https://127.0.0.1/"),
        ("https://[2001:DB8::0]/", "https://[2001:db8::]/"),
    ];
    for (given, canonical) in rows {
        assert_eq!(address(given).as_str(), canonical, "{given}");
    }
    assert_eq!(address("http://example.org/x").key(), address("https://example.org/x").key());
}

#[test]
fn other_forms_lead_to_the_page_where_the_form_says_which_it_is() {
    let rows = [
        (
            "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/a.html?x=1",
            "https://www.example.org/news/a.html?x=1",
        ),
        ("https://example-org.cdn.ampproject.org/v/example.org/a?amp_js_v=0.1&usqp=mq", "http://example.org/a"),
        ("https://www.google.co.uk/amp/s/www.example.org/news/a", "https://www.example.org/news/a"),
        ("https://google.com/amp/s/www.google.com/amp/s/example.org/x", "https://example.org/x"),
        ("https://example.org/2018/staff-sign-letter/amp/", "https://example.org/2018/staff-sign-letter/"),
        ("https://example.org/staff-sign-letter.amp.html?amp=1", "https://example.org/staff-sign-letter.html"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://en.m.wikipedia.org/wiki/Petition", "https://en.wikipedia.org/wiki/Petition"),
        ("https://amp.theguardian.com/world/2018/jun/19/x", "https://www.theguardian.com/world/2018/jun/19/x"),
        ("http://youtu.be/dQw4w9WgXcQ?si=abc&t=4", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://mobile.twitter.com/Someone/status/123/photo/1?s=20", "https://x.com/someone/status/123"),
        ("https://x.com/i/web/status/123", "https://x.com/i/status/123"),
        ("https://dx.doi.org/10.1000/182", "https://doi.org/10.1000/182"),
    ];
    for (given, canonical) in rows {
        assert_eq!(address(given).as_str(), canonical, "{given}");
    }
}

#[test]
fn what_may_be_another_page_stays_another() {
    let rows = [
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "https://m.example.org/a"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/?p=1", "https://example.org/"),
        ("https://example.org/?lang=de", "https://example.org/?lang=fr"),
        ("https://example.org/?t=1", "https://example.org/?t=2"),
        ("https://example.org/de/a", "https://example.org/en/a"),
        ("https://en.wikipedia.org/wiki/A", "https://de.wikipedia.org/wiki/A"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/shop/guitar/amp", "https://example.org/shop/guitar"),
        ("https://example.org/amp/s/other.org/x", "https://other.org/x"),
        ("https://notgoogle.com/amp/s/other.org/x", "https://other.org/x"),
        ("https://www.google.com/amp/s/localhost/x", "https://localhost/x"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcR"),
        ("https://x.com/a/status/1", "https://x.com/a/status/2"),
        ("https://twitter.com/a", "https://x.com/a"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org:8443/", "https://example.org/"),
        ("https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1"),
    ];
    for (one, other) in rows {
        assert_ne!(address(one).key(), address(other).key(), "{one} {other}");
    }
}

#[test]
fn what_is_no_address_of_a_page_is_refused() {
    let rows = [
        ("example.org/a", AddressError::Unreadable),
        ("https://", AddressError::Unreadable),
        ("http://0177.0.0.1../", AddressError::Unreadable),
        ("ftp://example.org/", AddressError::Scheme),
        ("javascript:alert(1)", AddressError::Scheme),
        ("https://www.example.com@evil.example/", AddressError::User),
        ("https://user:secret@example.org/", AddressError::User),
    ];
    for (given, error) in rows {
        assert_eq!(Address::parse(given, &tracking()), Err(error), "{given}");
    }
    let long = format!("https://example.org/{}", "a".repeat(5000));
    assert_eq!(Address::parse(&long, &tracking()), Err(AddressError::TooLong));
}

#[test]
fn a_list_that_would_merge_pages_is_refused_with_its_line() {
    let selects = |list: &str| matches!(Tracking::parse(list), Err(TrackingError::Selects { line: 2, .. }));
    assert!(selects("# ours\nid"));
    assert!(selects("\nstory*"));
    assert!(selects("\nPAGE"));
    for list in ["*", "a b c", "youtube si", "ref=1"] {
        assert!(matches!(Tracking::parse(list), Err(TrackingError::Form { line: 1, .. })), "{list}");
    }
    let scoped = Tracking::parse("example.org id").unwrap();
    assert_eq!(Address::parse("https://a.example.org/?id=1", &scoped).unwrap().query(), None);
    assert_eq!(Address::parse("https://anexample.org/?id=1", &scoped).unwrap().query(), Some("id=1"));
}

#[test]
fn a_page_is_believed_about_its_own_address_on_its_own_site_alone() {
    let asked = address("http://m.example.co.uk/story.php?id=4711");
    let accepted = |declared: &str| match asked.accept(declared, &tracking()) {
        Declared::Accepted(address) => Ok(address.as_str().to_owned()),
        Declared::Refused(why) => Err(why),
    };
    assert_eq!(
        accepted("https://www.example.co.uk/staff-sign-a-letter?utm_source=x").unwrap(),
        "https://www.example.co.uk/staff-sign-a-letter"
    );
    assert_eq!(accepted("/story/4711").unwrap(), "http://m.example.co.uk/story/4711");
    assert_eq!(accepted("story.php?id=4711&utm_id=1").unwrap(), "http://m.example.co.uk/story.php?id=4711");
    for (declared, why) in [
        ("https://other.co.uk/staff-sign-a-letter", Refusal::OtherSite),
        ("https://www.example.co.uk/", Refusal::FrontPage),
        ("https://www.example.co.uk/en/", Refusal::FrontPage),
        ("story.php", Refusal::OtherSelection),
        ("story.php?id=4712", Refusal::OtherSelection),
        ("/story", Refusal::OtherSelection),
        ("mailto:desk@example.co.uk", Refusal::Unreadable),
        ("", Refusal::Unreadable),
    ] {
        assert_eq!(accepted(declared), Err(why), "{declared}");
    }
    let safe = address("https://example.org/a");
    let Declared::Accepted(own) = safe.accept("http://www.example.org/staff-sign-letter", &tracking()) else {
        panic!()
    };
    assert_eq!(own.as_str(), "https://www.example.org/staff-sign-letter");
    let german = address("https://example.org/de/a");
    assert_eq!(german.accept("/en/a", &tracking()), Declared::Refused(Refusal::OtherLanguage));
    assert_eq!(german.accept("/a", &tracking()), Declared::Refused(Refusal::OtherLanguage));
    let welsh = address("https://example.org/cy/a");
    assert_eq!(welsh.accept("/en/a", &tracking()), Declared::Refused(Refusal::OtherLanguage));
    // What no other path stands for: a language, and a page of several.
    for (asked, declared) in [
        ("https://example.org/story?id=12345&lang=de", "/article/12345"),
        ("https://example.org/x?id=7&page=2", "/a-long-story-of-staff"),
        ("https://example.org/show.php?nid=7", "/show.php"),
    ] {
        let refused = address(asked).accept(declared, &tracking());
        assert_eq!(refused, Declared::Refused(Refusal::OtherSelection), "{asked}");
    }
    let german = address("https://de.example.org/a");
    assert_eq!(german.accept("https://fr.example.org/a", &tracking()), Declared::Refused(Refusal::OtherLanguage));
}

#[test]
fn a_host_that_is_not_what_it_looks_like_is_told() {
    assert_eq!(address("https://www.example.org/").warnings(), []);
    assert_eq!(address("https://127.0.0.1/").warnings(), [HostWarning::Number]);
    let german = address("https://bücher.example/");
    assert_eq!(german.host(), "xn--bcher-kva.example");
    assert_eq!(german.warnings()[0], HostWarning::International { shown: "bücher.example".to_owned() });
    let looks = |text: &str| {
        address(text).warnings().into_iter().find_map(|warning| match warning {
            HostWarning::LooksLike { ascii, .. } => Some(ascii),
            _ => None,
        })
    };
    // Cyrillic letters alone, and among Latin ones.
    assert_eq!(looks("https://аррӏе.example/").as_deref(), Some("apple"));
    assert_eq!(looks("https://micrоsoft.example/").as_deref(), Some("microsoft"));
    let mixed = address("https://micrоsoft.example/").warnings();
    assert!(mixed.iter().any(|warning| matches!(warning, HostWarning::MixedScripts { .. })));
    assert_eq!(looks("https://почта.example/"), None);
    let known = address("https://www.microsoft.com/");
    assert!(address("https://rnicrosoft.com/").imitates(&known));
    assert!(address("https://micrоsoft.com/").imitates(&known));
    assert!(!address("https://blogs.microsoft.com/").imitates(&known));
    assert!(!address("https://example.com/").imitates(&known));
}

#[test]
fn probable_duplicates_share_a_likeness() {
    let alike = [
        ("https://www.example.org/news/staff-sign-letter", "http://m.example.org/staff-sign-letter.html?page=1"),
        ("https://amp.example.org/2018/staff-sign-letter/amp/", "https://example.org/2018/06/staff-sign-letter/"),
        ("https://medium.com/@staff/an-open-letter-0123456789ab", "https://medium.com/p/0123456789ab"),
        ("https://x.com/a/status/1008811234567890", "https://x.com/i/status/1008811234567890"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
    ];
    for (one, other) in alike {
        assert_eq!(address(one).likeness(), address(other).likeness(), "{one} {other}");
    }
    let unlike = [
        ("https://example.org/staff-sign-letter", "https://example.com/staff-sign-letter"),
        ("https://example.org/story.php?id=1", "https://example.org/story.php?id=2"),
        ("https://one.github.io/a-b-c-d", "https://two.github.io/a-b-c-d"),
    ];
    for (one, other) in unlike {
        assert_ne!(address(one).likeness(), address(other).likeness(), "{one} {other}");
    }
    assert_eq!(address("https://example.org/en/").likeness(), None);
}
