//! Badges: an icon, a word and a colour, always together, so that none of them carries the meaning alone.

use crate::ui::icon::{Glyph, Icon};
use contract::{actor::Role, operation::Risk, probe::Badge};
use leptos::prelude::*;

/// What a badge, notice or toast says before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should be.
    Ok,
    /// A person should look.
    Warn,
    /// Something does not work.
    Bad,
    /// Worth knowing.
    Info,
    /// Nothing to say.
    #[default]
    Idle,
}

impl Mood {
    fn badge_class(self) -> &'static str {
        match self {
            Mood::Ok => "badge badge-ok",
            Mood::Warn => "badge badge-warn",
            Mood::Bad => "badge badge-bad",
            Mood::Info => "badge badge-info",
            Mood::Idle => "badge badge-idle",
        }
    }

    /// The icon of a notice in this mood.
    pub fn icon(self) -> Icon {
        match self {
            Mood::Ok => Icon::Check,
            Mood::Warn | Mood::Bad => Icon::Alert,
            Mood::Info | Mood::Idle => Icon::Info,
        }
    }
}

/// A word in a coloured frame.
#[component]
pub fn Chip(
    /// What it says before it is read.
    #[prop(optional)]
    mood: Mood,
    /// Drawn before the word.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <span class=mood.badge_class()>
            {icon.map(|icon| view! { <Glyph icon/> })}
            <span>{text}</span>
        </span>
    }
}

/// How an integration is.
#[component]
pub fn StatusBadge(
    /// Its badge.
    badge: Badge,
) -> impl IntoView {
    let (mood, icon) = match badge {
        Badge::Connected => (Mood::Ok, Icon::Check),
        Badge::NeedsAttention => (Mood::Warn, Icon::Alert),
        Badge::Disconnected => (Mood::Bad, Icon::Cross),
        Badge::Checking => (Mood::Info, Icon::Spinner),
        Badge::Paused => (Mood::Idle, Icon::Pause),
        Badge::Unknown => (Mood::Idle, Icon::Dashed),
    };
    view! { <Chip mood icon text=badge.label()/> }
}

/// What an operation can do to the vendor's data.
#[component]
pub fn RiskBadge(
    /// The risk.
    risk: Risk,
) -> impl IntoView {
    let (mood, icon) = match risk {
        Risk::Read => (Mood::Idle, Icon::Eye),
        Risk::Write => (Mood::Warn, Icon::Pencil),
        Risk::Dangerous => (Mood::Bad, Icon::Bolt),
    };
    view! { <Chip mood icon text=risk_word(risk)/> }
}

/// The risk's word on screen.
pub fn risk_word(risk: Risk) -> &'static str {
    match risk {
        Risk::Read => "Read",
        Risk::Write => "Write",
        Risk::Dangerous => "Dangerous",
    }
}

/// What a person or token may do.
#[component]
pub fn RoleBadge(
    /// The role.
    role: Role,
) -> impl IntoView {
    let (mood, icon) = match role {
        Role::Viewer => (Mood::Idle, Icon::Eye),
        Role::Tech => (Mood::Idle, Icon::Plug),
        Role::Admin => (Mood::Info, Icon::Shield),
    };
    view! { <Chip mood icon text=role_word(role)/> }
}

/// The role's word on screen.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Tech => "Tech",
        Role::Admin => "Admin",
    }
}
