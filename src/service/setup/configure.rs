//! Changing what a guild has chosen.

use super::{ChannelPetition, RoleChoice, SetupChange};
use crate::domain::guild::{GuildSettings, Moderation, Zone};
use crate::domain::ids::{ChannelId, RoleId};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::service::find::{find_petition, no_such_petition};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::{UnitOfWork, settings};

/// How many channels are looked at: Discord is asked about each.
const CHANNELS: i64 = 10;

impl Service {
    /// Gives the settings of the caller's guild; the defaults while nobody has set it up.
    pub async fn settings(&self, caller: &Caller) -> Result<GuildSettings, ServiceError> {
        let mut conn = self.store.read().await?;
        Ok(settings::get(&mut conn, caller.guild).await?)
    }

    /// Lists channels of the caller's guild that are set to a petition.
    pub async fn petition_channels(&self, caller: &Caller) -> Result<Vec<ChannelId>, ServiceError> {
        let mut conn = self.store.read().await?;
        Ok(settings::channels(&mut conn, caller.guild, CHANNELS).await?)
    }

    /// Changes the settings. A guild that was never set up is set up by this.
    pub async fn configure(&self, caller: &Caller, change: SetupChange) -> Result<GuildSettings, ServiceError> {
        let change = &change;
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    self.reconfigure(uow, caller, |settings| {
                        change.apply(caller, settings)?;
                        Ok(())
                    })
                    .await
                })
            })
            .await
    }

    /// Takes the defaults, with several moderators or a single one. Where something was chosen already, by whichever
    /// panel, this changes nothing and gives what stands.
    pub async fn take_defaults(&self, caller: &Caller, moderation: Moderation) -> Result<GuildSettings, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    self.reconfigure(uow, caller, |settings| {
                        if settings.configured_at.is_none() {
                            settings.moderation = moderation;
                        }
                        Ok(())
                    })
                    .await
                })
            })
            .await
    }

    async fn reconfigure(
        &self,
        uow: &mut UnitOfWork<'_>,
        caller: &Caller,
        change: impl Fn(&mut GuildSettings) -> Result<(), Refusal> + Send,
    ) -> Result<GuildSettings, ServiceError> {
        let access = self.access(uow.conn(), caller, Act::Configure).await?;
        let before = access.settings;
        let mut after = before.clone();
        change(&mut after)?;
        after.configured_at = after.configured_at.or(Some(uow.at()));
        if after != before {
            write(uow, &after, Actor::Person(access.moderator, access.standing)).await?;
        }
        // What is given back is what the store holds: instants in whole milliseconds.
        Ok(settings::get(uow.conn(), caller.guild).await?)
    }

    /// Sets what the caller's channel is about: a published petition by its slug or number.
    pub async fn set_channel(&self, caller: &Caller, petition: &str) -> Result<ChannelPetition, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move { self.set_channel_in(uow, caller, petition).await })
            })
            .await
    }

    async fn set_channel_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        caller: &Caller,
        petition: &str,
    ) -> Result<ChannelPetition, ServiceError> {
        let access = self.access(uow.conn(), caller, Act::SetChannel).await?;
        let Some(found) = find_petition(uow.conn(), caller.guild, petition).await? else {
            return Err(no_such_petition(uow.conn(), caller.guild, petition).await?.into());
        };
        settings::set_channel(uow.conn(), caller.guild, caller.channel, found.number).await?;
        let act = LedgerAct::Channel;
        let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
        let entry = trace.signed(Entry::new(act, ObjectKind::Petition, found.number, found.revision));
        uow.append(entry.with("channel", caller.channel.to_string()));
        Ok(ChannelPetition { number: found.number, slug: found.slug, title: found.doc.title })
    }
}

impl SetupChange {
    fn apply(&self, caller: &Caller, settings: &mut GuildSettings) -> Result<(), Refusal> {
        if let Some(zone) = &self.zone {
            let refuse = |_| Refusal::BadChoice { field: Field::Zone, value: zone.trim().chars().take(100).collect() };
            settings.zone = Zone::parse(zone).map_err(refuse)?;
        }
        if let Some(role) = self.moderators {
            settings.moderator_role = Some(chosen(caller, role, Field::Moderators)?);
        }
        if let Some(role) = self.contributors {
            settings.contributor_role = Some(chosen(caller, role, Field::Contributors)?);
        }
        settings.review_channel = self.review_channel.or(settings.review_channel);
        settings.language = self.language.unwrap_or(settings.language);
        settings.submit = self.submit.unwrap_or(settings.submit);
        settings.moderation = self.moderation.unwrap_or(settings.moderation);
        settings.private_by_default = self.private_by_default.unwrap_or(settings.private_by_default);
        settings.names = self.names.unwrap_or(settings.names);
        Ok(())
    }
}

/// Takes a role that is not above the caller's own highest: nobody gives away what they could not take. @everyone, which
/// bears the guild's own id, is nobody's to choose.
fn chosen(caller: &Caller, choice: RoleChoice, field: Field) -> Result<RoleId, Refusal> {
    if choice.role.get() == caller.guild.get() {
        return Err(Refusal::EveryoneRole(field));
    }
    match caller.highest_role {
        Some(highest) if choice.position > highest => Err(Refusal::RoleTooHigh),
        Some(_) | None => Ok(choice.role),
    }
}

/// Writes the settings and leaves their entry.
pub(in crate::service) async fn write(
    uow: &mut UnitOfWork<'_>,
    settings: &GuildSettings,
    actor: Actor,
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let revision = settings::put(uow.conn(), guild, settings).await?;
    let after = json(&serde_json::json!({
        "zone": settings.zone.name(),
        "language": settings.language.tag(),
        "submit": settings.submit,
        "contributor_role": settings.contributor_role.map(RoleId::get),
        "moderator_role": settings.moderator_role.map(RoleId::get),
        "review_channel": settings.review_channel.map(ChannelId::get),
        "single_moderator": settings.moderation == Moderation::Single,
        "private_by_default": settings.private_by_default,
        "names": settings.names,
    }))?;
    let trace = Trace { act: LedgerAct::Configure, actor };
    uow.append(trace.signed(Entry::of_guild(LedgerAct::Configure, revision)).with("after", after));
    Ok(())
}
