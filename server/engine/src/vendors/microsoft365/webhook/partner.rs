//! Partner Center's events: signed with Microsoft's certificate, told at the address with the secret. What an event says is
//! little, and it is never believed for more than that something changed.

use super::{certificate, identifier, plain, tenant};
use crate::{
    connector::{NotProven, Papers, Unreadable, digest, moment, same_as_one, text},
    vault::Secret,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{delivery::Delivery, event::Normalised};
use serde_json::{Value, json};
use url::Url;

/// The header of the signature, as we register it; `Authorization` carries it where somebody else registered.
pub const SIGNATURE: &str = "X-MS-Signature";
const AUTHORIZATION: &str = "Authorization";

/// The header that says where the certificate is.
pub const CERTIFICATE: &str = "X-MS-Certificate-Url";

/// The header that says how it was signed, and the one way that counts.
const ALGORITHM: &str = "X-MS-Signature-Algorithm";
const RSA_SHA256: &str = "rsa-sha256";

/// What stands before the signature.
const SCHEME: &str = "Signature ";

/// Every event that is known, and its kind here.
pub const EVENTS: [(&str, &str, &str); 21] = [
    ("test-created", "test.received", "Partner Center's test event"),
    (
        "subscription-updated",
        "subscription.changed",
        "A subscription was changed",
    ),
    (
        "usagerecords-thresholdExceeded",
        "usage.threshold_exceeded",
        "The usage budget was exceeded",
    ),
    ("referral-created", "referral.created", "A referral was made"),
    ("referral-updated", "referral.updated", "A referral was changed"),
    (
        "related-referral-created",
        "related_referral.created",
        "A related referral was made",
    ),
    (
        "related-referral-updated",
        "related_referral.updated",
        "A related referral was changed",
    ),
    ("invoice-ready", "invoice.created", "An invoice is ready"),
    (
        "azure-fraud-event-detected",
        "fraud.detected",
        "Microsoft detected fraud in an Azure subscription",
    ),
    (
        "granular-admin-relationship-approved",
        "relationship.approved",
        "A customer approved a GDAP relationship",
    ),
    (
        "granular-admin-relationship-activated",
        "relationship.activated",
        "A GDAP relationship is active",
    ),
    (
        "granular-admin-relationship-terminated",
        "relationship.terminated",
        "A GDAP relationship was ended",
    ),
    (
        "granular-admin-relationship-expired",
        "relationship.expired",
        "A GDAP relationship has expired",
    ),
    (
        "granular-admin-access-assignment-created",
        "access_assignment.created",
        "A GDAP access assignment was made",
    ),
    (
        "granular-admin-access-assignment-activated",
        "access_assignment.activated",
        "A GDAP access assignment is active",
    ),
    (
        "granular-admin-access-assignment-updated",
        "access_assignment.updated",
        "A GDAP access assignment was changed",
    ),
    (
        "granular-admin-access-assignment-deleted",
        "access_assignment.deleted",
        "A GDAP access assignment was deleted",
    ),
    (
        "reseller-relationship-accepted-by-customer",
        "reseller_relationship.accepted",
        "A customer accepted the reseller relationship",
    ),
    (
        "dap-admin-relationship-approved",
        "dap_relationship.approved",
        "A customer approved a DAP relationship",
    ),
    (
        "dap-admin-relationship-terminated",
        "dap_relationship.terminated",
        "A DAP relationship was ended",
    ),
    (
        "dap-admin-relationship-terminated-by-microsoft",
        "dap_relationship.terminated",
        "Microsoft ended a DAP relationship",
    ),
];

/// Whether a delivery claims to be Partner Center's.
pub fn is_one(delivery: &Delivery) -> bool {
    let signed = |value: &str| value.starts_with(SCHEME);
    delivery.header(CERTIFICATE).is_some()
        || delivery.header(ALGORITHM).is_some()
        || delivery.header(SIGNATURE).is_some()
        || delivery.header(AUTHORIZATION).is_some_and(signed)
}

/// The secret at the end of the address.
pub fn claimed(delivery: &Delivery, secrets: &[Secret]) -> Result<usize, NotProven> {
    let given = delivery.path_secret.as_deref().ok_or_else(|| {
        NotProven::missing(
            "Partner Center posted to the address without the secret at its end; its signature alone does not say to whom.",
        )
    })?;
    same_as_one(given, secrets).ok_or_else(|| {
        NotProven::mismatch("The secret at the end of the address is none of those that are accepted.")
    })
}

/// Which secret is in the address, where the signature is Microsoft's as well.
pub fn proven(
    delivery: &Delivery,
    secrets: &[Secret],
    papers: &Papers<'_>,
    now_ms: i64,
) -> Result<usize, NotProven> {
    let index = claimed(delivery, secrets)?;
    let algorithm = delivery
        .header(ALGORITHM)
        .ok_or_else(|| NotProven::missing(format!("There is no header {ALGORITHM}.")))?;
    if !algorithm.trim().eq_ignore_ascii_case(RSA_SHA256) {
        return Err(NotProven::mismatch(format!("{ALGORITHM} is not {RSA_SHA256}.")));
    }
    let given = delivery
        .header(SIGNATURE)
        .or_else(|| delivery.header(AUTHORIZATION));
    let given = given.ok_or_else(|| {
        NotProven::missing(format!(
            "There is neither a header {SIGNATURE} nor {AUTHORIZATION}."
        ))
    })?;
    let given = given.trim();
    let signature = BASE64_STANDARD
        .decode(given.strip_prefix(SCHEME).unwrap_or(given).trim())
        .map_err(|_| NotProven::mismatch("The signature is not base64."))?;
    certificate::signed(delivery.bytes(), &signature, papers, now_ms)?;
    Ok(index)
}

/// The event's name.
pub fn name(body: &Value) -> Option<String> {
    text(body, "EventName")
}

/// What tells an event from another: what happened to what, and when. Nothing where that is not told.
pub fn identity(body: &Value) -> Option<String> {
    let when = text(body, "ResourceChangeUtcDate")?;
    let what = [
        name(body),
        text(body, "ResourceUri"),
        text(body, "AuditUri"),
        Some(when),
    ];
    Some(format!("partner:{}", digest(json!(what).to_string().as_bytes())))
}

/// An event of the house's model.
pub fn normalise(shape: &Value) -> Result<Normalised, Unreadable> {
    let name = name(shape).unwrap_or_default();
    let found = EVENTS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(&name));
    let (_, kind, subject) = found.ok_or_else(|| {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        Unreadable::kind(format!("The event `{name}` of Partner Center is not known."))
    })?;
    let uri = text(shape, "ResourceUri").unwrap_or_default();
    let about = last(&uri).map_or_else(String::new, |id| format!(": {id}"));
    Ok(Normalised {
        occurred_at: moment(shape, "ResourceChangeUtcDate"),
        customer: behind(&uri, "customers").map(|id| tenant(&id)),
        ..plain(shape, *kind, format!("{subject}{about}"))
    })
}

/// The parts of an address's path; some come without scheme and host.
fn segments(uri: &str) -> Vec<String> {
    let path = Url::parse(uri).map_or_else(|_| uri.to_owned(), |url| url.path().to_owned());
    path.split('/').map(str::to_owned).collect()
}

/// The identifier that stands behind a word.
fn behind(uri: &str, word: &str) -> Option<String> {
    let parts = segments(uri);
    let at = parts.iter().position(|part| part.eq_ignore_ascii_case(word))?;
    let id = parts.get(at + 1)?;
    // `customers/usagerecords` is a list and not a customer.
    (id.len() == 36).then(|| identifier(&json!({ "id": id }), "id"))?
}

fn last(uri: &str) -> Option<String> {
    let id = segments(uri).pop()?;
    (id.len() >= 8).then(|| identifier(&json!({ "id": id }), "id"))?
}
