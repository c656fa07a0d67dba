//! Errors about answers that hold secrets.

use crate::connector::{CallError, CallErrorKind};

/// What the answers that hold secrets have in them: user-defined fields (recovery keys) and the password of a proxy.
const MARKS: [&str; 2] = ["\"udf", "\"password\""];

/// An error about an answer that could not be read, without the answer where that may hold a secret.
///
/// Rationale: the words that an error keeps reach logs. The place of the fault is kept, the text found there is not;
/// refusals and web pages stay word for word.
pub fn withheld(mut error: CallError) -> CallError {
    let Some(said) = error.said.as_mut() else {
        return error;
    };
    let is_page = said
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("html"));
    let is_secret = MARKS.iter().any(|mark| said.body.contains(mark));
    if !matches!(error.kind, CallErrorKind::Contract { .. }) || is_page || !is_secret {
        return error;
    }
    "[withheld: this answer may hold secrets]".clone_into(&mut said.body);
    if let Some(source) = error.source.take() {
        let place = source
            .downcast_ref::<serde_path_to_error::Error<serde_json::Error>>()
            .map_or_else(
                || "an unknown place".to_owned(),
                |why| format!("`{}`", why.path()),
            );
        let at = format!("{place} of an answer whose text is withheld");
        error.kind = CallErrorKind::Contract { at };
    }
    error
}
