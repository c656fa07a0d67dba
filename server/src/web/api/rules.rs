//! The rules of operations: what is made at once, held, or refused.

use super::{
    body::Body,
    lists::List,
    query::Query,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{Json, extract::State};
use contract::{
    field::FieldError,
    ids::IntegrationId,
    operation_rule::{OperationRule, RuleChange, RuleFilter, RuleInForce},
    problem::Problem,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which rules.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichRules {
    /// Of this vendor.
    vendor: Option<String>,
    /// Of this operation.
    operation: Option<String>,
}

/// A change of a rule.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    /// Whose operation.
    vendor: String,
    /// Which operation.
    operation: String,
    /// On which account; for every account that has no rule of its own when absent.
    #[serde(default)]
    integration: Option<String>,
    /// `auto`, `tech`, `admin` or `off`; null takes the own rule away, so that what stands below it is in force again.
    rule: Option<String>,
    /// Why, for the audit trail.
    #[serde(default)]
    reason: Option<String>,
}

/// The rule of each operation, and after it the rules of single accounts.
#[utoipa::path(get, path = "/operation-rules", tag = "Operations", operation_id = "listOperationRules", params(WhichRules),
    responses((status = 200, body = List<schemas::RuleInForce>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<WhichRules>,
) -> Result<Json<List<RuleInForce>>, Refused> {
    let filter = RuleFilter {
        vendor: which.vendor,
        operation: which.operation,
    };
    let rules = web.services.operation_rules.list(who.actor(), filter).await?;
    Ok(Json(rules.into()))
}

/// Changes the rule of an operation, or of an operation on one account; answers what is in force now. Only for Admins.
#[utoipa::path(put, path = "/operation-rules", tag = "Operations", operation_id = "setOperationRule", request_body = RuleBody,
    responses((status = 200, body = schemas::RuleInForce), Failures))]
pub async fn set(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<RuleBody>,
) -> Result<Json<RuleInForce>, Refused> {
    let integration = body
        .integration
        .as_deref()
        .map(IntegrationId::known)
        .transpose()?;
    let rule = match body.rule.as_deref() {
        Some(word) => Some(OperationRule::parse(word).ok_or_else(|| unknown(word))?),
        None => None,
    };
    let change = RuleChange {
        vendor: body.vendor,
        operation: body.operation,
        integration,
        rule,
        reason: body.reason,
    };
    Ok(Json(web.services.operation_rules.set(who.actor(), change).await?))
}

fn unknown(word: &str) -> Problem {
    let known: Vec<_> = OperationRule::ALL
        .into_iter()
        .map(OperationRule::as_str)
        .collect();
    let text = format!("There is no rule `{word}`; there are: {}.", known.join(", "));
    Problem::invalid(vec![FieldError::new("rule", "not_a_choice", text)])
}
