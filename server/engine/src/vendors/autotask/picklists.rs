//! Picklists: the labels that people use and the ids that Autotask wants. Every tenant has its own, so they are asked for,
//! kept for some hours, and asked for again when a label is not among them.

use super::{
    camel::Camel,
    paths::{self, Entity},
};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::Duration;

const KEPT_FOR: Duration = Duration::from_hours(4);

/// A value of a picklist field, as a caller gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "give the picklist's id (a number) or its label (a text)"
)]
pub enum Choice {
    /// Its id.
    Id(i64),
    /// Its label, in any case.
    Label(String),
}

/// A field that has a picklist.
#[expect(clippy::struct_field_names, reason = "the names are Autotask's own")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Picklist {
    /// The field's name on the wire.
    pub name: String,
    /// The field whose value decides which of these there are; blank when there is none.
    #[serde(default)]
    pub picklist_parent_value_field: Option<String>,
    /// What can be chosen.
    pub picklist_values: Vec<Pick>,
}

/// One value of a picklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pick {
    /// The id, as text: Autotask sends it so.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// False for values of the past.
    #[serde(default = "yes")]
    pub is_active: bool,
    /// True for the value that is taken when none is given.
    #[serde(default)]
    pub is_default_value: bool,
    /// The id of the parent field's value that this one belongs to; blank when there is none.
    #[serde(default)]
    pub parent_value: Option<String>,
    /// Everything else, as Autotask sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

fn yes() -> bool {
    true
}

impl Pick {
    fn id(&self) -> Option<i64> {
        self.value.trim().parse().ok()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    fields: Vec<Field>,
}

#[expect(clippy::struct_field_names, reason = "the names are Autotask's own")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: String,
    #[serde(default)]
    picklist_parent_value_field: Option<String>,
    #[serde(default)]
    picklist_values: Option<Vec<Pick>>,
}

fn note(of: Entity) -> &'static str {
    match of {
        Entity::Tickets => "autotask picklists of tickets",
        Entity::TicketNotes => "autotask picklists of ticket notes",
        Entity::TimeEntries => "autotask picklists of time entries",
    }
}

/// The picklists of an entity, from memory while they are fresh; true when they were.
async fn kept<A: Access>(client: &Client<A>, of: Entity) -> Result<(Vec<Picklist>, bool), CallError> {
    let kept = client.session().desk().shelf.note(note(of));
    match kept.and_then(|text| serde_json::from_str(&text).ok()) {
        Some(picklists) => Ok((picklists, true)),
        None => Ok((fetch(client, of).await?, false)),
    }
}

async fn fetch<A: Access>(client: &Client<A>, of: Entity) -> Result<Vec<Picklist>, CallError> {
    let Camel(Fields { fields }) = client.get(paths::fields(of), &[]).await?;
    let picklists: Vec<_> = fields
        .into_iter()
        .filter_map(|field| {
            Some(Picklist {
                name: field.name,
                picklist_parent_value_field: field.picklist_parent_value_field,
                picklist_values: field.picklist_values?,
            })
        })
        .collect();
    if let Ok(text) = serde_json::to_string(&picklists) {
        client.session().desk().shelf.keep(note(of), text, KEPT_FOR);
    }
    Ok(picklists)
}

/// The picklists of an entity.
pub async fn all<A: Access>(client: &Client<A>, of: Entity) -> Result<Vec<Picklist>, CallError> {
    Ok(kept(client, of).await?.0)
}

/// The default value of a field, where the tenant has one.
pub async fn default<A: Access>(
    client: &Client<A>,
    of: Entity,
    field: &str,
) -> Result<Option<i64>, CallError> {
    let picklists = all(client, of).await?;
    let mut picks = values(&picklists, field).iter();
    Ok(picks
        .find(|pick| pick.is_default_value && pick.is_active)
        .and_then(Pick::id))
}

/// The id that a choice means. An id costs no request and is taken as it is; Autotask judges it.
///
/// `input` is the caller's name of the field, `parent` the id of the parent field's value where it is known.
pub async fn resolve<A: Access>(
    client: &Client<A>,
    of: Entity,
    field: &str,
    input: &str,
    choice: &Choice,
    parent: Option<i64>,
) -> Result<i64, CallError> {
    let label = match choice {
        Choice::Id(id) => return Ok(*id),
        Choice::Label(label) => label.trim(),
    };
    let refuse = |why: String| {
        client.session().error(CallErrorKind::Input {
            field: input.to_owned(),
            why,
        })
    };
    let (mut picklists, remembered) = kept(client, of).await?;
    if remembered
        && matching(values(&picklists, field), label, parent).is_empty()
        && label.parse::<i64>().is_err()
    {
        picklists = fetch(client, of).await?;
    }
    let picks = values(&picklists, field);
    let found = matching(picks, label, parent);
    match (found.as_slice(), label.parse::<i64>()) {
        ([id], _) => Ok(*id),
        ([], Ok(id)) => Ok(id),
        ([], Err(_)) => Err(refuse(format!("`{label}` is not one of: {}", known(picks)))),
        (several, _) => {
            let ids: Vec<_> = several.iter().map(i64::to_string).collect();
            Err(refuse(format!(
                "`{label}` is the label of several values; give one of the ids {}",
                ids.join(", ")
            )))
        }
    }
}

fn values<'a>(picklists: &'a [Picklist], field: &str) -> &'a [Pick] {
    picklists
        .iter()
        .find(|picklist| picklist.name.eq_ignore_ascii_case(field))
        .map_or(&[], |picklist| &picklist.picklist_values)
}

/// The ids with this label; those that are still in use where there are any.
fn matching(picks: &[Pick], label: &str, parent: Option<i64>) -> Vec<i64> {
    let label = label.to_lowercase();
    let parent = parent.map(|id| id.to_string());
    let fits = |pick: &&Pick| {
        pick.label.trim().to_lowercase() == label && (parent.is_none() || pick.parent_value == parent)
    };
    let ids = |active: bool| -> Vec<i64> {
        let found = picks.iter().filter(fits).filter(|pick| pick.is_active == active);
        found.filter_map(Pick::id).collect()
    };
    let active = ids(true);
    if active.is_empty() { ids(false) } else { active }
}

fn known(picks: &[Pick]) -> String {
    let labels: Vec<_> = picks
        .iter()
        .filter(|pick| pick.is_active)
        .map(|pick| pick.label.as_str())
        .collect();
    if labels.is_empty() {
        "nothing: Autotask shows no picklist for this field".into()
    } else {
        labels.join(", ")
    }
}
