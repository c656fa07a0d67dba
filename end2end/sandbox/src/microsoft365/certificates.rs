//! Where the certificate of Partner Center's notices lies, and its issuer's:
//! `3psostorageacct.blob.core.windows.net` and `www.microsoft.com`, which are one host here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::exchange::{Answer, Received};

/// Origin of the storage that holds the certificate.
pub const NOTICES_ORIGIN: &str = "https://3psostorageacct.blob.core.windows.net";
/// Origin that holds the issuer's.
pub const ISSUERS_ORIGIN: &str = "https://www.microsoft.com";
/// Where the certificate lies, as the header of a notice says.
pub const NOTICES_CERTIFICATE: &str =
    "https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer";
/// The root above it, as PEM; who believes it believes the notices.
pub const NOTICES_ROOT: &str = include_str!("keys/notices-root.crt.pem");
/// Another root of the same name.
pub const NOTICES_STRANGE_ROOT: &str = include_str!("keys/notices-stranger-root.crt.pem");
/// The key that signs notices, as PEM.
pub const NOTICES_KEY: &str = include_str!("keys/notices-leaf.key.pem");
/// The key of the certificate that was given to somebody else.
pub const NOTICES_OTHER_KEY: &str = include_str!("keys/notices-other.key.pem");

const ISSUING: &str = include_str!("keys/notices-issuing.crt.pem");
const LEAF: &str = include_str!("keys/notices-leaf.crt.pem");
const OTHER: &str = include_str!("keys/notices-other.crt.pem");
const ENDED: &str = include_str!("keys/notices-ended.crt.pem");

/// Which certificate lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticesCertificate {
    /// Microsoft's, and good.
    Good,
    /// One of the same authority that was given to somebody else.
    OfAnother,
    /// Microsoft's, and over.
    Ended,
    /// Something that is no certificate.
    Nonsense,
    /// Nothing.
    Missing,
}

/// The bytes of a PEM block; its text holds no other.
pub fn der(pem: &str) -> Vec<u8> {
    let inner: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(inner).unwrap_or_default()
}

/// Answers a request.
pub(crate) fn answer(which: NoticesCertificate, request: &Received) -> Answer {
    let pem = match (request.path.as_str(), which) {
        ("/cert/pcnotifications-dispatch.microsoft.com.cer", NoticesCertificate::Good) => LEAF,
        ("/cert/pcnotifications-dispatch.microsoft.com.cer", NoticesCertificate::OfAnother) => OTHER,
        ("/cert/pcnotifications-dispatch.microsoft.com.cer", NoticesCertificate::Ended) => ENDED,
        ("/cert/pcnotifications-dispatch.microsoft.com.cer", NoticesCertificate::Nonsense) => {
            return Answer::html(200, "<h1>Welcome</h1>");
        }
        ("/pkiops/certs/issuing.crt", _) => ISSUING,
        _ => return Answer::html(404, "<h1>Not found</h1>"),
    };
    Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/pkix-cert".to_owned())],
        body: der(pem).into(),
    }
}
