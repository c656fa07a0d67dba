//! Which events the list shows. The filter is the page's address, so that it can be shared and works without JavaScript.

use crate::{address::with_query, ui::calendar::iso_of};
use contract::{
    Time,
    event::{EventFilter, EventSummary},
};
use leptos_router::params::ParamsMap;

/// The list's address.
pub const LIST: &str = "/app/webhooks/events";

/// The parts of the filter, as they are called in the address.
const PARTS: [&str; 12] = [
    "status",
    "vendor",
    "webhook",
    "code",
    "stage",
    "kind",
    "customer",
    "q",
    "within",
    "from",
    "to",
    "fingerprint",
];

/// How long ago at most, as the address writes it, with what it is called and its hours.
pub const WITHIN: [(&str, &str, u32); 4] = [
    ("1h", "Last hour", 1),
    ("24h", "Last 24 hours", 24),
    ("7d", "Last 7 days", 7 * 24),
    ("30d", "Last 30 days", 30 * 24),
];

/// What the list is narrowed to, and where its page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    parts: [String; PARTS.len()],
    /// Where the page begins; none for the newest.
    pub cursor: Option<String>,
}

impl Filter {
    /// What the address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        Self {
            parts: PARTS.map(|part| query.get(part).unwrap_or_default().trim().to_owned()),
            cursor: query.get("cursor").filter(|cursor| !cursor.is_empty()),
        }
    }

    /// One part; blank when it is not narrowed.
    pub fn part(&self, name: &str) -> &str {
        let at = PARTS.iter().position(|part| *part == name);
        at.map_or("", |at| &self.parts[at])
    }

    /// The same with another value of one part, from the newest event on.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut next = self.clone();
        if let Some(at) = PARTS.iter().position(|part| *part == name) {
            value.clone_into(&mut next.parts[at]);
        }
        next.cursor = None;
        next
    }

    /// The same, from another place on.
    pub fn after(&self, cursor: String) -> Self {
        Self {
            cursor: Some(cursor),
            ..self.clone()
        }
    }

    /// True when every event is shown.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(String::is_empty)
    }

    /// What the server is asked.
    pub fn asked(&self) -> EventFilter {
        let part = |name| Some(self.part(name).to_owned()).filter(|value| !value.is_empty());
        EventFilter {
            status: part("status"),
            vendor: part("vendor"),
            webhook: part("webhook"),
            code: part("code"),
            stage: part("stage"),
            kind: part("kind"),
            customer: part("customer"),
            q: part("q"),
            from: part("from"),
            to: part("to"),
            fingerprint: part("fingerprint"),
        }
    }

    /// Not older than so many hours; none for any age, and where the address names the moment itself.
    pub fn hours(&self) -> Option<u32> {
        let within = self.part("within");
        let known = WITHIN.iter().find(|(word, ..)| *word == within);
        known
            .filter(|_| self.part("from").is_empty())
            .map(|(.., hours)| *hours)
    }

    /// The address of the list narrowed so, with an event open or none.
    pub fn href(&self, event: Option<&str>) -> String {
        let parts = PARTS.iter().copied().zip(self.parts.iter().map(String::as_str));
        let cursor = self.cursor.as_deref().map(|cursor| ("cursor", cursor));
        let event = event.map(|event| ("event", event));
        with_query(
            LIST,
            parts
                .filter(|(_, value)| !value.is_empty())
                .chain(cursor)
                .chain(event),
        )
    }

    /// True when an event that has just come may stand on top of the list as it is narrowed. What the browser cannot tell
    /// from the summary is left to the server.
    pub fn takes(&self, event: &EventSummary) -> bool {
        let fits = |name: &str, value: &str| {
            let wanted = self.part(name);
            wanted.is_empty() || wanted.split(',').any(|one| one == value)
        };
        self.cursor.is_none()
            && fits("status", event.status.as_str())
            && fits("vendor", event.vendor.as_str())
            && fits("webhook", event.webhook.as_str())
            && fits("code", event.code.map_or("", |code| code.as_str()))
            && fits("stage", event.stage.map_or("", |stage| stage.as_str()))
            && fits("kind", event.kind.as_deref().unwrap_or(""))
            && fits("customer", event.customer.as_ref().map_or("", |id| id.as_str()))
            && ["q", "from", "to", "fingerprint"]
                .iter()
                .all(|part| self.part(part).is_empty())
    }
}

/// How far back a page looked, by the place where the next one goes on: an event's identifier begins with its time.
pub fn reached(cursor: &str) -> Option<Time> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let time = cursor.strip_prefix("evt_")?.get(..10)?;
    let ms = time.chars().try_fold(0, |sum: i64, c| {
        let digit = DIGITS.find(c.to_ascii_lowercase())?;
        sum.checked_mul(32)?.checked_add(i64::try_from(digit).ok()?)
    })?;
    Some(iso_of(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_to_go_on_says_how_far_back_it_was_looked() {
        let at = reached("evt_01jdg8m000zzzzzzzzzzzzzzzz");
        assert_eq!(at.as_deref(), Some("2024-11-24T23:37:56.992Z"));
        assert_eq!(reached("evt_1"), None);
        assert_eq!(
            reached("evt_01jdg8m00uzzzzzzzzzzzzzzzz"),
            None,
            "no ULID holds a u"
        );
    }

    fn of(text: &str) -> Filter {
        let mut query = ParamsMap::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            query.insert(key.to_owned(), value.to_owned());
        }
        Filter::of(&query)
    }

    #[test]
    fn the_address_holds_the_whole_filter_and_the_open_event() {
        let filter = of("status=dead_lettered&q=disk&cursor=evt_9&other=1");
        assert_eq!(
            filter.href(None),
            "/app/webhooks/events?status=dead_lettered&q=disk&cursor=evt_9"
        );
        assert_eq!(
            filter.with("vendor", "unifi").href(Some("evt_1")),
            "/app/webhooks/events?status=dead_lettered&vendor=unifi&q=disk&event=evt_1"
        );
        assert_eq!(filter.asked().status.as_deref(), Some("dead_lettered"));
        assert!(!filter.is_empty());
        assert_eq!(of("within=7d").hours(), Some(168));
        assert_eq!(of("within=7d&from=2026-11-24T00:00:00Z").hours(), None);
        assert_eq!(of("within=soon").hours(), None);
        assert!(of("").is_empty());
        assert_eq!(of("").href(None), LIST);
    }
}
