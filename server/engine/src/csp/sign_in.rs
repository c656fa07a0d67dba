//! A person's sign-in: bound to the session that began it, to the tenant, and to one use.
//!
//! The state is random and its digest alone is kept; the code's verifier is sealed; the code is exchanged here, on the server,
//! and the tokens go from the answer into the vault. Nothing of it stands in an address of ours or in a log.

use super::{
    Csp,
    document::Person,
    failure::{self, found},
    places::{Ground, Who, refuse},
    secrets::{BOOTSTRAP_TOKEN, REFRESH_TOKEN, VERIFIER},
    shown::shown,
};
use crate::{
    clock::rfc3339,
    connector::{AuthorizeAsk, Opened, Redeem, SignedIn},
    store::{AuditRecord, CspSignInRow},
    vault::Secret,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::{
    actor::Actor,
    csp::{CspPath, CspSetup, Evidence, Returned, SignInAddress, SignInPurpose, StepFailure, StepState},
    ids::{CspSetupId, SessionId},
    problem::Problem,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A person signed in.
const ENDED: &str = "csp.sign_in_ended";
/// They did not.
const REFUSED: &str = "csp.sign_in_refused";

/// How long a person has for signing in, in milliseconds.
const PATIENCE_MS: i64 = 15 * 60 * 1_000;

impl Csp {
    /// The address at which a person signs in.
    pub async fn begin_sign_in(
        &self,
        id: &CspSetupId,
        session: &SessionId,
        purpose: SignInPurpose,
    ) -> Result<SignInAddress, Problem> {
        let ground = self.ground(self.row(id).await?)?;
        if ground.document.removed {
            return Err(Problem::new(409, "disconnected", "This tenant was disconnected."));
        }
        let client = self.client_of(&ground, purpose)?;
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let digest = digest(&state);
        let row = CspSignInRow {
            state_sha256: digest.clone(),
            setup: id.clone(),
            session: session.clone(),
            purpose,
            nonce: nonce.clone(),
            expires_at: self.now() + PATIENCE_MS,
        };
        let field = format!("{VERIFIER}{digest}");
        self.seal(id, &ground.vendor(), &field, &Secret::new(verifier.clone()))
            .await?;
        self.store().insert_csp_sign_in(self.now(), &row).await?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let url = ground.partner.authorize(&AuthorizeAsk {
            tenant: &ground.row.tenant_id,
            client_id: &client,
            redirect_uri: &self.redirect_uri(),
            state: &state,
            nonce: &nonce,
            challenge: &challenge,
            consent: purpose != SignInPurpose::ServiceAccount,
        });
        let url = url.map_err(|_| Problem::new(422, "invalid_input", "The tenant makes no address."))?;
        Ok(SignInAddress {
            url: url.into(),
            expires_at: rfc3339(row.expires_at),
        })
    }

    fn client_of(&self, ground: &Ground<'_>, purpose: SignInPurpose) -> Result<String, Problem> {
        match purpose {
            SignInPurpose::ServiceAccount => match &ground.document.app {
                Some(app) => Ok(app.app_id.clone()),
                None => Err(Problem::new(
                    409,
                    "no_application",
                    "There is no application to sign in to yet.",
                )
                .with_detail("Let the steps before run first.")),
            },
            SignInPurpose::Bootstrap | SignInPurpose::Removal => match &self.0.settings.bootstrap {
                Some(bootstrap) => Ok(bootstrap.client_id.clone()),
                None => Err(no_bootstrap()),
            },
        }
    }

    /// Takes what the browser brought back.
    pub async fn end_sign_in(
        &self,
        who: &Actor,
        session: &SessionId,
        returned: Returned,
    ) -> Result<CspSetup, Problem> {
        let now = self.now();
        let digest = digest(&returned.state);
        let row = self.store().take_csp_sign_in(now, &digest, session).await?;
        let row = row.ok_or_else(unknown)?;
        let mut ground = self.ground(self.row(&row.setup).await?)?;
        let field = format!("{VERIFIER}{digest}");
        let verifier = self.unseal(&row.setup, &ground.vendor(), &field).await;
        self.store().drop_csp_secret(&row.setup, &field).await?;
        let verifier = verifier
            .map_err(|error| ground.problem(&error))?
            .ok_or_else(unknown)?;
        let ended = match (returned.code, returned.error) {
            (Some(code), None) => self.exchange(&ground, &row, Secret::new(code), &verifier).await?,
            (_, error) => {
                let description = returned.error_description.unwrap_or_default();
                let error = error.unwrap_or_else(|| "no_code".to_owned());
                let mut failure = failure::of_words(ground.partner.explain_words(&error, &description), now);
                failure.vendor_message = Some(format!("{error}: {}", capped(&description)));
                Err(failure)
            }
        };
        let (action, detail) = told(row.purpose, &ended);
        let kept = self.keep_sign_in(&mut ground, &row, ended).await;
        // A refusal that changes no setup was one all the same; what could not be kept did not happen.
        if kept.is_ok() || action == REFUSED {
            let audit = AuditRecord {
                who,
                action,
                target: row.setup.to_string(),
                detail,
            };
            self.store().record_alone(now, audit).await?;
        }
        kept
    }

    async fn exchange(
        &self,
        ground: &Ground<'_>,
        row: &CspSignInRow,
        code: Secret,
        verifier: &Secret,
    ) -> Result<Result<SignedIn, StepFailure>, Problem> {
        let account = self.signs_in_to(ground, row.purpose).await?;
        let redirect_uri = self.redirect_uri();
        let redeem = Redeem {
            code: &code,
            verifier,
            redirect_uri: &redirect_uri,
            nonce: &row.nonce,
        };
        let answer = ground.partner.redeem(&account, ground.fresh_desk(), redeem).await;
        Ok(match answer {
            Err(error) => Err(failure::of_call(ground.partner, &error, self.now())),
            Ok(person) if person.second_factor == Some(false) => Err(found(
                "second_factor_missing",
                format!(
                    "{} signed in without a second factor, and Partner Center wants one.",
                    person.user_name
                ),
                "Set multifactor authentication up for this account, then sign in again.",
                false,
                self.now(),
            )),
            Ok(person) => Ok(person),
        })
    }

    /// The application that is signed in to, with its own proof.
    async fn signs_in_to(&self, ground: &Ground<'_>, purpose: SignInPurpose) -> Result<Opened, Problem> {
        if purpose == SignInPurpose::ServiceAccount {
            return ground.account(Who::App).await.map_err(refuse);
        }
        let bootstrap = self.0.settings.bootstrap.as_ref().ok_or_else(no_bootstrap)?;
        let secret = bootstrap.client_secret.clone();
        Ok(ground
            .partner
            .account(&ground.row.tenant_id, &bootstrap.client_id, secret, None))
    }

    async fn keep_sign_in(
        &self,
        ground: &mut Ground<'_>,
        row: &CspSignInRow,
        ended: Result<SignedIn, StepFailure>,
    ) -> Result<CspSetup, Problem> {
        let now = self.now();
        let key = match row.purpose {
            SignInPurpose::ServiceAccount => "service_account",
            SignInPurpose::Bootstrap | SignInPurpose::Removal => "sign_in",
        };
        let is_removal = row.purpose == SignInPurpose::Removal;
        let document = &mut ground.document;
        let mut wanted = false;
        match ended {
            Err(failure) if is_removal => return Err(failure::of_failure(&failure)),
            Err(failure) => {
                if let Some(step) = document.step_mut(key) {
                    step.state = StepState::Failed;
                    step.failure = Some(failure);
                    step.finished_at = Some(now);
                }
            }
            Ok(signed_in) => {
                let field = if key == "service_account" {
                    REFRESH_TOKEN
                } else {
                    BOOTSTRAP_TOKEN
                };
                let vendor = ground.connector.manifest().vendor.clone();
                self.seal(&row.setup, &vendor, field, &signed_in.refresh_token)
                    .await?;
                let person = Person {
                    id: signed_in.user_id,
                    name: signed_in.user_name,
                    at: now,
                    second_factor: signed_in.second_factor,
                };
                if let Some(step) = document.step_mut(key).filter(|_| !is_removal) {
                    step.failure = None;
                    step.started_at.get_or_insert(now);
                    step.evidence = vec![Evidence {
                        what: format!("{} signed in", person.name),
                        object_id: person.id.clone(),
                        at: rfc3339(now),
                        made: false,
                    }];
                    step.state = StepState::Pending;
                }
                if key == "service_account" {
                    document.person = Some(person);
                    // The account that came of it signs in with this person from now on.
                    document.again("integration");
                } else {
                    document.admin = Some(person);
                    // Whatever it repairs, it has to leave the tenant again.
                    if !is_removal {
                        document.again("cleanup");
                    }
                }
                wanted = !is_removal && ground.row.path == CspPath::Automated;
            }
        }
        let text = serde_json::to_string(&ground.document).unwrap_or_default();
        let version = self
            .store()
            .save_csp_setup(now, &ground.row.id, ground.row.version, &text, wanted)
            .await?;
        (ground.row.version, ground.row.wanted) = (version, wanted);
        self.0.live.csp_setup(&ground.row.id);
        Ok(shown(&ground.row, &ground.document))
    }
}

/// What the trail says of a sign-in that came back.
fn told(purpose: SignInPurpose, ended: &Result<SignedIn, StepFailure>) -> (&'static str, Value) {
    let purpose = purpose.as_str();
    match ended {
        Ok(person) => (
            ENDED,
            json!({
                "purpose": purpose, "account": person.user_name, "account_id": person.user_id,
                "second_factor": person.second_factor,
            }),
        ),
        Err(failure) => (
            REFUSED,
            json!({
                "purpose": purpose, "code": failure.code, "vendor_status": failure.vendor_status,
                "vendor_request_id": failure.vendor_request_id,
            }),
        ),
    }
}

fn no_bootstrap() -> Problem {
    Problem::new(409, "no_bootstrap", "This deployment has no set-up application.").with_detail(
        "Set OPSAI_CSP_BOOTSTRAP_CLIENT_ID and OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET, or take the manual path.",
    )
}

/// The same answer whatever was wrong: a state that is not ours, another session's, used before, or out of time.
fn unknown() -> Problem {
    Problem::new(400, "sign_in_unknown", "This sign-in is not known.").with_detail(
        "It was begun in another browser or session, was used already, or took too long. Begin it again from the wizard.",
    )
}

fn digest(state: &str) -> String {
    let bytes = Sha256::digest(state.as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 32 random bytes as text that fits an address.
fn random() -> Result<String, Problem> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Problem::new(500, "no_randomness", "This machine gives no random numbers."))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

fn capped(text: &str) -> String {
    text.chars().take(4_000).collect()
}
