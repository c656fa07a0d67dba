//! What people see: the document, the routes, the design system and the pages.
//!
//! Every page renders on the server and hydrates in the browser. This crate knows [`contract`] and nothing of databases,
//! vendors or axum: server functions (`features/*/api.rs`) take a port and the person from [`context`], call, and
//! return. Read `routes.rs` first, then `frame/`, then one feature.
#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties: the view! macro builds and gives them by value"
)]
#![recursion_limit = "256"]

mod address;
mod browser;
mod codec;
pub mod context;
#[cfg(feature = "ssr")]
mod document;
pub mod error;
pub mod features;
pub mod frame;
#[cfg(feature = "hydrate")]
mod hydrate;
mod lazy;
pub mod live;
mod routes;
pub mod ui;

#[cfg(feature = "ssr")]
pub use document::{Assets, shell};
#[cfg(feature = "hydrate")]
pub use hydrate::hydrate;
pub use routes::App;
