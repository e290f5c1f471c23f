//! Running numbers: what a rule reads, what it refuses, and that no page keeps it busy.

use pageproof::counter::{NotRead, RECIPES, Rule, RuleError, recipe};
use proptest::prelude::*;
use url::Url;

const PAGE: &str = r#"<!doctype html><title>Sign: 3 of us began</title><script>let people = 99;</script>
    <main id="top"><p class="lead">Signed by <b class="big count">24,531</b> people</p>
    <ol class="names"><li>A. Writer<li>B. Painter<li>C. Singer <ul><li>in Paris</ul></ol>
    <p class="goal" itemprop="goal">24,531 of 100,000</p><p>24,531 people have
       signed so far, and 12.5% of them today.</p><footer><span class="part">1.5 million</span></footer></main>"#;

fn read(rule: &str, body: &str) -> Result<u64, NotRead> {
    let content_type = if body.trim_start().starts_with('<') { "text/html" } else { "text/plain" };
    rule.parse::<Rule>().unwrap().read(Some(content_type), body.as_bytes())
}

#[test]
fn each_kind_of_rule_reads_its_number() {
    for (rule, expected) in [
        ("css:.count", Ok(24_531)),
        ("css:b.big.count", Ok(24_531)),
        ("css:#top > p > b", Ok(24_531)),
        ("css:.lead", Ok(24_531)),
        ("css:.goal", Err(NotRead::Several)),
        ("css:[itemprop=goal]", Err(NotRead::Several)),
        ("css:.part", Err(NotRead::NoNumber)),
        ("css:.lead > .big > b", Err(NotRead::Nothing)),
        ("css:ol", Err(NotRead::NoNumber)),
        ("items:ol.names > li", Ok(3)),
        ("items:ol.names li", Ok(4)),
        ("items:.nobody", Err(NotRead::Nothing)),
        ("pattern:{number} people have signed", Ok(24_531)),
        ("pattern:Signed by {number} people", Ok(24_531)),
        ("pattern:and {number}", Err(NotRead::Nothing)),
        ("pattern:people = {number}", Err(NotRead::Nothing)),
        ("pattern:{number} of us", Err(NotRead::Nothing)),
    ] {
        assert_eq!(read(rule, PAGE), expected, "{rule}");
    }
}

#[test]
fn a_pointer_leads_into_json() {
    let json = r#"{"data":{"attributes":{"signature_count":24531,"text":"24,531","part":0.5,"less":-1,"a/b":7,"big":1000000000000}}}"#;
    let at = |name: &str| read(&format!("json:/data/attributes/{name}"), json);
    assert_eq!((at("signature_count"), at("text"), at("a~1b")), (Ok(24_531), Ok(24_531), Ok(7)));
    assert_eq!(
        (at("part"), at("less"), at("big")),
        (Err(NotRead::NoNumber), Err(NotRead::NoNumber), Err(NotRead::TooLarge))
    );
    assert_eq!((at("none"), read("json:/data", json)), (Err(NotRead::Nothing), Err(NotRead::NoNumber)));
    assert_eq!(read("json:/data", PAGE), Err(NotRead::NotJson));
}

#[test]
fn lines_of_a_list_are_counted() {
    let list = "# Signed\n\n- A. Writer\n- B. Painter\n-\n- \n  - in Paris\n* C. Singer\n- 東京\n";
    assert_eq!(
        (read("lines:- ", list), read("lines:* ", list), read("lines:+ ", list)),
        (Ok(3), Ok(1), Err(NotRead::Nothing))
    );
}

#[test]
fn places_that_do_not_agree_give_nothing() {
    let twice = |second: &str| format!("<p class=n>1,200 signed</p><p class=n>{second} signed</p>");
    for rule in ["css:.n", "pattern:{number} signed"] {
        assert_eq!(read(rule, &twice("1200")), Ok(1_200), "{rule}");
        assert_eq!(read(rule, &twice("1201")), Err(NotRead::Several), "{rule}");
    }
}

#[test]
fn what_is_no_whole_number_of_people_is_none() {
    for text in [
        "12k",
        "12.5",
        "12%",
        "12 %",
        "-12",
        "$12",
        "1,23",
        "1,2345",
        "12,345.6",
        "2018.06.21",
        "3/4",
        "½",
        "١٢",
        "none",
        "1234,567",
    ] {
        assert_eq!(read("css:p", &format!("<p>{text}</p>")), Err(NotRead::NoNumber), "{text}");
    }
    for text in ["1 of 2", "1,000 2,000"] {
        assert_eq!(read("css:p", &format!("<p>{text}</p>")), Err(NotRead::Several), "{text}");
    }
    assert_eq!(read("css:p", "<p>1234567890123</p>"), Err(NotRead::TooLarge));
    assert_eq!(read("css:p", "<p>999,999,999,999.</p>"), Ok(999_999_999_999));
}

#[test]
fn what_is_no_rule_says_why() {
    let error = |text: &str| text.parse::<Rule>().unwrap_err();
    assert_eq!(error("signatures"), RuleError::NoKind);
    assert_eq!(error("xml:/a"), RuleError::NoKind);
    assert_eq!(error(&"json:/a".repeat(40)), RuleError::TooLong);
    for pointer in ["json:", "json:a", "json:/a~", "json:/a~2"] {
        assert_eq!(error(pointer), RuleError::NoPointer, "{pointer}");
    }
    for empty in ["css:", "items: ", "lines:", "lines: ", "pattern:"] {
        assert_eq!(error(empty), RuleError::Empty, "{empty}");
    }
    for pattern in ["pattern:people", "pattern:{number}", "pattern:{number} or {number} people"] {
        assert_eq!(error(pattern), RuleError::NoPlace, "{pattern}");
    }
    for (selector, part) in [
        ("css:p:first-child", "p:first-child"),
        ("css:x-count", "x-count"),
        ("css:a, b", "a,"),
        ("css:.a >", ".a >"),
        ("css:> .a", "> .a"),
        ("css:*", "*"),
        ("css:[onclick]", "[onclick]"),
        ("items:p + p", "+"),
    ] {
        assert_eq!(error(selector), RuleError::NoSelector(part.to_owned()), "{selector}");
    }
}

#[test]
fn a_recipe_knows_its_pages_and_no_others() {
    let made = |name: &str, page: &str| {
        recipe(name, &Url::parse(page).unwrap()).unwrap().map(|(url, rule)| (url, rule.to_string()))
    };
    let parliament = |page: &str| made("uk-parliament", page);
    let json = "https://petition.parliament.uk/petitions/700143.json".to_owned();
    for page in
        ["https://petition.parliament.uk/petitions/700143", "https://petition.parliament.uk/petitions/700143.json?a=b"]
    {
        assert_eq!(
            parliament(page),
            Some((json.clone(), "json:/data/attributes/signature_count".to_owned())),
            "{page}"
        );
    }
    for page in [
        "https://petition.parliament.uk/petitions",
        "https://petition.parliament.uk/petitions/7/signatures",
        "https://petition.parliament.uk/petitions/x",
        "https://petition.parliament.uk:8443/petitions/7",
        "https://petition.parliament.uk.evil.example/petitions/7",
    ] {
        assert_eq!(parliament(page), None, "{page}");
    }
    let list = made("github-names", "https://github.com/example/letter/blob/main/docs/SIGNED.md").unwrap();
    assert_eq!(
        list,
        ("https://raw.githubusercontent.com/example/letter/main/docs/SIGNED.md".to_owned(), "lines:- ".to_owned())
    );
    assert_eq!(made("github-names", "https://github.com/example/letter/issues/1"), None);
    assert!(recipe("nothing", &Url::parse("https://example.org/").unwrap()).is_none());
    assert!(RECIPES.iter().all(|one| recipe(one.name, &Url::parse("https://example.org/").unwrap()).is_some()));
}

#[test]
fn no_page_keeps_a_rule_busy() {
    let deep = "<ul><li class=a>".repeat(60_000);
    let flat = "<p class=a>1 signed</p>".repeat(60_000);
    let digits = "1,".repeat(500_000);
    let (ones, many) = ("1".repeat(4_000_000), format!("{} people", "7".repeat(4_000_000)));
    assert_eq!(read("pattern:1{number}x", &ones), Err(NotRead::Nothing));
    assert_eq!(read("pattern:{number} people", &many), Err(NotRead::Nothing));
    let long = format!("css:{}", ".a ".repeat(15).trim());
    for body in [deep.as_str(), &flat, &digits] {
        for rule in [
            long.as_str(),
            "css:li > .a",
            "items:ul li",
            "pattern:{number} signed",
            "pattern:1,{number}",
            "lines:1",
            "json:/a",
        ] {
            let _ = read(rule, body);
        }
    }
    assert_eq!(read("items:.a", &flat), Ok(60_000));
}

proptest! {
    #[test]
    fn a_rule_says_itself_and_no_body_is_too_much(rule in rules(), body in any::<Vec<u8>>(), page in "(<(p|b|li|/p|ol) ?(class=n)?>|[0-9,. %a]){0,60}") {
        if let Ok(parsed) = rule.parse::<Rule>() {
            prop_assert_eq!(parsed.to_string().parse::<Rule>(), Ok(parsed.clone()));
            let _ = parsed.read(None, &body);
            let _ = parsed.read(Some("text/html"), page.as_bytes());
        }
    }

    #[test]
    fn a_number_is_read_back_however_it_is_grouped(number in 0_u64..1_000_000_000_000, group in prop::sample::select(vec!["", ",", ".", "'", "\u{2019}", "\u{a0}", "\u{202f}"])) {
        let digits = number.to_string();
        let mut written = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                written.push_str(group);
            }
            written.push(digit);
        }
        prop_assert_eq!(read("css:p", &format!("<p>Signed by {written}.</p>")), Ok(number));
        prop_assert_eq!(read("pattern:by {number} people", &format!("Signed by {written} people")), Ok(number));
        prop_assert_eq!(read("pattern:{number} people", &format!("Signed by {written} people")), Ok(number));
    }
}

fn rules() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(json|css|items|lines|pattern):.{0,40}",
        "(css|items):((p|ol|li|b|\\.n|#a|\\[id\\]|\\[name=x\\]){1,3}( | > )){0,4}(p|\\.n)",
        "pattern:[a-z ]{0,8}\\{number\\}[a-z ]{0,8}",
    ]
}
