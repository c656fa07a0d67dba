//! What is missing somewhere, each with the one way that puts it right: a page of Microsoft's, a new relationship with the
//! roles filled in, or a button that onboards the customer again.

use super::{api::Onboard, roles::named};
use crate::{
    frame::Allowed,
    ui::{Button, CopyLine, Glyph, Icon, LinkButton, Tone},
};
use contract::{
    actor::Role,
    csp::{CspGap, CspRemedy},
};
use leptos::{form::ActionForm, prelude::*};

/// Who is onboarded again by a gap's button.
#[derive(Clone)]
pub struct Again {
    /// The partner's tenant.
    pub setup: String,
    /// The customer's tenant.
    pub tenant: String,
    /// The page's action.
    pub onboard: ServerAction<Onboard>,
}

/// The gaps; nothing where there are none.
#[component]
pub fn Gaps(
    /// What is missing.
    gaps: Vec<CspGap>,
    /// Role ids and their names.
    names: Vec<(String, String)>,
    /// Who is onboarded again; none for the partner's own tenant.
    again: Option<Again>,
) -> impl IntoView {
    if gaps.is_empty() {
        return ().into_any();
    }
    let lines = gaps
        .into_iter()
        .map(|gap| view! { <Gap missing=named(&names, &gap.missing) gap again=again.clone()/> });
    view! { <ul class="csp-evidence" aria-label="What is missing, and how to put it right">{lines.collect_view()}</ul> }
        .into_any()
}

#[component]
fn Gap(gap: CspGap, missing: String, again: Option<Again>) -> impl IntoView {
    let way = match gap.remedy {
        CspRemedy::AdminConsent => page(
            gap.url,
            "Open Microsoft’s consent page",
            "the link to Microsoft’s consent page",
        ),
        CspRemedy::NewRelationship => invitation(gap.url),
        CspRemedy::PartnerConsent => view! {
            {again.map(|again| view! { <AgainForm again words="Consent through Partner Center"/> })}
            {gap.url.map(|url| view! {
                <p class="cell-sub">"Or for the customer’s Global Administrator:"</p>
                <CopyLine text=url label="the link for the customer’s administrator"/>
            })}
        }
        .into_any(),
        CspRemedy::Assignment => {
            view! { {again.map(|again| view! { <AgainForm again words="Give the groups their roles"/> })} }
                .into_any()
        }
    };
    view! {
        <li>
            <Glyph icon=Icon::Alert/>
            <div class="stack">
                <div>
                    <strong>{gap.what}</strong>
                    <span class="cell-sub mono">{missing}</span>
                    <span class="cell-sub">{gap.next_action}</span>
                </div>
                {way}
            </div>
        </li>
    }
    .into_any()
}

/// A page to open oneself, or to send.
fn page(url: Option<String>, words: &'static str, copied: &'static str) -> AnyView {
    let Some(url) = url else { return ().into_any() };
    view! {
        <div class="row"><LinkButton href=url.clone() tone=Tone::Primary>{words}</LinkButton></div>
        <CopyLine text=url label=copied/>
    }
    .into_any()
}

/// The form of a new relationship; within these pages without its origin.
fn invitation(url: Option<String>) -> AnyView {
    let Some(url) = url else { return ().into_any() };
    let here = url
        .find("/app/")
        .and_then(|at| url.get(at..))
        .unwrap_or(&url)
        .to_owned();
    let here = StoredValue::new(here);
    view! {
        <Allowed role=Role::Admin>
            <div class="row"><LinkButton href=here.get_value() tone=Tone::Primary>"Invite with these roles"</LinkButton></div>
        </Allowed>
        <CopyLine text=url label="the link to the filled-in form"/>
    }
    .into_any()
}

#[component]
fn AgainForm(again: Again, words: &'static str) -> impl IntoView {
    let kept = StoredValue::new(again);
    view! {
        <Allowed role=Role::Admin>
            {
                let Again { setup, tenant, onboard } = kept.get_value();
                view! {
                    <ActionForm action=onboard>
                        <input type="hidden" name="id" value=setup/>
                        <input type="hidden" name="tenants[]" value=tenant/>
                        <input type="hidden" name="link" value="true"/>
                        <Button tone=Tone::Primary submit=true busy=onboard.pending()>{words}</Button>
                    </ActionForm>
                }
            }
        </Allowed>
    }
    .into_any()
}
