//! A digest: set up, a milestone at once, looked at beforehand, there the next morning, and with a correction the morning
//! after; and a card that stays current.

use std::io::Write;

use anyhow::Context as _;
use jiff::civil::time;

use super::after::APPROVE;
use super::{Tour, after};
use crate::cli::demo::screen;
use crate::cli::demo::stage::Person;
use crate::domain::digest::{Recurrence, Schedule};
use crate::domain::guild::Zone;

const CREATE: &str = "/digest create every:day at:9:00 zone:America/Los_Angeles";
/// A figure that the demo made up, to pass a milestone with.
const PASSES: &str = "/count log petition:microsoft-ice-2018 url:https://example.org/a-made-up-count \
    wording:\"520 Microsoft employees\" as_of:2018-06-26";

impl<W: Write> Tour<'_, W> {
    /// Sets a digest up, unless one is from an earlier run of the demo. Gives its number.
    pub(super) async fn set_up_digest(&mut self) -> anyhow::Result<Option<String>> {
        self.chapter("A moderator lets this channel be told every morning what is new")?;
        let list = self.types(Person::Moderator, "/digest list").await?;
        if !list.text().contains("No digest is set up") {
            return Ok(None);
        }
        let made = self.types(Person::Moderator, CREATE).await?;
        let digest = after::number(&made.text()).context("the digest got no number")?;
        self.chapter("A moderator pins a card to the channel: one message that stays current")?;
        self.types(Person::Moderator, "/petition pin petition:microsoft-ice-2018").await?;
        let card = self.stage.told(", message 1").await?;
        self.say(&screen::message(&card))?;
        Ok(Some(digest))
    }

    /// Shows what the digest tells.
    pub(super) async fn read_digest(&mut self, digest: &str) -> anyhow::Result<()> {
        self.chapter("A count passes 500 (this one the demo made up): that is told at once")?;
        let passes = self.publishes(PASSES, APPROVE).await?;
        let told = self.stage.told(&format!("digest {digest}, run 1, part 1")).await?;
        self.say(&screen::message(&told))?;
        self.chapter("What the digest would tell, and why not the rest")?;
        self.types(Person::Moderator, &format!("/digest preview digest:{digest}")).await?;
        self.chapter(
            "The next morning (the demo's clock is moved) it is there, with a source for every line and a picture",
        )?;
        self.next_morning(digest, 2).await?;
        self.chapter("What was told and turns out to be wrong is corrected where it was told")?;
        self.does(&format!("/review deprecate record:{passes} reason:wrong")).await?;
        self.next_morning(digest, 3).await
    }

    async fn next_morning(&mut self, digest: &str, run: i64) -> anyhow::Result<()> {
        let zone = Zone::parse("America/Los_Angeles").context("finding the zone")?;
        let schedule = Schedule { recurrence: Recurrence::Day, at: time(9, 0, 0, 0), zone };
        let told = self.stage.next_run(&schedule, &format!("digest {digest}, run {run}, part 1")).await?;
        self.say(&screen::message(&told))
    }
}
