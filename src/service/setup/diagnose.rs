//! Saying what is wrong with the set-up.

use super::{BotPlace, Diagnosis, Problem};
use crate::domain::guild::{GuildSettings, SubmitPolicy};
use crate::service::rights::Act;
use crate::service::{Caller, Service, ServiceError};
use crate::store::{settings, tally};

impl Service {
    /// Says what is wrong with the set-up, and how much is on record.
    pub async fn diagnose(&self, caller: &Caller, place: BotPlace) -> Result<Diagnosis, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::Diagnose).await?;
        let tally = settings::tally(&mut conn, caller.guild).await?;
        let mut problems = problems(caller, &access.settings, place);
        let mut different = tally::differences(&mut conn, caller.guild).await?;
        different.dedup_by_key(|one| one.petition);
        if !different.is_empty() {
            problems.push(Problem::TallyDiffers(different.len()));
        }
        Ok(Diagnosis {
            problems,
            settings: access.settings,
            waiting: tally.waiting,
            petitions: tally.petitions,
            records: tally.records,
            ledger: (tally.ledger_seq, tally.ledger_head.to_string()),
        })
    }
}

fn problems(caller: &Caller, settings: &GuildSettings, place: BotPlace) -> Vec<Problem> {
    let mut problems = Vec::new();
    if settings.configured_at.is_none() {
        problems.push(Problem::NotSetUp);
    }
    if !place.missing_here.is_empty() {
        problems.push(Problem::Missing { channel: caller.channel, permissions: place.missing_here });
    }
    match (settings.review_channel, place.missing_in_review) {
        (None, _) => problems.push(Problem::NoReviewChannel),
        (Some(channel), None) => problems.push(Problem::ReviewChannelUnknown(channel)),
        (Some(channel), Some(missing)) if !missing.is_empty() && channel != caller.channel => {
            problems.push(Problem::Missing { channel, permissions: missing });
        }
        (Some(_), Some(_)) => {}
    }
    // Discord tells a caller's permissions in the channel they act in, overwrites included, and no others.
    if settings.moderator_role.is_none() {
        problems.push(Problem::NoModeratorRole);
    }
    if settings.submit == SubmitPolicy::Contributors && settings.contributor_role.is_none() {
        problems.push(Problem::NobodyContributes);
    }
    // Discord shows a caller's permissions and no role's: whoever moderates by role and lacks Manage Messages proves it.
    if settings.moderator_role.is_some() && !caller.permissions.manage_messages && !caller.permissions.manage_guild {
        problems.push(Problem::ReviewCommandHidden);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ChannelId, GuildId, UserId};
    use crate::service::caller::Permissions;

    #[test]
    fn a_guild_that_nobody_set_up_is_told_what_to_do() {
        let caller = Caller {
            guild: GuildId::new(1),
            channel: ChannelId::new(2),
            user: UserId::new(3),
            roles: Vec::new(),
            permissions: Permissions::default(),
            highest_role: Some(0),
        };
        let place = BotPlace { missing_here: vec!["Embed Links"], missing_in_review: None };
        let found = problems(&caller, &GuildSettings::default(), place);
        let here = Problem::Missing { channel: ChannelId::new(2), permissions: vec!["Embed Links"] };
        assert_eq!(found, [Problem::NotSetUp, here, Problem::NoReviewChannel, Problem::NoModeratorRole]);
    }
}
