//! The bot with its workers, as `run` starts it and the demo does.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::answers::Responder;
use crate::config::{Discord, Token};
use crate::discord::{Brain, Connection, RunError};
use crate::ops::clock::SystemEntropy;
use crate::service::Service;
use crate::workers::Workers;

/// Connects the bot and works until `stop` is cancelled or the connection is lost for good. `tell` is given the invite
/// link before the bot connects.
pub async fn work(
    settings: &Discord,
    token: Token,
    service: Arc<Service>,
    stop: CancellationToken,
    tell: impl FnOnce(&str),
) -> Result<(), RunError> {
    let connection = Connection::build(settings, token, stop.clone())?;
    let workers = Workers::start(&service, &connection.post(), &stop);
    let responder = Responder::new(Arc::clone(&service));
    let brain = Brain { responder, service, entropy: Arc::new(SystemEntropy) };
    let ended = connection.run(brain, tell).await;
    stop.cancel();
    workers.end().await;
    ended
}
