//! Collects what is wrong with a payload, as Discord's code 50035 tells it.

use serde_json::{Map, Value, json};

use crate::rest::Refusal;

/// Mistakes found, by path.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    errors: Map<String, Value>,
}

impl Problems {
    /// Notes a mistake at a dotted path such as `embeds.0.title`.
    pub(crate) fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut place = &mut self.errors;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let next = place.entry(step).or_insert_with(|| json!({}));
            let Value::Object(inner) = next else { return };
            place = inner;
        }
        if let Value::Array(list) = place.entry("_errors").or_insert_with(|| json!([])) {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    /// Notes a text that is absent, too short or too long, counted in characters.
    pub(crate) fn length(&mut self, path: &str, text: &Value, least: usize, most: usize) {
        match text {
            Value::Null if least > 0 => self.required(path),
            Value::Null => {}
            Value::String(text) => self.count(path, text.chars().count(), least, most),
            _ => self.add(path, "BASE_TYPE_STRING", "Could not interpret \"value\" as string."),
        }
    }

    /// Notes a count out of bounds.
    pub(crate) fn count(&mut self, path: &str, count: usize, least: usize, most: usize) {
        if (least..=most).contains(&count) {
            return;
        }
        if least == 0 {
            self.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
        } else {
            self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."));
        }
    }

    /// Notes a field that must be there.
    pub(crate) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Notes an address that is none.
    pub(crate) fn address(&mut self, path: &str, address: &Value, schemes: &[&str]) {
        let Some(address) = address.as_str() else {
            return;
        };
        let Some((scheme, rest)) = address.split_once("://") else {
            return self.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        };
        if !schemes.contains(&scheme.to_ascii_lowercase().as_str()) {
            let known: Vec<_> = schemes.iter().map(|scheme| format!("'{scheme}'")).collect();
            let message =
                format!("Scheme \"{scheme}\" is not supported. Scheme must be one of ({}).", known.join(", "));
            return self.add(path, "URL_TYPE_INVALID_SCHEME", message);
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if host.is_empty() || address.contains(odd) {
            self.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    /// Tells whether nothing was noted.
    pub(crate) fn none(&self) -> bool {
        self.errors.is_empty()
    }

    /// Refuses when something was noted.
    pub(crate) fn settle(self) -> Result<(), Refusal> {
        if self.none() { Ok(()) } else { Err(Refusal::form(Value::Object(self.errors))) }
    }
}

/// Joins a path and a step.
pub(crate) fn at(path: &str, step: impl std::fmt::Display) -> String {
    if path.is_empty() { step.to_string() } else { format!("{path}.{step}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_nest_as_discord_nests_them() {
        let mut problems = Problems::default();
        problems.length("embeds.0.title", &json!("x".repeat(257)), 0, 256);
        let errors = Value::Object(problems.errors);
        let first = &errors["embeds"]["0"]["title"]["_errors"][0];
        assert_eq!(first["code"], "BASE_TYPE_MAX_LENGTH");
        assert_eq!(first["message"], "Must be 256 or fewer in length.");
    }

    #[test]
    fn addresses_need_a_scheme_and_a_host() {
        for (address, fine) in [
            ("https://a.example/b", true),
            ("http://", false),
            ("a.example", false),
            ("ftp://a.example", false),
            ("https://a b", false),
        ] {
            let mut problems = Problems::default();
            problems.address("url", &json!(address), &["http", "https"]);
            assert_eq!(problems.none(), fine, "{address}");
        }
    }
}
