//! The web from outside: HTTP in, HTTP out, with fakes behind the ports. One file per group of routes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails here"
)]

mod support;

mod api_access;
mod api_approvals;
mod api_audit;
mod api_bodies;
mod api_channels;
mod api_csp;
mod api_events;
mod api_health;
mod api_holds;
mod api_incidents;
mod api_integrations;
mod api_keys;
mod api_operation_rules;
mod api_operations;
mod api_status;
mod api_tests;
mod api_tokens;
mod api_vendors;
mod api_webhooks;
mod assets;
mod cross_site;
mod csp_callback;
mod docs;
mod form_integration;
mod form_operation;
mod form_setup;
mod form_sign_in;
mod form_theme;
mod headers;
mod hooks;
mod live;
mod logs;
mod openapi;
mod pages;
mod problems;
mod round_trip;
mod serve;
mod server_functions;
mod sessions;
mod watchers;
