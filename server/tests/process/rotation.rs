//! `kill -9` while the key is rotated: whatever the moment, a rerun ends with every value opened by the new key alone.

use crate::house::House;
use contract::{
    actor::Actor,
    ids::{IntegrationId, ProbeId, VendorId},
    manifest::Values,
    probe::Outcome,
};
use engine::{
    clock::Clock,
    store::{AuditRecord, NewIntegration, ProbeRow, Settings, Store, fresh_ulid},
    vault::{Binding, FileSource, MissingFile, Secret, Vault},
};
use serde_json::{Value, json};
use std::{process::Stdio, sync::Arc, time::Duration};

const ACCOUNTS: i64 = 400;

async fn filled(house: &House) {
    let url = format!("sqlite://{}", house.path().join("ops-ai.db").display());
    let store = Store::open(&Settings { url, connections: 1 }).await.unwrap();
    let clock = Clock::system();
    let source = FileSource::new(house.path().join("fernet.keys"), MissingFile::Create);
    let vault = Vault::start(Arc::new(source), Arc::new(move || clock.now())).await;
    let who = Actor::system("test");
    for n in 0..ACCOUNTS {
        let id = IntegrationId::from_ulid(&fresh_ulid(n));
        let binding = Binding {
            integration: id.as_str(),
            vendor: "autotask",
            field: "secret",
        };
        let sealed = vault
            .seal(binding, &Secret::new(format!("secret {n}")))
            .await
            .unwrap();
        let new = NewIntegration {
            id: id.clone(),
            vendor: VendorId::new("autotask"),
            name: format!("account {n}"),
            settings: Values::new(),
            identity: format!("autotask:{n}"),
            sealed: vec![("secret".into(), sealed.as_str().to_owned())],
            first: ProbeRow {
                id: ProbeId::from_ulid(&fresh_ulid(n)),
                at: n,
                outcome: Outcome::Ok,
                latency_ms: 1,
                trigger: "saved",
                detail: String::new(),
                attention: None,
                vendor_status: None,
                vendor_message: None,
                vendor_request_id: None,
                conclusive: true,
                expires_at: None,
            },
            judge: engine::probes::judge,
        };
        let audit = AuditRecord {
            who: &who,
            action: "test",
            target: id.to_string(),
            detail: json!({}),
        };
        store.insert_integration(n, new, audit).await.unwrap();
    }
}

fn verified(house: &House) -> Value {
    let output = house.run(&["keys", "verify"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn a_rotation_that_is_killed_at_any_moment_is_finished_by_the_next() {
    let house = House::new();
    assert!(house.run(&["migrate"]).status.success());
    filled(&house).await;
    let before = verified(&house);
    let old = before["by_key"]
        .as_object()
        .unwrap()
        .keys()
        .next()
        .unwrap()
        .clone();
    let (mut both_keys, mut killed) = (0, 0);
    for round in 0..12u64 {
        let mut rotation = house
            .command(&["keys", "rotate"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The moment is different each time; which one it is does not matter, every one must be survived.
        tokio::time::sleep(Duration::from_millis(30 + round * 25)).await;
        killed += u32::from(rotation.try_wait().unwrap().is_none());
        rotation.kill().unwrap();
        rotation.wait().unwrap();
        let between = verified(&house);
        assert_eq!(between["checked"], ACCOUNTS);
        assert_eq!(between["failures"], json!([]));
        both_keys += u32::from(between["by_key"].as_object().unwrap().len() > 1);
    }
    assert_eq!(
        killed, 12,
        "a rotation ended before it was killed: there were too few values"
    );
    let finished = house.run(&["keys", "rotate"]);
    assert!(
        finished.status.success(),
        "{}",
        String::from_utf8_lossy(&finished.stderr)
    );
    let after = verified(&house);
    let keys: Vec<_> = after["by_key"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        (keys.len(), after["checked"].as_i64()),
        (1, Some(ACCOUNTS)),
        "{after}"
    );
    assert_ne!(keys[0], old);
    let ring = std::fs::read_to_string(house.path().join("fernet.keys")).unwrap();
    assert_eq!(
        ring.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count(),
        1,
        "old keys are gone"
    );
    eprintln!("killed {killed} times, {both_keys} of them half-way");
}
