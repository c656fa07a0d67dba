//! Fields into which text is typed.

use super::{Surround, id_of, show_typed::ShowTyped};
use leptos::{html, prelude::*};

/// What is typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// A line of text.
    #[default]
    Line,
    /// An e-mail address.
    Email,
    /// A password of this person: their password manager may fill it in.
    Password,
    /// A secret of a vendor: no password manager should offer to fill it in.
    Secret,
    /// An address.
    Url,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A day and a time, without a zone.
    Moment,
}

impl InputKind {
    fn html(self) -> &'static str {
        match self {
            InputKind::Line => "text",
            InputKind::Email => "email",
            InputKind::Password | InputKind::Secret => "password",
            InputKind::Url => "url",
            InputKind::Number => "number",
            InputKind::Day => "date",
            InputKind::Moment => "datetime-local",
        }
    }

    fn hidden(self) -> bool {
        matches!(self, InputKind::Password | InputKind::Secret)
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What is read above it.
    #[prop(into)]
    label: String,
    /// What is typed into it.
    #[prop(optional)]
    kind: InputKind,
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
    /// What stands in it; a later change is shown.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// True when it may not be blank.
    #[prop(optional)]
    required: bool,
    /// The browser's word for what it is, e.g. `current-password`.
    #[prop(optional, into)]
    autocomplete: String,
    /// Where the cursor stands when the page opens.
    #[prop(optional)]
    autofocus: bool,
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
    let element = NodeRef::<html::Input>::new();
    follow(
        value,
        on_input,
        move || Some(element.get()?.value()),
        move |text| {
            if let Some(input) = element.get_untracked() {
                input.set_value(text);
            }
        },
    );
    let seen = RwSignal::new(false);
    let html_kind = move || {
        if kind.hidden() && seen.get() {
            "text"
        } else {
            kind.html()
        }
    };
    let complete = match (autocomplete.as_str(), kind) {
        ("", InputKind::Secret) => "new-password".to_owned(),
        ("", _) => "off".to_owned(),
        _ => autocomplete,
    };
    let vendor_secret = (kind == InputKind::Secret).then_some("");
    let input = view! {
        <div class="input-row">
            <input
                class="input"
                node_ref=element
                id=id
                name=name
                type=html_kind
                value=value.get_untracked()
                required=required
                autofocus=autofocus
                autocomplete=complete
                autocapitalize="none"
                spellcheck="false"
                data-1p-ignore=vendor_secret
                data-lpignore=vendor_secret.map(|_| "true")
                aria-invalid=move || (error.try_with(Option::is_some) == Some(true)).then_some("true")
                aria-describedby=surround.described_by(error)
                on:input=move |event| {
                    if let Some(told) = on_input {
                        told.run(event_target_value(&event));
                    }
                }
            />
            {kind.hidden().then(|| view! { <ShowTyped seen/> })}
        </div>
    };
    surround.around(error, input.into_any())
}

/// A field of several lines.
#[component]
pub fn TextArea(
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
    /// What stands in it; a later change is shown.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How many lines are seen.
    #[prop(default = 8)]
    rows: u32,
    /// True for code: letters of one width.
    #[prop(optional)]
    code: bool,
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
        optional: !required,
        ..Surround::default()
    };
    let element = NodeRef::<html::Textarea>::new();
    follow(
        value,
        on_input,
        move || Some(element.get()?.value()),
        move |text| {
            if let Some(area) = element.get_untracked() {
                area.set_value(text);
            }
        },
    );
    let input = view! {
        <textarea
            class=if code { "input input-code" } else { "input" }
            node_ref=element
            id=id
            name=name
            rows=rows
            required=required
            spellcheck="false"
            aria-invalid=move || (error.try_with(Option::is_some) == Some(true)).then_some("true")
            aria-describedby=surround.described_by(error)
            on:input=move |event| {
                if let Some(told) = on_input {
                    told.run(event_target_value(&event));
                }
            }
        >
            {value.get_untracked()}
        </textarea>
    };
    surround.around(error, input.into_any())
}

/// Keeps an input and its signal in step without wiping out what was typed before hydration.
pub(super) fn follow(
    value: Signal<String>,
    on_input: Option<Callback<String>>,
    read: impl Fn() -> Option<String> + 'static,
    write: impl Fn(&str) + 'static,
) {
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        match before {
            None => {
                let typed = read().filter(|typed| *typed != now);
                if let (Some(told), Some(typed)) = (on_input, typed) {
                    told.run(typed);
                }
            }
            Some(before) if before != now && read().as_deref() != Some(now.as_str()) => write(&now),
            Some(_) => {}
        }
        now
    });
}
