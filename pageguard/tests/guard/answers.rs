//! What comes back of a host that behaves.

use std::time::Duration;

use pageguard::{Address, Answer, FetchError, Guard, Limits, Misbehaviour, Request, Unreachable, Validators};

use crate::site::{Site, fetch, guard, here, moved, page, roomy};

#[tokio::test]
async fn a_page_comes_with_what_its_headers_say() {
    let site = Site::saying(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: W/\"7\"\r\n\
         Last-Modified: Tue, 19 Jun 2018 20:00:00 GMT\r\nCache-Control: no-cache\r\nCache-Control: max-age=60\r\n\
         Retry-After: 120\r\nMemento-Datetime: Tue, 19 Jun 2018 20:08:11 GMT\r\nLink: <http://a.example.com/>; rel=\"original\"\r\n\
         Link: <http://b.example.com/>; rel=\"timemap\"\r\nX-Other: 1\r\nContent-Length: 5\r\n\r\nwords",
    )
    .await;
    let fetched = fetch(&guard(&[&site], roomy()), &site.url("/post?id=1#part")).await.unwrap();
    assert_eq!((fetched.status, fetched.body.as_slice(), fetched.truncated), (200, b"words".as_slice(), false));
    assert_eq!(fetched.address.as_url().as_str(), site.url("/post?id=1"));
    assert!(fetched.hops.is_empty());
    let validators = fetched.validators().unwrap();
    let headers = fetched.headers;
    assert_eq!(headers.content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(headers.cache_control.as_deref(), Some("no-cache, max-age=60"));
    assert_eq!(headers.retry_after.as_deref(), Some("120"));
    assert_eq!(headers.memento_datetime.as_deref(), Some("Tue, 19 Jun 2018 20:08:11 GMT"));
    assert_eq!(
        headers.links,
        ["<http://a.example.com/>; rel=\"original\"", "<http://b.example.com/>; rel=\"timemap\""]
    );
    assert_eq!(validators.of, fetched.address);
    assert_eq!((headers.etag, headers.last_modified), (validators.etag, validators.last_modified));
    let head = &site.requests()[0];
    assert!(head.starts_with("GET /post?id=1 HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("accept-encoding: gzip, deflate, br\r\n"), "{head}");
}

#[tokio::test]
async fn an_answer_that_is_no_page_is_an_answer() {
    for status in [204, 400, 403, 404, 410, 429, 451, 500, 503] {
        let site = Site::saying(format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(fetch(&guard(&[&site], roomy()), &site.url("/")).await.unwrap().status, status);
    }
}

#[tokio::test]
async fn a_page_that_is_as_it_was_is_not_sent_again() {
    let site = Site::answering(|head| {
        if head.contains("GET /moved ") {
            return moved("/");
        }
        let asks = head.contains("if-none-match: \"7\"\r\n") && head.contains("if-modified-since: yesterday\r\n");
        if asks { b"HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\n\r\n".to_vec() } else { page("new") }
    })
    .await;
    let guard = guard(&[&site], roomy());
    let address: Address = guard.read(&site.url("/")).unwrap();
    let (etag, last_modified) = (Some("\"7\"".to_owned()), Some("yesterday".to_owned()));
    let since = Validators { of: address.clone(), etag, last_modified };
    let answer = guard.fetch(&Request::new(&address).if_changed(&since)).await.unwrap();
    assert_eq!(answer, Answer::NotModified { address: address.clone(), hops: Vec::new() });
    // They are of the address that sent them, also where another leads there.
    let from = guard.read(&site.url("/moved")).unwrap();
    let Answer::NotModified { address: at, hops } = guard.fetch(&Request::new(&from).if_changed(&since)).await.unwrap()
    else {
        panic!("it changed")
    };
    assert_eq!((at, hops.len()), (address.clone(), 1));
    assert!(!site.requests()[1].contains("if-none-match"), "{}", site.requests()[1]);
    let older = Validators { etag: Some("\"6\"".to_owned()), ..since };
    assert!(matches!(guard.fetch(&Request::new(&address).if_changed(&older)).await, Ok(Answer::Fetched(_))));
}

#[tokio::test]
async fn nothing_new_without_being_asked_is_told() {
    let site = Site::saying("HTTP/1.1 304 Not Modified\r\n\r\n").await;
    let fetched = fetch(&guard(&[&site], roomy()), &site.url("/")).await;
    assert_eq!(fetched, Err(FetchError::Misbehaved(Misbehaviour::NotModified)));
}

#[tokio::test]
async fn bytes_stay_as_they_are_whatever_charset_they_claim() {
    let body = b"\xff\xfe\x00\xd8 \xe9t\xe9 \x00";
    let mut said = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-32\r\nContent-Length: 12\r\n\r\n".to_vec();
    said.extend(body);
    said.extend(b"!!");
    let site = Site::saying(said).await;
    let fetched = fetch(&guard(&[&site], roomy()), &site.url("/")).await.unwrap();
    assert_eq!(&fetched.body[..body.len()], body);
}

#[tokio::test]
async fn a_host_that_takes_no_connection_is_not_reached() {
    let site = Site::open(here(), |_| async {}).await;
    let (guard, url) = (guard(&[&site], roomy()), site.url("/"));
    drop(site);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(fetch(&guard, &url).await, Err(FetchError::Unreachable(Unreachable::Connection)));
}

#[tokio::test]
async fn a_host_without_a_certificate_is_not_reached() {
    let site = Site::open(here(), |mut visitor| async move {
        visitor.send(b"I speak no TLS, and this is long enough for the header of a record").await;
        visitor.close().await;
    })
    .await;
    let url = site.url("/").replace("http:", "https:");
    let fetched = fetch(&guard(&[&site], roomy()), &url).await;
    assert_eq!(fetched, Err(FetchError::Unreachable(Unreachable::Tls)));
    assert_eq!(site.connections(), 1);
}

#[test]
fn the_limits_are_those_of_the_design() {
    let limits = Limits::default();
    let seconds = |seconds| Duration::from_secs(seconds);
    assert_eq!((limits.connect, limits.first_byte, limits.whole), (seconds(5), seconds(10), seconds(20)));
    assert_eq!((limits.body, limits.headers, limits.redirects, limits.at_once), (5 << 20, 64 << 10, 5, 16));
}

#[test]
fn a_user_agent_that_is_no_header_is_told() {
    let made = Guard::new("two\r\nlines", pageguard::Policy::strict(), Limits::default());
    assert_eq!(made.err().unwrap().to_string(), "failed to set up the client that fetches pages");
}

#[test]
fn no_error_shows_an_address() {
    use pageguard::{Class, Refusal, Stage};
    let errors = [
        FetchError::Refused(Refusal::Class(Class::Loopback)),
        FetchError::Refused(Refusal::OwnName),
        FetchError::Unreachable(Unreachable::Tls),
        FetchError::TimedOut(Stage::FirstByte),
        FetchError::TooLarge,
        FetchError::TooManyRedirects,
        FetchError::Misbehaved(Misbehaviour::BrokenOff),
    ];
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "the host leads to a loopback address",
            "the host is this machine's own name",
            "the host was not reached: it has no valid certificate",
            "it took too long until the answer began",
            "the headers are too long",
            "it redirects too often",
            "the host broke off in the middle",
        ]
    );
}
