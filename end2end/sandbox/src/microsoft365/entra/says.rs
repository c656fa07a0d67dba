//! AADSTS: the error body of the token endpoint, and what goes back to an application's address.
//!
//! The texts of 7000215, 7000222, 700016, 65001, 90099, 90002, 50076, 50173, 70043, 700082, 50020 and 53003 are those of the
//! fact sheet; the others are ours.

use serde_json::json;

use super::Call;
use crate::exchange::Answer;
use crate::microsoft365::accounts::uuid;
use crate::microsoft365::world::instant;

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub code: u32,
    pub text: String,
}

impl Refusal {
    pub fn new(code: u32, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }

    /// The request cannot be read.
    pub fn malformed() -> Self {
        Self::new(9_002_313, "Invalid request. Request is malformed or invalid.")
    }

    /// The application is not in this directory.
    pub fn no_application(app_id: &str, directory: &str) -> Self {
        let text = format!(
            "Application with identifier '{app_id}' was not found in the directory '{directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
        );
        Self::new(700_016, text)
    }

    /// There is no such tenant.
    pub fn no_tenant(tenant: &str) -> Self {
        let text = format!(
            "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."
        );
        Self::new(90_002, text)
    }

    /// Nobody has consented.
    pub fn no_consent(app_id: &str, name: &str) -> Self {
        let text = format!(
            "The user or administrator has not consented to use the application with ID '{app_id}' named '{name}'. Send an interactive authorization request for this user and resource."
        );
        Self::new(65_001, text)
    }

    /// A partner's user comes, and nobody has let the application in.
    pub fn not_authorized_for_partners(app_id: &str, name: &str, tenant: &str) -> Self {
        let text = format!(
            "The application '{app_id}' ({name}) has not been authorized in the tenant '{tenant}'. Applications must be authorized to access the external tenant before partner delegated administrators can use them."
        );
        Self::new(90_099, text)
    }

    /// One that a test has switched on.
    pub fn switched_on(code: u32, app_id: &str, tenant: &str) -> Self {
        let text = match code {
            7_000_222 => format!("The provided client secret keys for app '{app_id}' are expired."),
            7_000_215 => format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app_id}'."
            ),
            700_016 => return Self::no_application(app_id, tenant),
            90_002 => return Self::no_tenant(tenant),
            65_001 => return Self::no_consent(app_id, "the application"),
            90_099 => return Self::not_authorized_for_partners(app_id, "the application", tenant),
            50_076 => "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.".to_owned(),
            50_173 => "The provided grant has expired due to it being revoked, a fresh auth token is needed.".to_owned(),
            70_043 => "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-11-01T00:00:00.0000000Z and the maximum allowed lifetime for this request is 86400.".to_owned(),
            700_082 => "The refresh token has expired due to inactivity. The token was issued on 2026-08-01T00:00:00.0000000Z and was inactive for 90.00:00:00.".to_owned(),
            53_003 => "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.".to_owned(),
            _ => "The sandbox was told to refuse this request.".to_owned(),
        };
        Self::new(code, text)
    }

    /// The word that programs are to read.
    fn word(&self) -> &'static str {
        match self.code {
            7_000_215 | 7_000_218 | 7_000_222 | 700_027 => "invalid_client",
            700_016 | 70_001 | 7_000_112 => "unauthorized_client",
            50_076 | 50_078 | 50_079 => "interaction_required",
            70_011 => "invalid_scope",
            650_057 | 500_011 => "invalid_resource",
            90_002 | 900_023 | 9_002_313 => "invalid_request",
            70_003 => "unsupported_grant_type",
            65_004 => "access_denied",
            _ => "invalid_grant",
        }
    }

    /// `AADSTS…: text Trace ID: … Correlation ID: … Timestamp: …`.
    pub fn description(&self, call: &Call<'_>) -> String {
        let (trace, correlation, time) = trace(call);
        format!(
            "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}",
            self.code, self.text
        )
    }

    /// The body of the token endpoint.
    pub fn answer(&self, call: &Call<'_>) -> Answer {
        let (trace, correlation, time) = trace(call);
        let mut body = json!({
            "error": self.word(), "error_description": self.description(call), "error_codes": [self.code],
            "timestamp": time, "trace_id": trace, "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        let more = match self.code {
            65_001 => Some(("suberror", "consent_required")),
            50_076 | 50_078 | 50_079 => Some(("suberror", "basic_action")),
            50_173 => Some(("suberror", "bad_token")),
            70_043 => Some(("suberror", "token_expired")),
            53_003 => Some((
                "claims",
                r#"{"access_token":{"capolids":{"essential":true,"values":["sandbox"]}}}"#,
            )),
            _ => None,
        };
        if let Some((name, value)) = more {
            body[name] = value.into();
        }
        let status = if self.word() == "invalid_client" { 401 } else { 400 };
        Answer::json(status, &body)
    }
}

fn trace(call: &Call<'_>) -> (String, String, String) {
    let stamp = call.stamp();
    let time = instant(stamp.now).replace('T', " ");
    (
        uuid(0xbbbb_0000, stamp.turn),
        stamp.client_request_id(call.request),
        time,
    )
}
