//! The identity platform: `login.microsoftonline.com`.
//!
//! ```text
//! token.rs      POST …/token: which grant             client.rs     who the application is: secret or certificate
//! assertion.rs  a JWT signed with the certificate     grants.rs     the four grants
//! issue.rs      what a token holds                    scope.rs      one resource for each request
//! authorize.rs  the sign-in page and the code         admin.rs      the admin consent page
//! consent.rs    what consenting does                  pages.rs      HTML
//! jwt.rs        signing                               discovery.rs  configuration and keys
//! says.rs       AADSTS
//! ```

mod admin;
mod assertion;
mod authorize;
mod client;
mod consent;
mod discovery;
mod grants;
mod issue;
mod jwt;
mod pages;
mod says;
mod scope;
mod token;

use hyper::Method;

pub(crate) use assertion::certificate_credential;
pub(crate) use consent::{grant_scopes, principal_for};

use super::behaviour::Behaviour;
use super::says::Stamp;
use super::world::World;
use crate::exchange::{Answer, Received};

/// One request, and all there is.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub behaviour: &'a Behaviour,
    pub request: &'a Received,
    /// A tenant's id or domain, or `organizations`.
    pub authority: String,
}

impl Call<'_> {
    fn stamp(&self) -> Stamp {
        Stamp {
            turn: self.world.turn,
            now: self.world.now,
        }
    }
}

/// Answers a request.
pub(crate) fn answer(world: &mut World, behaviour: &Behaviour, request: &Received) -> Answer {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let [authority, rest @ ..] = path.as_slice() else {
        return Answer::html(200, "<!DOCTYPE html><title>Sign in to your account</title>");
    };
    let mut call = Call {
        world,
        behaviour,
        request,
        authority: (*authority).to_owned(),
    };
    match (&request.method, rest) {
        (&Method::POST, ["oauth2", "v2.0", "token"]) => token::answer(&mut call),
        (&Method::GET | &Method::POST, ["oauth2", "v2.0", "authorize"]) => authorize::answer(&mut call),
        (&Method::GET | &Method::POST, ["adminconsent"]) => admin::answer(&mut call, false),
        (&Method::GET | &Method::POST, ["v2.0", "adminconsent"]) => admin::answer(&mut call, true),
        (
            &Method::GET,
            ["v2.0", ".well-known", "openid-configuration"] | [".well-known", "openid-configuration"],
        ) => discovery::configuration(&call),
        (&Method::GET, ["discovery", "v2.0", "keys"]) => discovery::keys(&call),
        (_, ["oauth2", "v2.0", "token" | "authorize"] | ["adminconsent"]) => Answer::empty(405),
        _ => pages::not_found(),
    }
}
