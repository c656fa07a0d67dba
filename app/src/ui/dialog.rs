//! Dialogs and drawers on the browser's own `<dialog>`: it keeps the focus inside, closes on Escape, and gives it back.

use crate::{browser, ui::button::IconButton, ui::icon::Icon};
use leptos::{ev, html, prelude::*, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A dialog that opens over the page while `open` holds true. Needs JavaScript: nothing that must work without it.
#[component]
pub fn Dialog(
    /// Opens and closes it; set back to false when the person closes it.
    open: RwSignal<bool>,
    /// Its identifier, unique on the page.
    id: &'static str,
    /// What it is for.
    #[prop(into)]
    title: String,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = element.get() else { return };
        if wanted && !dialog.open() {
            browser::show_modal(&dialog);
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let heading = format!("{id}-title");
    let named_by = heading.clone();
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=element
            aria-labelledby=named_by
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if is_backdrop(&event, element) {
                    open.set(false);
                }
            }
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id=heading>{title}</h2>
                    <IconButton label="Close" icon=Icon::Close on:click=move |_| open.set(false)/>
                </div>
                {children()}
            </div>
        </dialog>
    }
}

/// A drawer: a part of the page with its own address, at the side. Without JavaScript it simply stands open.
#[component]
pub fn Drawer(
    /// Where closing leads: the address of the page without the drawer.
    #[prop(into)]
    close: String,
    /// Its identifier, unique on the page.
    id: &'static str,
    /// What it is for.
    #[prop(into)]
    title: String,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(dialog) = element.get() {
            browser::show_modal(&dialog);
        }
    });
    let leave = {
        let close = close.clone();
        move || {
            let keep_place = NavigateOptions {
                scroll: false,
                ..Default::default()
            };
            navigate(&close, keep_place);
        }
    };
    let leave_by_key = leave.clone();
    let heading = format!("{id}-title");
    let named_by = heading.clone();
    view! {
        <dialog
            class="drawer"
            id=id
            open=true
            node_ref=element
            aria-labelledby=named_by
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                leave_by_key();
            }
            on:click=move |event| {
                if is_backdrop(&event, element) {
                    leave();
                }
            }
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id=heading>{title}</h2>
                    <a class="btn btn-quiet btn-square" href=close aria-label="Close" title="Close">
                        <crate::ui::icon::Glyph icon=Icon::Close/>
                    </a>
                </div>
                {children()}
            </div>
        </dialog>
    }
}

/// True for a click beside the content: the content covers the whole element, so only the backdrop hits it itself.
fn is_backdrop(event: &ev::MouseEvent, element: NodeRef<html::Dialog>) -> bool {
    let Some(dialog) = element.get_untracked() else {
        return false;
    };
    event
        .target()
        .is_some_and(|target| target == *AsRef::<web_sys::EventTarget>::as_ref(&dialog))
}
