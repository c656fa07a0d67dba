//! What the page is narrowed to, and what lies open on it. Both are its address, so that they can be shared and work
//! without JavaScript.

use crate::address::with_query;
use contract::probe::Badge;
use leptos_router::params::ParamsMap;

/// The page's address.
pub const HERE: &str = "/app/integrations/status";

/// The orders to choose from: the word in the address and the one on screen; the first needs no word.
pub const SORTS: [(&str, &str); 4] = [
    ("worst", "Worst first"),
    ("name", "Name"),
    ("vendor", "Vendor"),
    ("latency", "Slowest first"),
];

/// What the page is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The badge.
    pub badge: Option<Badge>,
    /// A vendor's key; blank for all.
    pub vendor: String,
    /// Text in the name.
    pub text: String,
    /// The order; blank for the first one.
    pub sort: String,
    /// Where the page begins; blank for the first one.
    pub cursor: String,
}

impl Filter {
    /// What the address asks for; a badge or an order that does not exist asks for nothing.
    pub fn of(query: &ParamsMap) -> Self {
        let word = |key: &str| query.get(key).unwrap_or_default();
        let badge = word("badge");
        let sort = word("sort");
        Self {
            badge: Badge::ALL.into_iter().find(|one| one.as_str() == badge),
            vendor: word("vendor"),
            text: word("q"),
            sort: if SORTS[1..].iter().any(|(known, _)| *known == sort) {
                sort
            } else {
                String::new()
            },
            cursor: word("cursor"),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = [
            ("badge", self.badge.map_or("", Badge::as_str)),
            ("vendor", self.vendor.as_str()),
            ("q", self.text.trim()),
            ("sort", self.sort.as_str()),
            ("cursor", self.cursor.as_str()),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// The address of the page narrowed so.
    pub fn href(&self) -> String {
        with_query(HERE, self.pairs())
    }

    /// The address of the page narrowed so, with something open on it.
    pub fn href_with<'a>(&'a self, open: &[(&'a str, &'a str)]) -> String {
        with_query(HERE, self.pairs().chain(open.iter().copied()))
    }

    /// The first page with another badge.
    pub fn with_badge(&self, badge: Option<Badge>) -> Self {
        Self {
            badge,
            cursor: String::new(),
            ..self.clone()
        }
    }

    /// The first page of another vendor.
    pub fn with_vendor(&self, vendor: &str) -> Self {
        Self {
            vendor: vendor.to_owned(),
            cursor: String::new(),
            ..self.clone()
        }
    }

    /// The first page with other words.
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text,
            cursor: String::new(),
            ..self.clone()
        }
    }

    /// The first page in another order.
    pub fn with_sort(&self, sort: &str) -> Self {
        let sort = if sort == SORTS[0].0 { "" } else { sort };
        Self {
            sort: sort.to_owned(),
            cursor: String::new(),
            ..self.clone()
        }
    }

    /// The page that begins there.
    pub fn from(&self, cursor: String) -> Self {
        Self {
            cursor,
            ..self.clone()
        }
    }

    /// What the server is asked: badge, vendor, words, order, beginning.
    pub fn words(&self) -> [String; 5] {
        let badge = self.badge.map_or("", Badge::as_str);
        [badge, &self.vendor, self.text.trim(), &self.sort, &self.cursor].map(str::to_owned)
    }
}

/// What lies open over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// One integration in depth.
    Integration(String),
    /// Half an hour of an integration: its identifier and when the half hour begins.
    Cell(String, String),
    /// An incident.
    Incident(String),
    /// Earlier incidents.
    Incidents,
    /// The form that plans maintenance, for an integration or, when blank, for more.
    Hold(String),
}

impl Open {
    /// What the address asks for.
    pub fn of(query: &ParamsMap) -> Option<Self> {
        let integration = query.get("open");
        match (integration, query.get("at")) {
            (Some(id), Some(at)) => Some(Open::Cell(id, at)),
            (Some(id), None) => Some(Open::Integration(id)),
            _ => None,
        }
        .or_else(|| {
            query.get("incident").map(|id| match id.as_str() {
                "all" => Open::Incidents,
                _ => Open::Incident(id),
            })
        })
        .or_else(|| {
            query
                .get("hold")
                .map(|id| Open::Hold(id.trim_start_matches("new").to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        let mut query = ParamsMap::new();
        for (key, value) in pairs {
            query.insert(*key, (*value).to_owned());
        }
        query
    }

    #[test]
    fn the_filter_is_read_from_the_address_and_writes_it_again() {
        let filter = Filter::of(&query(&[
            ("badge", "disconnected"),
            ("vendor", "it_glue"),
            ("q", "north & co"),
            ("sort", "latency"),
        ]));
        assert_eq!(filter.badge, Some(Badge::Disconnected));
        assert_eq!(
            filter.href(),
            "/app/integrations/status?badge=disconnected&vendor=it_glue&q=north%20%26%20co&sort=latency"
        );
        assert_eq!(
            filter.words(),
            ["disconnected", "it_glue", "north & co", "latency", ""]
        );
    }

    #[test]
    fn words_that_do_not_exist_ask_for_nothing() {
        let filter = Filter::of(&query(&[("badge", "purple"), ("sort", "worst")]));
        assert_eq!(filter, Filter::default());
        assert_eq!(filter.href(), HERE);
    }

    #[test]
    fn another_filter_begins_at_the_first_page() {
        let second = Filter::default().from("c2".to_owned());
        assert_eq!(second.with_badge(Some(Badge::Unknown)).cursor, "");
        assert_eq!(second.with_vendor("pax8").cursor, "");
        assert_eq!(second.with_text("x".to_owned()).cursor, "");
        assert_eq!(second.with_sort("name").cursor, "");
        assert_eq!(second.with_sort("worst").sort, "");
    }

    #[test]
    fn what_lies_open_is_in_the_address() {
        let of = |pairs: &[(&'static str, &str)]| Open::of(&query(pairs));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("open", "int_1")]), Some(Open::Integration("int_1".into())));
        assert_eq!(
            of(&[("open", "int_1"), ("at", "t")]),
            Some(Open::Cell("int_1".into(), "t".into()))
        );
        assert_eq!(of(&[("incident", "all")]), Some(Open::Incidents));
        assert_eq!(of(&[("hold", "new")]), Some(Open::Hold(String::new())));
        assert_eq!(of(&[("hold", "int_1")]), Some(Open::Hold("int_1".into())));
    }
}
