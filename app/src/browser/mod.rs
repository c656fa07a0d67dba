//! The browser, behind a few plain functions: the only place that talks to `web-sys` beyond what Leptos wraps.
//!
//! On the server each of them does nothing, so that components need no `cfg`. Nothing here knows a page.

mod clipboard;
mod page;
mod storage;

pub use clipboard::copy;
pub use page::{
    close_left_menus, close_menus, focus_search, is_typing, local_time, mark_ready, now_ms, show_modal,
};
pub use storage::{read, write};
