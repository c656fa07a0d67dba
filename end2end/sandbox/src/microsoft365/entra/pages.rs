//! The few pages that a person sees. Plain HTML without scripts, so that a test reads and submits them.

use std::fmt::Write as _;

use crate::exchange::Answer;

/// Text that cannot break out of where it stands.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn page(status: u16, title: &str, inner: &str) -> Answer {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main><h1>{title}</h1>{inner}</main></body></html>",
        title = plain(title)
    );
    Answer::html(status, &html)
}

/// An error that is shown and not sent to any application's address.
pub(crate) fn error(description: &str) -> Answer {
    page(
        400,
        "Sorry, but we’re having trouble signing you in",
        &format!("<p>{}</p>", plain(description)),
    )
}

/// Nothing at this path.
pub(crate) fn not_found() -> Answer {
    page(404, "Not found", "<p>There is nothing at this address.</p>")
}

/// Who asks for what. The form goes back to the address of the page, whose query says the rest.
pub(crate) fn consent(app: &str, wanted: &[String], accounts: &[String], chosen: &str) -> Answer {
    let mut inner = format!("<p>{} asks for:</p><ul>", plain(app));
    for name in wanted {
        // Writing to a String cannot fail.
        let _ = write!(inner, "<li>{}</li>", plain(name));
    }
    inner.push_str("</ul><form method=\"post\"><label>Account <select name=\"account\">");
    for upn in accounts {
        let selected = if upn == chosen { " selected" } else { "" };
        let _ = write!(inner, "<option{selected}>{}</option>", plain(upn));
    }
    inner.push_str(
        "</select></label> <label><input type=\"checkbox\" name=\"mfa\" value=\"yes\" checked> With a second factor</label> \
         <button name=\"decision\" value=\"accept\">Accept</button> <button name=\"decision\" value=\"cancel\">Cancel</button></form>",
    );
    page(200, "Permissions requested", &inner)
}

/// `response_mode=form_post`.
pub(crate) fn form_post(to: &str, pairs: &[(String, String)]) -> Answer {
    let mut inner = format!("<form method=\"post\" action=\"{}\">", plain(to));
    for (name, value) in pairs {
        let _ = write!(
            inner,
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            plain(name),
            plain(value)
        );
    }
    inner.push_str("<button>Continue</button></form>");
    page(200, "Working…", &inner)
}
