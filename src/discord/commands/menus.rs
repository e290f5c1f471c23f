//! The menus of messages. Of a message only what it says is read: nothing of its author goes any further than here.

use serenity::all::Message;

use super::{Context, Done, respond};
use crate::answers::announcing::Effect;
use crate::service::log::MessageMenu;

/// Files the words in a message as a statement, with the link in it as the source.
#[poise::command(context_menu_command = "Log as statement")]
pub(super) async fn log_as_statement(ctx: Context<'_>, message: Message) -> Done {
    log_as(ctx, words(message), MessageMenu::Statement).await
}

/// Files the link in a message as a source.
#[poise::command(context_menu_command = "Log as source")]
pub(super) async fn log_as_source(ctx: Context<'_>, message: Message) -> Done {
    log_as(ctx, words(message), MessageMenu::Source).await
}

/// Takes what a message says and lets go of everything else.
fn words(message: Message) -> String {
    message.content
}

async fn log_as(ctx: Context<'_>, content: String, menu: MessageMenu) -> Done {
    respond(ctx, Effect::Possible, move |responder, caller| async move {
        responder.log_message(&caller, &content, menu).await
    })
    .await
}
