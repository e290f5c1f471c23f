//! `/signatory`: what is answered is always private.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, petition_ref, respond, show};
use crate::answers::announcing::Effect;
use crate::answers::view::View;
use crate::domain::breakdown::Aspect;
use crate::domain::signatory::{Basis, Part, Verification, Wish};
use crate::service::log::{NewSignatory, Typed};
use crate::service::signatories::{Affiliation, Check, Withdrawal};

/// Signatories: how many stand on the list, and their names where they are kept.
#[poise::command(
    slash_command,
    subcommands("signatory_list", "signatory_log", "signatory_verify", "signatory_affiliate", "signatory_withdraw"),
    subcommand_required
)]
pub(super) async fn signatory(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows how many stand on the list, and names where they are kept; only you see it.
#[poise::command(slash_command, rename = "list")]
async fn signatory_list(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "How many of which part, or of which affiliation, in full tens; without names"] by: Option<
        Chosen<Aspect>,
    >,
) -> Done {
    show(ctx, View::Signatories { petition: petition_ref(petition), by: value(by), page: 1 }, Some(true)).await
}

/// Files somebody who signed; a moderator looks at it. Only with a page where they sign or have agreed.
#[poise::command(slash_command, rename = "log")]
async fn signatory_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that shows it: https://…"] url: String,
    #[description = "The name as it is signed"] name: String,
    #[description = "Why the name may be logged: the person signs there, or the page records their consent"]
    basis: Option<Chosen<Basis>>,
    #[description = "Where the person belongs, as they state it"] affiliation: Option<String>,
    #[description = "Whether they are one of those who signed first"] part: Option<Chosen<Part>>,
) -> Done {
    let (basis, part) = (value(basis), value(part));
    log(ctx, Typed::Signatory(NewSignatory { petition, url, name, affiliation, basis, part, names: None })).await
}

/// Notes whether somebody checked that a signatory is who the list says; it may go back (moderators).
#[poise::command(slash_command, rename = "verify")]
async fn signatory_verify(
    ctx: Context<'_>,
    #[description = "Who: their number on the list, or the whole name"]
    #[autocomplete = "complete::signatory"]
    signatory: String,
    #[description = "What was found"] verification: Chosen<Verification>,
    #[description = "The page that shows it: https://…"] url: Option<String>,
) -> Done {
    let check = Check { signatory, verification: verification.0, url };
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.verify_signatory(&caller, check).await })
        .await
}

/// Says anew where a signatory belongs, as they state it; left out, it is not stated (moderators).
#[poise::command(slash_command, rename = "affiliate")]
async fn signatory_affiliate(
    ctx: Context<'_>,
    #[description = "Who: their number on the list, or the whole name"]
    #[autocomplete = "complete::signatory"]
    signatory: String,
    #[description = "Where the person belongs, as they state it; else nothing is said of it"] affiliation: Option<
        String,
    >,
) -> Done {
    let typed = Affiliation { signatory, affiliation };
    respond(
        ctx,
        Effect::Possible,
        |responder, caller| async move { responder.affiliate_signatory(&caller, typed).await },
    )
    .await
}

/// Takes somebody off the list at their wish: not shown, shown as withdrawn, or erased (moderators).
#[poise::command(slash_command, rename = "withdraw")]
async fn signatory_withdraw(
    ctx: Context<'_>,
    #[description = "Who: their number on the list, or the whole name"]
    #[autocomplete = "complete::signatory"]
    signatory: String,
    #[description = "What they wish; an erasure needs a second moderator and cannot be undone"] shown: Chosen<Wish>,
    #[description = "The page where they say so: https://… Needed where it is shown"] url: Option<String>,
    #[description = "When they withdrew: 2018-06-21, today; else today"] on: Option<String>,
) -> Done {
    let wish = Withdrawal { signatory, shown: shown.0, url, on };
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.withdraw_signatory(&caller, wish).await })
        .await
}
