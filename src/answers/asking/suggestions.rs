//! What completes a half-typed option: labels for people, values for the commands.

use crate::answers::acts::{act_word, acted};
use crate::answers::announcing::note;
use crate::answers::prose::{capitalised, date_words, findable, submission_kind};
use crate::answers::reply::Choice;
use crate::answers::{Completion, Responder};
use crate::domain::date::PartialDate;
use crate::domain::digest::Day;
use crate::domain::guild::Zone;
use crate::domain::ledger::Act as LedgerAct;
use crate::domain::text::fold;
use crate::domain::watching::counter::RECIPES;
use crate::service::ask::{Suggested, Suggestion};
use crate::service::{Caller, ServiceError};

/// The most characters of a choice's value.
const LONGEST: usize = 100;

impl Responder {
    /// Completes what is being typed: at most 25 choices, none on any error.
    pub async fn complete(&self, caller: &Caller, what: Completion, typed: &str) -> Vec<Choice> {
        let what = match what {
            Completion::Petition => Suggested::Petition,
            Completion::PetitionToLogFor => Suggested::PetitionToLogFor,
            Completion::Organisation => Suggested::Organisation,
            Completion::Source => Suggested::Source,
            Completion::Property => Suggested::Property,
            Completion::Speaker => Suggested::Speaker,
            Completion::Tag => Suggested::Tag,
            Completion::Submission => Suggested::Submission,
            Completion::Signatory => Suggested::Signatory,
            Completion::Demand => Suggested::Demand,
            Completion::Commitment => Suggested::Commitment,
            Completion::Record => Suggested::Record,
            Completion::HiddenPetition => Suggested::HiddenPetition,
            Completion::Object => Suggested::Object,
            Completion::Mergeable => Suggested::Mergeable,
            Completion::Undoable => Suggested::Undoable,
            Completion::Petitions => return self.last_of_several(caller, typed).await,
            Completion::Digest => return self.digests_like(caller, typed).await,
            Completion::DigestDay => return days(typed),
            Completion::Zone => return zones(typed),
            Completion::LedgerAct => return acts(typed),
            Completion::Counter => return counters(typed),
        };
        match self.service.suggest(caller, what, typed).await {
            Ok(found) => found.into_iter().map(choice).collect(),
            Err(ServiceError::Refused(_)) => Vec::new(),
            Err(ServiceError::Fault(fault)) => {
                note(&fault);
                Vec::new()
            }
        }
    }
}

impl Responder {
    /// Completes what stands behind the last comma; what stands before it is kept.
    async fn last_of_several(&self, caller: &Caller, typed: &str) -> Vec<Choice> {
        let (before, last) = typed.rsplit_once(',').map_or(("", typed), |(before, last)| (before.trim(), last));
        let found = self.service.suggest(caller, Suggested::Petition, last.trim()).await.unwrap_or_default();
        let with_before = |mut choice: Choice| {
            if !before.is_empty() {
                choice.value = format!("{before}, {}", choice.value);
            }
            choice
        };
        found.into_iter().map(choice).map(with_before).collect()
    }

    /// Completes a digest by its number; nothing for whoever may not see them.
    async fn digests_like(&self, caller: &Caller, typed: &str) -> Vec<Choice> {
        let digests = self.service.digests(caller).await.unwrap_or_default();
        let all = digests.iter().map(super::super::digests::choice);
        all.filter(|choice| choice.value.contains(typed.trim().trim_start_matches('#'))).collect()
    }
}

/// Lists days on which a digest may run.
fn days(typed: &str) -> Vec<Choice> {
    let weekdays = Day::ALL.iter().map(|day| capitalised(day.as_str()));
    let of_month = ["1", "15", "last day", "first Monday", "second Tuesday", "last Friday"].map(str::to_owned);
    let typed = fold(typed.trim());
    let days = weekdays.chain(of_month).filter(|day| fold(day).contains(&typed));
    days.map(|day| Choice::new(&day, &day)).collect()
}

fn choice(suggestion: Suggestion) -> Choice {
    match suggestion {
        Suggestion::Petition(slug, title) => Choice::new(&title, slug),
        Suggestion::OwnPetition(number, title) => Choice::new(&format!("{title} (yours, waiting)"), number),
        // Names answer as options; one too long to be sent is sent as its number.
        Suggestion::Organisation(number, name) if name.chars().count() > LONGEST => Choice::new(&name, number),
        Suggestion::Organisation(_, name) => Choice::new(&name, &name),
        Suggestion::Source(number, doc) => {
            let publisher = doc.publisher_or_host();
            let mut label = match doc.published {
                Some(on) => format!("{publisher}, {}", date_words(on)),
                None => publisher.to_owned(),
            };
            if let Some(title) = &doc.title {
                label = format!("{label}: {title}");
            }
            Choice::new(&format!("{number} {label}"), number)
        }
        Suggestion::Word(word) => {
            let value: String = if word.chars().count() > LONGEST {
                word.chars().take(LONGEST - 1).chain(['…']).collect()
            } else {
                word.clone()
            };
            Choice::new(&word, value)
        }
        Suggestion::Signatory(number, None) => Choice::new(&number.to_string(), number),
        Suggestion::Signatory(number, Some(person)) => {
            let affiliation = person.affiliation.map(|name| format!(", {name}")).unwrap_or_default();
            Choice::new(&format!("{number} {}{affiliation}", person.name), number)
        }
        Suggestion::Demand(number, text, petition) => Choice::new(&format!("{number} {text} ({petition})"), number),
        Suggestion::Object(number, kind, title) => {
            Choice::new(&format!("{number} {}: {title}", findable(kind)), number)
        }
        Suggestion::Done(done) => {
            let object = done.object.map(|number| format!(" {number}")).unwrap_or_default();
            let since = date_words(PartialDate::Instant(done.at));
            Choice::new(&format!("{}: {}{object}, {since}", done.seq, act_word(&done.act)), done.seq)
        }
        Suggestion::Commitment(number, text) => Choice::new(&format!("{number} {text}"), number),
        Suggestion::Submission(number, kind, since) => {
            let since = date_words(PartialDate::Instant(since));
            Choice::new(&format!("{number} {}, waiting since {since}", submission_kind(kind)), number)
        }
    }
}

/// Lists the recipes for running numbers, and what a rule looks like.
fn counters(typed: &str) -> Vec<Choice> {
    let recipes = RECIPES.iter().map(|recipe| (recipe.name, recipe.what));
    let rules = [
        ("json:/count", "a number in JSON, by its pointer"),
        ("css:.count", "the number in an element of the page"),
        ("items:ol.signatures li", "how many elements there are"),
        ("lines:- ", "how many lines of a text begin so"),
        ("pattern:{number} people have signed", "the number in a sentence of the page"),
    ];
    let typed = typed.trim().to_lowercase();
    let label = |(rule, what): (&str, &str)| format!("{rule}: {what}");
    let found = recipes.chain(rules).filter(|one| label(*one).to_lowercase().contains(&typed));
    found.map(|one| Choice::new(&label(one), one.0)).collect()
}

fn acts(typed: &str) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let label = |act: LedgerAct| format!("{}: {}", act.as_str().replace('_', " "), acted(act));
    let found = LedgerAct::ALL.iter().filter(|act| label(**act).to_lowercase().contains(&typed));
    found.take(25).map(|act| Choice::new(&label(*act), act)).collect()
}

fn zones(typed: &str) -> Vec<Choice> {
    Zone::names_with(typed).into_iter().take(25).map(|name| Choice::new(&name, &name)).collect()
}
