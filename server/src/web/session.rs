//! Who asks: a person by the session's cookie, a program by its bearer token. What they may do is for the ports.

use super::{cookies, peer, problem::Refused, state::Web};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{
    account::{Authenticated, Origin},
    actor::Actor,
    problem::Problem,
};

/// The caller, known or not, and where they come from.
#[derive(Clone)]
pub struct Caller {
    /// Who it is.
    pub who: Option<Authenticated>,
    /// Address and user agent.
    pub origin: Origin,
}

/// Finds out who is behind a page, a form or a server function.
pub async fn of_a_person(State(web): State<Web>, request: Request, next: Next) -> Response {
    let who = by_cookie(&web, request.headers()).await;
    go_on(&web, who, request, next).await
}

/// Finds out who is behind a call of the API. A request that brings a token is judged by the token alone.
pub async fn of_a_program(State(web): State<Web>, request: Request, next: Next) -> Response {
    let who = again(&web, request.headers()).await;
    go_on(&web, who, request, next).await
}

/// The caller of these headers, asked once more: a stream lives longer than the question at its beginning.
pub async fn again(web: &Web, headers: &HeaderMap) -> Result<Option<Authenticated>, Problem> {
    if headers.contains_key(header::AUTHORIZATION) {
        by_token(web, headers).await
    } else {
        by_cookie(web, headers).await
    }
}

/// The program behind a bearer token.
pub async fn by_token(web: &Web, headers: &HeaderMap) -> Result<Option<Authenticated>, Problem> {
    match bearer(headers) {
        Some(token) => web.services.accounts.token(token).await,
        None => Ok(None),
    }
}

async fn by_cookie(web: &Web, headers: &HeaderMap) -> Result<Option<Authenticated>, Problem> {
    match cookies::read(headers, cookies::session_name(&web.config)) {
        Some(secret) => web.services.accounts.session(secret).await,
        None => Ok(None),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

async fn go_on(
    web: &Web,
    who: Result<Option<Authenticated>, Problem>,
    mut request: Request,
    next: Next,
) -> Response {
    let who = match who {
        Ok(who) => who,
        Err(problem) => return Refused::from(problem).into_response(),
    };
    let origin = peer::origin(
        request.extensions(),
        request.headers(),
        &web.config.trusted_proxies,
    );
    request.extensions_mut().insert(Caller { who, origin });
    next.run(request).await
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| Problem::unauthenticated().into())
    }
}

/// A caller that has proved who it is; anybody else is answered 401.
pub struct Signed(pub Authenticated);

impl Signed {
    /// Who asks, for a port.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller
            .who
            .map(Self)
            .ok_or_else(|| Problem::unauthenticated().into())
    }
}
