//! Which petitions are asked about a lot: their pages are looked at as those are whose count is rising.
//!
//! It is kept in memory alone, petition by petition and nobody's: how often, within how long. A restart forgets it.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::later;
use crate::domain::ids::{GuildId, Number};
use crate::service::{Service, ServiceError};
use crate::store::watched;

/// How many questions within [`WITHIN`] are many.
const MANY: u32 = 10;
/// Within how long they are counted, and how long a petition is taken to be asked about a lot after that.
const WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// The most petitions that are counted at once.
const MOST: usize = 10_000;

/// Questions about one petition.
#[derive(Debug, Clone, Copy)]
struct Questions {
    since: Timestamp,
    count: u32,
}

/// How often petitions were asked about lately.
#[derive(Debug, Default)]
pub(in crate::service) struct Asked {
    petitions: Mutex<HashMap<(GuildId, Number), Questions>>,
    /// Petitions that have come to be asked about a lot and whose pages are not hurried yet.
    many: Mutex<Vec<(GuildId, Number)>>,
    /// Pages that are looked at often, and until when.
    pages: Mutex<HashMap<i64, Timestamp>>,
}

impl Asked {
    /// Notes a question.
    pub(in crate::service) fn note(&self, guild: GuildId, petition: Number, now: Timestamp) {
        let is_over = |one: &Questions| now.duration_since(one.since) >= WITHIN;
        let count = {
            let Ok(mut petitions) = self.petitions.lock() else { return };
            if petitions.len() >= MOST {
                petitions.retain(|_, one| !is_over(one));
            }
            if petitions.len() >= MOST {
                return;
            }
            let one = petitions.entry((guild, petition)).or_insert(Questions { since: now, count: 0 });
            if is_over(one) {
                *one = Questions { since: now, count: 0 };
            }
            one.count = one.count.saturating_add(1);
            one.count
        };
        if count == MANY
            && let Ok(mut many) = self.many.lock()
        {
            many.push((guild, petition));
        }
    }

    /// Says whether a page is of a petition that is asked about a lot.
    pub(super) fn is_hurried(&self, page: i64, now: Timestamp) -> bool {
        self.pages.lock().is_ok_and(|pages| pages.get(&page).is_some_and(|until| *until > now))
    }
}

impl Service {
    /// Lets the pages of petitions that are asked about a lot be looked at soon, and often for a while.
    pub(super) async fn hurry_asked(&self) -> Result<(), ServiceError> {
        let now = self.now();
        let many = self.asked.many.lock().map(|mut many| std::mem::take(&mut *many)).unwrap_or_default();
        for (guild, petition) in many {
            let due = later(now, *self.limits.looks.start());
            let hurry = self.store.share(|shared| Box::pin(watched::hurry(shared.conn(), guild, petition, due)));
            let hurried = hurry.await?;
            if let Ok(mut pages) = self.asked.pages.lock() {
                pages.retain(|_, until| *until > now);
                pages.extend(hurried.into_iter().map(|page| (page, later(now, WITHIN))));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_questions_within_an_hour_are_noted_once_and_few_never() {
        let (guild, petition) = (GuildId::new(1), Number::FIRST);
        let at = |minutes: i64| later(Timestamp::UNIX_EPOCH, SignedDuration::from_mins(minutes));
        let asked = Asked::default();
        let noted = || asked.many.lock().unwrap().len();
        for minute in 0..i64::from(MANY) - 1 {
            asked.note(guild, petition, at(minute));
        }
        asked.note(GuildId::new(2), petition, at(10));
        assert_eq!(noted(), 0);
        asked.note(guild, petition, at(10));
        asked.note(guild, petition, at(11));
        assert_eq!(noted(), 1);
        for minute in 0..i64::from(MANY) - 1 {
            asked.note(guild, petition, at(70 + 7 * minute));
        }
        assert_eq!(noted(), 1, "an hour is over");
    }
}
