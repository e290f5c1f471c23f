//! Whether a signatory was checked: that the person is who the list says.

use super::{Check, Checked};
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::signatory::SignatoryStanding;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::service::access::Access;
use crate::service::log::read::Calendar;
use crate::service::refusal::Refusal;
use crate::service::review::publish::Publisher;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Service, ServiceError};
use crate::store::signatories::{self, Signatory};
use crate::store::{Sealed, UnitOfWork};

impl Service {
    /// Notes whether somebody on a list was checked, and where that is written. It may go back. Who is not shown or was
    /// erased is not checked any more.
    pub async fn verify_signatory(&self, caller: &Caller, check: &Check) -> Result<Checked, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::DescribeSignatory).await?;
                    let found = self.find_signatory(uow.conn(), caller.guild, &check.signatory).await?;
                    note(uow, &access, &found, check).await
                })
            })
            .await
    }
}

/// Refuses to say more of somebody who is not shown any more.
pub(super) fn shown(found: &Signatory) -> Result<(), Refusal> {
    let &Signatory { number, standing, .. } = found;
    match standing {
        SignatoryStanding::Standing | SignatoryStanding::RetractedShown => Ok(()),
        SignatoryStanding::Withdrawn | SignatoryStanding::Merged | SignatoryStanding::Erased => {
            Err(Refusal::SignatoryIs { number, standing })
        }
    }
}

async fn note(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    found: &Signatory,
    check: &Check,
) -> Result<Checked, ServiceError> {
    shown(found)?;
    let number = found.number;
    let calendar = Calendar { zone: access.settings.zone.rules(), at: uow.at() };
    let trace = Trace { act: LedgerAct::Verify, actor: Actor::Person(access.moderator, access.standing) };
    let source = match check.url.as_deref().filter(|url| !url.trim().is_empty()) {
        Some(url) => {
            let doc = SourceDoc::bare(SourceUrl::parse(url).map_err(Refusal::BadUrl)?, calendar.today());
            Some(Publisher::new(uow, trace).source(&doc).await?)
        }
        None => None,
    };
    let sealed = resealed(uow, found, source)?;
    let revision = signatories::verify(uow, number, check.verification, sealed.as_ref()).await?;
    let after = serde_json::json!({ "verification": check.verification, "source": source });
    uow.append(trace.entry(ObjectKind::Signatory, number, revision, &after)?);
    Ok(Checked {
        number,
        petition: found.petition,
        before: found.verification,
        now: check.verification,
        shown: found.sealed.is_some(),
    })
}

/// Keeps the source of a check with the name, where names are kept; that of the check before goes.
fn resealed(uow: &UnitOfWork<'_>, found: &Signatory, source: Option<Number>) -> Result<Option<Sealed>, ServiceError> {
    let Some(sealed) = &found.sealed else { return Ok(None) };
    let (guild, store) = (uow.guild(), uow.store());
    let mut kept = store.open_signatory(guild, found.number, sealed)?;
    kept.verified_by = source;
    Ok(Some(store.seal_signatory(guild, found.number, &kept)?))
}
