//! A form's inputs are called as the service calls its fields.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

pub(super) use crate::answers::option_name as name;
use crate::service::Field;

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
            assert_eq!(parse(name(field)), Some(field));
        }
        assert_eq!(name(Field::AsOf), "as_of");
        assert_eq!(parse("AsOf"), None);
    }
}
