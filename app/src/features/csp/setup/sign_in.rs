//! Going to Microsoft's page: what for, as whom, and the link. A link and not a form, because the page's policy lets no form
//! lead elsewhere.

use super::super::words;
use crate::ui::{Drawer, Icon, LinkButton, Load, Loaded, Shape, Skeleton, Tone, When};
use contract::csp::{SignInAddress, SignInPurpose};
use leptos::prelude::*;

/// The drawer.
#[component]
pub fn SignInDrawer(
    /// What it is for.
    purpose: SignInPurpose,
    /// Where it leads.
    way: Loaded<Option<SignInAddress>>,
    /// Where closing leads.
    close: String,
) -> impl IntoView {
    let (title, about) = words::purpose(purpose);
    view! {
        <Drawer id="csp-sign-in" title close=close.clone()>
            <p>{about}</p>
            <p class="text-muted">
                "The sign-in is bound to this browser and to this tenant, works once, and brings you back to this page."
            </p>
            <Load of=way skeleton=|| view! { <Skeleton shape=Shape::Lines count=2/> } let:way>
                {way.map(|way| view! {
                    <p class="text-muted">"The link ends " <When at=way.expires_at/> "."</p>
                    <div class="form-actions">
                        <LinkButton href=way.url tone=Tone::Primary icon=Icon::Arrow>"Go to Microsoft"</LinkButton>
                    </div>
                })}
            </Load>
            <div class="form-actions"><a class="btn btn-quiet" href=close>"Not now"</a></div>
        </Drawer>
    }
    .into_any()
}
