//! `/submissions`.

use super::{Context, Done, show};
use crate::answers::view::View;

/// Shows you what you filed and what became of it; there you answer questions and withdraw what waits.
#[poise::command(slash_command, rename = "submissions")]
pub(super) async fn submissions(ctx: Context<'_>) -> Done {
    show(ctx, View::Submissions { page: 1 }, Some(true)).await
}
