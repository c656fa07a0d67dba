//! One field's text and its value. Pure: what a person typed becomes JSON, or a sentence that says why not.

use super::schema::{Field, Kind};
use serde_json::{Number, Value};

/// The value of what was typed; none when it is blank.
pub fn value(field: &Field, typed: &str) -> Result<Option<Value>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let value = of_kind(&field.kind, typed)?;
    if let Some(number) = value.as_f64() {
        let (least, most) = field.bounds;
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            return Err(field.hint.clone());
        }
    }
    Ok(Some(value))
}

fn of_kind(kind: &Kind, typed: &str) -> Result<Value, String> {
    match kind {
        // Rationale: what is typed is sent as it stands, spaces included; the server trims where it should.
        Kind::Text => Ok(Value::from(typed)),
        Kind::Choice(choices) => {
            let known = choices.iter().any(|choice| choice.value == typed);
            known
                .then(|| Value::from(typed))
                .ok_or_else(|| "Choose one of the list.".to_owned())
        }
        Kind::Number { whole: true } => whole(typed.trim()).map(Value::Number),
        Kind::Number { whole: false } => decimal(typed.trim()).map(Value::Number),
        Kind::YesNo => match typed {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err("Choose yes or no.".to_owned()),
        },
        Kind::List(inner) => {
            let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
            let values: Result<Vec<_>, _> = lines.map(|line| of_kind(inner, line)).collect();
            values.map(Value::Array)
        }
        Kind::Json | Kind::Group(_) => {
            serde_json::from_str(typed).map_err(|error| format!("This is not JSON yet: {error}."))
        }
    }
}

fn whole(typed: &str) -> Result<Number, String> {
    let number = typed.parse::<i64>().map(Number::from);
    number
        .or_else(|_| typed.parse::<u64>().map(Number::from))
        .map_err(|_| "Give a whole number, like 42.".to_owned())
}

fn decimal(typed: &str) -> Result<Number, String> {
    // A whole number stays one: 2 is not sent as 2.0.
    if let Ok(number) = whole(typed) {
        return Ok(number);
    }
    let number = typed.parse::<f64>().ok().and_then(Number::from_f64);
    number.ok_or_else(|| "Give a number, like 1.5.".to_owned())
}

/// A value as a person would type it; blank where there is none.
pub fn text(field: &Field, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(value) => in_words(&field.kind, value),
    }
}

fn in_words(kind: &Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Json | Kind::Group(_), value) => serde_json::to_string_pretty(value).unwrap_or_default(),
        (Kind::List(inner), Value::Array(items)) => items
            .iter()
            .map(|item| in_words(inner, item))
            .collect::<Vec<_>>()
            .join("\n"),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::field::Choice;
    use serde_json::json;

    fn field(kind: Kind) -> Field {
        Field {
            name: "x".into(),
            help: String::new(),
            required: false,
            kind,
            hint: "From 1 to 9.".into(),
            bounds: (Some(1.0), Some(9.0)),
        }
    }

    #[test]
    fn what_is_typed_has_the_type_of_its_field() {
        let choice = Kind::Choice(vec![Choice {
            value: "block".into(),
            label: "block".into(),
        }]);
        for (kind, typed, expected) in [
            (Kind::Text, "7", json!("7")),
            (Kind::Number { whole: true }, " 7 ", json!(7)),
            (Kind::Number { whole: false }, "1.50", json!(1.5)),
            (Kind::Number { whole: false }, "2", json!(2)),
            (Kind::YesNo, "false", json!(false)),
            (choice, "block", json!("block")),
            (Kind::List(Box::new(Kind::Text)), "a\n\n b \n", json!(["a", "b"])),
            (
                Kind::List(Box::new(Kind::Number { whole: true })),
                "1\n2",
                json!([1, 2]),
            ),
            (Kind::Json, "{\"a\": [1]}", json!({"a": [1]})),
        ] {
            let field = field(kind);
            let read = value(&field, typed).unwrap().unwrap();
            assert_eq!(read, expected, "{typed}");
            assert_eq!(value(&field, &text(&field, Some(&read))).unwrap(), Some(read));
        }
        assert_eq!(value(&field(Kind::Text), "  "), Ok(None));
        assert_eq!(text(&field(Kind::Text), Some(&Value::Null)), "");
    }

    #[test]
    fn what_does_not_fit_says_what_would() {
        for (kind, typed, words) in [
            (
                Kind::Number { whole: true },
                "1.5",
                "Give a whole number, like 42.",
            ),
            (Kind::Number { whole: false }, "much", "Give a number, like 1.5."),
            (Kind::Number { whole: true }, "10", "From 1 to 9."),
            (Kind::YesNo, "maybe", "Choose yes or no."),
        ] {
            assert_eq!(value(&field(kind), typed), Err(words.to_owned()), "{typed}");
        }
        assert!(
            value(&field(Kind::Json), "{")
                .unwrap_err()
                .starts_with("This is not JSON yet")
        );
    }
}
