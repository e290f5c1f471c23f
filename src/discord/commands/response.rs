//! `/response`.

use super::choice::{Chosen, value};
use super::{Context, Done, complete, log, petition_ref, show};
use crate::answers::view::View;
use crate::domain::record::Capacity;
use crate::domain::response::{Refers, RequestResult, ResponseKind};
use crate::service::log::{NewRequest, NewResponse, Typed};

/// Responses: what the organisation answered, and whether anybody asked it.
#[poise::command(slash_command, subcommands("response_show", "response_log", "response_request"), subcommand_required)]
pub(super) async fn response(_: Context<'_>) -> Done {
    Ok(())
}

/// Shows what the organisation has said to the petition, and before it.
#[poise::command(slash_command, rename = "show")]
async fn response_show(
    ctx: Context<'_>,
    #[description = "Which petition; else the one this channel is about"]
    #[autocomplete = "complete::petition"]
    petition: Option<String>,
    #[description = "Only this organisation's"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "Whether only you see the answer"] private: Option<bool>,
) -> Done {
    show(ctx, View::Responses { petition: petition_ref(petition), organisation, page: 1 }, private).await
}

/// Files what the organisation answered; a form asks for the words, and a moderator looks at it.
#[poise::command(slash_command, rename = "log")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn response_log(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "The page that says so: https://…"] url: String,
    #[description = "What sort of answer it is, in your judgement"] kind: Chosen<ResponseKind>,
    #[description = "When it was said: 2018-06-19, 2018-06, today"] said_on: String,
    #[description = "A second sort that it is as well"] also: Option<Chosen<ResponseKind>>,
    #[description = "Which addressee answered, where there are several"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "Who spoke for it"]
    #[autocomplete = "complete::speaker"]
    speaker: Option<String>,
    #[description = "In which capacity"] capacity: Option<Chosen<Capacity>>,
    #[description = "Where it was said: e-mail to all employees, press release"] channel: Option<String>,
    #[description = "Whether it speaks of the petition"] refers: Option<Chosen<Refers>>,
) -> Done {
    let (kind, also) = (kind.0, value(also));
    let (capacity, refers) = (value(capacity), value(refers));
    let typed = NewResponse { petition, url, kind, said_on, also, organisation, speaker, capacity, channel, refers };
    log(ctx, Typed::Response(typed)).await
}

/// Files that somebody asked the organisation for comment; a moderator looks at it.
#[poise::command(slash_command, rename = "request")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn response_request(
    ctx: Context<'_>,
    #[description = "Which petition"]
    #[autocomplete = "complete::petition_to_log_for"]
    petition: String,
    #[description = "When it was asked: 2018-06-19, today"] asked_on: String,
    #[description = "Until when an answer was asked for: 2018-06-20"] deadline: String,
    #[description = "Who asked"] asker: String,
    #[description = "Which addressee was asked, where there are several"]
    #[autocomplete = "complete::organisation"]
    organisation: Option<String>,
    #[description = "The page that says so: https://…"] url: Option<String>,
    #[description = "What it brought, where that is known"] result: Option<Chosen<RequestResult>>,
) -> Done {
    let result = value(result);
    let typed = NewRequest { petition, asked_on, deadline, asker, organisation, url, result };
    log(ctx, Typed::Request(typed)).await
}
