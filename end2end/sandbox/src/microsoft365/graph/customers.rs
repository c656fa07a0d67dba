//! `delegatedAdminCustomers`: everybody with whom there is or was a relationship.

use hyper::Method;
use serde_json::json;

use super::call::{Call, Said, entity};
use super::needs;
use super::organization::collection;
use super::query::{Kind, Query};
use super::relationships::check_partner;
use super::says::{Refusal, gdap};
use crate::exchange::Answer;
use crate::microsoft365::world::{Row, Status, etag, row, shown, text};

const CUSTOMERS: Kind = Kind {
    context: "tenantRelationships/delegatedAdminCustomers",
    of: "microsoft.graph.delegatedAdminCustomer",
    properties: &["id", "tenantId", "displayName"],
    usual: &[],
    page: 100,
    largest: 300,
    directory: false,
    expands: &[],
};
const SERVICES: [(&str, &str, &str); 3] = [
    (
        "exchange",
        "Exchange",
        "https://admin.exchange.microsoft.com/?delegatedOrg=",
    ),
    ("entra", "Microsoft Entra", "https://entra.microsoft.com/"),
    ("intune", "Intune", "https://intune.microsoft.com/"),
];

/// Answers what is below `delegatedAdminCustomers`.
pub(crate) fn answer(call: &Call<'_>, rest: &[&str]) -> Said {
    if call.method() != Method::GET {
        return Err(Refusal::segment("delegatedAdminCustomers"));
    }
    check_partner(call)?;
    call.need(&needs::RELATIONSHIPS)?;
    let rows = customers(call);
    match rest {
        [] => {
            let query = Query::read(call, &CUSTOMERS)?;
            Ok(query.page(call, &CUSTOMERS, rows.into_iter()))
        }
        [id, rest @ ..] => {
            let found = rows.iter().find(|row| text(row, "id") == *id);
            let found =
                found.ok_or_else(|| gdap::bad("The passed in delegatedAdminCustomerId is invalid."))?;
            match rest {
                [] => Ok(entity(200, CUSTOMERS.context, shown(found))),
                ["serviceManagementDetails"] => Ok(services(call, id)),
                [.., last] => Err(Refusal::segment(last)),
            }
        }
    }
}

fn customers(call: &Call<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for one in &call.world.relationships {
        let approved = !matches!(one.status, Status::Created | Status::ApprovalPending);
        let Some(tenant) = one
            .customer
            .as_deref()
            .and_then(|id| call.world.tenant(id))
            .filter(|_| approved)
        else {
            continue;
        };
        if !rows.iter().any(|row| text(row, "id") == tenant.id) {
            rows.push(row(json!({
                "@odata.etag": etag(1), "id": tenant.id, "tenantId": tenant.id, "displayName": tenant.name,
            })));
        }
    }
    rows
}

fn services(call: &Call<'_>, id: &str) -> Answer {
    let domain = call
        .world
        .tenant(id)
        .map(|tenant| tenant.domain.clone())
        .unwrap_or_default();
    let rows = SERVICES.map(|(id, name, url)| {
        let url = if url.ends_with('=') {
            format!("{url}{domain}")
        } else {
            url.to_owned()
        };
        json!({"id": id, "serviceName": name, "serviceManagementUrl": url})
    });
    collection("serviceManagementDetails", &rows)
}
