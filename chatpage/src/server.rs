//! Where the page is served.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router, middleware,
    routing::{get, post},
};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{Scene, Someone, acts, feed, files, guard};

/// How long [`Page::close`] waits for answers that are being written.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// Which port to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// This one and no other; 0 is any that is free.
    Exactly(u16),
    /// This one, else any that is free.
    Rather(u16),
}

/// A page that is being served. It ends when it is dropped; [`Page::close`] also waits for its answers.
pub struct Page {
    addr: SocketAddr,
    stop: CancellationToken,
    serving: JoinSet<()>,
}

/// What every handler shares.
pub(crate) struct Shared {
    pub(crate) scene: Scene,
    pub(crate) stop: CancellationToken,
    /// The port, as the browser must name it.
    pub(crate) port: u16,
}

impl Shared {
    /// Finds somebody by what windows call them.
    pub(crate) fn someone(&self, key: &str) -> Option<&Someone> {
        self.scene.people.iter().find(|one| one.key == key)
    }
}

impl Page {
    /// Begins to serve a scene on 127.0.0.1. Fails when the port cannot be had.
    pub async fn open(port: Port, scene: Scene) -> io::Result<Self> {
        let listener = listen(port).await?;
        let addr = listener.local_addr()?;
        let stop = CancellationToken::new();
        let shared = Arc::new(Shared { scene, stop: stop.clone(), port: addr.port() });
        let stopped = stop.clone().cancelled_owned();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let served = axum::serve(listener, routes(shared)).with_graceful_shutdown(stopped);
            // It ends with the token alone: a connection that fails ends by itself.
            let _ = served.await;
        });
        Ok(Self { addr, stop, serving })
    }

    /// Returns the address to open in a browser.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.addr)
    }

    /// Stops serving, and waits a moment for answers that are being written.
    pub async fn close(mut self) {
        self.stop.cancel();
        let ended = async { while self.serving.join_next().await.is_some() {} };
        // A browser may keep a connection open for as long as it likes; it is cut when the task is dropped.
        let _ = tokio::time::timeout(CLOSE_WITHIN, ended).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn listen(port: Port) -> io::Result<TcpListener> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Port::Exactly(port) => bind(port).await,
        Port::Rather(port) => match bind(port).await {
            Ok(listener) => Ok(listener),
            Err(_) => bind(0).await,
        },
    }
}

fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(files::index))
        .route("/page/{name}", get(files::part))
        .route("/files/{message}/{file}", get(files::attached))
        .route("/events", get(feed::events))
        .route("/slash", post(acts::slash))
        .route("/complete", post(acts::complete))
        .route("/press", post(acts::press))
        .route("/select", post(acts::select))
        .route("/submit", post(acts::submit))
        .route("/menu", post(acts::menu))
        .route("/say", post(acts::say))
        .route("/dismiss", post(acts::dismiss))
        .route("/clock", get(acts::clock).post(acts::next_digest))
        .layer(middleware::from_fn_with_state(shared.clone(), guard::guard))
        .with_state(shared)
}
