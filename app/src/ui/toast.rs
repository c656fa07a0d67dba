//! Toasts: short results that pass. An error that a person must act on does not belong here: it stays where it arose.

use crate::ui::{
    badge::Mood,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;
use std::time::Duration;

/// How long a toast stays.
const STAYS: Duration = Duration::from_secs(6);

/// One short result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// Good or bad.
    pub mood: Mood,
    /// The sentence.
    pub text: String,
}

/// The toasts on screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes the list and gives it to everything below.
    pub fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        provide_context(toasts);
        toasts
    }

    /// Says that something worked.
    pub fn ok(self, text: impl Into<String>) {
        self.add(Mood::Ok, text.into());
    }

    /// Says that something did not work; the reason stands elsewhere.
    pub fn bad(self, text: impl Into<String>) {
        self.add(Mood::Bad, text.into());
    }

    fn add(self, mood: Mood, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|all| all.push(Toast { id, mood, text }));
        set_timeout(move || self.remove(id), STAYS);
    }

    fn remove(self, id: u32) {
        _ = self.shown.try_update(|all| all.retain(|toast| toast.id != id));
    }
}

/// The toasts of this page; a list of its own where none was provided, which nobody sees.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::provide)
}

/// Shows the toasts, and has them read aloud politely.
#[component]
pub fn Toaster(
    /// The list.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastView toast=toast.clone() close=Callback::new(move |()| toasts.remove(toast.id))/>
            </For>
        </div>
    }
}

fn toast_class(mood: Mood) -> &'static str {
    match mood {
        Mood::Bad | Mood::Warn => "toast toast-bad",
        Mood::Ok | Mood::Info | Mood::Idle => "toast toast-ok",
    }
}

/// One toast.
#[component]
pub fn ToastView(
    /// What it says.
    toast: Toast,
    /// Takes it away.
    close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class=toast_class(toast.mood)>
            <Glyph icon=toast.mood.icon()/>
            <span>{toast.text}</span>
            <button
                class="btn btn-quiet btn-square"
                type="button"
                aria-label="Dismiss"
                on:click=move |_| close.run(())
            >
                <Glyph icon=Icon::Close/>
            </button>
        </div>
    }
}
