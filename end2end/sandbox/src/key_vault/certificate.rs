//! A certificate authority of our own, made anew at every start, and a server certificate signed by it.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// What a server shows and what a client needs to trust it.
pub(crate) struct Identity {
    pub acceptor: TlsAcceptor,
    pub ca_pem: String,
    pub ca_der: Vec<u8>,
}

/// Makes the authority and the certificate, for 127.0.0.1, localhost and every vault's public name.
pub(crate) fn make() -> io::Result<Identity> {
    let authority = authority().map_err(io::Error::other)?;
    let (ca_pem, ca_der) = (authority.pem(), authority.der().to_vec());
    let acceptor = server(&authority).map_err(io::Error::other)?;
    Ok(Identity {
        acceptor,
        ca_pem,
        ca_der,
    })
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name("Ops AI sandbox authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn server(
    authority: &CertifiedIssuer<'static, KeyPair>,
) -> Result<TlsAcceptor, Box<dyn std::error::Error + Send + Sync>> {
    let names = ["127.0.0.1", "localhost", "*.vault.azure.net"].map(str::to_owned);
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = name("Ops AI sandbox key vault");
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, authority)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    // Two providers may be compiled in, so the choice cannot be left to rustls.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}
