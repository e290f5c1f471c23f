//! Values typed for options, read as Discord's client reads them.

use serde_json::{Value, json};

use super::resolve::{self, Named};
use crate::{GuildId, UserError, UserId, state::World};

/// The longest string an option takes when the bot sets no bound.
const LONGEST: u64 = 6000;

/// The largest whole number an option takes: beyond it, doubles lose count.
const LARGEST: i64 = 1 << 53;

/// Who types, and where.
#[derive(Clone, Copy)]
pub(super) struct Typist<'a> {
    pub(super) world: &'a World,
    pub(super) guild: GuildId,
    pub(super) user: UserId,
}

/// A value the client accepts.
pub(super) struct Accepted {
    pub(super) json: Value,
    pub(super) named: Option<Named>,
}

impl Typist<'_> {
    /// Reads the value typed for an option.
    pub(super) fn read(&self, option: &Value, text: &str) -> Result<Accepted, UserError> {
        let refuse = |why: String| UserError::BadValue {
            option: option["name"].as_str().unwrap_or_default().to_owned(),
            value: text.to_owned(),
            why,
        };
        if text.is_empty() {
            return Err(refuse("it is empty".to_owned()));
        }
        let plain = |json: Value| Accepted { json, named: None };
        match option["type"].as_u64() {
            Some(3) => string(option, text).map(plain).map_err(refuse),
            Some(4) => integer(option, text).map(plain).map_err(refuse),
            Some(5) => boolean(text).map(plain).map_err(refuse),
            Some(10) => number(option, text).map(plain).map_err(refuse),
            Some(kind @ (6..=9)) => {
                let named = self.named(kind, option, text).map_err(refuse)?;
                Ok(Accepted { json: json!(named.number().to_string()), named: Some(named) })
            }
            _ => Err(refuse("options of this type cannot be typed here".to_owned())),
        }
    }

    fn named(&self, kind: u64, option: &Value, text: &str) -> Result<Named, String> {
        let role = || resolve::role(self.world, self.guild, text);
        let user = || resolve::user(self.world, text);
        let found = match kind {
            6 => user(),
            7 => resolve::channel(self.world, self.guild, self.user, text),
            8 => role(),
            _ => user().or_else(role),
        };
        let found = found.ok_or_else(|| "there is nothing of this name here".to_owned())?;
        if let (Named::Channel(id), Some(kinds)) = (found, option["channel_types"].as_array()) {
            let kind = self.world.channels.get(&id).map(|channel| json!(channel.kind.number()));
            if !kinds.is_empty() && !kind.is_some_and(|kind| kinds.contains(&kind)) {
                return Err("the option takes channels of another kind".to_owned());
            }
        }
        Ok(found)
    }
}

fn string(option: &Value, text: &str) -> Result<Value, String> {
    if let Some(choice) = choice(option, text)? {
        return Ok(choice);
    }
    let length = text.chars().count() as u64;
    let (least, most) = (option["min_length"].as_u64().unwrap_or(0), option["max_length"].as_u64().unwrap_or(LONGEST));
    if !(least..=most).contains(&length) {
        return Err(format!("it has {length} characters and must have {least} to {most}"));
    }
    Ok(json!(text))
}

fn integer(option: &Value, text: &str) -> Result<Value, String> {
    if let Some(choice) = choice(option, text)? {
        return Ok(choice);
    }
    let value: i64 = text.parse().map_err(|_| "it is no whole number".to_owned())?;
    if value.abs() > LARGEST {
        return Err("it is too large".to_owned());
    }
    #[expect(clippy::cast_precision_loss, reason = "whole numbers up to 2^53 are exact")]
    bounds(option, value as f64)?;
    Ok(json!(value))
}

fn number(option: &Value, text: &str) -> Result<Value, String> {
    if let Some(choice) = choice(option, text)? {
        return Ok(choice);
    }
    let value: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    if !value.is_finite() {
        return Err("it is no number".to_owned());
    }
    bounds(option, value)?;
    Ok(json!(value))
}

fn bounds(option: &Value, value: f64) -> Result<(), String> {
    if option["min_value"].as_f64().is_some_and(|least| value < least) {
        return Err(format!("it must be at least {}", option["min_value"]));
    }
    if option["max_value"].as_f64().is_some_and(|most| value > most) {
        return Err(format!("it must be at most {}", option["max_value"]));
    }
    Ok(())
}

fn boolean(text: &str) -> Result<Value, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(json!(true)),
        "false" => Ok(json!(false)),
        _ => Err("it is neither true nor false".to_owned()),
    }
}

/// Finds the choice of this name or value; with choices, nothing else will do.
fn choice(option: &Value, text: &str) -> Result<Option<Value>, String> {
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    if choices.is_empty() {
        return Ok(None);
    }
    let by_name = choices.iter().find(|choice| choice["name"] == text);
    let is_number = |value: &Value| value.as_f64().is_some_and(|number| text.parse() == Ok(number));
    let by_value = || choices.iter().find(|choice| choice["value"] == text || is_number(&choice["value"]));
    let found = by_name.or_else(by_value).map(|choice| choice["value"].clone());
    found.map(Some).ok_or_else(|| "it is none of the choices".to_owned())
}
