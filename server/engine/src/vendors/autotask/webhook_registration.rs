//! Registers a callout on tickets through Autotask's own interface: the callout, the fields it tells, and that changes which
//! Ops AI makes itself are not told back.

use super::{manifest::USERNAME, paths};
use crate::{
    connector::{CallError, Client, Registered, Registers, Registration},
    policy::{Read, Write},
};
use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Value, json};

/// The callout on tickets.
pub struct TicketCallout;

/// The fields that a SOP is likely to ask for, as Autotask labels or names them.
const WANTED: [&str; 8] = [
    "ticketnumber",
    "title",
    "description",
    "status",
    "priority",
    "queueid",
    "companyid",
    "account",
];

/// The longest name that Autotask takes.
const MAX_NAME: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    item_id: i64,
}

#[derive(Deserialize)]
struct Fields {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: String,
    #[serde(default)]
    picklist_values: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Choice {
    value: String,
    label: String,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    items: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: i64,
}

impl Registers for TicketCallout {
    fn register<'a>(
        &'a self,
        reader: Client<Read>,
        client: Client<Write>,
        registration: Registration<'a>,
    ) -> BoxFuture<'a, Result<Registered, CallError>> {
        Box::pin(async move {
            let own = own_resource(&reader, registration.settings.get(USERNAME)).await?;
            let id = callout(&client, &registration, own).await?;
            let fields = subscribe(&reader, &client, id).await?;
            if let Some(own) = own {
                let excluded = json!({ "webhookID": id, "resourceID": own });
                client
                    .post::<Value>(paths::ticket_callout(id, "ExcludedResources"), &excluded)
                    .await?;
            }
            let echo = if own.is_some() {
                "changes that Ops AI makes itself are left out"
            } else {
                "leave out the API user's own changes by hand: it could not be found among the resources"
            };
            Ok(Registered {
                words: format!("Callout {id} on tickets, created and updated, with {fields} fields; {echo}."),
                // Autotask keeps a callout until somebody deletes it.
                upkeep: None,
            })
        })
    }
}

async fn callout(
    client: &Client<Write>,
    registration: &Registration<'_>,
    own: Option<i64>,
) -> Result<i64, CallError> {
    let name: String = registration.name.chars().take(MAX_NAME).collect();
    let mut body = json!({
        "name": name,
        "webhookUrl": registration.url,
        // Autotask insists on one; what comes there is refused unless it is signed.
        "deactivationUrl": registration.url,
        "isActive": true,
        "isSubscribedToCreateEvents": true,
        "isSubscribedToUpdateEvents": true,
        "isSubscribedToDeleteEvents": false,
        "sendThresholdExceededNotification": false,
        "secretKey": registration.secret.expose(),
    });
    if let Some(own) = own {
        body["ownerResourceID"] = json!(own);
    }
    let made: Made = client.post(paths::ticket_callouts(), &body).await?;
    Ok(made.item_id)
}

/// Subscribes the callout to the fields that are wanted and that there are, one after the other; says how many.
async fn subscribe(reader: &Client<Read>, client: &Client<Write>, id: i64) -> Result<usize, CallError> {
    let known: Fields = reader.get(paths::ticket_callout_fields(), &[]).await?;
    let choices = known
        .fields
        .into_iter()
        .find(|field| field.name.eq_ignore_ascii_case("fieldID"))
        .and_then(|field| field.picklist_values)
        .unwrap_or_default();
    let mut subscribed = 0;
    for choice in choices {
        let plain = choice.label.replace([' ', '_'], "").to_lowercase();
        let Ok(field) = choice.value.parse::<i64>() else {
            continue;
        };
        if WANTED.contains(&plain.as_str()) {
            let body = json!({
                "webhookID": id,
                "fieldID": field,
                "isDisplayAlwaysField": true,
                "isSubscribedField": true,
            });
            client
                .post::<Value>(paths::ticket_callout(id, "Fields"), &body)
                .await?;
            subscribed += 1;
        }
    }
    Ok(subscribed)
}

/// The resource that the API user is; none when it cannot be found.
async fn own_resource(reader: &Client<Read>, user: Option<&String>) -> Result<Option<i64>, CallError> {
    let Some(user) = user else { return Ok(None) };
    let query = json!({
        "filter": [{ "op": "eq", "field": "userName", "value": user }],
        "IncludeFields": ["id"],
        "MaxRecords": 1,
    });
    let found: Found = reader.search(paths::RESOURCES_QUERY, &query).await?;
    Ok(found.items.first().map(|row| row.id))
}
