//! Test connection: from the name of the locator to one row of each entity, each step a check.
//!
//! It stops at the first refused credential: repeated wrong secrets lock the API user.

use super::{
    camel::Camel,
    credentials,
    faults::{self, Refusal},
    manifest,
    model::{Company, Resource, Row, Ticket},
    operations,
    paths::{self, Entity},
    probe,
    zone::{self, Found, Zone},
};
use crate::{
    connector::{CallErrorKind, Checks, Client, Desk, Opened, SearchPath},
    policy::Read,
};
use contract::test_report::Advice;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

const STOPPED: &str = "Stopped after the first refusal, because repeated wrong secrets lock the API user.";

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let Some((zone, base)) = find_zone(opened, &desk, checks).await else {
        return;
    };
    if !is_locator(&base) && !reach_zone(&base, &desk, checks).await {
        return;
    }
    let client = credentials::session(opened, desk, base.clone(), Found::Typed).reader();
    let asked = async {
        let threshold = probe::threshold(&client).await?;
        Ok((threshold, threshold.left()))
    };
    let Some(threshold) = checks.run("Sign-in", asked).await else {
        explain(&zone, &base, checks);
        return;
    };
    if let Some(attention) = threshold.finding().attention {
        checks.note(attention);
    }
    permissions(&client, checks).await;
}

/// Host, TLS and zone: the zone as Autotask tells it, and the base address that is used.
async fn find_zone(opened: &Opened, desk: &Desk, checks: &mut Checks) -> Option<(Zone, Url)> {
    if !desk.reach(&Url::parse(zone::LOCATOR).ok()?, checks).await {
        return None;
    }
    let typed = opened.setting(manifest::ZONE_URL).trim().to_owned();
    let asked = async {
        let locator = zone::locator(opened, desk.clone())?;
        let zone = zone::look_up(&locator, opened.setting(manifest::USERNAME)).await?;
        let base = if typed.is_empty() {
            zone.base.clone()
        } else {
            let field = manifest::ZONE_URL.to_owned();
            zone::base(&typed).map_err(|why| locator.error(CallErrorKind::Input { field, why }))?
        };
        let detail = format!("{} at {}", zone.name, zone.base.host_str().unwrap_or_default());
        Ok(((zone, base), detail))
    };
    let found = checks.run("Zone", asked).await;
    if found.is_none() && checks.failure().and_then(faults::refusal_of) == Some(Refusal::UserName) {
        checks.advise(Advice::new(
            "check_username",
            "Autotask knows no zone for this user name: copy the API user's name (key) again, whole.",
        ));
    }
    if let Some((zone, base)) = &found
        && zone.base.host_str() != base.host_str()
    {
        checks.note(format!(
            "The zone URL in the form leads to {}, but Autotask names {} for this user.",
            base.host_str().unwrap_or_default(),
            zone.base.host_str().unwrap_or_default()
        ));
    }
    found
}

fn is_locator(base: &Url) -> bool {
    Url::parse(zone::LOCATOR).is_ok_and(|locator| locator.origin() == base.origin())
}

/// The zone's host is a second host: its checks carry its name.
async fn reach_zone(base: &Url, desk: &Desk, checks: &mut Checks) -> bool {
    let mut there = Checks::new();
    let reached = desk.reach(base, &mut there).await;
    let (report, failed) = there.finish();
    let mut failed = failed;
    for check in report.checks {
        let name = if check.name == "Host" {
            "Zone host"
        } else {
            "Zone TLS"
        };
        match failed.take_if(|_| !check.ok) {
            Some(error) => drop(checks.run(name, async { Err::<((), String), _>(error) }).await),
            None => checks.record(name, check.ok, check.detail, check.ms),
        }
    }
    reached
}

/// What to do about a refused sign-in.
fn explain(zone: &Zone, base: &Url, checks: &mut Checks) {
    let Some(refusal) = checks.failure().and_then(faults::refusal_of) else {
        return;
    };
    let advice = match refusal {
        Refusal::UserName => Advice::new("check_username", "Copy the API user's name (key) again, whole."),
        Refusal::IntegrationCode => Advice::new(
            "check_integration_code",
            "User name and secret are right: copy the tracking identifier of this API user again.",
        ),
        Refusal::Locked => Advice::new(
            "unlock_user",
            "The API user is locked: let an Autotask administrator unlock it, then test again.",
        ),
        Refusal::Unexplained if zone.base.host_str() != base.host_str() => Advice::new(
            "clear_zone_url",
            format!(
                "{STOPPED} The zone URL is not the one that Autotask names: leave it blank, then test again."
            ),
        )
        .setting(manifest::ZONE_URL, ""),
        Refusal::Unexplained => Advice::new(
            "check_secret",
            format!("{STOPPED} Set a new secret for the API user in Autotask and paste it here."),
        ),
    };
    checks.advise(advice);
    checks.note(STOPPED);
}

/// One row of each entity that operations read, and what the user may write.
async fn permissions(client: &Client<Read>, checks: &mut Checks) {
    read::<Ticket>(client, "Read tickets", "tickets", paths::TICKETS_QUERY, checks).await;
    read::<Company>(
        client,
        "Read companies",
        "companies",
        paths::COMPANIES_QUERY,
        checks,
    )
    .await;
    read::<Resource>(
        client,
        "Read resources",
        "resources",
        paths::RESOURCES_QUERY,
        checks,
    )
    .await;
    let update = |told: Information| told.user_access_for_update;
    let create = |told: Information| told.user_access_for_create;
    write(client, "Update tickets", Entity::Tickets, update, checks).await;
    write(client, "Write ticket notes", Entity::TicketNotes, create, checks).await;
    write(client, "Write time entries", Entity::TimeEntries, create, checks).await;
}

/// True while further checks can tell something and do no harm.
fn goes_on(checks: &Checks) -> bool {
    checks.failure().is_none_or(|failure| {
        matches!(
            failure.kind,
            CallErrorKind::Permission
                | CallErrorKind::Rejected
                | CallErrorKind::NotFound
                | CallErrorKind::Contract { .. }
        )
    })
}

async fn read<T: Row>(
    client: &Client<Read>,
    name: &'static str,
    what: &'static str,
    path: SearchPath,
    checks: &mut Checks,
) {
    if !goes_on(checks) {
        return;
    }
    let asked = async {
        let rows = operations::first::<T, _>(client, path, Vec::new(), 1).await?;
        let detail = match rows.first() {
            Some(row) => format!("one row read (id {})", row.id()),
            None => "no rows: no permission or none there".to_owned(),
        };
        Ok((rows.is_empty(), detail))
    };
    if checks.run(name, asked).await == Some(true) {
        checks.note(format!(
            "Autotask showed no {what}: it answers so when there are none and when the API user may not see them."
        ));
    }
}

#[derive(Deserialize)]
struct Described {
    info: Information,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Information {
    #[serde(default)]
    user_access_for_create: Value,
    #[serde(default)]
    user_access_for_update: Value,
}

/// Nothing is written for it: Autotask tells the user's rights. A missing right is a note and no failure, because an
/// account that only reads is a good account.
async fn write(
    client: &Client<Read>,
    name: &'static str,
    entity: Entity,
    right: impl FnOnce(Information) -> Value,
    checks: &mut Checks,
) {
    if !goes_on(checks) {
        return;
    }
    let asked = async {
        let access = match client.get(paths::information(entity), &[]).await {
            Ok(Camel(Described { info })) => Access::read(&right(info)),
            // Not being told is no failure either: an account that only reads may not see the rights at all.
            Err(error) if is_untold(&error.kind) => Access::Untold,
            Err(error) => return Err(error),
        };
        Ok((access, access.words().to_owned()))
    };
    if checks.run(name, asked).await == Some(Access::None) {
        checks.note(format!(
            "{name}: this API user may not, so Autotask will refuse those operations."
        ));
    }
}

fn is_untold(kind: &CallErrorKind) -> bool {
    use CallErrorKind::{Contract, NotFound, Permission, Rejected};
    matches!(kind, Permission | Rejected | NotFound | Contract { .. })
}

/// The vendor's levels: 0 none, 1 all, 2 restricted; by number or by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    None,
    All,
    Restricted,
    Untold,
}

impl Access {
    fn read(told: &Value) -> Self {
        let word = told.as_str().map_or_else(|| told.to_string(), str::to_lowercase);
        match word.trim() {
            "0" | "none" => Self::None,
            "1" | "all" => Self::All,
            "2" | "restricted" => Self::Restricted,
            _ => Self::Untold,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::None => "not allowed; nothing was written to find out",
            Self::All => "allowed; nothing was written to find out",
            Self::Restricted => "allowed under conditions of the security level",
            Self::Untold => "Autotask does not tell",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_vendors_levels_are_read_by_number_and_by_name() {
        for (told, expected) in [
            (json!(0), Access::None),
            (json!("None"), Access::None),
            (json!(1), Access::All),
            (json!("All"), Access::All),
            (json!("2"), Access::Restricted),
            (json!("Restricted"), Access::Restricted),
            (json!(null), Access::Untold),
            (json!({}), Access::Untold),
        ] {
            assert_eq!(Access::read(&told), expected, "{told}");
        }
    }
}
