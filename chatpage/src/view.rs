//! What the page is told, as JSON. Ids are strings: JavaScript's numbers lose count of them.

use localcord::{Attachment, Client, Component, ComponentKind, Message, Modal, Names, Registered};
use serde_json::{Value, json};

use crate::{Scene, Someone, files};

/// Writes all that is about the guild rather than about messages: who, where, and what can be done.
pub(crate) fn scene(scene: &Scene, you: &Someone) -> Value {
    let Names { guild, channels, roles, people } = you.client.names();
    let named = |(id, name): (String, String)| json!({ "id": id, "name": name });
    let who = |one: &Someone| {
        let id = one.client.user().to_string();
        let name = people.iter().find(|(user, _)| *user == one.client.user()).map(|(_, name)| name);
        json!({ "key": one.key, "id": id, "name": name, "may": one.may })
    };
    json!({
        "guild": guild,
        "you": who(you),
        "windows": scene.people.iter().map(who).collect::<Vec<_>>(),
        "channels": channels.iter().map(|(id, name)| json!({
            "id": id, "name": name, "commands": you.client.commands(*id).iter().map(command).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "roles": roles.into_iter().map(|(id, name)| named((id.to_string(), name))).collect::<Vec<_>>(),
        "people": people.iter().map(|(id, name)| named((id.to_string(), name.clone()))).collect::<Vec<_>>(),
    })
}

fn command(command: &Registered) -> Value {
    json!({
        "name": command.name, "type": command.json["type"], "description": command.json["description"],
        "options": command.json["options"],
    })
}

/// Writes a message.
pub(crate) fn message(client: &Client, message: &Message) -> Value {
    let cause = client.cause(message).map(|cause| json!({ "user": cause.user, "command": cause.command }));
    json!({
        "id": message.id, "channel": message.channel, "at": message.id.created_ms(),
        "author": { "id": message.author, "name": message.author_name },
        "private": message.ephemeral(), "loading": message.loading, "edited": message.edited(),
        "content": message.content, "embeds": message.embeds,
        "components": message.components.iter().map(component).collect::<Vec<_>>(),
        "files": message.attachments.iter().map(file).collect::<Vec<_>>(),
        "reply_to": message.reply_to, "cause": cause,
    })
}

fn component(component: &Component) -> Value {
    let options = component.options.iter().map(|option| {
        json!({
            "label": option.label, "value": option.value, "description": option.description, "chosen": option.default,
        })
    });
    let kind = match component.kind {
        ComponentKind::Button => "button",
        ComponentKind::UserSelect => "user",
        ComponentKind::RoleSelect => "role",
        ComponentKind::ChannelSelect => "channel",
        ComponentKind::MentionableSelect => "mentionable",
        _ => "string",
    };
    json!({
        "row": component.row, "kind": kind, "label": component.label, "id": component.custom_id,
        "url": component.url, "style": component.style, "disabled": component.disabled,
        "placeholder": component.placeholder, "options": options.collect::<Vec<_>>(),
        "min": component.min_values, "max": component.max_values,
    })
}

fn file(file: &Attachment) -> Value {
    let size = files::png_size(&file.bytes);
    json!({
        "id": file.id.to_string(), "name": file.filename, "alt": file.description, "size": file.bytes.len(),
        "picture": size.is_some(), "width": size.map(|(width, _)| width), "height": size.map(|(_, height)| height),
    })
}

/// Writes a form that opened.
pub(crate) fn form(modal: &Modal) -> Value {
    let inputs = modal.inputs.iter().map(|input| {
        json!({
            "id": input.custom_id, "label": input.label, "long": input.long, "required": input.required,
            "min": input.min_length, "max": input.max_length, "value": input.value, "placeholder": input.placeholder,
        })
    });
    json!({ "interaction": modal.interaction, "title": modal.title, "inputs": inputs.collect::<Vec<_>>() })
}
