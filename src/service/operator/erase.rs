//! Erasing on the host: somebody on a list, or a name wherever people wrote it.

use crate::domain::date::PartialDate;
use crate::domain::erasing::SoughtName;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::person_name::NameKeys;
use crate::domain::signatory::SignatoryStanding;
use crate::service::trace::{Actor, Trace};
use crate::service::{Service, ServiceError};
use crate::store::passages::{self, Passage};
use crate::store::signatories::{self, Signatory};
use crate::store::{Conn, UnitOfWork};

/// How many entries of one name are erased at once.
const SAME_NAME: i64 = 1_000;

/// Who is to be erased.
#[derive(Clone, PartialEq, Eq)]
pub enum Person {
    /// Somebody on a list, by their number.
    Signatory(Number),
    /// Whoever bears this name, on lists and in texts.
    Named(String),
}

/// Where somebody stands, or stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// On lists.
    pub signatories: Vec<Number>,
    /// In texts, addresses included.
    pub passages: Vec<Passage>,
}

impl Standing {
    /// Says whether there is nothing that can be erased.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signatories.is_empty() && self.passages.iter().all(|passage| passage.in_an_address)
    }
}

impl Service {
    /// Says where somebody stands in a guild's record.
    pub async fn find_person(&self, guild: GuildId, person: &Person) -> Result<Standing, ServiceError> {
        let mut conn = self.store.read_snapshot().await?;
        let listed = self.borne_by(&mut conn, guild, person).await?;
        let signatories = listed.iter().map(|one| one.number).collect();
        let passages = match sought(person) {
            Some(name) => self.store.passages(&mut conn, guild, &name).await?,
            None => Vec::new(),
        };
        Ok(Standing { signatories, passages })
    }

    /// Erases somebody from a guild's record, keeps the name from being logged again, and gives where it stands still:
    /// in addresses. The ledger says that something was erased, by the operator, and not who.
    pub async fn erase_person(&self, guild: GuildId, person: &Person) -> Result<Standing, ServiceError> {
        self.store
            .write(guild, self.now(), |uow| Box::pin(async move { self.erase_person_in(uow, person).await }))
            .await?;
        self.find_person(guild, person).await
    }

    async fn erase_person_in(&self, uow: &mut UnitOfWork<'_>, person: &Person) -> Result<(), ServiceError> {
        let guild = uow.guild();
        let trace = Trace { act: LedgerAct::Erase, actor: Actor::Operator };
        let today = PartialDate::Day(uow.at().to_zoned(jiff::tz::TimeZone::UTC).date());
        for found in self.borne_by(uow.conn(), guild, person).await? {
            let revision = signatories::erase(uow, &found, today).await?;
            let after = serde_json::json!({ "standing": SignatoryStanding::Erased });
            uow.append(trace.entry(ObjectKind::Signatory, found.number, revision, &after)?);
        }
        if let Some(name) = sought(person) {
            for (kind, number, revision) in passages::erase(uow, &name).await? {
                uow.append(trace.signed(Entry::new(trace.act, kind, number, revision)));
            }
        }
        if let Person::Named(name) = person
            && let Some(keys) = NameKeys::of(name)
        {
            passages::bar(uow, self.store.keys().name(guild, &keys)).await?;
        }
        Ok(())
    }

    /// Lists who is meant and not erased yet.
    async fn borne_by(&self, conn: &mut Conn, guild: GuildId, person: &Person) -> Result<Vec<Signatory>, ServiceError> {
        let found = match person {
            Person::Signatory(number) => signatories::find(conn, guild, *number).await?.into_iter().collect(),
            Person::Named(name) => match NameKeys::of(name) {
                Some(keys) => {
                    let hash = self.store.keys().name(guild, &keys);
                    signatories::list_by_name(conn, guild, hash, SAME_NAME).await?
                }
                None => Vec::new(),
            },
        };
        Ok(found.into_iter().filter(|one| one.standing.may_become(SignatoryStanding::Erased)).collect())
    }
}

fn sought(person: &Person) -> Option<SoughtName> {
    match person {
        Person::Named(name) => SoughtName::of(name),
        Person::Signatory(_) => None,
    }
}
