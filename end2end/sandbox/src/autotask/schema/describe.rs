//! What `entityInformation` tells about an entity.

use serde_json::{Value, json};

use super::picklists::Pick;
use super::{Entity, Field, Kind};

/// `entityInformation`.
pub(crate) fn info(entity: &Entity) -> Value {
    let can = |method| entity.methods.contains(&method);
    // Notes are written below their ticket, which counts as a right to write them.
    let is_note = entity.methods.is_empty();
    let access = |may| if may { "All" } else { "None" };
    let (create, update, delete) = (can("POST") || is_note, can("PATCH") || is_note, can("DELETE"));
    json!({"info": {
        "name": entity.singular, "canCreate": create, "canDelete": delete, "canQuery": true, "canUpdate": update,
        "userAccessForCreate": access(create), "userAccessForDelete": access(delete),
        "userAccessForQuery": "All", "userAccessForUpdate": access(update),
        "hasUserDefinedFields": !entity.user_defined.is_empty(),
        "supportsWebhookCallouts": matches!(entity.singular, "Ticket" | "Company" | "TicketNote"),
    }})
}

/// `entityInformation/fields`. Picklist values are strings although the fields are integers.
pub(crate) fn fields(entity: &Entity) -> Value {
    json!({"fields": entity.fields.iter().map(field).collect::<Vec<_>>()})
}

/// `entityInformation/userDefinedFields`.
pub(crate) fn user_defined(entity: &Entity) -> Value {
    let field = |name: &&str| {
        json!({
            "name": name, "label": name, "type": "string", "dataType": "string", "length": 255,
            "isRequired": false, "isReadOnly": false, "isQueryable": true, "isReference": false,
            "referenceEntityType": "", "isPickList": false, "picklistValues": null, "picklistParentValueField": "",
            "isSupportedWebhookField": true, "defaultValue": null,
        })
    };
    json!({"fields": entity.user_defined.iter().map(field).collect::<Vec<_>>()})
}

fn field(field: &Field) -> Value {
    let is_pick = !field.picks.is_empty();
    let picks: Vec<Value> = (1..)
        .zip(field.picks)
        .map(|(order, entry)| pick(order, entry))
        .collect();
    json!({
        "name": field.name, "dataType": data_type(field.kind), "length": field.length,
        "isRequired": field.is_required, "isReadOnly": field.is_read_only, "isQueryable": field.is_queryable,
        "isReference": !field.reference.is_empty(), "referenceEntityType": field.reference,
        "isPickList": is_pick, "picklistValues": is_pick.then_some(picks),
        "picklistParentValueField": field.parent, "isSupportedWebhookField": !field.is_read_only,
    })
}

fn pick(order: u32, pick: &Pick) -> Value {
    let parent = if pick.parent == 0 {
        String::new()
    } else {
        pick.parent.to_string()
    };
    json!({
        "value": pick.value.to_string(), "label": pick.label, "isDefaultValue": pick.is_default,
        "sortOrder": order, "parentValue": parent, "isActive": pick.is_active, "isSystem": pick.is_system,
    })
}

const fn data_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Long => "long",
        Kind::Decimal => "decimal",
        Kind::Text => "string",
        Kind::Boolean => "boolean",
        Kind::DateTime => "datetime",
    }
}
