//! One server that stands for every host of every vendor and answers all alike.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Response},
};
use contract::{
    field::FieldKind,
    manifest::{HostRule, Manifest, Values},
    test_report::TestReport,
};
use engine::{
    act::Act,
    clock::Clock,
    connector::{CallError, EgressMap, Memory, Opened, Wire, WireConfig},
    vault::{FileSource, MissingFile, Secret, Vault},
    vendors::Registry,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// What the server answers.
#[derive(Clone)]
pub enum Says {
    /// This status, these headers, this body.
    This(u16, &'static [(&'static str, &'static str)], &'static str),
    /// A refusal that repeats all that was sent.
    Echo,
    /// Nothing, ever.
    Nothing,
}

pub struct Stage {
    pub act: Act,
    asked: Arc<AtomicUsize>,
    _keys: tempfile::TempDir,
}

/// A host that stands for a suffix rule; the one that the vendor's connector asks first.
const OF_SUFFIX: [(&str, &str); 3] = [
    (".autotask.net", "webservices2.autotask.net"),
    (".centrastage.net", "concord-api.centrastage.net"),
    (".infocyte.com", "example.infocyte.com"),
];

pub const EVIL: &str = "https://evil.example";

impl Stage {
    pub async fn that(says: Says) -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let app = Router::new().fallback(answer).with_state((says, asked.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let registry = Registry::new();
        let hosts = registry
            .manifests()
            .iter()
            .flat_map(|manifest| origins(manifest))
            .collect::<Vec<_>>();
        let pairs = hosts
            .into_iter()
            .chain([EVIL.to_owned()])
            .map(|origin| (origin, here.clone()));
        let keys = tempfile::tempdir().unwrap();
        let source = FileSource::new(keys.path().join("fernet.keys"), MissingFile::Create);
        let clock = Clock::system();
        let now = clock.clone();
        let act = Act {
            vault: Vault::start(Arc::new(source), Arc::new(move || now.now())).await,
            registry,
            memory: Memory::new(clock.clone()),
            wire: Wire::new(WireConfig {
                timeout: Duration::from_millis(400),
                backoff: Duration::from_millis(1),
                egress_map: EgressMap::new(pairs).unwrap(),
            })
            .unwrap(),
            clock,
            store: None,
        };
        Self {
            act,
            asked,
            _keys: keys,
        }
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub async fn test(&self, manifest: &Manifest, secret: &str) -> (TestReport, Option<CallError>) {
        let connector = self.act.registry.connector(manifest.vendor.as_str()).unwrap();
        self.act.test(connector, &filled(manifest, secret), None).await
    }
}

pub fn built() -> Vec<Manifest> {
    let all = Registry::new().manifests();
    assert_eq!(all.len(), 7, "every vendor of the house is listed");
    all.iter()
        .filter(|manifest| manifest.available)
        .map(|manifest| (**manifest).clone())
        .collect()
}

/// An account whose fields hold their own examples, and this in every secret field.
pub fn filled(manifest: &Manifest, secret: &str) -> Opened {
    let mut opened = Opened::default();
    let mut settings = Values::new();
    for field in manifest.fields.iter().filter(|field| !field.is_secret()) {
        let value = match (&field.default, &field.example, field.kind) {
            (Some(default), ..) => default.to_string(),
            (None, _, FieldKind::Choice) => field.choices[0].value.to_string(),
            (None, Some(example), _) if field.required => example.to_string(),
            _ => continue,
        };
        settings.insert(field.key.to_string(), value);
    }
    for field in manifest
        .fields
        .iter()
        .filter(|field| field.is_secret() && field.is_shown(&settings))
    {
        opened.credentials.insert(
            field.key.to_string(),
            Secret::new(format!("{secret}-{}", field.key)),
        );
    }
    opened.settings = settings;
    opened
}

fn origins(manifest: &Manifest) -> Vec<String> {
    manifest
        .egress
        .iter()
        .filter_map(|rule| match rule {
            HostRule::Exact(host) => Some(format!("https://{host}")),
            HostRule::Suffix(end) => {
                let stands_for = OF_SUFFIX
                    .iter()
                    .find(|(suffix, _)| suffix == end)
                    .map(|(_, host)| *host);
                Some(format!(
                    "https://{}",
                    stands_for.unwrap_or_else(|| panic!("add {end} to OF_SUFFIX"))
                ))
            }
            HostRule::PrivateFromField(field) => {
                let opened = filled(manifest, "x");
                url::Url::parse(opened.setting(field))
                    .ok()
                    .map(|url| url.origin().ascii_serialization())
            }
        })
        .collect()
}

async fn answer(State((says, asked)): State<(Says, Arc<AtomicUsize>)>, request: Request) -> Response<Body> {
    asked.fetch_add(1, Ordering::SeqCst);
    match says {
        Says::This(status, headers, body) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            response.body(Body::from(body)).unwrap()
        }
        Says::Nothing => std::future::pending().await,
        Says::Echo => {
            let uri = request.uri().to_string();
            let headers = spelled(request.headers());
            let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
            let echo = format!("refused: {uri}\n{headers}\n{}", String::from_utf8_lossy(&body));
            Response::builder().status(401).body(Body::from(echo)).unwrap()
        }
    }
}

fn spelled(headers: &HeaderMap) -> String {
    headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())))
        .collect()
}
