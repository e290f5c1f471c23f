//! What holds for every address, page and text.

use pageproof::address::{Address, Declared, LONGEST};
use pageproof::compare::{Class, Text, compare, diff};
use pageproof::excerpt::{MOST_WORDS, excerpt};
use pageproof::read::{MOST_TEXT, sentences, split};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::support::{AT, address, page_of, tracking};

/// Pieces that addresses are made of, the tricky ones among them.
fn address_like() -> impl Strategy<Value = String> {
    let pieces = [
        "https://",
        "http://",
        "HTTP://",
        "example.org",
        "www.",
        "amp.",
        "m.",
        "mobile.",
        "en.m.wikipedia.org",
        ".",
        ":80",
        ":443",
        ":8080",
        "/",
        "//",
        "/../",
        "/./",
        "%2e%2e",
        "%2F",
        "%41",
        "%",
        "%25",
        "%%341",
        "%zz",
        "?",
        "&",
        "=",
        "id=1",
        "utm_source=a",
        "utm%5Fsource=a",
        "fbclid=b",
        "amp",
        "amp=1",
        "#",
        "#!",
        "#/x",
        ":~:text=a",
        "a-b-c-d",
        "/amp",
        ".amp",
        ".amp.html",
        "youtu.be/",
        "dQw4w9WgXcQ",
        "www.youtube.com/embed/",
        "x.com/",
        "twitter.com/",
        "A/status/12",
        "/photo/1",
        "www.google.com/amp/",
        "s/",
        "a-org.cdn.ampproject.org/c/",
        "bücher",
        "xn--",
        "[::1]",
        "127.1",
        "@",
        "user:pw@",
        " ",
        "\\",
        "\t",
        "ß",
        "日本",
        "|",
        "'",
        "\"",
        "+",
        "%F0%9F%98%80",
        "\u{202e}",
        "t=4",
        "v=x",
        "story",
        "co.uk",
    ];
    prop::collection::vec(prop_oneof![9 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"], 0..16)
        .prop_map(|parts| parts.concat())
        .prop_flat_map(|text| {
            prop_oneof![
                Just(text.clone()),
                Just(format!("https://{text}")),
                Just(format!("https://example.org/{text}"))
            ]
        })
}

/// Markup, whole and broken.
fn markup_like() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<div class=ad>",
        "<article>",
        "</article>",
        "<main>",
        "<li>",
        "<ul>",
        "</ul>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<td>",
        "<table>",
        "</table>",
        "<tr>",
        "<br>",
        "<h1>",
        "</h1>",
        "<pre>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<script type=\"application/ld+json\">",
        "{\"@type\":\"Article\",\"headline\":\"x\"",
        "}",
        "[",
        "{\"@graph\":[",
        "\"author\":{\"@id\":\"a\"},\"@id\":\"a\"",
        "<meta name=author content=",
        "'",
        "\"",
        ">",
        "<",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#x0;",
        "&#8217",
        "<time datetime=2018-06-19>",
        "<html lang=en>",
        "<link rel=canonical href=/x>",
        "<noscript>",
        "</noscript>",
        "<svg>",
        "<template>",
        "text and more text. ",
        "Signed by 300. ",
        "\0",
        "\u{feff}",
        "<p hidden>",
    ];
    prop::collection::vec(prop_oneof![9 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,20}"], 0..60)
        .prop_map(|parts| parts.concat())
}

/// Words as pages have them.
fn prose() -> impl Strategy<Value = String> {
    let words = [
        "We",
        "are",
        "proud",
        "not",
        "300",
        "3,100",
        "employees",
        "signed",
        "“the",
        "letter”",
        "—",
        "-",
        "can't",
        ".",
        "!",
        "\n",
        "\n",
        "Advertisement\n",
        "Updated 5 minutes ago\n",
        "Correction: ",
        "Dr.",
        "No.",
        "日本語。",
        "e\u{301}",
        "ﬁ",
        "",
    ];
    prop::collection::vec((select(words.to_vec()), select(vec![" ", "  ", "\u{a0}", ""])), 0..80)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #[test]
    fn a_canonical_address_is_its_own(text in address_like()) {
        let Ok(once) = Address::parse(&text, &tracking()) else { return Ok(()) };
        prop_assert!(once.as_str().is_ascii() && once.as_str().len() <= LONGEST);
        let again = Address::parse(once.as_str(), &tracking());
        prop_assert_eq!(again.as_ref(), Ok(&once));
        prop_assert!(once.as_str().ends_with(once.key()) && once.host().ends_with(once.site()));
        let _ = (once.warnings(), once.likeness(), once.is_front_page());
    }

    #[test]
    fn no_text_is_too_strange_for_an_address(text in "\\PC*", declared in address_like()) {
        let _ = Address::parse(&text, &tracking());
        let asked = address(AT);
        if let Declared::Accepted(own) = asked.accept(&declared, &tracking()) {
            prop_assert_eq!(own.site(), asked.site());
            prop_assert!(!own.is_front_page());
        }
        let _ = asked.accept(&text, &tracking());
    }

    #[test]
    fn what_selects_a_page_is_never_merged(
        name in select(vec!["id", "p", "page", "q", "story", "v", "lang", "article", "t", "s", "post"]),
        (one, other) in ("[a-z0-9]{1,6}", "[a-z0-9]{1,6}").prop_filter("two", |(one, other)| one != other),
        rest in select(vec!["", "&utm_source=x", "&fbclid=y&b=1"]),
    ) {
        let with = |value: &str| address(&format!("https://news.example.org/show?{name}={value}{rest}"));
        prop_assert_ne!(with(&one).key().to_owned(), with(&other).key().to_owned());
        let bare = address("https://news.example.org/show");
        prop_assert_ne!(with(&one).key().to_owned(), bare.key());
        prop_assert!(matches!(with(&one).accept("/show", &tracking()), Declared::Refused(_)));
        prop_assert!(matches!(with(&one).accept(with(&other).as_str(), &tracking()), Declared::Refused(_)));
    }

    #[test]
    fn two_paths_or_languages_are_two_pages(
        (one, other) in ("[a-zA-Z0-9/_-]{1,20}", "[a-zA-Z0-9/_-]{1,20}").prop_filter("two", |(one, other)| one != other),
        (language, second) in (select(vec!["de", "en", "fr", "pt-br"]), select(vec!["es", "it", "ja"])),
    ) {
        prop_assume!(!one.contains("amp") && !other.contains("amp"));
        let at = |path: &str| address(&format!("https://example.org/{path}"));
        let (first, other) = (at(&one), at(&other));
        prop_assert_ne!(first.key(), other.key());
        let (first, other) = (at(&format!("{language}/{one}")), at(&format!("{second}/{one}")));
        prop_assert_ne!(first.key(), other.key());
        prop_assert!(matches!(first.accept(other.as_str(), &tracking()), Declared::Refused(_)));
    }

    #[test]
    fn any_bytes_can_be_read(body in prop::collection::vec(any::<u8>(), 0..2000), kind in select(vec![None, Some("text/html"), Some("text/html; charset=shift_jis"), Some("text/plain"), Some(";;charset=x=")])) {
        let page = page_of(&body, kind, AT, AT);
        prop_assert!(page.words().len() <= MOST_TEXT + page.blocks.len());
    }

    #[test]
    fn any_markup_can_be_read(html in markup_like()) {
        let page = page_of(html.as_bytes(), Some("text/html"), AT, AT);
        for block in &page.blocks {
            prop_assert!(!block.text.is_empty() && !block.text.contains('\n') && block.text.trim() == block.text);
        }
        prop_assert_eq!(page.quality.is_usable(), page.quality.score > 50);
        // Nothing but the white space between sentences is lost.
        for block in &page.blocks {
            let said: String = split(&block.text).flat_map(str::split_whitespace).collect();
            prop_assert_eq!(said, block.text.split_whitespace().collect::<String>());
        }
        prop_assert!(sentences(&page.blocks).all(|one| one.block < page.blocks.len()));
    }

    #[test]
    fn an_excerpt_is_short_and_found_words_are_in_it(text in prose(), from in 0_usize..200, length in 1_usize..200) {
        let claim: String = text.chars().skip(from).take(length).collect();
        let cut = excerpt(&text, &claim);
        prop_assert!(cut.text.unicode_words().count() <= MOST_WORDS, "{}", cut.text);
        prop_assert_eq!(cut.is_found, Text::new(&text).holds(&claim));
        if cut.is_found && claim.unicode_words().count() < MOST_WORDS {
            prop_assert!(excerpt(&cut.text, &claim).is_found, "{:?} in {:?}", claim, cut.text);
        }
    }

    #[test]
    fn no_text_is_too_strange_for_an_excerpt(text in "\\PC*", claim in "\\PC{0,10}") {
        prop_assert!(excerpt(&text, &claim).text.unicode_words().count() <= MOST_WORDS);
    }

    #[test]
    fn a_text_never_differs_from_itself(text in prose(), claim in prose()) {
        let (one, same) = (Text::new(&text), Text::new(&text));
        prop_assert_eq!(compare(&[&one], &same, &[&claim]), None);
        prop_assert!(diff(&one, &same, Some(&claim)).runs.is_empty());
        let dressed = Text::new(&text.replace('—', "–").replace(['“', '”'], "\"").replace('\u{a0}', "  "));
        let change = compare(&[&one], &dressed, &[&claim]);
        prop_assert!(change.is_none_or(|change| change.class == Class::Cosmetic && change.gone.is_empty()));
    }

    #[test]
    fn a_change_is_told_by_what_is_gone_and_what_is_back(first in prose(), second in prose(), third in prose(), claim in prose()) {
        let [first, second, third] = [first, second, third].map(|text| Text::new(&text));
        let Some(change) = compare(&[&first, &second], &third, &[&claim]) else {
            prop_assert_eq!(second.as_str(), third.as_str());
            return Ok(());
        };
        prop_assert_eq!(!change.gone.is_empty(), second.holds(&claim) && !third.holds(&claim));
        prop_assert_eq!(!change.back.is_empty(), first.holds(&claim) && !second.holds(&claim) && third.holds(&claim));
        prop_assert_eq!(change.class == Class::Cosmetic, second.fingerprint() == third.fingerprint());
        prop_assert_eq!(change.restores.is_some(), change.class == Class::Restoration);
        let shown = diff(&second, &third, Some(&claim));
        prop_assert!(shown.runs.iter().map(|run| run.words.split(' ').count()).sum::<usize>() <= 120);
        prop_assert!(shown.runs.windows(2).all(|pair| pair[0].kind != pair[1].kind));
    }
}
