//! The vendors' data sheets.

use super::{
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::manifest::Manifest;

/// Every vendor: what its form asks, which hosts it reaches, what can be called.
#[utoipa::path(get, path = "/vendors", tag = "Vendors", operation_id = "listVendors",
    responses((status = 200, body = List<schemas::Manifest>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Manifest>>, Refused> {
    let manifests = web.services.vendors.list(who.actor())?;
    let items: Vec<Manifest> = manifests.iter().map(|one| (**one).clone()).collect();
    Ok(Json(items.into()))
}

/// One vendor.
#[utoipa::path(get, path = "/vendors/{vendor}", tag = "Vendors", operation_id = "getVendor",
    params(("vendor" = String, Path, description = "The vendor's key, e.g. `autotask`.")),
    responses((status = 200, body = schemas::Manifest), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(vendor): Path<String>,
) -> Result<Json<Manifest>, Refused> {
    let manifest = web.services.vendors.get(who.actor(), &vendor)?;
    Ok(Json((*manifest).clone()))
}
