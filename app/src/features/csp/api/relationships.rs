//! Server functions of relationships with customers.

use crate::error::AppError;
use contract::csp::{Relationship, RelationshipDraft, RoleCatalogue};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{called, chosen, some};
#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{csp::RelationshipStatus, field::FieldError, ids::CspSetupId, problem::Problem};

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relationships {
    /// The partner's tenant.
    pub tenant: String,
    /// What a new one begins with.
    pub template: RelationshipDraft,
    /// The roles by which ids are named.
    pub roles: RoleCatalogue,
    /// The relationships.
    pub items: Vec<Relationship>,
}

/// Every relationship.
#[server(prefix = "/app/do", endpoint = "csp/relationships")]
pub async fn read_relationships(id: String) -> Result<Relationships, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    let setup = services.csp.get(&who.actor, &id).await?;
    Ok(Relationships {
        tenant: called(&setup),
        template: setup.template,
        roles: services.csp.roles(&who.actor)?,
        items: services.csp.relationships(&who.actor, &id).await?,
    })
}

/// One, with its assignments and its invitation.
#[server(prefix = "/app/do", endpoint = "csp/relationship")]
pub async fn read_relationship(id: String, relationship: String) -> Result<Relationship, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    Ok(services.csp.relationship(&who.actor, &id, &relationship).await?)
}

/// Makes one.
#[server(prefix = "/app/do", endpoint = "csp/create_relationship")]
pub async fn create_relationship(
    id: String,
    #[server(default)] name: String,
    #[server(default)] customer: String,
    #[server(default)] set: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] days: String,
    #[server(default)] auto_extend: bool,
) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let known = CspSetupId::known(&id)?;
    let template = services.csp.get(&who.actor, &known).await?.template;
    let catalogue = services.csp.roles(&who.actor)?;
    let (roles, global_administrator_confirmed) = chosen(&catalogue, Some(&template), &set, roles);
    let draft = RelationshipDraft {
        name: name.trim().to_owned(),
        customer_tenant_id: some(customer),
        roles,
        days: days.trim().parse().unwrap_or_default(),
        auto_extend,
        global_administrator_confirmed,
    };
    let made = services
        .csp
        .create_relationship(&who.actor, &known, draft)
        .await?;
    leptos_axum::redirect(&crate::address::with_query(
        &format!("/app/csp-wizard/{id}/relationships"),
        [("open", made.id.as_str())],
    ));
    Ok(())
}

/// Locks one for approval.
#[server(prefix = "/app/do", endpoint = "csp/lock")]
pub async fn lock_relationship(id: String, relationship: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    services
        .csp
        .lock_relationship(&who.actor, &id, &relationship)
        .await?;
    Ok(())
}

/// Gives our groups the roles of an active one.
#[server(prefix = "/app/do", endpoint = "csp/assign")]
pub async fn assign(id: String, relationship: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    services.csp.assign(&who.actor, &id, &relationship).await?;
    Ok(())
}

/// Switches the extension of one on or off.
#[server(prefix = "/app/do", endpoint = "csp/extend")]
pub async fn extend(
    id: String,
    relationship: String,
    #[server(default)] automatically: bool,
) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    services
        .csp
        .extend(&who.actor, &id, &relationship, automatically)
        .await?;
    Ok(())
}

/// Ends one. Its name must be typed, unless nobody was asked for it yet.
#[server(prefix = "/app/do", endpoint = "csp/end_relationship")]
pub async fn end_relationship(
    id: String,
    relationship: String,
    #[server(default)] typed: String,
) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let known = CspSetupId::known(&id)?;
    let one = services
        .csp
        .relationship(&who.actor, &known, &relationship)
        .await?;
    if one.status != RelationshipStatus::Created && typed.trim() != one.name {
        let wrong = format!("Type the name of the relationship: {}", one.name);
        return Err(Problem::invalid(vec![FieldError::new("typed", "does_not_match", wrong)]).into());
    }
    services
        .csp
        .end_relationship(&who.actor, &known, &relationship)
        .await?;
    leptos_axum::redirect(&format!("/app/csp-wizard/{id}/relationships?done=ended"));
    Ok(())
}
