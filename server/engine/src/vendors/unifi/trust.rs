//! The first checks at a console, and its certificate: shown to a person, who decides whether to pin it.

use super::manifest::CERTIFICATE;
use crate::connector::{Checks, Desk, is_unknown_certificate};
use contract::test_report::Advice;
use url::Url;

/// Checks host and certificate; advises to trust the certificate where no authority vouches for it.
pub async fn reach(desk: &Desk, console: &Url, is_pinned: bool, checks: &mut Checks) -> bool {
    if desk.reach(console, checks).await {
        return true;
    }
    if !checks.failure().is_some_and(is_unknown_certificate) {
        return false;
    }
    // A certificate that cannot be looked at now is not worth an error beside the one that is told already.
    let Ok(shown) = desk.fingerprint(console).await else {
        return false;
    };
    let compare = "Compare it with the certificate that a browser on the console's own network shows";
    let text = if is_pinned {
        format!(
            "The console shows another certificate than the pinned one. Its SHA-256 fingerprint is {shown}. Consoles make \
             a new one when they are reset, and with some updates. {compare}; if it differs, or nobody reset or updated \
             the console, do not trust it: somebody may be in between."
        )
    } else {
        format!(
            "No authority vouches for the console's certificate, as is usual for UniFi consoles. Its SHA-256 fingerprint \
             is {shown}. {compare}; if they are the same, trust exactly this certificate."
        )
    };
    checks.advise(Advice::new("trust_certificate", text).setting(CERTIFICATE, shown.to_string()));
    false
}
