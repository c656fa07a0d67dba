//! The browser, behind a few plain functions: the only place that talks to `web-sys` beyond what Leptos wraps.
//!
//! On the server each of them does nothing, so that components need no `cfg`. Nothing here knows a page.

mod clipboard;
#[cfg(feature = "hydrate")]
pub mod forms;
mod page;
mod storage;
#[cfg(feature = "hydrate")]
pub mod stream;
mod text;

pub use clipboard::copy;
pub use page::{
    click_id, close_left_menus, close_menus, focus_id, focus_search, is_typing, local_clock, local_time,
    now_ms, show_modal,
};
#[cfg(feature = "hydrate")]
pub use page::{mark_ready, shown_page};
pub use storage::{read, write};
pub use text::lowercase;
