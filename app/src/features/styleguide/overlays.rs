//! Dialogs, drawers, menus.

use super::Examples;
use crate::ui::{Button, Confirm, Dialog, Drawer, Glyph, Icon, LinkButton, Menu, Tone, use_toasts};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Dialogs, drawers, menus.
#[component]
pub fn Overlays() -> impl IntoView {
    let open = RwSignal::new(false);
    let query = use_query_map();
    let drawn = Memo::new(move |_| query.with(|query| query.get("drawer").is_some()));
    let toasts = use_toasts();
    view! {
        <Examples title="Over the page">
            <div class="row">
                <Button on:click=move |_| open.set(true)>"Dialog"</Button>
                <LinkButton href="/app/styleguide?drawer=1">"Drawer"</LinkButton>
                <Button on:click=move |_| toasts.ok("Saved.")>"Toast"</Button>
                <Menu label="More actions">
                    <a class="menu-item" href="/app/styleguide"><Glyph icon=Icon::Pencil/> "Rename"</a>
                    <button class="menu-item" type="button"><Glyph icon=Icon::Refresh/> "Recheck"</button>
                    <button class="menu-item menu-danger" type="button"><Glyph icon=Icon::Trash/> "Delete"</button>
                </Menu>
                <Confirm label="Delete" tone=Tone::Danger consequence="What it takes with it is said here, first.">
                    <Button tone=Tone::Danger>"Delete it"</Button>
                </Confirm>
            </div>
        </Examples>
        <Dialog id="guide-dialog" title="A dialog" open>
            <p>"It keeps the focus inside, closes on Escape, and gives the focus back."</p>
            <div class="form-actions">
                <Button tone=Tone::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </div>
        </Dialog>
        <Show when=move || drawn.get()>
            <Drawer id="guide-drawer" title="A drawer" close="/app/styleguide">
                <p>"It has its own address, and simply stands open without JavaScript."</p>
            </Drawer>
        </Show>
    }
}
