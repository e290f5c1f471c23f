//! `/review` on what is published: each shows what it will do before it is done.

use crate::answers::announcing::Effect;
use crate::discord::commands::choice::Chosen;
use crate::discord::commands::{Context, Done, complete, respond};
use crate::domain::acting::{Ground, Redactable};
use crate::service::act::{NewAct, Wanted};

async fn act(ctx: Context<'_>, object: String, wanted: Wanted, ground: Chosen<Ground>, note: Option<String>) -> Done {
    let typed = NewAct { object, wanted, ground: ground.0, note };
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.act(&caller, typed).await }).await
}

/// Says a record better; a form asks how, and the earlier version stays in the history.
#[poise::command(slash_command, rename = "edit")]
pub(super) async fn edit(
    ctx: Context<'_>,
    #[description = "Which record, by its number"]
    #[autocomplete = "complete::record"]
    record: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, record, Wanted::Edit, reason, note).await
}

/// Replaces a record by another; a form asks by which, and the earlier one is shown as corrected.
#[poise::command(slash_command, rename = "correct")]
pub(super) async fn correct(
    ctx: Context<'_>,
    #[description = "Which record, by its number"]
    #[autocomplete = "complete::record"]
    record: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, record, Wanted::Correct, reason, note).await
}

/// No longer relies on a record: it counts in no answer, and stays in the history.
#[poise::command(slash_command, rename = "deprecate")]
pub(super) async fn deprecate(
    ctx: Context<'_>,
    #[description = "Which record, by its number"]
    #[autocomplete = "complete::record"]
    record: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, record, Wanted::Deprecate, reason, note).await
}

/// Notes that a record was taken back by who said it.
#[poise::command(slash_command, rename = "retract")]
pub(super) async fn retract(
    ctx: Context<'_>,
    #[description = "Which record, by its number"]
    #[autocomplete = "complete::record"]
    record: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, record, Wanted::Retract, reason, note).await
}

/// Puts a petition out of sight at once; bringing it back needs two moderators.
#[poise::command(slash_command, rename = "hide")]
pub(super) async fn hide(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition"]
    petition: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, petition, Wanted::Hide, reason, note).await
}

/// Brings a hidden petition back, when a second moderator confirms it.
#[poise::command(slash_command, rename = "unhide")]
pub(super) async fn unhide(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::hidden_petition"]
    petition: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, petition, Wanted::Unhide, reason, note).await
}

/// Takes a petition or record away, when a second moderator confirms it.
#[poise::command(slash_command, rename = "remove")]
pub(super) async fn remove(
    ctx: Context<'_>,
    #[description = "Which petition or record"]
    #[autocomplete = "complete::object"]
    object: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, object, Wanted::Remove, reason, note).await
}

/// Takes the words of one field away for good.
#[poise::command(slash_command, rename = "redact")]
pub(super) async fn redact(
    ctx: Context<'_>,
    #[description = "Which record or petition, or a source by its number"]
    #[autocomplete = "complete::object"]
    object: String,
    #[description = "Which field"] field: Chosen<Redactable>,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, object, Wanted::Redact(field.0), reason, note).await
}

/// Stops a live counter; what it put on record stays.
#[poise::command(slash_command, rename = "stop")]
pub(super) async fn stop(
    ctx: Context<'_>,
    #[description = "The report that the counter began with, or its last one"]
    #[autocomplete = "complete::record"]
    record: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, record, Wanted::Stop, reason, note).await
}

/// Makes one of two petitions, organisations or names, when a second moderator confirms it.
#[poise::command(slash_command, rename = "merge")]
pub(super) async fn merge(
    ctx: Context<'_>,
    #[description = "Which one is to go"]
    #[autocomplete = "complete::mergeable"]
    object: String,
    #[description = "Which one stays"]
    #[autocomplete = "complete::mergeable"]
    into: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, object, Wanted::Merge(into), reason, note).await
}

/// Takes an act back; it needs what the act it performs needs.
#[poise::command(slash_command, rename = "undo")]
pub(super) async fn undo(
    ctx: Context<'_>,
    #[description = "Which act, or #142 for the last one on #142"]
    #[autocomplete = "complete::undoable"]
    what: String,
    #[description = "Why; readers see it in the history"] reason: Chosen<Ground>,
    #[description = "What else moderators should know; name nobody"] note: Option<String>,
) -> Done {
    act(ctx, what, Wanted::Undo, reason, note).await
}
