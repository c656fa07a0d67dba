//! Server functions of routing rules.

#![allow(
    clippy::too_many_arguments,
    reason = "the fields of a form that posts without JavaScript; the macro writes the function twice"
)]

use crate::error::AppError;
use contract::{
    event::{Normalised, SampleEvent},
    routing::{RoutingReport, RoutingRule, RuleHint},
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The rules, in order.
    pub rules: Vec<RoutingRule>,
    /// What to look at.
    pub hints: Vec<RuleHint>,
    /// Identifier and name of every SOP.
    pub sops: Vec<(String, String)>,
    /// Identifier and name of every customer.
    pub customers: Vec<(String, String)>,
    /// Key and name of every vendor.
    pub vendors: Vec<(String, String)>,
    /// Events to try.
    pub samples: Vec<SampleEvent>,
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<contract::ids::RuleId, contract::problem::Problem> {
    contract::ids::RuleId::parse(id).ok_or_else(|| contract::problem::Problem::not_found("rule"))
}

/// Everything the page shows.
#[server(prefix = "/app/do", endpoint = "routing/all")]
pub async fn read_rules() -> Result<Known, AppError> {
    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let sops = services.sops.list(&who.actor).await?;
    let customers = services.customers.list(&who.actor).await?;
    Ok(Known {
        rules: services.routing.list(&who.actor).await?,
        hints: services.routing.hints(&who.actor).await?,
        samples: services.routing.samples(&who.actor).await?,
        sops: sops
            .into_iter()
            .map(|sop| (sop.id.to_string(), sop.name))
            .collect(),
        customers: customers
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect(),
        vendors: vendors
            .iter()
            .map(|one| (one.vendor.to_string(), one.name.to_string()))
            .collect(),
    })
}

/// Saves a rule; a new one when `id` is blank. `then` is `ignore` or a SOP's identifier; lists are separated by commas, and
/// `conditions` is a JSON list of `{field, op, value}`.
#[server(prefix = "/app/do", endpoint = "routing/save")]
pub async fn save_rule(
    #[server(default)] id: String,
    name: String,
    #[server(default)] enabled: bool,
    #[server(default)] vendor: String,
    #[server(default)] kinds: String,
    #[server(default)] customer: String,
    #[server(default)] keywords: String,
    #[server(default)] conditions: String,
    then: String,
) -> Result<(), AppError> {
    use contract::{
        field::FieldError,
        ids::SopId,
        problem::Problem,
        routing::{RuleDraft, Then, When},
    };

    let (services, who) = crate::context::asked()?;
    let words = |text: &str| {
        text.split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let one = |text: String| Some(text).filter(|text| !text.is_empty());
    let conditions = match conditions.trim() {
        "" => Vec::new(),
        text => serde_json::from_str(text).map_err(|why| {
            let words = format!("This is not a JSON list of conditions: {why}.");
            Problem::invalid(vec![FieldError::new("conditions", "not_json", words)])
        })?,
    };
    let then = match then.as_str() {
        "ignore" => Then::Ignore(true),
        sop => Then::Sop(SopId::parse(sop).ok_or_else(|| {
            Problem::invalid(vec![FieldError::new("then", "required", "Choose what follows.")])
        })?),
    };
    let draft = RuleDraft {
        name,
        position: None,
        enabled,
        when: When {
            vendor: one(vendor),
            kinds: words(&kinds),
            customer: one(customer),
            keywords: words(&keywords),
            conditions,
        },
        then,
    };
    if id.is_empty() {
        services.routing.create(&who.actor, draft).await?;
    } else {
        services.routing.change(&who.actor, &known(&id)?, draft).await?;
    }
    leptos_axum::redirect("/app/routing-rules?done=saved");
    Ok(())
}

/// Moves a rule to a place, from 1.
#[server(prefix = "/app/do", endpoint = "routing/move")]
pub async fn move_rule(id: String, position: u32) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services
        .routing
        .move_to(&who.actor, &known(&id)?, position)
        .await?;
    leptos_axum::redirect("/app/routing-rules");
    Ok(())
}

/// Switches a rule on or off.
#[server(prefix = "/app/do", endpoint = "routing/switch")]
pub async fn switch_rule(id: String, #[server(default)] enabled: bool) -> Result<(), AppError> {
    use contract::{problem::Problem, routing::RuleDraft};

    let (services, who) = crate::context::asked()?;
    let id = known(&id)?;
    let rules = services.routing.list(&who.actor).await?;
    let rule = rules
        .into_iter()
        .find(|rule| rule.id == id)
        .ok_or_else(|| Problem::not_found("rule"))?;
    let draft = RuleDraft {
        name: rule.name,
        position: None,
        enabled,
        when: rule.when,
        then: rule.then,
    };
    services.routing.change(&who.actor, &id, draft).await?;
    leptos_axum::redirect("/app/routing-rules");
    Ok(())
}

/// Deletes a rule.
#[server(prefix = "/app/do", endpoint = "routing/delete")]
pub async fn delete_rule(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.routing.delete(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect("/app/routing-rules?done=deleted");
    Ok(())
}

/// What the rules make of an event.
#[server(prefix = "/app/do", endpoint = "routing/test", input = Json)]
pub async fn test_rules(event: Normalised) -> Result<RoutingReport, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.routing.test(&who.actor, event).await?)
}

/// A received event as the rules see it, to be tried again.
#[server(prefix = "/app/do", endpoint = "routing/received", input = Json)]
pub async fn received_event(id: String) -> Result<Normalised, AppError> {
    use contract::{ids::EventId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = EventId::parse(&id).ok_or_else(|| Problem::not_found("event"))?;
    let event = services.events.get(&who.actor, &id).await?;
    Ok(event.event.ok_or_else(|| {
        Problem::new(409, "not_normalised", "This event was never read.")
            .with_detail("It failed before the stage that rules look at; open it to see why.")
    })?)
}
