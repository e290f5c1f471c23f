//! `/fact`.

use super::{Context, Done, complete, log, petition_ref, show};
use crate::answers::view::View;
use crate::service::log::{NewFact, Typed};

/// Facts: figures about the matter that are not counts of signers.
#[poise::command(slash_command, subcommands("fact_show", "fact_log"), subcommand_required)]
pub(super) async fn fact(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows figures about the matter, and where sources disagree.
#[poise::command(slash_command, rename = "show")]
async fn fact_show(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Only this property, such as value or users"]
    #[autocomplete = "complete::property"]
    property: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Facts { petition: petition_ref(petition), property, page: 1 }, private).await
}

/// Files a figure that is not a count of signers; a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn fact_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "What it is about: Microsoft-ICE contract"] subject: String,
    #[description = "Which property of it: value, users, offices"]
    #[autocomplete = "complete::property"]
    property: String,
    #[description = "The figure in the page's own words: $19.4 million"] wording: String,
    #[description = "When it was so: 2018-06-21, 2018-06, today"] as_of: Option<String>,
    #[description = "Who says so; else the page's publisher"] originator: Option<String>,
) -> Done {
    let typed = NewFact { petition, url, subject, property, wording, as_of, originator };
    log(ctx, Typed::Fact(typed)).await
}
