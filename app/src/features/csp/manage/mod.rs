//! What is looked after once a tenant is connected: the secret's end, the service account's sign-in, what ends next, every
//! check again, and the way out.
//!
//! ```text
//!   account.rs  secrets and sign-ins, with rotating     ends.rs  relationships by their end     checks.rs  every step, again
//! ```

mod account;
mod checks;
mod ends;

use super::{
    api::{CheckStep, Rotate, read_account, read_permissions, read_relationships, read_setup},
    gaps::Gaps,
    pieces::{FailureView, Places, address, use_setup_id},
};
use crate::{
    frame::Allowed,
    live::{use_csp_frames, use_resyncs},
    ui::{Failure, LinkButton, Load, PageHeader, Shape, Skeleton, Tone, failure},
};
use account::Account;
use checks::Checks;
use contract::{actor::Role, csp::PermissionReport};
use ends::Ends;
use leptos::prelude::*;

/// The page.
#[component]
pub fn CspManagePage() -> impl IntoView {
    let id = use_setup_id();
    let rotate = ServerAction::<Rotate>::new();
    let check = ServerAction::<CheckStep>::new();
    let bad_rotate = failure(rotate);
    let bad_check = failure(check);
    let resyncs = use_resyncs();
    let account = Resource::new(
        move || (id.get(), rotate.version().get()),
        |(id, _)| read_account(id),
    );
    let opened = Resource::new(
        move || (id.get(), check.version().get(), resyncs.get()),
        |(id, ..)| read_setup(id),
    );
    let listed = Resource::new(move || id.get(), read_relationships);
    let granted = Resource::new(
        move || (id.get(), check.version().get()),
        |(id, _)| read_permissions(id, String::new()),
    );
    use_csp_frames(move |moved| {
        if id.with_untracked(|id| id == moved.as_str()) {
            opened.refetch();
        }
    });
    view! {
        <Places id/>
        <PageHeader title="Manage the connection" lead="What ends, when, and what to do before it does.">
            <Allowed role=Role::Admin>
                <LinkButton href=address(&id.get_untracked(), "disconnect") tone=Tone::Danger>"Disconnect…"</LinkButton>
            </Allowed>
        </PageHeader>
        <Failure of=bad_check/>
        <div class="stack">
            <section class="section" aria-labelledby="account">
                <h2 id="account">"Secrets and sign-ins"</h2>
                <Load of=account skeleton=|| view! { <Skeleton shape=Shape::Lines count=6/> } let:account>
                    <Account account setup=id.get_untracked() rotate bad=bad_rotate/>
                </Load>
            </section>
            <section class="section" aria-labelledby="granted">
                <h2 id="granted">"Permissions in your own tenant"</h2>
                <Load of=granted skeleton=|| view! { <Skeleton shape=Shape::Lines count=2/> } let:report>
                    <Granted report here=address(&id.get_untracked(), "permissions")/>
                </Load>
            </section>
            <section class="section" aria-labelledby="ends">
                <h2 id="ends">"Relationships that end next"</h2>
                <Load of=listed skeleton=|| view! { <Skeleton count=4/> } let:listed>
                    <Ends items=listed.items here=address(&id.get_untracked(), "relationships")/>
                </Load>
            </section>
            <section class="section" aria-labelledby="checks">
                <h2 id="checks">"Checks"</h2>
                <Load of=opened skeleton=|| view! { <Skeleton count=6/> } let:opened>
                    <Checks setup=opened.setup check/>
                </Load>
            </section>
        </div>
    }
    .into_any()
}

/// Whether all that is wanted is granted, and the way to what is not.
#[component]
fn Granted(report: PermissionReport, here: String) -> impl IntoView {
    view! {
        <p>{report.summary} " " <a href=here>"Wanted against granted"</a></p>
        {report.failure.map(|failure| view! { <FailureView failure/> })}
        <Gaps gaps=report.gaps names=Vec::new() again=None/>
    }
    .into_any()
}
