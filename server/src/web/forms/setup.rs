//! Making the first administrator with the one-time link.

use super::{go_on_with, refused};
use crate::web::{cookies, fields::Fields, gate::HOME, session::Caller, state::Web};
use axum::{extract::State, http::request::Parts, response::Response};
use contract::{account::FirstAdmin, field::FieldError, manifest::Values, problem::Problem};

/// Makes the administrator and signs them in.
pub async fn post(State(web): State<Web>, caller: Caller, parts: Parts, mut fields: Fields) -> Response {
    let admin = FirstAdmin {
        link: fields.take("link"),
        email: fields.take("email"),
        name: fields.take("name"),
        password: fields.take("password"),
    };
    // The page needs the link again for its next try; it is already in the address it was opened with.
    let values = Values::from([
        ("link".to_owned(), admin.link.clone()),
        ("email".to_owned(), admin.email.clone()),
        ("name".to_owned(), admin.name.clone()),
    ]);
    if fields
        .0
        .remove("repeat")
        .is_some_and(|repeat| repeat != admin.password)
    {
        let error = FieldError::new(
            "repeat",
            "not_the_same",
            "The two passwords differ: type them again.",
        );
        return refused(&web, parts, "setup", values, Problem::invalid(vec![error])).await;
    }
    match web.services.accounts.first_admin(admin, caller.origin).await {
        Ok(session) => go_on_with(cookies::begin_session(&web.config, &session.secret), HOME),
        Err(problem) => refused(&web, parts, "setup", values, problem).await,
    }
}
