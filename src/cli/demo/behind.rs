//! What the chat page shows the curious of what stands behind the bot: its clock and its ledger.

use std::sync::Arc;

use chatpage::{Backstage, Clock, Entry, Pending};

use crate::clock::ShiftedClock;
use crate::domain::ids::GuildId;
use crate::service::Service;
use crate::store::{Openings, StoreError, digests};

/// The service behind the demo's bot, and the clock it goes by.
pub(super) struct Behind {
    guild: GuildId,
    service: Arc<Service>,
    clock: Arc<ShiftedClock>,
}

impl Behind {
    /// Looks at one guild of a service.
    pub(super) fn new(guild: GuildId, service: Arc<Service>, clock: Arc<ShiftedClock>) -> Self {
        Self { guild, service, clock }
    }

    /// Finds when a digest of the guild is due next.
    async fn next_due(&self) -> Result<Option<jiff::Timestamp>, StoreError> {
        let mut conn = self.service.store().read().await?;
        let mut next = None;
        for (guild, number) in digests::list_running(&mut conn).await? {
            if guild == self.guild {
                let due = digests::find(&mut conn, guild, number).await?.and_then(|digest| digest.next_at);
                next = next.into_iter().chain(due).min();
            }
        }
        Ok(next)
    }

    async fn read_clock(&self) -> Result<Clock, String> {
        let next = self.next_due().await.map_err(words)?;
        Ok(Clock { now: self.service.now().as_millisecond(), next: next.map(jiff::Timestamp::as_millisecond) })
    }
}

impl Backstage for Behind {
    fn ledger_end(&self) -> Pending<'_, i64> {
        Box::pin(async {
            let end = self.service.store().anchor(self.guild).await.map_err(words)?;
            Ok(end.map_or(0, |end| end.seq))
        })
    }

    fn ledger_after(&self, seq: i64) -> Pending<'_, Vec<Entry>> {
        Box::pin(async move {
            let mut entries = Vec::new();
            let write = |lines: &str| {
                entries.extend(lines.lines().filter_map(entry).filter(|entry| entry.seq > seq));
                Ok(())
            };
            self.service.store().write_ledger(self.guild, Openings::Left, write).await.map_err(words)?;
            Ok(entries)
        })
    }

    fn clock(&self) -> Pending<'_, Clock> {
        Box::pin(self.read_clock())
    }

    fn next_digest(&self) -> Pending<'_, Clock> {
        Box::pin(async {
            let next = self.next_due().await.map_err(words)?.ok_or("no digest is set up")?;
            self.clock.advance(next.duration_since(self.service.now()));
            self.read_clock().await
        })
    }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Reads an entry's line, as `domain::ledger::lines` writes it.
fn entry(line: &str) -> Option<Entry> {
    let mut words = line.strip_prefix("entry ")?.split(' ');
    let seq = words.next()?.parse().ok()?;
    let (act, kind, object) = (words.nth(1)?, words.next()?, words.next()?);
    let hash = words.nth(2)?;
    let object = if object == "0" { kind.to_owned() } else { format!("{kind} #{object}") };
    Some(Entry { seq, act: act.to_owned(), object, hash: hash.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrys_line_is_read_and_others_are_not() {
        let read = entry("entry 2 1529366460000 file submission 14 1 aa bb cc").unwrap();
        assert_eq!(
            (read.seq, read.act.as_str(), read.object.as_str(), read.hash.as_str()),
            (2, "file", "submission #14", "bb")
        );
        assert_eq!(entry("entry 1 1 join guild 0 1 aa bb cc").unwrap().object, "guild");
        assert_eq!(entry("end 2 bb"), None);
    }
}
