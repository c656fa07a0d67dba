//! Connecting a partner's tenant, against the double of Entra, Graph and Partner Center.

mod after;
mod again;
mod automated;
mod conflicts;
mod crashes;
mod gaps;
mod handovers;
mod leaving;
mod manual;
mod renewing;
mod sign_in;
mod trail;

use crate::{
    databases::sqlite,
    house::{House, START, admin},
};
use contract::{
    account::Authenticated,
    csp::{CspPath, CspSetup, NewCspSetup, Returned, SetupStatus, SignInPurpose, StepState},
    ids::SessionId,
    ports::Services,
    problem::Problem,
};
use engine::{
    act::Act,
    connector::{EgressMap, Wire, WireConfig},
    csp::{Bootstrap, CspSettings},
    ports::{Machine, partner_setups},
    store::Store,
    vault::Secret,
};
use sandbox::microsoft365::{
    ADMIN, BOOTSTRAP, Behaviour, Consent, Double, LOGIN_ORIGIN, Options, PARTNER_TENANT, Running,
    SERVICE_ACCOUNT,
};
use serde_json::Value;
use std::time::Duration;
use url::Url;

pub const PUBLIC_URL: &str = "https://ops.example.com";

/// A house with the double behind it.
pub struct Bed {
    pub services: Services,
    pub machine: Machine,
    pub double: Running,
    pub house: House,
    _fresh: Option<crate::databases::Fresh>,
}

impl Bed {
    pub async fn new() -> Self {
        let fresh = sqlite().await;
        let store = fresh.store.clone();
        Self {
            _fresh: Some(fresh),
            ..Self::on(store).await
        }
    }

    pub async fn on(store: Store) -> Self {
        let house = House::on(store).await;
        let behaviour = Behaviour {
            now: Some(START / 1_000),
            consent: Consent::Given,
            redirect_uris: vec![format!("{PUBLIC_URL}/csp/callback")],
            ..Behaviour::default()
        };
        let options = Options {
            behaviour,
            ..Options::default()
        };
        let double = Double::start(options).await.unwrap();
        let machine = machine(&house, &double);
        Self {
            services: machine.services(),
            machine,
            double,
            house,
            _fresh: None,
        }
    }

    /// As after a restart: nothing is remembered but what was kept.
    pub fn restart(&mut self) {
        self.machine = machine(&self.house, &self.double);
        self.services = self.machine.services();
    }

    pub async fn begin(&self, path: CspPath) -> CspSetup {
        let new = NewCspSetup {
            tenant_id: PARTNER_TENANT.into(),
            path,
            template: None,
            name: String::new(),
        };
        self.services.csp.begin(&admin(), new).await.unwrap()
    }

    /// Signs in as somebody in a browser, and comes back.
    pub async fn sign_in(
        &self,
        setup: &CspSetup,
        purpose: SignInPurpose,
        who: &str,
    ) -> Result<CspSetup, Problem> {
        self.double.turn(|knobs| who.clone_into(&mut knobs.signs_in_as));
        let address = self
            .services
            .csp
            .sign_in(&person("one"), &setup.id, purpose)
            .await?;
        let returned = self.browse(&address.url).await;
        self.services.csp.returned(&person("one"), returned).await
    }

    /// What the browser brings back from this address.
    pub async fn browse(&self, url: &str) -> Returned {
        let url = url.replace(LOGIN_ORIGIN, &self.double.login);
        let browser = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let answer = browser.get(&url).send().await.unwrap();
        let to = answer.headers().get("location");
        let to = to
            .unwrap_or_else(|| panic!("no redirect from {url}"))
            .to_str()
            .unwrap()
            .to_owned();
        assert!(to.starts_with(&format!("{PUBLIC_URL}/csp/callback?")), "{to}");
        let mut returned = Returned::default();
        for (name, value) in Url::parse(&to).unwrap().query_pairs().into_owned() {
            match name.as_str() {
                "state" => returned.state = value,
                "code" => returned.code = Some(value),
                "error" => returned.error = Some(value),
                "error_description" => returned.error_description = Some(value),
                _ => {}
            }
        }
        returned
    }

    /// Works until nothing more is wanted.
    pub async fn work(&self) {
        while self.machine.csp.turn(usize::MAX).await.unwrap() {}
    }

    pub async fn setup(&self, setup: &CspSetup) -> CspSetup {
        self.services.csp.get(&admin(), &setup.id).await.unwrap()
    }

    /// The whole automated path.
    pub async fn connected(&self) -> CspSetup {
        let setup = self.begin(CspPath::Automated).await;
        self.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
            .await
            .unwrap();
        self.work().await;
        self.sign_in(&setup, SignInPurpose::ServiceAccount, SERVICE_ACCOUNT)
            .await
            .unwrap();
        self.work().await;
        let setup = self.setup(&setup).await;
        assert_eq!(setup.status, SetupStatus::Connected, "{:#?}", setup.steps);
        setup
    }

    /// The partner's tenant as the double has it.
    pub fn tenant(&self) -> Value {
        self.double.state()["tenants"][PARTNER_TENANT].clone()
    }
}

fn machine(house: &House, double: &Running) -> Machine {
    let wire = Wire::new(WireConfig {
        timeout: Duration::from_secs(5),
        backoff: Duration::from_millis(1),
        egress_map: EgressMap::new(double.egress_map()).unwrap(),
    })
    .unwrap();
    let act = Act {
        wire,
        ..house.machine.act.clone()
    };
    let settings = CspSettings {
        bootstrap: Some(Bootstrap {
            client_id: BOOTSTRAP.client_id.into(),
            client_secret: Secret::new(BOOTSTRAP.client_secret.to_owned()),
        }),
        public_url: PUBLIC_URL.into(),
    };
    let (store, live) = (house.machine.store.clone(), house.machine.live.clone());
    Machine {
        csp: partner_setups(act.clone(), store, live, settings),
        act,
        ..house.machine.clone()
    }
}

/// An administrator in one of their browsers.
pub fn person(session: &str) -> Authenticated {
    Authenticated {
        actor: admin(),
        session: SessionId::parse(&format!("ses_{session}")),
    }
}

pub fn state_of(setup: &CspSetup, key: &str) -> StepState {
    setup.steps.iter().find(|step| step.key == key).unwrap().state
}

/// The names of a table's rows that begin so, sorted.
pub fn names(table: &Value, begins: &str) -> Vec<String> {
    let rows = table.as_array().unwrap().iter();
    let mut names: Vec<String> = rows
        .map(|row| row["displayName"].as_str().unwrap_or_default().to_owned())
        .filter(|name| name.starts_with(begins))
        .collect();
    names.sort();
    names
}
