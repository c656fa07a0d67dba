//! Test connection: host, TLS, sign-in, one row of each kind that is read, and what quarantine needs.
//!
//! Nothing here acts. Whether the token may *run* a response shows only when one is run, and the report says so.

use super::{
    credentials,
    filter::Conditions,
    manifest::{API_TOKEN, TOKEN_LENGTH, TOKENS_PAGE},
    model::{Agent, Alert, Named, Row, Task},
    operations::{ISOLATE, RESTORE, named},
    pages::{self, Window},
    paths::Model,
    probe,
};
use crate::{
    connector::{CallError, CallErrorKind, Checks, Client, Desk, Opened},
    policy::Read,
};
use contract::test_report::Advice;

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let session = match credentials::open(opened, desk.clone()) {
        Ok(session) => session,
        Err(error) => {
            checks.run("Host", async { Err::<((), String), _>(error) }).await;
            let text = "Copy the address of your Datto EDR console from the browser into the field Instance.";
            checks.advise(Advice::new("check_instance", text));
            return;
        }
    };
    if !desk.reach(session.base(), checks).await {
        return;
    }
    tell_of_token(opened, checks);
    let client = session.reader();
    if !sign_in(&client, checks).await {
        return;
    }
    let mut rights = Rights {
        client: &client,
        checks,
        missing: Vec::new(),
    };
    let went_on = rights
        .read::<Agent>("Read agents", "agents", Model::AgentDetails)
        .await
        && rights.read::<Alert>("Read alerts", "alerts", Model::Alerts).await
        && rights.read::<Task>("Read tasks", "tasks", Model::UserTasks).await
        && rights
            .read::<Named>("Read target groups", "target groups", Model::Targets)
            .await
        && rights.extensions().await;
    if went_on && !rights.missing.is_empty() {
        let text = format!(
            "The token is good, but its user may not read {}. Give the user a role that may: reading needs the rows to be \
             visible to it, and quarantine needs at least an analyst.",
            rights.missing.join(" and ")
        );
        checks.advise(Advice::new("grant_permission", text));
    }
}

/// What is odd about the token before it is sent.
fn tell_of_token(opened: &Opened, checks: &mut Checks) {
    if credentials::has_bearer(opened) {
        checks.note(
            "The word Bearer was pasted with the token. It is left out when the token is sent, for Datto EDR answers it \
             with an error of its own.",
        );
    }
    let length = credentials::token(opened).expose().chars().count();
    if length != TOKEN_LENGTH && !opened.secret(API_TOKEN).expose().is_empty() {
        checks.note(format!(
            "The token has {length} characters; tokens of Datto EDR have {TOKEN_LENGTH}. Check what was pasted."
        ));
    }
}

/// Asks whose token it is; false when there is no point in going on.
async fn sign_in(client: &Client<Read>, checks: &mut Checks) -> bool {
    let asked = async {
        let user = probe::user(client).await?;
        Ok(((), format!("{}.", probe::signed_in(&user))))
    };
    if checks.run("Sign-in", asked).await.is_some() {
        return true;
    }
    let status = checks
        .failure()
        .and_then(|error| Some(error.said.as_ref()?.status));
    let kind = checks.failure().map(|error| error.kind.clone());
    match (kind, status) {
        (Some(CallErrorKind::Credentials), _) => {
            let text = format!(
                "Copy the API token again, or make a new one in {TOKENS_PAGE}. A token is valid for one year."
            );
            checks.advise(Advice::new("check_api_token", text));
        }
        // Seen live: a token in a form that Datto EDR cannot read is a 500 and no 401.
        (_, Some(500)) => {
            let text = format!(
                "Datto EDR answers 500 when it fails, and also when it cannot read the token. Check the token first: \
                 {TOKEN_LENGTH} characters, pasted alone, from {TOKENS_PAGE}. If it is right, test again later."
            );
            checks.advise(Advice::new("check_token_format", text));
        }
        _ => {}
    }
    false
}

/// The rights that the operations need, checked one after the other.
struct Rights<'a> {
    client: &'a Client<Read>,
    checks: &'a mut Checks,
    /// What the token may not read.
    missing: Vec<&'static str>,
}

impl Rights<'_> {
    /// One row of a list, as a check; false when there is no point in going on.
    async fn read<T: Row>(&mut self, name: &'static str, what: &'static str, of: Model) -> bool {
        let client = self.client;
        let window = Window {
            limit: Some(1),
            cursor: None,
        };
        let reading = async move {
            let page = pages::read::<T, _>(client, of, &Conditions::default(), window).await?;
            let detail = if page.items.is_empty() {
                "there are none, or none is visible"
            } else {
                "can be read"
            };
            Ok(detail.to_owned())
        };
        self.check(name, what, reading).await
    }

    /// The two extensions that quarantine needs; false when there is no point in going on.
    async fn extensions(&mut self) -> bool {
        let client = self.client;
        let mut absent = Vec::new();
        let asking = async {
            for name in [ISOLATE, RESTORE] {
                if named(client, name).await?.is_empty() {
                    absent.push(name);
                }
            }
            Ok(if absent.is_empty() {
                format!(
                    "{ISOLATE} and {RESTORE} are there; whether this token may run them shows only when one is run"
                )
            } else {
                format!("not there: {}", absent.join(" and "))
            })
        };
        let went_on = self.check("Quarantine", "extensions", asking).await;
        if !absent.is_empty() {
            self.checks.note(format!(
                "Quarantine and release are not possible yet: an administrator of Datto EDR must add {} from the library \
                 of extensions and enable it.",
                absent.join(" and ")
            ));
        }
        went_on
    }

    /// Runs a check; false when there is no point in going on.
    ///
    /// The sign-in has passed, so a refusal is a missing right, whatever its status: `LoopBack` gives 401 for some.
    async fn check(
        &mut self,
        name: &'static str,
        what: &'static str,
        check: impl Future<Output = Result<String, CallError>>,
    ) -> bool {
        let mut denied = false;
        let told = async {
            match check.await {
                Ok(detail) => Ok(((), detail)),
                Err(mut error) => {
                    if error.kind == CallErrorKind::Credentials {
                        error.kind = CallErrorKind::Permission;
                    }
                    denied = error.kind == CallErrorKind::Permission;
                    Err(error)
                }
            }
        };
        let passed = self.checks.run(name, told).await.is_some();
        if denied {
            self.missing.push(what);
        }
        passed || denied
    }
}
