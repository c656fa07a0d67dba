//! Takes known secret values out of text that came from outside: some vendors echo the key they refuse.
//!
//! Knows the forms in which a value may come back (as it is, in JSON, percent-encoded, base64). What is shorter than four
//! bytes is left alone: it would eat ordinary words.

use crate::vault::Secret;
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};

const REPLACEMENT: &str = "[secret]";
const SHORTEST: usize = 4;

/// The secret values of one integration, ready to be taken out of text.
#[derive(Clone, Default)]
pub struct Scrubber {
    forms: Vec<Secret>,
}

impl Scrubber {
    /// Knows these values and the forms they may come back in.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut forms: Vec<Secret> = Vec::new();
        for secret in secrets {
            let value = secret.expose();
            if value.len() < SHORTEST {
                continue;
            }
            let json = serde_json::to_string(value).unwrap_or_default();
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let base64 = BASE64_STANDARD.encode(value);
            for form in [
                value.to_owned(),
                json.trim_matches('"').to_owned(),
                encoded.replace('+', "%20"),
                encoded,
                base64.trim_end_matches('=').to_owned(),
                BASE64_URL_SAFE_NO_PAD.encode(value),
            ] {
                if form.len() >= SHORTEST && !forms.iter().any(|known| known.expose() == form) {
                    forms.push(Secret::new(form));
                }
            }
        }
        // Longest first, so that a value that contains another is taken out whole.
        forms.sort_by_key(|form| std::cmp::Reverse(form.expose().len()));
        Self { forms }
    }

    /// The text without any of the values; unchanged to the byte when it holds none.
    pub fn scrub(&self, text: String) -> String {
        self.forms.iter().fold(text, |text, form| {
            if text.contains(form.expose()) {
                text.replace(form.expose(), REPLACEMENT)
            } else {
                text
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_out_in_every_form_it_may_come_back_in() {
        let scrubber = Scrubber::new(&[Secret::new("p@ss \"w/rd+1".to_owned())]);
        for echoed in [
            "key p@ss \"w/rd+1 is bad",
            r#"{"k":"p@ss \"w/rd+1"}"#,
            "?k=p%40ss+%22w%2Frd%2B1",
            "cEBzcyAidy9yZCsx",
        ] {
            let clean = scrubber.scrub(echoed.to_owned());
            assert!(clean.contains("[secret]"), "{clean}");
            assert!(!clean.contains("ss") || clean.contains("[secret]"), "{clean}");
        }
    }

    #[test]
    fn text_without_a_secret_is_the_same_to_the_byte() {
        let scrubber = Scrubber::new(&[Secret::new("sesame-7".to_owned()), Secret::new("abc".to_owned())]);
        let text = "<html>\r\n  abc \u{fffd} open\tsesame</html>";
        assert_eq!(scrubber.scrub(text.to_owned()), text);
    }
}
