//! `/demand`.

use super::choice::Chosen;
use super::{Context, Done, complete, judge};
use crate::domain::commitment::Judged;
use crate::domain::petition::DemandOutcome;
use crate::service::judge::NewJudgement;

/// Demands: what a petition asks for, one by one.
#[poise::command(slash_command, subcommands("demand_rate"), subcommand_required)]
pub(super) async fn demand(_: Context<'_>) -> Done {
    Ok(())
}

/// Says what became of a demand, on a source and with a reason (moderators).
#[poise::command(slash_command, rename = "rate")]
async fn demand_rate(
    ctx: Context<'_>,
    #[description = "Which demand; those of this channel's petition come first"]
    #[autocomplete = "complete::demand"]
    demand: String,
    #[description = "What became of it"] outcome: Chosen<DemandOutcome>,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "Why you judge so; it is shown"] reason: String,
) -> Done {
    let judged = Judged::Demand(outcome.0);
    judge(ctx, NewJudgement { object: demand, judged, url, reason, due: None }).await
}
