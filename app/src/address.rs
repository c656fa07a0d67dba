//! Addresses with a query, written the same way by the server and by the browser.
//!
//! Rationale: the router's own encoder leaves other letters alone on the server than in the browser, and an address that
//! differs between the two is an address that changes under the pointer when the page wakes up.

use std::fmt::Write as _;

/// A path with a query; without one when there are no pairs.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    let mut before = '?';
    for (key, value) in pairs {
        address.push(before);
        encode(key, &mut address);
        address.push('=');
        encode(value, &mut address);
        before = '&';
    }
    address
}

fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn what_means_something_in_an_address_is_encoded() {
        assert_eq!(
            with_query("/a", [("q", "b&c=d #ü"), ("x.y_z", "https://e.f")]),
            "/a?q=b%26c%3Dd%20%23%C3%BC&x.y_z=https%3A%2F%2Fe.f"
        );
        assert_eq!(with_query("/a", []), "/a");
    }
}
