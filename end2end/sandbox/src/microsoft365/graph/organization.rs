//! The tenant itself: organisation, domains, directory roles that are held, and the one report.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said};
use super::needs;
use super::query::{Kind, Query};
use super::says::Refusal;
use crate::exchange::Answer;
use crate::microsoft365::accounts::{PARTNER_TENANT, uuid};
use crate::microsoft365::world::{Row, row, text};

const ORGANIZATION: Kind = Kind {
    context: "organization",
    of: "microsoft.graph.organization",
    properties: &[
        "id",
        "assignedPlans",
        "businessPhones",
        "city",
        "country",
        "countryLetterCode",
        "createdDateTime",
        "defaultUsageLocation",
        "displayName",
        "marketingNotificationEmails",
        "onPremisesLastSyncDateTime",
        "onPremisesSyncEnabled",
        "partnerTenantType",
        "postalCode",
        "preferredLanguage",
        "privacyProfile",
        "provisionedPlans",
        "securityComplianceNotificationMails",
        "securityComplianceNotificationPhones",
        "state",
        "street",
        "technicalNotificationMails",
        "tenantType",
        "verifiedDomains",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};
const DOMAINS: Kind = Kind {
    context: "domains",
    of: "microsoft.graph.domain",
    properties: &[
        "id",
        "authenticationType",
        "availabilityStatus",
        "isAdminManaged",
        "isDefault",
        "isInitial",
        "isRoot",
        "isVerified",
        "manufacturer",
        "model",
        "passwordNotificationWindowInDays",
        "passwordValidityPeriodInDays",
        "state",
        "supportedServices",
    ],
    ..ORGANIZATION
};
const ROLES: Kind = Kind {
    context: "roleManagement/directory/roleAssignments",
    of: "microsoft.graph.unifiedRoleAssignment",
    properties: &["id", "principalId", "roleDefinitionId", "directoryScopeId"],
    expands: &["principal"],
    ..ORGANIZATION
};

/// Answers what begins with `first`.
pub(crate) fn answer(call: &mut Call<'_>, first: &str, rest: &[&str]) -> Said {
    if call.method() != Method::GET {
        return Err(Refusal::segment(first));
    }
    match (first, rest) {
        ("organization", []) => {
            call.need(&needs::ORGANIZATION)?;
            let query = Query::read(call, &ORGANIZATION)?;
            let this = organization(call);
            Ok(query.page(call, &ORGANIZATION, [this].into_iter()))
        }
        ("domains", []) => {
            call.need(&needs::DOMAINS)?;
            let query = Query::read(call, &DOMAINS)?;
            Ok(query.page(call, &DOMAINS, domains(call).into_iter()))
        }
        ("roleManagement", ["directory", "roleAssignments"]) => {
            call.need(&needs::ROLES)?;
            let query = Query::read(call, &ROLES)?;
            Ok(query.page(call, &ROLES, roles(call).into_iter()))
        }
        ("reports", [report]) => {
            call.need(&needs::REPORTS)?;
            mailbox_usage(report)
        }
        _ => Err(Refusal::segment(first)),
    }
}

fn organization(call: &Call<'_>) -> Row {
    let tenant = call.tenant();
    let domain = |name: &str, initial: bool| json!({"name": name, "isDefault": !initial, "isInitial": initial, "type": "Managed", "capabilities": "Email, OfficeCommunicationsOnline"});
    row(json!({
        "id": tenant.id, "displayName": tenant.name, "tenantType": "AAD", "countryLetterCode": "GB",
        "createdDateTime": "2020-01-02T03:04:05Z", "assignedPlans": [],
        "verifiedDomains": [domain(&tenant.initial_domain, true), domain(&tenant.domain, false)],
    }))
}

fn domains(call: &Call<'_>) -> Vec<Row> {
    let tenant = call.tenant();
    [(&tenant.initial_domain, true), (&tenant.domain, false)]
        .map(|(name, initial)| {
            row(json!({
                "id": name, "authenticationType": "Managed", "isAdminManaged": true, "isDefault": !initial,
                "isInitial": initial, "isRoot": true, "isVerified": true,
                "supportedServices": ["Email", "OfficeCommunicationsOnline"],
            }))
        })
        .to_vec()
}

/// Roles of the tenant's own people and, at a customer, those of the partner's groups.
fn roles(call: &Call<'_>) -> Vec<Row> {
    let tenant = call.tenant();
    let own = tenant.roles.all().map(|held| {
        let mut held = held.clone();
        let principal = tenant.user(text(&held, "principalId"), call.turn());
        let name = principal.map(|row| text(row, "displayName")).unwrap_or_default();
        let principal =
            json!({"@odata.type": "#microsoft.graph.user", "id": held["principalId"], "displayName": name});
        held.insert("principal".to_owned(), principal);
        held
    });
    let mut found: Vec<Row> = own.collect();
    let present = call.world.relationships.iter();
    let present = present.filter(|one| one.customer.as_deref() == Some(&tenant.id) && one.gives_access());
    for assignment in present
        .flat_map(|one| &one.assignments)
        .filter(|one| one.is_active())
    {
        for role in &assignment.roles {
            found.push(row(json!({
                "id": format!("{}-{role}", assignment.id), "principalId": assignment.group, "roleDefinitionId": role,
                "directoryScopeId": "/", "principal": {
                    "@odata.type": "#microsoft.graph.group", "id": assignment.group, "organizationId": PARTNER_TENANT,
                },
            })));
        }
    }
    found
}

/// Leads to a CSV elsewhere, which is not played.
fn mailbox_usage(report: &str) -> Said {
    let period = report
        .strip_prefix("getMailboxUsageDetail(period='")
        .and_then(|rest| rest.strip_suffix("')"))
        .ok_or_else(|| Refusal::segment(report))?;
    if !["D7", "D30", "D90", "D180"].contains(&period) {
        return Err(Refusal::bad("Invalid period value specified."));
    }
    let to = format!(
        "https://reports.sandbox.invalid/mailbox-usage/{}.csv",
        uuid(0xc5f0_0000, 1)
    );
    Ok(Answer::empty(302).with("location", &to))
}

/// The value of a list that has no pages.
pub(crate) fn collection(context: &str, value: &[Value]) -> Answer {
    let context = format!(
        "{}/v1.0/$metadata#{context}",
        crate::microsoft365::accounts::GRAPH_ORIGIN
    );
    Answer::json(200, &json!({"@odata.context": context, "value": value}))
}
