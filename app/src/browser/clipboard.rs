//! Copying text. Knows two ways: the clipboard interface, and the old command where the page is not served securely.

/// Puts text on the clipboard; true when it worked.
#[cfg(feature = "hydrate")]
pub async fn copy(text: String) -> bool {
    use wasm_bindgen::JsValue;

    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    // Absent on plain http from another machine, which is how a small self-hosted Ops AI is often reached first.
    let present = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    if present {
        let promise = navigator.clipboard().write_text(&text);
        if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
            return true;
        }
    }
    by_command(&text).unwrap_or(false)
}

#[cfg(feature = "hydrate")]
fn by_command(text: &str) -> Option<bool> {
    use wasm_bindgen::JsCast;

    let document = web_sys::window()?
        .document()?
        .dyn_into::<web_sys::HtmlDocument>()
        .ok()?;
    let area = document
        .create_element("textarea")
        .ok()?
        .dyn_into::<web_sys::HtmlTextAreaElement>()
        .ok()?;
    area.set_value(text);
    area.set_class_name("visually-hidden");
    // Inside an open dialog the rest of the page is inert, and what is inert cannot be selected.
    let place = document
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .or_else(|| document.body().map(Into::into))?;
    place.append_child(&area).ok()?;
    area.select();
    let done = document.exec_command("copy").unwrap_or(false);
    area.remove();
    Some(done)
}

/// Puts text on the clipboard; true when it worked.
#[cfg(not(feature = "hydrate"))]
pub async fn copy(text: String) -> bool {
    drop(text);
    std::future::ready(false).await
}
