//! Opens an account: its cloud, its tenant, the application and what it signs in with.

use super::{
    clouds::Cloud,
    faults::FAULTS,
    manifest::{
        CERTIFICATE, CLIENT_ID, CLIENT_SECRET, CLOUD, REFRESH_TOKEN, SIGN_IN_WITH, TENANT, WITH_CERTIFICATE,
    },
    sign_in::{AppProof, Keys, SignIn},
    tenants::{As, Place},
};
use crate::connector::{CallError, CallErrorKind, ClientCertificate, Desk, Opened, Session};
use contract::{field::FieldError, manifest::Values};
use std::{sync::Arc, time::Duration};
use url::Url;

/// The note of the day on which the certificate ends.
pub const CERTIFICATE_ENDS: &str = "certificate_ends";

/// An account, opened.
pub struct Account {
    /// The session in its own tenant, as the application.
    pub session: Session,
    /// What it signs in with, for the connection test to ask on its own.
    pub keys: Arc<Keys>,
    /// Its certificate, where it signs in with one.
    pub certificate: Option<Arc<ClientCertificate>>,
}

/// Opens the account; nothing is sent yet.
pub fn open(opened: &Opened, desk: Desk) -> Result<Account, CallError> {
    let cloud = Cloud::of(opened.setting(CLOUD));
    let certificate = certificate(opened)
        .map(|read| {
            read.map_err(|why| {
                let field = CERTIFICATE.to_owned();
                let why = why.to_owned();
                CallError::new(
                    desk.vendor.clone(),
                    "session",
                    CallErrorKind::Input { field, why },
                )
            })
        })
        .transpose()?
        .map(Arc::new);
    if let Some(ends) = certificate.as_ref().and_then(|certificate| certificate.ends_at()) {
        desk.shelf
            .keep(CERTIFICATE_ENDS, ends.to_string(), Duration::from_hours(24));
    }
    let refresh_token = opened.secret(REFRESH_TOKEN);
    let keys = Arc::new(Keys {
        cloud,
        tenant: plain(opened, TENANT),
        client_id: plain(opened, CLIENT_ID),
        proof: match &certificate {
            Some(certificate) => AppProof::Certificate(certificate.clone()),
            None => AppProof::Secret(opened.secret(CLIENT_SECRET)),
        },
        refresh_token: (!refresh_token.is_empty()).then_some(refresh_token),
        scrubber: opened.scrubber(),
        desk: desk.clone(),
    });
    let base = cloud.graph().map_err(|why| unusable(&desk, why))?;
    let home = Place {
        who: As::App,
        tenant: None,
    };
    let sign_in = SignIn::at(&keys, &home)?;
    let authenticator = sign_in.ok_or_else(|| unusable(&desk, url::ParseError::EmptyHost))?;
    Ok(Account {
        session: Session::new(desk, base, Arc::new(authenticator), opened.scrubber(), &FAULTS),
        keys,
        certificate,
    })
}

/// Signs in once as the service account in its own tenant, at which Entra renews the refresh token.
pub async fn renew(opened: &Opened, desk: Desk) -> Result<(), CallError> {
    let account = open(opened, desk.clone())?;
    let home = Place {
        who: As::User,
        tenant: None,
    };
    if let Some(sign_in) = SignIn::at(&account.keys, &home)? {
        sign_in.bearer.token(&desk.wire).await?;
    }
    Ok(())
}

/// Where the account signs in.
pub fn login(opened: &Opened, desk: &Desk) -> Result<Url, CallError> {
    let cloud = Cloud::of(opened.setting(CLOUD));
    let url = Url::parse(&format!("https://{}/", cloud.login_host()));
    url.map_err(|why| unusable(desk, why))
}

/// What is wrong with the certificate; nothing where a secret is used.
pub fn check(opened: &Opened) -> Vec<FieldError> {
    match certificate(opened) {
        Some(Err(why)) => vec![FieldError::new(
            CERTIFICATE,
            "not_accepted",
            format!("Certificate with its private key: {why}."),
        )],
        _ => Vec::new(),
    }
}

/// What single fields cannot tell: ids that were pasted into each other's place.
pub fn check_settings(settings: &Values) -> Vec<FieldError> {
    let typed = |field: &str| settings.get(field).map_or("", |text| text.trim());
    let (tenant, client) = (typed(TENANT), typed(CLIENT_ID));
    if !tenant.is_empty() && tenant.eq_ignore_ascii_case(client) {
        let text = "Application (client) ID: this is the tenant's ID; both stand on the application's Overview page.";
        return vec![FieldError::new(CLIENT_ID, "not_accepted", text)];
    }
    Vec::new()
}

/// Tells this account from another: its tenant and its application.
pub fn identity(opened: &Opened) -> String {
    format!(
        "microsoft365:{}:{}",
        plain(opened, TENANT),
        plain(opened, CLIENT_ID)
    )
}

fn certificate(opened: &Opened) -> Option<Result<ClientCertificate, &'static str>> {
    (opened.setting(SIGN_IN_WITH).trim() == WITH_CERTIFICATE)
        .then(|| ClientCertificate::read(&opened.secret(CERTIFICATE)))
}

fn plain(opened: &Opened, field: &str) -> String {
    opened.setting(field).trim().to_ascii_lowercase()
}

fn unusable(desk: &Desk, why: url::ParseError) -> CallError {
    let kind = CallErrorKind::Egress {
        why: "the address cannot be used".into(),
    };
    CallError {
        source: Some(Box::new(why)),
        ..CallError::new(desk.vendor.clone(), "session", kind)
    }
}
