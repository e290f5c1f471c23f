//! The only SQL.

/// What failed in the store.
#[derive(Debug, thiserror::Error)]
#[error("store")]
pub struct StoreError;
