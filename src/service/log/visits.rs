//! How many pages were read of late for each person who files, whatever came of it: a person who has many read would keep the
//! others waiting, and could have the bot knock at any door again and again.
//!
//! It is kept in memory alone, under the guild's own key of a person. A restart forgets it.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::{ActorKey, GuildId};

/// How many pages are read for somebody within [`OF_LATE`].
const MANY: u32 = 10;
/// What is of late.
const OF_LATE: SignedDuration = SignedDuration::from_mins(1);
/// The most people who are counted at once; while there are as many, no page is read for others.
const MOST: usize = 10_000;

/// Who has pages read: a person, as their guild knows them.
type Who = (GuildId, ActorKey);

/// How many pages were read of late for each person, and since when.
#[derive(Debug, Default)]
pub(in crate::service) struct Visits(Mutex<HashMap<Who, (Timestamp, u32)>>);

impl Visits {
    /// Counts a page that is to be read for somebody, and says whether it may be.
    pub(super) fn allow(&self, who: Who, now: Timestamp) -> bool {
        let is_over = |since: Timestamp| now.duration_since(since) >= OF_LATE;
        let Ok(mut visits) = self.0.lock() else { return false };
        if visits.len() >= MOST && !visits.contains_key(&who) {
            visits.retain(|_, (since, _)| !is_over(*since));
            if visits.len() >= MOST {
                return false;
            }
        }
        let (since, count) = visits.entry(who).or_insert((now, 0));
        if is_over(*since) {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= MANY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_pages_a_minute_are_read_for_each_person() {
        let at = |seconds: i64| Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let who = |guild: u64, person: u8| (GuildId::new(guild), ActorKey::new([person; 16]));
        let visits = Visits::default();
        let allowed = |who, seconds| (0..12).filter(|_| visits.allow(who, at(seconds))).count();
        assert_eq!(allowed(who(1, 1), 0), 10);
        assert_eq!(allowed(who(1, 1), 59), 0);
        assert_eq!((allowed(who(1, 2), 59), allowed(who(2, 1), 59)), (10, 10), "each for themselves");
        assert_eq!(allowed(who(1, 1), 60), 10);
    }

    #[test]
    fn no_more_people_are_counted_than_there_is_room_for() {
        let visits = Visits::default();
        let who = |person: u64| (GuildId::new(person), ActorKey::new([0; 16]));
        let at = Timestamp::UNIX_EPOCH;
        assert!((0..10_000).all(|person| visits.allow(who(person), at)));
        assert!(!visits.allow(who(10_000), at));
        assert!(visits.allow(who(0), at), "who is counted goes on");
        assert!(visits.allow(who(10_000), at.checked_add(OF_LATE).unwrap()), "and is forgotten after");
        assert_eq!(visits.0.lock().unwrap().len(), 1);
    }
}
