//! The contract test: what every vendor of the list promises, one function each, no vendor left out.

mod answers;
mod description;
mod secrets;
mod stage;
mod webhook_fuzz;
mod webhooks;
