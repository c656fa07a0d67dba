//! A console with a self-signed certificate, and whoever pretends to be it.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::connector::{
    Checks, Desk, Limits, Memory, Wire, WireConfig,
    wire::{Method, Request},
};
use contract::{
    ids::VendorId,
    manifest::{HostRule, Values},
    test_report::TestReport,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig,
    pki_types::PrivateKeyDer,
    server::{ClientHello, ResolvesServerCert},
    sign,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use url::Url;

/// Shows a certificate, whether or not the key is its own.
#[derive(Debug)]
struct Shows(Arc<sign::CertifiedKey>);

impl ResolvesServerCert for Shows {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<sign::CertifiedKey>> {
        Some(self.0.clone())
    }
}

struct Console {
    url: Url,
    pin: CertificatePin,
    asked: Arc<AtomicUsize>,
}

fn identity() -> CertifiedKey<rcgen::KeyPair> {
    generate_simple_self_signed(vec!["unifi.local".to_owned()]).unwrap()
}

/// Serves over TLS with this certificate and this key.
async fn console(certificate: &CertifiedKey<rcgen::KeyPair>, key: &rcgen::KeyPair) -> Console {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let shown = sign::CertifiedKey::new(
        vec![certificate.cert.der().clone()],
        provider().key_provider.load_private_key(key).unwrap(),
    );
    let config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shows(Arc::new(shown))));
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}/", listener.local_addr().unwrap())).unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, counter) = (acceptor.clone(), counter.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut request = [0; 1024];
                if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    counter.fetch_add(1, Ordering::SeqCst);
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                    let _ = stream.write_all(answer).await;
                    let _ = stream.shutdown().await;
                }
            });
        }
    });
    Console {
        url,
        pin: CertificatePin::of(certificate.cert.der()),
        asked,
    }
}

fn desk(at: &Url) -> Desk {
    let settings: Values = [("console_url".to_owned(), at.to_string())].into();
    let wire = Wire::new(WireConfig::default()).unwrap();
    let limits = Limits {
        at_once: 1,
        window: None,
    };
    Desk {
        vendor: VendorId::new("somebody"),
        wire: wire.bound_to(&[HostRule::PrivateFromField("console_url".into())], &settings),
        shelf: Memory::new(crate::clock::Clock::system()).passing(limits),
        renewals: None,
    }
}

/// Sends one request; the status, or what broke.
async fn ask(wire: &Wire, url: &Url) -> Result<u16, CallErrorKind> {
    let request = Request {
        method: Method::Get,
        url: url.clone(),
        headers: Vec::new(),
        payload: None,
    };
    wire.send(request)
        .await
        .map(|reply| reply.status)
        .map_err(|fault| fault.kind)
}

async fn reach(desk: &Desk, url: &Url) -> (bool, TestReport, Option<CallError>) {
    let mut checks = Checks::new();
    let reached = desk.reach(url, &mut checks).await;
    let (report, failure) = checks.finish();
    (reached, report, failure)
}

const TLS: CallErrorKind = CallErrorKind::Network(NetworkFault::Tls);

#[test]
fn a_fingerprint_is_read_in_every_usual_spelling_and_written_in_one() {
    let colons = ["0A"; 32].join(":");
    let pin = CertificatePin::parse(&colons).unwrap();
    assert_eq!(pin.to_string(), colons);
    assert_eq!(CertificatePin::parse(&"0a".repeat(32)), Some(pin));
    assert_eq!(
        CertificatePin::parse(&format!(" {} ", ["0a"; 32].join(" "))),
        Some(pin)
    );
    for wrong in ["", "0A", &"0a".repeat(31), &"0g".repeat(32), &"0a".repeat(33)] {
        assert_eq!(CertificatePin::parse(wrong), None, "{wrong}");
    }
}

#[tokio::test]
async fn the_pinned_certificate_is_accepted_whatever_its_name_and_issuer() {
    let ours = identity();
    let console = console(&ours, &ours.signing_key).await;
    let desk = desk(&console.url);
    let pinned = desk.wire.pinned_to(&console.url, console.pin);
    assert_eq!(ask(&pinned, &console.url).await, Ok(200));
    assert_eq!(ask(&pinned, &console.url).await, Ok(200));
    assert_eq!(console.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn without_a_pin_or_with_a_wrong_one_nothing_is_sent() {
    let (ours, other) = (identity(), identity());
    let console = console(&ours, &ours.signing_key).await;
    let desk = desk(&console.url);
    assert_eq!(ask(&desk.wire, &console.url).await, Err(TLS));
    let wrong = CertificatePin::of(other.cert.der());
    assert_eq!(
        ask(&desk.wire.pinned_to(&console.url, wrong), &console.url).await,
        Err(TLS)
    );
    assert_eq!(console.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_pin_holds_for_its_own_host_and_for_no_other() {
    let ours = identity();
    let console = console(&ours, &ours.signing_key).await;
    let desk = desk(&console.url);
    let elsewhere = Url::parse("https://192.0.2.1/").unwrap();
    let pinned = desk.wire.pinned_to(&elsewhere, console.pin);
    assert_eq!(ask(&pinned, &console.url).await, Err(TLS));
    assert_eq!(console.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_right_certificate_without_its_key_is_refused() {
    let (ours, thief) = (identity(), identity());
    let console = console(&ours, &thief.signing_key).await;
    let mut desk = desk(&console.url);
    desk.wire = desk.wire.pinned_to(&console.url, console.pin);
    assert_eq!(ask(&desk.wire, &console.url).await, Err(TLS));
    let (reached, _, failure) = reach(&desk, &console.url).await;
    assert!(!reached && !is_unknown_certificate(&failure.unwrap()));
    assert!(
        desk.fingerprint(&console.url).await.is_err(),
        "it is not shown to be pinned either"
    );
    assert_eq!(console.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_first_checks_refuse_an_unknown_certificate_and_tell_the_fingerprint_to_pin() {
    let ours = identity();
    let console = console(&ours, &ours.signing_key).await;
    let mut desk = desk(&console.url);
    let (reached, report, failure) = reach(&desk, &console.url).await;
    assert!(!reached && report.checks[0].ok && !report.checks[1].ok);
    assert!(is_unknown_certificate(&failure.unwrap()));
    let pin = desk.fingerprint(&console.url).await.unwrap();
    assert_eq!(pin, console.pin);
    assert_eq!(console.asked.load(Ordering::SeqCst), 0, "looking sends nothing");

    desk.wire = desk.wire.pinned_to(&console.url, pin);
    let (reached, report, _) = reach(&desk, &console.url).await;
    assert!(
        reached && report.checks[1].detail.contains("the pinned one (TLS 1.3)"),
        "{report:?}"
    );
}

#[tokio::test]
async fn the_first_checks_refuse_a_certificate_that_is_not_the_pinned_one() {
    let (ours, other) = (identity(), identity());
    let console = console(&ours, &ours.signing_key).await;
    let mut desk = desk(&console.url);
    desk.wire = desk
        .wire
        .pinned_to(&console.url, CertificatePin::of(other.cert.der()));
    let (reached, _, failure) = reach(&desk, &console.url).await;
    let failure = failure.unwrap();
    assert!(!reached && failure.kind == TLS && is_unknown_certificate(&failure));
}

#[tokio::test]
async fn the_certificate_of_a_host_outside_of_the_manifest_is_not_looked_at() {
    let desk = desk(&Url::parse("https://127.0.0.1/").unwrap());
    let error = desk
        .fingerprint(&Url::parse("https://evil.example/").unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind.code(), "egress_refused");
}
