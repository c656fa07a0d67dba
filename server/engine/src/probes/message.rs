//! A notice as each kind of channel wants it. Pure.

use crate::store::NewNotice;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::notification::NoticeLevel;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// What the secret of a signed webhook begins with.
pub const SECRET_PREFIX: &str = "whsec_";

/// Several notices as one.
pub fn digest(notices: &[NewNotice], page: &str) -> NewNotice {
    let level = notices
        .iter()
        .map(|notice| notice.level)
        .max()
        .unwrap_or(NoticeLevel::Info);
    let lines: Vec<String> = notices
        .iter()
        .map(|notice| format!("- {}", notice.title))
        .collect();
    NewNotice {
        kind: "digest".to_owned(),
        level,
        title: format!("{} things changed", notices.len()),
        body: format!("{}\n{page}", lines.join("\n")),
        incident: None,
        integration: None,
        vendor: None,
    }
}

/// The text of a mail.
pub fn mail(notice: &NewNotice) -> (String, String) {
    let subject = format!("[Ops AI] {}", one_line(&notice.title));
    (subject, format!("{}\n\n{}\n", notice.title, notice.body))
}

/// What Slack's incoming webhooks take.
pub fn slack(notice: &NewNotice) -> Value {
    json!({ "text": format!("{} *{}*\n{}", mark(notice.level), plain(&notice.title), plain(&notice.body)) })
}

/// A text alone, for Slack.
pub fn slack_text(text: &str) -> Value {
    json!({ "text": plain(text) })
}

/// Rationale: `<`, `>` and `&` are commands at Slack; a name may hold them.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What a Teams workflow takes: an adaptive card.
pub fn teams(notice: &NewNotice) -> Value {
    let color = match notice.level {
        NoticeLevel::Critical => "attention",
        NoticeLevel::Warning => "warning",
        NoticeLevel::Info => "default",
    };
    let mut body = vec![json!({
        "type": "TextBlock", "text": escape(&notice.title), "wrap": true, "weight": "bolder", "color": color,
    })];
    body.extend(lines(&notice.body));
    card(&body)
}

/// A text alone, for Teams.
pub fn teams_text(text: &str) -> Value {
    card(&lines(text).collect::<Vec<_>>())
}

fn lines(text: &str) -> impl Iterator<Item = Value> {
    let line =
        |text: &str| json!({ "type": "TextBlock", "text": escape(text), "wrap": true, "spacing": "small" });
    text.lines().filter(|text| !text.is_empty()).map(line)
}

fn card(body: &[Value]) -> Value {
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": body,
            },
        }],
    })
}

/// The body of a signed webhook.
pub fn webhook(notice: &NewNotice, at: &str) -> Value {
    json!({
        "type": notice.kind,
        "timestamp": at,
        "data": {
            "level": notice.level.as_str(),
            "title": notice.title,
            "text": notice.body,
            "incident": notice.incident,
            "integration": notice.integration,
            "vendor": notice.vendor,
        },
    })
}

/// The headers by which the receiver knows it (Standard Webhooks, symmetric); none where the secret cannot be read.
pub fn signed(secret: &str, id: &str, seconds: i64, body: &str) -> Option<Vec<(&'static str, String)>> {
    let key = key(secret)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    Some(vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", format!("v1,{signature}")),
    ])
}

/// The key of a secret; none where it is no such secret.
pub fn key(secret: &str) -> Option<Vec<u8>> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    (24..=64).contains(&key.len()).then_some(key)
}

fn mark(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Critical => ":red_circle:",
        NoticeLevel::Warning => ":large_yellow_circle:",
        NoticeLevel::Info => ":large_green_circle:",
    }
}

/// Markdown's own signs, so that a name is shown as it is.
fn escape(text: &str) -> String {
    text.chars()
        .flat_map(|sign| match sign {
            '*' | '_' | '[' | ']' | '`' | '\\' => vec!['\\', sign],
            other => vec![other],
        })
        .collect()
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn notice(title: &str) -> NewNotice {
        NewNotice {
            kind: "integration.down".into(),
            level: NoticeLevel::Critical,
            title: title.into(),
            body: "- A: down\nhttps://x".into(),
            incident: Some("inc_1".into()),
            integration: None,
            vendor: Some("x".into()),
        }
    }

    #[test]
    fn a_signature_is_what_the_standard_says() {
        // By ring, an implementation that is not ours.
        let secret = format!("whsec_{}", BASE64_STANDARD.encode([7u8; 32]));
        let headers = signed(&secret, "ntc_1", 1_795_500_000, "{\"a\":1}").unwrap();
        let signature = headers[2].1.strip_prefix("v1,").unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &[7u8; 32]);
        let content = b"ntc_1.1795500000.{\"a\":1}";
        assert!(ring::hmac::verify(&key, content, &BASE64_STANDARD.decode(signature).unwrap()).is_ok());
        assert!(ring::hmac::verify(&key, b"other", &BASE64_STANDARD.decode(signature).unwrap()).is_err());
        assert_eq!(
            (headers[0].1.as_str(), headers[1].1.as_str()),
            ("ntc_1", "1795500000")
        );
    }

    #[test]
    fn what_is_no_secret_signs_nothing() {
        for secret in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!", "secret"] {
            assert!(signed(secret, "a", 1, "b").is_none(), "{secret}");
        }
    }

    #[test]
    fn a_name_commands_neither_slack_nor_teams_nor_a_mail_header() {
        let odd = notice("<!channel> *A* & B\r\nBcc: x@y");
        assert!(
            slack(&odd)["text"]
                .as_str()
                .unwrap()
                .contains("&lt;!channel&gt; *A* &amp; B")
        );
        let card = &teams(&odd)["attachments"][0]["content"]["body"][0];
        assert!(card["text"].as_str().unwrap().contains("\\*A\\*"));
        assert!(!mail(&odd).0.contains('\n') && !mail(&odd).0.contains('\r'));
    }

    #[test]
    fn many_are_one_with_the_highest_level() {
        let mut calm = notice("b");
        calm.level = NoticeLevel::Info;
        let one = digest(&[calm, notice("a")], "https://x");
        assert_eq!(
            (one.level, one.title.as_str()),
            (NoticeLevel::Critical, "2 things changed")
        );
        assert_eq!(one.body, "- b\n- a\nhttps://x");
    }
}
