//! "Who signed?": names where they are kept, the tally everywhere.

use std::collections::BTreeSet;

use super::{NamesShown, SignatoriesAnswer};
use crate::domain::guild::Names;
use crate::domain::ids::{GuildId, Number};
use crate::domain::published::Source;
use crate::domain::signatory::Listed;
use crate::domain::source::LinkState;
use crate::service::ask::{About, Asked, Found, PetitionAsked};
use crate::service::refusal::Refusal;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;
use crate::store::signatories::{self, Signatory};
use crate::store::{Conn, settings, sources};

/// How many names stand on a page: a phone's screen or two.
const PAGE: i64 = 20;

impl Service {
    /// Answers who signed: the tally, and a page of names where they are kept. Names that were withdrawn or erased are
    /// not among them; those that are shown as withdrawn are.
    pub async fn signatories(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        page: u32,
    ) -> Result<Asked<Found<SignatoriesAnswer>>, ServiceError> {
        let asked = self
            .ask(caller, petition, Wanted::default(), |about, rest| {
                Ok(SignatoriesAnswer { about, list: rest.list, names: NamesShown::Off })
            })
            .await?;
        let Found::One(mut answer) = asked.answer else { return Ok(asked) };
        let mut conn = self.store.read().await?;
        if settings::get(&mut conn, caller.guild).await?.names == Names::On {
            answer.names = self.names(&mut conn, caller.guild, &mut answer.about, page).await?;
        } else if page != 1 {
            return Err(Refusal::NoSuchPage.into());
        }
        Ok(Asked { answer: Found::One(answer), ..asked })
    }

    async fn names(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        about: &mut About,
        page: u32,
    ) -> Result<NamesShown, ServiceError> {
        let (number, skip) = (about.petition.number, (i64::from(page) - 1) * PAGE);
        let mut found = signatories::list_shown(conn, guild, number, PAGE + 1, skip).await?;
        if page == 0 || (page > 1 && found.is_empty()) {
            return Err(Refusal::NoSuchPage.into());
        }
        let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = found.len() > room;
        found.truncate(room);
        let mut names = Vec::with_capacity(found.len());
        for signatory in found {
            names.extend(self.listed(guild, &signatory)?);
        }
        let cited: BTreeSet<Number> = names
            .iter()
            .flat_map(|one| [Some(one.source), one.kept.withdrawal, one.kept.verified_by])
            .flatten()
            .collect();
        for source in cited {
            know(conn, guild, about, source).await?;
        }
        Ok(NamesShown::Page { names, more })
    }

    /// Opens who a signatory is. One that cannot be read is logged by its number, and the others are gone on with.
    fn listed(&self, guild: GuildId, signatory: &Signatory) -> Result<Option<Listed>, ServiceError> {
        let Some(sealed) = &signatory.sealed else { return Ok(None) };
        match self.store.open_signatory(guild, signatory.number, sealed) {
            Ok(kept) => Ok(Some(Listed {
                number: signatory.number,
                part: signatory.part,
                verification: signatory.verification,
                standing: signatory.standing,
                changed_on: signatory.changed_on,
                source: signatory.source,
                kept,
            })),
            Err(error) if error.is_of_one_row() => {
                tracing::error!(%error, signatory = signatory.number.get(), "passed over a signatory that cannot be read");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes sure that an answer can cite a source.
async fn know(conn: &mut Conn, guild: GuildId, about: &mut About, number: Number) -> Result<(), ServiceError> {
    if about.sources.contains_key(&number) {
        return Ok(());
    }
    if let Some(doc) = sources::find(conn, guild, number).await? {
        about
            .sources
            .insert(number, Source { number, link: LinkState::Live, doc, captures: Vec::new(), changes: Vec::new() });
    }
    Ok(())
}
