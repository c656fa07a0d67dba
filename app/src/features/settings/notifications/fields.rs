//! What the two forms of a channel share.

use super::words;
use crate::ui::error_of;
use contract::{field::Choice, notification::NoticeLevel, problem::Problem};
use leptos::prelude::*;

/// A value to choose, and its words.
pub fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice {
        value: value.into(),
        label: label.into(),
    }
}

/// How little may be told.
pub fn floors() -> Vec<Choice> {
    NoticeLevel::ALL
        .map(|level| choice(level.as_str(), words::floor(level)))
        .to_vec()
}

/// What is wrong with each field.
pub fn wrong(bad: Signal<Option<Problem>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
}
