//! A ledger as lines of text, for a verifier elsewhere that knows nothing of this program or its database.
//!
//! ```text
//! undersigned ledger 1
//! guild 1000
//! anchor 2 <hash>
//! entry 1 1529366400000 join guild 0 1 <previous hash> <hash> <commitments>
//! entry 2 1529366460000 file submission 1 1 <previous hash> <hash> <commitments>
//! opening 2 0 actor <salt> <value>
//! end 2 <hash>
//! ```
//!
//! Words are set apart by one space. `entry` has sequence, time in milliseconds since 1970, act, kind of object, number,
//! revision; an `opening` follows its entry and has the entry's sequence, the position of its commitment from 0, and the
//! field. Act, kind and field have bytes other than `a`–`z`, `0`–`9` and `_` as `%` and two hexadecimal digits. Bytes are
//! hexadecimal digits, none of them `-`; the value of an opening that cannot be unsealed is `?`. An `anchor`
//! is an entry that was published earlier and that the chain must still pass through; `end` is what the guild notes as
//! its last. //! How hashes are made from these is in the module above.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Anchor, Opening, StoredEntry};
use crate::domain::ids::GuildId;

/// What stands as itself in a word.
const WORD: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_');

/// Begins a guild's ledger.
#[must_use]
pub fn begin(guild: GuildId) -> String {
    format!("undersigned ledger 1\nguild {guild}\n")
}

/// Writes one entry and the openings that are to go with it.
#[must_use]
pub fn entry(entry: &StoredEntry, openings: &[Opening]) -> String {
    let StoredEntry { seq, at, act, object_kind, object, revision, previous, hash, commitments } = entry;
    let (act, kind) = (word(act), word(object_kind));
    let (previous, hash, commitments) = (hex(previous), hex(hash), hex(commitments));
    let mut lines = format!("entry {seq} {at} {act} {kind} {object} {revision} {previous} {hash} {commitments}\n");
    for Opening { position, field, salt, value } in openings {
        let value = value.as_deref().map_or_else(|| "?".to_owned(), hex);
        // Writing to a string never fails.
        let _ = writeln!(lines, "opening {seq} {position} {} {} {value}", word(field), hex(salt));
    }
    lines
}

/// Names an entry that was published earlier.
#[must_use]
pub fn anchor(anchor: &Anchor) -> String {
    format!("anchor {} {}\n", anchor.seq, anchor.hash)
}

/// Ends a ledger with what the guild notes as its last entry.
#[must_use]
pub fn end(noted_seq: i64, noted_head: &[u8]) -> String {
    format!("end {noted_seq} {}\n", hex(noted_head))
}

fn word(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { utf8_percent_encode(text, WORD).to_string() }
}

fn hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "-".to_owned();
    }
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
