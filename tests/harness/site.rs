//! A site on this machine: pages that a test writes and rewrites, and a reader of pages that reaches it and nothing else.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pageguard::{Found, Guard, Limits, Lookup, Policy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use undersigned::clock::Clock;
use undersigned::fetch::PageReader;

/// What a path answers.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Answer {
    pub fn page(body: impl Into<String>) -> Self {
        Self { status: 200, headers: vec![("Content-Type", "text/html; charset=utf-8".to_owned())], body: body.into() }
    }

    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

#[derive(Default)]
struct Pages {
    answers: HashMap<String, Answer>,
    asked: Vec<String>,
    heads: Vec<String>,
}

/// A server on this machine; it ends with the test.
pub struct Site {
    pub socket: SocketAddr,
    pages: Arc<Mutex<Pages>>,
    serving: JoinHandle<()>,
}

impl Site {
    /// Opens a site without a page: everything is 404, robots.txt included.
    pub async fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let socket = listener.local_addr().unwrap();
        let pages = Arc::new(Mutex::new(Pages::default()));
        let shown = pages.clone();
        let serving = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let shown = shown.clone();
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => return,
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    let answer = {
                        let mut pages = shown.lock().unwrap();
                        let of_name = pages.answers.get(&format!("{}{path}", name(&head)));
                        let answer = of_name.or_else(|| pages.answers.get(&path)).cloned();
                        let answer = answer.unwrap_or_else(|| Answer::status(404));
                        pages.asked.push(path);
                        pages.heads.push(head.clone());
                        answer
                    };
                    let known = answer.headers.iter().find(|(name, _)| *name == "ETag").map(|(_, tag)| tag.clone());
                    let same = known.is_some_and(|tag| {
                        head.to_lowercase().contains(&format!("if-none-match: {}", tag.to_lowercase()))
                    });
                    let (status, body) = if same { (304, "") } else { (answer.status, answer.body.as_str()) };
                    let mut text =
                        format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
                    for (name, value) in &answer.headers {
                        text = format!("{text}{name}: {value}\r\n");
                    }
                    text.push_str("\r\n");
                    text.push_str(body);
                    let _ = stream.write_all(text.as_bytes()).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { socket, pages, serving }
    }

    /// Lets a path answer so from now on, under whatever name; with a name before it, `example.org/path`, under that alone.
    pub fn put(&self, path: &str, answer: Answer) {
        self.pages.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// Gives the paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.pages.lock().unwrap().asked.clone()
    }

    /// Gives the head of the last request.
    pub fn last_head(&self) -> String {
        self.pages.lock().unwrap().heads.last().cloned().unwrap_or_default()
    }

    /// Gives the heads of all requests, in order.
    pub fn heads(&self) -> Vec<String> {
        self.pages.lock().unwrap().heads.clone()
    }

    /// Counts how often a path was asked for.
    pub fn visits(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| *asked == path).count()
    }

    /// Gives what was asked for, in order, each with the name it was asked under.
    pub fn asked_of(&self) -> Vec<String> {
        let pages = self.pages.lock().unwrap();
        pages.heads.iter().zip(&pages.asked).map(|(head, path)| format!("{}{path}", name(head))).collect()
    }

    /// The address of a path under a name of the test's.
    pub fn url(&self, name: &str, path: &str) -> String {
        format!("http://{name}:{}{path}", self.socket.port())
    }

    /// Makes a reader for which every name leads here, and that connects nowhere else.
    pub fn reader(&self, clock: Arc<dyn Clock>) -> PageReader {
        Self::reader_of(clock, self.socket)
    }

    /// Makes a reader for which every name leads to this machine, and that connects to this socket alone.
    pub fn reader_of(clock: Arc<dyn Clock>, socket: SocketAddr) -> PageReader {
        const AGENT: &str = "undersigned/0.0 (+https://example.org/bot)";
        let limits = Limits { gap: Duration::ZERO, ..Limits::default() };
        let policy = Policy::strict().allowing_for_tests(socket);
        let guard = Guard::with_lookup(AGENT, policy, limits, Arc::new(Here)).unwrap();
        PageReader::over(guard, AGENT, clock)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The name that a request is for.
fn name(head: &str) -> &str {
    let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

struct Here;

impl Lookup for Here {
    fn find<'a>(&'a self, _: &'a str) -> Found<'a> {
        Box::pin(async { Ok(vec![IpAddr::from(Ipv4Addr::LOCALHOST)]) })
    }
}
