//! A tenant itself: what it is called, and which domains are its own.

use super::super::{
    inputs::{InTenant, Window},
    model::{Domain, Listed, Organization},
    pages::List,
    paths,
    tenants::at,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::{Access, Read},
};

/// What a tenant says of itself.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = InTenant;
    type Output = Organization;
    const ID: &'static str = "organization.get";
    const TITLE: &'static str = "Get a tenant's name and domains";

    async fn run(client: Client<Read>, input: InTenant) -> Result<Organization, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        one(
            &here.client,
            "id,displayName,verifiedDomains,tenantType,countryLetterCode",
        )
        .await
    }
}

/// A tenant's domains.
pub struct Domains;

impl Operation for Domains {
    type Access = Read;
    type Input = InTenant;
    type Output = Page<Domain>;
    const ID: &'static str = "domains.list";
    const TITLE: &'static str = "List a tenant's domains";

    async fn run(client: Client<Read>, input: InTenant) -> Result<Page<Domain>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = List::new(paths::domains()).unsized_pages();
        list.read(&here.client, Window::default()).await
    }
}

/// The one organization of a tenant, with these members: Graph's cheapest call.
pub async fn one<A: Access>(client: &Client<A>, members: &str) -> Result<Organization, CallError> {
    let listed: Listed<Organization> = client.get(paths::organization(), &[("$select", members)]).await?;
    listed.value.into_iter().next().ok_or_else(|| {
        let at = "`value` of the organization (it is empty)".to_owned();
        client.session().error(CallErrorKind::Contract { at })
    })
}
