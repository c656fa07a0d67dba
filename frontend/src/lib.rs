//! The browser's entry: makes the page that the server rendered come alive. Everything else is in `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script in the document.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::hydrate();
}
