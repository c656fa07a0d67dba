//! Maintenance and snoozes: times in which nobody is told of a fault.

use super::{
    body::Body,
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use contract::{
    health::{Hold, HoldKind, NewHold},
    ids::{IntegrationId, WindowId},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A hold to make: for one account, for all of a vendor, or for everything.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    /// `maintenance` or `snooze`.
    #[schema(value_type = schemas::HoldKind)]
    kind: HoldKind,
    /// The account it is for.
    #[serde(default)]
    integration: Option<String>,
    /// The vendor it is for.
    #[serde(default)]
    vendor: Option<String>,
    /// When it begins, RFC 3339; now when absent.
    #[serde(default)]
    from: Option<String>,
    /// How long, four weeks at most; a snooze of one account without it lasts as long as the fault.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 40320)]
    minutes: Option<u32>,
    /// Why.
    #[serde(default)]
    note: String,
}

/// The holds that are in force or to come.
#[utoipa::path(get, path = "/holds", tag = "Holds", operation_id = "listHolds",
    responses((status = 200, body = List<schemas::Hold>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Hold>>, Refused> {
    Ok(Json(web.services.health.holds(who.actor()).await?.into()))
}

/// Plans maintenance, or snoozes. Checks go on, and the badge stays honest.
#[utoipa::path(post, path = "/holds", tag = "Holds", operation_id = "createHold", request_body = HoldBody,
    responses((status = 201, description = "It is kept.", body = schemas::Hold,
        headers(("Location" = String, description = "Where it can be ended."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<HoldBody>,
) -> Result<impl IntoResponse, Refused> {
    let new = NewHold {
        kind: body.kind.as_str().to_owned(),
        integration: body
            .integration
            .as_deref()
            .map(IntegrationId::known)
            .transpose()?,
        vendor: body.vendor,
        from: body.from,
        minutes: body.minutes,
        note: body.note,
    };
    let hold = web.services.health.hold(who.actor(), new).await?;
    let place = format!("/api/v1/holds/{}", hold.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(hold)))
}

/// Ends a hold now.
#[utoipa::path(delete, path = "/holds/{id}", tag = "Holds", operation_id = "endHold",
    params(("id" = String, Path, description = "The hold, `mnt_…`.")),
    responses((status = 204, description = "It is over."), Failures))]
pub async fn end(State(web): State<Web>, who: Signed, Path(id): Path<String>) -> Result<StatusCode, Refused> {
    let id = WindowId::known(&id)?;
    web.services.health.end_hold(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
