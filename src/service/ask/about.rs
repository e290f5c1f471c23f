//! Finding the petition that a question is about, with what every answer about it needs.

use super::close;
use crate::domain::ids::Number;
use crate::domain::petition::PetitionState;
use crate::domain::published::{Names, Petition, Sources};
use crate::domain::signatory::ListTally;
use crate::domain::text::fold;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::acts;
use crate::store::asking::suggest::{self, Typed};
use crate::store::asking::{self, Dossier, Wanted};

/// Which petition a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PetitionAsked<'a> {
    /// Nothing was said: the channel's, else the only one, else the caller chooses.
    Unsaid,
    /// What was typed: a short name or a number.
    Typed(&'a str),
    /// One by its number.
    Number(Number),
}

/// An answer, and what the guild wants done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked<T> {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// The answer.
    pub answer: T,
}

/// An answer about a petition, or the petitions it could be about.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<T> {
    /// The answer.
    One(T),
    /// Nothing said which petition is meant: the latest ones, to choose from.
    Which(Vec<PetitionChoice>),
}

/// A petition to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionChoice {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
}

/// What an answer is about, and whom and what it cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The petition.
    pub petition: Petition,
    /// The names of the organisations the answer speaks of.
    pub organisations: Names,
    /// The sources the answer cites.
    pub sources: Sources,
}

impl About {
    /// Names an organisation.
    #[must_use]
    pub fn name(&self, organisation: Number) -> &str {
        self.organisations.get(&organisation).map_or("", String::as_str)
    }
}

impl Service {
    /// Reads about the petition that is meant and makes the answer of it; without one, says which it could be.
    pub(in crate::service) async fn ask<T>(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        wanted: Wanted<'_>,
        make: impl FnOnce(About, Rest) -> Result<T, ServiceError>,
    ) -> Result<Asked<Found<T>>, ServiceError> {
        permit_ask()?;
        let typed = match petition {
            PetitionAsked::Typed(typed) => typed.trim().to_lowercase(),
            PetitionAsked::Unsaid | PetitionAsked::Number(_) => String::new(),
        };
        let asked = match petition {
            PetitionAsked::Unsaid => asking::Asked::Here(caller.channel),
            PetitionAsked::Typed(_) => asking::Asked::Named(&typed),
            PetitionAsked::Number(number) => asking::Asked::Number(number),
        };
        let mut conn = self.store().read().await?;
        let dossier = asking::dossier::read(&mut conn, caller.guild, &asked, wanted).await?;
        if let Some(removed) = dossier.petition.as_ref().filter(|one| one.state == PetitionState::Removed) {
            let removal = acts::find_removal(self.store(), &mut conn, caller.guild, removed.number).await?;
            return Err(Refusal::PetitionRemoved(removed.slug.clone(), removal).into());
        }
        drop(conn);
        let private_by_default = dossier.private_by_default;
        let answer = match split(dossier) {
            Some((about, rest)) => {
                self.asked.note(caller.guild, about.petition.number, self.now());
                Found::One(make(about, rest)?)
            }
            None => Found::Which(self.which(caller, petition).await?),
        };
        Ok(Asked { private_by_default, answer })
    }

    /// Gives the petitions to choose from where nothing was said, and refuses where what was said names none.
    async fn which(&self, caller: &Caller, petition: PetitionAsked<'_>) -> Result<Vec<PetitionChoice>, ServiceError> {
        let given = match petition {
            PetitionAsked::Unsaid => None,
            PetitionAsked::Typed(typed) => Some(typed.trim().to_owned()),
            PetitionAsked::Number(number) => Some(number.to_string()),
        };
        let latest = suggest::petitions(&mut self.store().read().await?, caller.guild, &Typed::new("")).await?;
        match given {
            _ if latest.is_empty() => Err(Refusal::NoPetitions.into()),
            Some(given) => {
                let close = self.close_petitions(caller, &given).await?;
                Err(Refusal::NoSuchPetition { given, close }.into())
            }
            None => Ok(latest.into_iter().map(|one| PetitionChoice { number: one.number, title: one.title }).collect()),
        }
    }

    /// Gives the short names that are close to what was typed.
    async fn close_petitions(&self, caller: &Caller, given: &str) -> Result<Vec<String>, ServiceError> {
        let mut conn = self.store().read().await?;
        let mut slugs = Vec::new();
        for start in close::beginnings(given) {
            let found = suggest::petitions(&mut conn, caller.guild, &Typed::new(&start)).await?;
            slugs.extend(found.into_iter().map(|petition| petition.slug));
        }
        Ok(close::closest(&fold(given), slugs))
    }
}

/// What was found beside the petition, its names and its sources.
pub(in crate::service) struct Rest {
    /// Petitions it stands in a relation to.
    pub(super) kin: Vec<crate::domain::published::Kin>,
    /// What it asks for.
    pub(super) demands: Vec<crate::domain::petition::Demand>,
    /// Records.
    pub(super) records: Vec<crate::domain::published::Record>,
    /// The organisation that was asked for by name.
    pub(super) meant: Option<Number>,
    /// How many stand on its list of names.
    pub(in crate::service) list: ListTally,
    /// Organisations that belong to it.
    pub(super) parts: Vec<Number>,
    /// What was judged of demands and commitments.
    pub(super) judgements: Vec<crate::domain::commitment::Judgement>,
}

pub(super) fn split(dossier: Dossier) -> Option<(About, Rest)> {
    let Dossier { petition, kin, demands, records, organisations, sources, meant, list, parts, judgements, .. } =
        dossier;
    petition.map(|petition| {
        let rest = Rest { kin, demands, records, meant, list, parts, judgements };
        (About { petition, organisations, sources }, rest)
    })
}
