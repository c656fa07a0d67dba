//! The data sheet, the quality sheet and the account's identity.

use super::{account, connector};
use crate::{connector::Connector, vendors::quality};
use contract::{field::FieldKind, manifest::HostRule};
use sandbox::datto_edr::{GOOD_TOKEN, READ_ONLY_TOKEN};

#[test]
fn the_form_asks_for_an_instance_and_a_secret_token() {
    let connector = connector();
    let manifest = connector.manifest();
    assert_eq!(
        (manifest.vendor.as_str(), manifest.category.as_ref()),
        ("datto_edr", "Security")
    );
    let fields = manifest.fields.iter();
    let fields: Vec<_> = fields
        .map(|field| (field.key.as_ref(), field.kind, field.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("instance", FieldKind::Line, true),
            ("api_token", FieldKind::Secret, true)
        ]
    );
    assert!(manifest.available && !manifest.read_only && manifest.webhook.is_some());
    assert_eq!(manifest.egress, [HostRule::Suffix(".infocyte.com".into())]);
    assert!(manifest.setup_guide.contains("Admin > Users & Tokens"));
}

#[test]
fn the_form_refuses_an_instance_that_is_none_by_name() {
    let check = |instance: &str| {
        let settings = [("instance".to_owned(), instance.to_owned())].into();
        connector().check(&settings)
    };
    for good in ["", "northgate", "https://northgate.infocyte.com/x"] {
        assert!(check(good).is_empty(), "{good}");
    }
    let errors = check("https://edr.datto.com/api/v1");
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_ref()),
        ("instance", "not_a_url")
    );
    let example = connector().manifest().fields[0].example.clone().unwrap();
    assert!(check(&example).is_empty());
}

#[test]
fn the_instance_is_the_account_however_it_was_typed_and_whoever_opens_it() {
    let identity = |instance, token| connector().identity(&account(instance, token));
    let known = identity("northgate", GOOD_TOKEN);
    assert_eq!(known, "datto_edr:northgate.infocyte.com");
    assert_eq!(
        known,
        identity("https://NORTHGATE.infocyte.com/api/", READ_ONLY_TOKEN)
    );
    assert_ne!(known, identity("southgate", GOOD_TOKEN));
}

#[test]
fn the_quality_sheet_names_every_rule_and_comes_to_gold() {
    let text = include_str!("../quality.toml");
    quality::read(text).unwrap();
    assert_eq!(quality::tier(text), quality::Tier::Gold);
    assert_eq!(connector().manifest().tier, "gold");
}
