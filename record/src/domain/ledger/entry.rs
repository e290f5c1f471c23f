//! What a use case says about its act, before the store gives it a place in the chain.

use std::fmt;

use super::{Act, ObjectKind};
use crate::domain::ids::Number;

/// One act, to be appended to the ledger when its unit of work ends.
///
/// Only act, object and revision are written where everyone can read them; the fields become commitments, and their
/// values are kept sealed beside the chain.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was done.
    pub act: Act,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// Which object; `None` is the guild itself.
    pub object: Option<Number>,
    /// The object's revision after the act, from 1.
    pub revision: i64,
    /// Field by field, what else there is to say: each name once.
    pub fields: Vec<(&'static str, Vec<u8>)>,
}

impl Entry {
    /// Says that `act` was done to the object `number`, which is now at `revision`.
    #[must_use]
    pub const fn new(act: Act, kind: ObjectKind, number: Number, revision: i64) -> Self {
        Self { act, kind, object: Some(number), revision, fields: Vec::new() }
    }

    /// Says that `act` was done to the guild itself.
    #[must_use]
    pub const fn of_guild(act: Act, revision: i64) -> Self {
        Self { act, kind: ObjectKind::Guild, object: None, revision, fields: Vec::new() }
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, field: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.fields.push((field, value.into()));
        self
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<_> = self.fields.iter().map(|(field, _)| field).collect();
        f.debug_struct("Entry")
            .field("act", &self.act)
            .field("kind", &self.kind)
            .field("object", &self.object)
            .field("revision", &self.revision)
            .field("fields", &fields)
            .finish()
    }
}
