//! The headers of an answer. Their values may be secrets (cookies, tokens), so they are never printed.

use crate::vault::Secret;
use std::fmt;

/// The headers of one answer, in order.
#[derive(Clone, Default)]
pub struct ReplyHeaders(Vec<(String, Secret)>);

impl ReplyHeaders {
    /// Takes them over; a value that is not text is made into text.
    pub(super) fn of<'a>(headers: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let kept = headers.map(|(name, value)| {
            let value = String::from_utf8_lossy(value).into_owned();
            (name.to_ascii_lowercase(), Secret::new(value))
        });
        Self(kept.collect())
    }

    /// The values of a header, in order, its name in any case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.expose())
    }

    /// The first value of a header.
    pub fn first(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.expose())
    }
}

impl fmt::Debug for ReplyHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name_in_any_case_and_never_printed() {
        let sent: [(&str, &[u8]); 3] = [
            ("set-cookie", b"a=canary-1"),
            ("set-cookie", b"b=2"),
            ("x-csrf-token", b"canary-3"),
        ];
        let headers = ReplyHeaders::of(sent.into_iter());
        assert_eq!(
            headers.all("Set-Cookie").collect::<Vec<_>>(),
            ["a=canary-1", "b=2"]
        );
        assert_eq!(headers.first("X-CSRF-Token"), Some("canary-3"));
        assert_eq!(headers.first("etag"), None);
        assert!(!format!("{headers:?}").contains("canary"));
    }
}
