//! Beginning a tenant: which one, and what relationships with its customers will hold. Nothing is sent anywhere by it.

use super::{
    super::{HERE, api::BeginSetup, pieces::wrong, roles::RoleFields, words},
    Started,
};
use crate::ui::{Button, Drawer, Failure, Load, Shape, Skeleton, TextField, Tone};
use contract::{csp::CspPath, problem::Problem};
use leptos::{form::ActionForm, prelude::*};

/// The drawer.
#[component]
pub fn BeginDrawer(
    /// The path that was chosen.
    path: CspPath,
    /// What the page knows.
    start: Started,
    /// Begins it.
    begin: ServerAction<BeginSetup>,
    /// What went wrong with it.
    bad: Signal<Option<Problem>>,
) -> impl IntoView {
    let title = format!("Connect a partner tenant: {}", words::path(path).to_lowercase());
    view! {
        <Drawer id="csp-begin" title close=HERE>
            <p class="section-lead">
                "Nothing is sent to Microsoft yet. A tenant that was begun and not finished goes on where it stands."
            </p>
            <Load of=start skeleton=|| view! { <Skeleton shape=Shape::Form count=5/> } let:start>
                <ActionForm action=begin attr:class="form">
                    <Failure of=bad fields_say_it=true/>
                    <input type="hidden" name="path" value=path.as_str()/>
                    <TextField
                        form="begin"
                        name="tenant_id"
                        label="Tenant ID of your partner tenant"
                        help="A sign-in to any other tenant is refused."
                        example=Some("00000000-0000-0000-0000-000000000000".to_owned())
                        where_to_find=Some("entra.microsoft.com, Overview, Tenant ID".to_owned())
                        required=true
                        error=wrong(bad, "tenant_id")
                    />
                    <TextField
                        form="begin"
                        name="name"
                        label="Name of the integration"
                        help="Blank for the tenant’s own name."
                        error=wrong(bad, "name")
                    />
                    <RoleFields catalogue=start.roles template=None bad/>
                    <div class="form-actions">
                        <Button tone=Tone::Primary submit=true busy=begin.pending()>"Begin"</Button>
                        <a class="btn" href=HERE>"Cancel"</a>
                    </div>
                </ActionForm>
            </Load>
        </Drawer>
    }
    .into_any()
}
