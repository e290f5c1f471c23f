//! The bot with its workers, as `run` starts it and the demo does.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::answers::Responder;
use crate::config::{Discord, Token};
use crate::discord::{Brain, Connection, RunError};
use crate::fetch::Fetch;
use crate::ops::metrics::Metrics;
use crate::service::Service;
use crate::workers::Workers;

/// Within what time everything has ended once `stop` is cancelled: a second before who sent the signal kills it.
pub const END: Duration = Duration::from_secs(9);

/// Connects the bot and works until `stop` is cancelled or the connection is lost for good. `tell` is given the invite
/// link before the bot connects.
pub async fn work(
    settings: &Discord,
    token: Token,
    service: Arc<Service>,
    metrics: Arc<Metrics>,
    fetch: Option<Arc<dyn Fetch>>,
    stop: CancellationToken,
    tell: impl FnOnce(&str),
) -> Result<(), RunError> {
    let connection = Connection::build(settings, token, stop.clone())?;
    let workers = Workers::start(&service, &connection.post(), fetch.as_ref(), &stop);
    let responder = Responder::new(Arc::clone(&service));
    let brain = Brain { responder, service, metrics };
    let running = async {
        let ended = connection.run(brain, tell).await;
        stop.cancel();
        ended
    };
    // Both have the same time for their end, beginning with the stop.
    let workers = async {
        stop.cancelled().await;
        workers.end().await;
    };
    tokio::join!(running, workers).0
}
