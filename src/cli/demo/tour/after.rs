//! What can be done to what is published: a correction, its undo, a removal and an erasure by two.

use std::io::Write;

use anyhow::Context as _;
use localcord::Outcome;

use super::Tour;
use crate::cli::demo::screen;
use crate::cli::demo::stage::{Person, Room};

/// The same report by another page.
const TWICE: &str = "/count log petition:microsoft-ice-2018 url:https://example.org/reprint-of-the-globalist \
    wording:\"about 100 Microsoft employees\" as_of:2018-06-20";
/// Somebody whom the demo made up.
const SIGNATORY: &str = "/signatory log petition:microsoft-ice-2018 url:https://example.org/a-public-list \
    name:\"Alex Example\" basis:signs_in_source";

pub(super) const APPROVE: &str = "Approve";
/// A name stands in no channel: a moderator looks at it in private, and approves it there.
const LOOK: &str = "Look";

impl<W: Write> Tour<'_, W> {
    /// Plays these chapters; `count` is a count that is on record.
    pub(super) async fn act_on_the_published(&mut self, count: &str) -> anyhow::Result<()> {
        self.correct(count).await?;
        self.undo(count).await?;
        self.remove_by_two().await?;
        self.erase_by_two().await
    }

    async fn correct(&mut self, count: &str) -> anyhow::Result<()> {
        self.chapter("A moderator corrects it: what will change is shown first, and the earlier words stay")?;
        let form = self.types(Person::Moderator, &format!("/review correct record:{count} reason:wrong")).await?;
        let form = form.modal.as_ref().context("the form for the correction did not open")?;
        let better = [("wording", "over 100 Microsoft employees")];
        let looked = self.fills(Person::Moderator, form, &better).await?;
        self.presses(Person::Moderator, &looked, "Do it").await?;
        Ok(())
    }

    async fn undo(&mut self, count: &str) -> anyhow::Result<()> {
        self.chapter("The correction was wrong: it is taken back, and readers see both in the history")?;
        self.does(&format!("/review undo what:{count} reason:mistake")).await?;
        self.types(Person::Member, "/petition history petition:microsoft-ice-2018").await?;
        Ok(())
    }

    async fn remove_by_two(&mut self) -> anyhow::Result<()> {
        self.chapter("The same report is filed twice and approved; to remove it takes two moderators")?;
        let twice = self.publishes(TWICE, APPROVE).await?;
        self.does(&format!("/review remove object:{twice} reason:duplicate")).await?;
        self.confirms(&twice).await
    }

    async fn erase_by_two(&mut self) -> anyhow::Result<()> {
        self.chapter(
            "Somebody who signed is logged; lists are broken down from ten names on, so that no figure is a person",
        )?;
        let signatory = self.publishes(SIGNATORY, LOOK).await?;
        self.types(Person::Member, "/signatory list petition:microsoft-ice-2018 by:part").await?;
        self.chapter("They ask to be erased: hidden at once, erased when a second moderator says so")?;
        self.types(Person::Moderator, &format!("/signatory withdraw signatory:{signatory} shown:erased")).await?;
        self.confirms(&signatory).await?;
        self.types(Person::Member, "/signatory list petition:microsoft-ice-2018").await?;
        self.chapter("The operator verifies the ledger: it is intact after all of this")?;
        writeln!(self.out, "\noperator> undersigned verify")?;
        let verdict = self.stage.verify().await?;
        self.say(&verdict)
    }

    /// Types a command that shows what it will do, and does it.
    pub(super) async fn does(&mut self, line: &str) -> anyhow::Result<Outcome> {
        let looked = self.types(Person::Moderator, line).await?;
        self.presses(Person::Moderator, &looked, "Do it").await
    }

    /// Files something and approves it; `button` is what its message in the review channel offers. Gives its number.
    pub(super) async fn publishes(&mut self, line: &str, button: &str) -> anyhow::Result<String> {
        let preview = self.types(Person::Contributor, line).await?;
        let filed = self.presses(Person::Contributor, &preview, "File").await?;
        let number = number(&filed.text()).context("it got no number")?;
        let waiting = self.stage.wait_for(button, &number).await?;
        self.typed(Person::Moderator, &format!("presses [{button}] in the review channel"))?;
        let review = self.stage.place(Person::Moderator, Room::Review);
        let pressed = review.click(&waiting, button).await?;
        self.answer(&pressed)?;
        if button == LOOK {
            let looked = pressed.message.as_ref().context("there was nothing to look at")?;
            self.typed(Person::Moderator, &format!("presses [{APPROVE}]"))?;
            self.answer(&review.click(looked, APPROVE).await?)?;
        }
        Ok(number)
    }

    /// Lets the admin confirm in the review channel what waits about this object.
    async fn confirms(&mut self, object: &str) -> anyhow::Result<()> {
        let waiting = self.stage.wait_for("Confirm", object).await?;
        self.typed(Person::Admin, "finds in the review channel")?;
        self.say(&screen::message(&waiting))?;
        self.typed(Person::Admin, "presses [Confirm]")?;
        let confirmed = self.stage.place(Person::Admin, Room::Review).click(&waiting, "Confirm").await?;
        self.answer(&confirmed)
    }
}

/// Takes the first number out of a text: `#142`.
pub(super) fn number(text: &str) -> Option<String> {
    let digits: String = text.split_once('#')?.1.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("#{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_found_in_what_the_bot_says() {
        assert_eq!(number("Filed as **\\#142**. Not #7.").as_deref(), Some("#142"));
        assert_eq!(number("Nothing, not even # 3"), None);
    }
}
