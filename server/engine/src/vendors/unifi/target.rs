//! What restarts, power cycles and firewall changes act on, for whoever decides.

use super::{
    firewall::{self, Api, Firewall, Rule},
    inputs::{DeviceRef, SiteRef},
    operations::devices,
    sites,
};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Read,
};
use contract::target::Target;

/// A device that would restart.
pub async fn restarted(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    named: &DeviceRef,
) -> Result<Target, CallError> {
    let target = device(client, site, named).await?;
    let effect = format!(
        "Restarts {}; what hangs on it is offline for some minutes.",
        target.name
    );
    Ok(target
        .effect(effect)
        .not_undone("A restart that began cannot be stopped; it ends by itself."))
}

/// A port whose power would be switched off and on.
pub async fn cycled(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    named: &DeviceRef,
    port: u32,
) -> Result<Target, CallError> {
    let target = device(client, site, named).await?;
    let effect = format!(
        "Switches the power of port {port} of {} off and on; what it feeds starts anew.",
        target.name
    );
    Ok(target
        .effect(effect)
        .not_undone("A power cycle that began cannot be stopped; it ends by itself."))
}

async fn device(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    device: &DeviceRef,
) -> Result<Target, CallError> {
    let site = sites::one(client, site).await?;
    let found = devices::find(client, &site, device).await?;
    let name = found
        .name
        .clone()
        .or(found.mac_address.clone())
        .unwrap_or_else(|| found.id.clone());
    Ok(Target::new("network device", found.id.clone(), name)
        .of(site_name(client, &site.id).await?)
        .fact("Model", found.model.as_ref())
        .fact("State", found.state.as_ref())
        .fact("Address", found.ip_address.as_ref())
        .fact("Firmware", found.firmware_version.as_ref()))
}

/// The firewall to which a rule would be added.
pub async fn new_rule(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    name: &str,
) -> Result<Target, CallError> {
    let firewall = firewall::open(client, site).await?;
    let rules = firewall.rules(client).await?;
    let site = site_name(client, &firewall.site.id).await?;
    let at = site.clone().unwrap_or_else(|| firewall.site.id.clone());
    Ok(Target::new("firewall", firewall.site.id.clone(), at.clone())
        .of(site)
        .bound("Firewall", Some(api_word(&firewall)))
        .fact("Rules there now", Some(rules.len()))
        .effect(format!(
            "Adds the rule “{name}” to the firewall of {at}; it may let traffic through or cut it off."
        ))
        .undone_by("Delete the rule with firewall_rules.delete."))
}

/// A rule that would be changed.
pub async fn changed_rule(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    id: &str,
) -> Result<Target, CallError> {
    let target = rule(client, site, id).await?;
    let effect = format!(
        "Changes the firewall rule “{}”; it may let traffic through or cut it off.",
        target.name
    );
    Ok(target
        .effect(effect)
        .undone_by("Change it back with firewall_rules.update, to the values shown here."))
}

/// A rule that would be deleted.
pub async fn deleted_rule(
    client: &Client<Read>,
    site: Option<&SiteRef>,
    id: &str,
) -> Result<Target, CallError> {
    let target = rule(client, site, id).await?;
    let effect = format!(
        "Deletes the firewall rule “{}”: what it allowed or blocked is decided by the others from then on.",
        target.name
    );
    Ok(target
        .effect(effect)
        .undone_by("Create it again with firewall_rules.create; its place among the others may differ."))
}

async fn rule(client: &Client<Read>, site: Option<&SiteRef>, id: &str) -> Result<Target, CallError> {
    let firewall = firewall::open(client, site).await?;
    let rules = firewall.rules(client).await?;
    let found = rules.iter().find(|rule| rule.id == id);
    let rule = found.ok_or_else(|| client.session().error(CallErrorKind::NotFound))?;
    let name = rule.name.clone().unwrap_or_else(|| rule.id.clone());
    Ok(Target::new("firewall rule", rule.id.clone(), name)
        .of(site_name(client, &firewall.site.id).await?)
        .bound("Firewall", Some(api_word(&firewall)))
        .bound("Enabled", rule.enabled)
        .bound("Action", action(rule))
        .fact("Changeable", Some(rule.changeable)))
}

/// The official API writes an object, the private ones a word.
fn action(rule: &Rule) -> Option<String> {
    let action = rule.rest.get("action")?;
    let word = action.get("type").unwrap_or(action);
    word.as_str().map(str::to_owned)
}

fn api_word(firewall: &Firewall) -> &'static str {
    match firewall.api {
        Api::Official | Api::Private => "zone-based",
        Api::Classic => "classic",
    }
}

/// What people call a site; a console stands for one customer, or has a site for each.
async fn site_name(client: &Client<Read>, id: &str) -> Result<Option<String>, CallError> {
    let all = sites::all(client).await?;
    let site = all.into_iter().find(|site| site.id == id);
    Ok(site.and_then(|site| site.name))
}
