//! Tasks: whether a scan or a response has ended, and what came of it.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_edr::{
        filter::Conditions,
        inputs::{self, ById, EntityId, Term},
        model::{Named, Task},
        pages::{self, Window},
        paths::Model,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which tasks: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// With this status: `Active`, `Completed`, or another word of Datto EDR's.
    pub status: Option<Term>,
    /// Of this type, in Datto EDR's own words.
    #[serde(rename = "type")]
    pub kind: Option<Term>,
    /// With this text in the name, whatever the case.
    pub name_contains: Option<Term>,
    /// True: archived ones; false: the others.
    pub archived: Option<bool>,
    /// Made after this instant (or day, in UTC).
    pub created_after: Option<Term>,
    /// Made before this instant (or day, in UTC).
    pub created_before: Option<Term>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<EntityId>,
}

impl Query {
    fn conditions(&self, client: &Client<Read>) -> Result<Conditions, CallError> {
        let after = inputs::moment(client, "created_after", self.created_after.as_ref())?;
        let before = inputs::moment(client, "created_before", self.created_before.as_ref())?;
        Ok(Conditions::default()
            .text("status", self.status.as_ref())
            .text("type", self.kind.as_ref())
            .holds("name", self.name_contains.as_ref())
            .is("archived", self.archived)
            .after("createdOn", after)
            .before("createdOn", before))
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_ref(),
        }
    }
}

/// `tasks.get`
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = ById;
    type Output = Task;
    const ID: &'static str = "tasks.get";
    const TITLE: &'static str = "Get a task with its status and progress";

    async fn run(client: Client<Read>, input: ById) -> Result<Task, CallError> {
        client.get(Model::UserTasks.record(&input.id), &[]).await
    }
}

/// `tasks.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Task>;
    const ID: &'static str = "tasks.list";
    const TITLE: &'static str = "List tasks";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Task>, CallError> {
        let conditions = input.conditions(&client)?;
        pages::read(&client, Model::UserTasks, &conditions, input.window()).await
    }
}

/// `tasks.search`
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Task>;
    const ID: &'static str = "tasks.search";
    const TITLE: &'static str = "Search tasks by status, type, name or time";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Task>, CallError> {
        let conditions = input.conditions(&client)?.some(&client)?;
        pages::read(&client, Model::UserTasks, &conditions, input.window()).await
    }
}

/// `tasks.items`
pub struct Items;

impl Operation for Items {
    type Access = Read;
    type Input = ById;
    type Output = Page<Named>;
    const ID: &'static str = "tasks.items";
    const TITLE: &'static str = "List the parts of a task";

    async fn run(client: Client<Read>, input: ById) -> Result<Page<Named>, CallError> {
        let of_task = Conditions::default().id("userTaskId", Some(&input.id));
        pages::read(&client, Model::UserTaskItems, &of_task, Window::default()).await
    }
}

/// `tasks.output`
pub struct Output;

impl Operation for Output {
    type Access = Read;
    type Input = ById;
    type Output = Page<Named>;
    const ID: &'static str = "tasks.output";
    const TITLE: &'static str = "Read what the extensions of a task gave out";

    /// Two requests: the task tells its scan, and the output is kept with the scan. A task that has made none has no output.
    async fn run(client: Client<Read>, input: ById) -> Result<Page<Named>, CallError> {
        let task: Task = client.get(Model::UserTasks.record(&input.id), &[]).await?;
        let Some(scan) = task.scan_id() else {
            return Ok(Page {
                items: Vec::new(),
                next_cursor: None,
            });
        };
        let of_scan = Conditions::default().is("scanId", Some(scan));
        pages::read(&client, Model::ScanExtensionDetails, &of_scan, Window::default()).await
    }
}
