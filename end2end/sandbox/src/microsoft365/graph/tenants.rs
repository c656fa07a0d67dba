//! Contracts, and whose tenant an id or a domain is.

use hyper::Method;
use serde_json::json;

use super::call::{Call, Said};
use super::needs;
use super::query::{Kind, Query};
use super::says::Refusal;
use crate::exchange::Answer;
use crate::microsoft365::accounts::{GRAPH_ORIGIN, PARTNER_TENANT, uuid};
use crate::microsoft365::world::row;

const CONTRACTS: Kind = Kind {
    context: "contracts",
    of: "microsoft.graph.contract",
    properties: &[
        "id",
        "contractType",
        "customerId",
        "defaultDomainName",
        "displayName",
        "deletedDateTime",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};

/// `GET /contracts`: reseller's customers, with names as they were in the beginning.
pub(crate) fn contracts(call: &Call<'_>) -> Said {
    if call.method() != Method::GET {
        return Err(Refusal::segment("contracts"));
    }
    call.need(&needs::CONTRACTS)?;
    let query = Query::read(call, &CONTRACTS)?;
    let is_partner = call.tenant().id == PARTNER_TENANT;
    let customers = (0_u64..)
        .zip(&call.world.tenants)
        .filter(|(_, tenant)| is_partner && tenant.reseller);
    let rows = customers.map(|(at, tenant)| {
        row(json!({
            "id": uuid(0xf000_0000, at), "deletedDateTime": null, "contractType": "ResellerPartner",
            "customerId": tenant.id, "defaultDomainName": tenant.initial_domain, "displayName": tenant.name,
        }))
    });
    Ok(query.page(call, &CONTRACTS, rows))
}

/// `findTenantInformationByTenantId(tenantId='…')` and the same by domain.
pub(crate) fn find(call: &Call<'_>, function: &str) -> Said {
    let inner = |name: &str| function.strip_prefix(name)?.strip_suffix("')");
    let wanted = inner("findTenantInformationByTenantId(tenantId='")
        .or_else(|| inner("findTenantInformationByDomainName(domainName='"))
        .ok_or_else(|| Refusal::segment(function))?;
    if call.method() != Method::GET {
        return Err(Refusal::segment(function));
    }
    call.need(&needs::TENANT_INFORMATION)?;
    let place = call
        .world
        .place(wanted)
        .ok_or_else(|| Refusal::not_found(wanted))?;
    let tenant = &call.world.tenants[place];
    let body = json!({
        "@odata.context": format!("{GRAPH_ORIGIN}/v1.0/$metadata#microsoft.graph.tenantInformation"),
        "tenantId": tenant.id, "displayName": tenant.name, "defaultDomainName": tenant.domain, "federationBrandName": null,
    });
    Ok(Answer::json(200, &body))
}
