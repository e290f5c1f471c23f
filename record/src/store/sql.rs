//! How a query is written: once, for both databases.
//!
//! ```text
//! query!(conn, fetch_all, Row, "SELECT … WHERE guild = $1 AND number > $2", guild, after)?   Vec<Row>
//! query!(conn, fetch_one, Row, "…", …)?                                                     Row
//! query!(conn, fetch_optional, Row, "…", …)?                                                Option<Row>
//! query!(conn, scalar, i64, "…", …)?                                                        i64
//! query!(conn, scalar_optional, i64, "…", …)?                                               Option<i64>
//! query!(conn, scalars, i64, "…", …)?                                                       Vec<i64>
//! query!(conn, execute, "UPDATE …", …)?                                                     rows changed, u64
//! query!(conn, execute, sqlite: "…", postgres: "…", …)?                                     where the dialects differ
//! ```
//!
//! `conn` is a `Conn` or a `UnitOfWork`, and the macro awaits by itself. A `Row` is declared in `row!`. What is bound
//! goes through [`Bind`], which knows the domain's newtypes.
//!
//! **Rules that make one text run on both.** Placeholders `$1…`, each used, as many as binds: a missing bind is silently
//! NULL on SQLite, so this is checked at compile time. `RETURNING`. `ON CONFLICT` with the target qualified. Row values
//! for keyset pages. Booleans as `WHERE x`, never `x = 1`. `CAST(sum(y) AS BIGINT)`. No bare literal decoded as `i64`.
//! Times are BIGINT milliseconds, JSON is TEXT, case is folded in Rust. Never more than one statement.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::{
    domain::{
        ids::{ActorKey, ChannelId, GuildId, Number, RoleId},
        ledger::{Act, LedgerHash, ObjectKind},
        signatory::NameHash,
    },
    store::seal::Sealed,
};

/// Runs one query on whichever database the connection belongs to. The module's documentation shows each form.
macro_rules! query {
    (@rows $conn:expr, $kind:ident::<$row:ty>, $method:ident, ($sqlite:expr, $postgres:expr), ($($arg:expr),*)) => {{
        const _: () = {
            let binds = <[&str]>::len(&[$(stringify!($arg)),*]);
            $crate::store::sql::assert_arity($sqlite, binds);
            $crate::store::sql::assert_arity($postgres, binds);
        };
        let conn: &mut $crate::store::db::Conn = $conn.conn();
        let outcome = match conn.link() {
            $crate::store::db::Link::Sqlite(link) => {
                ::sqlx::$kind::<::sqlx::Sqlite, $row>($sqlite)
                    $(.bind($crate::store::sql::Bind::bind($arg)))*
                    .$method(link).await
            }
            $crate::store::db::Link::Postgres(link) => {
                ::sqlx::$kind::<::sqlx::Postgres, $row>($postgres)
                    $(.bind($crate::store::sql::Bind::bind($arg)))*
                    .$method(link).await
            }
        };
        outcome.map_err(|source| conn.failed(concat!(file!(), ":", line!()), source))
    }};
    (@execute $conn:expr, ($sqlite:expr, $postgres:expr), ($($arg:expr),*)) => {{
        const _: () = {
            let binds = <[&str]>::len(&[$(stringify!($arg)),*]);
            $crate::store::sql::assert_arity($sqlite, binds);
            $crate::store::sql::assert_arity($postgres, binds);
        };
        let conn: &mut $crate::store::db::Conn = $conn.conn();
        let outcome = match conn.link() {
            $crate::store::db::Link::Sqlite(link) => {
                ::sqlx::query::<::sqlx::Sqlite>($sqlite)
                    $(.bind($crate::store::sql::Bind::bind($arg)))*
                    .execute(link).await.map(|done| done.rows_affected())
            }
            $crate::store::db::Link::Postgres(link) => {
                ::sqlx::query::<::sqlx::Postgres>($postgres)
                    $(.bind($crate::store::sql::Bind::bind($arg)))*
                    .execute(link).await.map(|done| done.rows_affected())
            }
        };
        outcome.map_err(|source| conn.failed(concat!(file!(), ":", line!()), source))
    }};
    (@dispatch $conn:expr, scalar, $row:ty, $texts:tt, $args:tt) => {
        $crate::store::sql::query!(@rows $conn, query_scalar::<$row>, fetch_one, $texts, $args)
    };
    (@dispatch $conn:expr, scalar_optional, $row:ty, $texts:tt, $args:tt) => {
        $crate::store::sql::query!(@rows $conn, query_scalar::<$row>, fetch_optional, $texts, $args)
    };
    (@dispatch $conn:expr, scalars, $row:ty, $texts:tt, $args:tt) => {
        $crate::store::sql::query!(@rows $conn, query_scalar::<$row>, fetch_all, $texts, $args)
    };
    (@dispatch $conn:expr, $how:ident, $row:ty, $texts:tt, $args:tt) => {
        $crate::store::sql::query!(@rows $conn, query_as::<$row>, $how, $texts, $args)
    };
    ($conn:expr, execute, sqlite: $sqlite:expr, postgres: $postgres:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::sql::query!(@execute $conn, ($sqlite, $postgres), ($($arg),*))
    };
    ($conn:expr, execute, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::sql::query!(@execute $conn, ($sql, $sql), ($($arg),*))
    };
    ($conn:expr, $how:ident, $row:ty, sqlite: $sqlite:expr, postgres: $postgres:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::sql::query!(@dispatch $conn, $how, $row, ($sqlite, $postgres), ($($arg),*))
    };
    ($conn:expr, $how:ident, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::sql::query!(@dispatch $conn, $how, $row, ($sql, $sql), ($($arg),*))
    };
}
pub(crate) use query;

/// Declares a struct that is read from a row of either database, each field from the column of its name.
///
/// `number: Number as i64` reads an `i64` and converts it by `TryFrom`.
// sqlx's own derive does the same, and compiles both databases' drivers a second time to do it.
macro_rules! row {
    ($(#[$about:meta])* $seen:vis struct $name:ident {
        $($(#[$what:meta])* $open:vis $field:ident: $kind:ty $(as $raw:ty)?),* $(,)?
    }) => {
        $(#[$about])*
        $seen struct $name {
            $($(#[$what])* $open $field: $kind,)*
        }
        $crate::store::sql::row!(@read ::sqlx::sqlite::SqliteRow, $name, $($field: $kind $(as $raw)?),*);
        $crate::store::sql::row!(@read ::sqlx::postgres::PgRow, $name, $($field: $kind $(as $raw)?),*);
    };
    (@read $row:ty, $name:ident, $($field:ident: $kind:ty $(as $raw:ty)?),*) => {
        impl ::sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> Result<Self, ::sqlx::Error> {
                Ok(Self { $($field: $crate::store::sql::row!(@column row, $field $(as $raw)?)),* })
            }
        }
    };
    (@column $row:ident, $field:ident) => {
        ::sqlx::Row::try_get($row, stringify!($field))?
    };
    (@column $row:ident, $field:ident as $raw:ty) => {
        ::sqlx::Row::try_get::<$raw, _>($row, stringify!($field))?
            .try_into()
            .map_err(|source| ::sqlx::Error::ColumnDecode { index: stringify!($field).to_owned(), source: Box::new(source) })?
    };
}
pub(crate) use row;

/// Stops the build unless `sql` uses each of `$1` to `$binds` and no other.
pub(crate) const fn assert_arity(sql: &str, binds: usize) {
    assert!(binds <= 64, "a query takes at most 64 binds");
    let used = placeholders(sql);
    let wanted = if binds == 64 { u64::MAX } else { (1 << binds) - 1 };
    assert!(used & !wanted == 0, "the query has a placeholder without a bind");
    assert!(wanted & !used == 0, "the query has a bind without a placeholder");
}

/// Gives the placeholders in `sql` outside quoted text, `$1` as the lowest bit.
const fn placeholders(sql: &str) -> u64 {
    let bytes = sql.as_bytes();
    let (mut used, mut index, mut quoted) = (0u64, 0, false);
    while index < bytes.len() {
        if bytes[index] == b'\'' {
            quoted = !quoted;
        }
        let marks = bytes[index] == b'$' && !quoted;
        index += 1;
        if marks {
            let mut number = 0u32;
            while index < bytes.len() && bytes[index].is_ascii_digit() {
                number = number * 10 + (bytes[index] - b'0') as u32;
                index += 1;
            }
            assert!(number >= 1 && number <= 64, "a placeholder is $1 to $64");
            used |= 1 << (number - 1);
        }
    }
    used
}

/// Turns a value of the domain into what the databases take.
///
/// Only types that read the same from both are here: whole numbers are `i64`, because PostgreSQL's other integer types
/// do not match BIGINT.
pub trait Bind {
    /// What is bound.
    type Value;

    /// Converts the value.
    fn bind(self) -> Self::Value;
}

macro_rules! bind {
    ($($(#[$doc:meta])* $from:ty => $to:ty: |$value:ident| $convert:expr;)*) => {$(
        $(#[$doc])*
        impl Bind for $from {
            type Value = $to;

            fn bind(self) -> $to {
                let $value = self;
                $convert
            }
        }
    )*};
}

bind! {
    i64 => i64: |value| value;
    bool => bool: |value| value;
    Vec<u8> => Vec<u8>: |value| value;
    GuildId => i64: |id| id.as_i64();
    ChannelId => i64: |id| id.as_i64();
    RoleId => i64: |id| id.as_i64();
    Number => i64: |number| number.get();
    ActorKey => Vec<u8>: |key| key.as_bytes().to_vec();
    NameHash => Vec<u8>: |hash| hash.as_bytes().to_vec();
    LedgerHash => Vec<u8>: |hash| hash.as_bytes().to_vec();
    Act => &'static str: |act| act.as_str();
    ObjectKind => &'static str: |kind| kind.as_str();
    Timestamp => i64: |at| at.as_millisecond();
    String => String: |text| without_nul(&text).into_owned();
}

impl<'a> Bind for &'a str {
    type Value = Cow<'a, str>;

    fn bind(self) -> Cow<'a, str> {
        without_nul(self)
    }
}

impl<'a> Bind for &'a String {
    type Value = Cow<'a, str>;

    fn bind(self) -> Cow<'a, str> {
        without_nul(self)
    }
}

impl<'a> Bind for &'a [u8] {
    type Value = &'a [u8];

    fn bind(self) -> &'a [u8] {
        self
    }
}

impl<'a> Bind for &'a Sealed {
    type Value = &'a [u8];

    fn bind(self) -> &'a [u8] {
        self.as_bytes()
    }
}

impl<T: Bind> Bind for Option<T> {
    type Value = Option<T::Value>;

    fn bind(self) -> Self::Value {
        self.map(Bind::bind)
    }
}

/// Strips NUL, which PostgreSQL's text cannot hold, so that both databases keep the same.
fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_counted_outside_quoted_text() {
        assert_eq!(placeholders("SELECT 1"), 0);
        assert_eq!(placeholders("SELECT $1, $2, $1"), 0b11);
        assert_eq!(placeholders("SELECT '$9 it''s $8', $2"), 0b10);
        assert_eq!(placeholders("SELECT $12"), 1 << 11);
        assert_arity("SELECT $1, $2", 2);
    }

    #[test]
    #[should_panic(expected = "placeholder without a bind")]
    fn a_placeholder_without_a_bind_stops_the_build() {
        assert_arity("SELECT $1, $2", 1);
    }

    #[test]
    #[should_panic(expected = "bind without a placeholder")]
    fn a_bind_without_a_placeholder_stops_the_build() {
        assert_arity("SELECT $2", 2);
    }

    #[test]
    fn nul_is_stripped_from_text() {
        assert_eq!("a\0b".bind(), "ab");
        assert_eq!(String::from("a\0").bind(), "a");
        assert_eq!(Some("\0").bind().as_deref(), Some(""));
    }
}
