//! Beside the form: where each value is found, and what Ops AI will do with it.

use crate::{
    features::integrations::{models::VendorForm, words::reach},
    ui::{Fold, markdown::Markdown},
};
use leptos::prelude::*;

/// The vendor's guide, and the limits it is kept within.
#[component]
pub fn Guide(
    /// The vendor's form.
    form: VendorForm,
    /// True where the account is connected already: the guide waits until it is wanted.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let text = without_title(&form.guide).to_owned();
    let guide = if folded {
        view! { <Fold label="Where to find what"><Markdown text/></Fold> }.into_any()
    } else {
        view! {
            <h2>"Where to find what"</h2>
            <Markdown text/>
        }
        .into_any()
    };
    let hosts = form
        .hosts
        .into_iter()
        // A rule in words is no address to copy.
        .map(|host| {
            let words = host.contains(' ');
            let host = if words {
                host.into_any()
            } else {
                view! { <code>{host}</code> }.into_any()
            };
            view! { <li>{host}</li> }
        });
    view! {
        <aside class="guide" aria-label="Setup guide">
            {guide}
            <dl class="facts guide-facts">
                <div>
                    <dt>"What it can do"</dt>
                    <dd>{reach(form.card.reads, form.card.writes)}</dd>
                </div>
                <div>
                    <dt>"Hosts it may reach"</dt>
                    <dd>
                        <ul>{hosts.collect_view()}</ul>
                    </dd>
                </div>
            </dl>
        </aside>
    }
}

/// The guide without its own title: the page has one, and it says the same.
fn without_title(guide: &str) -> &str {
    let title = guide
        .split_once('\n')
        .filter(|(first, _)| first.starts_with("# "));
    title.map_or(guide, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::without_title;

    #[test]
    fn only_a_title_is_left_out() {
        assert_eq!(
            without_title("# Connect it\n\nOpen it.\n## More"),
            "\nOpen it.\n## More"
        );
        assert_eq!(without_title("Open it.\n# Later"), "Open it.\n# Later");
        assert_eq!(without_title(""), "");
    }
}
