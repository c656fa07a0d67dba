//! Reads Autotask's JSON whatever its case: the wire speaks `companyID`, its description says `CompanyID`.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::{Map, Value};

/// What was read, after its member names were written the way the wire writes them.
pub struct Camel<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Camel<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = camel_names(Value::deserialize(from)?);
        // The place is written into the message: the reader outside sees one value and no members.
        serde_path_to_error::deserialize(value)
            .map(Self)
            .map_err(|why| D::Error::custom(format!("`{}`: {}", why.path(), why.inner())))
    }
}

fn camel_names(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .into_iter()
                .map(|(name, value)| (camel(name), camel_names(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(camel_names).collect()),
        other => other,
    }
}

/// `TicketNumber` → `ticketNumber`, `Id` → `id`, `RMMAlertID` → `rmmAlertID`: the first word in small letters.
fn camel(name: String) -> String {
    let capitals = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let first_word = match capitals {
        0 => return name,
        1 => 1,
        // The last capital begins the next word, unless the name ends (or a digit follows) here.
        many if name.as_bytes().get(many).is_some_and(u8::is_ascii_lowercase) => many - 1,
        many => many,
    };
    let (first, rest) = name.split_at(first_word);
    first.to_ascii_lowercase() + rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_written_as_the_wire_writes_them() {
        for (described, wire) in [
            ("Id", "id"),
            ("TicketNumber", "ticketNumber"),
            ("CompanyID", "companyID"),
            ("RMMAlertID", "rmmAlertID"),
            ("SICCode", "sicCode"),
            ("CI", "ci"),
            ("companyID", "companyID"),
            ("problemTicketId", "problemTicketId"),
        ] {
            assert_eq!(camel(described.to_owned()), wire);
        }
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        #[derive(Debug, Deserialize)]
        struct Row {
            #[expect(dead_code)]
            id: i64,
        }
        let why = serde_json::from_str::<Camel<Vec<Row>>>(r#"[{"Id":1},{"Id":"x"}]"#)
            .err()
            .unwrap();
        assert!(why.to_string().starts_with("`[1].id`: invalid type"), "{why}");
    }
}
