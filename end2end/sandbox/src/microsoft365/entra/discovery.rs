//! Where everything is, and the keys that tokens are signed with.

use serde_json::json;

use super::{Call, jwt, pages};
use crate::exchange::Answer;
use crate::microsoft365::accounts::LOGIN_ORIGIN;

/// The `OpenID` configuration of a tenant.
pub(crate) fn configuration(call: &Call<'_>) -> Answer {
    let tenant = &call.authority;
    let id = match call.world.place(tenant).and_then(|at| call.world.tenants.get(at)) {
        Some(found) => found.id.clone(),
        None if matches!(tenant.as_str(), "organizations" | "common") => "{tenantid}".to_owned(),
        None => return pages::not_found(),
    };
    Answer::json(
        200,
        &json!({
            "issuer": format!("{LOGIN_ORIGIN}/{id}/v2.0"),
            "authorization_endpoint": format!("{LOGIN_ORIGIN}/{tenant}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{LOGIN_ORIGIN}/{tenant}/oauth2/v2.0/token"),
            "jwks_uri": format!("{LOGIN_ORIGIN}/{tenant}/discovery/v2.0/keys"),
            "response_types_supported": ["code"], "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
        }),
    )
}

/// The key set.
pub(crate) fn keys(call: &Call<'_>) -> Answer {
    Answer::json(200, &jwt::key_set(call.behaviour))
}
