//! `/review`: hidden from whoever may not manage messages, until Server Settings say otherwise; the service checks
//! each act again.

mod act;
mod ledger;

use self::ledger::{review_audit, review_who};
use super::choice::{Chosen, value};
use super::{Context, Done, complete, petition_ref, respond, say, show};
use crate::answers::announcing::Effect;
use crate::answers::edges;
use crate::answers::view::View;
use crate::domain::ids::Number;
use crate::domain::review::{RejectReason, SubmissionKind, Waited};

/// Reviews what was filed (moderators).
#[poise::command(
    slash_command,
    subcommands(
        "review_queue",
        "review_show",
        "review_approve",
        "review_reject",
        "review_block",
        "review_unblock",
        "act::edit",
        "act::correct",
        "act::deprecate",
        "act::retract",
        "act::hide",
        "act::unhide",
        "act::stop",
        "act::remove",
        "act::redact",
        "act::merge",
        "act::undo",
        "review_audit",
        "review_who"
    ),
    subcommand_required,
    default_member_permissions = "MANAGE_MESSAGES"
)]
pub(super) async fn review(_: Context<'_>) -> Done {
    Ok(())
}

/// Lists what waits for a decision, the oldest first.
#[poise::command(slash_command, rename = "queue")]
async fn review_queue(
    ctx: Context<'_>,
    #[description = "Only submissions of this kind"] kind: Option<Chosen<SubmissionKind>>,
    #[description = "Only submissions about this petition"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Only submissions that have waited for so long"] age: Option<Chosen<Waited>>,
) -> Done {
    let (kind, petition, age) = (value(kind), petition_ref(petition), value(age));
    show(ctx, View::Queue { kind, petition, age, page: 1 }, Some(true)).await
}

/// Shows one submission, with what can be done about it.
#[poise::command(slash_command, rename = "show")]
async fn review_show(
    ctx: Context<'_>,
    #[description = "Which submission, by its number"]
    #[autocomplete = "complete::submission"]
    submission: String,
) -> Done {
    match number(&submission) {
        Some(number) => show(ctx, View::Submission { number }, Some(true)).await,
        None => say(ctx, edges::not_a_number(&submission)).await,
    }
}

/// Approves a submission: it becomes part of the record.
#[poise::command(slash_command, rename = "approve")]
async fn review_approve(
    ctx: Context<'_>,
    #[description = "Which submission, by its number"]
    #[autocomplete = "complete::submission"]
    submission: String,
) -> Done {
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.decide(&caller, submission, None).await })
        .await
}

/// Rejects a submission, for a reason that is kept with it.
#[poise::command(slash_command, rename = "reject")]
async fn review_reject(
    ctx: Context<'_>,
    #[description = "Which submission, by its number"]
    #[autocomplete = "complete::submission"]
    submission: String,
    #[description = "Why"] reason: Chosen<RejectReason>,
    #[description = "What else there is to say; needed where the reason is something else"] note: Option<String>,
) -> Done {
    let rejected = Some((reason.0, note));
    respond(
        ctx,
        Effect::Possible,
        |responder, caller| async move { responder.decide(&caller, submission, rejected).await },
    )
    .await
}

/// Stops who filed a submission from filing; what that does is shown first.
#[poise::command(slash_command, rename = "block")]
async fn review_block(
    ctx: Context<'_>,
    #[description = "Which submission, by its number"]
    #[autocomplete = "complete::submission"]
    submission: String,
) -> Done {
    match number(&submission) {
        Some(number) => {
            respond(
                ctx,
                Effect::None,
                move |responder, caller| async move { responder.may_block(&caller, number).await },
            )
            .await
        }
        None => say(ctx, edges::not_a_number(&submission)).await,
    }
}

/// Lets who filed a submission file again.
#[poise::command(slash_command, rename = "unblock")]
async fn review_unblock(
    ctx: Context<'_>,
    #[description = "Which submission, by its number"]
    #[autocomplete = "complete::submission"]
    submission: String,
) -> Done {
    match number(&submission) {
        Some(number) => {
            respond(
                ctx,
                Effect::Possible,
                move |responder, caller| async move { responder.unblock(&caller, number).await },
            )
            .await
        }
        None => say(ctx, edges::not_a_number(&submission)).await,
    }
}

fn number(typed: &str) -> Option<Number> {
    typed.trim().parse().ok()
}
