//! What was read last, kept for as long as it stands: what many ask for within minutes is put together once.
//!
//! Every write of a guild's record moves the guild's ledger in the same transaction (invariant 14), whichever process
//! makes it. So what was read at one sequence of the ledger is what would be read again at it, and one look at the
//! sequence says whether it stands. Nothing is kept that is not published, little of it, and nothing after this process
//! has written in the guild.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::ids::GuildId;

/// How many pieces are kept.
const MOST: usize = 64;
/// Longer ones are read again each time, so that all of them together stay within 4 MiB.
const LONGEST: usize = 64 << 10;

/// The pieces that were read last.
#[derive(Default)]
pub struct Recent(Mutex<VecDeque<Piece>>);

struct Piece {
    guild: GuildId,
    seq: i64,
    asked: String,
    read: Arc<str>,
}

impl std::fmt::Debug for Recent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recent({} pieces)", self.pieces().len())
    }
}

impl Recent {
    /// Gives what was read for this question while the guild's ledger ended at this sequence.
    pub(super) fn find(&self, guild: GuildId, seq: i64, asked: &str) -> Option<Arc<str>> {
        let mut pieces = self.pieces();
        pieces.retain(|piece| piece.guild != guild || piece.seq == seq);
        let at = pieces.iter().position(|piece| piece.guild == guild && piece.asked == asked)?;
        let piece = pieces.remove(at)?;
        let read = Arc::clone(&piece.read);
        pieces.push_back(piece);
        Some(read)
    }

    /// Keeps what was read.
    pub(super) fn keep(&self, guild: GuildId, seq: i64, asked: String, read: &str) {
        if read.len() > LONGEST {
            return;
        }
        let mut pieces = self.pieces();
        pieces.retain(|piece| piece.guild != guild || piece.asked != asked);
        if pieces.len() == MOST {
            pieces.pop_front();
        }
        pieces.push_back(Piece { guild, seq, asked, read: read.into() });
    }

    /// Keeps nothing of a guild any more.
    pub(super) fn forget(&self, guild: GuildId) {
        self.pieces().retain(|piece| piece.guild != guild);
    }

    /// Keeps nothing any more: for who changes the database behind the store's back.
    pub fn forget_all(&self) {
        self.pieces().clear();
    }

    fn pieces(&self) -> MutexGuard<'_, VecDeque<Piece>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guild(id: u64) -> GuildId {
        GuildId::new(id)
    }

    #[test]
    fn what_was_read_is_given_again_until_the_ledger_moves() {
        let recent = Recent::default();
        recent.keep(guild(1), 7, "letter".to_owned(), "one");
        recent.keep(guild(2), 7, "letter".to_owned(), "theirs");
        assert_eq!(recent.find(guild(1), 7, "letter").as_deref(), Some("one"));
        assert_eq!(recent.find(guild(1), 7, "other"), None);
        assert_eq!(recent.find(guild(3), 7, "letter"), None);
        assert_eq!(recent.find(guild(1), 8, "letter"), None);
        assert_eq!(recent.find(guild(1), 7, "letter"), None, "what no longer stands is gone");
        assert_eq!(recent.find(guild(2), 7, "letter").as_deref(), Some("theirs"));
        recent.forget(guild(2));
        assert_eq!(recent.find(guild(2), 7, "letter"), None);
    }

    #[test]
    fn few_and_short_pieces_are_kept_those_that_were_asked_for_last() {
        let recent = Recent::default();
        recent.keep(guild(1), 1, "long".to_owned(), &"x".repeat(LONGEST + 1));
        assert_eq!(recent.find(guild(1), 1, "long"), None);
        for number in 0..MOST {
            recent.keep(guild(1), 1, number.to_string(), "x");
        }
        assert!(recent.find(guild(1), 1, "0").is_some());
        recent.keep(guild(1), 1, "one more".to_owned(), "x");
        assert!(recent.find(guild(1), 1, "0").is_some() && recent.find(guild(1), 1, "1").is_none());
        assert_eq!(recent.pieces().len(), MOST);
    }
}
