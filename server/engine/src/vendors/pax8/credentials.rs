//! Client id and secret become a token, and the token goes on every request. One token serves all who need it.

use super::{
    faults::{FAULTS, TOKEN_FAULTS},
    manifest::{CLIENT_ID, CLIENT_SECRET},
};
use crate::{
    connector::{BearerToken, CallError, CallErrorKind, Desk, Opened, Payload, Session, TokenRequest},
    vault::Secret,
};
use std::{sync::Arc, time::Duration};
use url::Url;

/// Where everything but the webhooks lies.
pub const BASE: &str = "https://api.pax8.com/v1/";

/// Where a token is had. Older addresses are still in use by others; this is the documented one.
const TOKEN: &str = "https://api.pax8.com/v1/token";

/// What the token is for: the partner's API. Vendors have others.
const AUDIENCE: &str = "https://api.pax8.com";

/// How long a token lives by the documentation, for an answer that does not say.
const TOKEN_LIVES: Duration = Duration::from_hours(24);

/// An account, opened.
pub struct Account {
    /// The session at the API.
    pub session: Session,
    /// Its sign-in, for the connection test to ask on its own.
    pub sign_in: Arc<BearerToken>,
}

/// Opens the account; nothing is sent yet.
pub fn open(opened: &Opened, desk: Desk) -> Result<Account, CallError> {
    let address = |text| {
        Url::parse(text).map_err(|why| CallError {
            source: Some(Box::new(why)),
            ..CallError::new(
                desk.vendor.clone(),
                "session",
                CallErrorKind::Egress {
                    why: format!("`{text}` is not an address"),
                },
            )
        })
    };
    let plain = |text: &str| Secret::new(text.to_owned());
    let request = TokenRequest {
        vendor: desk.vendor.clone(),
        url: address(TOKEN)?,
        headers: Vec::new(),
        payload: Payload::SecretJson(vec![
            ("client_id", plain(client_id(opened))),
            ("client_secret", opened.secret(CLIENT_SECRET)),
            ("audience", plain(AUDIENCE)),
            ("grant_type", plain("client_credentials")),
        ])
        .into(),
        faults: &TOKEN_FAULTS,
        scrubber: opened.scrubber(),
        usual_life: TOKEN_LIVES,
    };
    let base = address(BASE)?;
    let sign_in = Arc::new(BearerToken::new(request, desk.shelf.clone()));
    Ok(Account {
        session: Session::new(desk, base, sign_in.clone(), opened.scrubber(), &FAULTS),
        sign_in,
    })
}

/// Tells this account from another: the client id, which is not secret.
///
/// No documented call says whose key it is, so two keys of one partner are told apart as two accounts.
pub fn identity(opened: &Opened) -> String {
    format!("pax8:{}", client_id(opened))
}

fn client_id(opened: &Opened) -> &str {
    opened.setting(CLIENT_ID).trim()
}
