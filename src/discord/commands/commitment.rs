//! `/commitment`.

use super::choice::Chosen;
use super::{Context, Done, complete, judge, log, petition_ref, show};
use crate::answers::view::View;
use crate::domain::commitment::{Judged, Rating};
use crate::service::judge::NewJudgement;
use crate::service::log::{NewCommitment, Typed};

/// Commitments: what the organisation promised, and what became of it.
#[poise::command(
    slash_command,
    subcommands("commitment_list", "commitment_log", "commitment_rate"),
    subcommand_required
)]
pub(super) async fn commitment(_: Context<'_>) -> Done {
    Ok(())
}

/// Lists what was promised, when it is due, how it is rated, and what became of the demands.
#[poise::command(slash_command, rename = "list")]
async fn commitment_list(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Commitments { petition: petition_ref(petition), page: 1 }, private).await
}

/// Files what the organisation promised; a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
async fn commitment_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "What was promised, in words"] text: String,
    #[description = "When it is to be kept: 2018-12-31, 2018-12, 2018"] due: Option<String>,
    #[description = "Which addressee promised it, where there are several"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "When it was promised: 2018-06-19, 2018-06, today"] said_on: Option<String>,
) -> Done {
    log(ctx, Typed::Commitment(NewCommitment { petition, url, text, due, organisation, said_on })).await
}

/// Says what became of a commitment, on a source and with a reason; a rating may go back (moderators).
#[poise::command(slash_command, rename = "rate")]
async fn commitment_rate(
    ctx: Context<'_>,
    #[description = "Which commitment"]
    #[autocomplete = "complete::commitment"]
    commitment: String,
    #[description = "What became of it"] rating: Chosen<Rating>,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "Why you rate it so; it is shown"] reason: String,
    #[description = "When it is due, where none is on record yet: 2018-12-31, 2018-12"] due: Option<String>,
) -> Done {
    judge(ctx, NewJudgement { object: commitment, judged: Judged::Commitment(rating.0), url, reason, due }).await
}
