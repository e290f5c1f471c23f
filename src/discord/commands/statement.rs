//! `/statement`.

use super::choice::Chosen;
use super::{Context, Done, complete, log, petition_ref, show};
use crate::answers::view::View;
use crate::domain::record::Capacity;
use crate::service::log::{NewStatement, Typed};

/// Statements: what people said about the matter.
#[poise::command(slash_command, subcommands("statement_list", "statement_log"), subcommand_required)]
pub(super) async fn statement(_: Context<'_>) -> Done {
    Ok(())
}

/// Lists what people said about the matter.
#[poise::command(slash_command, rename = "list")]
async fn statement_list(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Only this speaker's"]
    #[autocomplete = "complete::speaker"]
    speaker: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Statements { petition: petition_ref(petition), speaker, page: 1 }, private).await
}

/// Files what somebody said; a form asks for the words, and a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn statement_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "Who speaks"]
    #[autocomplete = "complete::speaker"]
    speaker: String,
    #[description = "In which capacity"] capacity: Chosen<Capacity>,
    #[description = "When it was said: 2018-06-19, 2018-06, today"] said_on: String,
    #[description = "Where it was said: interview, post, e-mail"] channel: Option<String>,
    #[description = "To whom"] directed_to: Option<String>,
    #[description = "What was said, in your words"] paraphrase: Option<String>,
) -> Done {
    let capacity = capacity.0;
    let typed = NewStatement { petition, url, speaker, capacity, said_on, channel, directed_to, paraphrase };
    log(ctx, Typed::Statement(typed)).await
}
