//! What Discord lets through: its limits as its answers tell them, and how often it has refused us lately.
//!
//! Discord shuts out whoever gets 10,000 answers of 401, 403 and 429 within ten minutes. Each such answer costs us
//! [`REFUSAL`] of waiting, of which [`AT_ONCE`] may be owed at a time, so that there are never more than 90 of them in
//! ten minutes, however many channels are closed to us, and what is let through goes on in between.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long it takes until one refusal is made up for.
const REFUSAL: Duration = Duration::from_secs(20);
/// How many refusals there may be without a wait.
const AT_ONCE: u32 = 60;
/// The longest wait after limits in a row where Discord asks for none that is longer.
const LONGEST: Duration = Duration::from_mins(5);
/// Holds that are over are forgotten when so many are remembered.
const MOST: usize = 1_024;

/// What an answer says of Discord's limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its status.
    pub(super) status: u16,
    /// Whether Discord wrote it, and not something on the way.
    pub(super) discords: bool,
    /// Whether a 429 is for all we do.
    pub(super) global: bool,
    /// Whether a 429 is for what others do too, which is not held against us.
    pub(super) shared: bool,
    /// How long a 429 tells us to wait.
    pub(super) retry_after: Option<Duration>,
    /// In what time the route takes more, where it takes nothing before.
    pub(super) used_up: Option<Duration>,
}

/// Keeps account, by what limits are counted by.
#[derive(Debug)]
pub(super) struct Quota<K>(Mutex<Account<K>>);

#[derive(Debug)]
struct Account<K> {
    /// The routes that take nothing for now; `None` is all of them.
    holds: HashMap<Option<K>, Hold>,
    /// When all refusals so far are made up for.
    even: Option<Instant>,
    /// How many requests are under way, each of which may be refused.
    under_way: u32,
}

#[derive(Clone, Copy, Debug)]
struct Hold {
    until: Instant,
    /// How many limits there were in a row.
    in_a_row: u32,
}

/// A request that is under way.
#[derive(Debug)]
pub(super) struct UnderWay<'a, K> {
    quota: &'a Quota<K>,
}

impl<K: Copy + Eq + Hash> Quota<K> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Account { holds: HashMap::new(), even: None, under_way: 0 }))
    }

    /// Lets a request of a route begin, or says how long it has to wait.
    pub(super) fn begin(&self, route: K, now: Instant) -> Result<UnderWay<'_, K>, Duration> {
        let mut account = self.account();
        let held = [None, Some(route)].iter().filter_map(|key| account.holds.get(key)).map(|hold| hold.until).max();
        let owed = account.even.unwrap_or(now).saturating_duration_since(now) + REFUSAL * (account.under_way + 1);
        let wait = held.unwrap_or(now).saturating_duration_since(now).max(owed.saturating_sub(REFUSAL * AT_ONCE));
        if !wait.is_zero() {
            return Err(wait);
        }
        account.under_way += 1;
        Ok(UnderWay { quota: self })
    }

    /// Takes note of an answer. Gives how long the route is held when it was one too many.
    pub(super) fn heard(&self, route: K, said: Said, now: Instant) -> Option<Duration> {
        let mut account = self.account();
        let refused = matches!(said.status, 401 | 403 | 429);
        if refused && !(said.status == 429 && said.shared) {
            account.even = Some(account.even.map_or(now, |even| even.max(now)) + REFUSAL);
        }
        // What keeps us out on the way to Discord keeps out everything.
        let kept_out = refused && !said.discords;
        if said.status != 429 && !kept_out {
            account.let_through(route, said.used_up, now);
            return None;
        }
        let key = if said.global || kept_out { None } else { Some(route) };
        let in_a_row = account.holds.get(&key).map_or(0, |hold| hold.in_a_row);
        let wait = said.retry_after.unwrap_or_default().max(back_off(in_a_row));
        account.hold(key, Hold { until: now + wait, in_a_row: in_a_row + 1 }, now);
        Some(wait)
    }

    fn account(&self) -> MutexGuard<'_, Account<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Account<K> {
    fn let_through(&mut self, route: K, used_up: Option<Duration>, now: Instant) {
        match used_up {
            Some(wait) => self.hold(Some(route), Hold { until: now + wait, in_a_row: 0 }, now),
            None => drop(self.holds.remove(&Some(route))),
        }
        // A request that was under way when all was held says nothing of the hold.
        if self.holds.get(&None).is_some_and(|hold| hold.until <= now) {
            self.holds.remove(&None);
        }
    }

    fn hold(&mut self, key: Option<K>, hold: Hold, now: Instant) {
        if self.holds.len() >= MOST {
            self.holds.retain(|_, hold| hold.until + LONGEST > now);
        }
        self.holds.insert(key, hold);
    }
}

/// Says how long to wait at least after so many limits in a row before: 1, 2, 4 s and so on.
fn back_off(in_a_row: u32) -> Duration {
    Duration::from_secs(1_u64 << in_a_row.min(16)).min(LONGEST)
}

impl<K> Drop for UnderWay<'_, K> {
    fn drop(&mut self) {
        let mut account = self.quota.0.lock().unwrap_or_else(PoisonError::into_inner);
        account.under_way = account.under_way.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITED: Said = Said {
        status: 429,
        discords: true,
        global: false,
        shared: false,
        retry_after: Some(Duration::from_secs(3)),
        used_up: None,
    };
    const FORBIDDEN: Said = Said { status: 403, retry_after: None, ..LIMITED };
    const DONE: Said = Said { status: 200, retry_after: None, ..LIMITED };

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    fn waits(quota: &Quota<u8>, route: u8, now: Instant) -> Duration {
        quota.begin(route, now).err().unwrap_or_default()
    }

    #[test]
    fn a_limit_holds_its_own_route_for_as_long_as_discord_says_and_longer_each_time_in_a_row() {
        let (quota, now) = (Quota::new(), Instant::now());
        assert_eq!(quota.heard(1, LIMITED, now), Some(seconds(3)));
        assert_eq!((waits(&quota, 1, now), waits(&quota, 2, now)), (seconds(3), seconds(0)));
        let later = now + seconds(3);
        assert_eq!(waits(&quota, 1, later), seconds(0));
        let row: Vec<_> = (0..10).filter_map(|_| quota.heard(1, LIMITED, later)).map(|wait| wait.as_secs()).collect();
        assert_eq!(row, [3, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(quota.heard(1, DONE, later), None);
        assert_eq!(quota.heard(1, LIMITED, later), Some(seconds(3)), "what is let through ends the row");
    }

    #[test]
    fn a_global_limit_and_what_stands_before_discord_hold_everything() {
        let before_it = Said { discords: false, ..FORBIDDEN };
        for said in [Said { global: true, ..LIMITED }, before_it] {
            let (quota, now) = (Quota::new(), Instant::now());
            let wait = quota.heard(1, said, now);
            assert_eq!(wait, Some(waits(&quota, 2, now)), "{said:?}");
            // What was let through meanwhile was under way before.
            quota.heard(3, DONE, now);
            assert_eq!(wait, Some(waits(&quota, 2, now)), "{said:?}");
            let later = now + seconds(3);
            assert_eq!(waits(&quota, 2, later), seconds(0));
        }
        let (quota, now) = (Quota::new(), Instant::now());
        assert_eq!(quota.heard(1, FORBIDDEN, now), None, "discord's own 403 is about one channel");
        assert_eq!(waits(&quota, 1, now), seconds(0));
    }

    #[test]
    fn a_route_that_is_used_up_is_asked_again_when_it_takes_more() {
        let (quota, now) = (Quota::new(), Instant::now());
        quota.heard(1, Said { used_up: Some(seconds(4)), ..DONE }, now);
        assert_eq!((waits(&quota, 1, now), waits(&quota, 1, now + seconds(4))), (seconds(4), seconds(0)));
    }

    #[test]
    fn never_more_than_ninety_are_refused_in_ten_minutes_and_what_is_let_through_goes_on_between() {
        let (quota, start) = (Quota::new(), Instant::now());
        let (mut refused, mut done) = (Vec::new(), Vec::new());
        // Ten times a second for half an hour, each time about another channel, of which one in eight is closed, in
        // no order that fits the twenty seconds.
        for tick in 0..18_000_u32 {
            let now = start + Duration::from_millis(100) * tick;
            let Ok(_under_way) = quota.begin(tick, now) else { continue };
            if (tick.wrapping_mul(2_654_435_761) >> 16) % 8 == 0 {
                quota.heard(tick, FORBIDDEN, now);
                refused.push(now);
            } else {
                quota.heard(tick, DONE, now);
                done.push(now);
            }
        }
        let within = |from: &Instant| refused.iter().filter(|at| *at >= from && **at < *from + seconds(600)).count();
        let most = refused.iter().map(within).max().unwrap_or_default();
        assert!((85..=90).contains(&most), "{most}");
        assert!((140..=150).contains(&refused.len()), "one every 20 seconds once sixty are spent: {}", refused.len());
        let late = done.iter().filter(|at| **at > start + seconds(600)).count();
        assert!(late > 180, "what is let through goes on: {late}");
    }

    #[test]
    fn those_under_way_count_as_if_refused_and_shared_limits_do_not() {
        let (quota, now) = (Quota::new(), Instant::now());
        for route in 0..100 {
            quota.heard(route, Said { shared: true, ..LIMITED }, now);
        }
        let under_way: Vec<_> = (100..200).filter_map(|route| quota.begin(route, now).ok()).collect();
        assert_eq!(under_way.len(), 60);
        drop(under_way);
        assert_eq!(waits(&quota, 200, now), seconds(0));
    }
}
