//! What the settings accept, refuse and say about it.
#![allow(clippy::unwrap_used)]

use super::*;
use std::{collections::BTreeMap, time::Duration};

fn source(environment: &[(&str, &str)], file: &str) -> Result<Source, ConfigError> {
    let environment: BTreeMap<_, _> = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Source::new(environment, file, "ops-ai.toml")
}

fn load(environment: &[(&str, &str)], file: &str) -> Result<Config, ConfigError> {
    Config::from_source(&source(environment, file)?)
}

fn refusal(name: &str, value: &str) -> String {
    load(&[(name, value)], "").unwrap_err().to_string()
}

#[test]
fn without_any_setting_the_documented_defaults_hold() {
    let config = load(&[], "").unwrap();
    assert_eq!(config.web.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.web.public_url, None);
    assert_eq!(config.web.site_root, PathBuf::from("site"));
    assert_eq!(config.database.url.expose(), "sqlite://data/ops-ai.db");
    assert!(matches!(&config.keys, KeyStore::File(path) if path == &PathBuf::from("data/fernet.keys")));
    assert_eq!(config.vendors.probe_interval, Duration::from_mins(5));
    assert_eq!(
        config.vendors.retry_delays.map(|wait| wait.as_secs()),
        [10, 60, 300]
    );
    assert_eq!(config.vendors.timeout, Duration::from_secs(30));
    assert_eq!(config.vendors.backoff, Duration::from_millis(500));
    assert_eq!(config.log, "info");
    assert!(config.warnings.is_empty());
}

#[test]
fn the_environment_wins_over_the_file_and_a_blank_value_is_none() {
    let file = "OPSAI_LISTEN = \"0.0.0.0:80\"\nOPSAI_PROBE_INTERVAL = 60\nOPSAI_METRICS_OPEN = true\n\
                OPSAI_TRUSTED_PROXIES = [\"10.0.0.0/8\", \"127.0.0.1\"]";
    let config = load(
        &[("OPSAI_LISTEN", "127.0.0.1:81"), ("OPSAI_PROBE_INTERVAL", "")],
        file,
    )
    .unwrap();
    assert_eq!(config.web.listen.port(), 81);
    assert_eq!(config.vendors.probe_interval, Duration::from_mins(1));
    assert!(config.web.metrics_open);
    assert_eq!(config.web.trusted_proxies.len(), 2);
}

#[test]
fn the_data_directory_moves_the_database_and_the_key_file() {
    let config = load(&[("OPSAI_DATA_DIR", "/var/lib/ops-ai")], "").unwrap();
    assert_eq!(config.database.url.expose(), "sqlite:///var/lib/ops-ai/ops-ai.db");
    assert!(
        matches!(&config.keys, KeyStore::File(path) if path == &PathBuf::from("/var/lib/ops-ai/fernet.keys"))
    );
}

#[test]
fn a_bad_value_names_the_variable_the_problem_and_an_example() {
    for (name, value, problem) in [
        ("OPSAI_LISTEN", "localhost", "must be an IP address and a port"),
        ("OPSAI_PUBLIC_URL", "ops.example.com", "is not a URL"),
        (
            "OPSAI_PUBLIC_URL",
            "https://ops.example.com/hub",
            "a path is not supported",
        ),
        ("OPSAI_PROBE_INTERVAL", "0", "must be more than zero"),
        ("OPSAI_PROBE_INTERVAL", "soon", "must begin with a whole number"),
        ("OPSAI_RETRY_DELAYS", "10s,1m", "must hold three waits"),
        ("OPSAI_RETRY_DELAYS", "10s,1m,5", "has no unit"),
        ("OPSAI_VENDOR_TIMEOUT", "30", "has no unit"),
        ("OPSAI_VENDOR_TIMEOUT", "30d", "has an unknown unit"),
        ("OPSAI_VENDOR_TIMEOUT", "99h", "is longer than 24h"),
        ("OPSAI_KEY_SOURCE", "vault", "must be file or azure-key-vault"),
        (
            "OPSAI_DATABASE_URL",
            "mysql://x",
            "must begin with sqlite:// or postgres://",
        ),
        (
            "OPSAI_TRUSTED_PROXIES",
            "10.0.0.0/40",
            "length is not between 0 and 32",
        ),
        ("OPSAI_METRICS_OPEN", "maybe", "must be 1 or 0"),
        ("OPSAI_LOG", "a=b=c", "is not a filter of the log"),
    ] {
        let said = refusal(name, value);
        assert!(said.starts_with(name), "{said}");
        assert!(said.contains(problem), "{said}");
        assert!(said.contains(&format!("For example: {name}=")), "{said}");
        assert!(said.contains("(set in the environment)"), "{said}");
    }
}

#[test]
fn a_refusal_never_repeats_a_value_that_may_hold_a_password() {
    let said = refusal("OPSAI_DATABASE_URL", "mysql://root:canary@db/x");
    assert!(!said.contains("canary"), "{said}");
    let said = load(&[], "OPSAI_DATABASE_URL = postgres://u:canary@db/x").unwrap_err();
    assert!(!said.to_string().contains("canary"), "{said}");
    assert!(said.to_string().contains("line 1"), "{said}");
    let config = load(&[("OPSAI_DATABASE_URL", "postgres://u:canary@db/x")], "").unwrap();
    assert!(!format!("{config:?}").contains("canary"));
}

#[test]
fn an_unknown_variable_or_key_is_told() {
    let config = load(
        &[("OPSAI_LISTNE", "127.0.0.1:1")],
        "opsai_listen = \"127.0.0.1:1\"",
    )
    .unwrap();
    assert_eq!(config.warnings.len(), 2);
    assert!(
        config.warnings[0].contains("environment variable OPSAI_LISTNE"),
        "{:?}",
        config.warnings
    );
    assert!(
        config.warnings[1].contains("key opsai_listen in ops-ai.toml"),
        "{:?}",
        config.warnings
    );
}

#[test]
fn the_azure_vault_needs_its_url_its_secret_and_the_login_it_names() {
    let azure = ("OPSAI_KEY_SOURCE", "azure-key-vault");
    let url = ("OPSAI_KEY_VAULT_URL", "https://v.vault.azure.net");
    let secret = ("OPSAI_KEY_VAULT_SECRET", "keys");
    let said = load(&[azure], "").unwrap_err().to_string();
    assert!(said.starts_with("OPSAI_KEY_VAULT_URL is missing"), "{said}");
    let said = load(&[azure, url], "").unwrap_err().to_string();
    assert!(said.starts_with("OPSAI_KEY_VAULT_SECRET is missing"), "{said}");
    let config = load(&[azure, url, secret], "").unwrap();
    let managed = AzureLogin::Managed { client_id: None };
    assert!(matches!(&config.keys, KeyStore::AzureKeyVault { login, .. } if *login == managed));
    let said = load(&[azure, url, secret, ("OPSAI_AZURE_LOGIN", "client-secret")], "").unwrap_err();
    assert!(
        said.to_string().starts_with("OPSAI_AZURE_TENANT_ID is missing"),
        "{said}"
    );
    let plain = ("OPSAI_KEY_VAULT_URL", "http://v.vault.azure.net");
    assert!(
        load(&[azure, plain, secret], "")
            .unwrap_err()
            .to_string()
            .contains("must begin with https://")
    );
}

#[test]
fn hosts_that_steps_may_call_are_names_and_nothing_else() {
    let hosts = |text| {
        load(&[("OPSAI_HTTP_ALLOWED_HOSTS", text)], "")
            .unwrap()
            .vendors
            .http_hosts
    };
    assert_eq!(
        hosts("hooks.example.com, API.example.com"),
        ["hooks.example.com", "api.example.com"]
    );
    for wrong in [
        "https://a.example",
        "a.example:8443",
        "a.example/x",
        "10.0.0.1",
        "[::1]",
        "*.example.com,",
        "a b",
    ] {
        let said = refusal("OPSAI_HTTP_ALLOWED_HOSTS", wrong);
        assert!(said.contains("names of hosts"), "{wrong}: {said}");
    }
}
