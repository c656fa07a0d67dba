//! The identities at Azure: made from the values of the config, refused where one is missing.

use std::path::Path;

use super::doubles::KEY_A;
use crate::vault::{AzureIdentity, AzureSource, KeySource as _, Secret, azure_credential};

fn make(identity: AzureIdentity) -> Result<(), String> {
    azure_credential(identity, AzureSource::client_options())
        .map(drop)
        .map_err(|error| error.to_string())
}

fn client_secret(tenant: &str, client: &str, secret: &str) -> AzureIdentity {
    AzureIdentity::ClientSecret {
        tenant_id: tenant.into(),
        client_id: client.into(),
        secret: Secret::new(secret.into()),
    }
}

fn workload(token_file: &Path) -> AzureIdentity {
    let (tenant_id, client_id) = ("tenant".into(), "client".into());
    AzureIdentity::Workload {
        tenant_id,
        client_id,
        token_file: token_file.into(),
    }
}

#[test]
fn each_identity_can_be_made_without_reaching_anything() {
    let token = tempfile::NamedTempFile::new().unwrap();
    for identity in [
        AzureIdentity::Managed { client_id: None },
        AzureIdentity::Managed {
            client_id: Some("client".into()),
        },
        workload(token.path()),
        client_secret("tenant", "client", "secret"),
        AzureIdentity::DeveloperTools,
    ] {
        assert_eq!(make(identity.clone()), Ok(()), "{identity:?}");
    }
}

#[test]
fn a_missing_value_is_refused_and_named() {
    assert!(
        make(client_secret("", "client", "secret"))
            .unwrap_err()
            .contains("tenant")
    );
    assert!(
        make(client_secret("tenant", "", "secret"))
            .unwrap_err()
            .contains("client ID")
    );
    assert!(
        make(client_secret("tenant", "client", ""))
            .unwrap_err()
            .contains("no secret")
    );
}

#[test]
fn an_identity_prints_without_its_secret() {
    let identity = client_secret("tenant", "client", KEY_A);
    assert!(!format!("{identity:?}").contains(KEY_A));
}

#[test]
fn an_address_without_https_and_a_name_that_no_secret_has_are_refused() {
    let source = |url: &str, name: &str| {
        let credential =
            azure_credential(AzureIdentity::DeveloperTools, AzureSource::client_options()).unwrap();
        AzureSource::new(url, name, credential, AzureSource::client_options())
    };
    for url in ["http://x.vault.azure.net", "x.vault.azure.net", "", "https://"] {
        assert!(
            source(url, "keys")
                .unwrap_err()
                .to_string()
                .contains("https address"),
            "{url}"
        );
    }
    for name in ["", "a/b", "a b", "key_ring", &"x".repeat(128)] {
        assert!(
            source("https://x.vault.azure.net", name)
                .unwrap_err()
                .to_string()
                .contains("name"),
            "{name}"
        );
    }
    let name = source("https://x.vault.azure.net/", "keys").unwrap().name();
    assert_eq!(name, "Azure Key Vault, secret keys of https://x.vault.azure.net");
}
