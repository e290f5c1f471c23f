//! Who the caller is at this moment: settings, standing, and the keys they are known by.

use super::refusal::Refusal;
use super::rights::{Act, Blocked, permit, standing};
use super::{Caller, Service, ServiceError};
use crate::domain::guild::GuildSettings;
use crate::domain::ids::{ActorKey, Purpose};
use crate::domain::review::Standing;
use crate::store::{Conn, Store, blocks, settings};

/// The caller as this press finds them.
pub(crate) struct Access {
    /// What the guild has chosen.
    pub(crate) settings: GuildSettings,
    /// What the caller is in it.
    pub(crate) standing: Standing,
    /// The key they file under.
    pub(crate) contributor: ActorKey,
    /// The key they decide under.
    pub(crate) moderator: ActorKey,
}

impl Access {
    /// Derives it from the interaction's facts and the guild's settings.
    pub(crate) async fn of(store: &Store, conn: &mut Conn, caller: &Caller) -> Result<Self, ServiceError> {
        let settings = settings::get(conn, caller.guild).await?;
        let key = |purpose| store.keys().actor(purpose, caller.guild, caller.user);
        Ok(Self {
            standing: standing(caller, &settings),
            settings,
            contributor: key(Purpose::Contribute),
            moderator: key(Purpose::Moderate),
        })
    }

    /// Asks the matrix about any act but filing.
    pub(crate) fn permit(&self, act: Act) -> Result<(), Refusal> {
        permit(act, self.standing, Blocked::No, &self.settings)
    }

    /// Asks the matrix whether the caller may file now.
    pub(crate) async fn permit_submit(&self, conn: &mut Conn, caller: &Caller) -> Result<(), ServiceError> {
        let blocked = blocks::is_blocked(conn, caller.guild, self.contributor).await?;
        let blocked = if blocked { Blocked::Yes } else { Blocked::No };
        Ok(permit(Act::Submit, self.standing, blocked, &self.settings)?)
    }
}

impl Service {
    /// Derives who the caller is and asks the matrix about an act.
    pub(crate) async fn access(&self, conn: &mut Conn, caller: &Caller, act: Act) -> Result<Access, ServiceError> {
        let access = Access::of(&self.store, conn, caller).await?;
        access.permit(act)?;
        Ok(access)
    }
}
