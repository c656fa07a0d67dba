//! The doubles against the vendors' own descriptions, where those are at hand.
//!
//! They are not part of the repository: `OPSAI_SPECS_DIR`, else `../shared/specs` beside it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sandbox::it_glue::US_KEY;
use serde_json::Value;

use crate::{autotask, client, good, it_glue, send};

/// A description, or `None` with a word on where it was looked for.
pub(crate) fn spec(path: &str) -> Option<Value> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/specs");
    let folder = std::env::var("OPSAI_SPECS_DIR").unwrap_or_else(|_| beside.to_owned());
    let path = PathBuf::from(folder).join(path);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("not checked: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap())
}

#[tokio::test]
async fn autotask_entities_have_the_fields_of_the_vendors_swagger() {
    let Some(swagger) = spec("autotask/swagger-v1-subset.json") else {
        return;
    };
    let running = autotask().await;
    for (entity, model) in [
        ("Tickets", "TicketModel"),
        ("Companies", "CompanyModel"),
        ("Resources", "ResourceModel"),
        ("TimeEntries", "TimeEntryModel"),
        ("TicketNotes", "TicketNoteModel"),
    ] {
        let said = good(&running)
            .get(&format!("{entity}/entityInformation/fields"))
            .await
            .json();
        let fields = said["fields"].as_array().unwrap().iter();
        let ours: BTreeSet<String> = fields
            .map(|field| field["name"].as_str().unwrap().to_lowercase())
            .collect();
        let properties = swagger["definitions"][model]["properties"]
            .as_object()
            .unwrap()
            .keys();
        let theirs: BTreeSet<String> = properties
            .map(|name| name.to_lowercase())
            .filter(|name| name != "userdefinedfields" && name != "soapparentpropertyid")
            .collect();
        assert_eq!(ours, theirs, "{entity}");
    }
}

#[tokio::test]
async fn it_glue_records_have_the_attributes_of_the_vendors_examples() {
    let running = it_glue().await;
    for (path, example) in [
        ("/organizations?page[size]=1", "it_glue/organizations-list.json"),
        ("/configurations?page[size]=1", "it_glue/configurations-list.json"),
        ("/passwords?page[size]=1", "it_glue/passwords-list.json"),
        ("/regions?page[size]=1", "it_glue/regions-list.json"),
        (
            "/configuration_statuses?page[size]=1",
            "it_glue/configuration-statuses-list.json",
        ),
    ] {
        let Some(example) = spec(example) else { return };
        let request = client()
            .get(format!("{}{path}", running.us))
            .header("x-api-key", US_KEY);
        let ours = send(request).await.json()["data"][0].clone();
        let theirs = &example["data"][0];
        assert_eq!(ours["type"], theirs["type"]);
        for name in theirs["attributes"].as_object().unwrap().keys() {
            assert!(
                ours["attributes"].as_object().unwrap().contains_key(name),
                "{path}: {name}"
            );
        }
    }
}
