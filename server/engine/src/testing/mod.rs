//! What the vendors' tests share: a desk at a double, and a check of requests against a vendor's own API description.
//!
//! Compiled for tests only; it knows no vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod bench_desk;
pub mod certificate;
pub mod openapi;
pub mod signed_tokens;
