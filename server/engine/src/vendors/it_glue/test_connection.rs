//! Test connection: host, TLS, sign-in, and one row of each kind that the operations read.
//!
//! A key of another region is refused exactly like a wrong key. So after a refusal the other two hosts are asked, once
//! each, and when one of them knows the key the advice is its base URL. The report still tells the first refusal.

use super::{
    attributes::{Configuration, Organization, Password},
    chosen, credentials,
    manifest::{API_KEYS_PAGE, BASE_URL},
    operations::passwords::withheld,
    paths::Collection,
    probe::{first, visible},
    regions::Region,
};
use crate::{
    connector::{CallError, CallErrorKind, Checks, Client, Desk, Opened},
    policy::Read,
};
use contract::test_report::Advice;
use serde::de::DeserializeOwned;
use std::time::Instant;

/// How one check ended, as far as the next step depends on it.
enum Ended {
    Passed,
    /// The host does not know the key.
    KeyRefused,
    /// The key may not read this.
    NotAllowed,
    /// Anything else: going on would prove nothing.
    Failed,
}

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let opening = chosen(opened, "test")
        .and_then(|region| Ok((region, credentials::open(opened, desk.clone(), region)?)));
    let (region, session) = match opening {
        Ok(found) => found,
        Err(error) => {
            checks.run("Host", async { Err::<((), String), _>(error) }).await;
            return;
        }
    };
    if !desk.reach(session.base(), checks).await {
        return;
    }
    if !credentials::looks_like_a_key(opened) {
        checks.note("The API key does not begin with ITG. as IT Glue's keys do: check what was pasted.");
    }
    let client = session.reader();
    let mut missing = Vec::new();
    match read::<Organization>(checks, "Sign-in", &client, Collection::Organizations).await {
        Ended::KeyRefused => return find_region(opened, &desk, region, checks).await,
        Ended::Failed => return,
        Ended::NotAllowed => missing.push(Collection::Organizations),
        Ended::Passed => {}
    }
    match read::<Configuration>(checks, "Read configurations", &client, Collection::Configurations).await {
        Ended::KeyRefused | Ended::Failed => return,
        Ended::NotAllowed => missing.push(Collection::Configurations),
        Ended::Passed => {}
    }
    match read::<Password>(checks, "Read passwords", &client, Collection::Passwords).await {
        Ended::KeyRefused | Ended::Failed => return,
        Ended::NotAllowed => missing.push(Collection::Passwords),
        Ended::Passed => {}
    }
    if !missing.is_empty() {
        checks.advise(grant(&missing));
    }
}

/// One row of a list, as a check.
async fn read<A: DeserializeOwned>(
    checks: &mut Checks,
    name: &'static str,
    client: &Client<Read>,
    of: Collection,
) -> Ended {
    let mut ended = Ended::Passed;
    let check = async {
        match first::<A>(client, of).await {
            Ok(found) => Ok(((), format!("{}.", visible(&found, of)))),
            Err(error) => {
                ended = match error.kind {
                    CallErrorKind::Credentials => Ended::KeyRefused,
                    CallErrorKind::Permission => Ended::NotAllowed,
                    _ => Ended::Failed,
                };
                Err(if of == Collection::Passwords {
                    withheld(error)
                } else {
                    error
                })
            }
        }
    };
    checks.run(name, check).await;
    ended
}

/// Asks the other hosts for the key that this one refused, and records what they say as one check.
///
/// It is recorded and not run: the failure that the report tells stays the first refusal, word for word.
async fn find_region(opened: &Opened, desk: &Desk, refused: Region, checks: &mut Checks) {
    let begun = Instant::now();
    let mut unheard = Vec::new();
    let mut home = None;
    for region in refused.others() {
        match knows(opened, desk, region).await {
            Ok(true) => {
                home = Some(region);
                break;
            }
            Ok(false) => {}
            Err(error) => unheard.push(format!(
                "{} could not be asked: {}",
                region.name(),
                error.sentence()
            )),
        }
    }
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Some(home) = home {
        let (name, url) = (home.name(), home.base_url());
        let detail = format!(
            "The key belongs to the {name} region: {} knows it, {} does not.",
            home.host(),
            refused.host()
        );
        checks.record("Region", false, detail, ms);
        let text = format!("This API key belongs to the {name} region. Use {url} as the base URL.");
        checks.advise(Advice::new(home.advice(), text).setting(BASE_URL, url));
        return;
    }
    let detail = if unheard.is_empty() {
        "No region knows the key: US, EU and AU refuse it.".to_owned()
    } else {
        format!("No region that answered knows the key. {}", unheard.join(" "))
    };
    checks.record("Region", false, detail, ms);
    let text = format!(
        "Copy the API key again, or generate a new one in {API_KEYS_PAGE}. IT Glue revokes a key that was not used for \
         90 days."
    );
    checks.advise(Advice::new("check_api_key", text));
}

/// Whether a region's host knows the key. A key that may not read the organizations is known all the same.
async fn knows(opened: &Opened, desk: &Desk, region: Region) -> Result<bool, CallError> {
    let client = credentials::open(opened, desk.clone(), region)?.reader();
    match first::<Organization>(&client, Collection::Organizations).await {
        Ok(_) => Ok(true),
        Err(error) => match error.kind {
            CallErrorKind::Permission => Ok(true),
            CallErrorKind::Credentials => Ok(false),
            _ => Err(error),
        },
    }
}

/// What to do about kinds of record that the key may not read.
fn grant(missing: &[Collection]) -> Advice {
    let kinds: Vec<_> = missing.iter().map(|of| of.as_str()).collect();
    let passwords = if missing.contains(&Collection::Passwords) {
        " Passwords need Password Access ticked on the key."
    } else {
        ""
    };
    Advice::new(
        "grant_permission",
        format!(
            "The API key is good, but IT Glue does not let it read {}. Open {API_KEYS_PAGE} as an Administrator and use \
             a key that may.{passwords}",
            kinds.join(" and ")
        ),
    )
}
