//! The ledger's arithmetic: how an entry is hashed, and how a chain is checked.
//!
//! Each guild has one chain. An entry's *header* says what was done to which object and when; everything else about
//! the act (who, why, which fields, what they became) enters as *commitments*, whose *openings* lie beside the chain
//! and can be destroyed without breaking it. What follows is all that a second verifier needs, in any language.
//!
//! **Integers** are signed, 64 bits, big-endian, two's complement: `int(n)`. **Bytes of any length** are preceded by
//! their length in bytes as an unsigned 32-bit big-endian integer: `bytes(b)`. Text is UTF-8. `‖` joins.
//!
//! A **commitment** hides one field of one entry behind a salt of 16 random bytes, fresh for each:
//!
//! ```text
//! commitment = SHA-256( bytes(salt) ‖ bytes(field) ‖ value )
//! ```
//!
//! An **entry** is hashed over its header:
//!
//! ```text
//! hash = SHA-256( "undersigned ledger 1\n"     21 bytes of ASCII
//!               ‖ int(guild)                   Discord's id of the guild
//!               ‖ int(sequence)                1 for the first entry, then one more each
//!               ‖ int(time)                    milliseconds since 1970-01-01T00:00:00Z
//!               ‖ bytes(act)                   `Act::as_str`
//!               ‖ bytes(object kind)           `ObjectKind::as_str`
//!               ‖ int(object number)           0 for the guild itself
//!               ‖ int(revision)                of the object, after the act
//!               ‖ previous hash                32 bytes; all zero for the first entry
//!               ‖ bytes(commitments) )         the entry's commitments in order, 32 bytes each
//! ```
//!
//! The two cannot be mistaken for each other: a commitment's input begins with the bytes `00 00 00 10`.
//! A cut tail leaves a shorter, valid chain, so an [`Anchor`] published elsewhere is what shows the cut.
//!
//! [`lines`] writes a ledger as text for such a verifier; `tests/store/verifier.c` is one.
//!
//! To add an act or a kind of object, add a line to [`Act`] or [`ObjectKind`]; what is stored is the text, so the text
//! of an existing one never changes.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

use super::ids::{GuildId, NotAnId};

mod entry;
pub mod lines;
mod verdict;
mod words;

pub use entry::Entry;
pub use verdict::{Fault, Opening, StoredEntry, Verdict, Verifier};
pub use words::{Act, ObjectKind, UnknownWord};

const ENTRY_PREFIX: &[u8; 21] = b"undersigned ledger 1\n";

/// How many bytes of salt stand before each committed field.
pub const SALT_LENGTH: usize = 16;

/// A SHA-256 hash in the ledger, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LedgerHash([u8; 32]);

impl LedgerHash {
    /// What stands as the previous hash of a chain's first entry.
    pub const ZERO: Self = Self([0; 32]);

    /// Returns the 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for LedgerHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LedgerHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Says that something is not a hash of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ledger hash is 64 hexadecimal digits")]
pub struct NotAHash;

impl TryFrom<&[u8]> for LedgerHash {
    type Error = NotAHash;

    fn try_from(bytes: &[u8]) -> Result<Self, NotAHash> {
        bytes.try_into().map(Self).map_err(|_| NotAHash)
    }
}

impl TryFrom<Vec<u8>> for LedgerHash {
    type Error = NotAHash;

    fn try_from(bytes: Vec<u8>) -> Result<Self, NotAHash> {
        Self::try_from(bytes.as_slice())
    }
}

impl FromStr for LedgerHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(NotAHash);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let [high, low] = [pair[0], pair[1]].map(|digit| char::from(digit).to_digit(16));
            *byte = match (high, low) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).map_err(|_| NotAHash)?,
                _ => return Err(NotAHash),
            };
        }
        Ok(Self(bytes))
    }
}

/// What an entry's hash covers. Act and kind are plain text here, so that a chain with words this version does not
/// know still verifies.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    /// The guild whose chain it is.
    pub guild: GuildId,
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What was done.
    pub act: &'a str,
    /// To what kind of object.
    pub object_kind: &'a str,
    /// The object's number; 0 for the guild itself.
    pub object: i64,
    /// The object's revision after the act.
    pub revision: i64,
    /// The hash of the entry before it.
    pub previous: LedgerHash,
    /// Its commitments, 32 bytes each, one after the other.
    pub commitments: &'a [u8],
}

impl Header<'_> {
    /// Hashes the header as the module's documentation lays down.
    #[must_use]
    pub fn hash(&self) -> LedgerHash {
        let mut hash = Sha256::new();
        hash.update(ENTRY_PREFIX);
        hash.update(self.guild.as_i64().to_be_bytes());
        hash.update(self.seq.to_be_bytes());
        hash.update(self.at.to_be_bytes());
        update_bytes(&mut hash, self.act.as_bytes());
        update_bytes(&mut hash, self.object_kind.as_bytes());
        hash.update(self.object.to_be_bytes());
        hash.update(self.revision.to_be_bytes());
        hash.update(self.previous.0);
        update_bytes(&mut hash, self.commitments);
        LedgerHash(hash.finalize().into())
    }
}

/// Commits to one field's value without showing it.
#[must_use]
pub fn commitment(salt: &[u8; SALT_LENGTH], field: &str, value: &[u8]) -> LedgerHash {
    let mut hash = Sha256::new();
    update_bytes(&mut hash, salt);
    update_bytes(&mut hash, field.as_bytes());
    hash.update(value);
    LedgerHash(hash.finalize().into())
}

fn update_bytes(hash: &mut Sha256, bytes: &[u8]) {
    // A field of 4 GiB cannot be held by either database; saturating keeps this free of a panic.
    hash.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    hash.update(bytes);
}

/// A point of a chain, kept outside the database: `guild:sequence:hash`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Whose chain.
    pub guild: GuildId,
    /// Which entry, from 1.
    pub seq: i64,
    /// That entry's hash.
    pub hash: LedgerHash,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.guild, self.seq, self.hash)
    }
}

/// Says why a text is not an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAnchor {
    /// There are not three parts.
    #[error("an anchor is written guild:sequence:hash")]
    Shape,
    /// The first part names no guild.
    #[error("the anchor's guild is not an id")]
    Guild(#[from] NotAnId),
    /// The second part is not a positive number.
    #[error("the anchor's sequence is not a number from 1")]
    Sequence,
    /// The third part is not a hash.
    #[error("the anchor's hash is not 64 hexadecimal digits")]
    Hash(#[from] NotAHash),
}

impl FromStr for Anchor {
    type Err = NotAnAnchor;

    fn from_str(text: &str) -> Result<Self, NotAnAnchor> {
        let mut parts = text.splitn(3, ':');
        let (Some(guild), Some(seq), Some(hash)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAnAnchor::Shape);
        };
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or(NotAnAnchor::Sequence)?;
        Ok(Self { guild: guild.parse()?, seq, hash: hash.parse()? })
    }
}

#[cfg(test)]
mod tests;
