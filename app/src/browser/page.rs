//! The open page: readiness, focus, menus, dialogs, the clock.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlDialogElement, HtmlElement},
};

/// Says on `<body>` that the page answers to clicks and keys; tests wait for it.
#[cfg(feature = "hydrate")]
pub fn mark_ready() {
    if let Some(body) = leptos::prelude::document().body() {
        _ = body.set_attribute("data-ready", "");
    }
}

/// The lazy page that the server rendered, as its document says.
#[cfg(feature = "hydrate")]
pub fn shown_page() -> Option<String> {
    let mark = leptos::prelude::document().query_selector("meta[name=page]");
    mark.ok()??.get_attribute("content")
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    #[cfg(feature = "hydrate")]
    {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number of milliseconds, far below 2^53"
        )]
        let now = js_sys::Date::now() as i64;
        now
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0
    }
}

/// A moment in the person's own time zone, with the zone's name.
pub fn local_time(epoch_ms: i64) -> String {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsValue;

        let options = js_sys::Object::new();
        for (key, value) in [("dateStyle", "medium"), ("timeStyle", "long")] {
            _ = js_sys::Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a whole number of milliseconds, far below 2^53"
        )]
        let moment = JsValue::from_f64(epoch_ms as f64);
        js_sys::Date::new(&moment)
            .to_locale_string("en-GB", &options)
            .into()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = epoch_ms;
        String::new()
    }
}

/// The clock of the person's own time zone at a moment, e.g. `10:30`; none where that is not known.
#[cfg_attr(
    feature = "hydrate",
    expect(clippy::unnecessary_wraps, reason = "elsewhere the zone is not known")
)]
pub fn local_clock(epoch_ms: i64) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a whole number of milliseconds, far below 2^53"
        )]
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(epoch_ms as f64));
        Some(format!("{:02}:{:02}", date.get_hours(), date.get_minutes()))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = epoch_ms;
        None
    }
}

/// Opens a dialog above everything else, whether or not the HTML had it open already.
pub fn show_modal(dialog: &HtmlDialogElement) {
    // Rationale: showModal() refuses an element that is open; taking the attribute away fires no `close` event.
    _ = dialog.remove_attribute("open");
    _ = dialog.show_modal();
}

/// True when the event comes from a place where letters are typed.
pub fn is_typing(event: &Event) -> bool {
    let Some(element) = target(event) else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || element
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable)
}

/// Puts the cursor into the page's search field; false when it has none.
pub fn focus_search() -> bool {
    find_all("[data-search]")
        .into_iter()
        .next()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Puts the focus on the element of this identifier and brings it into view; false when there is none, or it takes none.
pub fn focus_id(id: &str) -> bool {
    by_id(id).is_some_and(|element| element.focus().is_ok())
}

/// Presses the element of this identifier, as a click does; false when there is none.
pub fn click_id(id: &str) -> bool {
    by_id(id).is_some_and(|element| {
        element.click();
        true
    })
}

fn by_id(id: &str) -> Option<HtmlElement> {
    #[cfg(feature = "hydrate")]
    {
        leptos::prelude::document()
            .get_element_by_id(id)?
            .dyn_into::<HtmlElement>()
            .ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = id;
        None
    }
}

/// Closes every open menu; with `refocus`, the focus goes back to what opened it. True when one was open.
pub fn close_menus(refocus: bool) -> bool {
    let open = find_all("details.menu[open]");
    for menu in &open {
        _ = menu.remove_attribute("open");
        if refocus && let Ok(Some(summary)) = menu.query_selector("summary") {
            _ = summary.dyn_into::<HtmlElement>().map(|element| element.focus());
        }
    }
    !open.is_empty()
}

/// Closes the menus that a click or a move of the focus has left.
pub fn close_left_menus(event: &Event) {
    let Some(element) = target(event) else {
        return;
    };
    for menu in find_all("details.menu[open]") {
        if !menu.contains(Some(&element)) {
            _ = menu.remove_attribute("open");
        }
    }
}

pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}

pub(super) fn find_all(selector: &str) -> Vec<Element> {
    #[cfg(feature = "hydrate")]
    {
        let Ok(list) = leptos::prelude::document().query_selector_all(selector) else {
            return Vec::new();
        };
        (0..list.length())
            .filter_map(|index| list.item(index)?.dyn_into::<Element>().ok())
            .collect()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = selector;
        Vec::new()
    }
}
