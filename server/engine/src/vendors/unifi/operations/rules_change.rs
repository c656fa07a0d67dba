//! The firewall, changed. What would be saved and do nothing is refused before it is sent.

use super::{
    super::{
        firewall::{
            self, Api, Firewall, Rule, classic,
            input::{Changes, NewRule, Side},
            official, second,
        },
        inputs, paths, target,
    },
    rules::Which,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation},
    policy::{Access, Dangerous, Read},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What was done.
#[derive(Serialize, JsonSchema)]
pub struct Done {
    /// `created`, `updated` or `deleted`.
    pub done: &'static str,
    /// The rule as the console has it now; as it was, when it was deleted.
    pub rule: Rule,
    /// What to know about it.
    pub note: &'static str,
}

const SAVED: &str = "Saved. The console takes 1 to 2 minutes to enforce it.";
const GONE: &str = "Deleted. The console takes 1 to 2 minutes to stop enforcing it.";

/// A new rule.
pub struct Create;
/// Changes of a rule.
pub struct Update;
/// The end of a rule.
pub struct Delete;

/// The classic API's answer to a change.
#[derive(Deserialize)]
struct Envelope {
    data: Vec<Map<String, Value>>,
}

impl Operation for Create {
    type Access = Dangerous;
    type Input = NewRule;
    type Output = Done;
    const ID: &'static str = "firewall_rules.create";
    const TITLE: &'static str = "Create a firewall rule";

    async fn run(client: Client<Dangerous>, input: NewRule) -> Result<Self::Output, CallError> {
        input.check(&client)?;
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        let rules = firewall.rules(&client).await?;
        is_free(&client, &rules, &input.name, None)?;
        let refuse = |(field, why): (&str, String)| inputs::refuse(&client, field, why);
        if firewall.api != Api::Classic && input.ruleset.is_some() {
            let why = "this site runs the zone-based firewall, where a classic rule would be saved and have no effect: \
                       give `source.zone` and `destination.zone` instead";
            return Err(refuse(("ruleset", why.to_owned())));
        }
        let row = match firewall.api {
            Api::Official => {
                let [source, destination] = zones(&client, &firewall, &input)?;
                let member = official::zone_member(&rules);
                let body = official::policy(&input, [&source, &destination], member)
                    .map_err(|why| refuse(("protocol", why)))?;
                client.post(paths::policies(&firewall.site.id), &body).await?
            }
            Api::Private => {
                let [source, destination] = zones(&client, &firewall, &input)?;
                let body =
                    second::policy(&input, [&source, &destination]).map_err(|why| refuse(("input", why)))?;
                let site = firewall::reference(&client, &firewall.site)?;
                client.post(paths::private_policies(site), &body).await?
            }
            Api::Classic => {
                let body = classic::rule(&input, &rules).map_err(refuse)?;
                let site = firewall::reference(&client, &firewall.site)?;
                let answer: Envelope = client.post(paths::rules(site), &body).await?;
                first(&client, answer)?
            }
        };
        Ok(Done {
            done: "created",
            rule: firewall.rule(&client, row)?,
            note: SAVED,
        })
    }

    async fn target(client: Client<Read>, input: NewRule) -> Result<Option<Target>, CallError> {
        target::new_rule(&client, input.site.as_ref(), &input.name)
            .await
            .map(Some)
    }
}

impl Operation for Update {
    type Access = Dangerous;
    type Input = Changes;
    type Output = Done;
    const ID: &'static str = "firewall_rules.update";
    const TITLE: &'static str = "Change a firewall rule";

    async fn run(client: Client<Dangerous>, input: Changes) -> Result<Self::Output, CallError> {
        input.check(&client)?;
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        // Read just before it is written: the APIs know no version of a rule to compare.
        let rules = firewall.rules(&client).await?;
        let rule = changeable(&client, &rules, input.id.as_str())?;
        if let Some(name) = &input.name {
            is_free(&client, &rules, name, Some(&rule.id))?;
        }
        let refuse = |why: String| inputs::refuse(&client, "input", why);
        let row = match firewall.api {
            Api::Official if only_logging(&input) => {
                let body = json!({"loggingEnabled": input.logging});
                client
                    .patch(paths::policy(&firewall.site.id, &rule.id), &body)
                    .await?
            }
            Api::Official => {
                let [source, destination] = changed_zones(&client, &firewall, &input)?;
                let zones = [source.as_deref(), destination.as_deref()];
                let body = official::changed(rule, &input, zones, &today(&client)).map_err(refuse)?;
                client
                    .put(paths::policy(&firewall.site.id, &rule.id), &body)
                    .await?
            }
            Api::Private => {
                let [source, destination] = changed_zones(&client, &firewall, &input)?;
                let zones = [source.as_deref(), destination.as_deref()];
                let body = second::changed(rule, &input, zones, &today(&client)).map_err(refuse)?;
                let site = firewall::reference(&client, &firewall.site)?;
                client.put(paths::private_policy(site, &rule.id), &body).await?
            }
            Api::Classic => {
                let body = classic::changes(rule, &input)
                    .map_err(|(field, why)| inputs::refuse(&client, field, why))?;
                let site = firewall::reference(&client, &firewall.site)?;
                let answer: Envelope = client.put(paths::rule(site, &rule.id), &body).await?;
                first(&client, answer)?
            }
        };
        Ok(Done {
            done: "updated",
            rule: firewall.rule(&client, row)?,
            note: SAVED,
        })
    }

    async fn target(client: Client<Read>, input: Changes) -> Result<Option<Target>, CallError> {
        target::changed_rule(&client, input.site.as_ref(), input.id.as_str())
            .await
            .map(Some)
    }
}

impl Operation for Delete {
    type Access = Dangerous;
    type Input = Which;
    type Output = Done;
    const ID: &'static str = "firewall_rules.delete";
    const TITLE: &'static str = "Delete a firewall rule";

    async fn run(client: Client<Dangerous>, input: Which) -> Result<Self::Output, CallError> {
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        let rules = firewall.rules(&client).await?;
        let rule = changeable(&client, &rules, input.id.as_str())?.clone();
        let path = match firewall.api {
            Api::Official => paths::policy(&firewall.site.id, &rule.id),
            Api::Private => paths::private_policy(firewall::reference(&client, &firewall.site)?, &rule.id),
            Api::Classic => paths::rule(firewall::reference(&client, &firewall.site)?, &rule.id),
        };
        client.delete_unread(path).await?;
        Ok(Done {
            done: "deleted",
            rule,
            note: GONE,
        })
    }

    async fn target(client: Client<Read>, input: Which) -> Result<Option<Target>, CallError> {
        target::deleted_rule(&client, input.site.as_ref(), input.id.as_str())
            .await
            .map(Some)
    }
}

/// The APIs know no idempotency keys, so a name is what tells a rule that was made already.
fn is_free<A: Access>(
    client: &Client<A>,
    rules: &[Rule],
    name: &str,
    but: Option<&str>,
) -> Result<(), CallError> {
    let taken = rules
        .iter()
        .find(|rule| rule.name.as_deref() == Some(name.trim()) && Some(rule.id.as_str()) != but);
    match taken {
        Some(rule) => {
            let why = format!("the site has a rule of this name already ({})", rule.id);
            Err(inputs::refuse(client, "name", why))
        }
        None => Ok(()),
    }
}

/// A rule that is there and may be changed.
fn changeable<'a, A: Access>(client: &Client<A>, rules: &'a [Rule], id: &str) -> Result<&'a Rule, CallError> {
    let found = rules.iter().find(|rule| rule.id == id);
    let rule = found.ok_or_else(|| client.session().error(CallErrorKind::NotFound))?;
    if rule.changeable {
        return Ok(rule);
    }
    let why = "this rule comes with the console or follows from another, so it cannot be changed or deleted";
    Err(inputs::refuse(client, "id", why))
}

fn zones<A: Access>(
    client: &Client<A>,
    firewall: &Firewall,
    rule: &NewRule,
) -> Result<[String; 2], CallError> {
    Ok([
        firewall.zone(client, "source", rule.source.zone.as_deref())?,
        firewall.zone(client, "destination", rule.destination.zone.as_deref())?,
    ])
}

/// The zones that a change names.
fn changed_zones<A: Access>(
    client: &Client<A>,
    firewall: &Firewall,
    changes: &Changes,
) -> Result<[Option<String>; 2], CallError> {
    let zone = |field: &str, side: &Option<Side>| {
        let named = side.as_ref().and_then(|side| side.zone.as_deref());
        named
            .map(|named| firewall.zone(client, field, Some(named)))
            .transpose()
    };
    Ok([
        zone("source", &changes.source)?,
        zone("destination", &changes.destination)?,
    ])
}

/// The one change that the official API takes without the whole policy.
fn only_logging(changes: &Changes) -> bool {
    changes.logging.is_some()
        && changes.name.is_none()
        && changes.description.is_none()
        && changes.action.is_none()
        && changes.allow_return_traffic.is_none()
        && changes.enabled.is_none()
        && changes.source.is_none()
        && changes.destination.is_none()
        && changes.ip_version.is_none()
        && changes.protocol.is_none()
        && changes.connection_states.is_none()
}

fn today<A: Access>(client: &Client<A>) -> String {
    let now = client.session().desk().shelf.clock.now();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

fn first<A: Access>(client: &Client<A>, answer: Envelope) -> Result<Map<String, Value>, CallError> {
    answer.data.into_iter().next().ok_or_else(|| {
        let at = "`data` (it is empty after a change)".to_owned();
        client.session().error(CallErrorKind::Contract { at })
    })
}
