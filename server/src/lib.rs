//! The server: reads the settings, starts the machine, and opens the web in front of it.
//!
//! It introduces `app` (what people see) to `engine` (what the machine does) through the ports of `contract`. Read
//! [`wiring`] first: the whole machine is on that one screen. `axum` stops at [`web`], `std::env` at [`config`].

pub mod commands;
pub mod config;
mod first_link;
mod key_source;
pub mod logs;
mod mail_server;
pub mod shutdown;
pub mod traces;
pub mod web;
pub mod wiring;
