//! From names to addresses, and the only way from there to a connection.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The addresses of a name, when they are known.
pub type Found<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Looks up names. What it answers is checked by the guard, so that it may answer anything.
pub trait Lookup: Send + Sync {
    /// Looks up the addresses of a name in ASCII.
    fn find<'a>(&'a self, name: &'a str) -> Found<'a>;
}

/// Asks the name servers that the system is set to.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn find<'a>(&'a self, name: &'a str) -> Found<'a> {
        // The dot ends the name, so that the system's own domains are not tried behind it.
        Box::pin(async move { Ok(tokio::net::lookup_host((format!("{name}."), 0)).await?.map(|at| at.ip()).collect()) })
    }
}

/// What the client takes for its name server: the addresses that were checked a moment ago, and no others.
///
/// A name is asked for once in each hop, by the guard; the client is given what passed. So nothing is looked up between
/// the check and the connection, and a name that has not been checked leads nowhere.
#[derive(Clone, Default)]
pub(crate) struct Checked(Arc<Mutex<HashMap<String, Vec<SocketAddr>>>>);

/// Holds what was checked of one name for as long as its hop lasts.
pub(crate) struct Held {
    checked: Checked,
    name: String,
}

impl Checked {
    /// Hands out these addresses for this name until what is returned is dropped. One hop to a name at once.
    pub(crate) fn hold(&self, name: &str, sockets: Vec<SocketAddr>) -> Held {
        self.with(|names| names.insert(name.to_owned(), sockets));
        Held { checked: self.clone(), name: name.to_owned() }
    }

    // A std Mutex, because nothing is awaited while it is held.
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Vec<SocketAddr>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let sockets = self.with(|names| names.get(name.as_str()).cloned());
        Box::pin(async move {
            let sockets = sockets.ok_or("a name that was not checked")?;
            Ok(Box::new(sockets.into_iter()) as Addrs)
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.checked.with(|names| names.remove(&self.name));
    }
}
