//! Buttons, selects and forms. After a restart nobody waits for them, so they are handled as events, always.
//!
//! A `custom_id` says what is wanted and gives no right to it: the service checks each act anew, and the database
//! decides between two who press at once.

use std::time::Duration;

use serenity::all::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, Message, MessageFlags,
    MessageInteractionMetadata, ModalInteraction, UserId,
};

use super::answering::{Counted, Surface, Waiting, answer, answer_with};
use super::bot::Bot;
use super::commands::setup;
use super::{caller, fields};
use crate::answers::announcing::Effect;
use crate::answers::edges;
use crate::answers::press::Press;
use crate::answers::reply::Audience;
use crate::ops::metrics::Kind;
use crate::service::Field;

/// Answers a button or a select.
pub(super) async fn press(bot: &Bot, press: &ComponentInteraction, age: Duration) {
    let surface = surface(&press.message, press.user.id);
    let act = Press::parse(&press.data.custom_id);
    let effect = match &act {
        None | Some(Press::Show(_) | Press::Pick(_) | Press::Open) => Effect::None,
        Some(_) => Effect::Possible,
    };
    let counted = Counted::now(Kind::Press, name(act.as_ref()));
    let to = Waiting { id: press.id, token: &press.token, surface, age, effect, counted };
    let Some(caller) = caller::read(press.guild_id, press.channel_id, &press.user, press.member.as_ref()) else {
        return answer_with(bot, to, edges::outside_a_guild()).await;
    };
    let Some(act) = act else {
        return answer_with(bot, to, edges::run_again()).await;
    };
    if let Some(change) = setup::chosen(&act, &press.data) {
        let its = bot.clone();
        return answer(bot, to, async move { setup::configure(&its, caller, change).await }).await;
    }
    let values = chosen(&press.data.kind);
    let responder = bot.responder().clone();
    answer(bot, to, async move { responder.press(&caller, act, &values).await }).await;
}

/// Answers a form that was sent.
pub(super) async fn submit(bot: &Bot, form: &ModalInteraction, age: Duration) {
    let surface = form.message.as_deref().map_or(Surface::Command, |message| surface(message, form.user.id));
    let act = Press::parse(&form.data.custom_id);
    let counted = Counted::now(Kind::Form, name(act.as_ref()));
    let to = Waiting { id: form.id, token: &form.token, surface, age, effect: Effect::Possible, counted };
    let Some(caller) = caller::read(form.guild_id, form.channel_id, &form.user, form.member.as_ref()) else {
        return answer_with(bot, to, edges::outside_a_guild()).await;
    };
    let Some(act) = act else {
        return answer_with(bot, to, edges::run_again()).await;
    };
    let typed = typed(form);
    let responder = bot.responder().clone();
    answer(bot, to, async move { responder.submit(&caller, act, &typed).await }).await;
}

/// Names an act where it is one of ours.
fn name(act: Option<&Press>) -> &'static str {
    act.map_or("unknown", Press::act)
}

/// Says what a message is to whoever pressed it.
fn surface(message: &Message, pressed_by: UserId) -> Surface {
    if message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)) {
        return Surface::Message(Audience::Private);
    }
    match asked_by(message) {
        Some(asker) if asker != pressed_by => Surface::Another,
        Some(_) | None => Surface::Message(Audience::Channel),
    }
}

/// Names who asked for a message; nobody did for those in review channels.
fn asked_by(message: &Message) -> Option<UserId> {
    match message.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Command(asked) => Some(asked.user.id),
        MessageInteractionMetadata::Component(asked) => Some(asked.user.id),
        MessageInteractionMetadata::ModalSubmit(asked) => Some(asked.user.id),
        _ => None,
    }
}

fn chosen(kind: &ComponentInteractionDataKind) -> Vec<String> {
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        // We make no others; what a forged one holds is of no use to us.
        _ => Vec::new(),
    }
}

/// Reads the fields we know; a form holds no others.
fn typed(form: &ModalInteraction) -> Vec<(Field, String)> {
    let inputs = form.data.components.iter().flat_map(|row| &row.components);
    inputs
        .filter_map(|input| match input {
            ActionRowComponent::InputText(input) => {
                Some((fields::parse(&input.custom_id)?, input.value.clone().unwrap_or_default()))
            }
            _ => None,
        })
        .collect()
}
