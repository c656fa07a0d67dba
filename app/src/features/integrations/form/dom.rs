//! The form in the page: which button was pressed, what stands in its inputs, where the focus goes.

use leptos::{
    ev::SubmitEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement},
};
use std::time::Duration;

/// The value of the button that sent the form.
pub fn pressed(event: &SubmitEvent) -> Option<String> {
    event.submitter()?.get_attribute("value")
}

/// What stands in the input of this name; none when the form has none.
pub fn read(form: &HtmlFormElement, name: &str) -> Option<String> {
    // Field keys are the server's own words: letters, digits and `_`.
    let element = form.query_selector(&format!("[name=\"{name}\"]")).ok()??;
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        return Some(area.value());
    }
    Some(element.dyn_ref::<HtmlSelectElement>()?.value())
}

/// Moves the focus to the button that tests: for a press on a button that goes away with what it answers.
pub fn focus_test(form: &HtmlFormElement) {
    if let Ok(Some(button)) = form.query_selector("button[value=test]")
        && let Ok(button) = button.dyn_into::<HtmlElement>()
    {
        _ = button.focus();
    }
}

/// Moves the focus to the first field that is wrong, once the page says which are.
pub fn focus_first_error(form: HtmlFormElement) {
    set_timeout(
        move || {
            if let Ok(Some(element)) = form.query_selector("[aria-invalid=\"true\"]")
                && let Ok(element) = element.dyn_into::<HtmlElement>()
            {
                _ = element.focus();
            }
        },
        Duration::ZERO,
    );
}
