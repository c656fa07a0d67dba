//! Components; every third takes variables.

use serde_json::{Value, json};

use super::uid;

pub(super) fn component(number: u64) -> Value {
    let variables = if number.is_multiple_of(3) {
        json!([
            {"name": "ServiceName", "defaultVal": "Spooler", "type": "string", "direction": true,
                "description": "Which service", "variablesIdx": 0},
            {"name": "Result", "defaultVal": null, "type": "string", "direction": false, "description": null,
                "variablesIdx": 1},
        ])
    } else {
        json!([])
    };
    json!({
        "id": 30_000 + number, "uid": uid(6, number), "name": format!("Restart a service {number:03}"),
        "description": "Synthetic", "categoryCode": "scripts", "credentialsRequired": false, "variables": variables,
    })
}
