//! Who is asking: read from the interaction itself, at each press.

use serenity::all::{ChannelId, GuildId, Member, Permissions as Discords, User};

use crate::domain::ids;
use crate::service::Caller;
use crate::service::caller::Permissions;

/// The position of somebody of whom no role is known: below every role.
const NO_ROLE: Option<u16> = Some(0);

/// Reads the caller; `None` outside guilds.
///
/// An interaction brings roles without their positions, so the highest one counts as the lowest until somebody looks
/// it up: whoever needs it fills it in.
pub(super) fn read(guild: Option<GuildId>, channel: ChannelId, user: &User, member: Option<&Member>) -> Option<Caller> {
    let member = member?;
    Some(Caller {
        guild: ids::GuildId::new(guild?.get()),
        channel: ids::ChannelId::new(channel.get()),
        user: ids::UserId::new(user.id.get()),
        roles: member.roles.iter().map(|role| ids::RoleId::new(role.get())).collect(),
        permissions: permissions(member.permissions.unwrap_or_default()),
        highest_role: NO_ROLE,
    })
}

fn permissions(of: Discords) -> Permissions {
    let has = |one| of.contains(Discords::ADMINISTRATOR) || of.contains(one);
    Permissions { manage_guild: has(Discords::MANAGE_GUILD), manage_messages: has(Discords::MANAGE_MESSAGES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_may_all_and_others_what_they_have() {
        let both = Permissions { manage_guild: true, manage_messages: true };
        assert_eq!(permissions(Discords::ADMINISTRATOR), both);
        let one = Permissions { manage_guild: false, manage_messages: true };
        assert_eq!(permissions(Discords::MANAGE_MESSAGES | Discords::SEND_MESSAGES), one);
        assert_eq!(permissions(Discords::empty()), Permissions::default());
    }
}
