//! Fake people: `s-admin` is an administrator's cookie, `opsai_admin` a token of that role.

use super::{Fake, needs, person, samples};
use contract::{
    account::{
        Authenticated, FirstAdmin, IssuedToken, MIN_PASSWORD, NewSession, NewToken, NewUser, Origin, Session,
        SignIn, Token, User,
    },
    actor::{Actor, ActorKind, Role},
    field::FieldError,
    ids::{SessionId, TokenId, UserId},
    ports::{Accounts, Answer},
    problem::Problem,
};
use std::sync::atomic::Ordering;

pub const PASSWORD: &str = "correct horse battery";

fn answer<'a, T: Send + 'a>(result: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { result })
}

fn new_session() -> NewSession {
    NewSession {
        secret: "fresh-secret".into(),
        actor: person(Role::Admin).actor,
    }
}

impl Accounts for Fake {
    fn needs_setup(&self) -> Answer<'_, bool> {
        answer(Ok(self.needs_setup.load(Ordering::SeqCst)))
    }

    fn first_admin(&self, admin: FirstAdmin, _: Origin) -> Answer<'_, NewSession> {
        self.note(format!("first_admin {} {}", admin.email, admin.name));
        if admin.link != "good-link" {
            return answer(Err(Problem::new(
                403,
                "link_not_valid",
                "This link is no longer valid.",
            )));
        }
        if admin.password.len() < MIN_PASSWORD {
            let error = FieldError::new("password", "too_short", "Use at least 12 characters.");
            return answer(Err(Problem::invalid(vec![error])));
        }
        answer(Ok(new_session()))
    }

    fn sign_in(&self, typed: SignIn, origin: Origin) -> Answer<'_, NewSession> {
        self.note(format!(
            "sign_in {} from {} with {}",
            typed.email, origin.address, origin.agent
        ));
        if typed.email == "throttled@example.com" {
            let mut problem = Problem::new(429, "too_many_attempts", "Too many attempts.");
            problem.retry_after = Some(30);
            return answer(Err(problem));
        }
        if typed.password == PASSWORD {
            answer(Ok(new_session()))
        } else {
            answer(Err(Problem::new(
                401,
                "sign_in_failed",
                "E-mail or password is wrong.",
            )))
        }
    }

    fn session<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>> {
        if secret == "s-broken" {
            return answer(Err(Problem::new(
                503,
                "database_unavailable",
                "The database does not answer.",
            )));
        }
        if self.revoked.load(std::sync::atomic::Ordering::SeqCst) {
            return answer(Ok(None));
        }
        answer(Ok(secret.strip_prefix("s-").and_then(Role::parse).map(person)))
    }

    fn token<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>> {
        let role = secret.strip_prefix("opsai_").and_then(Role::parse);
        answer(Ok(role.map(|role| {
            let actor = Actor {
                kind: ActorKind::Token,
                ..person(role).actor
            };
            Authenticated { actor, session: None }
        })))
    }

    fn sign_out<'a>(&'a self, who: &'a Authenticated) -> Answer<'a, ()> {
        self.note(format!(
            "sign_out {}",
            who.session.as_ref().map_or("none", SessionId::as_str)
        ));
        answer(Ok(()))
    }

    fn sessions<'a>(&'a self, _: &'a Authenticated) -> Answer<'a, Vec<Session>> {
        answer(Ok(Vec::new()))
    }

    fn revoke_session<'a>(&'a self, _: &'a Authenticated, _: &'a SessionId) -> Answer<'a, ()> {
        answer(Ok(()))
    }

    fn change_password<'a>(&'a self, _: &'a Authenticated, _: String, _: String) -> Answer<'a, ()> {
        answer(Ok(()))
    }

    fn users<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<User>> {
        answer(Ok(Vec::new()))
    }

    fn create_user<'a>(&'a self, _: &'a Actor, _: NewUser) -> Answer<'a, User> {
        answer(Err(Problem::not_found("user")))
    }

    fn change_user<'a>(
        &'a self,
        _: &'a Actor,
        _: &'a UserId,
        _: Option<Role>,
        _: Option<bool>,
    ) -> Answer<'a, User> {
        answer(Err(Problem::not_found("user")))
    }

    fn tokens<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Token>> {
        answer(needs(who, Role::Admin, "see tokens").map(|()| vec![samples::token()]))
    }

    fn create_token<'a>(&'a self, who: &'a Actor, token: NewToken) -> Answer<'a, IssuedToken> {
        self.note(format!(
            "create_token {} {} {:?}",
            token.name,
            token.role.as_str(),
            token.days
        ));
        let issued = IssuedToken {
            token: samples::token(),
            secret: "opsai_once".into(),
        };
        answer(needs(who, Role::Admin, "make a token").map(|()| issued))
    }

    fn revoke_token<'a>(&'a self, who: &'a Actor, id: &'a TokenId) -> Answer<'a, ()> {
        self.note(format!("revoke_token {id}"));
        answer(needs(who, Role::Admin, "revoke a token"))
    }
}
