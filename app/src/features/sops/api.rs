//! Server functions of SOPs. What takes a whole SOP takes JSON.

use crate::error::{AppError, WholeError};
use contract::{
    event::{Normalised, SampleEvent},
    run::RunDetail,
    sop::{Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion},
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// The SOPs, and the ready ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The SOPs, by name.
    pub sops: Vec<Sop>,
    /// Vendors: key and name.
    pub vendors: Vec<(String, String)>,
    /// The ready ones.
    pub templates: Vec<SopTemplate>,
}

/// An operation that a step may call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callable {
    /// Whose.
    pub vendor: String,
    /// Which.
    pub id: String,
    /// What it does.
    pub title: String,
    /// `read`, `write` or `dangerous`.
    pub risk: contract::operation::Risk,
    /// What it takes.
    pub input_schema: serde_json::Value,
}

/// What the editor needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// The SOP; none for a new one.
    pub sop: Option<Sop>,
    /// What the editor begins with.
    pub draft: SopDraft,
    /// What a step may call.
    pub operations: Vec<Callable>,
    /// Accounts: identifier, vendor and name.
    pub accounts: Vec<(String, String, String)>,
    /// Key and name of every vendor.
    pub vendors: Vec<(String, String)>,
    /// Identifier and name of every customer.
    pub customers: Vec<(String, String)>,
    /// Chat channels that a step may post to: identifier, name and kind.
    pub chats: Vec<(String, String, String)>,
    /// Events to try.
    pub samples: Vec<SampleEvent>,
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<contract::ids::SopId, contract::problem::Problem> {
    contract::ids::SopId::parse(id).ok_or_else(|| contract::problem::Problem::not_found("SOP"))
}

/// The SOPs, and the ready ones.
#[server(prefix = "/app/do", endpoint = "sops/list")]
pub async fn list_sops() -> Result<Listed, AppError> {
    let (services, who) = crate::context::asked()?;
    let templates = services.sops.templates(&who.actor)?;
    let vendors = services.vendors.list(&who.actor)?;
    Ok(Listed {
        vendors: vendors
            .iter()
            .map(|one| (one.vendor.to_string(), one.name.to_string()))
            .collect(),
        sops: services.sops.list(&who.actor).await?,
        templates,
    })
}

/// What the editor needs: a kept SOP, or a new one (`id` is `new`), empty or from a template.
#[server(prefix = "/app/do", endpoint = "sops/desk")]
pub async fn read_desk(id: String, template: String) -> Result<Desk, AppError> {
    use contract::{
        problem::Problem,
        sop::{Mode, Triggers},
    };

    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let catalogue = services.operations.catalogue(&who.actor)?;
    let templates = services.sops.templates(&who.actor)?;
    let sop = match id.as_str() {
        "new" => None,
        id => Some(services.sops.get(&who.actor, &known(id)?).await?),
    };
    let draft = match (&sop, template.as_str()) {
        (Some(sop), _) => draft_of(sop),
        (None, "") => SopDraft {
            name: String::new(),
            description: String::new(),
            mode: Mode::ApproveBeforeExecute,
            customer: None,
            enabled: false,
            triggers: Triggers::default(),
            steps: Vec::new(),
            version: None,
            note: None,
            template: None,
        },
        (None, key) => {
            let found = templates.into_iter().find(|one| one.key == key);
            let found = found.ok_or_else(|| Problem::not_found("template"))?;
            SopDraft {
                template: Some(found.key),
                ..found.sop
            }
        }
    };
    let integrations = services.integrations.list(&who.actor).await?;
    let customers = services.customers.list(&who.actor).await?;
    let channels = services.notifications.channels(&who.actor).await?;
    Ok(Desk {
        sop,
        draft,
        operations: catalogue
            .iter()
            .map(|info| Callable {
                vendor: info.vendor.to_string(),
                id: info.id.to_string(),
                title: info.title.to_string(),
                risk: info.risk,
                input_schema: info.input_schema.clone(),
            })
            .collect(),
        chats: channels
            .into_iter()
            .filter(|one| one.kind.is_chat())
            .map(|one| (one.id.to_string(), one.name, one.kind.label().to_owned()))
            .collect(),
        accounts: integrations
            .into_iter()
            .map(|one| (one.id.to_string(), one.vendor.to_string(), one.name))
            .collect(),
        vendors: vendors
            .iter()
            .map(|one| (one.vendor.to_string(), one.name.to_string()))
            .collect(),
        customers: customers
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect(),
        samples: services.routing.samples(&who.actor).await?,
    })
}

#[cfg(feature = "ssr")]
fn draft_of(sop: &Sop) -> SopDraft {
    SopDraft {
        name: sop.name.clone(),
        description: sop.description.clone(),
        mode: sop.mode,
        customer: sop.customer.clone(),
        enabled: sop.enabled,
        triggers: sop.triggers.clone(),
        steps: sop.steps.clone(),
        version: Some(sop.version),
        note: None,
        template: sop.template.clone(),
    }
}

/// Saves a new version; a new SOP when `id` is `new`.
#[server(prefix = "/app/do", endpoint = "sops/save", input = Json)]
pub async fn save_sop(id: String, draft: SopDraft) -> Result<Sop, WholeError> {
    let (services, who) = crate::context::asked()?;
    Ok(match id.as_str() {
        "new" => services.sops.create(&who.actor, draft).await?,
        id => services.sops.change(&who.actor, &known(id)?, draft).await?,
    })
}

/// What is wrong with a draft.
#[server(prefix = "/app/do", endpoint = "sops/check", input = Json)]
pub async fn check_sop(draft: SopDraft) -> Result<SopCheck, WholeError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.sops.check(&who.actor, draft).await?)
}

/// What a step's input becomes on an event.
#[server(prefix = "/app/do", endpoint = "sops/preview", input = Json)]
pub async fn preview_step(request: PreviewRequest) -> Result<Preview, WholeError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.sops.preview(&who.actor, request).await?)
}

/// Tries a draft on an event; nothing that writes is called.
#[server(prefix = "/app/do", endpoint = "sops/dry_run", input = Json)]
pub async fn dry_run(draft: SopDraft, event: Normalised) -> Result<RunDetail, WholeError> {
    let (services, who) = crate::context::asked()?;
    let request = contract::sop::DryRunRequest { sop: draft, event };
    Ok(services.sops.dry_run(&who.actor, request).await?)
}

/// Runs a kept SOP on an event, now.
#[server(prefix = "/app/do", endpoint = "sops/run", input = Json)]
pub async fn run_sop(id: String, event: Normalised) -> Result<RunDetail, WholeError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.sops.run(&who.actor, &known(&id)?, event).await?)
}

/// Every version, newest first.
#[server(prefix = "/app/do", endpoint = "sops/versions")]
pub async fn list_versions(id: String) -> Result<Vec<SopVersion>, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.sops.versions(&who.actor, &known(&id)?).await?)
}

/// Saves an old version as the newest.
#[server(prefix = "/app/do", endpoint = "sops/roll_back")]
pub async fn roll_back(id: String, version: u32) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.sops.roll_back(&who.actor, &known(&id)?, version).await?;
    leptos_axum::redirect(&format!("/app/sops/{id}?view=versions"));
    Ok(())
}

/// Deletes a SOP.
#[server(prefix = "/app/do", endpoint = "sops/delete")]
pub async fn delete_sop(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.sops.delete(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect("/app/sops?done=deleted");
    Ok(())
}
