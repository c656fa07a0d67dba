//! The official API's `filter=`: `prop.fn(args)`, joined by `and(…)`; `or` and `not` are not imitated.

use serde_json::Value;

/// Rows that pass; `Err` says what is wrong with the expression. Each property has the functions it allows.
pub(crate) fn apply(rows: Vec<Value>, text: &str, allowed: &[(&str, &[&str])]) -> Result<Vec<Value>, String> {
    let tests = read(text, allowed)?;
    Ok(rows
        .into_iter()
        .filter(|row| tests.iter().all(|test| test.holds(row)))
        .collect())
}

struct Test {
    property: String,
    function: String,
    arguments: Vec<String>,
}

fn read(text: &str, allowed: &[(&str, &[&str])]) -> Result<Vec<Test>, String> {
    if let Some(inner) = text.strip_prefix("and(").and_then(|rest| rest.strip_suffix(')')) {
        return split(inner).iter().map(|part| one(part, allowed)).collect();
    }
    one(text, allowed).map(|test| vec![test])
}

fn one(text: &str, allowed: &[(&str, &[&str])]) -> Result<Test, String> {
    let wrong = || format!("'{text}' is not a valid filter expression");
    let (head, rest) = text.trim().split_once('(').ok_or_else(wrong)?;
    let inner = rest.strip_suffix(')').ok_or_else(wrong)?;
    let (property, function) = head.rsplit_once('.').ok_or_else(wrong)?;
    let functions = allowed.iter().find(|(name, _)| *name == property);
    let Some((_, functions)) = functions else {
        return Err(format!("'{property}' is not a filterable property"));
    };
    if !functions.contains(&function) {
        return Err(format!("'{function}' is not allowed for '{property}'"));
    }
    let arguments = split(inner)
        .iter()
        .map(|part| literal(part.trim(), property))
        .collect::<Result<_, _>>()?;
    Ok(Test {
        property: property.to_owned(),
        function: function.to_owned(),
        arguments,
    })
}

/// Strings stand in single quotes, a quote within is doubled; ids and truth values stand bare.
fn literal(text: &str, property: &str) -> Result<String, String> {
    let bare = matches!(
        property.rsplit('.').next(),
        Some("id" | "zoneId" | "firewallZoneId" | "firmwareUpdatable" | "supported" | "authorized")
    );
    let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match (bare, quoted) {
        (true, None) => Ok(text.to_owned()),
        (false, Some(inner)) if !inner.replace("''", "").contains('\'') => Ok(inner.replace("''", "'")),
        _ => Err(format!("'{text}' is not a valid value of '{property}'")),
    }
}

/// Splits at commas outside of quotes and brackets.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted) = (vec![String::new()], 0_u32, false);
    for c in text.chars() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

impl Test {
    fn holds(&self, row: &Value) -> bool {
        let value = self
            .property
            .split('.')
            .try_fold(row, |value, part| value.get(part));
        let Some(value) = value else { return false };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match self.function.as_str() {
            "eq" => self.arguments.first() == Some(&text),
            "in" => self.arguments.contains(&text),
            "like" => self.arguments.first().is_some_and(|pattern| like(pattern, &text)),
            _ => false,
        }
    }
}

/// `*` stands for any characters, `.` for one, a backslash takes their meaning away.
fn like(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let after = rest.as_str();
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .any(|at| like(after, &text[at..]))
        }
        Some(wanted) => {
            let (wanted, any) = match wanted {
                '\\' => (rest.next().unwrap_or('\\'), false),
                '.' => ('.', true),
                other => (other, false),
            };
            let mut chars = text.chars();
            chars.next().is_some_and(|c| any || c == wanted) && like(rest.as_str(), chars.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_need_quotes_and_a_quote_within_is_doubled() {
        let rows = vec![
            json!({"name": "O'Brien", "id": "1"}),
            json!({"name": "Other", "id": "2"}),
        ];
        let allowed: &[(&str, &[&str])] = &[("name", &["eq", "like"]), ("id", &["eq", "in"])];
        let count = |text: &str| apply(rows.clone(), text, allowed).map(|rows| rows.len());
        assert_eq!(count("name.eq('O''Brien')"), Ok(1));
        assert_eq!(count("and(name.like('O*'),id.eq(2))"), Ok(1));
        assert_eq!(count("id.in(1, 2)"), Ok(2));
        assert!(count("name.eq(Other)").is_err());
        assert!(count("name.eq('O'Brien')").is_err());
        assert!(count("colour.eq('x')").is_err());
    }
}
