//! `/setup`.

use serenity::all::{ComponentInteractionData, ComponentInteractionDataKind, PartialChannel, Role};

use super::choice::{Chosen, value};
use super::{Context, Done, complete, respond};
use crate::answers::announcing::Effect;
use crate::answers::press::Press;
use crate::answers::reply::Answer;
use crate::answers::{Responder, edges};
use crate::discord::bot::Bot;
use crate::discord::place;
use crate::domain::Language;
use crate::domain::guild::{Moderation, Names, SubmitPolicy};
use crate::domain::ids::{ChannelId, RoleId};
use crate::service::Caller;
use crate::service::rights::Act;
use crate::service::setup::{RoleChoice, SetupChange};

/// Sets the bot up here: who moderates, who files, where submissions are shown (admins).
#[poise::command(slash_command, default_member_permissions = "MANAGE_GUILD")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
pub(super) async fn setup(
    ctx: Context<'_>,
    #[description = "The role that decides on submissions; else whoever may manage messages"] moderators: Option<Role>,
    #[description = "The role that may file, where not everyone may"] contributors: Option<Role>,
    #[description = "Where submissions are shown to moderators"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread")]
    review_channel: Option<PartialChannel>,
    #[description = "The time zone of dates that are typed: Europe/Berlin"]
    #[autocomplete = "complete::zone"]
    zone: Option<String>,
    #[description = "The language of words that do not show their own"] language: Option<Chosen<Language>>,
    #[description = "Who may file submissions"] submit: Option<Chosen<SubmitPolicy>>,
    #[description = "Whether one moderator may decide alone"] moderation: Option<Chosen<Moderation>>,
    #[description = "Whether answers are shown to the asker alone when nobody says"] private_by_default: Option<bool>,
    #[description = "Whether names of people who signed are kept from now on; off is safer"] names: Option<
        Chosen<Names>,
    >,
) -> Done {
    let change = SetupChange {
        moderators: moderators.as_ref().map(role_choice),
        contributors: contributors.as_ref().map(role_choice),
        review_channel: review_channel.map(|channel| ChannelId::new(channel.id.get())),
        zone,
        language: value(language),
        submit: value(submit),
        moderation: value(moderation),
        private_by_default,
        names: value(names),
    };
    let bot = ctx.framework.user_data.clone();
    respond(ctx, Effect::Possible, move |_, caller| async move { configure(&bot, caller, change).await }).await
}

/// Changes the set-up, by the command or by a select of its panel.
pub(in crate::discord) async fn configure(bot: &Bot, mut caller: Caller, change: SetupChange) -> Answer {
    let responder = bot.responder();
    if let Some(refused) = responder.refuse(&caller, Act::Configure).await {
        return refused;
    }
    // Nobody chooses a role above their own highest, and an interaction does not say where that one stands.
    if change.moderators.or(change.contributors).is_some() {
        match place::highest_role(bot, &caller).await {
            Some(highest) => caller.highest_role = highest.0,
            None => return Answer::Beside(edges::discord_is_silent()),
        }
    }
    let review = change.review_channel;
    let answer = responder.setup(&caller, change).await;
    match review {
        Some(channel) => Responder::warned(answer, channel, &place::review(bot, &caller, channel).await),
        None => answer,
    }
}

/// Reads what was chosen in a select of the panel; `None` for any other press, and where nothing was chosen.
pub(in crate::discord) fn chosen(act: &Press, data: &ComponentInteractionData) -> Option<SetupChange> {
    let role = || match &data.kind {
        ComponentInteractionDataKind::RoleSelect { values } => {
            values.first().and_then(|id| data.resolved.roles.get(id)).map(role_choice)
        }
        _ => None,
    };
    match (act, &data.kind) {
        (Press::SetupModerators, _) => Some(SetupChange { moderators: Some(role()?), ..SetupChange::default() }),
        (Press::SetupContributors, _) => Some(SetupChange { contributors: Some(role()?), ..SetupChange::default() }),
        (Press::SetupReviewChannel, ComponentInteractionDataKind::ChannelSelect { values }) => {
            let channel = values.first().filter(|id| data.resolved.channels.contains_key(id))?;
            let review_channel = Some(ChannelId::new(channel.get()));
            Some(SetupChange { review_channel, ..SetupChange::default() })
        }
        _ => None,
    }
}

fn role_choice(role: &Role) -> RoleChoice {
    RoleChoice { role: RoleId::new(role.id.get()), position: role.position }
}
