//! The fault table: what each vendor's connector makes of each thing that can go wrong, as data.
//!
//! `table.toml` says for every vendor, call and fault which class it is and how many requests were sent for it, so a change of
//! either is a line in review. Where the fault has words, they must come back byte for byte.

mod stands;

use contract::{
    actor::{Actor, ActorKind, Role},
    operation_rule::OperationRule,
};
use engine::{
    clock::Clock,
    connector::{CallError, Connector, Desk, EgressMap, Memory, OperationError, Wire, WireConfig},
    policy::grant,
    vendors::Registry,
};
use sandbox::{Fault, Rule};
use serde::Deserialize;
use stands::{Call, Stand};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

#[derive(Deserialize)]
struct Table {
    faults: BTreeMap<String, Fault>,
    rows: Vec<(String, String, String, String, usize)>,
}

fn table() -> Table {
    toml::from_str(include_str!("table.toml")).unwrap()
}

/// The class of a call that came to no harm.
const FINE: &str = "fine";

/// What a fault says, where it says something of its own.
fn words(fault: &Fault) -> Option<&str> {
    match fault {
        Fault::Status { body, .. } | Fault::Limited { body, .. } if !body.is_empty() => Some(body),
        _ => None,
    }
}

fn admin() -> Actor {
    Actor {
        kind: ActorKind::User,
        id: "usr_faults".into(),
        name: "Faults".into(),
        role: Role::Admin,
    }
}

/// Makes one call of a stand, its account opened anew.
async fn make(registry: &Registry, stand: &Stand, call: &Call) -> Result<(), CallError> {
    let connector: &dyn Connector = registry.connector(stand.vendor).unwrap();
    let clock = Clock::system();
    let wire = Wire::new(WireConfig {
        timeout: Duration::from_millis(400),
        backoff: Duration::from_millis(1),
        egress_map: EgressMap::new(stand.pairs.clone()).unwrap(),
    })
    .unwrap();
    let limits = connector.limits_of(&stand.opened.settings);
    let desk = Desk {
        vendor: connector.manifest().vendor.clone(),
        wire: wire.bound_to(&connector.manifest().egress, &stand.opened.settings),
        renewals: None,
        shelf: Memory::new(clock).passing(limits),
    };
    let session = connector.session(&stand.opened, desk).await?;
    let Some(operation) = call.operation else {
        return connector.probe(session.reader()).await.map(drop);
    };
    let (_, entry) = registry.operation(stand.vendor, operation).unwrap();
    let granted = grant(&admin(), entry.info.risk, OperationRule::Auto)
        .unwrap()
        .unwrap();
    match entry.call(&session, granted, call.input.clone()).await {
        Ok(_) => Ok(()),
        Err(OperationError::Call(error)) => Err(error),
        Err(OperationError::Input(error)) => panic!("{operation}: {error:?}"),
    }
}

#[tokio::test]
async fn every_vendor_makes_of_every_fault_what_the_table_says() {
    let table = table();
    let registry = Registry::new();
    let mut wrong = Vec::new();
    for stand in stands::all().await {
        for call in &stand.calls {
            let before = stand.journal.total();
            make(&registry, &stand, call)
                .await
                .unwrap_or_else(|error| panic!("{} {} without a fault: {error:?}", stand.vendor, call.name));
            assert!(stand.journal.total() > before);
            for (vendor, name, fault, class, sent) in &table.rows {
                if vendor != stand.vendor || name != call.name {
                    continue;
                }
                let what = &table.faults[fault];
                stand.reset();
                stand.faults.add(
                    Rule::always(what.clone())
                        .on_method(call.method)
                        .on_path(call.path),
                );
                let asked = || {
                    let entries = stand.journal.to_path(call.path).into_iter();
                    entries.filter(|entry| entry.method == call.method).count()
                };
                let before = asked();
                let result = make(&registry, &stand, call).await;
                let requests = asked() - before;
                stand.faults.clear();
                let got = result.as_ref().err().map_or(FINE, |error| error.kind.code());
                if (got, requests) != (class.as_str(), *sent) {
                    wrong.push(format!(
                        "[\"{vendor}\", \"{name}\", \"{fault}\", \"{got}\", {requests}], # not {class} {sent}"
                    ));
                }
                if let (Some(words), Err(error)) = (words(what), &result) {
                    let said = error.said.as_ref().map(|said| said.body.as_str());
                    if said != Some(words) {
                        wrong.push(format!("{vendor} {name} {fault}: the words are {said:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_table_leaves_no_vendor_no_call_and_no_fault_out() {
    let table = table();
    let listed: BTreeSet<_> = table
        .rows
        .iter()
        .map(|(vendor, call, fault, ..)| (vendor.as_str(), call.as_str(), fault.as_str()))
        .collect();
    assert_eq!(listed.len(), table.rows.len(), "a row stands twice");
    assert!(listed.len() >= 100);
    let stands = stands::all().await;
    let mut vendors: Vec<_> = stands.iter().map(|stand| stand.vendor).collect();
    vendors.sort_unstable();
    let registry = Registry::new();
    let mut built: Vec<_> = registry
        .manifests()
        .iter()
        .filter(|manifest| manifest.available)
        .map(|manifest| manifest.vendor.to_string())
        .collect();
    built.sort_unstable();
    assert_eq!(vendors, built, "every vendor that is built has a stand");
    for stand in &stands {
        for call in &stand.calls {
            for fault in table.faults.keys() {
                let row = (stand.vendor, call.name, fault.as_str());
                assert!(listed.contains(&row), "{row:?} is missing");
            }
        }
    }
}

#[test]
fn what_a_person_must_mend_is_sent_once_and_what_changes_something_is_never_sent_again_in_doubt() {
    for (vendor, call, fault, class, sent) in table().rows {
        let about = format!("{vendor} {call} {fault}");
        if [
            "permission_denied",
            "vendor_not_found",
            "vendor_rejected",
            "egress_refused",
        ]
        .contains(&class.as_str())
        {
            assert_eq!(sent, 1, "{about}");
        }
        if call == "write"
            && ["timeout", "network", "vendor_unavailable", "contract_changed"].contains(&class.as_str())
        {
            assert_eq!(sent, 1, "{about}");
        }
        if call == "probe" && class != "credentials_rejected" {
            assert_eq!(sent, 1, "{about}: the next probe comes anyway");
        }
        assert!(sent <= 3, "{about}");
    }
}
