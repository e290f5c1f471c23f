//! Servers on this machine that count who comes, and names that lead where a test wants.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pageguard::{Address, Answer, FetchError, Fetched, Found, Guard, Limits, Lookup, Policy, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a server has seen and sent.
#[derive(Default)]
pub(crate) struct Seen {
    connections: AtomicUsize,
    sent: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

/// A server on this machine; it ends with the test.
pub(crate) struct Site {
    pub(crate) socket: SocketAddr,
    seen: Arc<Seen>,
    serving: JoinHandle<()>,
}

/// One connection to a server.
pub(crate) struct Visitor {
    stream: TcpStream,
    seen: Arc<Seen>,
}

impl Site {
    /// Opens a server that does the same with every visitor.
    pub(crate) async fn open<F>(at: SocketAddr, serve: impl Fn(Visitor) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(at).await.expect("a free port");
        let socket = listener.local_addr().expect("a socket");
        let seen = Arc::new(Seen::default());
        let counts = seen.clone();
        let serving = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a visitor");
                counts.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(Visitor { stream, seen: counts.clone() }));
            }
        });
        Self { socket, seen, serving }
    }

    /// Opens a server that reads each request and answers it from its head; an empty answer closes the connection.
    pub(crate) async fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        Self::open(here(), move |mut visitor| {
            let answer = answer.clone();
            async move {
                let head = visitor.read().await;
                visitor.send(&answer(&head)).await;
                visitor.close().await;
            }
        })
        .await
    }

    /// Opens a server that says the same to everybody.
    pub(crate) async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::answering(move |_| answer.clone()).await
    }

    /// Opens a server that greets nobody and keeps every connection open.
    pub(crate) async fn silent() -> Self {
        Self::open(here(), |mut visitor| async move {
            visitor.read().await;
            std::future::pending::<()>().await;
        })
        .await
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn sent(&self) -> usize {
        self.seen.sent.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("nobody panicked").clone()
    }

    /// The address of a path, with the literal of this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.socket)
    }

    /// The address of a path, with a name.
    pub(crate) fn named(&self, name: &str, path: &str) -> String {
        format!("http://{name}:{}{path}", self.socket.port())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Visitor {
    /// Reads to the end of the request's head.
    pub(crate) async fn read(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match self.stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => break,
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        self.seen.requests.lock().expect("nobody panicked").push(head.clone());
        head
    }

    /// Sends, and says whether somebody still takes it.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> bool {
        let sent = self.stream.write_all(bytes).await.is_ok();
        self.seen.sent.fetch_add(if sent { bytes.len() } else { 0 }, Ordering::SeqCst);
        sent
    }

    /// Sends the same again and again for as long as somebody takes it, and no more than 512 MiB.
    pub(crate) async fn send_forever(&mut self, bytes: &[u8], pause: Duration) {
        while self.seen.sent.load(Ordering::SeqCst) < 512 << 20 && self.send(bytes).await {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
        }
    }

    /// Ends what is sent, and waits until the other side has read it.
    pub(crate) async fn close(&mut self) {
        let _ = self.stream.shutdown().await;
        let _ = tokio::time::timeout(Duration::from_secs(5), self.stream.read_u8()).await;
    }

    /// Breaks the connection off, so that the other side sees a reset.
    pub(crate) fn reset(self) {
        self.stream.set_zero_linger().expect("an open socket");
    }
}

/// A free port of the loopback address.
pub(crate) fn here() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

/// An answer with a body and its length.
pub(crate) fn page(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// A redirect.
pub(crate) fn moved(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

/// The name and port that a request is for.
pub(crate) fn host(head: &str) -> (String, String) {
    let line = head.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let (name, port) = line.rsplit_once(':').expect("a port");
    (name.to_owned(), port.to_owned())
}

/// Names that lead where a function of the name and the number of the question says; what it was asked is kept.
pub(crate) struct Names<F> {
    answer: F,
    asked: Mutex<Vec<String>>,
}

impl<F: Fn(&str, usize) -> Vec<IpAddr> + Send + Sync + 'static> Names<F> {
    pub(crate) fn new(answer: F) -> Arc<Self> {
        Arc::new(Self { answer, asked: Mutex::default() })
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

impl<F: Fn(&str, usize) -> Vec<IpAddr> + Send + Sync> Lookup for Names<F> {
    fn find<'a>(&'a self, name: &'a str) -> Found<'a> {
        let mut asked = self.asked.lock().expect("nobody panicked");
        asked.push(name.to_owned());
        let found = (self.answer)(name, asked.len());
        Box::pin(async move { Ok(found) })
    }
}

/// Limits that do not get in the way of a test on a busy machine, and no rest between fetches.
pub(crate) fn roomy() -> Limits {
    let long = Duration::from_secs(30);
    Limits { connect: long, first_byte: long, whole: long, patience: long, gap: Duration::ZERO, ..Limits::default() }
}

/// A guard that may connect to these servers beside the public internet, and whose names lead to 127.0.0.1.
pub(crate) fn guard(sites: &[&Site], limits: Limits) -> Guard {
    guard_with(sites, limits, Names::new(|_, _| vec![IpAddr::from([127, 0, 0, 1])]))
}

/// A guard that may connect to these servers beside the public internet, with names of its own.
pub(crate) fn guard_with(sites: &[&Site], limits: Limits, names: Arc<dyn Lookup>) -> Guard {
    let policy = sites.iter().fold(Policy::strict(), |policy, site| policy.allowing_for_tests(site.socket));
    Guard::with_lookup("undersigned/0.1 (+https://example.org/robot)", policy, limits, names).expect("a guard")
}

/// Fetches what is at an address, which is read first.
pub(crate) async fn fetch(guard: &Guard, url: &str) -> Result<Fetched, FetchError> {
    let address: Address = guard.read(url)?;
    match guard.fetch(&Request::new(&address)).await? {
        Answer::Fetched(page) => Ok(page),
        other => panic!("nothing was asked that could be unmodified or elsewhere: {other:?}"),
    }
}
