//! Addresses that a person may paste.

use super::super::platforms::{Platform, check};
use contract::manifest::Values;

#[test]
fn the_api_url_and_the_portals_address_lead_to_the_platform() {
    for typed in [
        "https://merlot-api.centrastage.net",
        "https://merlot-api.centrastage.net/",
        "https://merlot-api.centrastage.net/api",
        "https://MERLOT-api.centrastage.net/api/v2/account",
        "https://merlot.rmm.datto.com",
        " https://merlot.rmm.datto.com/dashboard ",
    ] {
        let platform = Platform::of_setting(typed).unwrap();
        assert_eq!(platform.url(), "https://merlot-api.centrastage.net", "{typed}");
        assert_eq!(
            platform.sign_in().unwrap().as_str(),
            "https://merlot-api.centrastage.net/auth/oauth/token"
        );
        assert_eq!(
            platform.base().unwrap().as_str(),
            "https://merlot-api.centrastage.net/api/"
        );
        assert!(platform.is_known());
    }
    assert!(
        !Platform::of_setting("https://chianti-api.centrastage.net")
            .unwrap()
            .is_known()
    );
}

#[test]
fn other_addresses_are_refused_without_repeating_them() {
    for typed in [
        "https://merlot.centrastage.net",
        "https://evil.example/?-api.centrastage.net",
        "https://merlot-api.centrastage.net.evil.example",
        "https://a.b-api.centrastage.net",
        "https://-api.centrastage.net",
        "https://user:pass@merlot-api.centrastage.net",
        "https://merlot-api.centrastage.net:8443",
        "https://10.0.0.1",
        "http://merlot-api.centrastage.net",
        "SANDBOX0RMM0KEY",
    ] {
        let why = Platform::of_setting(typed).unwrap_err();
        assert!(
            !why.contains(typed) && why.contains("centrastage.net"),
            "{typed}: {why}"
        );
    }
}

#[test]
fn the_form_names_the_field_and_what_to_write() {
    let refused = |typed: &str| check(&Values::from([("url".to_owned(), typed.to_owned())]));
    assert!(refused("https://concord-api.centrastage.net").is_empty());
    let errors = refused("https://api.itglue.com");
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_ref()),
        ("url", "not_a_choice")
    );
    assert!(errors[0].message.contains("pinotage"), "{}", errors[0].message);
    assert!(refused("not a url").is_empty(), "the field itself says that");
}
