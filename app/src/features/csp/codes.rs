//! Microsoft's codes, explained: look one up, read why, do the one next thing. The search is an address.

use super::{HERE, api::read_codes};
use crate::ui::{BackLink, Empty, Glyph, Icon, LinkButton, Load, PageHeader, Skeleton, Table};
use contract::csp::ExplainedCode;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const CODES: &str = "/app/csp-wizard/codes";

/// The page.
#[component]
pub fn CspCodesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = query.with_untracked(|query| query.get("q").unwrap_or_default());
    let text = RwSignal::new(asked);
    let codes = Resource::new(|| (), |()| read_codes());
    view! {
        <BackLink href=HERE to="CSP / GDAP"/>
        <PageHeader title="Error codes" lead="What Entra, Graph and Partner Center answer, why, and the one next step."/>
        <form class="filters-form" method="get" action=CODES role="search">
            <label class="search">
                <Glyph icon=Icon::Search/>
                <span class="visually-hidden">"Search codes"</span>
                <input
                    type="search"
                    name="q"
                    placeholder="AADSTS65001, or words"
                    autocomplete="off"
                    data-search=""
                    value=text.get_untracked()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
            <span class="no-js"><button class="btn" type="submit">"Search"</button></span>
        </form>
        <Load of=codes skeleton=|| view! { <Skeleton count=10/> } let:codes>
            <Found codes text/>
        </Load>
    }
    .into_any()
}

#[component]
fn Found(codes: Vec<ExplainedCode>, text: RwSignal<String>) -> impl IntoView {
    move || {
        let wanted = text.with(|text| text.trim().to_ascii_lowercase());
        let found: Vec<_> = codes.iter().filter(|code| fits(code, &wanted)).cloned().collect();
        if found.is_empty() {
            return view! {
                <Empty
                    icon=Icon::Search
                    title="No such code"
                    text="None that Ops AI explains has these words. Microsoft’s own text, beside each failure, says more."
                >
                    <LinkButton href=CODES>"Show all codes"</LinkButton>
                </Empty>
            }
            .into_any();
        }
        let rows = found.into_iter().map(|code| {
            view! {
                <tr>
                    <td data-label="Code"><code>{code.code.to_string()}</code><span class="cell-sub">{code.by.to_string()}</span></td>
                    <td data-label="Why">{code.cause.to_string()}</td>
                    <td data-label="Next step">{code.next_action.to_string()}</td>
                </tr>
            }
        });
        view! { <Table caption="Error codes" columns=vec!["Code", "Why", "Next step"]>{rows.collect_view()}</Table> }.into_any()
    }
}

/// Whether a code has all of these words.
fn fits(code: &ExplainedCode, wanted: &str) -> bool {
    let all = format!("{} {} {} {}", code.code, code.by, code.cause, code.next_action).to_ascii_lowercase();
    wanted.split_whitespace().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_number_or_by_words_in_any_order() {
        let code = ExplainedCode {
            code: "AADSTS65001".into(),
            by: "Entra".into(),
            cause: "Nobody has consented in that tenant.".into(),
            next_action: "Onboard the customer again.".into(),
        };
        assert!(fits(&code, "65001") && fits(&code, "consented entra") && fits(&code, ""));
        assert!(!fits(&code, "65001 throttled"));
    }
}
