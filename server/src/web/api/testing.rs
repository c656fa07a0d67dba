//! Testing a connection. Nothing is saved.

use super::{
    body::{Body, OptionalBody},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::{
    ids::IntegrationId,
    integration::{IntegrationChange, IntegrationDraft},
    test_report::TestReport,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What to test.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestBody {
    /// The vendor's key.
    vendor: String,
    /// The fields that are not secret.
    #[serde(default)]
    settings: BTreeMap<String, String>,
    /// The fields of kind `secret`.
    #[serde(default)]
    credentials: BTreeMap<String, String>,
}

/// What to lay over the account as it is kept.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestSavedBody {
    /// New settings; what is absent stays.
    #[serde(default)]
    settings: BTreeMap<String, String>,
    /// New secrets; what is absent or blank stays.
    #[serde(default)]
    credentials: BTreeMap<String, String>,
}

/// Tests what is sent.
#[utoipa::path(post, path = "/integrations/test", tag = "Integrations", operation_id = "testConnection", request_body = TestBody,
    responses((status = 200, description = "The test ran; `ok` says how it ended.", body = schemas::TestReport), Failures))]
pub async fn draft(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<TestBody>,
) -> Result<Json<TestReport>, Refused> {
    let draft = IntegrationDraft {
        vendor: body.vendor,
        name: String::new(),
        settings: body.settings,
        credentials: body.credentials,
    };
    Ok(Json(web.services.integrations.test(who.actor(), draft).await?))
}

/// Tests an account as it is kept, with what is sent laid over it.
#[utoipa::path(post, path = "/integrations/{id}/test", tag = "Integrations", operation_id = "testIntegration",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    request_body = Option<TestSavedBody>,
    responses((status = 200, description = "The test ran; `ok` says how it ended.", body = schemas::TestReport), Failures))]
pub async fn saved(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<TestSavedBody>,
) -> Result<Json<TestReport>, Refused> {
    let change = IntegrationChange {
        settings: body.settings,
        credentials: body.credentials,
        ..IntegrationChange::default()
    };
    let id = IntegrationId::known(&id)?;
    Ok(Json(
        web.services
            .integrations
            .test_saved(who.actor(), &id, change)
            .await?,
    ))
}
