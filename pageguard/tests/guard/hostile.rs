//! Hosts that mean harm: each costs bounded time and bounded bytes.

use std::time::{Duration, Instant};

use pageguard::{FetchError, Fetched, Limits, Misbehaviour, Stage};

use crate::site::{Site, Visitor, fetch, guard, here, roomy};

const TINY: Duration = Duration::from_millis(200);

/// How long anything may take that is bounded by [`TINY`], on a machine that is busy with other things.
const SOON: Duration = Duration::from_secs(15);

/// What the systems of both sides may hold of what was sent and not read.
const IN_FLIGHT: usize = 32 << 20;

const BROKEN: FetchError = FetchError::Misbehaved(Misbehaviour::BrokenOff);
const GARBAGE: FetchError = FetchError::Misbehaved(Misbehaviour::NotHttp);

/// Fetches from a server within limits, and sees that it ends soon and that no more was sent than can be held.
async fn bounded(site: Site, limits: Limits) -> Result<Fetched, FetchError> {
    let begun = Instant::now();
    let fetched = fetch(&guard(&[&site], limits), &site.url("/")).await;
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    assert!(site.sent() < IN_FLIGHT, "{} bytes were sent", site.sent());
    assert_eq!(site.connections(), 1);
    fetched
}

/// A server that says something, and then the same again and again.
async fn endless(begin: &'static str, again: &'static [u8], pause: Duration) -> Site {
    Site::open(here(), move |mut visitor: Visitor| async move {
        visitor.read().await;
        visitor.send(begin.as_bytes()).await;
        visitor.send_forever(again, pause).await;
    })
    .await
}

const DRIP: Duration = Duration::from_millis(10);
const OK: &str = "HTTP/1.1 200 OK\r\n\r\n";

#[tokio::test]
async fn silence_ends() {
    let limits = Limits { first_byte: TINY, ..roomy() };
    assert_eq!(bounded(Site::silent().await, limits).await, Err(FetchError::TimedOut(Stage::FirstByte)));
}

#[tokio::test]
async fn a_handshake_that_never_comes_ends() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        visitor.send_forever(b"\x16", Duration::from_secs(1)).await;
    })
    .await;
    let limits = Limits { connect: TINY, ..roomy() };
    let begun = Instant::now();
    let fetched = fetch(&guard(&[&site], limits), &site.url("/").replace("http:", "https:")).await;
    assert_eq!(fetched, Err(FetchError::TimedOut(Stage::Connect)));
    assert!(begun.elapsed() < SOON);
}

#[tokio::test]
async fn a_name_server_that_keeps_silent_ends() {
    struct Silent;
    impl pageguard::Lookup for Silent {
        fn find<'a>(&'a self, _: &'a str) -> pageguard::Found<'a> {
            Box::pin(std::future::pending())
        }
    }
    let limits = Limits { connect: TINY, ..roomy() };
    let guard = crate::site::guard_with(&[], limits, std::sync::Arc::new(Silent));
    let begun = Instant::now();
    assert_eq!(fetch(&guard, "https://example.com/").await, Err(FetchError::TimedOut(Stage::Lookup)));
    assert!(begun.elapsed() < SOON);
}

#[tokio::test]
async fn headers_that_drip_end() {
    for begin in ["", "HTTP/1.1 200 OK\r\nX-Slow: "] {
        let limits = Limits { first_byte: TINY, ..roomy() };
        let again = if begin.is_empty() { b"\n".as_slice() } else { b"a" };
        let fetched = bounded(endless(begin, again, DRIP).await, limits).await;
        assert_eq!(fetched, Err(FetchError::TimedOut(Stage::FirstByte)), "{begin:?}");
    }
}

#[tokio::test]
async fn a_body_that_drips_ends() {
    let limits = Limits { whole: TINY, ..roomy() };
    assert_eq!(bounded(endless(OK, b"a", DRIP).await, limits).await, Err(FetchError::TimedOut(Stage::Whole)));
}

#[tokio::test]
async fn a_chunk_that_drips_ends() {
    let begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let limits = Limits { whole: TINY, ..roomy() };
    let fetched = bounded(endless(begin, b"1\r\na\r\n", DRIP).await, limits).await;
    assert_eq!(fetched, Err(FetchError::TimedOut(Stage::Whole)));
}

#[tokio::test]
async fn redirects_share_the_time_of_the_whole() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        visitor.read().await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        visitor.send(&crate::site::moved("/again")).await;
        visitor.close().await;
    })
    .await;
    let limits = Limits { whole: Duration::from_millis(400), redirects: 1000, ..roomy() };
    let fetched = fetch(&guard(&[&site], limits), &site.url("/")).await;
    assert_eq!(fetched, Err(FetchError::TimedOut(Stage::Whole)));
    assert!(site.connections() <= 3, "{} hops", site.connections());
}

#[tokio::test]
async fn a_body_without_end_is_cut() {
    static MUCH: [u8; 64 << 10] = [b'a'; 64 << 10];
    let limits = Limits { body: 100_000, ..roomy() };
    for begin in [OK, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"] {
        let fetched = bounded(endless(begin, &MUCH, Duration::ZERO).await, limits).await.unwrap();
        assert_eq!((fetched.body.len(), fetched.truncated), (100_000, true));
    }
}

#[tokio::test]
async fn a_body_of_just_the_bound_is_whole() {
    let limits = Limits { body: 1000, ..roomy() };
    let site = Site::saying(crate::site::page(&"a".repeat(1000))).await;
    let fetched = bounded(site, limits).await.unwrap();
    assert_eq!((fetched.body.len(), fetched.truncated), (1000, false));
    let fetched = bounded(Site::saying(crate::site::page(&"a".repeat(1001))).await, limits).await.unwrap();
    assert_eq!((fetched.body.len(), fetched.truncated), (1000, true));
}

#[tokio::test]
async fn a_flood_of_headers_ends() {
    static MUCH: [u8; 8192] = [b'a'; 8192];
    // Many of them, and one without end.
    let many = endless("HTTP/1.1 200 OK\r\n", b"X-More: more\r\n", Duration::ZERO).await;
    assert_eq!(bounded(many, roomy()).await, Err(FetchError::TooLarge));
    let one = endless("HTTP/1.1 200 OK\r\nX-Long: ", &MUCH, Duration::ZERO).await;
    assert_eq!(bounded(one, roomy()).await, Err(FetchError::TooLarge));
    // And as many bytes as a whole head may have, and one more.
    for (length, whole) in [(64 * 1024 - "x-long".len(), true), (64 * 1024 - "x-long".len() + 1, false)] {
        let site = Site::saying(format!("HTTP/1.1 200 OK\r\nX-Long: {}\r\n\r\nbody", "a".repeat(length))).await;
        assert_eq!(
            bounded(site, roomy()).await.map(|page| page.status),
            if whole { Ok(200) } else { Err(FetchError::TooLarge) }
        );
    }
}

#[tokio::test]
async fn a_flood_of_interim_answers_ends_with_its_time() {
    for again in ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"] {
        let limits = Limits { first_byte: TINY, ..roomy() };
        let begun = Instant::now();
        let site = endless("", again.repeat(100).leak().as_bytes(), Duration::ZERO).await;
        let fetched = fetch(&guard(&[&site], limits), &site.url("/")).await;
        assert_eq!(fetched, Err(FetchError::TimedOut(Stage::FirstByte)));
        assert!(begun.elapsed() < SOON);
    }
}

#[tokio::test]
async fn what_is_no_http_is_told() {
    for garbage in [
        "garbage\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "<html>no head</html>\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 99999 Many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords",
        "\0\0\0\0\0\0\0\0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    ] {
        let fetched = bounded(Site::saying(garbage).await, roomy()).await;
        assert_eq!(fetched, Err(GARBAGE), "{garbage:?}");
    }
}

#[tokio::test]
async fn a_page_that_breaks_off_is_none() {
    for said in [
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nwords",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nwords",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwords\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nwords\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nwords\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwordsandmore\r\n0\r\n\r\n",
    ] {
        let fetched = bounded(Site::saying(said).await, roomy()).await;
        assert_eq!(fetched, Err(BROKEN), "{said:?}");
    }
}

#[tokio::test]
async fn a_reset_in_the_middle_is_told() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        visitor.read().await;
        visitor.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nwords").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        visitor.reset();
    })
    .await;
    assert_eq!(bounded(site, roomy()).await, Err(BROKEN));
}

#[tokio::test]
async fn a_length_that_is_too_short_ends_the_page_there() {
    let site = Site::saying("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords and HTTP/1.1 200 OK\r\n\r\nmore").await;
    assert_eq!(bounded(site, roomy()).await.unwrap().body, b"words");
}

#[tokio::test]
async fn chunks_without_end_of_their_size_and_trailers_are_bounded() {
    static SPACES: [u8; 8192] = [b' '; 8192];
    let begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;";
    let fetched = bounded(endless(begin, &SPACES, Duration::ZERO).await, roomy()).await;
    assert_eq!(fetched, Err(BROKEN));
    let begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n";
    let fetched = bounded(endless(begin, b"X-More: more\r\n", Duration::ZERO).await, roomy()).await;
    assert_eq!(fetched, Err(BROKEN));
}

#[tokio::test]
async fn a_change_of_protocol_is_no_page() {
    let said = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    let fetched = bounded(Site::saying(said).await, roomy()).await;
    assert_eq!(fetched, Err(GARBAGE));
}
