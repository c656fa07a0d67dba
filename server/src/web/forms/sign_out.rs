//! Signing out: the session ends in the database, and the cookie goes.

use super::go_on_with;
use crate::web::{cookies, problem::Refused, session::Caller, state::Web};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

/// Signs out; whoever is not signed in is already out.
pub async fn post(State(web): State<Web>, caller: Caller) -> Response {
    if let Some(who) = &caller.who
        && let Err(problem) = web.services.accounts.sign_out(who).await
    {
        return Refused::from(problem).into_response();
    }
    go_on_with(cookies::end_session(&web.config), "/sign-in")
}
