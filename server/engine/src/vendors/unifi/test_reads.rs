//! The part of the test that all modes share: one row of each kind that the operations read, and which firewall is in force.

use super::{
    firewall::{self, Api},
    inputs::SiteRef,
    model::{Device, SiteRecord, Station},
    paths,
    place::Mode,
    private, sites,
    version::Version,
};
use crate::{
    connector::{CallError, CallErrorKind, Checks, Client, Path},
    policy::Read,
};
use contract::test_report::Advice;
use serde::{Deserialize, de::IgnoredAny};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted<T> {
    data: Vec<T>,
    total_count: u64,
}

/// Reads one row of each kind; a kind that may not be read is named, and the others are tried all the same.
pub async fn run(client: &Client<Read>, version: &Version, checks: &mut Checks) {
    let Some(site) = checks.run("Read sites", first_site(client)).await else {
        return;
    };
    let Some(site) = site else {
        checks.note("The console has no site, so nothing more could be read.");
        return;
    };
    let is_private = Mode::noted(client.session()) == Mode::Legacy;
    let devices = async {
        let count = if is_private {
            private_count::<Device>(client, paths::private_devices(&site.id), private::device).await?
        } else {
            count::<Device>(client, paths::devices(&site.id)).await?
        };
        Ok(((), in_site(&site, count, "device", "devices")))
    };
    checks.run("Read devices", devices).await;
    let clients = async {
        let count = if is_private {
            private_count::<Station>(client, paths::private_clients(&site.id), private::station).await?
        } else {
            count::<Station>(client, paths::clients(&site.id)).await?
        };
        Ok(((), in_site(&site, count, "connected client", "connected clients")))
    };
    if goes_on(checks) {
        checks.run("Read clients", clients).await;
    }
    if goes_on(checks) {
        firewall(client, version, &site, checks).await;
    }
    if checks
        .failure()
        .is_some_and(|failure| failure.kind == CallErrorKind::Permission)
    {
        let text = "The admin behind the credentials may not read all that the operations need: give it the Network \
                    application, at least to view; to restart, power-cycle or change the firewall it must be a full admin.";
        checks.advise(Advice::new("grant_permission", text));
    }
}

/// The first site, and how many there are.
async fn first_site(client: &Client<Read>) -> Result<(Option<SiteRecord>, String), CallError> {
    if Mode::noted(client.session()) == Mode::Legacy {
        let sites = sites::all(client).await?;
        let detail = format!("{} visible", counted(sites.len() as u64, "site", "sites"));
        return Ok((sites.into_iter().next(), detail));
    }
    let query = [("offset", "0"), ("limit", "1")];
    let page: Counted<SiteRecord> = client.get(paths::sites(), &query).await?;
    let detail = format!("{} visible", counted(page.total_count, "site", "sites"));
    Ok((page.data.into_iter().next(), detail))
}

async fn count<T: serde::de::DeserializeOwned>(client: &Client<Read>, path: Path) -> Result<u64, CallError> {
    let page: Counted<T> = client.get(path, &[("offset", "0"), ("limit", "1")]).await?;
    Ok(page.total_count)
}

async fn private_count<T: serde::de::DeserializeOwned>(
    client: &Client<Read>,
    path: Path,
    reword: impl Fn(private::Row) -> private::Row,
) -> Result<u64, CallError> {
    let rows = private::rows(client, path).await?;
    let count = rows.len() as u64;
    if let Some(row) = rows.into_iter().next() {
        private::record::<T, _>(client, reword(row))?;
    }
    Ok(count)
}

/// Which firewall is in force; one row of its rules, where it is the official one.
async fn firewall(client: &Client<Read>, version: &Version, site: &SiteRecord, checks: &mut Checks) {
    let mode = Mode::noted(client.session());
    if mode == Mode::Cloud && !version.has(10, 1) {
        let detail = format!("not through the connector: UniFi Network {version} is older than 10.1");
        checks.record("Firewall", true, detail, 0);
        checks.note("Firewall rules cannot be read or changed through the connector before Network 10.1.");
        return;
    }
    let asked = async {
        let named = SiteRef::try_from(site.id.clone());
        let named = named.map_err(|why| {
            let at = format!("the id of a site ({why})");
            client.session().error(CallErrorKind::Contract { at })
        })?;
        let firewall = firewall::open(client, Some(&named)).await?;
        let detail = match firewall.api {
            Api::Official => {
                let query = [("offset", "0"), ("limit", "1")];
                let page: Counted<IgnoredAny> =
                    client.get(paths::policies(&firewall.site.id), &query).await?;
                format!(
                    "zone-based, by the official API; {}",
                    counted(page.total_count, "policy", "policies")
                )
            }
            Api::Private => "zone-based, by the private API".to_owned(),
            Api::Classic => "classic rules, by the private API".to_owned(),
        };
        Ok(((), detail))
    };
    match asked.await {
        // An account that cannot change the firewall is a good account for all else.
        Err(CallError {
            kind: CallErrorKind::Input { why, .. },
            ..
        }) => {
            checks.record("Firewall", true, format!("not available: {why}"), 0);
            checks.note(format!("Firewall rules: {why}."));
        }
        done => drop(checks.run("Firewall", async { done }).await),
    }
}

/// True while further checks can tell something and do no harm.
fn goes_on(checks: &Checks) -> bool {
    checks.failure().is_none_or(|failure| {
        matches!(
            failure.kind,
            CallErrorKind::Permission | CallErrorKind::NotFound | CallErrorKind::Rejected
        )
    })
}

fn in_site(site: &SiteRecord, count: u64, one: &str, many: &str) -> String {
    let name = site.name.as_deref().unwrap_or(&site.id);
    format!("{} at {name}", counted(count, one, many))
}

/// `1 site`, `3 sites`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
