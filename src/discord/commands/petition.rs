//! `/petition`.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, petition_ref, respond, show};
use crate::answers::announcing::Effect;
use crate::answers::view::View;
use crate::domain::petition::{Collection, PetitionKind, Visibility};
use crate::service::log::{NewPetition, Typed};

/// Petitions: what was asked of whom, and what became of it.
#[poise::command(
    slash_command,
    rename = "petition",
    subcommands("petition_show", "petition_list", "petition_timeline", "petition_log", "petition_here"),
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
