//! Buttons, selects and forms. After a restart nobody waits for them, so they are handled as events, always.
//!
//! A `custom_id` says what is wanted and gives no right to it: the service checks each act anew, and the database
//! decides between two who press at once.

use std::time::Duration;

use serenity::all::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, Message, MessageFlags, ModalInteraction,
};

use super::answering::{Surface, Waiting, answer, answer_with};
use super::bot::Bot;
use super::{caller, fields};
use crate::answers::edges;
use crate::answers::press::Press;
use crate::answers::reply::Audience;
use crate::service::Field;

/// Answers a button or a select.
pub(super) async fn press(bot: &Bot, press: &ComponentInteraction, age: Duration) {
    let surface = Surface::Message(seen_by(&press.message));
    let to = Waiting { id: press.id, token: &press.token, surface, age };
    let Some(caller) = caller::read(press.guild_id, press.channel_id, &press.user, press.member.as_ref()) else {
        return answer_with(bot, to, edges::outside_a_guild()).await;
    };
    let Some(act) = Press::parse(&press.data.custom_id) else {
        return answer_with(bot, to, edges::run_again()).await;
    };
    let values = chosen(&press.data.kind);
    let responder = bot.responder().clone();
    answer(bot, to, async move { responder.press(&caller, act, &values).await }).await;
}

/// Answers a form that was sent.
pub(super) async fn submit(bot: &Bot, form: &ModalInteraction, age: Duration) {
    let surface = form.message.as_deref().map_or(Surface::Command, |message| Surface::Message(seen_by(message)));
    let to = Waiting { id: form.id, token: &form.token, surface, age };
    let Some(caller) = caller::read(form.guild_id, form.channel_id, &form.user, form.member.as_ref()) else {
        return answer_with(bot, to, edges::outside_a_guild()).await;
    };
    let Some(act) = Press::parse(&form.data.custom_id) else {
        return answer_with(bot, to, edges::run_again()).await;
    };
    let typed = typed(form);
    let responder = bot.responder().clone();
    answer(bot, to, async move { responder.submit(&caller, act, &typed).await }).await;
}

fn seen_by(message: &Message) -> Audience {
    let ephemeral = message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    if ephemeral { Audience::Private } else { Audience::Channel }
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
