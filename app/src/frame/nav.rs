//! The navigation: five groups, and in them only the pages that exist.

use super::{FrameResource, known};
use crate::{
    live::use_counters,
    ui::{Glyph, Icon, later},
};
use contract::live::Counters;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub href: &'static str,
    /// What is drawn beside its name.
    pub icon: Icon,
    /// The letter that leads there after `g`.
    pub letter: char,
}

/// Pages that belong together.
pub struct Group {
    /// What they are for; none for a page that stands alone.
    pub name: Option<&'static str>,
    /// The pages.
    pub places: &'static [Place],
}

const fn place(name: &'static str, href: &'static str, icon: Icon, letter: char) -> Place {
    Place {
        name,
        href,
        icon,
        letter,
    }
}

/// The whole navigation, in order. A group without pages is not shown.
pub const GROUPS: [Group; 5] = [
    Group {
        name: Some("Operate"),
        places: &[
            place(
                "Integration Status",
                "/app/integrations/status",
                Icon::Activity,
                't',
            ),
            place("Approvals", "/app/approvals", Icon::Shield, 'p'),
            place("Webhook Events", "/app/webhooks/events", Icon::Inbox, 'e'),
            place("Dead letters", "/app/webhooks/dead-letters", Icon::Alert, 'd'),
        ],
    },
    Group {
        name: Some("Connect"),
        places: &[
            place("Integrations", "/app/integrations", Icon::Plug, 'i'),
            place("Customer mappings", "/app/customer-mappings", Icon::Users, 'c'),
            place("CSP / GDAP", "/app/csp-wizard", Icon::Lock, 'm'),
            place("Webhooks", "/app/webhooks", Icon::Link, 'w'),
        ],
    },
    Group {
        name: Some("Automate"),
        places: &[
            place("SOPs", "/app/sops", Icon::Book, 'n'),
            place("Runs", "/app/runs", Icon::Play, 'u'),
            place("Routing rules", "/app/routing-rules", Icon::Filter, 'r'),
            place("Operations", "/app/operations", Icon::Bolt, 'o'),
        ],
    },
    Group {
        name: Some("Govern"),
        places: &[
            place("Audit", "/app/audit", Icon::Audit, 'a'),
            place("Keys", "/app/keys", Icon::Key, 'k'),
        ],
    },
    Group {
        name: None,
        places: &[place("Settings", "/app/settings", Icon::Settings, 's')],
    },
];

/// Every page of the navigation.
pub fn places() -> impl Iterator<Item = Place> {
    GROUPS.iter().flat_map(|group| group.places.iter().copied())
}

/// The navigation as a list of links; the one that leads here says so.
#[component]
pub fn NavList(
    /// What tells this navigation from another on the same page.
    label: &'static str,
) -> impl IntoView {
    let path = use_location().pathname;
    let groups = GROUPS
        .iter()
        .filter(|group| !group.places.is_empty())
        .map(move |group| {
            let links = group.places.iter().map(move |place| {
                let here = move || {
                    path.with(|path| current(path) == Some(place.href))
                        .then_some("page")
                };
                view! {
                    <li>
                        <a class="nav-link" href=place.href aria-current=here>
                            <Glyph icon=place.icon/>
                            <span>{place.name}</span>
                            {waiting(place.href).map(|count| view! { <Count of=count/> })}
                        </a>
                    </li>
                }
            });
            view! {
                <li class="nav-group">
                    {group.name.map(|name| view! { <span class="nav-title">{name}</span> })}
                    <ul>{links.collect_view()}</ul>
                </li>
            }
        });
    view! {
        <nav aria-label=label>
            <ul>{groups.collect_view()}</ul>
        </nav>
    }
}

/// What of a page waits for a person; none for a page on which nothing does.
fn waiting(href: &str) -> Option<fn(&Counters) -> u64> {
    match href {
        "/app/integrations/status" => Some(|counters| counters.integrations),
        "/app/approvals" => Some(|counters| counters.approvals),
        "/app/webhooks/dead-letters" => Some(|counters| counters.dead_letters),
        _ => None,
    }
}

/// How many things of a page wait for a person; nothing when none does.
#[component]
fn Count(of: fn(&Counters) -> u64) -> impl IntoView {
    let resource = use_context::<FrameResource>();
    let counted = use_counters();
    later(move || async move {
        let first = known(resource).await.map(|framed| framed.counters);
        let count = Memo::new(move |_| counted.get().or(first).map_or(0, |counters| of(&counters)));
        let shown = move || (count.get() > 0).then(|| view! { <Waiting count=count.get()/> });
        view! { {shown} }.into_any()
    })
}

#[component]
fn Waiting(count: u64) -> impl IntoView {
    view! {
        <span class="nav-count" aria-hidden="true">{if count > 99 { "99+".to_owned() } else { count.to_string() }}</span>
        <span class="visually-hidden">{format!(", {count} waiting")}</span>
    }
}

/// The address of the place that a page belongs to: the nearest one above it.
fn current(path: &str) -> Option<&'static str> {
    let all = places()
        .map(|place| place.href)
        .filter(|href| leads_to(href, path));
    all.max_by_key(|href| href.len())
}

/// True when `path` is the page at `href` or a page below it.
fn leads_to(href: &str, path: &str) -> bool {
    path.strip_prefix(href)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_current_on_its_page_and_below_it_only() {
        assert!(leads_to("/app/integrations", "/app/integrations"));
        assert!(leads_to("/app/integrations", "/app/integrations/int_1"));
        assert!(!leads_to("/app/integrations", "/app/integrations-old"));
        assert!(!leads_to("/app/integrations", "/app"));
    }

    #[test]
    fn a_page_below_another_is_the_current_one_alone() {
        assert_eq!(
            current("/app/integrations/status"),
            Some("/app/integrations/status")
        );
        assert_eq!(current("/app/integrations/int_1"), Some("/app/integrations"));
        assert_eq!(current("/app/nowhere"), None);
    }

    #[test]
    fn no_two_pages_share_a_letter_or_an_address() {
        let letters: std::collections::BTreeSet<_> = places().map(|place| place.letter).collect();
        let addresses: std::collections::BTreeSet<_> = places().map(|place| place.href).collect();
        assert_eq!(letters.len(), places().count());
        assert_eq!(addresses.len(), places().count());
    }
}
