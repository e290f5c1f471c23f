//! `/undersigned`.

use super::{Context, Done, respond, show};
use crate::answers::announcing::Effect;
use crate::answers::view::View;
use crate::discord::place;
use crate::service::rights::Act;

/// The bot itself.
#[poise::command(slash_command, subcommands("undersigned_about", "undersigned_diagnose"), subcommand_required)]
pub(super) async fn undersigned(_: Context<'_>) -> Done {
    Ok(())
}

/// Says what this is, and what it keeps.
#[poise::command(slash_command, rename = "about")]
async fn undersigned_about(
    ctx: Context<'_>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::About, private).await
}

/// Says what is wrong here and how to mend it (moderators).
#[poise::command(slash_command, rename = "diagnose")]
async fn undersigned_diagnose(ctx: Context<'_>) -> Done {
    let here = ctx.interaction.app_permissions;
    let thread = ctx.interaction.channel.as_ref().is_some_and(|channel| place::is_thread(channel.kind));
    let bot = ctx.framework.user_data.clone();
    let ahead = place::ahead(&bot, ctx.interaction.id);
    respond(ctx, Effect::None, move |responder, caller| async move {
        if let Some(refused) = responder.refuse(&caller, Act::Diagnose).await {
            return refused;
        }
        let found = place::look(&bot, &caller, (here, thread), ahead).await;
        responder.diagnose(&caller, found).await
    })
    .await
}
