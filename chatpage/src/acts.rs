//! What people do on the page. Each act is done by a person in a channel and answered with what came of it for them.
//!
//! What the person's client refuses is no error of the page's: it is said in words.

use std::sync::Arc;

use axum::{Json, extract::State};
use localcord::{ChannelId, Choice, InteractionId, Message, MessageId, Outcome, Place, UserError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Backstage, Entry, Someone, server::Shared, view};

/// An answer to the page: what came of it, or why nothing did.
type Answer = Json<Value>;

/// Who acts, and where.
#[derive(Deserialize)]
pub(crate) struct By {
    person: String,
    channel: String,
}

/// A slash command: a line as it was typed, or a command's path with its options.
#[derive(Deserialize)]
pub(crate) struct Slash {
    by: By,
    line: Option<String>,
    #[serde(default)]
    path: String,
    #[serde(default)]
    options: Vec<(String, String)>,
}

/// A command that is being typed, and the option that wants suggestions.
#[derive(Deserialize)]
pub(crate) struct Partial {
    by: By,
    path: String,
    options: Vec<(String, String)>,
    option: String,
}

/// A button, select or menu of a message, or the message itself.
#[derive(Deserialize)]
pub(crate) struct OnMessage {
    by: By,
    message: String,
    /// A custom id, or the name of a menu.
    #[serde(default)]
    what: String,
    #[serde(default)]
    values: Vec<String>,
}

/// A form that was filled in.
#[derive(Deserialize)]
pub(crate) struct Filled {
    by: By,
    interaction: String,
    values: Vec<(String, String)>,
}

/// An ordinary message.
#[derive(Deserialize)]
pub(crate) struct Said {
    by: By,
    text: String,
}

pub(crate) async fn slash(State(shared): State<Arc<Shared>>, Json(given): Json<Slash>) -> Answer {
    done(&shared, &given.by, async |place, _| match &given.line {
        Some(line) => Ok(place.slash(line).await?),
        None => Ok(place.slash_with(&given.path, &pairs(&given.options)).await?),
    })
    .await
}

pub(crate) async fn complete(State(shared): State<Arc<Shared>>, Json(given): Json<Partial>) -> Answer {
    let suggested = async {
        let (_, place) = stand(&shared, &given.by)?;
        Ok(place.autocomplete_with(&given.path, &pairs(&given.options), &given.option).await?)
    };
    match suggested.await {
        Ok(choices) => Json(json!({ "choices": choices.iter().map(choice).collect::<Vec<_>>() })),
        Err(refused) => refusal(&refused),
    }
}

pub(crate) async fn press(State(shared): State<Arc<Shared>>, Json(given): Json<OnMessage>) -> Answer {
    done(&shared, &given.by, async |place, one| Ok(place.click(&given.message(one)?, &given.what).await?)).await
}

pub(crate) async fn select(State(shared): State<Arc<Shared>>, Json(given): Json<OnMessage>) -> Answer {
    done(&shared, &given.by, async |place, one| {
        let values: Vec<&str> = given.values.iter().map(String::as_str).collect();
        Ok(place.select(&given.message(one)?, &given.what, &values).await?)
    })
    .await
}

pub(crate) async fn menu(State(shared): State<Arc<Shared>>, Json(given): Json<OnMessage>) -> Answer {
    done(&shared, &given.by, async |place, one| Ok(place.message_menu(&given.what, &given.message(one)?).await?)).await
}

pub(crate) async fn submit(State(shared): State<Arc<Shared>>, Json(given): Json<Filled>) -> Answer {
    done(&shared, &given.by, async |place, one| {
        let id = given.interaction.parse::<InteractionId>().map_err(|_| Refused::closed())?;
        let form = one.client.form(id).ok_or_else(Refused::closed)?;
        Ok(place.submit(&form, &pairs(&given.values)).await?)
    })
    .await
}

pub(crate) async fn say(State(shared): State<Arc<Shared>>, Json(given): Json<Said>) -> Answer {
    let said = stand(&shared, &given.by).and_then(|(_, place)| Ok(place.post(&given.text)?));
    said.map_or_else(|refused| refusal(&refused), |message| Json(json!({ "message": message.id })))
}

pub(crate) async fn dismiss(State(shared): State<Arc<Shared>>, Json(given): Json<OnMessage>) -> Answer {
    let gone = stand(&shared, &given.by).and_then(|(one, place)| Ok(place.delete(&given.message(one)?)?));
    gone.map_or_else(|refused| refusal(&refused), |()| Json(json!({})))
}

pub(crate) async fn clock(State(shared): State<Arc<Shared>>) -> Answer {
    told(shared.scene.backstage.clock().await)
}

pub(crate) async fn next_digest(State(shared): State<Arc<Shared>>) -> Answer {
    told(shared.scene.backstage.next_digest().await)
}

fn told(what: Result<impl Serialize, String>) -> Answer {
    what.map_or_else(|why| refusal(&Refused(why)), |what| Json(json!(what)))
}

/// Why nothing was done, in words for who wanted it.
struct Refused(String);

impl Refused {
    fn closed() -> Self {
        Self("That form is closed.".to_owned())
    }
}

impl From<UserError> for Refused {
    fn from(error: UserError) -> Self {
        Self(error.to_string())
    }
}

fn refusal(refused: &Refused) -> Answer {
    Json(json!({ "refused": refused.0 }))
}

impl OnMessage {
    fn message(&self, one: &Someone) -> Result<Message, Refused> {
        let found = self.message.parse().ok().and_then(|id: MessageId| one.client.message(id));
        found.ok_or_else(|| Refused("That message is gone.".to_owned()))
    }
}

/// Puts somebody into a channel.
fn stand<'a>(shared: &'a Shared, by: &By) -> Result<(&'a Someone, Place), Refused> {
    let someone = shared.someone(&by.person).ok_or_else(|| Refused("There is nobody of this name.".to_owned()))?;
    let channel: ChannelId = by.channel.parse().map_err(|_| Refused("There is no such channel.".to_owned()))?;
    Ok((someone, someone.client.in_channel(channel)))
}

/// Does something that the bot hears of, and tells what came of it, with what went over the wire for the curious.
async fn done(shared: &Shared, by: &By, act: impl AsyncFnOnce(&Place, &Someone) -> Result<Outcome, Refused>) -> Answer {
    let (someone, place) = match stand(shared, by) {
        Ok(found) => found,
        Err(refused) => return refusal(&refused),
    };
    let backstage = &*shared.scene.backstage;
    let before = backstage.ledger_end().await;
    match act(&place, someone).await {
        Ok(outcome) => Json(report(someone, &outcome, &written(backstage, before).await)),
        Err(refused) => refusal(&refused),
    }
}

/// Lists what was entered into the ledger meanwhile. It is for the curious: what cannot be read is left out.
async fn written(backstage: &dyn Backstage, before: Result<i64, String>) -> Vec<Entry> {
    match before {
        Ok(before) => backstage.ledger_after(before).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn report(someone: &Someone, outcome: &Outcome, ledger: &[Entry]) -> Value {
    let client = &someone.client;
    let messages = outcome.message.iter().chain(&outcome.followups);
    json!({
        "private": outcome.ephemeral,
        "silent": outcome.did_not_respond(),
        "messages": messages.map(|message| message.id).collect::<Vec<_>>(),
        "form": outcome.modal.as_ref().filter(|form| client.form(form.interaction).is_some()).map(view::form),
        "behind": {
            "sent": client.sent(outcome.interaction),
            "answered": client.answered(outcome.interaction),
            "took_ms": outcome.elapsed.as_secs_f64() * 1000.0,
            "ledger": ledger,
        },
    })
}

fn choice(choice: &Choice) -> Value {
    json!({ "name": choice.name, "value": choice.value })
}

fn pairs(all: &[(String, String)]) -> Vec<(&str, &str)> {
    all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
