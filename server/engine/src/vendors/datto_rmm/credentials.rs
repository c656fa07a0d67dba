//! The password grant: key and secret for a token of 100 hours, with the client that Datto RMM makes public for everybody.

use super::{
    faults::{FAULTS, SIGN_IN_FAULTS},
    manifest::{API_KEY, API_SECRET, URL, VENDOR},
    platforms::Platform,
};
use crate::{
    connector::{
        BearerToken, CallError, CallErrorKind, Desk, Header, Opened, Payload, Session, StaticHeaders,
        TokenRequest,
    },
    vault::Secret,
};
use contract::ids::VendorId;
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::Arc, time::Duration};
use url::Url;

/// `public-client:public`, the same for every customer; no secret.
const CLIENT: &str = "Basic cHVibGljLWNsaWVudDpwdWJsaWM=";

/// How long a token lives where the answer does not say.
const LIFE: Duration = Duration::from_hours(100);

/// Separates this digest from every other digest that may ever be made of the same key.
const DOMAIN: &[u8] = b"ops-ai/datto_rmm/identity/v1\0";

/// Bytes of the digest that are kept: enough that two keys never meet by chance.
const KEPT: usize = 16;

/// An account at a platform, ready to sign in.
pub struct SignIn {
    desk: Desk,
    base: Url,
    bearer: Arc<BearerToken>,
    opened: Opened,
}

impl SignIn {
    /// Prepares it; nothing is sent.
    pub fn new(opened: &Opened, desk: Desk, platform: &Platform) -> Result<Self, CallError> {
        let broken = |why| CallError {
            source: Some(Box::new(why)),
            ..refuse("session", "the platform's address is not a URL")
        };
        let request = TokenRequest {
            vendor: VendorId::new(VENDOR),
            url: platform.sign_in().map_err(broken)?,
            headers: vec![Header::new("Authorization", CLIENT)],
            payload: Payload::Form(vec![
                ("grant_type", Secret::new("password".to_owned())),
                ("username", opened.secret(API_KEY)),
                ("password", opened.secret(API_SECRET)),
            ])
            .into(),
            faults: &SIGN_IN_FAULTS,
            scrubber: opened.scrubber(),
            usual_life: LIFE,
        };
        Ok(Self {
            base: platform.base().map_err(broken)?,
            bearer: Arc::new(BearerToken::new(request, desk.shelf.clone())),
            opened: opened.clone(),
            desk,
        })
    }

    /// Signs in, if that has not been done yet.
    pub async fn now(&self) -> Result<(), CallError> {
        self.bearer.token(&self.desk.wire).await.map(drop)
    }

    /// A session that signs in when it must.
    pub fn session(&self) -> Session {
        self.with(self.bearer.clone())
    }

    /// A session that shows no credentials to anybody.
    pub fn anonymous(&self) -> Session {
        self.with(Arc::new(StaticHeaders(Vec::new())))
    }

    /// Where the API begins.
    pub fn base(&self) -> &Url {
        &self.base
    }

    fn with(&self, authenticator: Arc<dyn crate::connector::Authenticator>) -> Session {
        let (desk, base) = (self.desk.clone(), self.base.clone());
        Session::new(desk, base, authenticator, self.opened.scrubber(), &FAULTS)
    }
}

/// The platform that the settings name.
pub fn chosen(opened: &Opened, operation: &'static str) -> Result<Platform, CallError> {
    Platform::of_setting(opened.setting(URL)).map_err(|why| refuse(operation, &why))
}

fn refuse(operation: &'static str, why: &str) -> CallError {
    let kind = CallErrorKind::Egress { why: why.to_owned() };
    CallError::new(VendorId::new(VENDOR), operation, kind)
}

/// Tells this account from another: a digest of the API key.
///
/// Rationale: the account's own uid is known only after a call, and an identity must be known before. The key is long and
/// random, so that its digest gives nothing away. Two keys of one account are told apart as two accounts.
pub fn identity(opened: &Opened) -> String {
    let key = opened.secret(API_KEY);
    let digest = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update(key.expose().trim())
        .finalize();
    let mut identity = format!("{VENDOR}:");
    for byte in digest.iter().take(KEPT) {
        // Writing into a String cannot fail.
        let _ = write!(identity, "{byte:02x}");
    }
    identity
}
