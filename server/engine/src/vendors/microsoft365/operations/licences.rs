//! Licences: what a tenant has and how many are free, and what a user has.

use super::super::{
    inputs::{self, InTenant, Window},
    model::{Licence, LicenceOfUser},
    pages::List as Rows,
    paths,
    tenants::at,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};

/// A tenant's licences.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = InTenant;
    type Output = Page<Licence>;
    const ID: &'static str = "licences.list";
    const TITLE: &'static str = "List a tenant's licences and how many are free";

    async fn run(client: Client<Read>, input: InTenant) -> Result<Page<Licence>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = Rows::new(paths::subscribed()).unsized_pages();
        let page: Page<Licence> = list.read(&here.client, Window::default()).await?;
        Ok(Page {
            items: page.items.into_iter().map(Licence::counted).collect(),
            ..page
        })
    }
}

/// A user's licences.
pub struct OfUser;

impl Operation for OfUser {
    type Access = Read;
    type Input = inputs::OfUser;
    type Output = Page<LicenceOfUser>;
    const ID: &'static str = "licences.of_user";
    const TITLE: &'static str = "List a user's licences and the services in them";

    async fn run(client: Client<Read>, input: inputs::OfUser) -> Result<Self::Output, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = Rows::new(paths::licences_of(&input.user)).unsized_pages();
        list.read(&here.client, Window::default()).await
    }
}
