//! `/review audit` and `/review who`: the ledger in the chat.

use serenity::all::User;

use super::super::{Context, Done, complete, respond, say};
use super::number;
use crate::answers::announcing::Effect;
use crate::answers::auditing::AuditAs;
use crate::answers::edges;
use crate::domain::ids::UserId;
use crate::service::audit::TypedAudit;

/// Reads the ledger: what was done, when and as which role, the newest first.
#[poise::command(slash_command, rename = "audit")]
pub(super) async fn review_audit(
    ctx: Context<'_>,
    #[description = "Only what was done to the object of this number"]
    #[autocomplete = "complete::object"]
    record: Option<String>,
    #[description = "Only what was done so"]
    #[autocomplete = "complete::ledger_act"]
    act: Option<String>,
    #[description = "Only from then on: 2018-06-19, 2018-06, yesterday"] since: Option<String>,
    #[description = "The whole ledger as a text file, for a verifier elsewhere"] as_file: Option<bool>,
) -> Done {
    let record = match record.as_deref().map(|typed| number(typed).ok_or(typed)).transpose() {
        Ok(record) => record,
        Err(typed) => return say(ctx, edges::not_a_number(typed)).await,
    };
    let typed = TypedAudit { record, act, since };
    let wanted = if as_file == Some(true) { AuditAs::File } else { AuditAs::Pages };
    respond(ctx, Effect::None, move |responder, caller| async move { responder.audit(&caller, &typed, wanted).await })
        .await
}

/// Shows what a member did here as a moderator; the ledger notes that you asked (admins).
#[poise::command(slash_command, rename = "who")]
pub(super) async fn review_who(ctx: Context<'_>, #[description = "Which member"] member: User) -> Done {
    let member = UserId::new(member.id.get());
    respond(ctx, Effect::Possible, move |responder, caller| async move { responder.who(&caller, member).await }).await
}
