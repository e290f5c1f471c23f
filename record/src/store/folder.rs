//! Who uses the databases in a folder: many together, or one alone who puts another database in place.
//!
//! The lock is on the folder, not on the file: a file that is replaced takes its locks with it, and whoever waited for
//! one would go on with the old file and write the new one's log. A lock ends with its process, so that none is stale.

use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// A lock on the folder of a database; nothing where the file system has none.
#[derive(Debug)]
pub(crate) struct FolderLock(Option<File>);

impl FolderLock {
    /// Takes a place beside others who use the folder; `None` while somebody has it alone.
    pub(super) fn share(database: &Path) -> Option<Self> {
        // A folder that is not there, or has no locks, is told of by who opens the file, or is in nobody's way.
        let Ok(folder) = File::open(folder_of(database)) else { return Some(Self(None)) };
        match folder.try_lock_shared() {
            Ok(()) => Some(Self(Some(folder))),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(_)) => Some(Self(None)),
        }
    }

    /// Takes the folder alone; `None` while anybody uses it.
    pub(super) fn take(database: &Path) -> io::Result<Option<Self>> {
        let folder = File::open(folder_of(database))?;
        match folder.try_lock() {
            Ok(()) => Ok(Some(Self(Some(folder)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Gives the lock back before it ends with its owner.
    pub(super) fn release(&self) {
        // What cannot be given back ends with the process at the latest.
        let _ = self.0.as_ref().map(File::unlock);
    }
}

/// Gives the folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives the path of what stands beside a file under its name with an ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes the names in the folder of a file survive a power cut.
#[cfg(unix)]
pub(super) fn sync(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// Makes the names in the folder of a file survive a power cut.
#[cfg(not(unix))]
pub(super) fn sync(_path: &Path) -> io::Result<()> {
    Ok(())
}
