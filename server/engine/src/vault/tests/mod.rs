//! Proofs of the vault, one file per promise.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod azure;
mod azure_rotation;
mod azure_world;
mod canary;
mod credential;
mod doubles;
mod fernet_spec;
mod file;
mod outage;
mod python;
mod ring;
mod rotation;
mod rotation_interrupted;
mod rotation_while_working;
mod sealed;
