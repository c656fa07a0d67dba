//! A canary in every secret place: no error, type or log of the vault prints it.

use std::{
    fmt::{Debug, Display},
    io::Write,
    sync::{Arc, Mutex},
};

use super::doubles::{Clock, KEY_A, KEY_B, MemoryRows, MemorySource, PLACE};
use crate::vault::{
    Binding, RingText, RingVersion, Sealed, Secret, Vault, azure_error::explain, ring::Ring, rotate, verify,
};

const CANARY: &str = "canary-7f3a";

fn assert_silent(what: &str, printed: &str) {
    for secret in [CANARY, KEY_A, KEY_B, KEY_A.trim_end_matches('=')] {
        assert!(!printed.contains(secret), "{what} prints a secret: {printed}");
    }
}

fn check(what: &str, thing: &(impl Debug + ?Sized)) {
    assert_silent(what, &format!("{thing:?} {thing:#?}"));
}

fn check_error(error: &(impl Debug + Display)) {
    check("an error", error);
    assert_silent("an error", &error.to_string());
}

#[tokio::test(start_paused = true)]
async fn no_type_prints_a_key_or_a_value() {
    let source = MemorySource::new(&format!("{KEY_B}\n{KEY_A}"));
    let vault = Vault::start(source.clone(), Clock::new().now()).await;
    let secret = Secret::new(CANARY.into());
    let sealed = vault.seal(PLACE, &secret).await.unwrap();
    check("Secret", &secret);
    check("an opened Secret", &vault.open(PLACE, &sealed).await);
    check("Sealed", &sealed);
    assert!(!format!("{sealed:?}").contains(sealed.as_str()));
    check("Vault", &vault);
    check("Ring", &source.ring());
    check("VaultStatus", &vault.status());
    check(
        "RingText",
        &RingText::new(source.text().into(), RingVersion::new("1")),
    );
    check("Binding", &PLACE);
    let rows = MemoryRows::default();
    rows.put("row1", sealed.as_str());
    check("VerifyReport", &verify(&vault, &rows).await);
    check(
        "Report",
        &rotate(&vault, &rows, &|step| check("Progress", &step)).await,
    );
}

#[tokio::test]
async fn no_error_prints_a_key_or_a_value() {
    let both = format!("{KEY_B}\n{KEY_A}");
    let ring = Ring::parse(&both).unwrap();
    let secret = Secret::new(CANARY.into());
    let sealed = ring.seal(PLACE, &secret).unwrap();
    check_error(
        &ring
            .open(
                Binding {
                    field: "other",
                    ..PLACE
                },
                &sealed,
            )
            .unwrap_err(),
    );
    check_error(&Ring::parse(KEY_A).unwrap().open(PLACE, &sealed).unwrap_err());
    check_error(&Sealed::parse(CANARY).unwrap_err());
    check_error(&Ring::parse(&format!("{KEY_A}\n{CANARY}")).unwrap_err());
    let wrong_type = format!(r#"{{"v":"{CANARY}","integration":"{CANARY}","value":["{CANARY}"]}}"#);
    let token = ring.newest().encrypt(wrong_type.as_bytes());
    let odd = Sealed::parse(&format!("k{}.{token}", ring.newest().id())).unwrap();
    check_error(&ring.open(PLACE, &odd).unwrap_err());

    let source = MemorySource::new(CANARY);
    let vault = Vault::start(source.clone(), Clock::new().now()).await;
    check_error(&vault.open(PLACE, &sealed).await.unwrap_err());
    check_error(&rotate(&vault, &MemoryRows::default(), &|_| {}).await.unwrap_err());
    check("VaultStatus", &vault.status());
}

#[test]
fn a_key_vault_that_quotes_what_it_was_sent_is_not_quoted() {
    use azure_core::error::{Error, ErrorKind};
    let ring = format!("# ours\n{KEY_B}\n{KEY_A}\n");
    let message = format!("cannot take {{\"value\":\"# ours\\n{KEY_B}\\n{KEY_A}\\n\"}}");
    for kind in [
        ErrorKind::Other,
        ErrorKind::Io,
        ErrorKind::Credential,
        ErrorKind::DataConversion,
    ] {
        check_error(&explain(
            "secret x",
            "writing",
            &Error::with_message(kind, message.clone()),
            &ring,
        ));
    }
    let form = Error::with_message(
        ErrorKind::Credential,
        format!("client_id=x&client_secret={CANARY}&scope=y"),
    );
    check_error(&explain("Azure", "signing in for", &form, ""));
    let parser = serde_json::from_str::<u8>(&format!("\"{KEY_A}\"")).unwrap_err();
    check_error(&explain("secret x", "reading", &Error::from(parser), ""));
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_log_line_holds_a_key_or_a_value() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let source = MemorySource::new(KEY_A);
    let vault = Vault::start(source.clone(), Clock::new().now()).await;
    let sealed = vault.seal(PLACE, &Secret::new(CANARY.into())).await.unwrap();
    vault.open(PLACE, &sealed).await.unwrap();
    source.put(&format!("{KEY_A}\n{CANARY}"));
    vault.refresh().await;
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("the key ring cannot be read"), "{logged}");
    assert_silent("the log", &logged);
}
