//! Test connection: host, TLS, the platform itself, sign-in, the account, what is left of its limit, and one row of each
//! kind that the operations read.
//!
//! A key of another platform is refused exactly like a wrong key. So after a refusal the other platforms are asked, once
//! each, and when one of them knows the key the advice is its URL. The report still tells the first refusal.

use super::{
    credentials::{self, SignIn},
    manifest::{ACCESS_PAGE, KEYS_PAGE, URL},
    paths,
    platforms::{KNOWN, Platform},
    rights,
};
use crate::connector::{CallError, CallErrorKind, Checks, Desk, Opened, Shelf};
use contract::test_report::Advice;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{sync::Arc, time::Instant};

/// What the platform says of itself.
#[derive(Deserialize)]
struct Status {
    #[serde(flatten)]
    members: Map<String, Value>,
}

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let desk = fresh(&desk);
    let opening = credentials::chosen(opened, "test")
        .and_then(|platform| Ok((SignIn::new(opened, desk.clone(), &platform)?, platform)));
    let (sign_in, platform) = match opening {
        Ok(found) => found,
        Err(error) => {
            checks.run("Host", async { Err::<((), String), _>(error) }).await;
            return;
        }
    };
    if !platform.is_known() {
        let known = KNOWN.join(", ");
        checks.note(format!(
            "`{platform}` is none of the platforms that are known ({known}); it is tried all the same."
        ));
    }
    if !desk.reach(sign_in.base(), checks).await || !is_up(&sign_in, checks).await {
        return;
    }
    let signed_in = async {
        sign_in.now().await?;
        Ok((
            (),
            format!("{} accepted the API key and its secret.", platform.host()),
        ))
    };
    if checks.run("Sign-in", signed_in).await.is_none() {
        if checks
            .failure()
            .is_some_and(|failure| failure.kind == CallErrorKind::Credentials)
        {
            find_platform(opened, &desk, &platform, checks).await;
        }
        return;
    }
    rights::check(&sign_in.session().reader(), checks).await;
}

/// Whether the platform answers at all; shows it no credentials.
async fn is_up(sign_in: &SignIn, checks: &mut Checks) -> bool {
    let client = sign_in.anonymous().reader();
    let asked = async {
        let Status { members } = client.get(paths::status(), &[]).await?;
        let told = |name: &str| members.get(name).and_then(Value::as_str);
        let detail = match (told("status"), told("version")) {
            (Some(status), Some(version)) => format!("Datto RMM {version} says {status}."),
            (Some(status), None) => format!("Datto RMM says {status}."),
            _ => {
                let at = "`status` of the system's status".to_owned();
                return Err(client.session().error(CallErrorKind::Contract { at }));
            }
        };
        Ok(((), detail))
    };
    checks.run("Platform", asked).await.is_some()
}

/// Asks the other platforms for the key that this one refused, and records what they say as one check.
///
/// It is recorded and not run: the failure that the report tells stays the first refusal, word for word.
async fn find_platform(opened: &Opened, desk: &Desk, refused: &Platform, checks: &mut Checks) {
    let begun = Instant::now();
    let mut unheard = Vec::new();
    let mut home = None;
    for platform in refused.others() {
        match knows(opened, desk, &platform).await {
            Ok(true) => {
                home = Some(platform);
                break;
            }
            Ok(false) => {}
            Err(error) => unheard.push(format!("{platform} could not be asked: {}", error.sentence())),
        }
    }
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Some(home) = home {
        let (host, url) = (home.host(), home.url());
        let detail = format!(
            "The key lives on another platform: {host} knows it, {} does not.",
            refused.host()
        );
        checks.record("Other platforms", false, detail, ms);
        let text = format!("This API key belongs to the platform `{home}`. Use {url} as the API URL.");
        checks.advise(Advice::new("use_other_platform", text).setting(URL, url));
        return;
    }
    let detail = if unheard.is_empty() {
        "No platform knows the key with this secret.".to_owned()
    } else {
        format!("No platform that answered knows the key. {}", unheard.join(" "))
    };
    checks.record("Other platforms", false, detail, ms);
    let text = format!(
        "Copy API key and secret again, or generate new ones in {KEYS_PAGE}; API access must be enabled in {ACCESS_PAGE}."
    );
    checks.advise(Advice::new("check_api_key", text));
}

/// The desk with nothing remembered, so that what is tested is what was typed, and no token of one platform is taken for
/// another's.
fn fresh(desk: &Desk) -> Desk {
    Desk {
        shelf: Arc::new(Shelf::new(super::limits(), desk.shelf.clock.clone())),
        ..desk.clone()
    }
}

/// Whether a platform knows the key.
async fn knows(opened: &Opened, desk: &Desk, platform: &Platform) -> Result<bool, CallError> {
    let desk = fresh(desk);
    match SignIn::new(opened, desk, platform)?.now().await {
        Ok(()) => Ok(true),
        Err(error) if error.kind == CallErrorKind::Credentials => Ok(false),
        Err(error) => Err(error),
    }
}
