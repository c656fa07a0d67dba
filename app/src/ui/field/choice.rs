//! Fields in which one of a few values is chosen.

use super::{Surround, id_of};
use crate::ui::badge::role_word;
use contract::{actor::Role, field::Choice};
use leptos::{html, prelude::*};

/// A field with a list to choose from.
#[component]
pub fn SelectField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What is read above it.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The form's word, where two forms of a page have a field of the same name.
    #[prop(optional, into)]
    form: String,
    /// What it is for.
    #[prop(optional, into)]
    help: String,
    /// Where the value is found.
    #[prop(optional_no_strip)]
    where_to_find: Option<String>,
    /// What is chosen; a later change is shown.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// True when something must be chosen.
    #[prop(default = true)]
    required: bool,
    /// Told what is chosen.
    #[prop(optional_no_strip)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = id_of(&form, &name);
    let surround = Surround {
        id: id.clone(),
        label,
        help,
        where_to_find,
        optional: !required,
        ..Surround::default()
    };
    let element = NodeRef::<html::Select>::new();
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now)
            && let Some(select) = element.get_untracked()
        {
            select.set_value(&now);
        }
        now
    });
    let chosen = value.get_untracked();
    let options = choices.into_iter().map(|choice| {
        let selected = choice.value == chosen.as_str();
        view! { <option value=choice.value.into_owned() selected=selected>{choice.label.into_owned()}</option> }
    });
    let input = view! {
        <select
            class="input input-select"
            node_ref=element
            id=id
            name=name
            required=required
            aria-invalid=move || (error.try_with(Option::is_some) == Some(true)).then_some("true")
            aria-describedby=surround.described_by(error)
            on:change=move |event| {
                if let Some(told) = on_change {
                    told.run(event_target_value(&event));
                }
            }
        >
            {options.collect_view()}
        </select>
    };
    surround.around(error, input.into_any())
}

/// A field in which a role is chosen.
#[component]
pub fn RoleField(
    /// The form's word, where two forms of a page have a role.
    #[prop(optional, into)]
    form: String,
    /// What is chosen.
    #[prop(default = Role::Viewer)]
    value: Role,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let choices = Role::ALL.map(|role| {
        let may = match role {
            Role::Viewer => "reads, changes nothing",
            Role::Tech => "connects vendors and calls operations",
            Role::Admin => "everything, with users, tokens and keys",
        };
        Choice {
            value: role.as_str().into(),
            label: format!("{}: {may}", role_word(role)).into(),
        }
    });
    let chosen = value.as_str().to_owned();
    view! { <SelectField name="role" label="Role" form choices=choices.to_vec() value=chosen error/> }
}
