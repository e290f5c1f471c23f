//! Where a signatory belongs, as they state it: said otherwise when the list does, or when it was logged wrong.

use super::verify::shown;
use super::{Affiliated, Affiliation};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::signatory::Kept;
use crate::service::log::read::signatory::affiliation;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Service, ServiceError};
use crate::store::signatories::{self, Signatory};
use crate::store::{Store, UnitOfWork};

impl Service {
    /// Says anew where somebody on a list belongs, or that it is not stated. Fails where names are not kept: nothing of a
    /// person is held there that could be wrong.
    pub async fn affiliate_signatory(&self, caller: &Caller, typed: &Affiliation) -> Result<Affiliated, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::DescribeSignatory).await?;
                    let found = self.find_signatory(uow.conn(), caller.guild, &typed.signatory).await?;
                    let trace =
                        Trace { act: LedgerAct::Affiliate, actor: Actor::Person(access.moderator, access.standing) };
                    put(uow, trace, &found, typed).await
                })
            })
            .await
    }
}

async fn put(
    uow: &mut UnitOfWork<'_>,
    trace: Trace,
    found: &Signatory,
    typed: &Affiliation,
) -> Result<Affiliated, ServiceError> {
    shown(found)?;
    let (guild, number, store) = (uow.guild(), found.number, uow.store().clone());
    let mut kept = opened(&store, guild, found)?;
    let now = affiliation(typed.affiliation.as_deref())?;
    let before = std::mem::replace(&mut kept.person.affiliation, now.clone());
    if before != now {
        let sealed = store.seal_signatory(guild, number, &kept)?;
        let revision = signatories::keep(uow, number, &sealed).await?;
        // The ledger says that it was said anew; what was said is held with the name alone.
        uow.append(trace.entry(
            ObjectKind::Signatory,
            number,
            revision,
            &serde_json::json!({ "affiliation": true }),
        )?);
    }
    Ok(Affiliated { number, petition: found.petition, before, now })
}

fn opened(store: &Store, guild: GuildId, found: &Signatory) -> Result<Kept, ServiceError> {
    let not_kept = |number: Number| Refusal::NameNotKept(number);
    let sealed = found.sealed.as_ref().ok_or_else(|| not_kept(found.number))?;
    Ok(store.open_signatory(guild, found.number, sealed)?)
}
