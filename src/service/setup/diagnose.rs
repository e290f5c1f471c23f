//! Saying what is wrong with the set-up.

use jiff::{SignedDuration, Timestamp};

use super::{BotPlace, Diagnosis, Problem, Sees};
use crate::domain::digest::Paused;
use crate::domain::guild::{GuildSettings, SubmitPolicy};
use crate::domain::ids::ChannelId;
use crate::service::digests::MOST;
use crate::service::rights::Act;
use crate::service::{Caller, Service, ServiceError};
use crate::store::{cards, digests, settings, tally};

/// Interactions are seconds old at most when they come, and Discord takes no answer after three.
const CLOCK: SignedDuration = SignedDuration::from_secs(4);
/// A message is sent within seconds; so long is too long, outages of a minute included.
const SENT_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// What has had its time is cleared away within the hour.
const CLEARED_WITHIN: SignedDuration = SignedDuration::from_hours(3);

impl Service {
    /// Says what is wrong with the set-up, and how much is on record.
    pub async fn diagnose(&self, caller: &Caller, place: BotPlace) -> Result<Diagnosis, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::Diagnose).await?;
        let tally = settings::tally(&mut conn, caller.guild).await?;
        let fit = fit(caller, &access.settings, &place);
        let mut problems = problems(caller, &access.settings, place);
        let now = self.now();
        let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let since = (before(self.limits.overdue_after), before(SENT_WITHIN), before(CLEARED_WITHIN));
        problems.extend(late(settings::overdue(&mut conn, caller.guild, since).await?));
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let digests = digests::list(&mut conn, caller.guild, most).await?;
        problems.extend(digests.into_iter().filter_map(|digest| match digest.paused? {
            Paused::ByModerator => None,
            why => Some(Problem::DigestPaused(digest.number, digest.channel, why)),
        }));
        let cards = cards::list(&mut conn, caller.guild).await?.into_iter();
        problems.extend(cards.filter_map(|card| Some(Problem::CardPaused(card.number, card.channel, card.paused?))));
        let mut different = tally::differences(&mut conn, caller.guild).await?;
        different.dedup_by_key(|one| one.petition);
        if !different.is_empty() {
            problems.push(Problem::TallyDiffers(different.len()));
        }
        Ok(Diagnosis {
            problems,
            settings: access.settings,
            fit,
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
    for (channel, missing) in place.elsewhere {
        match missing {
            None => problems.push(Problem::ChannelUnknown(channel)),
            Some(permissions) if !permissions.is_empty() => problems.push(Problem::Missing { channel, permissions }),
            Some(_) => {}
        }
    }
    if place.clock.abs() > CLOCK {
        problems.push(Problem::Clock(place.clock));
    }
    // Whoever moderates by role and lacks Manage Messages proves it, where Discord tells nothing of the role.
    let proven = !caller.permissions.manage_messages && !caller.permissions.manage_guild;
    if settings.moderator_role.is_some() && place.moderators_see.map_or(proven, |sees| sees == Sees::No) {
        problems.push(Problem::ReviewCommandHidden);
    }
    problems
}

/// Lists the channels in which nothing is missing.
fn fit(caller: &Caller, settings: &GuildSettings, place: &BotPlace) -> Vec<ChannelId> {
    let here = place.missing_here.is_empty().then_some(caller.channel);
    let review = settings.review_channel.filter(|_| place.missing_in_review.as_ref().is_some_and(Vec::is_empty));
    let elsewhere = place.elsewhere.iter().filter(|(_, missing)| missing.as_ref().is_some_and(Vec::is_empty));
    let mut fit: Vec<ChannelId> = here.into_iter().chain(review).collect();
    fit.extend(elsewhere.map(|(channel, _)| *channel));
    let mut seen = std::collections::HashSet::new();
    fit.retain(|channel| seen.insert(*channel));
    fit
}

fn late(overdue: settings::Overdue) -> Vec<Problem> {
    let waiting = overdue.oldest.map(|oldest| Problem::Waiting(overdue.waiting, oldest));
    let unsent = (overdue.unsent > 0).then_some(Problem::Unsent(overdue.unsent));
    let uncleared = (overdue.uncleared > 0).then_some(Problem::Uncleared(overdue.uncleared));
    let digests = (overdue.late_digests > 0).then_some(Problem::LateDigests(overdue.late_digests));
    [waiting, unsent, uncleared, digests].into_iter().flatten().collect()
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
        let place = BotPlace { missing_here: vec!["Embed Links"], ..BotPlace::default() };
        let found = problems(&caller, &GuildSettings::default(), place);
        let here = Problem::Missing { channel: ChannelId::new(2), permissions: vec!["Embed Links"] };
        assert_eq!(found, [Problem::NotSetUp, here, Problem::NoReviewChannel, Problem::NoModeratorRole]);
    }
}
