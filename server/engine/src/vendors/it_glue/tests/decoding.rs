//! Fixtures through the model.

use super::super::{
    attributes::{Configuration, Organization, Password, PasswordRead, Reference},
    model::{Many, Next, One, Record},
};
use serde_json::{Value, json};

const PAGE: &str = include_str!("../fixtures/organizations_page.json");
const CONFIGURATION: &str = include_str!("../fixtures/configuration.json");
const PASSWORDS: &str = include_str!("../fixtures/passwords_page.json");
const SHOWN: &str = include_str!("../fixtures/password_shown.json");

#[test]
fn a_record_is_flattened_under_the_vendors_own_names_and_nothing_is_lost() {
    let found: One<Configuration> = serde_json::from_str(CONFIGURATION).unwrap();
    let flat = serde_json::to_value(found.data.into_record::<Configuration>()).unwrap();
    let vendor: Value = serde_json::from_str(CONFIGURATION).unwrap();
    for (name, value) in vendor["data"]["attributes"].as_object().unwrap() {
        assert_eq!(&flat[name], value, "{name}");
    }
    assert_eq!(
        (&flat["id"], &flat["type"]),
        (&json!("88021"), &json!("configurations"))
    );
    assert_eq!(flat["relationships"], vendor["data"]["relationships"]);
    assert_eq!(
        flat["configuration-type-kind"], "server",
        "an attribute that is not typed is kept"
    );
}

#[test]
fn ids_beyond_2_to_the_53_survive_to_the_digit() {
    let page: Many<Organization> = serde_json::from_str(PAGE).unwrap();
    let row: Record<Organization> = page.data.into_iter().next().unwrap().into_record();
    assert_eq!(row.id, "9007199254740993");
    assert_eq!(
        row.attributes.organization_type_id,
        Some(Reference::Number(9_007_199_254_740_995))
    );
    assert_eq!(
        row.attributes.parent_id,
        Some(Reference::Text("9007199254740997".into()))
    );
    assert_eq!(row.attributes.ancestor_ids.as_deref(), Some("[9007199254740997]"));
    let text = serde_json::to_string(&row).unwrap();
    assert!(
        text.contains("\"organization-type-id\":9007199254740995"),
        "{text}"
    );
}

#[test]
fn an_id_among_the_untyped_attributes_survives_too() {
    let found: One<Organization> =
        serde_json::from_value(json!({"data": {"id": "1", "type": "organizations",
        "attributes": {"name": "A", "group-id": 9_223_372_036_854_775_807_i64}}}))
        .unwrap();
    let flat = serde_json::to_string(&found.data.into_record::<Organization>()).unwrap();
    assert!(flat.contains("9223372036854775807"), "{flat}");
}

#[test]
fn what_a_page_says_of_the_next_is_told_from_silence() {
    let next = |meta: Value| {
        let page: Many<Organization> = serde_json::from_value(json!({"data": [], "meta": meta})).unwrap();
        page.next()
    };
    assert_eq!(next(json!({"next-page": 2})), Next::Page(2));
    assert_eq!(next(json!({"next-page": null})), Next::None);
    assert_eq!(next(json!({"total-count": 3})), Next::Unsaid);
    assert_eq!(next(json!(null)), Next::Unsaid);
    let bare: Many<Organization> = serde_json::from_value(json!({"data": []})).unwrap();
    assert_eq!((bare.next(), bare.total()), (Next::Unsaid, None));
}

#[test]
fn a_value_in_a_list_of_passwords_is_dropped_and_the_rest_is_kept() {
    let page: Many<Password> = serde_json::from_str(PASSWORDS).unwrap();
    let row: Record<Password> = page.data.into_iter().next().unwrap().into_record();
    assert!(!format!("{row:?}").contains("stray-value"));
    let flat = serde_json::to_value(&row).unwrap();
    assert!(flat.get("password").is_none(), "{flat}");
    assert_eq!(
        (&flat["username"], &flat["updated-by"]),
        (&json!("admin"), &json!(4444))
    );
}

#[test]
fn a_shown_password_carries_its_value_and_one_read_without_it_does_not() {
    let shown: One<PasswordRead> = serde_json::from_str(SHOWN).unwrap();
    let flat = serde_json::to_value(shown.data.into_record::<PasswordRead>()).unwrap();
    assert_eq!(
        (&flat["password"], &flat["is-live"]),
        (&json!("synthetic-value"), &json!(true))
    );
    let quiet: One<Password> = serde_json::from_str(SHOWN).unwrap();
    let flat = serde_json::to_value(quiet.data.into_record::<PasswordRead>()).unwrap();
    assert!(flat.get("password").is_none(), "{flat}");
    assert_eq!(flat["organization-id"], 2);
}
