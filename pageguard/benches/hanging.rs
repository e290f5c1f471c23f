//! How long 500 pages take while 500 other hosts hang: `cargo bench -p pageguard`.
//!
//! All times of the design are divided by twenty, so that the ratios are those of a real day: a host that hangs costs
//! 0.5 s instead of 10, patience is 0.1 s instead of 2, a page takes 15 ms for 300. Everything is on this machine; what is measured is who waits for whom.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and stops where it fails")]

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pageguard::{Found, Guard, Limits, Lookup, Policy, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const EACH: usize = 500;

const PAGE: Duration = Duration::from_millis(15);

const PATIENCE: Duration = Duration::from_millis(100);

/// Longer than any fetch takes: the slow lane stays empty, as if there were one queue for all.
const ENDLESS: Duration = Duration::from_mins(1);

struct Here;

impl Lookup for Here {
    fn find<'a>(&'a self, _: &'a str) -> Found<'a> {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let socket = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream));
        }
    });
    let mut out = std::io::stdout();
    let alone = Round::run(&guard(socket, PATIENCE), socket, 0).await;
    writeln!(out, "{EACH} hosts alone:                          {alone}").unwrap();
    let one_queue = Round::run(&guard(socket, ENDLESS), socket, EACH).await;
    writeln!(out, "with {EACH} that hang, in one queue:         {one_queue}   ratio {:.1}", one_queue.over(&alone))
        .unwrap();
    let lanes = guard(socket, PATIENCE);
    let first = Round::run(&lanes, socket, EACH).await;
    writeln!(out, "with {EACH} that hang, nothing known of any: {first}   ratio {:.1}", first.over(&alone)).unwrap();
    let second = Round::run(&lanes, socket, EACH).await;
    writeln!(out, "the next round, when they are known:       {second}   ratio {:.1}", second.over(&alone)).unwrap();
}

fn guard(socket: SocketAddr, patience: Duration) -> Arc<Guard> {
    let limits = Limits {
        first_byte: Duration::from_millis(500),
        whole: Duration::from_secs(1),
        gap: Duration::ZERO,
        patience,
        ..Limits::default()
    };
    let policy = Policy::strict().allowing_for_tests(socket);
    Arc::new(Guard::with_lookup("bench/1.0", policy, limits, Arc::new(Here)).unwrap())
}

async fn serve(mut stream: TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    if String::from_utf8_lossy(&head).contains("host: hang") {
        // Until the other side has had enough.
        let _ = stream.read_u8().await;
        return;
    }
    tokio::time::sleep(PAGE).await;
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords").await;
}

/// How long the hosts that answer took, from the moment they were all asked for.
struct Round {
    half: Duration,
    last: Duration,
}

impl Round {
    /// Asks all hosts at once, those that hang between those that answer; ends when all that answer have.
    async fn run(guard: &Arc<Guard>, socket: SocketAddr, hanging: usize) -> Self {
        let begun = Instant::now();
        let (mut fine, mut hung) = (JoinSet::new(), JoinSet::new());
        for n in 0..EACH {
            if n < hanging {
                hung.spawn(fetch(guard.clone(), format!("http://hang{n}.example.com:{}/", socket.port())));
            }
            fine.spawn(fetch(guard.clone(), format!("http://fine{n}.example.com:{}/", socket.port())));
        }
        let mut times = Vec::new();
        while let Some(answered) = fine.join_next().await {
            assert!(answered.unwrap());
            times.push(begun.elapsed());
        }
        // Until all that hang have been tried once, so that the next round knows them.
        while let Some(answered) = hung.join_next().await {
            assert!(!answered.unwrap());
        }
        Self { half: times[EACH / 2], last: times[EACH - 1] }
    }

    fn over(&self, other: &Self) -> f64 {
        self.last.as_secs_f64() / other.last.as_secs_f64()
    }
}

impl std::fmt::Display for Round {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "half after {:>6.2} s, the last after {:>6.2} s", self.half.as_secs_f64(), self.last.as_secs_f64())
    }
}

async fn fetch(guard: Arc<Guard>, url: String) -> bool {
    let address = guard.read(&url).unwrap();
    guard.fetch(&Request::new(&address)).await.is_ok()
}
