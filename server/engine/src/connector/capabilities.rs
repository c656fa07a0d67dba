//! What some vendors can do for the house and others cannot, said by each vendor's folder: others ask for the capability and
//! never for a vendor by name.

use crate::store::FoundRecord;
use contract::event::EventTicket;
use serde_json::Value;

/// How a note is written on a ticket.
#[derive(Clone, Copy)]
pub struct TicketNote {
    /// The operation that writes it.
    pub operation: &'static str,
    /// Its input for a ticket, a title and a text; none where the ticket cannot be one of this vendor's.
    pub input: fn(&EventTicket, &str, &str) -> Option<Value>,
}

/// Which list tells the records that stand for customers.
#[derive(Clone, Copy)]
pub struct CustomerSource {
    /// The operation that lists them; it reads, and takes `limit` and `cursor`.
    pub operation: &'static str,
    /// What they are called there, e.g. `companies`.
    pub called: &'static str,
    /// A row of the list as a record; none for a row that stands for no customer.
    pub read: fn(&Value) -> Option<FoundRecord>,
}

/// The host of a web address or the part of a mail address behind the `@`, as a domain that tells companies apart; none for
/// those that many share.
pub fn domain(text: &str) -> Option<String> {
    const SHARED: [&str; 8] = [
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "onmicrosoft.com",
        "facebook.com",
    ];
    let text = text.trim().to_lowercase();
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or(text);
    let host = text.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_matches('.');
    let plain = host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let shared = SHARED
        .iter()
        .any(|shared| host == *shared || host.ends_with(&format!(".{shared}")));
    (plain && !shared).then(|| host.to_owned())
}

/// A member of a row as text.
pub fn member(row: &Value, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_domain_is_what_tells_companies_apart() {
        for (text, found) in [
            ("https://www.Northgate.example/about?x", Some("northgate.example")),
            ("info@northgate.example", Some("northgate.example")),
            ("northgate.example:8443", Some("northgate.example")),
            ("someone@gmail.com", None),
            ("contoso.onmicrosoft.com", None),
            ("northgate", None),
            ("", None),
            ("http://", None),
        ] {
            assert_eq!(domain(text).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn a_member_is_text_or_a_number_and_not_blank() {
        let row = json!({ "id": 7, "name": " A ", "blank": " ", "list": [] });
        assert_eq!(member(&row, "id").as_deref(), Some("7"));
        assert_eq!(member(&row, "name").as_deref(), Some("A"));
        for absent in ["blank", "list", "nothing"] {
            assert_eq!(member(&row, absent), None);
        }
    }
}
