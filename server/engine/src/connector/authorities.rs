//! Which authorities are believed when a certificate is judged that came by no TLS connection: the machine's, unless a test
//! brings its own.

use rustls::{RootCertStore, pki_types::CertificateDer};
use std::sync::{Arc, OnceLock};

/// Authorities.
#[derive(Clone, Default)]
pub struct Authorities(Option<Arc<RootCertStore>>);

static MACHINE: OnceLock<Arc<RootCertStore>> = OnceLock::new();

impl Authorities {
    /// These and no others; what is no certificate is left out.
    pub fn these(certificates: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.into_iter().map(CertificateDer::from));
        Self(Some(Arc::new(roots)))
    }

    /// The roots, read from the machine once.
    pub fn roots(&self) -> Arc<RootCertStore> {
        match &self.0 {
            Some(given) => given.clone(),
            None => MACHINE.get_or_init(machine).clone(),
        }
    }
}

fn machine() -> Arc<RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(error = %error, "some of the machine's certificate authorities cannot be read");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    Arc::new(roots)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rcgen::{CertificateParams, KeyPair};

    #[test]
    fn what_was_brought_is_believed_and_nothing_else() {
        let params = CertificateParams::new(["root.example".to_owned()]).unwrap();
        let root = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let brought = Authorities::these([root.der().to_vec(), b"no certificate".to_vec()]);
        assert_eq!(brought.roots().len(), 1);
    }
}
