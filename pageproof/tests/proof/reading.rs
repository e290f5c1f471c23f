//! What is read of a page.

use std::time::Instant;

use crate::support::{AT, BLOG_POST, page, page_of};
use pageproof::read::BlockKind::{Heading, Item, Paragraph, Quote};
use pageproof::read::{BlockKind, Found, MOST_BYTES, MOST_TEXT, Origin, Trouble, When, sentences};

#[test]
fn a_page_says_who_wrote_it_and_when() {
    let page = page(BLOG_POST);
    let found = |value: &str, origin| Found { value: value.to_owned(), origin };
    assert_eq!(page.title, Some(found("A cloud for public offices", Origin::JsonLd)));
    assert_eq!(page.publisher, Some(found("Northwind", Origin::JsonLd)));
    assert_eq!(page.authors, [found("Kim Rivers", Origin::JsonLd), found("Ana Díaz", Origin::JsonLd)]);
    let published = page.published.unwrap();
    assert_eq!(published.value.when, Some(When::Instant("2018-01-24T17:00:12Z".parse().unwrap())));
    assert_eq!(page.modified.unwrap().value.when, Some(When::Day("2018-06-18".parse().unwrap())));
    assert_eq!(page.language, Some(found("en-US", Origin::Lang)));
    assert_eq!(page.canonical.as_deref(), Some("/blog/2018/01/24/a-cloud-for-public-offices/"));
    assert_eq!(page.og_url.as_deref(), Some(AT));
    assert_eq!((page.quality.troubles.as_slice(), page.is_cut), ([].as_slice(), false));
    assert!(page.quality.score >= 90, "{:?}", page.quality);
}

#[test]
fn the_readable_text_is_the_article_in_its_blocks() {
    let page = page(BLOG_POST);
    let kinds: Vec<BlockKind> = page.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [Heading, Paragraph, Paragraph, Paragraph, Paragraph, Quote, Item, Item, Paragraph],
        "{:#?}",
        page.blocks
    );
    assert_eq!(
        page.blocks[3].text,
        "The examination took eleven months. It looked at 421 rules, from the locks on our doors to how long we keep a log."
    );
    let said: Vec<&str> = sentences(&page.blocks).filter(|one| one.block == 4).map(|one| one.text).collect();
    assert_eq!(said.len(), 2);
    assert!(said[1].starts_with("We are proud to support this work"));
    for left_out in ["Products", "Related", "First!", "newsletter", "rights reserved", "not text", "color"] {
        assert!(!page.words().contains(left_out), "{left_out}");
    }
}

#[test]
fn fields_come_from_where_they_are_best_said() {
    let title = |head: &str| page(&format!("{head}<p>x")).title.map(|title| (title.value, title.origin));
    assert_eq!(title("<title>a | b</title><h1>a</h1>"), Some(("a".to_owned(), Origin::Heading)));
    assert_eq!(title("<title>a | b</title>"), Some(("a | b".to_owned(), Origin::Title)));
    assert_eq!(title("<h1>a</h1><meta name=DC.Title content=c>"), Some(("c".to_owned(), Origin::Meta)));
    assert_eq!(
        title("<meta name=dc.title content=c><meta property=og:title content='d &amp;amp; e'>"),
        Some(("d & e".to_owned(), Origin::OpenGraph))
    );
    let authors = |html: &str| page(html).authors.into_iter().map(|author| author.value).collect::<Vec<_>>();
    assert_eq!(
        authors("<meta name=citation_author content='A B'><meta name=citation_author content='C D'>"),
        ["A B", "C D"]
    );
    assert_eq!(
        authors("<meta property=article:author content='https://example.org/ab'><a rel=author>A  B</a>"),
        ["A B"]
    );
    assert_eq!(authors(r#"<script type="application/ld+json">{"@type":"Article","author":"A B"}</script>"#), ["A B"]);
    let when = |html: &str| page(html).published.map(|date| (date.value.when, date.origin));
    assert_eq!(
        when("<time datetime=2018-06-19>yesterday</time>"),
        Some((Some(When::Day("2018-06-19".parse().unwrap())), Origin::Time))
    );
    assert_eq!(
        when("<meta name=citation_publication_date content=2018/06>"),
        Some((Some(When::Month(2018, 6)), Origin::Meta))
    );
    assert_eq!(when("<span itemprop=datePublished content=soon>"), Some((None, Origin::Microdata)));
}

#[test]
fn a_date_is_as_precise_as_it_is_written() {
    let instant = |text: &str| Some(When::Instant(text.parse().unwrap()));
    let day = |text: &str| Some(When::Day(text.parse().unwrap()));
    let rows = [
        ("2018", Some(When::Year(2018))),
        ("2018-06", Some(When::Month(2018, 6))),
        ("June 2018", Some(When::Month(2018, 6))),
        ("2018-06-19", day("2018-06-19")),
        ("20180619", day("2018-06-19")),
        ("2018/06/19", day("2018-06-19")),
        ("June 19, 2018", day("2018-06-19")),
        ("19 Jun 2018", day("2018-06-19")),
        ("2018-06-19T23:30:00", day("2018-06-19")),
        ("2018-06-19T23:30:00-07:00", instant("2018-06-20T06:30:00Z")),
        ("2018-06-19T23:30:00.000+0000", instant("2018-06-19T23:30:00Z")),
        ("2018-06-19 23:30:00 UTC", instant("2018-06-19T23:30:00Z")),
        ("Tue, 19 Jun 2018 23:30:00 GMT", instant("2018-06-19T23:30:00Z")),
        ("6/7/2018", None),
        ("2018-13-01", None),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        ("tomorrow", None),
    ];
    for (text, when) in rows {
        assert_eq!(When::read(text), when, "{text}");
    }
}

/// Words enough for a page, and no more.
fn filler(words: usize) -> String {
    format!("<p>{}</p>", "The staff wrote a letter to the board and asked it for an answer. ".repeat(words / 14 + 1))
}

#[test]
fn what_stands_in_the_place_of_a_page_is_known() {
    let troubles = |html: &str| page(html).quality.troubles;
    let (short, middle, long) = (filler(14), filler(60), filler(400));
    let rows = [
        (format!("<title>Just a moment...</title><p>Checking your browser before accessing example.org.{short}"), Trouble::Captcha),
        ("<title>News</title><div class=modal><p>We value your privacy. We and our partners use cookies.<button>Accept all</button></div>".to_owned(), Trouble::ConsentWall),
        (format!("<h1>Staff sign</h1>{middle}<p>Subscribe to continue reading. Already a subscriber? Sign in."), Trouble::PaywallStub),
        (format!(r#"<script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":"False"}}</script>{middle}"#), Trouble::PaywallStub),
        (format!("<title>Page not found</title>{middle}"), Trouble::NotFound),
        (format!("<h1>404</h1>{middle}"), Trouble::NotFound),
        ("<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script src=a.js></script>".to_owned(), Trouble::NeedsScripts),
        ("<p>Soon.".to_owned(), Trouble::TooLittle),
    ];
    for (html, trouble) in rows {
        assert!(troubles(&html).contains(&trouble), "{trouble:?}: {:?}", troubles(&html));
        assert!(page(&html).evidence().is_err() && page(&html).quality.score <= 30);
    }
    // An article may speak of all of them.
    let article = format!(
        "<title>Staff: our robot is not found</title><article>{long}<p>“Are you a robot?” the captcha asks. Already a subscriber? Accept all cookies; we value your privacy. Error 404."
    );
    assert_eq!(troubles(&article), []);
    assert_eq!(troubles(&filler(30)), []);
    // And a short one of a number of signers, a letter to be read, or a form.
    let brief = filler(120);
    for said in [
        "<h1>404 employees sign a letter to their company</h1>",
        "<p>To read the full letter, click here.</p>",
        "<p>This site is protected by reCAPTCHA and its terms apply.</p>",
    ] {
        assert_eq!(troubles(&format!("{said}{brief}")), [], "{said}");
    }
}

#[test]
fn a_redirect_to_where_no_page_is_gives_none() {
    let body = filler(400);
    let troubles = |asked, reached| page_of(body.as_bytes(), Some("text/html"), asked, reached).quality.troubles;
    assert_eq!(troubles(AT, "https://www.example.org/en/"), [Trouble::FrontPage]);
    assert_eq!(troubles("https://example.org/", "https://www.example.org/"), []);
    assert_eq!(troubles(AT, "https://www.example.org/other"), []);
    assert_eq!(troubles(AT, "https://www.example.org/404/"), [Trouble::NotFound]);
    assert_eq!(troubles(AT, "https://accounts.example.org/Login?next=a"), [Trouble::LoginWall]);
    assert_eq!(troubles("https://www.example.org/help/login", "https://example.org/help/login"), []);
}

#[test]
fn every_encoding_gives_the_same_words() {
    let html = |charset: &str| {
        format!("<html><head>{charset}</head><p>Die Beschäftigten übergaben die Liste für größere Löhne.</p></html>")
    };
    let words = "Die Beschäftigten übergaben die Liste für größere Löhne.";
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let utf16 =
        |text: &str| std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let meta = "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>";
    let rows = [
        (html("").into_bytes(), Some("text/html"), "UTF-8"),
        (html("").into_bytes(), Some("text/html; charset=ISO-8859-1"), "UTF-8"),
        (latin(&html("")), Some("text/html; charset=\"ISO-8859-1\""), "windows-1252"),
        (latin(&html(meta)), Some("text/html"), "windows-1252"),
        (latin(&html("")), Some("text/html"), "windows-1252"),
        (utf16(&html("")), Some("text/html; charset=utf-8"), "UTF-16LE"),
    ];
    for (body, content_type, encoding) in rows {
        let page = page_of(&body, content_type, AT, AT);
        assert_eq!((page.words().as_str(), page.encoding), (words, encoding), "{content_type:?}");
    }
}

#[test]
fn what_is_no_page_gives_no_words() {
    for (body, content_type) in
        [("%PDF-1.7", Some("application/pdf")), ("{\"a\":1}", Some("application/json")), ("PK", None)]
    {
        let page = page_of(body.as_bytes(), content_type, AT, AT);
        assert_eq!((page.blocks.len(), page.quality.troubles.as_slice()), (0, [Trouble::OtherContent].as_slice()));
    }
    let plain = page_of(b"One\r\nline.\r\n\r\n<p>Two", Some("text/plain"), AT, AT);
    assert_eq!(plain.words(), "One line.\n<p>Two");
}

#[test]
fn pages_without_an_article_give_their_longest_part() {
    let menu = "<li><a href=x>Somewhere else that is far away</a>".repeat(30);
    let text = "<p>The board has read the letter, and it has decided that it would answer in the spring of next year, not before.".repeat(5);
    let page = page(&format!(
        "<div class=links><ul>{menu}</ul></div><div><div class=story>{text}</div></div><div>Contact us</div>"
    ));
    assert_eq!(page.blocks.len(), 5);
    let soup = crate::support::page(
        "<div>One line<br>goes on.<br><br>Another one.<br /> <br>A third.</div><table><tr><td>a<td>b</table>",
    );
    assert_eq!(soup.words(), "One line goes on.\nAnother one.\nA third.\na\nb");
}

#[test]
fn tags_that_do_not_match_lose_no_words() {
    let rows = [
        ("<p>a<b>b<p>c</b>d</p></div>e", "ab\ncd\ne"),
        ("<a href=x>a<a href=y>b</a><p>c", "ab\nc"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\nb\nc"),
        ("a<!-- <p>b -->c&amp;&nbsp;d<script>e</script>f", "ac& d f"),
        ("<div><span>a</div>b</span>c", "a\nbc"),
        ("<td>a</td><p>b", "a\nb"),
        ("<svg><text>x</text></svg>a<p hidden>y</p><p style='display: none'>z</p>", "a"),
        ("a\u{202e}b\u{200b}c", "abc"),
    ];
    for (html, words) in rows {
        assert_eq!(page(html).words(), words, "{html}");
    }
}

#[test]
fn what_is_too_deep_loses_its_tags_and_no_others() {
    let (open, close) = (|times| "<div>".repeat(times), |times| "</div>".repeat(times));
    let html = [&open(150), "<nav>", &open(100), "menu", &close(100), "menu</nav>", &close(150), "<p>shown"].concat();
    assert_eq!(page(&html).words(), "shown");
}

#[test]
fn hostile_pages_are_read_in_bounded_time() {
    let size = MOST_BYTES / 5;
    let full = |piece: &str| piece.repeat(size / piece.len());
    let pages = [
        "<div>".repeat(20_000) + "deep" + &"</div>".repeat(20_000),
        "<div>".repeat(MOST_BYTES / 5),
        full("<p>x"),
        full("<b id=x><p>"),
        full("<a><h1><time>"),
        full("<div class=ad>"),
        full("<span itemprop=author>x"),
        full("<table><tr><td>"),
        full("<![CDATA["),
        full("<a a"),
        full("&amp"),
        full("."),
        full("\u{feff} . "),
        full("<br>x"),
        format!("<script type=application/ld+json>{}", full("[")),
        full("<script type=application/ld+json>[{\"@type\":\"Article\"},</script>"),
        format!("<p {}>x", full("a=1 ")),
    ];
    for html in pages {
        let begun = Instant::now();
        let page = page(&html);
        assert!(page.words().len() <= MOST_TEXT + page.blocks.len());
        assert!(sentences(&page.blocks).count() <= MOST_TEXT);
        // Some twenty times what it takes where it is linear, and a hundredth of what it would take were it not.
        assert!(
            begun.elapsed().as_secs() < 20,
            "{} after {:?}",
            &html[..html.floor_char_boundary(40)],
            begun.elapsed()
        );
    }
    assert_eq!(page(&("<div>".repeat(20_000) + "deep")).words(), "deep");
}
