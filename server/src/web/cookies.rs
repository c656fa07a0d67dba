//! The two cookies: the session's and the theme's.
//!
//! Under https the session's carries the prefix `__Host-`, so that no other host or path can plant one.

use super::state::WebConfig;
use axum::http::{HeaderMap, HeaderValue, header};

/// The cookie that keeps the chosen theme; no secret, and read by the page's own script.
pub const THEME: &str = "opsai_theme";

/// The name of the session's cookie.
pub fn session_name(config: &WebConfig) -> &'static str {
    if config.is_https() {
        "__Host-opsai_session"
    } else {
        "opsai_session"
    }
}

/// The value of a cookie.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// The header that hands a session to the browser. It ends with the browser or with the session, whichever is first.
pub fn begin_session(config: &WebConfig, secret: &str) -> Option<HeaderValue> {
    sensitive(format!(
        "{}={secret}; {}",
        session_name(config),
        session_attributes(config)
    ))
}

/// The header that takes it away.
pub fn end_session(config: &WebConfig) -> Option<HeaderValue> {
    sensitive(format!(
        "{}=; {}; Max-Age=0",
        session_name(config),
        session_attributes(config)
    ))
}

/// The header that keeps a theme for a year.
pub fn keep_theme(config: &WebConfig, theme: &str) -> Option<HeaderValue> {
    let secure = if config.is_https() { "; Secure" } else { "" };
    HeaderValue::try_from(format!(
        "{THEME}={theme}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"
    ))
    .ok()
}

fn session_attributes(config: &WebConfig) -> &'static str {
    if config.is_https() {
        "Path=/; HttpOnly; SameSite=Lax; Secure"
    } else {
        "Path=/; HttpOnly; SameSite=Lax"
    }
}

fn sensitive(text: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
