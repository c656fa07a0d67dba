//! Writing a note on a ticket.

use super::inputs;
use crate::{
    connector::{CallError, Client, Fate, Operation},
    policy::{Read, Write},
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

/// How far Autotask's clock and ours may be apart, in milliseconds.
const CLOCKS_APART: i64 = 120_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notes {
    items: Vec<Note>,
    page_details: Option<PageDetails>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageDetails {
    next_page_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Note {
    id: i64,
    title: Option<String>,
    description: Option<String>,
    create_date_time: Option<String>,
}

impl Note {
    /// Written at or after a moment; one that does not say when may have been.
    fn is_of(&self, since: i64) -> bool {
        let at = self
            .create_date_time
            .as_deref()
            .and_then(|text| text.parse::<jiff::Timestamp>().ok());
        at.is_none_or(|at| at.as_millisecond() >= since)
    }
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

    /// The ticket's notes tell: one with this title and text, written since, is it.
    async fn look_up(client: Client<Read>, input: NoteInput, since: i64) -> Result<Fate<Written>, CallError> {
        let Camel(Notes { items, page_details }) =
            client.get(paths::ticket_notes(input.ticket_id), &[]).await?;
        let ours = |note: &Note| {
            let same =
                |kept: &Option<String>, sent: &str| kept.as_deref().map(str::trim) == Some(sent.trim());
            same(&note.title, &input.title)
                && same(&note.description, &input.description)
                && note.is_of(since - CLOCKS_APART)
        };
        Ok(match items.into_iter().find(ours) {
            Some(note) => Fate::Done(Written { item_id: note.id }),
            // It may stand on a page that was not read.
            None if page_details.is_some_and(|page| page.next_page_url.is_some()) => {
                Fate::Unknown("The ticket has more notes than can be looked through.")
            }
            None => Fate::NotDone,
        })
    }
}
