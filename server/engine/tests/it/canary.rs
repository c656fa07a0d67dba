//! A canary in every secret field is found nowhere: not in answers, errors, the audit trail, logs or the database's bytes,
//! also when the vendor echoes it.

use crate::databases::{postgres, sqlite};
use crate::house::{House, admin, autotask_draft, it_glue_draft, tech};
use contract::{
    integration::{IntegrationDraft, SavePolicy},
    operation::OperationCall,
};
use serde_json::json;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const CANARY: &str = "canary-7f3a9b21c4d8e605";

fn with_canaries(mut draft: IntegrationDraft) -> IntegrationDraft {
    for (field, value) in &mut draft.credentials {
        *value = format!("ITG.{CANARY}-{field}");
    }
    draft
}

async fn everything_that_can_be_seen(house: &House) -> String {
    let mut seen = String::new();
    let integrations = &house.services.integrations;
    for fault in [None, Some(sandbox::Fault::echo_credentials())] {
        for double in [&house.autotask.faults, &house.it_glue.faults] {
            double.clear();
            if let Some(fault) = &fault {
                double.always(fault.clone());
            }
        }
        for draft in [
            with_canaries(autotask_draft()),
            with_canaries(it_glue_draft("", "x")),
        ] {
            seen += &format!("{draft:?}");
            seen += &format!("{:?}", integrations.test(&tech(), draft.clone()).await);
            seen += &format!(
                "{:?}",
                integrations.create(&tech(), draft, SavePolicy::Anyway).await
            );
        }
        for one in integrations.list(&tech()).await.unwrap() {
            seen += &serde_json::to_string(&integrations.probe(&tech(), &one.id).await.unwrap()).unwrap();
            seen += &format!("{:?}", integrations.history(&tech(), &one.id, 24).await);
            let call = OperationCall {
                integration: Some(one.id.clone()),
                input: json!({ "limit": 1 }),
                ..OperationCall::default()
            };
            let operation = if one.vendor.as_str() == "autotask" {
                "tickets.list"
            } else {
                "organizations.list"
            };
            seen += &format!(
                "{:?}",
                house
                    .services
                    .operations
                    .call(&tech(), one.vendor.as_str(), operation, call)
                    .await
            );
        }
    }
    assert!(
        seen.contains("[secret]"),
        "the vendors' doubles should have echoed the credentials"
    );
    seen += &format!("{:?}", house.services.integrations.status(&tech()).await);
    seen += &format!("{:?}", house.services.audit.list(&admin(), None, 500).await);
    seen += &format!("{:?}", house.machine.act.vault);
    seen
}

#[tokio::test]
async fn a_canary_in_every_secret_field_is_found_nowhere() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let fresh = sqlite().await;
    let house = House::on(fresh.store.clone()).await;
    let seen = everything_that_can_be_seen(&house).await;
    assert!(!seen.contains(CANARY), "{}", around(&seen));
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(!logged.is_empty(), "the log must have been listened to");
    assert!(!logged.contains(CANARY), "{}", around(&logged));
    let folder = fresh.file.as_ref().unwrap().parent().unwrap();
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY));
    }
}

#[tokio::test]
async fn a_canary_is_found_nowhere_with_postgresql_either() {
    let Some(fresh) = postgres().await else { return };
    let house = House::on(fresh.store.clone()).await;
    let seen = everything_that_can_be_seen(&house).await;
    assert!(!seen.contains(CANARY), "{}", around(&seen));
    let rows = fresh.store.sealed_page(None, 100).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert!(!format!("{rows:?}{:?}", fresh.store.integrations().await).contains(CANARY));
}

fn around(text: &str) -> String {
    let at = text.find(CANARY).unwrap_or(0);
    text.chars().skip(at.saturating_sub(200)).take(400).collect()
}
