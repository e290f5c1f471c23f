//! `/export`.

use super::choice::Chosen;
use super::{Context, Done, complete, petition_ref, show};
use crate::answers::view::View;
use crate::service::ask::Format;

/// Gives a petition's record as a file: every figure with its wording, reading and source.
#[poise::command(slash_command)]
pub(super) async fn export(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "CSV for a spreadsheet (else), JSON with everything"] format: Option<Chosen<Format>>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    let format = format.map_or(Format::Csv, |chosen| chosen.0);
    show(ctx, View::Export { petition: petition_ref(petition), format }, private).await
}
