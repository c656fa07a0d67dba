//! Writing a note on a ticket.

use super::inputs;
use crate::{
    connector::{CallError, Client, Operation},
    policy::Write,
    vendors::autotask::{
        camel::Camel,
        model::Written,
        paths::{self, Entity},
        picklists::{self, Choice},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// `tickets.note`
pub struct Create;

/// What to write, and who may read it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// The ticket's id.
    pub ticket_id: i64,
    /// The note's title.
    pub title: String,
    /// The note's text.
    pub description: String,
    /// Label or id of the note type; the tenant's default when it is left out.
    #[serde(default)]
    pub note_type: Option<Choice>,
    /// Label or id of who may read it; the tenant's default when it is left out.
    #[serde(default)]
    pub publish: Option<Choice>,
}

impl Operation for Create {
    type Access = Write;
    type Input = NoteInput;
    type Output = Written;
    const ID: &'static str = "tickets.note";
    const TITLE: &'static str = "Write a note on a ticket";

    async fn run(client: Client<Write>, input: NoteInput) -> Result<Written, CallError> {
        inputs::text(&client, "title", &input.title)?;
        inputs::text(&client, "description", &input.description)?;
        let mut note = Map::new();
        note.insert("title".to_owned(), input.title.into());
        note.insert("description".to_owned(), input.description.into());
        for (field, name, choice) in [
            ("noteType", "note_type", &input.note_type),
            ("publish", "publish", &input.publish),
        ] {
            let id = match choice {
                Some(choice) => {
                    Some(picklists::resolve(&client, Entity::TicketNotes, field, name, choice, None).await?)
                }
                // Without a default in the tenant the field is left out, and Autotask says what it thinks of that.
                None => picklists::default(&client, Entity::TicketNotes, field).await?,
            };
            note.extend(id.map(|id| (field.to_owned(), Value::from(id))));
        }
        let Camel(written) = client.post(paths::ticket_notes(input.ticket_id), &note).await?;
        Ok(written)
    }
}
