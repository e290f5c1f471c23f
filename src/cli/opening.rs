//! Opening what every subcommand needs: the store the settings name, and the use cases over it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::clock::{SystemClock, SystemEntropy};
use crate::config::{Settings, Sources};
use crate::ops::log;
use crate::service::Service;
use crate::store::{DatabaseUrl, OpenError, Store};

/// Reads the settings and opens the store they name for reading; nothing is made where it is missing.
pub(super) async fn open_existing(sources: &Sources) -> anyhow::Result<Store> {
    let settings = Settings::read(sources)?;
    let entropy = Arc::new(SystemEntropy);
    Store::open_existing(&settings.database, settings.key.clone(), entropy).await.context("opening the database")
}

/// Reads the settings and makes the use cases over the store they name, for reading; fails where there is none. What
/// goes wrong in a use case is logged, as it is while the bot runs.
pub(super) async fn open_for_reading(sources: &Sources) -> anyhow::Result<Service> {
    let settings = Settings::read(sources)?;
    log::install(&settings.log)?;
    let entropy = Arc::new(SystemEntropy);
    let store = Store::open_existing(&settings.database, settings.key.clone(), entropy).await;
    let store = store.context("opening the database")?;
    Ok(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits))
}

/// Reads the settings and makes the use cases over the store they name, for reading; `None` where there is none yet.
pub(super) async fn look_service(sources: &Sources) -> anyhow::Result<Option<Service>> {
    let settings = Settings::read(sources)?;
    let entropy = Arc::new(SystemEntropy);
    match Store::open_existing(&settings.database, settings.key.clone(), entropy).await {
        Ok(store) => Ok(Some(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits))),
        // The first import makes the database, and the folder it stands in.
        Err(OpenError::NoDatabase { .. }) => Ok(None),
        Err(OpenError::NoFolder { .. }) if will_make_folder(&settings) => Ok(None),
        Err(error) => Err(error).context("opening the database"),
    }
}

fn will_make_folder(settings: &Settings) -> bool {
    matches!(&settings.database, DatabaseUrl::Sqlite(path) if makes_folder(path))
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

/// Reads the settings and makes the use cases over the store they name, for what writes much at once.
pub(super) async fn open_service(sources: &Sources) -> anyhow::Result<Service> {
    let settings = Settings::read(sources)?;
    let store = open_named(&settings).await?;
    store.make_room().await.context("making room for what is written")?;
    Ok(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits))
}

/// Says whether the folder of a database is missing and can be made: a whole path that is missing is rather a slip.
pub(super) fn makes_folder(database: &Path) -> bool {
    let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return false };
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    !folder.exists() && above.is_dir()
}
