//! How an account is reached, read from its settings: which mode, which address, which pinned certificate.

use super::manifest::{CERTIFICATE, CLOUD_HOST, CONSOLE_URL, MODE};
use crate::connector::{CallError, CallErrorKind, CertificatePin, Desk, Session};
use contract::{field::FieldError, manifest::Values};
use std::time::Duration;
use url::Url;

/// How an account is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The console's official API, with a key.
    Local,
    /// The same through the Site Manager.
    Cloud,
    /// The private API of old controllers, with a login.
    Legacy,
}

/// The note of which API a session speaks. Rationale: an operation holds a client and not the settings.
const SPEAKS: &str = "unifi api";
const KEPT: Duration = Duration::from_hours(24 * 365);

impl Mode {
    /// As it stands in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::Local => "local",
            Mode::Cloud => "cloud",
            Mode::Legacy => "legacy",
        }
    }

    /// The mode of the settings; blank is the console itself.
    pub fn of(settings: &Values) -> Self {
        match settings.get(MODE).map_or("", |mode| mode.trim()) {
            "cloud" => Mode::Cloud,
            "legacy" => Mode::Legacy,
            _ => Mode::Local,
        }
    }

    /// Notes it for the operations of this account.
    pub fn note(self, desk: &Desk) {
        desk.shelf.keep(SPEAKS, self.as_str().to_owned(), KEPT);
    }

    /// The mode that a session was opened in.
    pub fn noted(session: &Session) -> Self {
        match session.desk().shelf.note(SPEAKS).as_deref() {
            Some("cloud") => Mode::Cloud,
            Some("legacy") => Mode::Legacy,
            _ => Mode::Local,
        }
    }
}

/// The console's address: scheme, host and port of what was typed.
pub fn console(settings: &Values) -> Result<Url, String> {
    let typed = settings.get(CONSOLE_URL).map_or("", |typed| typed.trim());
    if typed.is_empty() {
        return Err("it is missing: write the console's address, e.g. https://192.168.1.1".to_owned());
    }
    let mut url =
        Url::parse(typed).map_err(|_| "it is not an address; write https:// and the host".to_owned())?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if url.scheme() != "https" || host.is_empty() {
        return Err("it must begin with https://".to_owned());
    }
    if host == CLOUD_HOST || host == "unifi.ui.com" {
        return Err("this is UniFi's cloud and no console: choose the cloud connector instead".to_owned());
    }
    let _ = (url.set_username(""), url.set_password(None));
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// The pinned certificate, where there is one; `Err` says what is wrong with it.
pub fn pin(settings: &Values) -> Result<Option<CertificatePin>, String> {
    let typed = settings.get(CERTIFICATE).map_or("", |typed| typed.trim());
    if typed.is_empty() {
        return Ok(None);
    }
    let wrong = "a SHA-256 fingerprint is 64 hexadecimal digits, with or without colons";
    CertificatePin::parse(typed)
        .map(Some)
        .ok_or_else(|| wrong.to_owned())
}

/// The desk whose wire knows the console by its pin, and the console's address.
pub fn at_console(settings: &Values, desk: Desk) -> Result<(Url, Desk), CallError> {
    let refuse = |field: &str, why: String| {
        let field = field.to_owned();
        CallError::new(
            desk.vendor.clone(),
            "session",
            CallErrorKind::Input { field, why },
        )
    };
    let url = console(settings).map_err(|why| refuse(CONSOLE_URL, why))?;
    let pin = pin(settings).map_err(|why| refuse(CERTIFICATE, why))?;
    let wire = pin.map_or_else(|| desk.wire.clone(), |pin| desk.wire.pinned_to(&url, pin));
    Ok((url, Desk { wire, ..desk }))
}

/// What a form got wrong beyond single fields.
pub fn check(settings: &Values) -> Vec<FieldError> {
    if Mode::of(settings) == Mode::Cloud {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    if let Err(why) = console(settings) {
        let code = if settings.get(CONSOLE_URL).is_none_or(String::is_empty) {
            "required"
        } else {
            "not_a_url"
        };
        wrong.push(FieldError::new(CONSOLE_URL, code, format!("Console URL: {why}.")));
    }
    if let Err(why) = pin(settings) {
        let text = format!("Certificate fingerprint: {why}.");
        wrong.push(FieldError::new(CERTIFICATE, "wrong_type", text));
    }
    wrong
}
