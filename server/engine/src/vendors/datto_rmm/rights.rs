//! What the key's user may see: the account, what is left of its limit, and one row of each kind that the operations read.
//!
//! A missing right does not end the checks, so that all of them are named at once. Whether the user may run jobs and resolve
//! alerts is not tried: Datto RMM documents no way to ask.

use super::{
    model::{Account, Alert, Component, Device, Site, withheld},
    pages::List,
    paths::{self, AlertsOf},
    probe,
};
use crate::{
    connector::{CallError, CallErrorKind, Checks, Client, Path},
    policy::Read,
};
use contract::test_report::Advice;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;

/// What a check found: something for the next step, and words.
type Found<T> = Result<(T, String), CallError>;

/// Checks them in turn, and advises where one is missing.
pub async fn check(client: &Client<Read>, checks: &mut Checks) {
    let mut rights = Rights {
        checks,
        asked: 0,
        missing: Vec::new(),
    };
    if rights.all(client).await.is_none() && rights.missing.is_empty() {
        return;
    }
    let Rights { missing, asked, .. } = rights;
    if missing.is_empty() {
        checks.note(
            "Running jobs and resolving alerts was not tried: Datto RMM tells whether the key's user may only when it is \
             done.",
        );
    } else {
        checks.advise(grant(&missing, missing.len() == asked));
    }
}

struct Rights<'a> {
    checks: &'a mut Checks,
    asked: usize,
    missing: Vec<&'static str>,
}

impl Rights<'_> {
    /// Every check; `None` when one ended in something else than a missing right.
    async fn all(&mut self, client: &Client<Read>) -> Option<()> {
        self.step("Account", "the account", Box::pin(account(client)))
            .await?;
        let attention = self
            .step("Quota", "the request rate", Box::pin(quota(client)))
            .await?;
        if let Some(attention) = attention.flatten() {
            self.checks.note(attention);
        }
        let devices = first::<Device>(client, paths::devices(None), "devices");
        self.step("Read devices", "devices", devices).await?;
        let alerts = first::<Alert>(client, paths::alerts(AlertsOf::Account, "open"), "open alerts");
        self.step("Read alerts", "alerts", alerts).await?;
        let sites = first::<Site>(client, paths::sites(), "sites");
        self.step("Read sites", "sites", sites).await?;
        let components = first::<Component>(client, paths::components(), "components");
        self.step("Read components", "components", components).await?;
        Some(())
    }

    /// One check; `None` when going on would prove nothing, `Some(None)` when the right is missing.
    async fn step<T>(
        &mut self,
        name: &'static str,
        what: &'static str,
        check: BoxFuture<'_, Found<T>>,
    ) -> Option<Option<T>> {
        self.asked += 1;
        let mut goes_on = true;
        let seen = async {
            check
                .await
                .inspect_err(|error| goes_on = error.kind == CallErrorKind::Permission)
        };
        let found = self.checks.run(name, seen).await;
        if found.is_none() && goes_on {
            self.missing.push(what);
        }
        goes_on.then_some(found)
    }
}

async fn account(client: &Client<Read>) -> Found<()> {
    let account: Account = client.get(paths::account(), &[]).await?;
    let devices = account.devices_status.and_then(|status| status.number_of_devices);
    let devices = devices.map_or_else(String::new, |devices| format!(", {devices} devices"));
    let name = account.name.unwrap_or(account.uid);
    Ok(((), format!("{name}{devices}.")))
}

async fn quota(client: &Client<Read>) -> Found<Option<String>> {
    let rate = probe::rate(client).await?;
    Ok((rate.finding().attention, format!("{}.", rate.left())))
}

/// One row of a list.
fn first<'a, T: DeserializeOwned + Send + 'a>(
    client: &'a Client<Read>,
    path: Path,
    what: &'static str,
) -> BoxFuture<'a, Found<()>> {
    Box::pin(async move {
        let list = List::new(path);
        let found = list.first::<_, T>(client).await.map_err(withheld)?;
        let words = match found.total() {
            Some(total) => format!("{total} {what} visible."),
            None => format!("{what} can be read."),
        };
        Ok(((), words))
    })
}

/// What to do about what the key's user may not see.
fn grant(missing: &[&str], is_all: bool) -> Advice {
    if is_all {
        let text = "Datto RMM accepted the key and refuses every call, even the request rate. Either its user may use \
                    nothing of the API (look at the user's security level), or this server's address is blocked for a \
                    while because too much was asked: then wait five minutes and test again.";
        return Advice::new("grant_permission_or_wait", text);
    }
    let text = format!(
        "The API key is good, but its user may not see {}. A key may do what its user may: change the user's security \
         level in Datto RMM, or use the key of another user.",
        missing.join(" and ")
    );
    Advice::new("grant_permission", text)
}
