//! What callers give: sent as it was meant, or refused before anything is sent.

use super::{
    super::inputs::{TenantRef, UserRef},
    Bed, field, good,
};
use crate::connector::OperationError;
use serde_json::{Value, json};

#[test]
fn a_tenant_is_an_id_or_a_domain_in_small_letters() {
    let tenant = |value: &str| TenantRef::try_from(value.to_owned()).map(|tenant| tenant.as_str().to_owned());
    assert_eq!(
        tenant(" Contoso.OnMicrosoft.com ").unwrap(),
        "contoso.onmicrosoft.com"
    );
    assert_eq!(
        tenant("2222AAAA-2222-4222-8222-222222222222").unwrap(),
        "2222aaaa-2222-4222-8222-222222222222"
    );
    for wrong in [
        "",
        "common",
        "organizations",
        "a/b.example",
        "a b.example",
        ".example",
        "contoso.example?x=1",
        "../x.y",
    ] {
        assert!(tenant(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_user_is_an_id_or_a_name_to_sign_in_with() {
    let user = |value: &str| UserRef::try_from(value.to_owned()).map(|user| user.to_string());
    for good in [
        "99999999-9999-4999-8999-999999999999",
        "anna@contoso.example",
        "anna_fabrikam.example#EXT#@contoso.onmicrosoft.com",
        "o'hara+x@contoso.example",
    ] {
        assert_eq!(user(&format!(" {good} ")).unwrap(), good);
    }
    for wrong in [
        "",
        "anna",
        "@contoso.example",
        "anna@contoso",
        "a/b@contoso.example",
        "a b@contoso.example",
        "a\\@c.d",
    ] {
        assert!(user(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_blank_unknown_or_odd_member_is_refused_by_name_and_sends_nothing() {
    let bed = Bed::new().await;
    for (operation, input, at, code) in [
        ("users.get", json!({}), "user", "required"),
        ("users.get", json!({"user": "anna"}), "user", "wrong_type"),
        ("users.get", json!({"user": 7}), "user", "wrong_type"),
        ("users.list", json!({"tenant": "common"}), "tenant", "wrong_type"),
        ("users.list", json!({"name": "Anna"}), "name", "unknown_field"),
        ("users.search", json!({"text": "  "}), "text", "wrong_type"),
        (
            "groups.members",
            json!({"group": "../users"}),
            "group",
            "wrong_type",
        ),
        (
            "mailboxes.list",
            json!({"purpose": "Shared"}),
            "purpose",
            "wrong_type",
        ),
        (
            "licences.assign",
            json!({"user": "a@b.example", "sku_id": "E3"}),
            "sku_id",
            "wrong_type",
        ),
        (
            "customers.list",
            json!({"tenant": "a.example"}),
            "tenant",
            "unknown_field",
        ),
        (
            "users.create",
            json!({"display_name": "x"}),
            "user_principal_name",
            "required",
        ),
        (
            "users.create",
            json!({"user_principal_name": "a@b.example", "display_name": "x", "password": "y"}),
            "password",
            "unknown_field",
        ),
        (
            "users.update",
            json!({"user": "a@b.example", "usage_location": "Germany"}),
            "usage_location",
            "wrong_type",
        ),
    ] {
        let refused = bed
            .bench
            .call(&good(), operation, input.clone())
            .await
            .unwrap_err();
        let OperationError::Input(error) = refused else {
            panic!("{operation} {input}: {refused:?}");
        };
        assert_eq!(
            (error.field.as_str(), error.code.as_ref()),
            (at, code),
            "{}",
            error.message
        );
    }
    for (operation, input, at) in [
        ("customers.list", json!({"limit": 301}), "limit"),
        (
            "users.create",
            json!({"user_principal_name": "nova", "display_name": "Nova"}),
            "user_principal_name",
        ),
        (
            "users.create",
            json!({"user_principal_name": "nova@contoso.example", "display_name": "Nova", "mail_nickname": "no va"}),
            "mail_nickname",
        ),
    ] {
        assert_eq!(field(&bed.failure(&good(), operation, input).await), at);
    }
    assert!(bed.requests().await.is_empty());
}

#[test]
fn every_operation_on_a_tenant_takes_one() {
    use crate::connector::Connector;
    for entry in super::connector().entries() {
        let takes: &Value = &entry.info.input_schema["properties"]["tenant"];
        assert_eq!(
            takes.is_object(),
            entry.info.id != "customers.list",
            "{}",
            entry.info.id
        );
    }
}
