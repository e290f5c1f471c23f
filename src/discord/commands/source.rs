//! `/source`.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, show};
use crate::answers::view::View;
use crate::domain::source::{Access, SourceType};
use crate::service::log::{NewCapture, NewSource, Typed};

/// Sources: the pages that the record stands on.
#[poise::command(slash_command, subcommands("source_show", "source_log", "source_capture"), subcommand_required)]
pub(super) async fn source(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows a source and what rests on it.
#[poise::command(slash_command, rename = "show")]
async fn source_show(
    ctx: Context<'_>,
    #[description = "Which source: its number, address or title"]
    #[autocomplete = "complete::source"]
    source: String,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Source { source, page: 1 }, private).await
}

/// Files a source; a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn source_log(
    ctx: Context<'_>,
    #[description = "The page: https://…"] url: String,
    #[description = "Who publishes it"] publisher: Option<String>,
    #[description = "Its title"] title: Option<String>,
    #[description = "When it was published: 2018-06-21, 2018-06"]
    #[rename = "published"]
    on: Option<String>,
    #[description = "What sort of source it is"]
    #[rename = "type"]
    source_type: Option<Chosen<SourceType>>,
    #[description = "Who can read it"] access: Option<Chosen<Access>>,
    #[description = "When you read it there; else today"] read_on: Option<String>,
) -> Done {
    let (source_type, access) = (value(source_type), value(access));
    let typed = NewSource { url, publisher, title, published: on, source_type, access, read_on };
    log(ctx, Typed::Source(typed)).await
}

/// Files an archived copy of a source; a moderator looks at it.
#[poise::command(slash_command, rename = "capture")]
async fn source_capture(
    ctx: Context<'_>,
    #[description = "Which source: its number, address or title"]
    #[autocomplete = "complete::source"]
    source: String,
    #[description = "The archived copy: https://web.archive.org/web/20180618130102/https://…"] archive_url: String,
    #[description = "When the copy was made, where its address does not say: 2018-06-18"] read_on: Option<String>,
) -> Done {
    log(ctx, Typed::Capture(NewCapture { source, archive_url, read_on })).await
}
