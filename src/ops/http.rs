//! Health and metrics for the operator, over plain HTTP on an address of the settings.
//!
//! Nothing here asks who calls, and nothing here is about a guild or a person. It is the one place that listens.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::metrics::Metrics;
use super::vitals::{Health, PATIENCE};
use crate::store::vitals::Vitals;

/// How long a stop waits for whoever is being answered.
const END: Duration = Duration::from_secs(1);
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Asks the database how it is.
pub trait Probe: Send + Sync {
    /// Gives what the database answers, `None` where it fails.
    fn look(&self) -> Pin<Box<dyn Future<Output = Option<Vitals>> + Send + '_>>;
}

/// A place to listen at that is taken already.
#[derive(Debug)]
pub struct Listener(TcpListener);

#[derive(Clone)]
struct Shown {
    metrics: Arc<Metrics>,
    probe: Arc<dyn Probe>,
}

impl Listener {
    /// Takes the address; fails where somebody else has it or it is not this machine's.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        Ok(Self(TcpListener::bind(address).await?))
    }

    /// Gives the address that was taken.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Answers until `stop` is cancelled.
    pub async fn serve(self, metrics: Arc<Metrics>, probe: Arc<dyn Probe>, stop: CancellationToken) {
        let routes = Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics_text));
        let routes = routes.with_state(Shown { metrics, probe });
        let serving = axum::serve(self.0, routes).with_graceful_shutdown(stop.clone().cancelled_owned());
        let late = async {
            stop.cancelled().await;
            // Whoever keeps a connection open does not keep the process.
            let _ = timeout(END, std::future::pending::<()>()).await;
        };
        tokio::select! {
            ended = serving => if let Err(error) = ended {
                tracing::error!(%error, "health and metrics are not served any more");
            },
            () = late => {}
        }
    }
}

impl Shown {
    async fn vitals(&self) -> Option<Vitals> {
        timeout(PATIENCE, self.probe.look()).await.ok().flatten()
    }
}

async fn healthz(State(shown): State<Shown>) -> Response {
    let health = Health::of(shown.vitals().await.is_some(), shown.metrics.silence());
    let status = if health.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    // Three texts are always JSON.
    let body = serde_json::to_string(&health).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn metrics_text(State(shown): State<Shown>) -> Response {
    let vitals = shown.vitals().await;
    ([(header::CONTENT_TYPE, OPEN_METRICS)], shown.metrics.text(vitals.as_ref())).into_response()
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tokio::task::JoinSet;

    use super::*;

    /// A database that answers, fails or hangs.
    #[derive(Clone, Copy)]
    enum Database {
        Answers,
        Fails,
        Hangs,
    }

    impl Probe for Database {
        fn look(&self) -> Pin<Box<dyn Future<Output = Option<Vitals>> + Send + '_>> {
            Box::pin(async {
                let vitals = Vitals {
                    database: "sqlite",
                    bytes: 1,
                    guilds: 1,
                    waiting: 5,
                    entries: 1,
                    digests_paused: 0,
                    digests_waiting: 0,
                    tally: None,
                };
                match self {
                    Self::Answers => Some(vitals),
                    Self::Fails => None,
                    Self::Hangs => std::future::pending().await,
                }
            })
        }
    }

    async fn ask(database: Database, request: &str) -> String {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let (address, stop) = (listener.address().unwrap(), CancellationToken::new());
        let mut serving = JoinSet::new();
        serving.spawn(listener.serve(Arc::default(), Arc::new(database), stop.clone()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        stop.cancel();
        serving.join_next().await.unwrap().unwrap();
        answer
    }

    #[tokio::test]
    async fn health_is_well_while_the_database_answers() {
        let answer = ask(Database::Answers, "GET /healthz").await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.ends_with(r#"{"status":"ok","database":"ok","gateway":"ok"}"#), "{answer}");
    }

    #[tokio::test]
    async fn health_is_503_when_the_database_fails_or_does_not_answer_in_time() {
        for database in [Database::Fails, Database::Hangs] {
            let answer = ask(database, "GET /healthz").await;
            assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
            assert!(answer.contains(r#""database":"does not answer within 2 s""#), "{answer}");
        }
    }

    #[tokio::test]
    async fn metrics_are_text_and_nothing_else_is_served() {
        let answer = ask(Database::Answers, "GET /metrics").await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("openmetrics-text"), "{answer}");
        assert!(answer.contains("undersigned_submissions_waiting 5"), "{answer}");
        assert!(ask(Database::Answers, "GET /").await.starts_with("HTTP/1.1 404 "));
        assert!(ask(Database::Answers, "POST /metrics").await.starts_with("HTTP/1.1 405 "));
    }

    #[tokio::test]
    async fn a_stop_waits_for_no_open_connection() {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let (address, stop) = (listener.address().unwrap(), CancellationToken::new());
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\n").await.unwrap();
        stop.cancel();
        let served = listener.serve(Arc::default(), Arc::new(Database::Answers), stop);
        timeout(END * 3, served).await.unwrap();
    }
}
