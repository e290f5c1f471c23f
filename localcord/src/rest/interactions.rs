//! The first answer to an interaction.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Path, Query, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::application::command::CommandOptionChoice;
use twilight_validate::command;

use super::{Answer as Handled, Payload, Refusal, Reply, messages, pass::Arrived};
use crate::{
    clock,
    ids::InteractionId,
    seen::{Answer, Choice, Modal, TextInput},
    state::{Draft, EPHEMERAL, First, Interaction, InteractionKind, Post, Shared, Speaker, World, render},
    validate::{self, Problems},
};

#[derive(Deserialize)]
pub(super) struct Wish {
    with_response: Option<bool>,
}

pub(super) async fn answer(
    State(shared): State<Arc<Shared>>,
    Path((id, token)): Path<(u64, String)>,
    Query(wish): Query<Wish>,
    Extension(payload): Extension<Arc<Payload>>,
    Extension(Arrived(arrived)): Extension<Arrived>,
) -> Handled {
    let id = InteractionId::new(id);
    let within = shared.config.answer_within;
    shared.look(|world| open(world, id, &token, within).map(drop))?;
    let given = Given::read(&payload)?;
    shared.change(|world| {
        // Two answers may have raced through the check above.
        let interaction = open(world, id, &token, within)?.clone();
        given.allowed(&interaction)?;
        let answer = given.answer;
        let ephemeral = given.ephemeral;
        apply(world, &interaction, given)?;
        if let Some(place) = world.interactions.get_mut(&id) {
            let elapsed = arrived.duration_since(interaction.started);
            place.first = Some(First { answer, ephemeral, elapsed });
        }
        let with_response = wish.with_response.unwrap_or(false);
        Ok(if with_response { Reply::Json(resource(world, id, answer, ephemeral)) } else { Reply::Nothing })
    })
}

/// Finds an interaction that still waits for its first answer.
fn open<'a>(world: &'a World, id: InteractionId, token: &str, within: Duration) -> Result<&'a Interaction, Refusal> {
    let known = world.interactions.get(&id).filter(|interaction| interaction.token == token);
    let interaction = known.ok_or_else(Refusal::unknown_interaction)?;
    if interaction.first.is_some() {
        return Err(Refusal::acknowledged());
    }
    // The id says when it was made, also for one that is delivered late.
    let age = Duration::from_millis(clock::now_ms().saturating_sub(id.created_ms()));
    if age > within { Err(Refusal::unknown_interaction()) } else { Ok(interaction) }
}

/// An answer, read.
struct Given {
    answer: Answer,
    number: u64,
    ephemeral: bool,
    draft: Option<Draft>,
    data: Value,
}

impl Given {
    fn read(payload: &Payload) -> Result<Self, Refusal> {
        let number = payload.json["type"].as_u64().unwrap_or(0);
        let data = payload.json["data"].clone();
        let answer = match number {
            4 => Answer::Message,
            5 => Answer::Deferred,
            6 => Answer::DeferredUpdate,
            7 => Answer::UpdateMessage,
            8 => Answer::Autocomplete,
            9 => Answer::Modal,
            _ => return Err(Self::wrong_type("4, 5, 6, 7, 8, 9")),
        };
        let mut problems = Problems::default();
        match answer {
            Answer::Modal => validate::modal(&mut problems, "data", &data),
            Answer::Autocomplete => choices(&mut problems, &data["choices"]),
            Answer::Message | Answer::UpdateMessage | Answer::Deferred | Answer::DeferredUpdate | Answer::None => {}
        }
        problems.settle()?;
        let carries = matches!(answer, Answer::Message | Answer::UpdateMessage);
        let draft = if carries { Some(validate::draft(payload, "data")?) } else { None };
        if answer == Answer::Message
            && let Some(draft) = &draft
        {
            messages::not_empty(draft)?;
        }
        let flagged = data["flags"].as_u64().is_some_and(|flags| flags & EPHEMERAL != 0);
        let ephemeral = flagged && matches!(answer, Answer::Message | Answer::Deferred);
        Ok(Self { answer, number, ephemeral, draft, data })
    }

    fn wrong_type(fitting: &str) -> Refusal {
        Refusal::field("type", "BASE_TYPE_CHOICES", &format!("Value must be one of {{{fitting}}}."))
    }

    /// Refuses kinds of answers that do not fit what the person did.
    fn allowed(&self, interaction: &Interaction) -> Result<(), Refusal> {
        let from_message = interaction.source.is_some();
        let fitting: &[u64] = match interaction.kind {
            InteractionKind::Slash | InteractionKind::Menu => &[4, 5, 9],
            InteractionKind::Component => &[4, 5, 6, 7, 9],
            InteractionKind::Autocomplete => &[8],
            InteractionKind::Modal if from_message => &[4, 5, 6, 7],
            // Type 6 closes a form silently, whatever opened it.
            InteractionKind::Modal => &[4, 5, 6],
        };
        if fitting.contains(&self.number) {
            return Ok(());
        }
        let fitting: Vec<_> = fitting.iter().map(u64::to_string).collect();
        Err(Self::wrong_type(&fitting.join(", ")))
    }
}

fn choices(problems: &mut Problems, given: &Value) {
    let Some(given) = given.as_array() else {
        return problems.required("data.choices");
    };
    problems.count("data.choices", given.len(), 0, 25);
    for (index, choice) in given.iter().enumerate() {
        problems.length(&format!("data.choices.{index}.name"), &choice["name"], 1, 100);
        match &choice["value"] {
            Value::Number(_) => {}
            value => problems.length(&format!("data.choices.{index}.value"), value, 1, 100),
        }
    }
    if !problems.none() {
        return;
    }
    for (index, choice) in given.iter().enumerate() {
        let read = serde_json::from_value::<CommandOptionChoice>(choice.clone()).map_err(|error| error.to_string());
        if let Err(message) = read.and_then(|choice| command::choice(&choice).map_err(|error| error.to_string())) {
            problems.add(&format!("data.choices.{index}"), "BASE_TYPE_INVALID", message);
        }
    }
}

fn apply(world: &mut World, interaction: &Interaction, given: Given) -> Result<(), Refusal> {
    let mut original = None;
    match given.answer {
        Answer::Message => {
            let post = post(world, interaction, given.ephemeral);
            let mut draft = given.draft.unwrap_or_default();
            draft.reply_to = interaction.source;
            original = world.create_message(post, draft).map(|message| message.id);
        }
        Answer::Deferred => {
            let post = post(world, interaction, given.ephemeral);
            original = world.create_loading(post).map(|message| message.id);
        }
        Answer::DeferredUpdate => original = interaction.source,
        Answer::UpdateMessage => {
            let source = interaction.source.ok_or_else(Refusal::unknown_message)?;
            let draft = given.draft.unwrap_or_default();
            if let Some(old) = world.messages.get(&source) {
                messages::not_emptied(old, &draft)?;
            }
            world.edit_message(source, draft, Speaker::Answer).ok_or_else(Refusal::unknown_message)?;
            original = Some(source);
        }
        Answer::Autocomplete | Answer::Modal | Answer::None => {}
    }
    let Some(place) = world.interactions.get_mut(&interaction.id) else {
        return Ok(());
    };
    place.original = original;
    if given.answer == Answer::Autocomplete {
        place.choices = read_choices(&given.data);
    }
    if given.answer == Answer::Modal {
        place.modal = Some(read_modal(interaction, &given.data));
        place.modal_open = true;
    }
    Ok(())
}

/// Says where an answer stands: the type tells a command's answer from a component's.
pub(super) fn post(world: &World, interaction: &Interaction, ephemeral: bool) -> Post {
    let kind = match interaction.kind {
        InteractionKind::Slash => 20,
        InteractionKind::Menu => 23,
        InteractionKind::Component | InteractionKind::Modal if interaction.source.is_some() => 19,
        InteractionKind::Component | InteractionKind::Modal | InteractionKind::Autocomplete => 0,
    };
    Post {
        channel: interaction.channel,
        author: world.bot,
        speaker: Speaker::Answer,
        only_for: ephemeral.then_some(interaction.user),
        interaction: Some(interaction.id),
        kind,
    }
}

fn read_choices(data: &Value) -> Vec<Choice> {
    let all = data["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let read = |choice: &Value| Choice {
        name: choice["name"].as_str().unwrap_or_default().to_owned(),
        value: choice["value"].clone(),
    };
    all.iter().map(read).collect()
}

fn read_modal(interaction: &Interaction, data: &Value) -> Modal {
    let text = |key: &str| data[key].as_str().unwrap_or_default().to_owned();
    Modal {
        interaction: interaction.id,
        user: interaction.user,
        channel: interaction.channel,
        message: interaction.source,
        title: text("title"),
        custom_id: text("custom_id"),
        inputs: TextInput::read_all(data["components"].as_array().map(Vec::as_slice).unwrap_or_default()),
    }
}

/// Writes what a bot gets that asks for the response.
fn resource(world: &World, id: InteractionId, answer: Answer, ephemeral: bool) -> Value {
    let interaction = world.interactions.get(&id);
    let message = interaction.and_then(|one| one.original).and_then(|id| world.messages.get(&id));
    let number = match answer {
        Answer::Message | Answer::None => 4,
        Answer::Deferred => 5,
        Answer::DeferredUpdate => 6,
        Answer::UpdateMessage => 7,
        Answer::Autocomplete => 8,
        Answer::Modal => 9,
    };
    let mut resource = json!({ "type": number });
    if let Some(message) = message.filter(|_| matches!(answer, Answer::Message | Answer::UpdateMessage)) {
        resource["message"] = render::message(world, message);
    }
    json!({
        "interaction": {
            "id": id, "type": interaction.map_or(2, |one| one.kind.number()),
            "response_message_id": message.map(|message| message.id),
            "response_message_loading": message.is_some_and(|message| message.loading),
            "response_message_ephemeral": ephemeral,
        },
        "resource": resource,
    })
}
