//! How the answers of server functions travel that a first page asks.

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::{Serialize, de::DeserializeOwned};

/// What `#[server(output = …)]` takes.
pub type Answer = Post<TextJson>;

/// JSON, read as text.
///
/// Rationale: Leptos reads the data that came with a page from text, and its own JSON from bytes. A browser would load two
/// ways of reading every type.
pub struct TextJson;

impl ContentType for TextJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for TextJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextJson {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        let text = std::str::from_utf8(&bytes).map_err(serde::de::Error::custom)?;
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_written_is_read_and_what_is_no_text_is_refused() {
        let bytes = TextJson::encode(&vec!["ü".to_owned()]).unwrap();
        let back: Vec<String> = TextJson::decode(bytes).unwrap();
        assert_eq!(back, ["ü"]);
        let refused: Result<Vec<String>, _> = TextJson::decode(Bytes::from_static(b"[\"\xff\"]"));
        assert!(refused.unwrap_err().to_string().contains("utf-8"));
    }
}
