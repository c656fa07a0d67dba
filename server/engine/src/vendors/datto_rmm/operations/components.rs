//! Components.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{inputs::ListInput, model::Component, pages, paths},
};

/// `components.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Component>;
    const ID: &'static str = "components.list";
    const TITLE: &'static str = "List the components that can be run, with their variables";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Self::Output, CallError> {
        let list = pages::List::new(paths::components());
        list.read(&client, input.limit, input.cursor.as_deref()).await
    }
}
