use jiff::SignedDuration;

use super::dump;
use super::fixtures::at;
use crate::answers::about::about;
use crate::answers::reply::Audience;
use crate::answers::setting_up::{diagnosis, panel};
use crate::domain::Language;
use crate::domain::digest::Paused;
use crate::domain::guild::{GuildSettings, Moderation, Names, SubmitPolicy, Zone};
use crate::domain::ids::{ChannelId, Number, RoleId};
use crate::service::setup::{Diagnosis, Problem};

fn chosen() -> GuildSettings {
    GuildSettings {
        zone: Zone::parse("Europe/Berlin").unwrap(),
        language: Language::German,
        submit: SubmitPolicy::Contributors,
        contributor_role: Some(RoleId::new(11)),
        moderator_role: Some(RoleId::new(12)),
        review_channel: Some(ChannelId::new(13)),
        moderation: Moderation::Several,
        private_by_default: true,
        names: Names::On,
        configured_at: Some(at("2026-11-21T12:00:00Z")),
    }
}

#[test]
fn an_empty_server_is_offered_the_defaults() {
    insta::assert_snapshot!(dump::reply(&panel(&GuildSettings::default())));
}

#[test]
fn what_was_chosen_is_shown_with_the_option_that_changes_it() {
    let alone = GuildSettings {
        moderation: Moderation::Single,
        configured_at: Some(at("2026-11-21T12:00:00Z")),
        ..GuildSettings::default()
    };
    insta::assert_snapshot!([panel(&chosen()), panel(&alone)].map(|reply| dump::reply(&reply)).join("\n"));
}

#[test]
fn each_problem_says_how_to_mend_it() {
    let channel = ChannelId::new(13);
    let problems = vec![
        Problem::NotSetUp,
        Problem::NoReviewChannel,
        Problem::Missing { channel, permissions: vec!["View Channel", "Send Messages", "Embed Links"] },
        Problem::ReviewChannelUnknown(channel),
        Problem::NoModeratorRole,
        Problem::NobodyContributes,
        Problem::ReviewCommandHidden,
        Problem::ChannelUnknown(ChannelId::new(16)),
        Problem::Clock(SignedDuration::from_secs(-95)),
        Problem::Clock(SignedDuration::from_secs(7)),
        Problem::Waiting(2, at("2026-11-18T12:00:00Z")),
        Problem::Unsent(3),
        Problem::Uncleared(1),
        Problem::DigestPaused(Number::new(12).unwrap(), channel, Paused::MissingPermissions),
        Problem::LateDigests(2),
    ];
    let found = Diagnosis {
        settings: chosen(),
        problems,
        fit: vec![ChannelId::new(14), ChannelId::new(15)],
        waiting: 1,
        petitions: 3,
        records: 1_204,
        ledger: (57, "3fa9".repeat(16)),
    };
    insta::assert_snapshot!(dump::reply(&diagnosis(&found)));
}

#[test]
fn all_well_is_said_plainly() {
    let found = Diagnosis {
        settings: chosen(),
        problems: vec![],
        fit: vec![ChannelId::new(13)],
        waiting: 0,
        petitions: 1,
        records: 0,
        ledger: (1, "3fa9".repeat(16)),
    };
    insta::assert_snapshot!(dump::reply(&diagnosis(&found)));
}

#[test]
fn about_says_what_it_is_and_what_it_does_not_hold() {
    insta::assert_snapshot!(dump::reply(&about(&GuildSettings::default(), Audience::Channel)));
}

#[test]
fn about_says_how_this_server_has_it() {
    let settings = GuildSettings {
        submit: SubmitPolicy::Contributors,
        moderation: Moderation::Single,
        names: Names::On,
        ..GuildSettings::default()
    };
    insta::assert_snapshot!(dump::reply(&about(&settings, Audience::Private)));
}
