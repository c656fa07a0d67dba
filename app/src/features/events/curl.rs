//! An event as a command line, to post the same body again from elsewhere. Proofs are not known here, so they are left out.

use contract::event::EventDetail;

/// The command; none when the payload is gone or is no text.
pub fn command(event: &EventDetail, url: &str) -> Option<String> {
    let body = event
        .payload_raw
        .as_ref()
        .filter(|_| event.payload_encoding == "utf-8")?;
    let content_type = event
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map_or("application/json", |(_, value)| value.as_str());
    Some(format!(
        "curl -X POST {} -H {} --data-raw {}",
        quoted(url),
        quoted(&format!("content-type: {content_type}")),
        quoted(body)
    ))
}

/// A word that no shell takes apart.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn an_apostrophe_does_not_end_the_word() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
