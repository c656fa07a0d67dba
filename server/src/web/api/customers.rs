//! Customers and the vendors' records that stand for them.

use super::{
    body::Body,
    lists::List,
    query::Query,
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
    customer::{Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, VendorRecord},
    ids::{CustomerId, LinkId},
    job::Job,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// With whom a customer is merged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// The customer that goes; its links, rules and SOPs go to the other.
    from: String,
}

/// Which matches are accepted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// The matches, 500 at most; all are kept or none.
    #[schema(value_type = Vec<schemas::Match>)]
    matches: Vec<Match>,
}

/// Which record is nobody's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreBody {
    /// The record.
    #[schema(value_type = schemas::LinkDraft)]
    record: LinkDraft,
    /// False to take it back.
    ignored: bool,
}

/// Which records.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `true` for those alone that belong to nobody.
    unmapped: Option<bool>,
}

/// Every customer, by name.
#[utoipa::path(get, path = "/customers", tag = "Customers", operation_id = "listCustomers",
    responses((status = 200, body = List<schemas::Customer>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Customer>>, Refused> {
    Ok(Json(web.services.customers.list(who.actor()).await?.into()))
}

/// Adds a customer.
#[utoipa::path(post, path = "/customers", tag = "Customers", operation_id = "createCustomer", request_body = schemas::CustomerDraft,
    responses((status = 201, description = "It is kept.", body = schemas::Customer,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(draft): Body<CustomerDraft>,
) -> Result<impl IntoResponse, Refused> {
    let made = web.services.customers.create(who.actor(), draft).await?;
    let place = format!("/api/v1/customers/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)))
}

/// One customer.
#[utoipa::path(get, path = "/customers/{id}", tag = "Customers", operation_id = "getCustomer",
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 200, body = schemas::Customer), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Customer>, Refused> {
    let id = CustomerId::known(&id)?;
    Ok(Json(web.services.customers.get(who.actor(), &id).await?))
}

/// Renames a customer.
#[utoipa::path(patch, path = "/customers/{id}", tag = "Customers", operation_id = "changeCustomer", request_body = schemas::CustomerDraft,
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 200, body = schemas::Customer), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<CustomerDraft>,
) -> Result<Json<Customer>, Refused> {
    let id = CustomerId::known(&id)?;
    Ok(Json(
        web.services.customers.change(who.actor(), &id, draft).await?,
    ))
}

/// Deletes a customer and its links; refused while a rule or SOP names it.
#[utoipa::path(delete, path = "/customers/{id}", tag = "Customers", operation_id = "deleteCustomer",
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = CustomerId::known(&id)?;
    web.services.customers.delete(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes one customer of two.
#[utoipa::path(post, path = "/customers/{id}/merge", tag = "Customers", operation_id = "mergeCustomers", request_body = MergeBody,
    params(("id" = String, Path, description = "The customer that stays, `cus_…`.")),
    responses((status = 200, body = schemas::Customer), Failures))]
pub async fn merge(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<MergeBody>,
) -> Result<Json<Customer>, Refused> {
    let (into, from) = (CustomerId::known(&id)?, CustomerId::known(&body.from)?);
    let merged = web.services.customers.merge(who.actor(), &into, &from).await?;
    Ok(Json(merged))
}

/// Makes two customers of one; answers the new one.
#[utoipa::path(post, path = "/customers/{id}/split", tag = "Customers", operation_id = "splitCustomer", request_body = schemas::SplitDraft,
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 201, description = "The new customer.", body = schemas::Customer), Failures))]
pub async fn split(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<SplitDraft>,
) -> Result<(StatusCode, Json<Customer>), Refused> {
    let id = CustomerId::known(&id)?;
    let made = web.services.customers.split(who.actor(), &id, draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// A customer's links.
#[utoipa::path(get, path = "/customers/{id}/links", tag = "Customers", operation_id = "listCustomerLinks",
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 200, body = List<schemas::CustomerLink>), Failures))]
pub async fn links(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<List<CustomerLink>>, Refused> {
    let id = CustomerId::known(&id)?;
    let customer = web.services.customers.get(who.actor(), &id).await?;
    Ok(Json(customer.links.into()))
}

/// Links a vendor's record; refused while it belongs to another customer.
#[utoipa::path(post, path = "/customers/{id}/links", tag = "Customers", operation_id = "linkRecord", request_body = schemas::LinkDraft,
    params(("id" = String, Path, description = "The customer, `cus_…`.")),
    responses((status = 201, description = "It is kept.", body = schemas::CustomerLink), Failures))]
pub async fn link(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<LinkDraft>,
) -> Result<(StatusCode, Json<CustomerLink>), Refused> {
    let id = CustomerId::known(&id)?;
    let made = web.services.customers.link(who.actor(), &id, draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a link away.
#[utoipa::path(delete, path = "/customers/{id}/links/{link}", tag = "Customers", operation_id = "unlinkRecord",
    params(("id" = String, Path, description = "The customer, `cus_…`."), ("link" = String, Path, description = "The link, `lnk_…`.")),
    responses((status = 200, body = schemas::Customer), Failures))]
pub async fn unlink(
    State(web): State<Web>,
    who: Signed,
    Path((id, link)): Path<(String, String)>,
) -> Result<Json<Customer>, Refused> {
    let id = CustomerId::known(&id)?;
    let link = LinkId::known(&link)?;
    Ok(Json(
        web.services.customers.unlink(who.actor(), &id, &link).await?,
    ))
}

/// The vendors' records, with whom they probably belong to; what costs most events comes first.
#[utoipa::path(get, path = "/customer-records", tag = "Customers", operation_id = "listCustomerRecords", params(Which),
    responses((status = 200, body = List<schemas::VendorRecord>), Failures))]
pub async fn records(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<VendorRecord>>, Refused> {
    let unmapped = which.unmapped.unwrap_or_default();
    let records = web.services.customers.records(who.actor(), unmapped).await?;
    Ok(Json(records.into()))
}

/// Accepts matches, all or none; answers the customers.
#[utoipa::path(post, path = "/customer-records/accept", tag = "Customers", operation_id = "acceptMatches", request_body = AcceptBody,
    responses((status = 200, body = List<schemas::Customer>), Failures))]
pub async fn accept(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<AcceptBody>,
) -> Result<Json<List<Customer>>, Refused> {
    let customers = web.services.customers.accept(who.actor(), body.matches).await?;
    Ok(Json(customers.into()))
}

/// Says that a record is nobody's, or takes that back.
#[utoipa::path(post, path = "/customer-records/ignore", tag = "Customers", operation_id = "ignoreRecord", request_body = IgnoreBody,
    responses((status = 204, description = "It is kept."), Failures))]
pub async fn ignore(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<IgnoreBody>,
) -> Result<StatusCode, Refused> {
    web.services
        .customers
        .ignore(who.actor(), body.record, body.ignored)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads the records of every account, as a durable job; the job that runs already is answered.
#[utoipa::path(post, path = "/customer-records/discover", tag = "Customers", operation_id = "discoverRecords",
    responses((status = 202, description = "It works.", body = schemas::Job), Failures))]
pub async fn discover(State(web): State<Web>, who: Signed) -> Result<(StatusCode, Json<Job>), Refused> {
    let job = web.services.customers.discover(who.actor()).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}
