//! The signature doctor: why a proof failed, found by trying what people and proxies usually get wrong.
//!
//! It runs when a delivery is refused, while its proof and the secrets are at hand, and answers in sentences that hold
//! neither. Whatever it finds, the delivery stays refused.

use crate::{
    connector::{Inbound, Papers, hmac_sha256},
    vault::Secret,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    delivery::{Body, Delivery},
    failure::Evidence,
};
use subtle::ConstantTimeEq as _;

/// Secrets that may have been meant.
#[derive(Default)]
pub struct Suspects {
    /// Those that are accepted.
    pub accepted: Vec<Secret>,
    /// Those that were accepted once.
    pub retired: Vec<Secret>,
    /// Those of other webhooks of the vendor, by the webhook's name.
    pub others: Vec<(String, Vec<Secret>)>,
}

/// Tries what is usually wrong and says what fits.
pub fn examine(
    inbound: &dyn Inbound,
    delivery: &Delivery,
    suspects: &Suspects,
    papers: &Papers<'_>,
    now_ms: i64,
) -> Vec<Evidence> {
    let proves = |delivery: &Delivery, secrets: &[Secret]| {
        inbound.verify_with(delivery, secrets, papers, now_ms).is_ok()
    };
    let header = inbound.info().header;
    let mut found = Vec::new();
    if proves(delivery, &suspects.retired) {
        found.push(
            "It was made with a secret that has been retired: paste the newest one at the vendor's."
                .to_owned(),
        );
    }
    for (name, secrets) in &suspects.others {
        if proves(delivery, secrets) {
            found.push(format!(
                "It was made with the secret of the webhook “{name}”: address and secret do not belong together."
            ));
        }
    }
    for (mistake, other) in misread(&suspects.accepted) {
        if proves(delivery, std::slice::from_ref(&other)) {
            found.push(format!("The secret was pasted wrongly: {mistake}."));
        }
    }
    if let Some(spelled) = as_base64(delivery, &header)
        && proves(&spelled, &suspects.accepted)
    {
        found.push("The signature is right but written in hex; it must be base64.".to_owned());
    }
    if is_sha256(delivery, &header, &suspects.accepted) {
        found.push("The signature is HMAC-SHA256; this vendor's is HMAC-SHA1.".to_owned());
    }
    for (change, body) in changed(delivery.bytes()) {
        let mut other = delivery.clone();
        other.body = Body::Whole(body);
        if proves(&other, &suspects.accepted) {
            found.push(format!(
                "Something between the vendor and Ops AI changed the body: it is right once {change}. Let the proxy pass it \
                 byte for byte."
            ));
        }
    }
    if let Some(place) = elsewhere(delivery, &header, &suspects.accepted) {
        found.push(format!(
            "The secret is right but stands in {place}; it belongs into the header {header}."
        ));
    }
    if found.is_empty() {
        found.push(
            "None of the usual mistakes fits: not a retired secret, not another webhook's, no wrong spelling, no body that \
             was written anew."
                .to_owned(),
        );
    }
    found
        .into_iter()
        .map(|value| Evidence {
            name: "Signature doctor".into(),
            value,
        })
        .collect()
}

/// What becomes of a secret when it is pasted wrongly.
fn misread(accepted: &[Secret]) -> Vec<(&'static str, Secret)> {
    let mut all = Vec::new();
    for secret in accepted {
        let plain = secret.expose();
        let mut add = |mistake, text: String| all.push((mistake, Secret::new(text)));
        add("a line break came with it", format!("{plain}\n"));
        add("a space came with it", format!("{plain} "));
        add("a space came before it", format!(" {plain}"));
        add("it stands between quotation marks", format!("\"{plain}\""));
        add("it was encoded in base64", BASE64_STANDARD.encode(plain));
        add("it was encoded in hex", hex(plain.as_bytes()));
        add("it was given the prefix whsec_", format!("whsec_{plain}"));
        add("it was written in small letters", plain.to_lowercase());
        if let Some(bare) = plain.strip_prefix("whsec_") {
            add("the prefix whsec_ was left out", bare.to_owned());
        }
        if let Some(decoded) = BASE64_STANDARD
            .decode(plain.strip_prefix("whsec_").unwrap_or(plain))
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
        {
            add("it was decoded from base64", decoded);
        }
        if plain.len() > 64 {
            add("it was cut to 64 characters", plain.chars().take(64).collect());
        }
    }
    all
}

/// The delivery with its signature in base64, where it is written in hex.
fn as_base64(delivery: &Delivery, header: &str) -> Option<Delivery> {
    let given = delivery.header(header)?.trim();
    // `sha1=` of some vendors, `Signature ` of others.
    let behind = given.rfind(['=', ' ']).map_or(0, |at| at + 1);
    let (prefix, digits) = given.split_at(behind);
    let bytes = from_hex(digits)?;
    let value = format!("{prefix}{}", BASE64_STANDARD.encode(bytes));
    let mut other = delivery.clone();
    for (name, old) in &mut other.headers {
        if name.eq_ignore_ascii_case(header) {
            *old = value.clone().into_bytes();
        }
    }
    Some(other)
}

fn is_sha256(delivery: &Delivery, header: &str, accepted: &[Secret]) -> bool {
    let Some(given) = delivery.header(header).map(str::trim) else {
        return false;
    };
    let bare = given
        .strip_prefix("sha256=")
        .or_else(|| given.strip_prefix("sha1="))
        .unwrap_or(given);
    let Some(bytes) = BASE64_STANDARD
        .decode(bare)
        .ok()
        .filter(|bytes| bytes.len() == 32)
        .or_else(|| from_hex(bare))
    else {
        return false;
    };
    accepted.iter().any(|secret| {
        hmac_sha256(secret.expose().as_bytes(), delivery.bytes())
            .ct_eq(bytes.as_slice())
            .into()
    })
}

/// What the body may have been before somebody wrote it anew, and what was done to it.
fn changed(body: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("a line break at its end is taken away", trimmed(body).to_vec()),
        ("a line break is put at its end", [body, b"\n"].concat()),
    ];
    let Ok(text) = std::str::from_utf8(body) else {
        return all;
    };
    all.push((
        "its line breaks are written as LF",
        text.replace("\r\n", "\n").into_bytes(),
    ));
    all.push((
        "its line breaks are written as CRLF",
        text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes(),
    ));
    let compact = without_spaces(text);
    all.push((
        "the white space between its members is taken away",
        compact.clone().into_bytes(),
    ));
    all.push((
        "its characters are escaped as the vendor does",
        escaped(text).into_bytes(),
    ));
    all.push((
        "white space is taken away and characters are escaped as the vendor does",
        escaped(&compact).into_bytes(),
    ));
    all.retain(|(_, other)| other != body);
    all
}

fn trimmed(body: &[u8]) -> &[u8] {
    body.trim_ascii_end()
}

/// JSON without white space between its parts; what stands in strings stays.
fn without_spaces(text: &str) -> String {
    let (mut out, mut inside, mut escaped) = (String::with_capacity(text.len()), false, false);
    for c in text.chars() {
        if inside {
            out.push(c);
            inside = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else if !c.is_ascii_whitespace() {
            out.push(c);
            inside = c == '"';
        }
    }
    out
}

/// JSON as .NET writes it: the characters that mean something in HTML, and everything beyond ASCII, as `\uXXXX`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units = [0u16; 2];
    for c in text.chars() {
        if c.is_ascii() && !matches!(c, '&' | '<' | '>' | '\'' | '+' | '`') {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04X}"));
            }
        }
    }
    out.replace("\\\"", "\\u0022")
}

/// Where else in a delivery an accepted secret stands.
fn elsewhere(delivery: &Delivery, header: &str, accepted: &[Secret]) -> Option<String> {
    let holds = |text: &str| {
        accepted
            .iter()
            .any(|secret| !secret.is_empty() && text.contains(secret.expose()))
    };
    if let Some((name, _)) = delivery.headers.iter().find(|(name, value)| {
        !name.eq_ignore_ascii_case(header) && std::str::from_utf8(value).is_ok_and(holds)
    }) {
        return Some(format!("the header {name}"));
    }
    holds(&delivery.query).then(|| "the address behind the `?`".to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() % 2 == 1 || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
#[path = "doctor_tests.rs"]
mod tests;
