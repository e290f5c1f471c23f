//! `/digest`.

use serenity::all::{PartialChannel, Role};

use super::channel::{chosen, here};
use super::choice::{Chosen, value};
use super::{Context, Done, complete, respond};
use crate::answers::announcing::Effect;
use crate::answers::digests::DigestDeed;
use crate::domain::digest::typed::Every;
use crate::domain::digest::{NothingNew, Sound};
use crate::domain::ids::RoleId;
use crate::service::digests::{DigestChange, FilterAsked, Mention, Mentionable};
use crate::service::rights::Act;

/// What a digest may be chosen with, but for what only an edit takes.
struct Options {
    channel: Option<PartialChannel>,
    petitions: Option<String>,
    organisation: Option<String>,
    tag: Option<String>,
    role: Option<Role>,
    change: DigestChange,
}

impl Options {
    fn change(self) -> (DigestChange, Option<PartialChannel>) {
        let asked = [
            self.petitions.map(FilterAsked::Petitions),
            self.organisation.map(FilterAsked::Organisation),
            self.tag.map(FilterAsked::Tag),
        ];
        let mut asked: Vec<FilterAsked> = asked.into_iter().flatten().chain(self.change.filter.clone()).collect();
        let filter = if asked.len() > 1 { Some(FilterAsked::Several) } else { asked.pop() };
        let mention = self.role.map(|role| mention(&role)).or(self.change.mention);
        (DigestChange { filter, mention, ..self.change }, self.channel)
    }
}

fn mention(role: &Role) -> Mention {
    let mentionable = if role.mentionable { Mentionable::Yes } else { Mentionable::No };
    Mention::Role(RoleId::new(role.id.get()), mentionable)
}

/// Digests: what a channel is told of the record, and when (moderators).
#[poise::command(
    slash_command,
    default_member_permissions = "MANAGE_MESSAGES",
    subcommands(
        "digest_create",
        "digest_list",
        "digest_show",
        "digest_edit",
        "digest_preview",
        "digest_pause",
        "digest_resume",
        "digest_send",
        "digest_delete",
        "digest_milestones"
    ),
    subcommand_required
)]
pub(super) async fn digest(_: Context<'_>) -> Done {
    Ok(())
}

/// Sets up what a channel is told and when; without options all petitions, here, every day at 9:00.
#[poise::command(slash_command, rename = "create")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn digest_create(
    ctx: Context<'_>,
    #[description = "The channel or thread that is told; else this one"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "Only these petitions, with commas between them"]
    #[autocomplete = "complete::petitions"]
    petitions: Option<String>,
    #[description = "Only petitions to this organisation"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "Only petitions with this tag"]
    #[autocomplete = "complete::tag"]
    tag: Option<String>,
    #[description = "How often"] every: Option<Chosen<Every>>,
    #[description = "On which day: Monday, 15, last day, second Tuesday"]
    #[autocomplete = "complete::digest_day"]
    on: Option<String>,
    #[description = "Once in how many weeks, 1 to 52"] weeks: Option<i64>,
    #[description = "At what time of day: 9:00"] at: Option<String>,
    #[description = "In which time zone; else the server's"]
    #[autocomplete = "complete::zone"]
    zone: Option<String>,
    #[description = "What is sent when nothing is new"] nothing_new: Option<Chosen<NothingNew>>,
    #[description = "Whether members are notified"] sound: Option<Chosen<Sound>>,
    #[description = "A role that each digest mentions"] role: Option<Role>,
    #[description = "Tells in its first run what was accepted since this date: 2026-10-01"] since: Option<String>,
) -> Done {
    let (every, nothing_new, sound) = (value(every), value(nothing_new), value(sound));
    let change = DigestChange { every, on, weeks, at, zone, nothing_new, sound, ..DigestChange::default() };
    let (mut change, channel) = Options { channel, petitions, organisation, tag, role, change }.change();
    let (bot, here) = (ctx.framework.user_data.clone(), here(ctx));
    respond(ctx, Effect::Possible, move |responder, caller| async move {
        if let Some(refused) = responder.refuse(&caller, Act::ConfigureDigests).await {
            return refused;
        }
        change.channel = Some(match channel {
            Some(channel) => chosen(&bot, &caller, &channel).await,
            None => here.choice(caller.channel),
        });
        responder.create_digest(&caller, &change, since.as_deref()).await
    })
    .await
}

/// Changes a digest: what is left out stays as it is.
#[poise::command(slash_command, rename = "edit")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn digest_edit(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
    #[description = "The channel or thread that is told"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "Only these petitions, with commas between them"]
    #[autocomplete = "complete::petitions"]
    petitions: Option<String>,
    #[description = "Only petitions to this organisation"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "Only petitions with this tag"]
    #[autocomplete = "complete::tag"]
    tag: Option<String>,
    #[description = "All petitions again"] all: Option<bool>,
    #[description = "How often"] every: Option<Chosen<Every>>,
    #[description = "On which day: Monday, 15, last day, second Tuesday"]
    #[autocomplete = "complete::digest_day"]
    on: Option<String>,
    #[description = "Once in how many weeks, 1 to 52"] weeks: Option<i64>,
    #[description = "At what time of day: 9:00"] at: Option<String>,
    #[description = "In which time zone"]
    #[autocomplete = "complete::zone"]
    zone: Option<String>,
    #[description = "What is sent when nothing is new"] nothing_new: Option<Chosen<NothingNew>>,
    #[description = "Whether members are notified"] sound: Option<Chosen<Sound>>,
    #[description = "A role that each digest mentions"] role: Option<Role>,
    #[description = "Mentions no role any more"] mention_nobody: Option<bool>,
) -> Done {
    let (every, nothing_new, sound) = (value(every), value(nothing_new), value(sound));
    let filter = all.filter(|all| *all).map(|_| FilterAsked::All);
    let mention = mention_nobody.filter(|nobody| *nobody).map(|_| Mention::Nobody);
    let change = DigestChange { channel: None, filter, every, on, weeks, at, zone, nothing_new, sound, mention };
    let (mut change, channel) = Options { channel, petitions, organisation, tag, role, change }.change();
    let bot = ctx.framework.user_data.clone();
    respond(ctx, Effect::Possible, move |responder, caller| async move {
        if let Some(refused) = responder.refuse(&caller, Act::ConfigureDigests).await {
            return refused;
        }
        if let Some(channel) = channel {
            change.channel = Some(chosen(&bot, &caller, &channel).await);
        }
        responder.edit_digest(&caller, &digest, &change).await
    })
    .await
}

/// Lists the digests of this server, with when each runs next and why one is paused.
#[poise::command(slash_command, rename = "list")]
async fn digest_list(ctx: Context<'_>) -> Done {
    respond(ctx, Effect::None, |responder, caller| async move { responder.list_digests(&caller).await }).await
}

/// Shows a digest and its next three runs.
#[poise::command(slash_command, rename = "show")]
async fn digest_show(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    done_to(ctx, digest, DigestDeed::Show).await
}

/// Shows what a digest would tell now, and why it would not tell the rest.
#[poise::command(slash_command, rename = "preview")]
async fn digest_preview(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    let ask =
        |responder: crate::answers::Responder, caller| async move { responder.preview_digest(&caller, &digest).await };
    respond(ctx, Effect::None, ask).await
}

/// Pauses a digest: it sends nothing until it is resumed.
#[poise::command(slash_command, rename = "pause")]
async fn digest_pause(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    done_to(ctx, digest, DigestDeed::Pause).await
}

/// Lets a paused digest run again.
#[poise::command(slash_command, rename = "resume")]
async fn digest_resume(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    done_to(ctx, digest, DigestDeed::Resume).await
}

/// Sends a digest now, beside its schedule.
#[poise::command(slash_command, rename = "send")]
async fn digest_send(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    done_to(ctx, digest, DigestDeed::Send).await
}

/// Deletes a digest; what it sent stays.
#[poise::command(slash_command, rename = "delete")]
async fn digest_delete(
    ctx: Context<'_>,
    #[description = "Which digest"]
    #[autocomplete = "complete::digest"]
    digest: String,
) -> Done {
    done_to(ctx, digest, DigestDeed::Delete).await
}

/// Says which milestones of counts are told as they are passed, or chooses them.
#[poise::command(slash_command, rename = "milestones")]
async fn digest_milestones(
    ctx: Context<'_>,
    #[description = "Numbers with a comma and a blank between: 100, 500, 1,000; or off, series, default"]
    thresholds: Option<String>,
    #[description = "Of which petition; else of all without their own"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
) -> Done {
    let effect = if thresholds.is_some() { Effect::Possible } else { Effect::None };
    respond(ctx, effect, |responder, caller| async move {
        responder.milestones(&caller, petition.as_deref(), thresholds.as_deref()).await
    })
    .await
}

async fn done_to(ctx: Context<'_>, digest: String, deed: DigestDeed) -> Done {
    let effect = if deed == DigestDeed::Show { Effect::None } else { Effect::Possible };
    respond(ctx, effect, move |responder, caller| async move { responder.do_to_digest(&caller, &digest, deed).await })
        .await
}
