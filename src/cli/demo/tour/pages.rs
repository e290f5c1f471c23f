//! A page that loses its words and has them back within twenty minutes. Page and words are the demo's own: it fetches nothing.

use std::io::Write;

use anyhow::Context as _;
use jiff::SignedDuration;

use super::Tour;
use super::after::{APPROVE, number};
use crate::cli::demo::screen;
use crate::cli::demo::stage::{Person, Room};
use crate::fetch::KeptPage;

const PAGE: &str = "https://cloud-blog.example/2018/01/24/government";
const WORDS: &str = "We run the case files of the agency, and are glad to do so";
const LOG: &str = "/statement log petition:microsoft-ice-2018 url:https://cloud-blog.example/2018/01/24/government \
    speaker:\"A made-up company\" capacity:official said_on:2018-01-24";

/// Gives the page, with its words or without them.
fn page(words: &str) -> KeptPage {
    let html = format!(
        "<html lang=en><head><title>Cloud for government</title>
         <meta property=og:site_name content='A made-up company'></head><body><article>
         <h1>Cloud for government</h1>
         <p>Offices of states and towns keep documents, mail and calendars with us, and more of them come every month.</p>
         {words}
         <p>Whoever wants to know how a service is built can ask for the papers in which that is written down in full.</p>
         <p>Next month we tell about schools, which have been asking for a service of their own for three years.</p>
         </article></body></html>"
    );
    KeptPage::new(PAGE, &html)
}

impl<W: Write> Tour<'_, W> {
    /// Lets a page be cited, edited and put back, and shows what is told of it.
    pub(super) async fn watch_a_page(&mut self) -> anyhow::Result<()> {
        self.chapter("Words that stand on a page (the demo made both up) are logged, and the page is read")?;
        let form = self.types(Person::Contributor, LOG).await?;
        let form = form.modal.as_ref().context("the form for the words did not open")?;
        let preview = self.fills(Person::Contributor, form, &[("quote", WORDS)]).await?;
        let filed = self.presses(Person::Contributor, &preview, "File").await?;
        let statement = number(&filed.text()).context("the statement got no number")?;
        let waiting = self.stage.wait_for(APPROVE, &statement).await?;
        self.typed(Person::Moderator, &format!("presses [{APPROVE}] in the review channel"))?;
        let approved = self.stage.place(Person::Moderator, Room::Review).click(&waiting, APPROVE).await?;
        self.answer(&approved)?;
        let before = page(&format!("<p>{WORDS}, says the company in this post for its readers.</p>"));
        self.stage.look(SignedDuration::from_secs(1), &before).await?;

        self.chapter("An hour later they are gone from the page: moderators are told once")?;
        self.stage.look(SignedDuration::from_hours(1), &page("")).await?;
        let told = self.stage.reviewed("Words removed").await?;
        self.say(&screen::message(&told))?;

        self.chapter("Twenty minutes later they are back, and the page shows what happened")?;
        self.stage.look(SignedDuration::from_mins(20), &before).await?;
        let told = self.stage.reviewed("Words restored").await?;
        self.say(&screen::message(&told))?;
        self.types(Person::Member, &format!("/source show source:{PAGE}")).await?;
        let timeline = self.types(Person::Member, "/petition timeline petition:microsoft-ice-2018").await?;
        self.presses(Person::Member, &timeline, "Next page").await?;
        Ok(())
    }
}
