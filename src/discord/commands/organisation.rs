//! `/organisation`.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, show};
use crate::answers::view::View;
use crate::domain::organisation::OrganisationKind;
use crate::service::log::{NewOrganisation, Typed};

/// Organisations: their names, and which belongs to which.
#[poise::command(slash_command, subcommands("organisation_show", "organisation_log"), subcommand_required)]
pub(super) async fn organisation(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows an organisation, by any of its names: what it is called, where it belongs, what it is asked.
#[poise::command(slash_command, rename = "show")]
async fn organisation_show(
    ctx: Context<'_>,
    #[description = "Which organisation"]
    #[autocomplete = "complete::organisation"]
    organisation: String,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Organisation { organisation }, private).await
}

/// Files an organisation, or adds names and a parent to one on record; a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
async fn organisation_log(
    ctx: Context<'_>,
    #[description = "What it is called; a name on record adds to that one"]
    #[autocomplete = "complete::organisation"]
    name: String,
    #[description = "What sort it is"] kind: Option<Chosen<OrganisationKind>>,
    #[description = "Other and older names that find it, with commas between them"] aliases: Option<String>,
    #[description = "An organisation it belongs or belonged to"]
    #[autocomplete = "complete::organisation"]
    parent: Option<String>,
    #[description = "Since when it belongs there: 2018-10-26, 2018-10, 2018"] since: Option<String>,
    #[description = "Until when it belonged there"] until: Option<String>,
) -> Done {
    log(ctx, Typed::Organisation(NewOrganisation { name, kind: value(kind), aliases, parent, since, until })).await
}
