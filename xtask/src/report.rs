//! Which databases and which browser the tests ran on, as the tests themselves say.
//!
//! Each test that passes on a database leaves a file named after it, with its version inside: what is reported is what
//! happened, not what was meant to.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process,
};

/// The folder tests leave their notes in, gone with this value.
pub(crate) struct Report(PathBuf);

impl Report {
    /// Makes an empty folder.
    pub(crate) fn begin() -> io::Result<Self> {
        let folder = env::temp_dir().join(format!("undersigned-tests-{}", process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// Gives the folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Says whether a test passed on `database`.
    pub(crate) fn ran_on(&self, database: &str) -> bool {
        self.0.join(database).exists()
    }

    /// Says which browser tests of the page passed in, or that they were left out.
    pub(crate) fn browser(&self) -> String {
        match fs::read_to_string(self.0.join("browser")) {
            Ok(version) => format!("browser: {version}"),
            Err(_) => {
                "browser: none (no test of the page in one was asked for, or Chromium and its driver are not here)"
                    .to_owned()
            }
        }
    }

    /// Gives the last line of the run; `reason` is why PostgreSQL is left out, when it is.
    pub(crate) fn summary(&self, reason: &str) -> String {
        let version = |database| fs::read_to_string(self.0.join(database)).ok();
        match (version("sqlite"), version("postgres")) {
            (Some(sqlite), Some(postgres)) => format!("databases: {sqlite}, {postgres}"),
            (Some(sqlite), None) => format!("databases: {sqlite} only ({reason})"),
            (None, Some(postgres)) => {
                format!("databases: {postgres} only (no test passed on SQLite)")
            }
            (None, None) => "databases: none (no test on a database passed)".to_owned(),
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        // A folder left behind in the temporary one harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_only_what_tests_ran_on() {
        let report = Report(env::temp_dir().join(format!("undersigned-report-{}", process::id())));
        fs::create_dir_all(&report.0).unwrap();
        assert_eq!(report.summary("x"), "databases: none (no test on a database passed)");
        fs::write(report.0.join("sqlite"), "SQLite 3.51.3").unwrap();
        assert_eq!(report.summary("no PostgreSQL found"), "databases: SQLite 3.51.3 only (no PostgreSQL found)");
        assert!(!report.ran_on("postgres"));
        assert!(report.browser().starts_with("browser: none"));
        fs::write(report.0.join("browser"), "Chromium 148").unwrap();
        assert_eq!(report.browser(), "browser: Chromium 148");
        fs::write(report.0.join("postgres"), "PostgreSQL 15.18").unwrap();
        assert_eq!(report.summary("x"), "databases: SQLite 3.51.3, PostgreSQL 15.18");
    }
}
