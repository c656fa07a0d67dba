//! Signs in to Entra: application or service account, in one tenant at a time.
//!
//! Every tenant has a part of the account's shelf, with limits of its own (Graph counts by application and tenant), and in
//! it a part for each kind of token. So many callers in one tenant make one sign-in, and none waits for another tenant.

use super::{
    clouds::Cloud,
    faults::{CUSTOMER_TOKEN_FAULTS, TOKEN_FAULTS},
    manifest::REFRESH_TOKEN,
    tenants::{As, Place},
};
use crate::{
    connector::{
        Authenticator, BearerToken, CallError, CallErrorKind, ClientCertificate, Desk, Header, Payload,
        Proof, Realm, Reply, Scrubber, Shelf, TokenRequest, Wire,
    },
    vault::Secret,
};
use futures::future::BoxFuture;
use std::{sync::Arc, time::Duration};

/// How long a token is taken to live where the answer does not say; it always does, and from 60 to 90 minutes.
const USUAL_LIFE: Duration = Duration::from_mins(30);

/// The realm of Partner Center, and what its tokens are asked with.
pub const PARTNER_CENTER: &str = "partner_center";
const PARTNER_CENTER_SCOPE: &str = "https://api.partnercenter.microsoft.com/.default";

/// What a statement signed with a certificate is called.
const STATEMENT: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The note of how much of Graph's limit is used, in per cent, and how long it is believed.
pub const USED: &str = "share_of_limit_used";
const BELIEVED: Duration = Duration::from_mins(5);

/// Graph's header with that share, from 0.8.
const SHARE: &str = "x-ms-throttle-limit-percentage";

/// How the application proves itself.
pub enum AppProof {
    /// With a secret, sent each time.
    Secret(Secret),
    /// With a certificate, whose key is never sent.
    Certificate(Arc<ClientCertificate>),
}

/// All that is needed to sign in anywhere.
pub struct Keys {
    /// Where.
    pub cloud: Cloud,
    /// The account's own tenant.
    pub tenant: String,
    /// The application.
    pub client_id: String,
    /// How it proves itself.
    pub proof: AppProof,
    /// The service account's refresh token, where one is kept.
    pub refresh_token: Option<Secret>,
    /// Takes all of them out of what comes back.
    pub scrubber: Scrubber,
    /// The account's desk.
    pub desk: Desk,
}

/// The credentials of one tenant, as one of the two.
pub struct SignIn {
    keys: Arc<Keys>,
    /// Where the token is had.
    pub bearer: BearerToken,
    shelf: Arc<Shelf>,
}

impl SignIn {
    /// Prepares it; nothing is sent. `None` where the account has nothing to sign in with as this.
    pub fn at(keys: &Arc<Keys>, place: &Place) -> Result<Option<Self>, CallError> {
        Self::for_scope(keys, place, &keys.cloud.scope(), place.who.as_str())
    }

    /// The service account's, for Partner Center in place of Graph.
    fn at_partner_center(keys: &Arc<Keys>) -> Result<Option<Self>, CallError> {
        let place = Place {
            who: As::User,
            tenant: None,
        };
        Self::for_scope(keys, &place, PARTNER_CENTER_SCOPE, PARTNER_CENTER)
    }

    fn for_scope(
        keys: &Arc<Keys>,
        place: &Place,
        scope: &str,
        kept_as: &str,
    ) -> Result<Option<Self>, CallError> {
        let foreign = place
            .tenant
            .as_deref()
            .filter(|tenant| !tenant.eq_ignore_ascii_case(&keys.tenant));
        let Some(request) = keys.request(foreign, place.who, scope)? else {
            return Ok(None);
        };
        let account = &keys.desk.shelf;
        let shelf = match foreign {
            None => account.clone(),
            Some(tenant) => account.part(tenant),
        };
        // The application's own token in its own tenant is the account's usual one.
        let tokens = match (foreign, place.who) {
            (None, As::App) => account.clone(),
            _ => shelf.part(kept_as),
        };
        Ok(Some(Self {
            bearer: match place.who {
                As::App => BearerToken::new(request, tokens),
                As::User => {
                    BearerToken::new(request, tokens).renewing(REFRESH_TOKEN, keys.desk.renewals.clone())
                }
            },
            keys: keys.clone(),
            shelf,
        }))
    }
}

impl Keys {
    fn request(
        &self,
        foreign: Option<&str>,
        who: As,
        scope: &str,
    ) -> Result<Option<TokenRequest>, CallError> {
        let text = |text: &str| Secret::new(text.to_owned());
        let mut form = vec![("client_id", text(&self.client_id)), ("scope", text(scope))];
        match (who, &self.refresh_token) {
            (As::App, _) => form.push(("grant_type", text("client_credentials"))),
            (As::User, Some(token)) => {
                form.push(("grant_type", text("refresh_token")));
                form.push(("refresh_token", token.clone()));
            }
            (As::User, None) => return Ok(None),
        }
        let tenant = foreign.unwrap_or(&self.tenant);
        let url = self.cloud.token_url(tenant).map_err(|why| CallError {
            source: Some(Box::new(why)),
            ..CallError::new(
                self.desk.vendor.clone(),
                "sign_in",
                CallErrorKind::Egress {
                    why: "the tenant makes no address".into(),
                },
            )
        })?;
        let payload = match &self.proof {
            AppProof::Secret(secret) => {
                form.push(("client_secret", secret.clone()));
                Payload::Form(form).into()
            }
            AppProof::Certificate(certificate) => {
                let (certificate, client, audience) =
                    (certificate.clone(), self.client_id.clone(), url.to_string());
                let clock = self.desk.shelf.clock.clone();
                Proof::Fresh(Box::new(move || {
                    signed(&certificate, &client, &audience, clock.now_ms(), &form)
                }))
            }
        };
        Ok(Some(TokenRequest {
            vendor: self.desk.vendor.clone(),
            url,
            headers: Vec::new(),
            payload,
            faults: match foreign {
                None => &TOKEN_FAULTS,
                Some(_) => &CUSTOMER_TOKEN_FAULTS,
            },
            scrubber: self.scrubber.clone(),
            usual_life: USUAL_LIFE,
        }))
    }
}

/// The form with a fresh statement in it.
fn signed(
    certificate: &ClientCertificate,
    client: &str,
    audience: &str,
    now_ms: i64,
    form: &[(&'static str, Secret)],
) -> Result<Payload, CallErrorKind> {
    let input = |why: &str| CallErrorKind::Input {
        field: super::manifest::CERTIFICATE.into(),
        why: why.to_owned(),
    };
    let now =
        jiff::Timestamp::from_millisecond(now_ms).map_err(|_| input("this machine's clock is wrong"))?;
    let statement = certificate.statement(client, audience, now).map_err(input)?;
    let mut form = form.to_vec();
    form.push(("client_assertion_type", Secret::new(STATEMENT.to_owned())));
    form.push(("client_assertion", statement));
    Ok(Payload::Form(form))
}

impl Authenticator for SignIn {
    fn headers<'a>(&'a self, wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>> {
        self.bearer.headers(wire)
    }

    fn refused(&self) -> bool {
        self.bearer.refused()
    }

    fn answered(&self, reply: &Reply) {
        let share = reply
            .headers
            .first(SHARE)
            .and_then(|text| text.trim().parse::<f64>().ok());
        if let Some(share) = share.filter(|share| share.is_finite() && (0.0..100.0).contains(share)) {
            self.shelf.keep(USED, format!("{:.0}", share * 100.0), BELIEVED);
        }
    }

    fn scrub(&self, text: String) -> String {
        self.bearer.scrub(text)
    }

    fn realm(&self, name: &str) -> Result<Option<Realm>, CallError> {
        let found = match name.parse::<Place>() {
            Ok(place) => Self::at(&self.keys, &place)?,
            Err(()) if name == PARTNER_CENTER => Self::at_partner_center(&self.keys)?,
            Err(()) => None,
        };
        Ok(found.map(|there| Realm {
            shelf: there.shelf.clone(),
            authenticator: Arc::new(there),
        }))
    }
}
