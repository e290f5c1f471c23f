//! The key file: one line of text, readable by its owner only.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{MasterKey, NotAKey};
use crate::store::folder;

/// Says what is wrong with a key file.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read or written.
    #[error("failed to {doing} the key file {}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Its text is not a key.
    #[error("the key file {} does not hold a key: put the copy from your backup in its place", path.display())]
    NotAKey {
        /// Which file.
        path: PathBuf,
        /// What a key is.
        source: NotAKey,
    },
    /// Others than its owner may read it.
    #[error("the key file {} can be read by others: run `chmod 600` on it", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
    },
}

fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> KeyFileError {
    let path = path.to_owned();
    move |source| KeyFileError::Io { doing, path, source }
}

/// Reads the key, `None` when there is no such file.
pub(in crate::store) fn read(path: &Path) -> Result<Option<MasterKey>, KeyFileError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error("read", path)(error)),
    };
    refuse_open(path)?;
    let key = text.parse().map_err(|source| KeyFileError::NotAKey { path: path.to_owned(), source })?;
    Ok(Some(key))
}

#[cfg(unix)]
fn refuse_open(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).map_err(io_error("look at", path))?.permissions().mode();
    let others = mode & 0o077;
    if others == 0 { Ok(()) } else { Err(KeyFileError::Open { path: path.to_owned() }) }
}

#[cfg(not(unix))]
fn refuse_open(_path: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

/// Writes the key into a new file, whole or not at all; an existing file is left alone and the call fails.
pub(in crate::store) fn create(path: &Path, key: &MasterKey) -> Result<(), KeyFileError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let unfinished = PathBuf::from(unfinished);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished).map_err(io_error("create", &unfinished))?;
    file.write_all(key.to_text().as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(io_error("write", path))?;
    file.sync_all().map_err(io_error("write", path))?;
    // A link, unlike a rename, never replaces a key that is there.
    fs::hard_link(&unfinished, path).map_err(io_error("create", path))?;
    fs::remove_file(&unfinished).map_err(io_error("tidy up after", path))?;
    // A database whose key is lost cannot be opened.
    folder::sync(path).map_err(io_error("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_for_its_owner_only_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("undersigned.key");
        assert!(read(&path).unwrap().is_none());
        create(&path, &MasterKey::new([9; 32])).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().to_text(), MasterKey::new([9; 32]).to_text());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_file_that_is_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("undersigned.key");
        create(&path, &MasterKey::new([1; 32])).unwrap();
        create(&path, &MasterKey::new([2; 32])).unwrap_err();
        assert_eq!(read(&path).unwrap().unwrap().to_text(), MasterKey::new([1; 32]).to_text());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("undersigned.key");
        create(&path, &MasterKey::new([1; 32])).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::Open { .. })));
    }

    #[test]
    fn a_key_file_with_something_else_in_it_is_named_and_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("undersigned.key");
        create(&path, &MasterKey::new([1; 32])).unwrap();
        fs::write(&path, "hunter2").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains("undersigned.key") && !error.contains("hunter2"), "{error}");
    }
}
