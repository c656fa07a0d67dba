//! Signing in. The answer to a wrong password and to an unknown person is the same, and comes from the port.

use super::{go_on_with, refused};
use crate::web::{
    cookies,
    fields::Fields,
    gate::{HOME, next_path, same_site_path},
    session::Caller,
    state::Web,
};
use axum::{extract::State, http::request::Parts, response::Response};
use contract::{account::SignIn, manifest::Values};

/// Signs in: a new secret into the cookie, and the session that the browser had before ends.
pub async fn post(State(web): State<Web>, caller: Caller, parts: Parts, mut fields: Fields) -> Response {
    let (email, password, next) = (fields.take("email"), fields.take("password"), fields.take("next"));
    let typed = SignIn {
        email: email.clone(),
        password,
    };
    match web.services.accounts.sign_in(typed, caller.origin).await {
        Ok(session) => {
            if let Some(before) = &caller.who
                && let Err(problem) = web.services.accounts.sign_out(before).await
            {
                tracing::warn!(problem.code = %problem.code, "the session before could not be ended");
            }
            let to = same_site_path(&next)
                .map(ToOwned::to_owned)
                .or_else(|| next_path(parts.uri.query()))
                .unwrap_or_else(|| HOME.to_owned());
            go_on_with(cookies::begin_session(&web.config, &session.secret), &to)
        }
        Err(problem) => {
            let values = Values::from([("email".to_owned(), email), ("next".to_owned(), next)]);
            refused(&web, parts, "sign-in", values, problem).await
        }
    }
}
