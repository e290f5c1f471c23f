//! Setting up a server and saying what is wrong with the set-up.

use super::press::Press;
use super::prose::{counted, language, lapse};
use super::reply::{Action, Audience, Block, InstantStyle, Listed, Reply, Span, Style, Text};
use super::say::{all_of, button, literal, plain, say, strong};
use crate::domain::guild::{GuildSettings, Moderation, Names, SubmitPolicy};
use crate::domain::ids::ChannelId;
use crate::service::setup::{Diagnosis, Problem, ReviewPlace};

/// Shows the settings: the defaults to take while nobody has set the server up, afterwards what is chosen.
pub(super) fn panel(settings: &GuildSettings) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("Set-up", []));
    if settings.configured_at.is_none() {
        reply = reply.line(say("Nothing is chosen yet. These are the defaults; each can be changed later.", []));
        reply.blocks.extend(chosen(settings));
        return reply
            .small(role_advice())
            .small(say(
                "If nobody else moderates here, take the second: you can then approve what you file yourself.",
                [],
            ))
            .row(vec![
                button("Use these defaults", Press::SetupDefaults, Style::Primary),
                button("Use these defaults, I moderate alone", Press::SetupAlone, Style::Secondary),
            ])
            .choosable();
    }
    reply = reply.line(say("This is chosen. `/setup` with an option changes it.", []));
    reply.blocks.extend(chosen(settings));
    if settings.names == Names::On {
        reply = reply.line(say(
            "⚠ **Names are on.** Names that are logged from now on are kept, and everyone here can read them. Lists of \
             people who signed have been used against them; the safest list is the one not held. `names:off` in `/setup` \
             stops it: nothing is shown then, and what was kept stays sealed until it is erased.",
            [],
        ));
    }
    reply = reply.small(settings.moderator_role.map_or_else(role_advice, |role| integrations_hint(Span::Role(role))));
    reply.line(say("Next: `/petition log` files a petition, `/count log` how many signed.", [])).choosable()
}

impl Reply {
    /// Adds the lists of roles and channels from which the set-up is chosen.
    fn choosable(self) -> Self {
        let native = |placeholder, press, lists| vec![Action::Native { placeholder, press, lists }];
        self.row(native("Choose the moderators' role", Press::SetupModerators, Listed::Roles))
            .row(native("Choose the contributors' role", Press::SetupContributors, Listed::Roles))
            .row(native("Choose the review channel", Press::SetupReviewChannel, Listed::Channels))
    }
}

fn role_advice() -> Text {
    say(
        "Whoever has the permission Manage Messages in any one channel can moderate from there. It is safer to choose a \
         role with `moderators`.",
        [],
    )
}

fn integrations_hint(role: Span) -> Text {
    say(
        "Discord shows `/review` to those who have the permission Manage Messages. If {} has it not: Server Settings › \
         Integrations › Undersigned › `/review` › add the role.",
        [role],
    )
}

/// Says in a line each what the settings are, and which option changes it.
fn chosen(settings: &GuildSettings) -> Vec<Block> {
    let role = |role: Option<_>, otherwise: &'static str| role.map_or_else(|| plain(otherwise), Span::Role);
    let moderators = role(settings.moderator_role, "whoever has the permission Manage Messages");
    let submit = match settings.submit {
        SubmitPolicy::Everyone => plain("everyone"),
        SubmitPolicy::Contributors => role(settings.contributor_role, "nobody but moderators: no role is chosen"),
    };
    let review = settings.review_channel.map_or_else(|| plain("nowhere: `/review queue` shows it"), Span::Channel);
    let review = match review {
        Span::Own(_) => {
            say("Announced to moderators: nowhere; `/review queue` shows what waits (`review_channel`)", [])
        }
        channel => say("Announced to moderators: in {} (`review_channel`)", [channel]),
    };
    let moderation = match settings.moderation {
        Moderation::Several => "several moderators; nobody approves their own",
        Moderation::Single => "one moderator alone, own filings too",
    };
    let names = match settings.names {
        Names::Off => "not kept, only keyed hashes of them",
        Names::On => "kept when they are logged, and shown in private answers",
    };
    let audience = if settings.private_by_default { "only who asked" } else { "everyone in the channel" };
    [
        say("Moderators: {} (`moderators`)", [moderators]),
        say("Who may file: {} (`submit`, `contributors`)", [submit]),
        review,
        say("Who decides: {} (`moderation`)", [plain(moderation)]),
        say("Time zone of typed dates: {} (`zone`)", [plain(settings.zone.name())]),
        say("Language of words that do not show their own: {} (`language`)", [plain(language(settings.language))]),
        say("Who sees answers, unless asked otherwise: {} (`private_by_default`)", [plain(audience)]),
        say("Names of people who signed: {} (`names`)", [plain(names)]),
    ]
    .into_iter()
    .map(Block::Item)
    .collect()
}

/// Adds to the panel what is wrong with the review channel that was just chosen.
pub(super) fn review_channel_warnings(mut panel: Reply, channel: ChannelId, place: &ReviewPlace) -> Reply {
    let at = || Span::Channel(channel);
    match place.missing.as_deref() {
        None => panel = panel.line(unknown_review_channel(channel)),
        Some([]) => {}
        Some(missing) => panel = panel.line(lacks(channel, missing)),
    }
    if place.is_public {
        panel = panel.line(say(
            "Everyone can read {}, and what waits would be public there before anybody has checked it. Take **View \
             Channel** from @everyone in the channel's settings › Permissions, or choose a channel for moderators.",
            [at()],
        ));
    }
    panel
}

fn lacks(channel: ChannelId, permissions: &[&'static str]) -> Text {
    say("In {} the bot lacks", [Span::Channel(channel)])
        .then(Text(all_of(permissions.iter().map(strong))))
        .join(say(". Allow it in the channel's settings › Permissions.", []))
}

fn unknown_review_channel(channel: ChannelId) -> Text {
    say(
        "The review channel {} cannot be found: it was deleted, or the bot lacks **View Channel** there. Allow it \
         there, or choose another with `review_channel` in `/setup`.",
        [Span::Channel(channel)],
    )
}

/// Says what is wrong, how to mend it, and how much is on record.
pub(super) fn diagnosis(found: &Diagnosis) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("Diagnosis", []));
    reply = match found.problems.len() {
        0 => reply.line(say("All is well.", [])),
        problems => reply.line(say("{} to mend:", [plain(counted(problems, "thing", "things"))])),
    };
    for problem in &found.problems {
        reply = reply.item(mend(problem, &found.settings));
    }
    let (sequence, head) = &found.ledger;
    reply = reply.gap();
    if !found.fit.is_empty() {
        let channels = all_of(found.fit.iter().map(|channel| Span::Channel(*channel)));
        reply = reply.line(say("The bot may do all that it needs in ", []).join(Text(channels)).join(say(".", [])));
    }
    reply
        .line(say(
            "On record: {}, {}. {}.",
            [
                plain(counted(found.petitions, "petition", "petitions")),
                plain(counted(found.records, "record", "records")),
                plain(counted(found.waiting, "submission waits", "submissions wait")),
            ],
        ))
        .small(say(
            "Ledger: {}, the last is {}. On the host `undersigned verify` checks that none was altered.",
            [plain(counted(*sequence, "entry", "entries")), literal(head)],
        ))
}

fn mend(problem: &Problem, settings: &GuildSettings) -> Text {
    match problem {
        Problem::NotSetUp => {
            say("Nobody has gone through `/setup`; the defaults hold. An admin can take or change them there.", [])
        }
        Problem::NoReviewChannel => say(
            "No review channel is chosen, so moderators learn what is filed from `/review queue` only. An admin \
             chooses one with `review_channel` in `/setup`.",
            [],
        ),
        Problem::Missing { channel, permissions } => lacks(*channel, permissions),
        Problem::ReviewChannelUnknown(channel) => unknown_review_channel(*channel),
        Problem::NoModeratorRole => say(
            "No moderators' role is chosen: whoever has the permission Manage Messages in any one channel can moderate \
             from there, for the whole server. An admin chooses a role with `moderators` in `/setup`.",
            [],
        ),
        Problem::NobodyContributes => say(
            "Only contributors may file, and no role makes one. Choose `contributors` in `/setup`, or let everyone \
             file with `submit`.",
            [],
        ),
        Problem::ChannelUnknown(channel) => say(
            "{} is about a petition and cannot be found: it was deleted, or the bot lacks **View Channel** there. Allow it \
             in the channel's settings › Permissions.",
            [Span::Channel(*channel)],
        ),
        Problem::Clock(ahead) => {
            let off = plain(lapse(ahead.abs().as_secs()));
            let line = if ahead.is_negative() {
                "The clock of the bot's host is {} slow, so times shown and reminders are wrong. Whoever hosts the bot sets \
                 it, best by NTP."
            } else {
                "The clock of the bot's host is {} fast, or what is typed reaches it that late. Whoever hosts the bot sets \
                 the clock, best by NTP, and looks at the host's load."
            };
            say(line, [off])
        }
        Problem::Waiting(overdue, since) => say(
            "{} too long; the oldest was filed {}. Decide in `/review queue`, or choose more moderators with `moderators` in \
             `/setup`.",
            [
                plain(counted(*overdue, "submission has waited", "submissions have waited")),
                Span::Instant(*since, InstantStyle::Relative),
            ],
        ),
        Problem::Unsent(messages) => say(
            "{} not sent to the review channel. Look at what the bot lacks there; if it lacks nothing, whoever hosts the bot \
             looks into the log and starts it again.",
            [plain(counted(*messages, "message is", "messages are"))],
        ),
        Problem::Uncleared(drafts) => say(
            "{} still here that should have been cleared away. Whoever hosts the bot looks into the log and starts it again.",
            [plain(counted(*drafts, "draft is", "drafts are"))],
        ),
        Problem::DigestPaused(number, channel, why) => {
            say("Digest {} for {} is paused.", [strong(number), Span::Channel(*channel)])
                .then(super::digests::remedy(*why))
                .then(say("Then `/digest resume`.", []))
        }
        Problem::LateDigests(runs) => say(
            "{} planned and not sent. Discord may be out of reach; if it lasts, whoever hosts the bot looks into the log.",
            [plain(counted(*runs, "digest is", "digests are"))],
        ),
        Problem::CardPaused(number, channel, why) => {
            say("Card {} in {} is paused.", [strong(number), Span::Channel(*channel)])
                .then(super::digests::hindrance(*why))
                .then(say("Then `/petition pin`.", []))
        }
        Problem::TallyDiffers(petitions) => say(
            "The number of names on the list is not what counting them gives, on {}. Tell whoever hosts the bot: it is a \
             fault of ours.",
            [plain(counted(*petitions, "petition", "petitions"))],
        ),
        Problem::ReviewCommandHidden => {
            integrations_hint(settings.moderator_role.map_or_else(|| plain("the moderators' role"), Span::Role))
        }
    }
}
