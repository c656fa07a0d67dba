//! A problem as a page, for a browser that asked for one.
//!
//! Plain HTML without a script: it must stand when the application behind it does not.

use super::problem::Refused;
use std::fmt::Write as _;

/// Writes the page.
pub fn write(refused: &Refused, css: &str) -> String {
    let problem = refused.problem();
    let mut page = String::from("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.push_str("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">");
    let _ = write!(page, "<link rel=\"stylesheet\" href=\"{}\">", escape(css));
    let title = escape(&problem.title);
    let _ = write!(
        page,
        "<title>{title} · Ops AI</title></head><body><main><h1>{title}</h1>"
    );
    if let Some(detail) = &problem.detail {
        let _ = write!(page, "<p>{}</p>", escape(detail));
    }
    if let Some(seconds) = problem.retry_after {
        let _ = write!(page, "<p>Try again in {seconds} seconds.</p>");
    }
    if let Some(id) = &problem.request_id {
        let _ = write!(page, "<p>Request: <code>{}</code></p>", escape(id));
    }
    page.push_str("<p><a href=\"/app/integrations\">Back to Ops AI</a></p></main></body></html>");
    page
}

/// Text that may stand between tags and inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}
