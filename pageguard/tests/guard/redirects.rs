//! Each redirect is checked as if it were asked for.

use std::time::Duration;

use pageguard::{Address, Answer, Class, FetchError, Limits, Misbehaviour, Refusal, Request, Stage, Validators};

use crate::site::{Names, Site, fetch, guard, guard_with, host, moved, page, roomy};

/// Fetches from a server that redirects to `to`, where another server listens that nobody must come to.
async fn redirected(to: impl Fn(&Site) -> String) -> (FetchError, usize) {
    let inside = Site::saying(page("inside")).await;
    let outside = Site::saying(moved(&to(&inside))).await;
    let guard = guard(&[&outside], roomy());
    let error = fetch(&guard, &outside.url("/")).await.unwrap_err();
    assert_eq!(outside.connections(), 1);
    (error, inside.connections())
}

#[tokio::test]
async fn a_redirect_to_what_is_refused_is_not_followed() {
    let cases: [(&str, Refusal); 10] = [
        ("http://127.0.0.1/", Refusal::Class(Class::Loopback)),
        ("http://2130706433/", Refusal::Class(Class::Loopback)),
        ("http://[::ffff:127.0.0.1]/", Refusal::Class(Class::Embedded)),
        ("//169.254.169.254/latest/meta-data/", Refusal::Class(Class::CloudMetadata)),
        ("http://localhost/", Refusal::LocalName),
        ("file:///etc/passwd", Refusal::Scheme),
        ("gopher://example.com/", Refusal::Scheme),
        ("http://example.com:8080/", Refusal::Port),
        ("http://user@example.com/", Refusal::UserInfo),
        ("http://example.com./", Refusal::TrailingDot),
    ];
    for (to, refusal) in cases {
        assert_eq!(redirected(|_| to.to_owned()).await, (FetchError::Refused(refusal), 0), "{to}");
    }
    // Another port of the same machine, and a name that leads to it.
    assert_eq!(redirected(|inside| inside.url("/")).await, (FetchError::Refused(Refusal::Port), 0));
    assert_eq!(
        redirected(|inside| inside.named("inside.example.com", "/")).await,
        (FetchError::Refused(Refusal::Port), 0)
    );
}

#[tokio::test]
async fn a_redirect_to_a_name_that_leads_inside_is_not_followed() {
    // Another address of the loopback network at the very same port, so that only the address can tell.
    let outside = Site::answering(|head| moved(&format!("http://inside.example.com:{}/", host(head).1))).await;
    let inside_socket = std::net::SocketAddr::from(([127, 0, 0, 2], outside.socket.port()));
    let inside = Site::open(inside_socket, |_| async {}).await;
    let names = Names::new(|_, _| vec!["127.0.0.2".parse().unwrap()]);
    let guard = guard_with(&[&outside], roomy(), names.clone());
    let error = fetch(&guard, &outside.url("/")).await.unwrap_err();
    assert_eq!(error, FetchError::Refused(Refusal::Class(Class::Loopback)));
    assert_eq!(names.asked(), ["inside.example.com"]);
    assert_eq!((outside.connections(), inside.connections()), (1, 0));
}

#[tokio::test]
async fn five_redirects_are_followed_and_told_and_a_sixth_is_not() {
    let site = Site::answering(|head| {
        let left: u32 = head.split(['/', ' ']).nth(2).and_then(|left| left.parse().ok()).unwrap_or(0);
        if left == 0 { page("arrived") } else { moved(&format!("/{}#part", left - 1)) }
    })
    .await;
    let guard = guard(&[&site], roomy());
    let fetched = fetch(&guard, &site.url("/5")).await.unwrap();
    assert_eq!((fetched.body.as_slice(), fetched.address.as_url().path()), (b"arrived".as_slice(), "/0"));
    let hops: Vec<_> = fetched.hops.iter().map(|hop| (hop.address.as_url().path().to_owned(), hop.status)).collect();
    let hops: Vec<_> = hops.iter().map(|(path, status)| (path.as_str(), *status)).collect();
    assert_eq!(hops, [("/5", 302), ("/4", 302), ("/3", 302), ("/2", 302), ("/1", 302)]);
    assert_eq!(site.connections(), 6);
    assert_eq!(fetch(&guard, &site.url("/6")).await, Err(FetchError::TooManyRedirects));
    assert_eq!(site.connections(), 12);
}

#[tokio::test]
async fn a_loop_ends() {
    let site = Site::saying(moved("/again")).await;
    assert_eq!(fetch(&guard(&[&site], roomy()), &site.url("/")).await, Err(FetchError::TooManyRedirects));
    assert_eq!(site.connections(), 6);
}

#[tokio::test]
async fn two_sites_that_redirect_to_each_other_hold_nobody_up() {
    let site = Site::answering(|head| {
        let (name, port) = host(head);
        let to = if name.starts_with("a.") { "b" } else { "a" };
        moved(&format!("http://{to}.example.com:{port}/"))
    })
    .await;
    let guard = guard(&[&site], roomy());
    let (a, b) = (site.named("a.example.com", "/"), site.named("b.example.com", "/"));
    let both = tokio::join!(fetch(&guard, &a), fetch(&guard, &b));
    assert_eq!(both, (Err(FetchError::TooManyRedirects), Err(FetchError::TooManyRedirects)));
}

#[tokio::test]
async fn a_redirect_to_nothing_readable_is_told() {
    for to in ["http://", "http://[::1", "http://256.1.1.1/", "http://\u{fffd}/", "https://"] {
        let site = Site::saying(moved(to)).await;
        let fetched = fetch(&guard(&[&site], roomy()), &site.url("/")).await;
        assert_eq!(fetched, Err(FetchError::Misbehaved(Misbehaviour::Location)), "{to}");
    }
    let site = Site::saying(b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\r\n\r\n".as_slice()).await;
    let fetched = fetch(&guard(&[&site], roomy()), &site.url("/")).await;
    assert_eq!(fetched, Err(FetchError::Misbehaved(Misbehaviour::Location)));
    // Without any there is nothing to follow, and the answer is what it is.
    let site = Site::saying("HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\nhere").await;
    let fetched = fetch(&guard(&[&site], roomy()), &site.url("/")).await.unwrap();
    assert_eq!((fetched.status, fetched.body.as_slice()), (302, b"here".as_slice()));
}

#[tokio::test]
async fn nothing_of_one_host_is_sent_to_another() {
    let end = Site::saying(page("end")).await;
    let to = end.named("other.example.com", "/");
    let site = Site::answering(move |_| {
        let head = String::from_utf8(moved(&to)).unwrap();
        head.replace("Content-Length", "Set-Cookie: id=1\r\nContent-Length").into_bytes()
    })
    .await;
    let guard = guard(&[&site, &end], roomy());
    let address: Address = guard.read(&site.named("first.example.com", "/?secret=1")).unwrap();
    let since = Validators { of: address.clone(), etag: Some("\"abc\"".to_owned()), last_modified: None };
    let request = Request::new(&address).if_changed(&since);
    for _ in 0..2 {
        assert!(matches!(guard.fetch(&request).await, Ok(Answer::Fetched(_))));
    }
    for head in site.requests() {
        assert!(head.contains("if-none-match: \"abc\"\r\n"), "{head}");
        assert!(!head.to_lowercase().contains("cookie"), "{head}");
    }
    for head in end.requests() {
        let head = head.to_lowercase();
        for word in ["cookie", "referer", "secret", "if-none-match", "authorization", "origin"] {
            assert!(!head.contains(word), "{head}");
        }
        assert!(head.contains("user-agent: undersigned/0.1 (+https://example.org/robot)\r\n"), "{head}");
    }
    assert_eq!(end.requests().len(), 2);
}

/// A server whose every page leads to the next host, `h1` to `h2` and so on.
async fn leading_on() -> Site {
    Site::answering(|head| {
        let (name, port) = host(head);
        let at: u32 = name.trim_start_matches('h').split('.').next().and_then(|at| at.parse().ok()).unwrap_or(0);
        moved(&format!("http://h{}.example.com:{port}/", at + 1))
    })
    .await
}

#[tokio::test]
async fn a_request_that_stays_on_one_host_says_where_it_would_go_and_fetches_nothing_there() {
    let site = leading_on().await;
    let guard = guard(&[&site], roomy());
    let address = guard.read(&site.named("h1.example.com", "/")).unwrap();
    let request = Request::new(&address).on_one_host();
    let Ok(Answer::Elsewhere(on)) = guard.fetch(&request).await else { panic!("it is elsewhere") };
    assert_eq!((on.to.host(), on.hops.len(), site.connections()), ("h2.example.com", 1, 1));
    // Going on takes nothing from the bounds: five redirects in all, whoever follows them.
    let mut on = on;
    for hops in 2..=5 {
        let Ok(Answer::Elsewhere(next)) = guard.fetch(&request.clone().on_from(&on)).await else { panic!("{hops}") };
        assert_eq!(next.hops.len(), hops);
        on = next;
    }
    assert_eq!(guard.fetch(&request.clone().on_from(&on)).await, Err(FetchError::TooManyRedirects));
    assert_eq!(site.connections(), 6);
}

#[tokio::test]
async fn a_request_that_stays_on_one_host_follows_what_stays_there_and_refuses_as_ever() {
    let site = Site::answering(|head| match head.split(' ').nth(1) {
        Some("/a") => moved("/b"),
        Some("/inside") => moved("http://127.0.0.2/"),
        _ => page("words"),
    })
    .await;
    let guard = guard(&[&site], roomy());
    for (path, wanted) in [("/a", true), ("/inside", false)] {
        let address = guard.read(&site.url(path)).unwrap();
        let fetched = guard.fetch(&Request::new(&address).on_one_host()).await;
        if wanted {
            assert!(matches!(fetched, Ok(Answer::Fetched(_))), "{fetched:?}");
        } else {
            assert_eq!(fetched, Err(FetchError::Refused(Refusal::Class(Class::Loopback))));
        }
    }
}

#[tokio::test]
async fn who_goes_on_has_no_more_time_than_one_who_never_stopped() {
    let site = Site::answering(|head| {
        let (name, port) = host(head);
        std::thread::sleep(Duration::from_millis(150));
        if name.starts_with("first") { moved(&format!("http://then.example.com:{port}/")) } else { page("late") }
    })
    .await;
    let guard = guard(&[&site], Limits { whole: Duration::from_millis(250), ..roomy() });
    let address = guard.read(&site.named("first.example.com", "/")).unwrap();
    let request = Request::new(&address).on_one_host();
    let Ok(Answer::Elsewhere(on)) = guard.fetch(&request).await else { panic!("it is elsewhere") };
    assert_eq!(guard.fetch(&request.on_from(&on)).await, Err(FetchError::TimedOut(Stage::Whole)));
}
