//! Answers to questions: what the record says, in words.
//!
//! The number comes first, then who says so and when, then the rest; each source is a footnote. Doubt is told in words
//! (disputed, fallen, still rising), and what is not on record is said plainly. To add an answer: its result in
//! `service::ask`, its words in a file here, its [`View`].

mod apart;
mod breakdown;
pub(super) mod changes;
pub(super) mod chart;
mod cite;
mod commitments;
mod counts;
pub(super) mod digest;
mod export;
mod facts;
mod history;
mod organisation;
mod page;
mod petition;
mod petitions;
mod responses;
mod search;
mod signatories;
pub(super) mod source;
mod sources;
mod statements;
mod suggestions;
mod timeline;

use super::Responder;
use super::about::about;
use super::press::Press;
use super::reply::{Action, Answer, Audience, Reply, Style, Text};
use super::say::{button, say, stored};
use super::view::{History, PetitionRef, View};
use super::words::figure::shortened;
use crate::domain::findable::Findable;
use crate::domain::ids::Number;
use crate::domain::published::Sources;
use crate::domain::text::TextError;
use crate::service::ask::{About, Asked, Format, Found, PetitionAnswer, PetitionAsked, PetitionChoice, PetitionFile};
use crate::service::{Caller, Field, Refusal, ServiceError};

/// What of the asking decides how an answer is shown.
#[derive(Clone, Copy, Debug)]
struct Shown {
    audience: Audience,
    page: u32,
}

impl Responder {
    /// Answers a question. `audience` is what the caller asked for; the guild's default stands where it is `None`.
    pub async fn show(&self, caller: &Caller, view: View, audience: Option<Audience>) -> Answer {
        match view {
            View::About => self.show_about(caller, audience).await,
            View::Queue { kind, petition, age, page } => self.show_queue(caller, (kind, age), &petition, page).await,
            View::Audit { of, page } => self.show_audit(caller, of, page).await,
            View::Who { asked, page } => self.show_who(caller, asked, page).await,
            View::Submissions { page } => self.show_own(caller, page).await,
            View::Earlier { number, page } => self.show_earlier(caller, number, page).await,
            View::Submission { number } => self.show_submission(caller, number).await,
            View::Petitions { .. } => self.show_petitions(caller, view, audience).await,
            View::Source { source, page } => self.show_source(caller, &source, page, audience).await,
            View::Organisation { organisation } => self.show_organisation(caller, &organisation, audience).await,
            View::Search { text, kind, page } => self.show_search(caller, &text, kind, page, audience).await,
            View::Petition { .. }
            | View::Timeline { .. }
            | View::Chart { .. }
            | View::History { .. }
            | View::Counts { .. }
            | View::Responses { .. }
            | View::Statements { .. }
            | View::Facts { .. }
            | View::Signatories { .. }
            | View::Commitments { .. }
            | View::Sources { .. }
            | View::Export { .. } => self.show_about_a_petition(caller, view, audience).await,
        }
    }

    async fn show_about(&self, caller: &Caller, audience: Option<Audience>) -> Answer {
        let result = self.service.settings(caller).await;
        self.settle(result, |settings| Answer::Reply(about(&settings, heard_by(audience, settings.private_by_default))))
    }

    async fn show_petitions(&self, caller: &Caller, view: View, audience: Option<Audience>) -> Answer {
        let View::Petitions { organisation, state, tag, page } = view else { return Answer::Reply(stale()) };
        let asked = self.service.petitions(caller, organisation.as_deref(), state, tag.as_deref(), page).await;
        self.settle(asked, |asked| {
            let shown = Shown { audience: heard_by(audience, asked.private_by_default), page };
            let mut reply = petitions::reply(&asked.answer, shown);
            cite::settle(&mut reply, &asked.answer.sources);
            Answer::Reply(reply)
        })
    }

    async fn show_source(&self, caller: &Caller, source: &str, page: u32, audience: Option<Audience>) -> Answer {
        let asked = self.service.source(caller, source, page).await;
        self.settle(asked, |asked| {
            let shown = Shown { audience: heard_by(audience, asked.private_by_default), page };
            Answer::Reply(source::reply(&asked.answer, shown))
        })
    }

    async fn show_organisation(&self, caller: &Caller, given: &str, audience: Option<Audience>) -> Answer {
        let asked = self.service.organisation(caller, given).await;
        self.settle(asked, |asked| {
            let shown = Shown { audience: heard_by(audience, asked.private_by_default), page: 1 };
            Answer::Reply(organisation::reply(&asked.answer, shown))
        })
    }

    async fn show_search(
        &self,
        caller: &Caller,
        text: &str,
        kind: Option<Findable>,
        page: u32,
        audience: Option<Audience>,
    ) -> Answer {
        let asked = match View::too_long_to_search(text.trim()) {
            Some((length, limit)) => {
                let error = TextError::TooLong { length, limit };
                Err(Refusal::BadText { field: Field::Text, error }.into())
            }
            None => self.service.search(caller, text, kind, page).await,
        };
        self.settle(asked, |asked| {
            let shown = Shown { audience: heard_by(audience, asked.private_by_default), page };
            let mut reply = search::reply(&asked.answer, shown);
            cite::settle(&mut reply, &asked.answer.sources);
            Answer::Reply(reply)
        })
    }

    async fn show_about_a_petition(&self, caller: &Caller, view: View, audience: Option<Audience>) -> Answer {
        let result = match &view {
            View::Petition { petition } => {
                let asked = self.service.petition(caller, asked(petition)).await;
                let chart = one(&asked).and_then(|answer| chart::offered(&answer.groups, answer.about.petition.number));
                worded(
                    asked,
                    &view,
                    audience,
                    1,
                    |answer| &answer.about,
                    |answer, shown| Ok(petition::reply(answer, shown)),
                )
                .map(|reply| reply.also(chart))
            }
            View::Timeline { petition, page } => {
                let asked = self.service.timeline(caller, asked(petition)).await;
                worded(asked, &view, audience, *page, |answer| &answer.about, timeline::reply)
            }
            View::Chart { petition } => {
                let asked = self.service.chart(caller, asked(petition)).await;
                let words = |answer: &_, shown: Shown| Ok(chart::reply(answer, shown));
                worded(asked, &view, audience, 1, |answer| &answer.about, words)
            }
            View::History { petition, page } => {
                let asked = self.service.history(caller, asked(petition), *page).await;
                let words = |answer: &_, shown: Shown| Ok(history::reply(answer, shown));
                worded(asked, &view, audience, *page, |answer| &answer.about, words)
            }
            View::Counts { petition, population, history, page } => {
                let everything = *history == History::Everything;
                let asked = self.service.counts(caller, asked(petition), *population, everything).await;
                let chart = one(&asked).and_then(|answer| chart::offered(&answer.groups, answer.about.petition.number));
                let words = |answer: &_, shown| counts::reply(answer, (*population, *history), shown);
                worded(asked, &view, audience, *page, |answer| &answer.about, words).map(|reply| reply.also(chart))
            }
            View::Responses { petition, organisation, page } => {
                let asked = self.service.responses(caller, asked(petition), organisation.as_deref()).await;
                worded(asked, &view, audience, *page, |answer| &answer.about, responses::reply)
            }
            View::Statements { petition, speaker, page } => {
                let asked = self.service.statements(caller, asked(petition), speaker.as_deref()).await;
                let words = |answer: &_, shown| statements::reply(answer, speaker.as_deref(), shown);
                worded(asked, &view, audience, *page, |answer| &answer.about, words)
            }
            View::Facts { petition, property, page } => {
                let asked = self.service.facts(caller, asked(petition), property.as_deref()).await;
                let words = |answer: &_, shown| facts::reply(answer, property.as_deref(), shown);
                worded(asked, &view, audience, *page, |answer| &answer.about, words)
            }
            View::Signatories { petition, by: Some(by), page } => {
                let asked = self.service.breakdown(caller, asked(petition), *by).await;
                let audience = Some(Audience::Private);
                worded(asked, &view, audience, *page, |answer| &answer.about, breakdown::reply)
            }
            View::Signatories { petition, by: None, page } => {
                let asked = self.service.signatories(caller, asked(petition), *page).await;
                // Names are for the asker alone, whatever the guild's default.
                let audience = Some(Audience::Private);
                let words = |answer: &_, shown: Shown| Ok(signatories::reply(answer, shown.page));
                worded(asked, &view, audience, *page, |answer| &answer.about, words)
            }
            View::Commitments { petition, page } => {
                let asked = self.service.commitments(caller, asked(petition)).await;
                worded(asked, &view, audience, *page, |answer| &answer.about, commitments::reply)
            }
            View::Sources { petition, page } => {
                let asked = self.service.sources(caller, asked(petition)).await;
                worded(asked, &view, audience, *page, |answer| &answer.about, sources::reply)
            }
            View::Export { petition, format } => {
                let asked = self.service.export_petition(caller, asked(petition), *format).await;
                exported(asked, &view, *format, audience)
            }
            View::Petitions { .. }
            | View::Source { .. }
            | View::Organisation { .. }
            | View::Search { .. }
            | View::Queue { .. }
            | View::Audit { .. }
            | View::Who { .. }
            | View::Submissions { .. }
            | View::About
            | View::Earlier { .. }
            | View::Submission { .. } => Ok(stale()),
        };
        self.settle(result, Answer::Reply)
    }
}

/// Gives the answer where it is known which petition is meant.
fn one<T>(asked: &Result<Asked<Found<T>>, ServiceError>) -> Option<&T> {
    match &asked.as_ref().ok()?.answer {
        Found::One(answer) => Some(answer),
        Found::Which(_) => None,
    }
}

/// Puts an answer about a petition into words, with its footnotes and the way on; or the list to choose one from.
fn worded<T>(
    asked: Result<Asked<Found<T>>, ServiceError>,
    view: &View,
    audience: Option<Audience>,
    page: u32,
    about: impl Fn(&T) -> &About,
    words: impl Fn(&T, Shown) -> Result<Reply, Refusal>,
) -> Result<Reply, ServiceError> {
    let asked = asked?;
    let shown = Shown { audience: heard_by(audience, asked.private_by_default), page };
    match &asked.answer {
        Found::Which(choices) => Ok(which(choices, view.clone(), shown)),
        Found::One(answer) => {
            let about = about(answer);
            let reply = words(answer, shown)?;
            Ok(finished(reply, view, about.petition.number, &about.sources))
        }
    }
}

/// Hands out a file, or the list of petitions to choose one from.
fn exported(
    asked: Result<Asked<Found<PetitionFile>>, ServiceError>,
    view: &View,
    format: Format,
    audience: Option<Audience>,
) -> Result<Reply, ServiceError> {
    let asked = asked?;
    let shown = Shown { audience: heard_by(audience, asked.private_by_default), page: 1 };
    Ok(match &asked.answer {
        Found::Which(choices) => which(choices, view.clone(), shown),
        Found::One(file) => export::reply(file, format, shown)?.row(neighbours(view, file.petition)),
    })
}

/// Words a petition's answer as a message of its own, with the way on.
pub(super) fn petition_card(answer: &PetitionAnswer) -> Reply {
    let (petition, shown) = (answer.about.petition.number, Shown { audience: Audience::Channel, page: 1 });
    let view = View::Petition { petition: PetitionRef::Number(petition) };
    finished(petition::reply(answer, shown), &view, petition, &answer.about.sources)
}

fn finished(mut reply: Reply, view: &View, petition: Number, sources: &Sources) -> Reply {
    // What a page nobody marked is attached to stands after the marked ones.
    let unmarked = std::mem::take(&mut reply.footnotes);
    cite::settle(&mut reply, sources);
    reply.footnotes.extend(unmarked);
    let neighbours = neighbours(view, petition);
    neighbours.chunks(Reply::ROW).fold(reply, |reply, row| reply.row(row.to_vec()))
}

/// Says who sees an answer: as the caller asked, else as the guild has it.
fn heard_by(audience: Option<Audience>, private_by_default: bool) -> Audience {
    let default = if private_by_default { Audience::Private } else { Audience::Channel };
    audience.unwrap_or(default)
}

fn asked(petition: &PetitionRef) -> PetitionAsked<'_> {
    match petition {
        PetitionRef::Unsaid => PetitionAsked::Unsaid,
        PetitionRef::Typed(typed) => PetitionAsked::Typed(typed),
        PetitionRef::Number(number) => PetitionAsked::Number(*number),
    }
}

/// Says in small print which petition an answer is about.
fn petition_line(about: &About) -> Text {
    Text(vec![stored(shortened(&about.petition.doc.title))])
}

/// Asks which petition is meant.
fn which(choices: &[PetitionChoice], view: View, shown: Shown) -> Reply {
    let options = choices.iter().map(|choice| petitions::choice(choice.number.get(), &choice.title)).collect();
    let select = Action::Select { placeholder: "Choose a petition", press: Press::Pick(view), options };
    Reply::new(shown.audience)
        .line(say("**Which petition?** Choose one, or name it in `petition`.", []))
        .small(say("A moderator can set what this channel is about with `/petition here`.", []))
        .row(vec![select])
}

/// Offers the other questions about the same petition; its card offers them all.
fn neighbours(view: &View, petition: Number) -> Vec<Action> {
    let petition = || PetitionRef::Number(petition);
    let (population, history, page) = (None, History::Current, 1);
    let all = [
        ("Counts", View::Counts { petition: petition(), population, history, page }),
        ("Responses", View::Responses { petition: petition(), organisation: None, page }),
        ("Statements", View::Statements { petition: petition(), speaker: None, page }),
        ("Timeline", View::Timeline { petition: petition(), page }),
        ("Commitments", View::Commitments { petition: petition(), page }),
        ("Facts", View::Facts { petition: petition(), property: None, page }),
        ("Sources", View::Sources { petition: petition(), page }),
        ("History", View::History { petition: petition(), page }),
        ("Petition", View::Petition { petition: petition() }),
    ];
    let is_card = matches!(view, View::Petition { .. });
    // Beside the other answers one row leads on, and the card to the rest.
    let of_card =
        |other: &View| is_card || !matches!(other, View::Facts { .. } | View::Sources { .. } | View::History { .. });
    let others = all
        .into_iter()
        .filter(|(_, other)| std::mem::discriminant(other) != std::mem::discriminant(view) && of_card(other));
    others.map(|(label, other)| button(label, Press::Show(other), Style::Secondary)).collect()
}

fn stale() -> Reply {
    Reply::refusal(say("This button is from an earlier version. Run the command again.", []))
}
