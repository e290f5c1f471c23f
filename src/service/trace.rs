//! What every write leaves in the ledger: by whom, why, and what it became.

use serde::Serialize;

use super::ServiceError;
use crate::domain::ids::{ActorKey, Number};
use crate::domain::ledger::{Act, Entry, ObjectKind};
use crate::domain::review::Standing;
use crate::store::StoreError;

/// Who acts, as the ledger keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Actor {
    /// A person, by the key of what they are doing, and what they are here.
    Person(ActorKey, Standing),
    /// A single moderator who decides about their own.
    Alone(ActorKey, Standing),
    /// The host.
    Operator,
}

/// An act that may touch several objects, each of which leaves an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trace {
    /// What is done.
    pub(crate) act: Act,
    /// By whom.
    pub(crate) actor: Actor,
}

impl Trace {
    /// Makes the entry of one object, with what it became.
    pub(crate) fn entry(
        self,
        kind: ObjectKind,
        number: Number,
        revision: i64,
        after: &impl Serialize,
    ) -> Result<Entry, ServiceError> {
        Ok(self.signed(Entry::new(self.act, kind, number, revision)).with("after", json(after)?))
    }

    /// Adds who acts to an entry.
    pub(crate) fn signed(self, entry: Entry) -> Entry {
        match self.actor {
            Actor::Person(key, standing) => {
                entry.with("actor", key.as_bytes().to_vec()).with("standing", standing.as_str())
            }
            Actor::Alone(key, standing) => {
                entry.with("actor", key.as_bytes().to_vec()).with("standing", standing.as_str()).with("alone", "yes")
            }
            Actor::Operator => entry.with("actor", "operator"),
        }
    }
}

/// Writes an after-image.
pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>, ServiceError> {
    serde_json::to_vec(value).map_err(|error| {
        let source = Box::new(error);
        StoreError::Corrupt { table: "ledger", column: "after", row: "new".to_owned(), source }.into()
    })
}
