//! The reseller's customers, in pages that are continued by a header.

use serde_json::{Value, json};

use super::says::Refusal;
use super::{Call, Said};
use crate::exchange::Answer;
use crate::microsoft365::accounts::PARTNER_TENANT;
use crate::microsoft365::world::Tenant;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 500;

fn link(uri: &str) -> Value {
    json!({"uri": uri, "method": "GET", "headers": []})
}

fn company_of(tenant: &Tenant) -> Value {
    json!({
        "tenantId": tenant.id, "domain": tenant.initial_domain, "companyName": tenant.name,
        "links": {"self": link(&format!("/customers/{}/profiles/company", tenant.id))},
        "attributes": {"objectType": "CustomerCompanyProfile"},
    })
}

fn to_json(tenant: &Tenant) -> Value {
    json!({
        "id": tenant.id, "companyProfile": company_of(tenant), "relationshipToPartner": "reseller",
        "links": {"self": link(&format!("/customers/{}", tenant.id))}, "attributes": {"objectType": "Customer"},
    })
}

/// `GET /v1/customers`. What comes next is said by a link whose headers have to be sent too.
pub(crate) fn list(call: &Call<'_>) -> Said {
    let mut size = USUAL_PAGE;
    let mut seeks = false;
    for (name, value) in call.request.pairs() {
        match name.as_str() {
            "size" => {
                let fits = value
                    .parse()
                    .ok()
                    .filter(|size| (1..=LARGEST_PAGE).contains(size));
                size = fits.ok_or_else(|| Refusal::invalid("size"))?;
            }
            "seekOperation" if value == "Next" => seeks = true,
            _ => return Err(Refusal::invalid(&name)),
        }
    }
    size = call.behaviour.largest_page.map_or(size, |most| most.min(size));
    let from = match (seeks, call.request.header("ms-continuationtoken")) {
        (false, None) => 0,
        (true, Some(token)) => {
            let digits = token.strip_prefix("sandbox-continuation-");
            let place = digits.and_then(|digits| digits.parse().ok());
            place.ok_or_else(|| Refusal::invalid("MS-ContinuationToken"))?
        }
        _ => {
            return Err(Refusal::invalid(
                "seekOperation and MS-ContinuationToken go together",
            ));
        }
    };
    let all: Vec<&Tenant> = call
        .world
        .tenants
        .iter()
        .filter(|tenant| tenant.reseller)
        .collect();
    let items: Vec<Value> = all
        .iter()
        .skip(from)
        .take(size)
        .map(|tenant| to_json(tenant))
        .collect();
    let mut links = json!({"self": link(&format!("/customers?size={size}"))});
    if from + size < all.len() {
        links["next"] = json!({
            "uri": format!("/customers?size={size}&seekOperation=Next"), "method": "GET",
            "headers": [{"key": "MS-ContinuationToken", "value": format!("sandbox-continuation-{}", from + size)}],
        });
    }
    let body = json!({
        "totalCount": all.len(), "items": items, "links": links, "attributes": {"objectType": "Collection"},
    });
    Ok(Answer::json(200, &body))
}

/// A customer of this partner.
pub(crate) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Tenant, Refusal> {
    let found = call.world.tenant(id).filter(|tenant| tenant.reseller);
    found.ok_or_else(Refusal::no_customer)
}

/// `GET /v1/customers/{id}`.
pub(crate) fn show(call: &Call<'_>, id: &str) -> Said {
    Ok(Answer::json(200, &to_json(find(call, id)?)))
}

/// `GET /v1/customers/{id}/profiles/company`.
pub(crate) fn company(call: &Call<'_>, id: &str) -> Said {
    Ok(Answer::json(200, &company_of(find(call, id)?)))
}

/// `GET /v1/customers/relationshiprequests`: the link by which a tenant becomes a customer.
pub(crate) fn invitation() -> Answer {
    let url = format!(
        "https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId={PARTNER_TENANT}&msppId=0#/BillingAccounts/partner-invitation"
    );
    let body = json!({"url": url, "attributes": {"objectType": "CustomerRelationshipRequest"}});
    Answer::json(200, &body)
}

/// `PATCH /v1/customers/{id}` with `relationshipToPartner: none`: the end of the reseller's relation.
pub(crate) fn leave(call: &mut Call<'_>, id: &str) -> Said {
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    if body["relationshipToPartner"] != "none" {
        return Err(Refusal::invalid("relationshipToPartner"));
    }
    let mut shown = to_json(find(call, id)?);
    shown["relationshipToPartner"] = "none".into();
    if let Some(tenant) = call.world.tenant_mut(id) {
        tenant.reseller = false;
    }
    Ok(Answer::json(200, &shown))
}
