//! Opening what every subcommand needs: the store the settings name, and the use cases over it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::config::{Settings, Sources};
use crate::ops::clock::{SystemClock, SystemEntropy};
use crate::service::Service;
use crate::store::{DatabaseUrl, Store};

/// Reads the settings and opens the store they name.
pub(super) async fn open_store(sources: &Sources) -> anyhow::Result<Store> {
    let settings = Settings::read(sources)?;
    open_named(&settings).await
}

/// Opens the store that settings name, in a folder that is made if the one above it exists.
pub(super) async fn open_named(settings: &Settings) -> anyhow::Result<Store> {
    if let DatabaseUrl::Sqlite(path) = &settings.database
        && let Some(folder) = path.parent().filter(|_| makes_folder(path))
    {
        std::fs::create_dir(folder).with_context(|| format!("making the folder {}", folder.display()))?;
    }
    Store::open(&settings.database, settings.key.clone(), Arc::new(SystemEntropy)).await.context("opening the database")
}

/// Reads the settings and makes the use cases over the store they name.
pub(super) async fn open_service(sources: &Sources) -> anyhow::Result<Service> {
    let settings = Settings::read(sources)?;
    let store = open_named(&settings).await?;
    Ok(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits))
}

/// Says whether the folder of a database is missing and can be made: a whole path that is missing is rather a slip.
pub(super) fn makes_folder(database: &Path) -> bool {
    let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return false };
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    !folder.exists() && above.is_dir()
}
