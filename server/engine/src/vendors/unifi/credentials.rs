//! Opens an account, by mode: with a key at the console, with a key through the Site Manager, or with a login.

use super::{
    controller::{self, Controller},
    faults::{LoginFaults, UniFiFaults},
    manifest::{API_KEY, CLOUD_HOST, CONSOLE_ID, PASSWORD, USERNAME},
    place::{self, Mode},
    relay,
};
use crate::connector::{
    CallError, CallErrorKind, CookieSession, CookieSignIn, Desk, Header, Opened, Session, StaticHeaders,
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::Arc, time::Duration};
use url::Url;

/// The header of a key, at the console and at the Site Manager.
const HEADER: &str = "x-api-key";

/// For how long one login is used; the controller ends it when it likes, and then there is one more.
const LOGIN_LIVES: Duration = Duration::from_hours(24);

/// Separates this digest from every other digest that may ever be made of the same key.
const DOMAIN: &[u8] = b"ops-ai/unifi/identity/v1\0";

/// Opens the account.
pub async fn open(opened: &Opened, desk: Desk) -> Result<Session, CallError> {
    let mode = Mode::of(&opened.settings);
    mode.note(&desk);
    match mode {
        Mode::Local => {
            let (console, desk) = place::at_console(&opened.settings, desk)?;
            let base = below(&desk, &console, controller::PREFIX)?;
            Ok(with_key(opened, desk, base))
        }
        Mode::Cloud => {
            let manager = site_manager(opened, desk)?;
            let base = relay::base(&manager, opened.setting(CONSOLE_ID)).await?;
            Ok(with_key(opened, manager.desk().clone(), base))
        }
        Mode::Legacy => {
            let (console, desk) = place::at_console(&opened.settings, desk)?;
            let kind = controller::which(&desk, &console).await?;
            with_login(opened, desk, &console, kind)
        }
    }
}

/// A session at the Site Manager itself.
pub fn site_manager(opened: &Opened, desk: Desk) -> Result<Session, CallError> {
    let base = parse(&desk, &format!("https://{CLOUD_HOST}/"))?;
    Ok(with_key(opened, desk, base))
}

/// A session that shows the key on every request.
pub fn with_key(opened: &Opened, desk: Desk, base: Url) -> Session {
    let key = Header {
        name: HEADER,
        value: opened.secret(API_KEY),
    };
    let headers = Arc::new(StaticHeaders(vec![key]));
    Session::new(desk, base, headers, opened.scrubber(), &UniFiFaults)
}

/// A session that signs in once and keeps the cookie.
pub fn with_login(
    opened: &Opened,
    desk: Desk,
    console: &Url,
    kind: Controller,
) -> Result<Session, CallError> {
    let base = below(&desk, console, kind.prefix())?;
    let plain: Map<String, Value> = [
        ("username".to_owned(), opened.setting(USERNAME).trim().into()),
        ("rememberMe".to_owned(), true.into()),
    ]
    .into_iter()
    .collect();
    let sign_in = CookieSignIn {
        vendor: desk.vendor.clone(),
        url: below(&desk, console, kind.login())?,
        secrets: vec![("password", opened.secret(PASSWORD))],
        plain,
        faults: &LoginFaults,
        scrubber: opened.scrubber(),
        lives: LOGIN_LIVES,
    };
    let session = Arc::new(CookieSession::new(sign_in, desk.shelf.clone()));
    Ok(Session::new(desk, base, session, opened.scrubber(), &UniFiFaults))
}

fn below(desk: &Desk, console: &Url, path: &str) -> Result<Url, CallError> {
    console.join(path).map_err(|why| unusable(desk, Box::new(why)))
}

fn parse(desk: &Desk, text: &str) -> Result<Url, CallError> {
    Url::parse(text).map_err(|why| unusable(desk, Box::new(why)))
}

fn unusable(desk: &Desk, why: Box<dyn std::error::Error + Send + Sync>) -> CallError {
    let kind = CallErrorKind::Egress {
        why: "the address cannot be used".into(),
    };
    CallError {
        source: Some(why),
        ..CallError::new(desk.vendor.clone(), "session", kind)
    }
}

/// Tells this account from another: a console is its address, whichever way it is signed in to; a console behind the Site
/// Manager is its id there, and where that is left blank a digest of the key, which reaches only one.
pub fn identity(opened: &Opened) -> String {
    match Mode::of(&opened.settings) {
        Mode::Local | Mode::Legacy => match place::console(&opened.settings) {
            Ok(url) => {
                let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
                let port = url.port_or_known_default().unwrap_or(443);
                format!("unifi:{host}:{port}")
            }
            Err(_) => "unifi:nowhere".to_owned(),
        },
        Mode::Cloud => {
            let id = opened.setting(CONSOLE_ID).trim();
            if !id.is_empty() {
                return format!("unifi:cloud:{}", id.to_ascii_lowercase());
            }
            let key = opened.secret(API_KEY);
            let digest = Sha256::new().chain_update(DOMAIN).chain_update(key.expose());
            let mut identity = String::from("unifi:cloud-key:");
            for byte in digest.finalize().iter().take(16) {
                // Writing into a String cannot fail.
                let _ = write!(identity, "{byte:02x}");
            }
            identity
        }
    }
}
