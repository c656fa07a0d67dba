//! Names that people give.

use contract::{field::FieldError, problem::Problem};

/// The longest name, in characters.
const LONGEST: usize = 120;

/// A name without spaces around it; refused where it is blank, long, or holds what cannot be seen.
pub fn checked_name(name: &str, field: &str) -> Result<String, Problem> {
    let name = name.trim();
    let fault = if name.is_empty() {
        Some(("required", "Give it a name.".to_owned()))
    } else if name.chars().count() > LONGEST {
        Some(("too_long", format!("At most {LONGEST} characters are taken.")))
    } else if name.chars().any(char::is_control) {
        Some((
            "control_character",
            "The name holds a control character.".to_owned(),
        ))
    } else {
        None
    };
    match fault {
        Some((code, words)) => Err(Problem::invalid(vec![FieldError::new(field, code, words)])),
        None => Ok(name.to_owned()),
    }
}
