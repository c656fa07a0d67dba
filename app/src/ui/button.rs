//! Buttons, and links that look like one. A button acts; what leads somewhere is a link.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The one thing this page or form is for.
    Primary,
    /// Everything else.
    #[default]
    Plain,
    /// In tight rows: no border until it is pointed at.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Tone {
    /// The classes of a small button of this tone.
    pub fn small_class(self) -> &'static str {
        match self {
            Tone::Primary => "btn btn-small btn-primary",
            Tone::Plain => "btn btn-small",
            Tone::Quiet => "btn btn-small btn-quiet",
            Tone::Danger => "btn btn-small btn-danger",
        }
    }

    /// The classes of a button of this tone.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Primary => "btn btn-primary",
            Tone::Plain => "btn",
            Tone::Quiet => "btn btn-quiet",
            Tone::Danger => "btn btn-danger",
        }
    }
}

/// A button; give it `on:click`, or `submit=true` inside a form.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    tone: Tone,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Draws before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// True while its work is under way: it says so and takes no further click.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// True while it cannot be used.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=tone.class()
            type=if submit { "submit" } else { "button" }
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            // Rationale: a disabled button would lose the focus while it works, so a busy one only ignores clicks.
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                    event.stop_immediate_propagation();
                }
            }
        >
            {icon.map(|icon| view! { <span class="btn-icon"><Glyph icon/></span> })}
            <span class="btn-spinner"><Glyph icon=Icon::Spinner/></span>
            <span>{children()}</span>
        </button>
    }
}

/// A button that is only an icon; its word is read aloud and shown on hover.
#[component]
pub fn IconButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// What is drawn.
    icon: Icon,
) -> impl IntoView {
    view! {
        <button class="btn btn-quiet btn-square" type="button" aria-label=label.clone() title=label>
            <Glyph icon/>
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    tone: Tone,
    /// Draws before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=tone.class() href=href>
            {icon.map(|icon| view! { <span class="btn-icon"><Glyph icon/></span> })}
            <span>{children()}</span>
        </a>
    }
}
