//! Opening what every subcommand needs: the store the settings name, and the use cases over it.

use std::sync::Arc;

use anyhow::Context as _;

use crate::config::{Settings, Sources};
use crate::ops::clock::{SystemClock, SystemEntropy};
use crate::service::Service;
use crate::store::Store;

/// Reads the settings and opens the store they name.
pub async fn open_store(sources: &Sources) -> anyhow::Result<Store> {
    let settings = Settings::read(sources)?;
    open_named(&settings).await
}

/// Opens the store that settings name.
pub async fn open_named(settings: &Settings) -> anyhow::Result<Store> {
    Store::open(&settings.database, &settings.key, Arc::new(SystemEntropy)).await.context("opening the database")
}

/// Reads the settings and makes the use cases over the store they name.
pub async fn open_service(sources: &Sources) -> anyhow::Result<Service> {
    let settings = Settings::read(sources)?;
    let store = open_named(&settings).await?;
    Ok(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits))
}
