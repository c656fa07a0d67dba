//! Icons: inline SVG in the colour of the text around them, drawn on a grid of 24.
//!
//! An icon never stands for a word: it is hidden from assistive technology, and the word is beside it.

use leptos::prelude::*;

/// Every icon there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum Icon {
    Activity,
    Alert,
    Arrow,
    Audit,
    Back,
    Bell,
    Book,
    Bolt,
    Check,
    ChevronDown,
    ChevronRight,
    Circle,
    Clock,
    Close,
    Copy,
    Cross,
    Dashed,
    Eye,
    Filter,
    Inbox,
    Info,
    Key,
    Link,
    Lock,
    Menu,
    Monitor,
    Moon,
    More,
    Pause,
    Pencil,
    Play,
    Plug,
    Plus,
    Refresh,
    Search,
    Settings,
    Shield,
    SignOut,
    Spinner,
    Star,
    Sun,
    Token,
    Trash,
    User,
    Users,
}

impl Icon {
    /// Every icon, for the style guide.
    pub const ALL: [Icon; 45] = [
        Icon::Activity,
        Icon::Alert,
        Icon::Arrow,
        Icon::Audit,
        Icon::Back,
        Icon::Bell,
        Icon::Book,
        Icon::Bolt,
        Icon::Check,
        Icon::ChevronDown,
        Icon::ChevronRight,
        Icon::Circle,
        Icon::Clock,
        Icon::Close,
        Icon::Copy,
        Icon::Cross,
        Icon::Dashed,
        Icon::Eye,
        Icon::Filter,
        Icon::Inbox,
        Icon::Info,
        Icon::Key,
        Icon::Link,
        Icon::Lock,
        Icon::Menu,
        Icon::Monitor,
        Icon::Moon,
        Icon::More,
        Icon::Pause,
        Icon::Pencil,
        Icon::Play,
        Icon::Plug,
        Icon::Plus,
        Icon::Refresh,
        Icon::Search,
        Icon::Settings,
        Icon::Shield,
        Icon::SignOut,
        Icon::Spinner,
        Icon::Star,
        Icon::Sun,
        Icon::Token,
        Icon::Trash,
        Icon::User,
        Icon::Users,
    ];

    /// The strokes, as the `d` of one path.
    fn strokes(self) -> &'static str {
        match self {
            Icon::Activity => "M3 12.5h4.5L10 5.5l4 13 2.5-6H21",
            Icon::Alert => "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01",
            Icon::Arrow => "M5 12h14M13 6l6 6-6 6",
            Icon::Audit => "M8 6h12M8 12h12M8 18h8M4 6v.01M4 12v.01M4 18v.01",
            Icon::Back => "M19 12H5M11 6l-6 6 6 6",
            Icon::Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
            Icon::Book => "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
            Icon::Bolt => "M13 3 5 13.5h6L10.5 21 19 10h-6.5z",
            Icon::Check => "M5 12.5 10 17.5 19.5 7",
            Icon::ChevronDown => "M6 9l6 6 6-6",
            Icon::ChevronRight => "M9 6l6 6-6 6",
            Icon::Circle => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
            Icon::Clock => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
            Icon::Close => "M6 6l12 12M18 6 6 18",
            Icon::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Icon::Cross => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.5 9.5l5 5M14.5 9.5l-5 5",
            Icon::Dashed => {
                "M10 4.3a8 8 0 0 1 4 0M18 6.7a8 8 0 0 1 1.7 3.3M19.7 14a8 8 0 0 1-1.7 3.3M14 19.7a8 8 0 0 1-4 0M6 17.3A8 8 0 0 1 4.3 14M4.3 10A8 8 0 0 1 6 6.7"
            }
            Icon::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
            }
            Icon::Filter => "M4 6h16M7 12h10M10 18h4",
            Icon::Inbox => "M4 13 6.5 5h11L20 13v6H4zM4 13h5l1.5 2.5h3L15 13h5",
            Icon::Info => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.01",
            Icon::Key => "M15.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11.8 12.2 4 20v.5h3.5V18H10v-2.5",
            Icon::Link => {
                "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17"
            }
            Icon::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Icon::Menu => "M4 7h16M4 12h16M4 17h16",
            Icon::Monitor => "M3 5h18v11H3zM9 20h6M12 16v4",
            Icon::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z",
            Icon::More => {
                "M5 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM19 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z"
            }
            Icon::Pause => "M9 6v12M15 6v12",
            Icon::Pencil => "M4 20h4L19.5 8.5l-4-4L4 16zM13.5 6.5l4 4",
            Icon::Play => "M7 5l12 7-12 7z",
            Icon::Plug => "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Refresh => "M20 11A8 8 0 0 0 6 6.5L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4.5l2-2.5M20 20v-5h-5",
            Icon::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
            Icon::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Icon::Shield => "M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6z",
            Icon::SignOut => "M10 4H5v16h5M15 8l4 4-4 4M19 12H10",
            Icon::Spinner => "M12 4a8 8 0 0 1 8 8",
            Icon::Star => "M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.8-5 2.8 1-5.7-4-4 5.5-.8z",
            Icon::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5V4M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M5.3 18.7l1-1M17.7 6.3l1-1"
            }
            Icon::Token => "M4 6h16v12H4zM8 10v4M12 10v4M16 10v4",
            Icon::Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Icon::User => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20a7.5 7.5 0 0 1 15 0",
            Icon::Users => {
                "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5a6.5 6.5 0 0 1 13 0M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 5.5"
            }
        }
    }
}

/// Draws an icon at the size of the text beside it.
#[component]
pub fn Glyph(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    let class = if icon == Icon::Spinner {
        "icon icon-spin"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.strokes()></path>
        </svg>
    }
}
