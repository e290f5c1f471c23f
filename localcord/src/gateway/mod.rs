//! The gateway, version 10: how the bot hears of things.
//!
//! `hub` holds the sessions and their events, `connection` speaks with one socket, `identify` reads what a bot says of itself,
//! `control` is what tests do to connections.

mod connection;
mod control;
mod hub;
mod identify;

use std::sync::Arc;

use tokio::net::TcpListener;

use crate::state::Shared;

pub use self::control::Gateway;
pub(crate) use self::hub::Hub;

/// Serves the gateway until the stand-in stops.
pub(crate) async fn listen(shared: Arc<Shared>, listener: TcpListener) {
    let stop = shared.stop.clone();
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        // Events are small and must not wait for a full packet.
        let _ = stream.set_nodelay(true);
    });
    if let Err(error) =
        axum::serve(listener, connection::routes(shared)).with_graceful_shutdown(stop.cancelled_owned()).await
    {
        tracing::error!(%error, "the gateway ended");
    }
}
