//! Where PostgreSQL's server binaries may be.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Folders whose children are one installation each, by system: Debian, Red Hat, Homebrew on Apple and on Intel.
const PARENTS: [&str; 4] = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];

/// Finds the folder with `initdb`, `pg_ctl` and `postgres`: on the search path, else the newest installation.
pub(crate) fn postgres_binaries() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).find(|folder| is_complete(folder));
    on_path.or_else(|| {
        let mut found: Vec<PathBuf> = PARENTS.iter().flat_map(|parent| installations(Path::new(parent))).collect();
        found.sort_by_key(|folder| version(folder));
        found.pop()
    })
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

fn installations(parent: &Path) -> Vec<PathBuf> {
    let children = fs::read_dir(parent).into_iter().flatten().flatten();
    children.map(|child| child.path().join("bin")).filter(|folder| is_complete(folder)).collect()
}

/// Reads the version from the name of the installation: `15`, `pgsql-16`, `postgresql@17`.
fn version(binaries: &Path) -> u32 {
    let name = binaries.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let digits = name.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_folders_name() {
        for (folder, number) in [
            ("/usr/lib/postgresql/9.6/bin", 9),
            ("/usr/lib/postgresql/15/bin", 15),
            ("/usr/pgsql-16/bin", 16),
            ("/opt/homebrew/opt/postgresql@17/bin", 17),
            ("/opt/homebrew/opt/postgresql/bin", 0),
        ] {
            assert_eq!(version(Path::new(folder)), number, "{folder}");
        }
    }
}
