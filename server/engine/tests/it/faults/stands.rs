//! One account of each vendor at its double, with a probe, a read and a write whose path is known.

use engine::{connector::Opened, vault::Secret};
use sandbox::{Faults, Journal};
use serde_json::{Value, json};

/// One call, and the request in it that goes wrong.
pub struct Call {
    /// `probe`, `read` or `write`.
    pub name: &'static str,
    /// The operation; none for the probe.
    pub operation: Option<&'static str>,
    /// Its input.
    pub input: Value,
    /// The request's method.
    pub method: &'static str,
    /// A part of the request's path.
    pub path: &'static str,
}

/// An account at its double.
pub struct Stand {
    pub vendor: &'static str,
    pub opened: Opened,
    pub pairs: Vec<(String, String)>,
    pub journal: Journal,
    pub faults: Faults,
    pub calls: Vec<Call>,
    reset: Box<dyn Fn() + Send + Sync>,
}

impl Stand {
    /// The double's first day again: its data, counters and locks.
    pub fn reset(&self) {
        (self.reset)();
    }
}

fn opened(settings: &[(&str, &str)], credentials: &[(&str, &str)]) -> Opened {
    let text = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    Opened {
        settings: settings.iter().map(text).collect(),
        credentials: credentials
            .iter()
            .map(|(key, value)| ((*key).to_owned(), Secret::new((*value).to_owned())))
            .collect(),
    }
}

fn probe(path: &'static str) -> Call {
    Call {
        name: "probe",
        operation: None,
        input: Value::Null,
        method: "GET",
        path,
    }
}

fn read(operation: &'static str, input: Value, path: &'static str) -> Call {
    Call {
        name: "read",
        operation: Some(operation),
        input,
        method: "GET",
        path,
    }
}

fn write(operation: &'static str, input: Value, method: &'static str, path: &'static str) -> Call {
    Call {
        name: "write",
        operation: Some(operation),
        input,
        method,
        path,
    }
}

/// Every vendor that is built.
pub async fn all() -> Vec<Stand> {
    vec![
        autotask().await,
        it_glue().await,
        datto_rmm().await,
        datto_edr().await,
        pax8().await,
        unifi().await,
        microsoft365().await,
    ]
}

async fn autotask() -> Stand {
    use sandbox::autotask::{Double, GOOD, Options};
    let double = Double::start(Options::default()).await.unwrap();
    let ticket = double.rows("Tickets")[0]["id"].as_i64().unwrap();
    let note = json!({ "ticket_id": ticket, "title": "Update", "description": "Spooler restarted." });
    Stand {
        vendor: "autotask",
        opened: opened(
            &[("username", GOOD.user_name)],
            &[
                ("secret", GOOD.secret),
                ("integration_code", GOOD.integration_code),
            ],
        ),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/ThresholdInformation"),
            read("tickets.get", json!({ "id": ticket }), "/Tickets/"),
            write("tickets.note", note, "POST", "/Notes"),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn it_glue() -> Stand {
    use sandbox::it_glue::{Double, Options, US_KEY};
    let double = Double::start(Options::default()).await.unwrap();
    Stand {
        vendor: "it_glue",
        opened: opened(&[], &[("api_key", US_KEY)]),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/organizations"),
            read("configurations.list", json!({ "limit": 5 }), "/configurations"),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn datto_rmm() -> Stand {
    use sandbox::datto_rmm::{Double, GOOD, Options};
    let double = Double::start(Options::default()).await.unwrap();
    let device = double.devices()[0]["uid"].as_str().unwrap().to_owned();
    let component = double.components()[0]["uid"].as_str().unwrap().to_owned();
    let job = json!({ "device_uid": device, "component_uid": component });
    Stand {
        vendor: "datto_rmm",
        opened: opened(
            &[("url", GOOD.url)],
            &[("api_key", GOOD.api_key), ("api_secret", GOOD.api_secret)],
        ),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/system/request_rate"),
            read("devices.get", json!({ "uid": device }), "/device/"),
            write("jobs.run", job, "PUT", "/quickjob"),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn datto_edr() -> Stand {
    use sandbox::datto_edr::{Double, GOOD_TOKEN, ORIGIN, Options};
    let double = Double::start(Options::default()).await.unwrap();
    let agent = double.agent_id(3);
    Stand {
        vendor: "datto_edr",
        opened: opened(&[("instance", ORIGIN)], &[("api_token", GOOD_TOKEN)]),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/users/me"),
            read("agents.get", json!({ "id": agent }), "/AgentDetails/"),
            write("agents.quarantine", json!({ "agent_id": agent }), "POST", "scan"),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn pax8() -> Stand {
    use sandbox::pax8::{Double, GOOD, Options, company_id, subscription_id};
    let double = Double::start(Options::default()).await.unwrap();
    let quantity = json!({ "id": subscription_id(1), "quantity": 77 });
    Stand {
        vendor: "pax8",
        opened: opened(
            &[("client_id", GOOD.client_id)],
            &[("client_secret", GOOD.client_secret)],
        ),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/companies"),
            read("companies.get", json!({ "id": company_id(1) }), "/companies/"),
            write(
                "subscriptions.change_quantity",
                quantity,
                "PUT",
                "/subscriptions/",
            ),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn unifi() -> Stand {
    use sandbox::unifi::{CONSOLE_ORIGIN, Double, LOCAL_KEY, Options};
    let double = Double::start(Options::default()).await.unwrap();
    // The first site and a switch of it.
    let device = json!({
        "site": "00000051-0000-4000-8000-000000000001",
        "device": "0000000d-0000-4000-8000-0000000003ea",
    });
    Stand {
        vendor: "unifi",
        opened: opened(
            &[("mode", "local"), ("console_url", CONSOLE_ORIGIN)],
            &[("api_key", LOCAL_KEY)],
        ),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/info"),
            read("sites.list", json!({}), "/sites"),
            write("devices.restart", device, "POST", "/actions"),
        ],
        reset: Box::new(move || double.reset()),
    }
}

async fn microsoft365() -> Stand {
    use sandbox::microsoft365::{Double, GOOD, Options, user_id};
    let double = Double::start(Options::default()).await.unwrap();
    let user = user_id(1, 3);
    Stand {
        vendor: "microsoft365",
        opened: opened(
            &[("tenant_id", GOOD.tenant_id), ("client_id", GOOD.client_id)],
            &[("client_secret", GOOD.client_secret)],
        ),
        pairs: double.egress_map(),
        journal: double.journal.clone(),
        faults: double.faults.clone(),
        calls: vec![
            probe("/organization"),
            read("users.get", json!({ "user": user }), "/users/"),
            write("users.disable", json!({ "user": user }), "PATCH", "/users/"),
        ],
        reset: Box::new(move || double.reset()),
    }
}
