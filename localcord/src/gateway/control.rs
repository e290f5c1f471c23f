//! What a test does to the bot's gateway connections.

use std::{sync::Arc, time::Duration};

use serde_json::json;

use super::hub::Order;
use crate::{error::Overdue, state::Shared};

/// A handle on the gateway.
#[derive(Clone)]
pub struct Gateway {
    pub(crate) shared: Arc<Shared>,
}

impl Gateway {
    /// Counts the sockets opened since the start.
    #[must_use]
    pub fn opened(&self) -> usize {
        self.shared.look(|world| world.hub.opened)
    }

    /// Counts the sockets open now.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.look(|world| world.hub.open)
    }

    /// Counts the sessions started since the start.
    #[must_use]
    pub fn identifies(&self) -> usize {
        self.shared.look(|world| world.hub.identifies)
    }

    /// Counts the sessions resumed since the start.
    #[must_use]
    pub fn resumes(&self) -> usize {
        self.shared.look(|world| world.hub.resumes)
    }

    /// Asks every connection to reconnect (opcode 7), as Discord does every few hours.
    pub fn ask_reconnect(&self) {
        self.tell_all(|| Order::Send(json!({ "op": 7, "d": null, "s": null, "t": null }).to_string()));
    }

    /// Declares every session invalid (opcode 9), to be resumed at once.
    pub fn invalidate_resumable(&self) {
        self.shared.change(|world| {
            for link in world.hub.unlink() {
                link.tell(Order::Send(json!({ "op": 9, "d": true, "s": null, "t": null }).to_string()));
                link.tell(Order::Forget);
            }
        });
    }

    /// Declares every session invalid (opcode 9) and forgets it: the bot must identify again, and what it missed is lost.
    pub fn invalidate(&self) {
        self.shared.change(|world| {
            for link in world.hub.unlink() {
                link.tell(Order::Send(json!({ "op": 9, "d": false, "s": null, "t": null }).to_string()));
                link.tell(Order::Forget);
            }
            world.hub.sessions.clear();
        });
    }

    /// Closes every connection with a code, say 4000.
    pub fn close(&self, code: u16) {
        self.tell_all(|| Order::Close(code, "Closed."));
    }

    /// Cuts every connection without a word, as a failing network does.
    pub fn cut(&self) {
        self.shared.change(|world| {
            for link in world.hub.unlink() {
                link.tell(Order::Cut);
            }
        });
    }

    /// Leaves every socket open and answers nothing more on it, heartbeats included.
    pub fn drop_silently(&self) {
        self.shared.change(|world| {
            for link in world.hub.unlink() {
                link.tell(Order::FallSilent);
            }
        });
    }

    /// Waits until a session is on a socket.
    pub async fn wait_ready(&self) -> Result<(), Overdue> {
        self.wait("a session becomes ready", |shared| shared.hub.sessions.values().any(super::hub::Session::linked))
            .await
    }

    /// Waits until as many sessions were resumed since the start.
    pub async fn wait_resumes(&self, count: usize) -> Result<(), Overdue> {
        self.wait("a session is resumed", |world| world.hub.resumes >= count).await
    }

    /// Waits until as many sessions were started since the start.
    pub async fn wait_identifies(&self, count: usize) -> Result<(), Overdue> {
        self.wait("a session is started", |world| world.hub.identifies >= count).await
    }

    async fn wait(&self, what: &'static str, is_so: impl Fn(&crate::state::World) -> bool) -> Result<(), Overdue> {
        // Serenity waits five seconds between attempts; three of them fit.
        let within = Duration::from_secs(20);
        self.shared.until(within, |world| is_so(world).then_some(())).await.ok_or(Overdue { what, within })
    }

    fn tell_all(&self, order: impl Fn() -> Order) {
        self.shared.change(|world| world.hub.links().iter().for_each(|link| link.tell(order())));
    }
}
