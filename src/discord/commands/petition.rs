//! `/petition`.

use serenity::all::PartialChannel;

use super::channel::{chosen, here};
use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, petition_ref, respond, show};
use crate::answers::announcing::Effect;
use crate::answers::view::View;
use crate::domain::petition::{Collection, PetitionKind, Relation, Visibility};
use crate::service::log::{NewPetition, NewPetitionEdit, Typed};
use crate::service::rights::Act;

/// Petitions: what was asked of whom, and what became of it.
#[poise::command(
    slash_command,
    rename = "petition",
    subcommands(
        "petition_show",
        "petition_list",
        "petition_timeline",
        "petition_chart",
        "petition_history",
        "petition_log",
        "petition_edit",
        "petition_here",
        "petition_pin",
        "petition_unpin"
    ),
    subcommand_required
)]
pub(super) async fn petition(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows a petition: what it asks, how many signed, what was answered.
#[poise::command(slash_command, rename = "show")]
async fn petition_show(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Petition { petition: petition_ref(petition) }, private).await
}

/// Lists the petitions on record.
#[poise::command(slash_command, rename = "list")]
async fn petition_list(
    ctx: Context<'_>,
    #[description = "Only those addressed to this organisation"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "Only those whose collection of signatures stands so"] state: Option<Chosen<Collection>>,
    #[description = "Only those with this tag"]
    #[autocomplete = "complete::tag"]
    tag: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Petitions { organisation, state: value(state), tag, page: 1 }, private).await
}

/// Shows what happened around a petition, in the order it happened.
#[poise::command(slash_command, rename = "timeline")]
async fn petition_timeline(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Timeline { petition: petition_ref(petition), page: 1 }, private).await
}

/// Draws how many signed and when, with what happened meanwhile.
#[poise::command(slash_command, rename = "chart")]
async fn petition_chart(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Chart { petition: petition_ref(petition) }, private).await
}

/// Shows what changed in a petition's record, when and why; never by whom.
#[poise::command(slash_command, rename = "history")]
async fn petition_history(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::History { petition: petition_ref(petition), page: 1 }, private).await
}

/// Files a petition; a form asks for its summary and demands, and a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn petition_log(
    ctx: Context<'_>,
    #[description = "Its title"] title: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "The organisation it is addressed to"]
    #[autocomplete = "complete::organisation"]
    organisation: String,
    #[description = "When it was issued: 2018-06-19, 2018-06, 2018, today"] issued_on: String,
    #[description = "What form it takes"] kind: Option<Chosen<PetitionKind>>,
    #[description = "Whose employees may sign, where that is not the addressee's"] scope: Option<String>,
    #[description = "How it came to be known"] visibility: Option<Chosen<Visibility>>,
    #[description = "Who stands behind it"] sponsor: Option<String>,
) -> Done {
    let (kind, visibility) = (value(kind), value(visibility));
    let typed = NewPetition { title, url, organisation, issued_on, kind, scope, visibility, sponsor };
    log(ctx, Typed::Petition(typed)).await
}

/// Files a change to a petition on record; what is left out stays, and a moderator looks at it.
#[poise::command(slash_command, rename = "edit")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn petition_edit(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition"]
    petition: String,
    #[description = "What its title should be"] title: Option<String>,
    #[description = "Where the collection of signatures stands"] state: Option<Chosen<Collection>>,
    #[description = "When it was issued: 2018-06-19, 2018-06, 2018"] issued_on: Option<String>,
    #[description = "When it was handed over: 2018-06-19, 2018-06, 2018; - for nothing"] delivered_on: Option<String>,
    #[description = "Whose employees may sign; - for nothing"] scope: Option<String>,
    #[description = "An organisation it is addressed to as well"]
    #[autocomplete = "complete::organisation"]
    addressee: Option<String>,
    #[description = "Tags to add, with commas between them"] tags: Option<String>,
    #[description = "How it stands to the other petition"] relation: Option<Chosen<Relation>>,
    #[description = "The other petition"]
    #[autocomplete = "complete::petition"]
    other: Option<String>,
    #[description = "An organisation it is not addressed to"]
    #[autocomplete = "complete::organisation"]
    remove_addressee: Option<String>,
    #[description = "Tags to take off, with commas between them"] remove_tags: Option<String>,
    #[description = "A petition it stands in no relation to"]
    #[autocomplete = "complete::petition"]
    remove_relation: Option<String>,
) -> Done {
    let typed = NewPetitionEdit {
        petition,
        title,
        state: value(state),
        issued_on,
        delivered_on,
        scope,
        addressee,
        tags,
        relation: value(relation),
        other,
        remove_addressee,
        remove_tags,
        remove_relation,
    };
    log(ctx, Typed::PetitionEdit(typed)).await
}

/// Sets what this channel is about, so that questions here need no petition (moderators).
#[poise::command(slash_command, rename = "here")]
async fn petition_here(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition"]
    petition: String,
) -> Done {
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.set_channel(&caller, petition).await })
        .await
}

/// Pins a petition's card in a channel: one message that is kept current by edits (moderators).
#[poise::command(slash_command, rename = "pin")]
async fn petition_pin(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition"]
    petition: String,
    #[description = "The channel or thread it stands in; else this one"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
) -> Done {
    at_channel(ctx, petition, channel, CardDeed::Pin).await
}

/// Takes a petition's card off a channel: its message says so (moderators).
#[poise::command(slash_command, rename = "unpin")]
async fn petition_unpin(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition"]
    petition: String,
    #[description = "The channel or thread it stands in; else this one"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
) -> Done {
    at_channel(ctx, petition, channel, CardDeed::Unpin).await
}

/// What is done to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CardDeed {
    Pin,
    Unpin,
}

async fn at_channel(ctx: Context<'_>, petition: String, channel: Option<PartialChannel>, deed: CardDeed) -> Done {
    let (bot, here) = (ctx.framework.user_data.clone(), here(ctx));
    respond(ctx, Effect::Possible, move |responder, caller| async move {
        if let Some(refused) = responder.refuse(&caller, Act::ConfigureDigests).await {
            return refused;
        }
        let channel = match channel {
            Some(channel) => chosen(&bot, &caller, &channel).await,
            None => here.choice(caller.channel),
        };
        match deed {
            CardDeed::Pin => responder.pin_card(&caller, &petition, &channel).await,
            CardDeed::Unpin => responder.unpin_card(&caller, &petition, &channel).await,
        }
    })
    .await
}
