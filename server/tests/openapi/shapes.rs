//! The document's shapes against what the models write.

use super::{document, models::models};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is only sent: no model writes it.
const INPUTS: &[&str] = &[
    "TestBody",
    "TestSavedBody",
    "CreateBody",
    "ChangeBody",
    "CallBody",
    "DecisionBody",
    "RuleBody",
    "TokenBody",
    "WebhookBody",
    "WebhookChangeBody",
    "RotateBody",
    "ReplayBody",
    "BulkReplayBody",
    "DeadLetterFilter",
    "SteerBody",
    "MergeBody",
    "AcceptBody",
    "IgnoreBody",
    "MoveBody",
    "EventBody",
    "RollBackBody",
    "RerunBody",
    "ExpiryBody",
    "AcknowledgeBody",
    "HoldBody",
    "ChannelBody",
    "ChannelChangeBody",
    "SignInBody",
    "ExtensionBody",
];

#[test]
fn every_shape_has_exactly_the_members_that_its_model_writes() {
    let (document, models) = (document(), models());
    for (name, model) in &models {
        let described = properties(&document, &document["components"]["schemas"][name]);
        let written: BTreeSet<_> = model.as_object().unwrap().keys().cloned().collect();
        assert_eq!(described, written, "{name}");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let known = models.contains_key(name.as_str())
            || INPUTS.contains(&name.as_str())
            || name.starts_with("List_");
        assert!(
            known || !schema["type"].eq("object"),
            "{name} is held against no model"
        );
    }
}

fn properties(document: &Value, schema: &Value) -> BTreeSet<String> {
    let own = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys().cloned());
    let parts =
        schema["allOf"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|part| match part["$ref"].as_str() {
                Some(reference) => properties(document, document.pointer(&reference[1..]).unwrap()),
                None => properties(document, part),
            });
    own.chain(parts).collect()
}
