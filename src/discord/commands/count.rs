//! `/count`.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, petition_ref, show};
use crate::answers::view::{History, View};
use crate::domain::{Measure, Population};
use crate::service::log::{NewCount, Typed};

/// Counts: how many signed, who says so, and when.
#[poise::command(slash_command, subcommands("count_show", "count_log"), subcommand_required)]
pub(super) async fn count(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows how many signed, with every source.
#[poise::command(slash_command, rename = "show")]
async fn count_show(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Only reports about these people"] population: Option<Chosen<Population>>,
    #[description = "Whether reports that were replaced or withdrawn are shown too"] history: Option<bool>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    let history = if history == Some(true) { History::Everything } else { History::Current };
    let view = View::Counts { petition: petition_ref(petition), population: value(population), history, page: 1 };
    show(ctx, view, private).await
}

/// Files what somebody reported about the number of signers; a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn count_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "When it was so: 2018-06-21, 2018-06, 2018-06-21 14:30, today, now"] as_of: String,
    #[description = "The number in the page's own words: more than 300 employees; else chosen from the page"]
    wording: Option<String>,
    #[description = "Who is counted; else what the words say"] population: Option<Chosen<Population>>,
    #[description = "Whose people they are; else the petition's scope"]
    #[autocomplete = "complete::organisation"]
    of: Option<String>,
    #[description = "What is counted; else signatures"] measure: Option<Chosen<Measure>>,
    #[description = "Who counted; else the page's publisher"] originator: Option<String>,
    #[description = "A note for readers, such as why the number fell"] note: Option<String>,
    #[description = "Reads the page's running number from now on: a recipe, json:/pointer, css:.selector, pattern:…"]
    #[autocomplete = "complete::counter"]
    counter: Option<String>,
) -> Done {
    let (population, measure) = (value(population), value(measure));
    let typed = NewCount { petition, url, as_of, wording, population, of, measure, originator, note, counter };
    log(ctx, Typed::Count(typed)).await
}
