//! What is kept of a delivery's headers and body: everything but proofs and secrets.

use contract::delivery::Delivery;
use std::collections::BTreeMap;

/// What stands in place of a proof.
pub const HIDDEN: &str = "•••";

/// How many headers are kept, and how much of each.
const MOST_HEADERS: usize = 64;
const LONGEST_HEADER: usize = 2_048;

/// How many characters of a body a list shows.
const PREVIEW: usize = 200;

/// Headers whose values prove something, or could.
fn proves(name: &str, header: &str) -> bool {
    let parts = [
        "authorization",
        "cookie",
        "secret",
        "signature",
        "token",
        "api-key",
        "apikey",
        "password",
    ];
    name.eq_ignore_ascii_case(header) || parts.iter().any(|part| name.contains(part))
}

/// The headers as they may be seen, as JSON; `header` is the one that carries the vendor's proof.
pub fn headers(delivery: &Delivery, header: &str, scrub: impl Fn(String) -> String) -> String {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in delivery.headers.iter().take(MOST_HEADERS) {
        let name = name.to_lowercase();
        let value = if proves(&name, header) {
            HIDDEN.to_owned()
        } else {
            let text = String::from_utf8_lossy(value);
            scrub(text.chars().take(LONGEST_HEADER).collect())
        };
        kept.entry(name)
            .and_modify(|known| {
                known.push_str(", ");
                known.push_str(&value);
            })
            .or_insert(value);
    }
    serde_json::to_string(&kept).unwrap_or_else(|_| "{}".to_owned())
}

/// The beginning of a body on one line, for a list.
pub fn preview(body: &[u8]) -> String {
    let some = &body[..body.len().min(PREVIEW * 4)];
    String::from_utf8_lossy(some)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(PREVIEW)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use contract::delivery::Body;

    #[test]
    fn proofs_are_hidden_and_the_rest_is_kept() {
        let delivery = Delivery {
            token: "t".into(),
            path_secret: None,
            query: String::new(),
            method: "POST".into(),
            headers: [
                ("X-Proof", "canary-1"),
                ("authorization", "Bearer canary-2"),
                ("X-OpsAI-Secret", "canary-3"),
                ("webhook-signature", "v1,canary-4"),
                ("cookie", "canary-5"),
                ("user-agent", "Vendor/1"),
                ("x-note", "holds canary-6 inside"),
                ("via", "a"),
                ("via", "b"),
            ]
            .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
            .to_vec(),
            body: Body::Whole(Vec::new()),
            address: String::new(),
            forwarded_for: String::new(),
        };
        let text = headers(&delivery, "x-proof", |text| text.replace("canary-6", "[secret]"));
        assert!(!text.contains("canary"), "{text}");
        let kept: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        assert_eq!(kept["user-agent"], "Vendor/1");
        assert_eq!(kept["via"], "a, b");
        assert_eq!(kept["x-proof"], HIDDEN);
    }

    #[test]
    fn a_preview_is_one_short_line_of_whole_characters() {
        let body = "{\n\t\"é\": \"".to_owned() + &"ü".repeat(500);
        let line = preview(body.as_bytes());
        assert_eq!(line.chars().count(), PREVIEW);
        assert!(line.starts_with("{  \"é\"") && !line.contains('\n'));
        assert_eq!(preview(&[0xff, 0x00]), "\u{fffd} ");
    }
}
