//! What stands where content is not, or not yet: skeletons, empty states, notices.

use crate::ui::{
    badge::Mood,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

/// The shape of what is being loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Rows of a table.
    #[default]
    Rows,
    /// Cards.
    Cards,
    /// Lines of text.
    Lines,
    /// The fields of a form.
    Form,
}

/// Grey bars in the shape of what comes; they appear only after a moment, so that fast answers do not flicker.
#[component]
pub fn Skeleton(
    /// The shape.
    #[prop(optional)]
    shape: Shape,
    /// How many.
    #[prop(default = 4)]
    count: usize,
) -> impl IntoView {
    let class = match shape {
        Shape::Rows => "skeleton skeleton-rows",
        Shape::Cards => "skeleton skeleton-cards",
        Shape::Lines => "skeleton",
        Shape::Form => "skeleton skeleton-form",
    };
    let bars = (0..count).map(|_| view! { <span class="skeleton-bar"></span> });
    view! {
        <div class=class role="status" aria-busy="true">
            <span class="visually-hidden">"Loading"</span>
            {bars.collect_view()}
        </div>
    }
}

/// Says why a list is empty and offers the first action (its children).
#[component]
pub fn Empty(
    /// Drawn above the words.
    icon: Icon,
    /// That there is nothing, and nothing is wrong.
    #[prop(into)]
    title: String,
    /// Why, and what would change it.
    #[prop(into)]
    text: String,
    /// The first action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Glyph icon/></span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="empty-action">{children()}</div> })}
        </div>
    }
}

fn notice_class(mood: Mood) -> &'static str {
    match mood {
        Mood::Ok => "notice notice-ok",
        Mood::Warn => "notice notice-warn",
        Mood::Bad => "notice notice-bad",
        Mood::Info | Mood::Idle => "notice notice-info",
    }
}

/// A sentence that stays where it stands: a result, a hint, a warning before an action.
#[component]
pub fn Notice(
    /// Good or bad.
    #[prop(default = Mood::Info)]
    mood: Mood,
    /// Has it read aloud when it appears.
    #[prop(optional)]
    announced: bool,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=notice_class(mood) role=announced.then_some("status")>
            <Glyph icon=mood.icon()/>
            <div class="notice-text">{children()}</div>
        </div>
    }
}
