//! Names that change where they lead between two questions, and within one answer.

use std::net::{IpAddr, SocketAddr};

use pageguard::{Class, FetchError, Refusal, Unreachable};

use crate::site::{Names, Site, fetch, guard_with, here, moved, page, roomy};

/// A server where the guard may connect, and one at the same port of another address where it must not.
async fn two(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> (Site, Site) {
    let answer = std::sync::Arc::new(answer);
    loop {
        let outside = std::net::TcpListener::bind(here()).unwrap().local_addr().unwrap();
        let inside = SocketAddr::from(([127, 0, 0, 2], outside.port()));
        if std::net::TcpListener::bind(inside).is_err() {
            continue;
        }
        let answer = answer.clone();
        let outside = Site::open(outside, move |mut visitor| {
            let answer = answer.clone();
            async move {
                let head = visitor.read().await;
                visitor.send(&answer(&head)).await;
                visitor.close().await;
            }
        })
        .await;
        let inside = Site::open(inside, |_| async {}).await;
        return (outside, inside);
    }
}

const OUTSIDE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const INSIDE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));
const REFUSED: FetchError = FetchError::Refused(Refusal::Class(Class::Loopback));

#[tokio::test]
async fn a_name_that_turns_inside_after_the_check_is_connected_to_as_it_was_checked() {
    let (outside, inside) = two(|_| page("outside")).await;
    // The first answer passes; whoever asked a second time would be led inside.
    let names = Names::new(|_, question| vec![if question == 1 { OUTSIDE } else { INSIDE }]);
    let guard = guard_with(&[&outside], roomy(), names.clone());
    let url = outside.named("rebind.example.com", "/");
    assert_eq!(fetch(&guard, &url).await.unwrap().body, b"outside");
    assert_eq!(names.asked().len(), 1, "a hop asks once");
    // And it is asked and checked anew each time: no connection is kept.
    assert_eq!(fetch(&guard, &url).await, Err(REFUSED));
    assert_eq!((names.asked().len(), outside.connections(), inside.connections()), (2, 1, 0));
}

#[tokio::test]
async fn a_name_that_turns_inside_between_two_hops_is_refused_at_the_second() {
    let (outside, inside) = two(|_| moved("/again")).await;
    let names = Names::new(|_, question| vec![if question == 1 { OUTSIDE } else { INSIDE }]);
    let guard = guard_with(&[&outside], roomy(), names.clone());
    assert_eq!(fetch(&guard, &outside.named("rebind.example.com", "/")).await, Err(REFUSED));
    assert_eq!((names.asked().len(), outside.connections(), inside.connections()), (2, 1, 0));
}

#[tokio::test]
async fn one_inner_address_among_others_refuses_them_all() {
    let (outside, inside) = two(|_| page("outside")).await;
    for answer in [[OUTSIDE, INSIDE], [INSIDE, OUTSIDE]] {
        let guard = guard_with(&[&outside], roomy(), Names::new(move |_, _| answer.to_vec()));
        assert_eq!(fetch(&guard, &outside.named("mixed.example.com", "/")).await, Err(REFUSED));
    }
    assert_eq!((outside.connections(), inside.connections()), (0, 0));
}

#[tokio::test]
async fn no_connection_is_kept_for_the_next_hop() {
    let site = Site::open(here(), |mut visitor| async move {
        while visitor.read().await.ends_with("\r\n\r\n") {
            visitor.send(&page("words")).await;
        }
    })
    .await;
    let guard = guard_with(&[&site], roomy(), Names::new(|_, _| vec![OUTSIDE]));
    for _ in 0..2 {
        fetch(&guard, &site.named("kept.example.com", "/")).await.unwrap();
    }
    assert_eq!(site.connections(), 2);
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_not_reached() {
    let guard = guard_with(&[], roomy(), Names::new(|_, _| Vec::new()));
    let fetched = fetch(&guard, "https://nowhere.example.com/").await;
    assert_eq!(fetched, Err(FetchError::Unreachable(Unreachable::Name)));
}
