//! The instance: its bare name or any address of it becomes the base address of its API.

use url::Url;

/// Every instance's host ends with this. Rationale: the product was renamed, its hosts were not.
pub const HOSTS: &str = ".infocyte.com";

/// The vendor's website, often taken for the product.
const WEBSITE: &str = "edr.datto.com";

/// The base address of the API of the instance that was typed; `Err` says what to write instead, and never repeats what
/// was typed, for it may be a token in the wrong field.
///
/// A path is left aside: people copy whatever page of the console they have open, and the API is always below `/api`.
/// (Without `/api` the same host answers 200 with the console's page.)
pub fn base(typed: &str) -> Result<Url, String> {
    let typed = typed.trim();
    let usage = format!("write the instance's name, or its address like https://example{HOSTS}");
    let address = if typed.contains("://") {
        typed.to_owned()
    } else if typed.contains(['.', '/']) {
        format!("https://{typed}")
    } else if is_label(typed) {
        format!("https://{typed}{HOSTS}")
    } else {
        return Err(usage);
    };
    let url = Url::parse(&address).map_err(|_| format!("it is not an address; {usage}"))?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if url.scheme() != "https" {
        return Err(format!("it must be reached by https; {usage}"));
    }
    if host == WEBSITE {
        return Err(format!(
            "{WEBSITE} is Datto's website and not an instance; {usage}"
        ));
    }
    let is_theirs = host
        .strip_suffix(HOSTS)
        .is_some_and(|name| name.split('.').all(is_label));
    if !is_theirs || url.port().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "it is not an address of an instance, which ends with {HOSTS}; {usage}"
        ));
    }
    Url::parse(&format!("https://{host}/api/")).map_err(|_| usage)
}

/// One part of a host name.
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_a_host_and_any_address_of_the_instance_come_to_the_same_base() {
        for typed in [
            "northgate",
            " Northgate ",
            "northgate.infocyte.com",
            "northgate.infocyte.com/api",
            "https://northgate.infocyte.com",
            "https://NORTHGATE.infocyte.com/",
            "https://northgate.infocyte.com/api/",
            "https://northgate.infocyte.com/explorer/?x=1#/Agents",
        ] {
            assert_eq!(
                base(typed).unwrap().as_str(),
                "https://northgate.infocyte.com/api/",
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_not_an_instance_is_refused_without_repeating_it() {
        for typed in [
            "",
            "http://northgate.infocyte.com",
            "https://infocyte.com",
            "https://.infocyte.com",
            "https://northgate.infocyte.com.evil.example",
            "https://northgate.infocyte.com@evil.example/",
            "https://user@northgate.infocyte.com/",
            "https://northgate.infocyte.com:8443/",
            "https://evil.example/northgate.infocyte.com",
            "north gate",
            "sandboxEdrAnalyst00000000000000000000000000000000000000000000001",
        ] {
            let why = base(typed).unwrap_err();
            assert!(typed.is_empty() || !why.contains(typed), "{why}");
        }
        assert!(
            base("https://edr.datto.com/api/v1")
                .unwrap_err()
                .contains("Datto's website")
        );
    }
}
