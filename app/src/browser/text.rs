//! What the browser knows about letters.

/// The text in small letters.
///
/// Rationale: the browser has the tables of all scripts; ours would be a part of every first visit.
pub fn lowercase(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    {
        js_sys::JsString::from(text).to_lower_case().into()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        text.to_lowercase()
    }
}
