//! Looking at a tenant.

use super::super::{
    inputs::Window,
    model::{Customer, Listed, Organization},
    pages::List,
    paths,
};
use super::{
    graph::{Graph, moment, quoted},
    model::{
        AccessAssignment, AppRole, Application, Details, Object, Principal, Relation, ResellerPage,
        ScopeGrant, TenantInformation,
    },
};
use crate::{
    connector::{
        CallError, FoundApplication, FoundAssignment, FoundGrant, FoundGrants, FoundObject,
        FoundRelationship, FoundTenant, ObjectKind, PartnerReads, Path, Told, Workload,
    },
    policy::Access,
};
use contract::csp::{AssignmentState, PermissionKind, RelationshipStatus};
use futures::future::BoxFuture;
use serde_json::Value;
use std::collections::HashMap;

/// What a list is asked with.
type Asked = &'static [(&'static str, &'static str)];

/// More pages of Partner Center than this are not read.
const MOST_PAGES: usize = 1_000;

/// The header that continues Partner Center's list.
const CONTINUATION: &str = "MS-ContinuationToken";

impl<A: Access> Graph<A> {
    async fn own_tenant(&self) -> Result<FoundTenant, CallError> {
        let listed: Listed<Value> = self
            .client
            .get(
                paths::organization(),
                &[("$select", "id,displayName,verifiedDomains,tenantType")],
            )
            .await?;
        let first = listed.value.into_iter().next();
        let found: Option<Organization> = first.and_then(|value| serde_json::from_value(value).ok());
        let found = found.ok_or_else(|| self.unlike("`value[0]` of the organization"))?;
        let domains = found.verified_domains.unwrap_or_default();
        let domain = domains.into_iter().find(|domain| domain.is_default == Some(true));
        Ok(FoundTenant {
            id: found.id,
            name: found.display_name.unwrap_or_default(),
            domain: domain.and_then(|domain| domain.name),
        })
    }

    async fn granted(&self, app_id: &str) -> Result<FoundGrants, CallError> {
        let Some(own) = self.principal_of(app_id).await? else {
            return Ok(FoundGrants::default());
        };
        let mut resources: HashMap<String, Option<Principal>> = HashMap::new();
        let mut grants = Vec::new();
        let roles: Vec<AppRole> = self.list(paths::app_roles(&own.id), None).await?;
        for role in roles {
            let resource = self.resource(&mut resources, &role.resource_id).await?;
            grants.push(FoundGrant {
                resource: name_of(resource),
                name: offered(
                    resource.and_then(|one| one.app_roles.as_deref()),
                    &role.app_role_id,
                ),
                kind: PermissionKind::Application,
            });
        }
        let filter = format!("clientId eq {}", quoted(&own.id));
        let scopes: Vec<ScopeGrant> = self.list(paths::scope_grants(), Some(filter)).await?;
        for grant in scopes {
            // What one person consented to is no consent of the tenant.
            if grant.consent_type.as_deref() != Some("AllPrincipals") {
                continue;
            }
            let resource = name_of(self.resource(&mut resources, &grant.resource_id).await?);
            let names = grant.scope.unwrap_or_default();
            grants.extend(names.split_whitespace().map(|name| FoundGrant {
                resource: resource.clone(),
                name: name.to_owned(),
                kind: PermissionKind::Delegated,
            }));
        }
        Ok(FoundGrants {
            principal: Some(own.id),
            grants,
        })
    }

    async fn resource<'m>(
        &self,
        known: &'m mut HashMap<String, Option<Principal>>,
        id: &str,
    ) -> Result<Option<&'m Principal>, CallError> {
        if !known.contains_key(id) {
            let found = self.one(paths::principal(id)).await?;
            known.insert(id.to_owned(), found);
        }
        Ok(known.get(id).and_then(Option::as_ref))
    }

    async fn resellers(&self) -> Result<Vec<FoundTenant>, CallError> {
        let client = self.partner_center()?;
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let path = paths::reseller_customers();
            let page: ResellerPage = match &next {
                None => client.get(path, &[("size", "40")]).await?,
                Some(token) => {
                    let path = path.asked_with(CONTINUATION, token.clone());
                    client
                        .get(path, &[("size", "40"), ("seekOperation", "Next")])
                        .await?
                }
            };
            found.extend(page.items.into_iter().map(|one| {
                let company = one.company_profile;
                FoundTenant {
                    id: one.id.to_ascii_lowercase(),
                    name: company
                        .as_ref()
                        .and_then(|company| company.company_name.clone())
                        .unwrap_or_default(),
                    domain: company.and_then(|company| company.domain),
                }
            }));
            let headers = page.links.and_then(|links| links.next).map(|next| next.headers);
            let token = headers.and_then(|headers| {
                let mut headers = headers.into_iter();
                headers.find(|header| header.key.eq_ignore_ascii_case(CONTINUATION))
            });
            next = match token {
                Some(header) => Some(header.value),
                None => return Ok(found),
            };
        }
        Err(self.unlike("`links.next` of Partner Center's customers (it does not end)"))
    }

    async fn workloads(&self) -> Result<Vec<Workload>, CallError> {
        let tries: [(&'static str, Path, Asked); 4] = [
            (
                "directory",
                paths::organization(),
                &[("$select", "id,displayName")],
            ),
            (
                "users",
                paths::users().path(),
                &[("$top", "1"), ("$select", "id")],
            ),
            (
                "groups",
                paths::groups().path(),
                &[("$top", "1"), ("$select", "id")],
            ),
            ("licences", paths::subscribed().path(), &[]),
        ];
        let mut found = Vec::new();
        for (name, path, query) in tries {
            let result: Result<Value, CallError> = self.client.get(path, query).await;
            found.push(Workload {
                name,
                result: result.map(drop),
            });
        }
        Ok(found)
    }
}

impl<A: Access> PartnerReads for Graph<A> {
    fn tenant(&self) -> Told<'_, FoundTenant> {
        Box::pin(self.own_tenant())
    }

    fn tenant_named<'a>(&'a self, id: &'a str) -> Told<'a, Option<FoundTenant>> {
        Box::pin(async move {
            let found: Option<TenantInformation> = self.one(paths::tenant_information(id)).await?;
            Ok(found.map(|one| FoundTenant {
                id: one.tenant_id,
                name: one.display_name.unwrap_or_default(),
                domain: one.default_domain_name,
            }))
        })
    }

    fn group_marked<'a>(&'a self, mark: &'a str) -> Told<'a, Option<FoundObject>> {
        Box::pin(async move {
            let filter = format!("mailNickname eq {}", quoted(mark));
            let found: Vec<Object> = self.list(paths::groups(), Some(filter)).await?;
            let found = found
                .into_iter()
                .find(|group| group.mail_nickname.as_deref() == Some(mark));
            Ok(found.map(|group| FoundObject {
                usable: group.security_enabled == Some(true),
                id: group.id,
                name: group.display_name.unwrap_or_default(),
            }))
        })
    }

    fn is_member<'a>(&'a self, group: &'a str, user: &'a str) -> Told<'a, bool> {
        Box::pin(async move {
            let members: Vec<Object> = self.list(paths::members_of(group), None).await?;
            Ok(members.iter().any(|member| member.id.eq_ignore_ascii_case(user)))
        })
    }

    fn application_marked<'a>(&'a self, name: &'a str, mark: &'a str) -> Told<'a, Option<FoundApplication>> {
        Box::pin(async move {
            let filter = format!("displayName eq {}", quoted(name));
            let found: Vec<Application> = self.list(paths::applications(), Some(filter)).await?;
            let marked = |app: &Application| {
                let tags = app.tags.as_deref().unwrap_or_default();
                tags.iter().any(|tag| tag == mark)
            };
            Ok(found.into_iter().find(marked).map(FoundApplication::from))
        })
    }

    fn application<'a>(&'a self, app_id: &'a str) -> Told<'a, Option<FoundApplication>> {
        Box::pin(async move {
            let filter = format!("appId eq {}", quoted(app_id));
            let found: Vec<Application> = self.list(paths::applications(), Some(filter)).await?;
            Ok(found.into_iter().next().map(FoundApplication::from))
        })
    }

    fn principal<'a>(&'a self, app_id: &'a str) -> Told<'a, Option<FoundObject>> {
        Box::pin(async move {
            let found = self.principal_of(app_id).await?;
            Ok(found.map(|one| FoundObject {
                id: one.id,
                name: one.display_name.unwrap_or_default(),
                usable: true,
            }))
        })
    }

    fn exists<'a>(&'a self, kind: ObjectKind, id: &'a str) -> Told<'a, bool> {
        Box::pin(async move {
            let path = match kind {
                ObjectKind::Group => paths::group_of(id),
                ObjectKind::Application => paths::application(id, ""),
                ObjectKind::ServicePrincipal => paths::principal(id),
            };
            Ok(self.one::<Value>(path).await?.is_some())
        })
    }

    fn is_deleted<'a>(&'a self, id: &'a str) -> Told<'a, bool> {
        Box::pin(async move { Ok(self.one::<Value>(paths::deleted_item(id)).await?.is_some()) })
    }

    fn grants<'a>(&'a self, app_id: &'a str) -> Told<'a, FoundGrants> {
        Box::pin(self.granted(app_id))
    }

    fn relationships(&self) -> Told<'_, Vec<FoundRelationship>> {
        Box::pin(async move {
            let found: Vec<Relation> = self.list(paths::relationships(), None).await?;
            Ok(found.into_iter().map(FoundRelationship::from).collect())
        })
    }

    fn relationship<'a>(&'a self, id: &'a str) -> Told<'a, Option<FoundRelationship>> {
        Box::pin(async move {
            let found: Option<Relation> = self.one(paths::relationship(id)).await?;
            Ok(found.map(FoundRelationship::from))
        })
    }

    fn assignments<'a>(&'a self, relationship: &'a str) -> Told<'a, Vec<FoundAssignment>> {
        Box::pin(async move {
            let found: Vec<AccessAssignment> = self.list(paths::assignments(relationship), None).await?;
            Ok(found.into_iter().map(FoundAssignment::from).collect())
        })
    }

    fn delegated_customers(&self) -> Told<'_, Vec<FoundTenant>> {
        Box::pin(async move {
            let list = List::new(paths::customers()).largest(300);
            let window = Window {
                limit: None,
                cursor: None,
            };
            let page = list.read::<A, Customer>(&self.client, window).await?;
            let found = page.items.into_iter().map(|one| FoundTenant {
                id: one.id.to_ascii_lowercase(),
                name: one.display_name.unwrap_or_default(),
                domain: None,
            });
            Ok(found.collect())
        })
    }

    fn reseller_customers(&self) -> Told<'_, Vec<FoundTenant>> {
        Box::pin(self.resellers())
    }

    fn first_reads(&self) -> Told<'_, Vec<Workload>> {
        Box::pin(self.workloads())
    }

    fn rest(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.client.session().rest())
    }
}

fn name_of(resource: Option<&Principal>) -> String {
    resource
        .and_then(|one| one.display_name.clone())
        .unwrap_or_default()
}

fn offered(all: Option<&[super::model::Offered]>, id: &str) -> String {
    let found = all.unwrap_or_default().iter().find(|one| one.id == id);
    found
        .and_then(|one| one.value.clone())
        .unwrap_or_else(|| id.to_owned())
}

pub(super) fn roles_of(details: Option<Details>) -> Vec<String> {
    let roles = details
        .and_then(|details| details.unified_roles)
        .unwrap_or_default();
    roles.into_iter().map(|role| role.role_definition_id).collect()
}

impl From<Relation> for FoundRelationship {
    fn from(one: Relation) -> Self {
        let customer = one.customer.and_then(|party| {
            let tenant = party.tenant_id?.to_ascii_lowercase();
            Some((tenant, party.display_name))
        });
        Self {
            id: one.id,
            etag: one.etag.unwrap_or_default(),
            name: one.display_name.unwrap_or_default(),
            status: status(one.status.as_deref().unwrap_or_default()),
            customer,
            roles: roles_of(one.access_details),
            duration: one.duration.unwrap_or_default(),
            auto_extend: one.auto_extend_duration.as_deref() == Some("P180D"),
            created_at: moment(one.created_date_time.as_deref()),
            activated_at: moment(one.activated_date_time.as_deref()),
            ends_at: moment(one.end_date_time.as_deref()),
        }
    }
}

impl From<AccessAssignment> for FoundAssignment {
    fn from(one: AccessAssignment) -> Self {
        Self {
            id: one.id,
            etag: one.etag.unwrap_or_default(),
            group_id: one.access_container.access_container_id,
            roles: roles_of(one.access_details),
            state: match one.status.as_deref() {
                Some("active") => AssignmentState::Active,
                Some("pending") => AssignmentState::Pending,
                Some("deleting") => AssignmentState::Deleting,
                Some("deleted") => AssignmentState::Deleted,
                _ => AssignmentState::Error,
            },
        }
    }
}

fn status(word: &str) -> RelationshipStatus {
    use RelationshipStatus as S;
    match word {
        "created" => S::Created,
        "approvalPending" => S::ApprovalPending,
        "approved" => S::Approved,
        "activating" => S::Activating,
        "active" => S::Active,
        "expiring" => S::Expiring,
        "expired" => S::Expired,
        "terminationRequested" => S::TerminationRequested,
        "terminating" => S::Terminating,
        "terminated" => S::Terminated,
        _ => S::Unknown,
    }
}
