//! Embeds: at most ten, 6,000 characters over all.

use serde_json::{Value, json};
use twilight_model::{channel::message::Embed, util::Timestamp};

use super::{Problems, problems::at};

/// Characters over all embeds of a message.
const TOTAL: usize = 6000;
const ADDRESS: usize = 2048;

/// Adds what Discord adds to embeds, then checks them.
pub(super) fn embeds(problems: &mut Problems, path: &str, embeds: &mut [Value]) {
    embeds.iter_mut().for_each(fill_in);
    problems.count(path, embeds.len(), 0, 10);
    for (index, value) in embeds.iter().enumerate() {
        embed(problems, &at(path, index), value);
    }
    if embeds.iter().map(size).sum::<usize>() > TOTAL {
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", format!("Embed size exceeds maximum size of {TOTAL}"));
    }
    if problems.none() {
        independently(problems, path, embeds);
    }
}

fn fill_in(embed: &mut Value) {
    if !embed.is_object() {
        return;
    }
    embed["type"] = json!("rich");
    if let Some(fields) = embed["fields"].as_array_mut() {
        for field in fields.iter_mut().filter(|field| field.is_object() && !field["inline"].is_boolean()) {
            field["inline"] = json!(false);
        }
    }
    if let Some(instant) = embed["timestamp"].as_str().and_then(utc) {
        embed["timestamp"] = json!(instant);
    }
    if let Some(parts) = embed.as_object_mut() {
        parts.retain(|_, part| !part.is_null());
    }
}

/// Rewrites an instant that ends in `Z` as Discord gives it back: `2018-06-19T12:00:00.123000+00:00`.
fn utc(instant: &str) -> Option<String> {
    let (seconds, fraction) = instant.strip_suffix('Z')?.split_once('.').unwrap_or((instant.strip_suffix('Z')?, ""));
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(format!("{seconds}.{fraction}+00:00"))
}

fn embed(problems: &mut Problems, path: &str, embed: &Value) {
    if !embed.is_object() {
        return problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
    }
    problems.length(&at(path, "title"), &embed["title"], 0, 256);
    problems.length(&at(path, "description"), &embed["description"], 0, 4096);
    problems.length(&at(path, "url"), &embed["url"], 0, ADDRESS);
    problems.address(&at(path, "url"), &embed["url"], &["http", "https"]);
    problems.length(&at(path, "footer.text"), &embed["footer"]["text"], 0, 2048);
    if let Some(author) = embed.get("author") {
        problems.length(&at(path, "author.name"), &author["name"], 1, 256);
        problems.address(&at(path, "author.url"), &author["url"], &["http", "https"]);
    }
    for (part, key) in [("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url")] {
        problems.address(&at(path, format!("{part}.{key}")), &embed[part][key], &["http", "https", "attachment"]);
    }
    if embed["timestamp"].as_str().is_some_and(|instant| Timestamp::parse(instant).is_err()) {
        let message = format!("Could not parse {}. Should be ISO8601.", embed["timestamp"]);
        problems.add(&at(path, "timestamp"), "DATE_TIME_TYPE_PARSE", message);
    }
    if embed["color"].as_u64().is_some_and(|colour| colour > 0xff_ffff) {
        problems.add(&at(path, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
    }
    let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    problems.count(&at(path, "fields"), fields.len(), 0, 25);
    for (index, field) in fields.iter().enumerate() {
        problems.length(&at(path, format!("fields.{index}.name")), &field["name"], 1, 256);
        problems.length(&at(path, format!("fields.{index}.value")), &field["value"], 1, 1024);
    }
    if size(embed) == 0 && ["image", "thumbnail"].iter().all(|part| embed[part].is_null()) {
        problems.required(&at(path, "description"));
    }
}

/// Counts the characters that count: title, description, field names and values, footer, author.
fn size(embed: &Value) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    length(&embed["title"])
        + length(&embed["description"])
        + length(&embed["footer"]["text"])
        + length(&embed["author"]["name"])
        + fields.iter().map(|field| length(&field["name"]) + length(&field["value"])).sum::<usize>()
}

fn independently(problems: &mut Problems, path: &str, embeds: &[Value]) {
    let read: Result<Vec<Embed>, _> = embeds.iter().map(|embed| serde_json::from_value(embed.clone())).collect();
    match read {
        Err(error) => problems.add(path, "MODEL_TYPE_CONVERT", error.to_string()),
        Ok(read) => {
            if let Err(error) = twilight_validate::message::embeds(&read) {
                problems.add(path, "BASE_TYPE_INVALID", error.to_string());
            }
        }
    }
}
