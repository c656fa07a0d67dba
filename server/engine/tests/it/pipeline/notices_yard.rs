//! A house with an account of Microsoft 365, its double, and a front that Graph reaches.

use super::webhook;
use crate::house::{House, START, tech, values};
use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use contract::{
    delivery::{Body, Delivery, Receipt},
    event::{EventFilter, EventStatus, EventSummary},
    ids::{CustomerId, EventId, IntegrationId, LinkId, VendorId},
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    ports::Services,
    webhook::IssuedWebhook,
};
use engine::{
    pipeline::Registrations,
    store::{AuditRecord, FRESH, NewCustomer, NewLink, REPLAY, RETRY, Store},
};
use sandbox::microsoft365::{Behaviour, Double, Options, PARTNER, REFRESH_TOKEN, Running};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use tokio_util::sync::{CancellationToken, DropGuard};

pub const PUBLIC_URL: &str = "https://ops.example.com";
const DAY: Duration = Duration::from_hours(24);

/// A house with an account of Microsoft 365, a webhook, and a front that Graph reaches.
pub struct Yard {
    pub house: House,
    pub double: Running,
    pub integration: IntegrationId,
    pub webhook: IssuedWebhook,
    pub keeper: Registrations,
    _stop: DropGuard,
}

impl Yard {
    pub async fn on(store: Store) -> Self {
        let behaviour = Behaviour {
            now: Some(START / 1_000),
            ..Behaviour::default()
        };
        let options = Options {
            behaviour,
            ..Options::default()
        };
        let double = Double::start(options).await.unwrap();
        let house = House::mapped(store, double.egress_map()).await;
        let front = front(house.services.clone()).await;
        double.turn(|knobs| {
            knobs.reaches.insert(PUBLIC_URL.to_owned(), front);
        });
        let stop = CancellationToken::new();
        house.machine.pipeline.start(&stop);
        let integration = account(&house).await;
        let webhook = webhook(&house, &integration).await;
        let keeper = Registrations::new(house.machine.pipeline.clone(), PUBLIC_URL);
        Self {
            house,
            double,
            integration,
            webhook,
            keeper,
            _stop: stop.drop_guard(),
        }
    }

    /// Registers the webhook; what people read of it.
    pub async fn register(&self) -> String {
        let webhooks = &self.house.services.webhooks;
        let shown = webhooks.register(&tech(), &self.webhook.id).await.unwrap();
        shown.registered.unwrap()
    }

    pub async fn registered(&self) -> String {
        let webhooks = &self.house.services.webhooks;
        let shown = webhooks.get(&tech(), &self.webhook.id).await.unwrap();
        shown.registered.unwrap()
    }

    /// Subscriptions at Graph: tenant and resource.
    pub fn subscribed(&self) -> BTreeSet<(String, String)> {
        let all = self.double.subscriptions();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        all.iter()
            .map(|one| (text(one, "tenantId"), text(one, "resource")))
            .collect()
    }

    /// What Graph posts: these notifications, each with the client state that it was subscribed with.
    pub fn notified(&self, all: &[Value]) -> Delivery {
        let state = self.double.subscriptions()[0]["clientState"].clone();
        let all: Vec<Value> = all
            .iter()
            .map(|one| {
                let mut one = one.clone();
                one["clientState"] = state.clone();
                one
            })
            .collect();
        self.posted(&json!({ "value": all }).to_string())
    }

    pub fn posted(&self, body: &str) -> Delivery {
        let mut delivery = super::delivery(&self.webhook, body.as_bytes());
        delivery.headers.truncate(1);
        delivery
    }

    pub async fn events(&self) -> Vec<EventSummary> {
        let events = &self.house.services.events;
        events
            .list(&tech(), EventFilter::default(), None, 100)
            .await
            .unwrap()
            .items
    }

    pub async fn work(&self) {
        for lane in [FRESH, RETRY, REPLAY] {
            self.house.machine.pipeline.turn(lane, 100).await.unwrap();
        }
    }

    pub async fn status(&self, id: &EventId) -> EventStatus {
        self.house
            .services
            .events
            .get(&tech(), id)
            .await
            .unwrap()
            .summary
            .status
    }

    /// Time goes on, also at Microsoft.
    pub fn days(&self, days: u32) {
        self.house.hand.forward(DAY * days);
        self.double
            .turn(|knobs| knobs.now = knobs.now.map(|now| now + 86_400 * i64::from(days)));
        self.double.expire_tokens();
    }

    pub async fn link(&self, tenant: &str) -> LinkId {
        let store = &self.house.machine.store;
        let who = tech();
        let audit = AuditRecord {
            who: &who,
            action: "customer.linked",
            target: tenant.to_owned(),
            detail: json!({}),
        };
        let customer = NewCustomer {
            id: CustomerId::from_ulid("one"),
            name: "Northgate".into(),
        };
        let link = NewLink {
            id: LinkId::from_ulid("one"),
            customer: customer.id.clone(),
            vendor: VendorId::new("microsoft365"),
            integration: self.integration.clone(),
            external_id: tenant.to_owned(),
            name: "Northgate".into(),
        };
        store
            .insert_links(START, vec![customer], vec![link], audit)
            .await
            .unwrap();
        LinkId::from_ulid("one")
    }
}

async fn account(house: &House) -> IntegrationId {
    let draft = IntegrationDraft {
        vendor: "microsoft365".into(),
        name: "Microsoft".into(),
        settings: values([("tenant_id", PARTNER.tenant_id), ("client_id", PARTNER.client_id)]),
        credentials: values([
            ("client_secret", PARTNER.client_secret),
            ("refresh_token", REFRESH_TOKEN),
        ]),
    };
    let saved = house
        .services
        .integrations
        .create(&tech(), draft, SavePolicy::Anyway)
        .await
        .unwrap();
    match saved {
        SaveOutcome::Saved { integration, .. } => integration.id,
        SaveOutcome::TestFailed(report) => panic!("{report:?}"),
    }
}

/// The house's door as Graph meets it.
async fn front(services: Services) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().fallback(door).with_state(services);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    format!("http://{address}")
}

async fn door(State(services): State<Services>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let delivery = Delivery {
        token: parts.uri.path().rsplit('/').next().unwrap().to_owned(),
        path_secret: None,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: "POST".into(),
        headers: Vec::new(),
        body: Body::Whole(to_bytes(body, 1 << 20).await.unwrap().to_vec()),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    };
    match services.receiver.receive(delivery).await {
        Ok(Receipt::Echo(text)) => text.into_response(),
        Ok(Receipt::Event(_)) => StatusCode::ACCEPTED.into_response(),
        Err(problem) => StatusCode::from_u16(problem.status).unwrap().into_response(),
    }
}
