//! A form's inputs are called as the service calls its fields.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use crate::service::Field;

/// Names a field as its option is named: `as_of`.
pub(super) fn name(field: Field) -> String {
    match serde_json::to_value(field) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(_) | Err(_) => String::new(),
    }
}

/// Finds the field of this name.
pub(super) fn parse(name: &str) -> Option<Field> {
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    Field::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_the_name_it_is_given() {
        for field in [Field::AsOf, Field::Quote, Field::ReadOn, Field::Type, Field::DirectedTo] {
            assert_eq!(parse(&name(field)), Some(field));
        }
        assert_eq!(name(Field::AsOf), "as_of");
        assert_eq!(parse("AsOf"), None);
    }
}
