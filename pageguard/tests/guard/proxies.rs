//! Proxies of the environment: a child process has them set, and nobody comes to them.

use std::process::Stdio;

use pageguard::{FetchError, Policy};

use crate::site::{Site, fetch, guard_with, page, roomy};

/// Where the child finds the server it fetches from; only where this is set is it the child.
const SITE: &str = "PAGEGUARD_TEST_SITE";

const PROXIES: [&str; 8] =
    ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

#[tokio::test]
async fn proxies_of_the_environment_are_not_used() {
    let site = Site::saying(page("straight")).await;
    let proxy = Site::saying(page("by the proxy")).await;
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "proxies::child_with_proxies", "--nocapture"]).env(SITE, site.socket.to_string());
    for name in &PROXIES[..6] {
        child.env(name, format!("http://{}", proxy.socket));
    }
    child.env("no_proxy", "").env("NO_PROXY", "").env_remove("REQUEST_METHOD").stdin(Stdio::null());
    let output = child.output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    // A client that takes its proxies from there came once, so the proxy would have been found; the guard went straight.
    assert_eq!((proxy.connections(), site.connections()), (1, 1));
}

/// Runs as the child of the test above alone; by itself it has nothing to show.
#[tokio::test]
async fn child_with_proxies() {
    let Ok(site) = std::env::var(SITE) else { return };
    let through = reqwest::get(format!("http://{site}/")).await.unwrap().text().await.unwrap();
    assert_eq!(through, "by the proxy");
    let policy = Policy::strict().allowing_for_tests(site.parse().unwrap());
    let guard = pageguard::Guard::new("test", policy, roomy()).unwrap();
    assert_eq!(fetch(&guard, &format!("http://{site}/")).await.unwrap().body, b"straight");
    // Nor for https and names that the guard refuses: were a proxy asked, it would be the one to look them up.
    let inside = guard_with(&[], roomy(), crate::site::Names::new(|_, _| vec!["10.0.0.1".parse().unwrap()]));
    assert!(matches!(fetch(&inside, "https://inside.example.com/").await, Err(FetchError::Refused(_))));
}
