//! `/privacy`.

use super::choice::Chosen;
use super::{Context, Done, respond};
use crate::answers::announcing::Effect;
use crate::service::privacy::Where;

/// What is held about you.
#[poise::command(slash_command, subcommands("privacy_show", "privacy_export", "privacy_erase"), subcommand_required)]
pub(super) async fn privacy(_: Context<'_>) -> Done {
    Ok(())
}

fn meant(at: Option<Chosen<Where>>) -> Where {
    at.map_or(Where::Here, |chosen| chosen.0)
}

/// Shows what is held about you, and for how long. Only you see it.
#[poise::command(slash_command, rename = "show")]
async fn privacy_show(
    ctx: Context<'_>,
    #[rename = "where"]
    #[description = "In this server (else), or in every server with this bot"]
    at: Option<Chosen<Where>>,
) -> Done {
    let at = meant(at);
    respond(ctx, Effect::None, move |responder, caller| async move { responder.held(&caller, at).await }).await
}

/// Gives you what is held about you as a file. Only you see it.
#[poise::command(slash_command, rename = "export")]
async fn privacy_export(
    ctx: Context<'_>,
    #[rename = "where"]
    #[description = "From this server (else), or from every server with this bot"]
    at: Option<Chosen<Where>>,
) -> Done {
    let at = meant(at);
    respond(ctx, Effect::None, move |responder, caller| async move { responder.export_held(&caller, at).await }).await
}

/// Erases what is held about you: says first what that does.
#[poise::command(slash_command, rename = "erase")]
async fn privacy_erase(
    ctx: Context<'_>,
    #[rename = "where"]
    #[description = "In this server (else), or in every server with this bot"]
    at: Option<Chosen<Where>>,
) -> Done {
    let at = meant(at);
    respond(ctx, Effect::None, move |responder, caller| async move { responder.may_forget(&caller, at).await }).await
}
