//! Which accounts the list shows. The filter is the page's address, so that it can be shared and works without
//! JavaScript.

use super::models::VendorCard;
use crate::{address::with_query, browser::lowercase};
use contract::{integration::Integration, probe::Badge};
use leptos_router::params::ParamsMap;

/// The list's address.
pub const LIST: &str = "/app/integrations";

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words, all of which must occur.
    pub text: String,
    /// The badge.
    pub badge: Option<Badge>,
}

impl Filter {
    /// What the address asks for; a badge that does not exist asks for nothing.
    pub fn of(query: &ParamsMap) -> Self {
        let badge = query.get("badge");
        Self {
            text: query.get("q").unwrap_or_default(),
            badge: badge.and_then(|word| Badge::ALL.into_iter().find(|badge| badge.as_str() == word)),
        }
    }

    /// True when everything is shown.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.badge.is_none()
    }

    /// The address of the list narrowed so.
    pub fn href(&self) -> String {
        let text = Some(("q", self.text.trim())).filter(|(_, text)| !text.is_empty());
        let badge = self.badge.map(|badge| ("badge", badge.as_str()));
        with_query(LIST, text.into_iter().chain(badge))
    }

    /// The same words with another badge.
    pub fn with_badge(&self, badge: Option<Badge>) -> Self {
        Self {
            badge,
            ..self.clone()
        }
    }

    /// True when an account of this badge, with this text about it, is shown.
    pub fn takes(&self, badge: Badge, about: &str) -> bool {
        self.badge.is_none_or(|wanted| wanted == badge) && self.takes_text(about)
    }

    /// True when a vendor that has no account is shown.
    pub fn takes_vendor(&self, about: &str) -> bool {
        self.badge.is_none() && self.takes_text(about)
    }

    fn takes_text(&self, about: &str) -> bool {
        let wanted = lowercase(&self.text);
        wanted.split_whitespace().all(|word| about.contains(word))
    }
}

/// The text in which a vendor is looked for.
pub fn about_vendor(card: &VendorCard) -> String {
    lowercase(&format!(
        "{} {} {} {}",
        card.name, card.vendor, card.category, card.summary
    ))
}

/// The text in which an account is looked for: its name, its vendor, and what is set and no secret.
pub fn about(card: &VendorCard, integration: &Integration) -> String {
    let settings: Vec<_> = integration.settings.values().map(String::as_str).collect();
    let words = [
        integration.name.as_str(),
        &card.name,
        card.vendor.as_str(),
        &card.category,
        &settings.join(" "),
    ];
    lowercase(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str, badge: Option<Badge>) -> Filter {
        Filter {
            text: text.to_owned(),
            badge,
        }
    }

    #[test]
    fn every_typed_word_must_occur_in_any_case_and_order() {
        let about = "contoso europe it glue it_glue documentation https://api.eu.itglue.com";
        for text in ["", "  ", "Contoso", "glue CONTOSO", "eu.itglue"] {
            assert!(filter(text, None).takes(Badge::Unknown, about), "{text}");
        }
        assert!(!filter("contoso america", None).takes(Badge::Unknown, about));
    }

    #[test]
    fn a_badge_takes_only_its_own_and_hides_vendors_without_accounts() {
        let only = filter("", Some(Badge::Connected));
        assert!(only.takes(Badge::Connected, ""));
        assert!(!only.takes(Badge::Paused, ""));
        assert!(!only.takes_vendor("pax8"));
        assert!(filter("pax", None).takes_vendor("pax8"));
    }

    #[test]
    fn the_filter_is_read_from_the_address() {
        let mut query = ParamsMap::new();
        query.insert("q", "it glue".to_owned());
        query.insert("badge", "needs_attention".to_owned());
        assert_eq!(Filter::of(&query), filter("it glue", Some(Badge::NeedsAttention)));
        query.replace("badge", "purple".to_owned());
        assert_eq!(Filter::of(&query).badge, None);
    }

    #[test]
    fn the_filter_writes_its_address_and_leaves_out_what_is_blank() {
        assert_eq!(filter(" ", None).href(), "/app/integrations");
        assert_eq!(
            filter("a&b", Some(Badge::Paused)).href(),
            "/app/integrations?q=a%26b&badge=paused"
        );
    }
}
