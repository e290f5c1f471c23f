//! One at a time from each host, so many in all, and no host that hangs before the others.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pageguard::{FetchError, Guard, Limits, Request, Stage};
use tokio::task::JoinSet;

use crate::site::{Site, Visitor, fetch, guard, here, host, moved, page, roomy};

/// A server that counts how many it serves at once.
async fn counting(most: Arc<AtomicUsize>) -> Site {
    let now = Arc::new(AtomicUsize::new(0));
    Site::open(here(), move |mut visitor: Visitor| {
        let (now, most) = (now.clone(), most.clone());
        async move {
            visitor.read().await;
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(30)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            visitor.send(&page("words")).await;
            visitor.close().await;
        }
    })
    .await
}

async fn fetch_all(guard: &Arc<Guard>, urls: impl IntoIterator<Item = String>) -> Vec<Result<(), FetchError>> {
    let mut tasks = JoinSet::new();
    for url in urls {
        let guard = guard.clone();
        tasks.spawn(async move { fetch(&guard, &url).await.map(drop) });
    }
    tasks.join_all().await
}

#[tokio::test]
async fn a_host_is_fetched_from_once_at_a_time_and_has_its_rest() {
    let most = Arc::new(AtomicUsize::new(0));
    let site = counting(most.clone()).await;
    let gap = Duration::from_millis(100);
    let guard = Arc::new(guard(&[&site], Limits { gap, ..roomy() }));
    let begun = Instant::now();
    let fetched = fetch_all(&guard, (0..5).map(|n| site.named("one.example.com", &format!("/{n}")))).await;
    assert!(fetched.iter().all(Result::is_ok), "{fetched:?}");
    assert_eq!(most.load(Ordering::SeqCst), 1);
    assert!(begun.elapsed() >= gap * 4, "{:?}", begun.elapsed());
    // A longer rest is given where it is asked for.
    let address = guard.read(&site.named("one.example.com", "/")).unwrap();
    let begun = Instant::now();
    guard.fetch(&Request::new(&address).after_rest(Duration::from_millis(400))).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_redirect_within_a_host_is_not_held_up_by_its_rest() {
    let site = Site::answering(|head| if head.starts_with("GET /a ") { moved("/b") } else { page("words") }).await;
    let guard = guard(&[&site], Limits { gap: Duration::from_mins(10), ..roomy() });
    let fetched = tokio::time::timeout(Duration::from_secs(30), fetch(&guard, &site.url("/a"))).await;
    assert_eq!(fetched.unwrap().unwrap().body, b"words");
}

#[tokio::test]
async fn no_more_than_so_many_are_fetched_at_once() {
    let most = Arc::new(AtomicUsize::new(0));
    let site = counting(most.clone()).await;
    let guard = Arc::new(guard(&[&site], Limits { at_once: 8, ..roomy() }));
    let fetched = fetch_all(&guard, (0..60).map(|n| site.named(&format!("h{n}.example.com"), "/"))).await;
    assert!(fetched.iter().all(Result::is_ok), "{fetched:?}");
    assert!((2..=8).contains(&most.load(Ordering::SeqCst)), "{most:?}");
}

/// Tells how many hosts that hang were done with when all others had answered.
async fn hung_before_the_others(guard: &Arc<Guard>, site: &Site, others: &[&str]) -> usize {
    let mut hung = JoinSet::new();
    for n in 0..10 {
        let (guard, url) = (guard.clone(), site.named(&format!("hang{n}.example.com"), "/"));
        hung.spawn(async move { fetch(&guard, &url).await.map(drop) });
    }
    tokio::task::yield_now().await;
    let urls = others.iter().flat_map(|other| (0..4).map(move |n| site.named(&format!("{other}{n}.example.com"), "/")));
    let fetched = fetch_all(guard, urls).await;
    assert!(fetched.iter().all(Result::is_ok), "{fetched:?}");
    let mut before = 0;
    while hung.try_join_next().is_some() {
        before += 1;
    }
    for ended in hung.join_all().await {
        assert_eq!(ended, Err(FetchError::TimedOut(Stage::FirstByte)));
    }
    before
}

#[tokio::test]
async fn hosts_that_hang_do_not_hold_up_the_others() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        let name = host(&visitor.read().await).0;
        if name.starts_with("hang") {
            std::future::pending::<()>().await;
        }
        if name.starts_with("slow") {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        visitor.send(&page("words")).await;
        visitor.close().await;
    })
    .await;
    // Three connections at once, so one in each lane; in one queue the ten would hold all others up for two seconds.
    let (first_byte, patience) = (Duration::from_millis(600), Duration::from_millis(100));
    let guard = Arc::new(guard(&[&site], Limits { at_once: 3, first_byte, patience, ..roomy() }));
    let urls = (0..4).map(|n| site.named(&format!("slow{n}.example.com"), "/"));
    assert!(fetch_all(&guard, urls).await.iter().all(Result::is_ok));
    let before = hung_before_the_others(&guard, &site, &["fine"]).await;
    assert!(before <= 5, "{before} were waited for, and nothing was known of them");
    // The second time they are known, and those that are slow do not wait for them either.
    let before = hung_before_the_others(&guard, &site, &["fine", "slow"]).await;
    assert!(before <= 5, "{before} were waited for");
}

#[tokio::test]
async fn a_host_that_is_slow_gets_all_its_time() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        visitor.read().await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        visitor.send(&page("words")).await;
        visitor.close().await;
    })
    .await;
    let guard = Arc::new(guard(&[&site], Limits { at_once: 4, patience: Duration::from_millis(50), ..roomy() }));
    for _ in 0..2 {
        let fetched = fetch_all(&guard, (0..12).map(|n| site.named(&format!("slow{n}.example.com"), "/"))).await;
        assert!(fetched.iter().all(Result::is_ok), "{fetched:?}");
    }
}

#[tokio::test]
async fn what_can_come_later_is_put_off_where_many_wait_for_slow_hosts() {
    let site = Site::open(here(), |mut visitor: Visitor| async move {
        if host(&visitor.read().await).0.starts_with("hang") {
            std::future::pending::<()>().await;
        }
        visitor.send(&page("words")).await;
        visitor.close().await;
    })
    .await;
    // One connection in each lane, so that two wait for each of the slow ones.
    let (first_byte, patience) = (Duration::from_millis(500), Duration::from_millis(30));
    let guard = Arc::new(guard(&[&site], Limits { at_once: 3, first_byte, patience, ..roomy() }));
    let round = async || {
        let mut tasks = JoinSet::new();
        for n in 0..12 {
            let (guard, url) = (guard.clone(), site.named(&format!("hang{n}.example.com"), "/"));
            tasks.spawn(async move {
                let address = guard.read(&url).unwrap();
                guard.fetch(&Request::new(&address).or_later()).await.map(drop).unwrap_err()
            });
        }
        let ended = tasks.join_all().await;
        let busy = ended.iter().filter(|error| **error == FetchError::Busy).count();
        let late = ended.iter().filter(|error| **error == FetchError::TimedOut(Stage::FirstByte)).count();
        assert_eq!(busy + late, 12, "{ended:?}");
        busy
    };
    let begun = Instant::now();
    assert!((8..=9).contains(&round().await), "one is on, two wait");
    assert!(begun.elapsed() < first_byte * 4, "nobody waits behind more than two: {:?}", begun.elapsed());
    // They are known now, and those that were put off wait behind two others as well.
    assert!((6..=9).contains(&round().await));
    // Who waits however many there are is waited for.
    let (guard, url) = (guard.clone(), site.named("hang0.example.com", "/"));
    assert_eq!(fetch(&guard, &url).await, Err(FetchError::TimedOut(Stage::FirstByte)));
}
