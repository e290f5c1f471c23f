//! Messages, new or edited, of any origin.

use serde_json::Value;
use twilight_model::channel::message::AllowedMentions;

use super::{Problems, component, embed, problems::at};
use crate::{
    ids::{MessageId, RoleId, UserId},
    rest::{Payload, Refusal},
    state::{Allowed, Draft, NewFile},
};

/// Components of the second kind.
const LAYOUT: u64 = 1 << 15;

/// Reads a message out of a request. `path` is where in the JSON it stands: empty, or `data` in answers to interactions.
pub(crate) fn draft(payload: &Payload, path: &str) -> Result<Draft, Refusal> {
    let body = if path.is_empty() { &payload.json } else { &payload.json[path] };
    let mut problems = Problems::default();
    let flags = flags(&mut problems, path, &body["flags"]);
    let layout = flags.is_some_and(|flags| flags & LAYOUT != 0);
    let mut embeds = list(&mut problems, path, body, "embeds");
    if let Some(embeds) = &mut embeds {
        embed::embeds(&mut problems, &at(path, "embeds"), embeds);
    }
    let components = list(&mut problems, path, body, "components");
    if let Some(components) = &components {
        component::components(&mut problems, &at(path, "components"), components, layout);
    }
    problems.length(&at(path, "content"), &body["content"], 0, 2000);
    if layout && (body["content"].is_string() || embeds.as_ref().is_some_and(|embeds| !embeds.is_empty())) {
        let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
        problems.add(
            &at(path, "content"),
            code,
            "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
        );
    }
    let allowed = allowed(&mut problems, path, &body["allowed_mentions"]);
    let nonce = nonce(&mut problems, path, &body["nonce"]);
    let (files, keep) = files(&mut problems, path, payload, body);
    problems.settle()?;
    Ok(Draft {
        // A text that is null empties an edited message.
        content: body.get("content").map(|content| content.as_str().unwrap_or_default().to_owned()),
        embeds,
        components,
        allowed,
        flags,
        files,
        keep,
        nonce,
        enforce_nonce: body["enforce_nonce"].as_bool().unwrap_or(false),
        reply_to: id(&body["message_reference"]["message_id"]).map(MessageId::new),
    })
}

fn flags(problems: &mut Problems, path: &str, flags: &Value) -> Option<u64> {
    if !flags.is_null() && !flags.is_u64() {
        problems.add(&at(path, "flags"), "NUMBER_TYPE_COERCE", "Value is not int.");
    }
    flags.as_u64()
}

/// Reads a list; null is an empty one.
fn list(problems: &mut Problems, path: &str, body: &Value, key: &str) -> Option<Vec<Value>> {
    match body.get(key)? {
        Value::Array(list) => Some(list.clone()),
        Value::Null => Some(Vec::new()),
        _ => {
            problems.add(&at(path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            None
        }
    }
}

fn allowed(problems: &mut Problems, path: &str, given: &Value) -> Allowed {
    if given.is_null() {
        return Allowed::Unsaid;
    }
    let path = at(path, "allowed_mentions");
    if let Err(error) = serde_json::from_value::<AllowedMentions>(given.clone()) {
        problems.add(&path, "MODEL_TYPE_CONVERT", error.to_string());
    }
    let words = |key: &str| given[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let parse: Vec<String> = words("parse").iter().filter_map(|word| word.as_str().map(str::to_owned)).collect();
    for key in ["users", "roles"] {
        problems.count(&at(&path, key), words(key).len(), 0, 100);
        if parse.iter().any(|word| word == key) && !words(key).is_empty() {
            let message = format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive.");
            problems.add(&path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
    }
    let ids = |key: &str| words(key).iter().filter_map(id).collect::<Vec<_>>();
    Allowed::Only {
        users: ids("users").into_iter().map(UserId::new).collect(),
        roles: ids("roles").into_iter().map(RoleId::new).collect(),
        parse,
        replied_user: given["replied_user"].as_bool().unwrap_or(false),
    }
}

fn nonce(problems: &mut Problems, path: &str, nonce: &Value) -> Option<String> {
    let text = match nonce {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => {
            problems.add(&at(path, "nonce"), "UNION_TYPE_CHOICES", "Could not interpret \"value\" as int or string.");
            return None;
        }
    };
    problems.count(&at(path, "nonce"), text.chars().count(), 0, 25);
    Some(text)
}

/// Reads the files that came along, and the attachments an edit keeps.
fn files(problems: &mut Problems, path: &str, payload: &Payload, body: &Value) -> (Vec<NewFile>, Option<Vec<u64>>) {
    let described = body["attachments"].as_array();
    let entry =
        |number: usize| described.and_then(|all| all.iter().find(|one| id(&one["id"]) == u64::try_from(number).ok()));
    problems.count(&at(path, "attachments"), payload.files.len(), 0, 10);
    let mut files = Vec::new();
    for file in &payload.files {
        let entry = file.number.and_then(entry);
        let text = |key: &str| entry.and_then(|entry| entry[key].as_str()).map(str::to_owned);
        if let Some(description) = text("description") {
            problems.count(
                &at(path, format!("attachments.{}.description", files.len())),
                description.chars().count(),
                0,
                1024,
            );
        }
        files.push(NewFile {
            filename: text("filename").unwrap_or_else(|| file.filename.clone()),
            description: text("description"),
            content_type: file.content_type.clone(),
            bytes: file.bytes.clone(),
        });
    }
    // Entries that name no file of this request name attachments to keep.
    let keep = described.map(|all| all.iter().filter_map(|one| id(&one["id"])).collect());
    (files, keep)
}

/// Reads an id, which bots send as a string or a number.
fn id(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
