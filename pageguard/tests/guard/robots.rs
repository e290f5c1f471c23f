//! robots.txt as RFC 9309 has it.

use std::time::Duration;

use pageguard::{Address, FetchError, Policy, Robots, Stage};

use crate::site::{Site, guard, here, moved, roomy};

const AGENT: &str = "undersigned/0.1 (+https://example.org/robot)";

fn allows(robots: &Robots, path: &str) -> bool {
    robots.allows(&Address::parse(&format!("https://example.com{path}"), &Policy::strict()).unwrap())
}

/// Reads a robots.txt, and says of each path whether it may be fetched.
fn assert_rules(text: &str, may: &[&str], may_not: &[&str]) {
    let robots = Robots::parse(text.as_bytes(), AGENT);
    for path in may {
        assert!(allows(&robots, path), "{path} may be fetched by\n{text}");
    }
    for path in may_not {
        assert!(!allows(&robots, path), "{path} may not be fetched by\n{text}");
    }
}

#[test]
fn the_group_that_names_the_robot_counts_and_else_the_one_for_all() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: Undersigned\nDisallow: /private\n\nUser-agent: other\nDisallow: /o\n";
    assert_rules(text, &["/", "/public", "/o"], &["/private", "/private/a", "/privateer"]);
    assert_rules("User-agent: other\nDisallow: /\n", &["/", "/a"], &[]);
    assert_rules("User-agent: *\nDisallow: /a\n", &["/", "/b"], &["/a", "/a/b", "/a?b"]);
    // A longer or a shorter name is another's; a version behind it is not.
    assert_rules("User-agent: undersigned-news\nDisallow: /\nUser-agent: under\nDisallow: /", &["/"], &[]);
    assert_rules("User-agent: UNDERSIGNED/2.0\nDisallow: /", &[], &["/"]);
    // An empty group for the robot means everything, whatever those for all say.
    assert_rules("User-agent: *\nDisallow: /\nUser-agent: undersigned\nDisallow:\n", &["/", "/a"], &[]);
}

#[test]
fn what_is_written_of_rules_says_the_same_to_every_robot() {
    for text in [
        "",
        "User-agent: other\nDisallow: /",
        "User-agent: *\nDisallow: /a\nUser-agent: undersigned\nAllow: /p*/q$\nDisallow: /%7Euser/%2f?x=ü\nCrawl-delay: 2.5",
        "User-agent: *\nDisallow: /\nUser-agent: undersigned\nDisallow:\n",
    ] {
        let robots = Robots::parse(text.as_bytes(), AGENT);
        assert_eq!(Robots::parse(robots.to_string().as_bytes(), "another/1.0"), robots, "{text}");
    }
    assert_eq!(Robots::parse(Robots::nothing().to_string().as_bytes(), AGENT), Robots::nothing());
}

#[test]
fn groups_of_the_same_robot_are_one_and_a_group_may_have_many_names() {
    let text =
        "User-agent: undersigned\nDisallow: /a\nUser-agent: x\nDisallow: /x\nUser-agent: undersigned\nDisallow: /b";
    assert_rules(text, &["/x"], &["/a", "/b"]);
    let text = "User-agent: x\nUser-agent: undersigned\n\n# a word\nSitemap: https://example.com/map\nUser-agent: y\nDisallow: /a";
    assert_rules(text, &["/"], &["/a"]);
}

#[test]
fn the_longest_rule_wins_and_of_two_the_one_that_allows() {
    let text =
        "User-agent: *\nAllow: /p\nDisallow: /\nAllow: /folder\nDisallow: /folder\nDisallow: /page\nAllow: /*.htm";
    assert_rules(text, &["/p", "/folder", "/folder/x", "/robots.txt"], &["/", "/x", "/page"]);
    assert_rules("User-agent: *\nDisallow: /a/\nAllow: /a/b", &["/a", "/a/b", "/a/bc"], &["/a/", "/a/c"]);
}

#[test]
fn stars_and_ends_are_understood() {
    let star = |pattern: &str| format!("User-agent: *\nDisallow: {pattern}\n");
    assert_rules(&star("/fish*"), &["/Fish", "/catfish"], &["/fish", "/fish/salmon", "/fishheads"]);
    assert_rules(&star("/*.php"), &["/", "/windows.PHP"], &["/index.php", "/folder/a.php?x", "/a.php5"]);
    assert_rules(&star("/*.php$"), &["/a.php?x", "/a.php/", "/a.php5"], &["/a.php", "/folder/a.php", "/x.php.php"]);
    assert_rules(&star("/fish*.php"), &["/Fish.PHP", "/fish.asp"], &["/fish.php", "/fishheads/catfish.php?x"]);
    assert_rules(&star("/$"), &["/a"], &["/"]);
    assert_rules(&star("*"), &[], &["/", "/a"]);
    assert_rules(&star("/a**b$"), &["/ab/c"], &["/ab", "/axxb", "/abb"]);
    assert_rules(&star("/a*a$"), &["/a"], &["/aa", "/aba"]);
    assert_rules(&star("/*?id="), &["/a"], &["/a?id=1", "/b/?id=2"]);
    assert_rules(&star("private"), &["/private"], &[]);
}

#[test]
fn escapes_that_mean_the_same_are_the_same() {
    let rule = |pattern: &str| format!("User-agent: *\nDisallow: {pattern}\n");
    assert_rules(&rule("/foo/bar?baz=http%3a%2F%2ffoo.bar"), &[], &["/foo/bar?baz=http%3A%2f%2Ffoo.bar"]);
    assert_rules(&rule("/foo/bar/ツ"), &["/foo/bar/"], &["/foo/bar/%E3%83%84", "/foo/bar/ツ"]);
    assert_rules(&rule("/foo/bar/%62%61%7A"), &[], &["/foo/bar/baz"]);
    assert_rules(&rule("/a%2Fb"), &["/a/b"], &["/a%2fb"]);
    assert_rules(&rule("/file%2Aname"), &["/filexname"], &["/file*name", "/file%2aname"]);
    assert_rules(&rule("/price%24"), &["/price"], &["/price$", "/price$5"]);
    assert_rules(&rule("/100%"), &[], &["/100%"]);
}

#[test]
fn lines_that_make_no_sense_are_left_out() {
    let text =
        "\u{feff}user-AGENT : *  # all\r\n\r\nDISALLOW:/a#b\rnonsense\nAllow\n: /\nDisallow: b\nNoindex: /x\n\0\n";
    assert_rules(text, &["/", "/b", "/x"], &["/a", "/ab"]);
    assert_rules("Disallow: /\nUser-agent: *\nDisallow: /a", &["/"], &["/a"]);
    assert_rules("", &["/"], &[]);
    assert_rules("<html><body>User-agent: *</body></html>", &["/"], &[]);
    let robots = Robots::parse(b"User-agent: *\nDisallow: /a\xff\nDisallow: /b", AGENT);
    assert!(allows(&robots, "/a") && !allows(&robots, "/a%FF") && !allows(&robots, "/b"));
}

#[test]
fn what_comes_after_500_kib_is_left_out() {
    let mut text = "User-agent: *\nDisallow: /a\n".to_owned();
    text.push_str(&"#".repeat(Robots::LONGEST));
    text.push_str("\nDisallow: /b\n");
    assert_rules(&text, &["/b"], &["/a"]);
}

#[test]
fn a_delay_is_read_where_it_is_given() {
    let delay =
        |value: &str| Robots::parse(format!("User-agent: *\nCrawl-delay: {value}\n").as_bytes(), AGENT).crawl_delay();
    assert_eq!(delay("10"), Some(Duration::from_secs(10)));
    assert_eq!(delay("0.5"), Some(Duration::from_millis(500)));
    for nonsense in ["", "soon", "-1", "nan", "inf", "1e300", "99999999"] {
        assert_eq!(delay(nonsense), None, "{nonsense}");
    }
    let text = b"User-agent: *\nCrawl-delay: 9\nUser-agent: undersigned\nDisallow: /a\n";
    assert_eq!(Robots::parse(text, AGENT).crawl_delay(), None);
}

#[test]
fn hostile_rules_cost_little() {
    let line = format!("Disallow: /{}$\n", "*a".repeat(2_000));
    let text = format!("User-agent: *\n{}", line.repeat(Robots::LONGEST / line.len()));
    let robots = Robots::parse(text.as_bytes(), AGENT);
    let begun = std::time::Instant::now();
    assert!(allows(&robots, &format!("/{}b", "a".repeat(3_900))));
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_a_host_answers_says_what_may_be_fetched() {
    let rules = "HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\nUser-agent: *\nDisallow: /private/\n\n";
    let said = |status: u16| format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n").into_bytes();
    let cases = [
        (rules.as_bytes().to_vec(), true, false),
        (said(404), true, true),
        (said(403), true, true),
        (said(401), true, true),
        (said(429), false, false),
        (said(500), false, false),
        (said(503), false, false),
        (moved("/robots.txt"), true, true),
        (b"garbage\r\n\r\n".to_vec(), false, false),
    ];
    for (answer, public, private) in cases {
        let site = Site::saying(answer.clone()).await;
        let guard = guard(&[&site], roomy());
        let address = guard.read(&site.url("/public?id=1")).unwrap();
        let robots = guard.robots(&address).await;
        let told = String::from_utf8_lossy(&answer).into_owned();
        assert_eq!(robots.allows(&address), public, "{told}");
        assert_eq!(robots.allows(&guard.read(&site.url("/private/")).unwrap()), private, "{told}");
        assert!(site.requests()[0].starts_with("GET /robots.txt HTTP/1.1\r\n"), "{}", site.requests()[0]);
    }
    let gone = Site::open(here(), |_| async {}).await;
    let unreachable = guard(&[&gone], roomy());
    let address = unreachable.read(&gone.url("/")).unwrap();
    drop(gone);
    assert!(!unreachable.robots(&address).await.allows(&address));
    assert!(!allows(&Robots::of(&Err(FetchError::TimedOut(Stage::Whole)), AGENT), "/"));
    assert!(allows(&Robots::everything(), "/") && !allows(&Robots::nothing(), "/"));
}
