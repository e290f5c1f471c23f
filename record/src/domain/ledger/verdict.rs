//! Following a chain from its first entry, and saying where it breaks.

use std::fmt;

use super::{Anchor, Header, LedgerHash, SALT_LENGTH, commitment};
use crate::domain::ids::GuildId;

/// One entry as the store holds it, nothing about it believed yet.
#[derive(Debug, Clone)]
pub struct StoredEntry {
    /// Its place in the chain.
    pub seq: i64,
    /// When, in milliseconds.
    pub at: i64,
    /// What was done.
    pub act: String,
    /// To what kind of object.
    pub object_kind: String,
    /// The object's number, 0 for the guild.
    pub object: i64,
    /// The object's revision.
    pub revision: i64,
    /// What it says the previous hash is.
    pub previous: Vec<u8>,
    /// What it says its own hash is.
    pub hash: Vec<u8>,
    /// Its commitments, joined.
    pub commitments: Vec<u8>,
}

/// One opening as the store holds it.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Which commitment of its entry it opens, from 0.
    pub position: i64,
    /// The field.
    pub field: String,
    /// The salt.
    pub salt: Vec<u8>,
    /// The value; `None` when what is stored could not be unsealed.
    pub value: Option<Vec<u8>>,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another entry stands where this one should.
    Gap {
        /// The sequence found in its place.
        found: i64,
    },
    /// A hash or the commitments have an impossible length.
    Malformed,
    /// It does not follow the entry before it.
    Chain,
    /// Its header does not give its hash.
    Hash,
    /// An opening does not give the commitment it stands for.
    Opening {
        /// The field it claims to open.
        field: String,
    },
    /// An opening cannot be unsealed with the key.
    Sealed {
        /// The field it claims to open.
        field: String,
    },
    /// The chain ends before the anchor.
    Cut {
        /// The last entry there is.
        last: i64,
    },
    /// The anchor has another hash for this entry.
    Anchor,
    /// The guild's own note of its last entry differs.
    Head {
        /// The sequence the guild notes.
        noted: i64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { found } => write!(f, "is missing: entry {found} stands in its place"),
            Self::Malformed => f.write_str("has a hash or commitments of an impossible length"),
            Self::Chain => f.write_str("does not follow the entry before it"),
            Self::Hash => f.write_str("was altered: its header does not give its hash"),
            Self::Opening { field } => write!(f, "has an altered `{field}`: it does not give its commitment"),
            Self::Sealed { field } => write!(f, "has a `{field}` that cannot be unsealed"),
            Self::Cut { last } => write!(f, "is in the anchor, but the chain ends at entry {last}"),
            Self::Anchor => f.write_str("is not the one in the anchor: history was rewritten"),
            Self::Head { noted } => {
                write!(f, "is the last, but the guild notes entry {noted} or another hash as its last")
            }
        }
    }
}

/// What came of following a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry follows from the one before it.
    Intact {
        /// How many entries there are.
        entries: i64,
        /// The last one's hash.
        head: LedgerHash,
        /// How many commitments could be opened, and were right.
        opened: i64,
        /// How many commitments have no opening any more.
        erased: i64,
    },
    /// The first entry that is not as it was written.
    Broken {
        /// Which one.
        seq: i64,
        /// Why.
        fault: Fault,
    },
}

impl Verdict {
    /// Says whether nothing is wrong.
    #[must_use]
    pub const fn is_intact(&self) -> bool {
        matches!(self, Self::Intact { .. })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intact { entries, head, opened, erased } => {
                write!(f, "intact: {entries} entries, {opened} fields opened, {erased} erased, head {head}")
            }
            Self::Broken { seq, fault } => write!(f, "broken: entry {seq} {fault}"),
        }
    }
}

/// Follows one chain, entry by entry, holding only its head.
#[derive(Debug)]
pub struct Verifier {
    guild: GuildId,
    anchors: Vec<Anchor>,
    seq: i64,
    head: LedgerHash,
    opened: i64,
    committed: i64,
}

impl Verifier {
    /// Begins before the first entry; anchors of other guilds are not looked at.
    #[must_use]
    pub fn new(guild: GuildId, anchors: &[Anchor]) -> Self {
        let anchors = anchors.iter().copied().filter(|anchor| anchor.guild == guild).collect();
        Self { guild, anchors, seq: 0, head: LedgerHash::ZERO, opened: 0, committed: 0 }
    }

    /// Follows the next entry with the openings that are left of it, or gives the verdict that it breaks the chain.
    pub fn follow(&mut self, entry: &StoredEntry, openings: &[Opening]) -> Result<(), Verdict> {
        let seq = self.seq + 1;
        self.check(seq, entry, openings).map_err(|fault| Verdict::Broken { seq, fault })
    }

    fn check(&mut self, seq: i64, entry: &StoredEntry, openings: &[Opening]) -> Result<(), Fault> {
        if entry.seq != seq {
            return Err(Fault::Gap { found: entry.seq });
        }
        let previous = LedgerHash::try_from(entry.previous.as_slice()).map_err(|_| Fault::Malformed)?;
        let hash = LedgerHash::try_from(entry.hash.as_slice()).map_err(|_| Fault::Malformed)?;
        let (commitments, rest) = entry.commitments.as_chunks::<32>();
        if !rest.is_empty() {
            return Err(Fault::Malformed);
        }
        if previous != self.head {
            return Err(Fault::Chain);
        }
        let header = Header {
            guild: self.guild,
            seq,
            at: entry.at,
            act: &entry.act,
            object_kind: &entry.object_kind,
            object: entry.object,
            revision: entry.revision,
            previous,
            commitments: &entry.commitments,
        };
        if header.hash() != hash {
            return Err(Fault::Hash);
        }
        for opening in openings {
            check_opening(opening, commitments)?;
        }
        if self.anchors.iter().any(|anchor| anchor.seq == seq && anchor.hash != hash) {
            return Err(Fault::Anchor);
        }
        self.seq = seq;
        self.head = hash;
        self.opened += count(openings.len());
        self.committed += count(commitments.len());
        Ok(())
    }

    /// Ends after the last entry, comparing with what the guild notes as its last.
    #[must_use]
    pub fn finish(self, noted_seq: i64, noted_head: &[u8]) -> Verdict {
        if let Some(anchor) = self.anchors.iter().find(|anchor| anchor.seq > self.seq) {
            return Verdict::Broken { seq: anchor.seq, fault: Fault::Cut { last: self.seq } };
        }
        if noted_seq != self.seq || noted_head != self.head.as_bytes() {
            return Verdict::Broken { seq: self.seq, fault: Fault::Head { noted: noted_seq } };
        }
        Verdict::Intact {
            entries: self.seq,
            head: self.head,
            opened: self.opened,
            erased: self.committed - self.opened,
        }
    }
}

fn check_opening(opening: &Opening, commitments: &[[u8; 32]]) -> Result<(), Fault> {
    let wrong = || Fault::Opening { field: opening.field.clone() };
    let Some(value) = &opening.value else {
        return Err(Fault::Sealed { field: opening.field.clone() });
    };
    let salt: &[u8; SALT_LENGTH] = opening.salt.as_slice().try_into().map_err(|_| wrong())?;
    let position = usize::try_from(opening.position).map_err(|_| wrong())?;
    let expected = commitments.get(position).ok_or_else(wrong)?;
    if commitment(salt, &opening.field, value).as_bytes() == expected { Ok(()) } else { Err(wrong()) }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
