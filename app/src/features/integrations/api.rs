//! The server functions of this feature: take the port and the person, call, return. They are public endpoints; the
//! ports authorise.
//!
//! What takes secrets takes JSON, which no form can send: its errors may then hold the vendor's words and never travel
//! in a URL.

use super::models::{Choosing, History, Leaving, Listed, Opened, VendorForm};
use crate::{
    codec::Answer,
    error::{AppError, WholeError},
};
use contract::{
    integration::{Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    test_report::TestReport,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::models::VendorCard;
#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{ids::IntegrationId, probe::Outcome, problem::Problem};

/// How many probes the page shows at first.
#[cfg(feature = "ssr")]
const SHOWN: usize = 12;

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<IntegrationId, Problem> {
    IntegrationId::parse(id).ok_or_else(|| Problem::not_found("integration"))
}

/// Every vendor, and every account.
#[server(prefix = "/app/do", endpoint = "integrations/list", output = Answer)]
pub async fn list() -> Result<Listed, AppError> {
    let (services, who) = asked()?;
    let manifests = services.vendors.list(&who.actor)?;
    Ok(Listed {
        vendors: manifests.iter().map(|one| VendorCard::from(&**one)).collect(),
        integrations: services.integrations.list(&who.actor).await?,
        role: who.actor.role,
    })
}

/// The vendors to choose from.
#[server(prefix = "/app/do", endpoint = "integrations/choose", output = Answer)]
pub async fn choose() -> Result<Choosing, AppError> {
    let (services, who) = asked()?;
    let manifests = services.vendors.list(&who.actor)?;
    let overview = services.csp.overview(&who.actor).await?;
    Ok(Choosing {
        listed: Listed {
            vendors: manifests.iter().map(|one| VendorCard::from(&**one)).collect(),
            integrations: services.integrations.list(&who.actor).await?,
            role: who.actor.role,
        },
        wizard: overview.vendor,
    })
}

/// A vendor's form.
#[server(prefix = "/app/do", endpoint = "integrations/vendor", output = Answer)]
pub async fn read_vendor(vendor: String) -> Result<VendorForm, AppError> {
    let (services, who) = asked()?;
    // Ready at once; the browser's half of this function is what waits.
    let manifest = std::future::ready(services.vendors.get(&who.actor, &vendor)).await?;
    Ok(VendorForm::of(&manifest, who.actor.role))
}

/// One account, with its vendor's form.
#[server(prefix = "/app/do", endpoint = "integrations/get", output = Answer)]
pub async fn open(id: String) -> Result<Opened, AppError> {
    let (services, who) = asked()?;
    let integration = services.integrations.get(&who.actor, &known(&id)?).await?;
    let manifest = services.vendors.get(&who.actor, integration.vendor.as_str())?;
    Ok(Opened {
        integration,
        form: VendorForm::of(&manifest, who.actor.role),
    })
}

/// Tests what was typed; saves nothing.
#[server(prefix = "/app/do", endpoint = "integrations/test", input = leptos::server_fn::codec::Json)]
pub async fn test_draft(draft: IntegrationDraft) -> Result<TestReport, WholeError> {
    let (services, who) = asked()?;
    Ok(services.integrations.test(&who.actor, draft).await?)
}

/// Tests an account as it is kept, with a change laid over it.
#[server(prefix = "/app/do", endpoint = "integrations/test_saved", input = leptos::server_fn::codec::Json)]
pub async fn test_saved(id: String, change: IntegrationChange) -> Result<TestReport, WholeError> {
    let (services, who) = asked()?;
    let id = known(&id)?;
    Ok(services.integrations.test_saved(&who.actor, &id, change).await?)
}

/// Tests and saves a new account.
#[server(prefix = "/app/do", endpoint = "integrations/save", input = leptos::server_fn::codec::Json)]
pub async fn save(draft: IntegrationDraft, policy: SavePolicy) -> Result<SaveOutcome, WholeError> {
    let (services, who) = asked()?;
    Ok(services.integrations.create(&who.actor, draft, policy).await?)
}

/// Changes an account.
#[server(prefix = "/app/do", endpoint = "integrations/change", input = leptos::server_fn::codec::Json)]
pub async fn save_change(
    id: String,
    change: IntegrationChange,
    policy: SavePolicy,
) -> Result<SaveOutcome, WholeError> {
    let (services, who) = asked()?;
    let id = known(&id)?;
    Ok(services
        .integrations
        .change(&who.actor, &id, change, policy)
        .await?)
}

/// Probes an account now.
#[server(prefix = "/app/do", endpoint = "integrations/recheck", output = Answer)]
pub async fn recheck(id: String) -> Result<Integration, AppError> {
    let (services, who) = asked()?;
    Ok(services.integrations.probe(&who.actor, &known(&id)?).await?)
}

/// Makes an account the one that is used when a call names none.
#[server(prefix = "/app/do", endpoint = "integrations/make_default", output = Answer)]
pub async fn make_default(id: String) -> Result<Integration, AppError> {
    let (services, who) = asked()?;
    Ok(services
        .integrations
        .make_default(&who.actor, &known(&id)?)
        .await?)
}

/// Switches the regular checks of an account off or on.
///
/// With a version it is refused when somebody changed the account meanwhile, so that a form on the same page may go on
/// from the version that comes back.
#[server(prefix = "/app/do", endpoint = "integrations/pause", output = Answer)]
pub async fn pause(
    id: String,
    paused: bool,
    #[server(default)] version: Option<i64>,
) -> Result<Integration, AppError> {
    let (services, who) = asked()?;
    let change = IntegrationChange {
        version,
        paused: Some(paused),
        ..IntegrationChange::default()
    };
    let id = known(&id)?;
    let saved = services
        .integrations
        .change(&who.actor, &id, change, SavePolicy::WhenTestPasses)
        .await?;
    match saved {
        SaveOutcome::Saved { integration, .. } => Ok(*integration),
        SaveOutcome::TestFailed(_) => Err(Problem::new(500, "internal", "Pausing asked for a test.").into()),
    }
}

/// The probes of the last 24 hours; the newest few, or all.
#[server(prefix = "/app/do", endpoint = "integrations/history", output = Answer)]
pub async fn read_history(id: String, all: bool) -> Result<History, AppError> {
    let (services, who) = asked()?;
    let mut records = services
        .integrations
        .history(&who.actor, &known(&id)?, 24)
        .await?;
    let total = records.len();
    let passed = records.iter().filter(|one| one.outcome == Outcome::Ok).count();
    if !all {
        records.truncate(SHOWN);
    }
    Ok(History {
        total,
        passed,
        records,
    })
}

/// What deleting an account would take with it.
#[server(prefix = "/app/do", endpoint = "integrations/impact", output = Answer)]
pub async fn impact(id: String) -> Result<Leaving, AppError> {
    let (services, who) = asked()?;
    let known = known(&id)?;
    let impact = services.integrations.impact(&who.actor, &known).await?;
    let integration = services.integrations.get(&who.actor, &known).await?;
    let manifest = services.vendors.get(&who.actor, integration.vendor.as_str())?;
    Ok(Leaving {
        id,
        vendor: manifest.name.clone(),
        impact,
        role: who.actor.role,
    })
}
