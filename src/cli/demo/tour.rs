//! The tour: what a member, a contributor, a moderator and an admin type, and what the bot answers.

mod after;
mod digests;
mod pages;

use std::io::Write;

use anyhow::Context as _;
use localcord::{Modal, Outcome};

use super::screen;
use super::stage::{Person, Stage};

/// Plays the tour and writes it down.
pub(super) async fn play(stage: &Stage, out: &mut impl Write) -> anyhow::Result<()> {
    let mut tour = Tour { stage, out };
    tour.ask().await?;
    tour.look_further().await?;
    tour.set_up().await?;
    let digest = tour.set_up_digest().await?;
    if let Some(count) = tour.log_and_review().await? {
        tour.log_a_message().await?;
        tour.judge().await?;
        tour.ask_and_reject().await?;
        tour.act_on_the_published(&count).await?;
        if let Some(digest) = digest {
            tour.read_digest(&digest).await?;
        }
        tour.watch_a_page().await?;
    }
    tour.ask_again().await
}

struct Tour<'a, W> {
    stage: &'a Stage,
    out: &'a mut W,
}

const COUNT: &str = "/count show petition:microsoft-ice-2018";
/// A real report that is not in the demo record: an older one, so that what is current does not change.
const LOG: &str = "/count log petition:microsoft-ice-2018 \
    url:https://seattleglobalist.com/2018/06/20/microsoft-employees-ask-ceo-to-cancel-ice-contract/74913 \
    wording:\"about 100 Microsoft employees\" as_of:2018-06-20";

/// What a member writes in the channel: a link and a quotation.
const MESSAGE: &str = "From the mail to all employees:\n> Microsoft is not working with the U.S. government on any \
    projects related to separating children\nhttps://blogs.microsoft.com/on-the-issues/2018/06/19/mail-to-employees/";

/// A figure that its source does not give.
const WRONG: &str = "/count log petition:microsoft-ice-2018 \
    url:https://seattleglobalist.com/2018/06/20/microsoft-employees-ask-ceo-to-cancel-ice-contract/74913 \
    wording:\"about 1,000 Microsoft employees\" as_of:2018-06-22";

impl<W: Write> Tour<'_, W> {
    async fn ask(&mut self) -> anyhow::Result<()> {
        self.chapter("A member asks: how many signed?")?;
        self.types(Person::Member, COUNT).await?;
        self.chapter("What has the company said?")?;
        self.types(Person::Member, "/response show petition:microsoft-ice-2018").await?;
        self.chapter("What is the contract worth?")?;
        self.types(Person::Member, "/fact show petition:microsoft-ice-2018 property:value").await?;
        self.chapter("The petition, and who said what when")?;
        self.types(Person::Member, "/petition show petition:microsoft-ice-2018").await?;
        self.types(Person::Member, "/petition timeline petition:microsoft-ice-2018").await?;
        self.chapter("The counts over time as a picture, with the same in words")?;
        self.types(Person::Member, "/petition chart petition:microsoft-ice-2018").await?;
        self.chapter("A name that is not on record")?;
        self.types(Person::Member, "/count show petition:microsft-ice").await?;
        Ok(())
    }

    async fn look_further(&mut self) -> anyhow::Result<()> {
        self.chapter(
            "Who is who, what was promised, who signed; words found wherever they stand; the record as a file",
        )?;
        for line in [
            "/organisation show organisation:Microsoft",
            "/commitment list petition:microsoft-ice-2018",
            "/signatory list petition:microsoft-ice-2018",
            "/search text:\"family separation\"",
            "/export petition:microsoft-ice-2018 format:csv",
        ] {
            self.types(Person::Member, line).await?;
        }
        Ok(())
    }

    async fn set_up(&mut self) -> anyhow::Result<()> {
        self.chapter("The admin sets the server up")?;
        let panel = self.types(Person::Admin, "/setup").await?;
        if panel.message.as_ref().is_some_and(|message| message.component("Use these defaults").is_some()) {
            self.presses(Person::Admin, &panel, "Use these defaults").await?;
        }
        self.types(Person::Admin, "/setup moderators:@Moderators contributors:@Contributors review_channel:#review")
            .await?;
        self.types(Person::Admin, "/undersigned diagnose").await?;
        Ok(())
    }

    /// Gives the number of the count that was filed: none where it was in an earlier run, and what follows it too.
    async fn log_and_review(&mut self) -> anyhow::Result<Option<String>> {
        self.chapter("A contributor logs a count from an article")?;
        let preview = self.types(Person::Contributor, LOG).await?;
        if preview.text().contains("Similar") {
            self.say("It is on record from an earlier run of this demo, so the contributor leaves it at that.")?;
            self.presses(Person::Contributor, &preview, "Cancel").await?;
            return Ok(None);
        }
        let form = self.presses(Person::Contributor, &preview, "Describe source").await?;
        let described = self
            .fills(
                Person::Contributor,
                form.modal.as_ref().context("the form for the source did not open")?,
                &[("publisher", "The Seattle Globalist"), ("published", "2018-06-20")],
            )
            .await?;
        let filed = self.presses(Person::Contributor, &described, "File").await?;
        let number = after::number(&filed.text()).context("the count got no number")?;
        self.chapter("A moderator finds it in the review channel, and approves it")?;
        let waiting = self.stage.wait_for("Approve", &number).await?;
        self.say(&screen::message(&waiting))?;
        let approved =
            self.stage.place(Person::Moderator, super::stage::Room::Review).click(&waiting, "Approve").await?;
        self.typed(Person::Moderator, "presses [Approve]")?;
        self.answer(&approved)?;
        Ok(Some(number))
    }

    async fn log_a_message(&mut self) -> anyhow::Result<()> {
        self.chapter("A message holds a link and a quotation: its menu logs them, and nothing of who wrote it")?;
        let message = self.stage.at(Person::Member).post(MESSAGE)?;
        self.typed(Person::Member, "writes")?;
        self.say(MESSAGE)?;
        self.typed(Person::Contributor, "opens the message's menu: Apps, Log as statement")?;
        let asked = self.stage.at(Person::Contributor).message_menu("Log as statement", &message).await?;
        self.answer(&asked)?;
        let offer = asked.message.as_ref().context("the menu asked for no petition")?;
        let lists = offer.components.iter().find(|component| !component.options.is_empty());
        let list = lists.context("the menu offered no petition")?;
        let id = list.custom_id.as_deref().unwrap_or_default();
        let letter =
            list.options.iter().find(|option| option.label.contains("Open letter")).unwrap_or(&list.options[0]);
        self.typed(Person::Contributor, &format!("chooses {}", letter.label))?;
        let form = self.stage.at(Person::Contributor).select(offer, id, &[&letter.value]).await?;
        self.answer(&form)?;
        let said = [("speaker", "Satya Nadella"), ("capacity", "executive"), ("said_on", "2018-06-19")];
        let modal = form.modal.as_ref().context("the form for the statement did not open")?;
        let preview = self.fills(Person::Contributor, modal, &said).await?;
        self.presses(Person::Contributor, &preview, "Cancel").await?;
        Ok(())
    }

    async fn judge(&mut self) -> anyhow::Result<()> {
        self.chapter("A moderator says what became of a demand, on a source")?;
        let choices = self.stage.at(Person::Moderator).autocomplete("/demand rate demand:contract", "demand").await?;
        let choice = choices.first().context("no demand was suggested")?;
        let demand = choice.value.as_str().context("a suggested demand has no number")?;
        let line = format!(
            "/demand rate demand:{demand} outcome:refused \
             url:https://www.theverge.com/2018/6/21/17488328/microsoft-ice-employees-signatures-protest \
             reason:\"The answer of 19 June does not end the contract\""
        );
        self.types(Person::Moderator, &line).await?;
        Ok(())
    }

    async fn ask_and_reject(&mut self) -> anyhow::Result<()> {
        self.chapter("Another figure, which the moderator asks about")?;
        let preview = self.types(Person::Contributor, WRONG).await?;
        let filed = self.presses(Person::Contributor, &preview, "File").await?;
        let number = after::number(&filed.text()).context("the figure got no number")?;
        let waiting = self.stage.wait_for("Approve", &number).await?;
        self.say(&screen::message(&waiting))?;
        let review = self.stage.place(Person::Moderator, super::stage::Room::Review);
        self.typed(Person::Moderator, "presses [Ask the contributor]")?;
        let form = review.click(&waiting, "Ask the contributor").await?;
        self.answer(&form)?;
        let question = "Where does the page say 1,000? I find about 100.";
        self.typed(Person::Moderator, &format!("fills in question: {question}"))?;
        let form = form.modal.as_ref().context("the form for the question did not open")?;
        self.answer(&review.submit(form, &[("question", question)]).await?)?;
        self.chapter("Only who filed it sees the question, and answers")?;
        let own = self.types(Person::Contributor, "/submissions").await?;
        let answer = own.message.as_ref().and_then(|message| {
            let labels = message.components.iter().filter_map(|component| component.label.clone());
            labels.into_iter().find(|label| label.starts_with("Answer"))
        });
        let form = self.presses(Person::Contributor, &own, &answer.context("there is nothing to answer")?).await?;
        let form = form.modal.as_ref().context("the form for the answer did not open")?;
        self.fills(Person::Contributor, form, &[("answer", "You are right, I misread it.")]).await?;
        self.chapter("The moderator rejects it, with a reason that its contributor reads")?;
        self.typed(Person::Moderator, "presses [Reject]")?;
        let asked = review.click(&waiting, "Reject").await?;
        self.answer(&asked)?;
        let reasons = asked.message.as_ref().context("no reason was asked for")?;
        self.typed(Person::Moderator, "chooses \"The source does not say it\"")?;
        let rejected = review.select(reasons, "Choose the reason", &["source_does_not_say_it"]).await?;
        self.answer(&rejected)?;
        self.types(Person::Contributor, "/submissions").await?;
        Ok(())
    }

    async fn ask_again(&mut self) -> anyhow::Result<()> {
        self.chapter("Old news filed today is history: the headline stays, the report stands among the earlier ones")?;
        self.types(Person::Member, COUNT).await?;
        Ok(())
    }

    fn chapter(&mut self, title: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "\n── {title} ──")?)
    }

    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        for line in self.stage.with_names(text).lines() {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    fn typed(&mut self, who: Person, what: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "\n{}> {what}", who.name())?)
    }

    fn answer(&mut self, outcome: &Outcome) -> anyhow::Result<()> {
        self.say(&screen::outcome(outcome))
    }

    async fn types(&mut self, who: Person, line: &str) -> anyhow::Result<Outcome> {
        self.typed(who, line)?;
        let outcome = self.stage.at(who).slash(line).await.with_context(|| format!("typing `{line}`"))?;
        self.answer(&outcome)?;
        Ok(outcome)
    }

    async fn presses(&mut self, who: Person, on: &Outcome, label: &str) -> anyhow::Result<Outcome> {
        self.typed(who, &format!("presses [{label}]"))?;
        let message = on.message.as_ref().context("there is no message to press anything on")?;
        let outcome = self.stage.at(who).click(message, label).await.with_context(|| format!("pressing `{label}`"))?;
        self.answer(&outcome)?;
        Ok(outcome)
    }

    async fn fills(&mut self, who: Person, modal: &Modal, values: &[(&str, &str)]) -> anyhow::Result<Outcome> {
        let shown: Vec<String> = values.iter().map(|(field, value)| format!("{field}: {value}")).collect();
        self.typed(who, &format!("fills in {}", shown.join(", ")))?;
        let outcome = self.stage.at(who).submit(modal, values).await.context("sending the form")?;
        self.answer(&outcome)?;
        Ok(outcome)
    }
}
