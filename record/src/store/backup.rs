//! Copies of an SQLite database: made while it is in use, and believed only when they were checked.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Conn, Inner, Store,
    db::{Db, Link},
    error::{OpenError, StoreError},
    folder,
    sql::query,
    sqlite,
};
use crate::domain::{
    ids::GuildId,
    ledger::{Anchor, Verdict},
};

/// Says why a copy was not made or not put in place.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has its own tools.
    #[error("the database is PostgreSQL, which its own tools back up and restore")]
    NotSqlite,
    /// A file could not be read, written or renamed.
    #[error("failed to {doing} {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Somebody uses the database that is to be replaced.
    #[error("the database {} is in use: stop the bot and every other command on a database in that folder, then restore again", path.display())]
    InUse {
        /// Which database.
        path: PathBuf,
    },
    /// The backup is the database itself.
    #[error("{} is the database itself: name another file", path.display())]
    Itself {
        /// Which file.
        path: PathBuf,
    },
    /// The file was copied from under a running bot.
    #[error("{} has the log {} beside it, so that it is half a database: take a file that `undersigned backup` made", path.display(), log.display())]
    RawCopy {
        /// Which file.
        path: PathBuf,
        /// What stands beside it.
        log: PathBuf,
    },
    /// The file is a database, but none of ours.
    #[error("{} is a database of another program: it was left as it is; name a file that `undersigned backup` made", path.display())]
    NotOurs {
        /// Which file.
        path: PathBuf,
    },
    /// Rows of the copy point to rows it does not have.
    #[error("the copy is damaged: a row of {table} points to one that is missing")]
    Dangling {
        /// The table.
        table: String,
    },
    /// A ledger of the copy is not as it was written.
    #[error("the ledger of guild {guild} is {verdict}")]
    Broken {
        /// Whose.
        guild: GuildId,
        /// What is wrong.
        verdict: Verdict,
    },
    /// The copy has lost rows, or has some that nobody wrote.
    #[error("the copy has {copied} rows of {table}; the database had {before} before and {after} after it was made")]
    Rows {
        /// The table.
        table: String,
        /// In the database when the copy was begun.
        before: i64,
        /// In the copy.
        copied: i64,
        /// In the database when the copy was done.
        after: i64,
    },
    /// A database that was put aside at this very second is there.
    #[error("{} is there already: try again in a second", path.display())]
    KeptAlready {
        /// Which file.
        path: PathBuf,
    },
    /// The copy, or the database after it was put in place, does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a copy that was checked holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The ends of its ledgers, a guild each.
    pub anchors: Vec<Anchor>,
    /// How many rows its lasting tables have.
    pub rows: Vec<(String, i64)>,
}

pub(super) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { doing, path, source }
}

impl Store {
    /// Copies the whole database into a file, in the state of one moment, while others go on using it; checks the copy,
    /// and says what it holds. What was committed before the call is in it; the key is not.
    ///
    /// A file of that name is replaced only by a copy that was found good. One that was not stays beside it, under the
    /// name that [`unverified`] gives.
    pub async fn back_up(&self, to: &Path) -> Result<Contents, BackupError> {
        let made = unverified(to);
        let before = self.contents().await?;
        create(&made)?;
        self.copy_into(&made).await?;
        fs::File::open(&made).and_then(|file| file.sync_all()).map_err(failed("write", &made))?;
        let copy = self.over(sqlite::open_copy(&made).await?);
        let checked = copy.check(&before.anchors).await;
        copy.close().await;
        let (copied, after) = (checked?, self.contents().await?);
        compare(&before, &copied, &after)?;
        fs::rename(&made, to).and_then(|()| folder::sync(to)).map_err(failed("name", to))?;
        Ok(copied)
    }

    /// Makes a store over another database with the same keys.
    fn over(&self, db: Db) -> Self {
        Self(Arc::new(Inner { db, keys: self.0.keys.clone(), entropy: Arc::clone(&self.0.entropy) }))
    }

    async fn copy_into(&self, path: &Path) -> Result<(), BackupError> {
        let mut conn = self.read().await?;
        match conn.link() {
            Link::Sqlite(link) => {
                // SQLite takes a relative name that begins with `file:` for something else.
                let whole = std::path::absolute(path).map_err(failed("find the way to", path))?;
                let name = whole.to_str().ok_or(io::ErrorKind::InvalidFilename);
                let name = name.map_err(|kind| failed("give SQLite the name of", path)(kind.into()))?;
                let copied = sqlx::query("VACUUM INTO $1").bind(name).execute(link).await;
                let doing = "copy the database";
                copied.map(|_| ()).map_err(|source| StoreError::Connection { doing, source }.into())
            }
            Link::Postgres(_) => Err(BackupError::NotSqlite),
        }
    }

    /// Says what the database holds at this moment.
    async fn contents(&self) -> Result<Contents, StoreError> {
        let mut conn = self.read_snapshot().await?;
        Ok(Contents { anchors: Self::anchors(&mut conn).await?, rows: count_rows(&mut conn).await? })
    }

    /// Follows every reference and every ledger, which must pass through `anchors`, and says what there is.
    pub(super) async fn check(&self, anchors: &[Anchor]) -> Result<Contents, BackupError> {
        self.check_references().await?;
        for (guild, verdict) in self.verify_all(anchors).await? {
            if !verdict.is_intact() {
                return Err(BackupError::Broken { guild, verdict });
            }
        }
        Ok(self.contents().await?)
    }

    async fn check_references(&self) -> Result<(), BackupError> {
        let mut conn = self.read().await?;
        let Link::Sqlite(link) = conn.link() else { return Err(BackupError::NotSqlite) };
        let dangling = sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1");
        let failed = |source| StoreError::Connection { doing: "follow the copy's references", source };
        match dangling.fetch_optional(link).await.map_err(failed)? {
            Some(table) => Err(BackupError::Dangling { table }),
            None => Ok(()),
        }
    }
}

/// Names a copy that nobody has found good yet.
#[must_use]
pub fn unverified(to: &Path) -> PathBuf {
    folder::beside(to, ".unverified")
}

/// Makes an empty file that its owner alone may read, in the place of an earlier one; SQLite copies into it.
fn create(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed("remove", path)(error)),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ()).map_err(failed("create", path))
}

/// Counts the rows of the tables that only grow.
async fn count_rows(conn: &mut Conn) -> Result<Vec<(String, i64)>, StoreError> {
    query!(
        conn,
        fetch_all,
        (String, i64),
        "SELECT 'capture' AS name, count(*) FROM capture
         UNION ALL SELECT 'guild', count(*) FROM guild
         UNION ALL SELECT 'ledger', count(*) FROM ledger
         UNION ALL SELECT 'organisation', count(*) FROM organisation
         UNION ALL SELECT 'petition', count(*) FROM petition
         UNION ALL SELECT 'record', count(*) FROM record
         UNION ALL SELECT 'signatory', count(*) FROM signatory
         UNION ALL SELECT 'source', count(*) FROM source
         UNION ALL SELECT 'submission', count(*) FROM submission
         ORDER BY name"
    )
}

/// Fails unless every table of the copy lies between what it was before and what it is now: the same where nobody wrote.
fn compare(before: &Contents, copied: &Contents, after: &Contents) -> Result<(), BackupError> {
    for ((before, copied), after) in before.rows.iter().zip(&copied.rows).zip(&after.rows) {
        if !(before.1..=after.1).contains(&copied.1) {
            let (table, before, copied, after) = (copied.0.clone(), before.1, copied.1, after.1);
            return Err(BackupError::Rows { table, before, copied, after });
        }
    }
    Ok(())
}
