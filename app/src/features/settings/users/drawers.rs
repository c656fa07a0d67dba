//! The two drawers of the users' page: adding a person, and changing one. Each has its own address.

use super::{
    HERE,
    api::{ChangeUser, CreateUser},
};
use crate::{
    frame::Allowed,
    ui::{
        Button, Confirm, Drawer, Failure, InputKind, RoleBadge, RoleField, TextField, Tone, When, WhenOr,
        error_of, failure,
    },
};
use contract::{
    account::{MIN_PASSWORD, User},
    actor::Role,
};
use leptos::{form::ActionForm, prelude::*};

/// Adds a person.
#[component]
pub fn AddUser(create: ServerAction<CreateUser>) -> impl IntoView {
    let bad = failure(create);
    let wrong = move |name: &'static str| {
        Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
    };
    view! {
        <Drawer id="add-user" title="Add a user" close=HERE>
            <ActionForm action=create attr:class="form">
                <Failure of=bad fields_say_it=true/>
                <TextField form="add" name="name" label="Name" error=wrong("name") required=true autofocus=true/>
                <TextField
                    form="add"
                    name="email"
                    label="E-mail"
                    help="They sign in with it."
                    kind=InputKind::Email
                    error=wrong("email")
                    required=true
                />
                <RoleField form="add" error=wrong("role")/>
                <TextField
                    form="add"
                    name="password"
                    label="First password"
                    help=format!("At least {MIN_PASSWORD} characters. Tell it to them in person; they can change it in Settings.")
                    kind=InputKind::Password
                    error=wrong("password")
                    required=true
                    autocomplete="new-password"
                />
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=create.pending()>"Add user"</Button>
                    <a class="btn" href=HERE>"Cancel"</a>
                </div>
            </ActionForm>
        </Drawer>
    }
    .into_any()
}

/// Shows a person; an administrator can change their role and lock them out or back in.
#[component]
pub fn EditUser(user: User, change: ServerAction<ChangeUser>) -> impl IntoView {
    let bad = failure(change);
    let id = user.id.to_string();
    let role = user.role;
    let disabled = user.disabled;
    view! {
        <Drawer id="edit-user" title=user.name.clone() close=HERE>
            <Failure of=bad/>
            <dl class="facts">
                <div><dt>"E-mail"</dt><dd>{user.email.clone()}</dd></div>
                <div><dt>"Role"</dt><dd><RoleBadge role/></dd></div>
                <div><dt>"Added"</dt><dd><When at=user.created_at.clone()/></dd></div>
                <div><dt>"Last signed in"</dt><dd><WhenOr at=user.last_seen_at.clone() otherwise="never"/></dd></div>
            </dl>
            <Allowed role=Role::Admin>
                <RoleForm id=id.clone() role change/>
                <LockForm id=id.clone() disabled change/>
            </Allowed>
        </Drawer>
    }
    .into_any()
}

#[component]
fn RoleForm(id: String, role: Role, change: ServerAction<ChangeUser>) -> impl IntoView {
    view! {
        <ActionForm action=change attr:class="form">
            <input type="hidden" name="id" value=id/>
            <RoleField form="edit" value=role/>
            <div class="form-actions">
                <Button submit=true busy=change.pending()>"Change role"</Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn LockForm(id: String, disabled: bool, change: ServerAction<ChangeUser>) -> impl IntoView {
    let (label, tone, consequence, value) = if disabled {
        (
            "Let back in",
            Tone::Plain,
            "They can sign in again with the password they had.",
            "no",
        )
    } else {
        (
            "Lock out",
            Tone::Danger,
            "Their sessions end and they cannot sign in until you let them back in. What they made stays.",
            "yes",
        )
    };
    view! {
        <div>
            <Confirm label tone consequence>
                <ActionForm action=change>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="disabled" value=value/>
                    <Button tone submit=true>{label}</Button>
                </ActionForm>
            </Confirm>
        </div>
    }
}
