//! Logins of the private API: cookies, cross-site tokens, and the lock after too many wrong passwords.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::credentials::{self, Right, SSO_USER};
use super::says;
use crate::exchange::{Answer, Received};
use crate::rolling::lock;

/// The sessions of one controller.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    open: BTreeMap<String, (Right, String)>,
    made: u32,
    refused: u32,
    logins: u32,
}

/// Which controller somebody signs in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Console,
    Classic,
}

impl Kind {
    const fn cookie(self) -> &'static str {
        match self {
            Self::Console => "TOKEN",
            Self::Classic => "unifises",
        }
    }
}

impl Sessions {
    /// How many logins were tried.
    pub fn logins(&self) -> u32 {
        lock(&self.0).logins
    }

    /// Ends every session, as a restart does.
    pub fn end(&self) {
        lock(&self.0).open.clear();
    }

    pub fn reset(&self) {
        *lock(&self.0) = State::default();
    }

    /// `POST /api/auth/login` or `/api/login`.
    pub fn login(&self, kind: Kind, behaviour: &Behaviour, request: &Received) -> Answer {
        let mut state = lock(&self.0);
        state.logins += 1;
        if behaviour.starting {
            return says::page(200);
        }
        if state.refused >= behaviour.login_limit {
            let body = json!({
                "code": "AUTHENTICATION_FAILED_LIMIT_REACHED",
                "message": "You've reached the login attempt limit", "level": "debug",
            });
            return Answer::json(behaviour.login_limit_status, &body);
        }
        let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
            return says::error(400, "InvalidPayload");
        };
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let (username, password) = (text("username"), text("password"));
        if (username, password) == (SSO_USER.username, SSO_USER.password) {
            return match kind {
                Kind::Console => Answer::json(499, &json!({"code": "MFA_AUTH_REQUIRED", "level": "debug"})),
                Kind::Classic => says::error(400, "Ubic2faTokenRequired"),
            };
        }
        let Some(right) = credentials::of_user(username, password) else {
            state.refused += 1;
            return match kind {
                Kind::Console => {
                    let body =
                        json!({"code": "AUTHENTICATION_FAILED", "message": "Invalid username or password"});
                    Answer::json(401, &body)
                }
                Kind::Classic => says::error(400, "Invalid"),
            };
        };
        state.refused = 0;
        state.made += 1;
        let (session, csrf) = (
            format!("sandbox-session-{}", state.made),
            format!("sandbox-csrf-{}-0", state.made),
        );
        state.open.insert(session.clone(), (right, csrf.clone()));
        let answer = match kind {
            Kind::Console => Answer::json(200, &json!({"unique_id": "synthetic", "username": username})),
            Kind::Classic => says::rows(&[]),
        };
        let cookie = format!(
            "{}={session}; path=/; samesite=strict; secure; httponly",
            kind.cookie()
        );
        answer.with("set-cookie", &cookie).with("x-csrf-token", &csrf)
    }

    /// Who sends this request, by its cookie and, where it changes something, by its cross-site token.
    pub fn who(&self, kind: Kind, request: &Received) -> Option<Right> {
        let state = lock(&self.0);
        let (right, csrf) = state.open.get(session(kind, request)?)?;
        let proves = !request.is_write() || request.header("x-csrf-token") == Some(csrf);
        proves.then_some(*right)
    }

    /// Puts a new cross-site token on the answer to a change.
    pub fn renew(&self, kind: Kind, request: &Received, answer: Answer) -> Answer {
        let mut state = lock(&self.0);
        let Some((_, csrf)) = session(kind, request).and_then(|session| state.open.get_mut(session)) else {
            return answer;
        };
        let (head, count) = csrf.rsplit_once('-').unwrap_or((csrf, "0"));
        let next = format!("{head}-{}", count.parse::<u32>().unwrap_or_default() + 1);
        csrf.clone_from(&next);
        answer.with("x-csrf-token", &next)
    }
}

fn session(kind: Kind, request: &Received) -> Option<&str> {
    let cookies = request.header("cookie")?.split(';').map(str::trim);
    let mut named = cookies.filter_map(|cookie| cookie.split_once('='));
    named
        .find(|(name, _)| *name == kind.cookie())
        .map(|(_, value)| value)
}
