//! A field for a secret of several lines: hidden like a password, since browsers hide no `textarea` by themselves.

use super::{Surround, id_of, show_typed::ShowTyped, text::follow};
use leptos::{html, prelude::*};

/// A field for PEM blocks. It begins blank, always: what is kept is never sent back.
#[component]
pub fn SecretArea(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What is read above it.
    #[prop(into)]
    label: String,
    /// The form's word, where two forms of a page have a field of the same name.
    #[prop(optional, into)]
    form: String,
    /// What it is for.
    #[prop(optional, into)]
    help: String,
    /// What a value looks like.
    #[prop(optional_no_strip)]
    example: Option<String>,
    /// Where the value is found.
    #[prop(optional_no_strip)]
    where_to_find: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// True when it may not be blank.
    #[prop(optional)]
    required: bool,
    /// Told what is typed.
    #[prop(optional_no_strip)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = id_of(&form, &name);
    let surround = Surround {
        id: id.clone(),
        label,
        help,
        example,
        where_to_find,
        optional: !required,
    };
    let element = NodeRef::<html::Textarea>::new();
    follow(
        Signal::stored(String::new()),
        on_input,
        move || Some(element.get()?.value()),
        |_| {},
    );
    let seen = RwSignal::new(false);
    let input = view! {
        <div class="input-row input-row-top">
            <textarea
                class="input input-code"
                class:input-masked=move || !seen.get()
                node_ref=element
                id=id
                name=name
                rows=6
                required=required
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                data-1p-ignore=""
                data-lpignore="true"
                aria-invalid=move || (error.try_with(Option::is_some) == Some(true)).then_some("true")
                aria-describedby=surround.described_by(error)
                on:input=move |event| {
                    if let Some(told) = on_input {
                        told.run(event_target_value(&event));
                    }
                }
            ></textarea>
            <ShowTyped seen/>
        </div>
    };
    surround.around(error, input.into_any())
}
