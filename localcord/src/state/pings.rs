//! Whom a message notifies and highlights.
//!
//! Without `allowed_mentions` an ordinary message pings everyone it names, an answer to an interaction pings users only. Roles and
//! everyone take a permission besides. Nothing in code marks or embeds pings.

use super::World;
use crate::{ChannelId, MessageId, Permissions, RoleId, UserId, seen::Ping};

/// The `allowed_mentions` of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// Not given: what the speaker's kind of message allows.
    Unsaid,
    /// Given.
    Only { parse: Vec<String>, users: Vec<UserId>, roles: Vec<RoleId>, replied_user: bool },
}

/// Who speaks, for the default of `allowed_mentions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// An ordinary message.
    Plain,
    /// An answer to an interaction.
    Answer,
}

impl Allowed {
    fn allows(&self, ping: Ping, speaker: Speaker) -> bool {
        let (word, listed) = match (self, ping) {
            (Self::Unsaid, Ping::User(_)) => return true,
            (Self::Unsaid, Ping::Role(_) | Ping::Everyone | Ping::Here) => {
                return speaker == Speaker::Plain;
            }
            (Self::Only { users, .. }, Ping::User(id)) => ("users", users.contains(&id)),
            (Self::Only { roles, .. }, Ping::Role(id)) => ("roles", roles.contains(&id)),
            (Self::Only { .. }, Ping::Everyone | Ping::Here) => ("everyone", false),
        };
        let Self::Only { parse, .. } = self else {
            return true;
        };
        listed || parse.iter().any(|given| given == word)
    }

    const fn replied_user(&self) -> bool {
        match self {
            Self::Unsaid => true,
            Self::Only { replied_user, .. } => *replied_user,
        }
    }
}

impl World {
    /// Works out whom a text highlights. Those of them who are in the guild and see the channel are notified: see [`World::notified`].
    pub(crate) fn mentions(
        &self,
        channel: ChannelId,
        author: UserId,
        content: &str,
        allowed: &Allowed,
        speaker: Speaker,
        reply_to: Option<MessageId>,
    ) -> Vec<Ping> {
        let may_all = self.channel_permissions(channel, author).contains(Permissions::MENTION_EVERYONE);
        let role_pings = |id: RoleId| {
            let role = self.channels.get(&channel).and_then(|here| self.guilds.get(&here.guild)?.roles.get(&id));
            role.is_some_and(|role| may_all || role.mentionable)
        };
        let mut found: Vec<Ping> = named_in(content)
            .into_iter()
            .filter(|ping| allowed.allows(*ping, speaker))
            .filter(|ping| match ping {
                Ping::Everyone | Ping::Here => may_all,
                Ping::Role(id) => role_pings(*id),
                Ping::User(id) => self.users.contains_key(id),
            })
            .collect();
        // Answers show what they reply to without calling its author.
        let calls = speaker == Speaker::Plain && allowed.replied_user();
        let replied = reply_to.filter(|_| calls).and_then(|id| self.messages.get(&id));
        found.extend(replied.map(|message| Ping::User(message.author)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Keeps of the mentions those that notify somebody: users must see the channel, an ephemeral message notifies its reader at most.
    pub(crate) fn notified(&self, channel: ChannelId, mentions: &[Ping], only_for: Option<UserId>) -> Vec<Ping> {
        let reaches = |ping: &&Ping| match (ping, only_for) {
            (Ping::User(id), Some(reader)) => *id == reader,
            (Ping::User(id), None) => self.channel_permissions(channel, *id).contains(Permissions::VIEW_CHANNEL),
            (Ping::Everyone | Ping::Here | Ping::Role(_), reader) => reader.is_none(),
        };
        mentions.iter().filter(reaches).copied().collect()
    }
}

/// Finds everybody a text names, outside code marks.
fn named_in(content: &str) -> Vec<Ping> {
    let text = without_code(content);
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['@', '<']) {
        rest = &rest[at..];
        if rest.starts_with("@everyone") {
            found.push(Ping::Everyone);
        } else if rest.starts_with("@here") {
            found.push(Ping::Here);
        } else if let Some(ping) = reference(rest) {
            found.push(ping);
        }
        rest = &rest[1..];
    }
    found
}

fn reference(text: &str) -> Option<Ping> {
    let (inner, _) = text.strip_prefix("<@")?.split_once('>')?;
    if let Some(role) = inner.strip_prefix('&') {
        return role.parse().ok().map(Ping::Role);
    }
    inner.strip_prefix('!').unwrap_or(inner).parse().ok().map(Ping::User)
}

/// Blanks out code: runs of backticks up to a run of the same length.
fn without_code(content: &str) -> String {
    let mut out = String::new();
    let mut rest = content;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let ticks = rest[at..].chars().take_while(|c| *c == '`').count();
        let (fence, after) = rest[at..].split_at(ticks);
        if let Some(end) = closing(after, fence) {
            out.push(' ');
            rest = &after[end..];
        } else {
            out.push_str(fence);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Finds where the code that `fence` opened ends, past its closing run.
fn closing(text: &str, fence: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('`') {
        let start = from + at;
        let run = text[start..].chars().take_while(|c| *c == '`').count();
        if run == fence.len() {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_roles_and_everyone_are_found() {
        let found = named_in("<@1> and <@!2>, <@&3> @everyone @here <@x> a@b <#4>");
        let users = [Ping::User(UserId::new(1)), Ping::User(UserId::new(2))];
        assert_eq!(found[..2], users);
        assert_eq!(found[2..], [Ping::Role(RoleId::new(3)), Ping::Everyone, Ping::Here]);
    }

    #[test]
    fn code_names_nobody() {
        assert_eq!(named_in("`@everyone` ```\n<@1>\n``` ``<@2> ` ``"), []);
        assert_eq!(named_in("` @everyone"), [Ping::Everyone]);
    }

    #[test]
    fn an_answer_pings_users_but_neither_roles_nor_everyone_unless_told() {
        let user = Ping::User(UserId::new(1));
        assert!(Allowed::Unsaid.allows(user, Speaker::Answer));
        assert!(!Allowed::Unsaid.allows(Ping::Everyone, Speaker::Answer));
        assert!(Allowed::Unsaid.allows(Ping::Everyone, Speaker::Plain));
        let nobody = Allowed::Only { parse: vec![], users: vec![], roles: vec![], replied_user: false };
        assert!(!nobody.allows(user, Speaker::Plain));
    }
}
