//! Finds the files to check, and checks what is about whole files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Violation;
use crate::paths::{self, Named};
use crate::tokens::{self, Token};

/// Holds one source file: its path from the root of the repository, with `/`, and its text.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// Names the layer: the folder or file right below `src`, of the bot's crate or of `record`.
    pub(crate) fn layer(&self) -> &str {
        let below = self.path.split_once("src/").map_or(self.path.as_str(), |(_, below)| below);
        let first = below.split('/').next().unwrap_or(below);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Says whether the whole file is test code.
    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Splits the file into tokens, inline test modules left out.
    pub(crate) fn tokens(&self) -> Vec<Token> {
        without_tests(&self.all_tokens())
    }

    /// Splits the whole file into tokens.
    pub(crate) fn all_tokens(&self) -> Vec<Token> {
        tokens::tokenize(&self.text)
    }

    /// Lists the paths that the file names outside its tests.
    pub(crate) fn list_paths(&self) -> Vec<Named> {
        let below = self.path.split_once("src/").map_or("", |(_, below)| below);
        let module = below.trim_end_matches(".rs").trim_end_matches("/mod");
        let module: Vec<&str> = module.split('/').filter(|name| !matches!(*name, "lib" | "main")).collect();
        paths::list_paths(&self.tokens(), &module)
    }

    /// Makes a violation in this file.
    pub(crate) fn violation(&self, line: usize, what: String) -> Violation {
        Violation { file: self.path.clone(), line, what }
    }
}

/// Leaves out what stands in `#[cfg(test)] mod … { … }`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        let is_test = matches!(rest, [hash, open, cfg, paren, test, close, end, module, _, brace, ..]
            if hash.is("#") && open.is("[") && cfg.name() == Some("cfg") && paren.is("(") && test.name() == Some("test")
                && close.is(")") && end.is("]") && module.name() == Some("mod") && brace.is("{"));
        if is_test {
            rest = after_block(rest.get(9..).unwrap_or_default());
        } else {
            kept.push(first.clone());
            rest = after;
        }
    }
    kept
}

/// Skips from a `{` to behind the `}` that closes it.
fn after_block(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth -= 1;
        }
        if depth == 0 {
            return tokens.get(at + 1..).unwrap_or_default();
        }
    }
    &[]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Says whether the repository has this file or folder.
pub(crate) fn exists(path: &str) -> bool {
    root().join(path).exists()
}

/// Reads a file of the repository.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
}

/// Lists the Rust files in these folders of the repository.
pub(crate) fn list_sources(folders: &[&str]) -> Vec<SourceFile> {
    let mut found = Vec::new();
    for folder in folders {
        visit(&root().join(folder), &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn visit(folder: &Path, found: &mut Vec<SourceFile>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    for entry in entries {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                visit(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let below = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(SourceFile { text: read(&below), path: below });
        }
    }
}

/// Lists the migrations of one database by name; none if it has no folder yet.
pub(crate) fn list_migrations(database: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join("migrations").join(database)) else {
        return Vec::new();
    };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Finds migrations that one database alone has, or that are misnamed.
pub(crate) fn check_migrations(sqlite: &[String], postgres: &[String]) -> Vec<Violation> {
    let tell = |database: &str, name: &String, what: &str| Violation {
        file: format!("migrations/{database}/{name}"),
        line: 1,
        what: what.to_owned(),
    };
    let mut violations = Vec::new();
    for (database, own, other) in [("sqlite", sqlite, postgres), ("postgres", postgres, sqlite)] {
        for name in own {
            if !other.contains(name) {
                violations.push(tell(database, name, "the other database has no migration of this name"));
            }
            let stamp = name.split_once('_').map_or("", |(stamp, _)| stamp);
            let stamped = stamp.len() == 14 && stamp.bytes().all(|byte| byte.is_ascii_digit());
            if !stamped || Path::new(name).extension().is_none_or(|ending| ending != "sql") {
                violations.push(tell(database, name, "is not named YYYYMMDDHHMMSS_verb_object.sql"));
            }
        }
    }
    violations
}

/// Finds the bot among what a crate depends on.
pub(crate) fn check_manifest(member: &str, manifest: &str) -> Vec<Violation> {
    let numbered = manifest.lines().enumerate();
    let names_bot = |line: &str| {
        let code = line.split('#').next().unwrap_or(line);
        code.contains("undersigned") || code.contains("path = \"..\"")
    };
    numbered
        .filter(|(_, line)| names_bot(line))
        .map(|(at, _)| Violation {
            file: format!("{member}/Cargo.toml"),
            line: at + 1,
            what: "must stand without the bot".to_owned(),
        })
        .collect()
}

/// Finds out whether files have grown: half of them at most 150 lines, nine in ten at most 400.
pub(crate) fn check_lengths(mut lengths: Vec<(usize, String)>) -> Vec<Violation> {
    lengths.sort();
    let at_most = |hundredths: usize, bound: usize| {
        let (length, path) = lengths.get((lengths.len() * hundredths / 100).min(lengths.len().checked_sub(1)?))?;
        (*length > bound).then(|| Violation {
            file: path.clone(),
            line: *length,
            what: format!("{hundredths} in 100 files have at most {bound} lines; split the longest"),
        })
    };
    [at_most(50, 150), at_most(90, 400)].into_iter().flatten().collect()
}
