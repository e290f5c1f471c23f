//! `/search`.

use super::choice::{Chosen, value};
use super::{Context, Done, show};
use crate::answers::view::View;
use crate::domain::findable::Findable;

/// Searches everything on record: every word must stand there, the last may be a beginning.
#[poise::command(slash_command)]
pub(super) async fn search(
    ctx: Context<'_>,
    #[description = "The words: open letter, MSFT, 公開書簡"]
    #[min_length = 1]
    #[max_length = 60]
    text: String,
    #[description = "Only things of this kind"] kind: Option<Chosen<Findable>>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Search { text, kind: value(kind), page: 1 }, private).await
}
