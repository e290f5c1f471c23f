//! Serves REST over TLS.
//!
//! Handshakes run beside each other, so that a client that is slow to greet holds nobody else up.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, serve::Listener};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_rustls::TlsAcceptor;

use super::line::{Line, Scissors};
use crate::state::Shared;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// How long an accept loop rests after the system refused it a socket.
const REST: Duration = Duration::from_millis(50);

type Greeted = (Line, SocketAddr);

/// Serves until the stand-in stops; then finishes what is running.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener, tls: TlsAcceptor, routes: Router) {
    let Ok(local) = listener.local_addr() else {
        return;
    };
    let (greeted, incoming) = mpsc::channel(16);
    let stop = shared.stop.clone();
    shared.tasks.spawn(accept(shared.clone(), listener, tls, greeted));
    let listener = Handshaken { incoming, local };
    let routes = routes.into_make_service_with_connect_info::<Scissors>();
    let served = axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(%error, "the REST server ended");
    }
}

async fn accept(shared: Arc<Shared>, listener: TcpListener, tls: TlsAcceptor, greeted: mpsc::Sender<Greeted>) {
    loop {
        let stream = tokio::select! {
            () = shared.stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, from)) = stream else {
            tokio::time::sleep(REST).await;
            continue;
        };
        let (tls, greeted) = (tls.clone(), greeted.clone());
        shared.tasks.spawn(async move {
            // Small answers must not wait for a full packet.
            let _ = stream.set_nodelay(true);
            match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                Ok(Ok(stream)) => drop(greeted.send((Line::new(stream), from)).await),
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        });
    }
}

/// Connections that have greeted.
pub(super) struct Handshaken {
    incoming: mpsc::Receiver<Greeted>,
    local: SocketAddr,
}

impl Listener for Handshaken {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.incoming.recv().await {
            Some(greeted) => greeted,
            // The accept loop ended: the stop is on its way.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.local)
    }
}
