//! What hosts ask of robots that a redirect leads to. The rules of hosts whose pages are watched stand in the database; these are
//! kept in memory, for nobody asks for such a host by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use pageguard::{Address, Robots};

/// Of how many hosts they are kept: most redirects are to a site's other name, and a file may have 500 KiB.
const MOST: usize = 256;

/// The rules that are known, by host and port.
#[derive(Default)]
pub(super) struct Known(Mutex<HashMap<String, (Arc<Robots>, Timestamp)>>);

impl Known {
    /// Finds the rules of an address's host, and for how long they still hold.
    pub(super) fn find(&self, address: &Address, now: Timestamp) -> Option<(Arc<Robots>, SignedDuration)> {
        // A std Mutex, because nothing is awaited while it is held.
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (robots, until) = known.get(&host(address))?;
        (*until > now).then(|| (Arc::clone(robots), until.duration_since(now)))
    }

    /// Keeps the rules of an address's host. Where there is no room, those go that hold no more, or end first.
    pub(super) fn keep(&self, address: &Address, robots: Arc<Robots>, (now, hold): (Timestamp, SignedDuration)) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, (_, until)| *until > now);
        }
        let first = known.iter().min_by_key(|(_, (_, until))| *until).map(|(host, _)| host.clone());
        if let Some(first) = first.filter(|_| known.len() >= MOST) {
            known.remove(&first);
        }
        known.insert(host(address), (robots, now.checked_add(hold).unwrap_or(Timestamp::MAX)));
    }
}

/// Names what shares a robots.txt, as the guard tells it: both schemes together, any other port apart.
fn host(address: &Address) -> String {
    format!("{} {:?}", address.host(), address.as_url().port())
}

#[cfg(test)]
mod tests {
    use pageguard::Policy;

    use super::*;

    #[test]
    fn rules_hold_for_their_time_and_no_more_than_so_many_are_kept() {
        let known = Known::default();
        let at =
            |host: u64| Address::parse(&format!("https://host{host}.example.org/page"), &Policy::strict()).unwrap();
        let begun: Timestamp = "2018-06-22T12:00:00Z".parse().unwrap();
        let hour = SignedDuration::from_hours(1);
        for host in 0..1_000 {
            let now = begun.checked_add(SignedDuration::from_secs(host)).unwrap();
            known.keep(&at(host.unsigned_abs()), Arc::default(), (now, hour));
        }
        assert_eq!(known.0.lock().unwrap().len(), MOST);
        let now = begun.checked_add(SignedDuration::from_secs(1_000)).unwrap();
        assert!(known.find(&at(0), now).is_none(), "the first had to go");
        let (_, left) = known.find(&at(999), now).unwrap();
        assert_eq!(left, hour - SignedDuration::from_secs(1));
        assert!(known.find(&at(999), now.checked_add(hour).unwrap()).is_none());
    }
}
