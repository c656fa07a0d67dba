//! The one suggestion of a failed test, and the click that performs it.

use super::{
    send::{self, Submit},
    state::{SET, State},
};
use crate::{
    address::with_query,
    features::integrations::models::VendorForm,
    ui::{Button, Glyph, Icon, Tone},
};
use contract::{manifest::Values, test_report::Advice};
use leptos::prelude::*;

/// What to do, and where settings perform it, a button that fills them in and tests again (a link without JavaScript).
#[component]
pub fn AdviceView(
    /// The suggestion.
    advice: Advice,
    /// The open form.
    state: State,
    /// Its action.
    submit: Submit,
    /// The address of the page.
    address: String,
) -> impl IntoView {
    let performs = (!advice.set.is_empty()).then(|| {
        let words = state.form.with_value(|form| words(form, &advice.set));
        let href = state.form.with_value(|form| {
            let typed = state.values.get_untracked();
            href(&address, form, &state.name.get_untracked(), &typed, &advice.set)
        });
        let set = advice.set.clone();
        let link_words = words.clone();
        view! {
            <div class="needs-js">
                <Button tone=Tone::Primary icon=Icon::Arrow on:click=move |_| send::apply(state, submit, &set)>
                    {words}
                </Button>
            </div>
            <div class="no-js"><a class="btn btn-primary" href=href>{link_words}</a></div>
        }
    });
    view! {
        <div class="test-advice">
            <Glyph icon=Icon::Info/>
            <div class="stack">
                <p>{advice.text}</p>
                {performs}
            </div>
        </div>
    }
}

/// What the click does, in words.
fn words(form: &VendorForm, set: &Values) -> String {
    let mut settings = set.iter();
    match (settings.next(), settings.next()) {
        (Some((key, value)), None) if value.is_empty() => {
            let field = form.fields.iter().find(|field| field.key == key.as_str());
            let label = field.map_or_else(|| key.clone(), |field| field.label.to_string());
            format!("Leave “{label}” blank")
        }
        (Some((_, value)), None) => format!("Use {value}"),
        _ => "Use the suggested settings".to_owned(),
    }
}

/// The address that opens the form with the suggestion filled in, and everything else that was typed and is no secret.
fn href(address: &str, form: &VendorForm, name: &str, typed: &Values, set: &Values) -> String {
    let mut pairs = vec![("name".to_owned(), name)];
    for field in form.fields.iter().filter(|field| !field.is_secret()) {
        let key = field.key.as_ref();
        if let Some(value) = set.get(key).or_else(|| typed.get(key)) {
            pairs.push((format!("{SET}{key}"), value));
        }
    }
    with_query(address, pairs.iter().map(|(key, value)| (key.as_str(), *value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::integrations::form::state::tests::vendor_form;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_button_says_what_it_will_fill_in() {
        let form = vendor_form();
        let eu = values(&[("base_url", "https://api.eu.example.com")]);
        assert_eq!(words(&form, &eu), "Use https://api.eu.example.com");
        assert_eq!(
            words(&form, &values(&[("base_url", "")])),
            "Leave “Base URL” blank"
        );
        assert_eq!(
            words(&form, &values(&[("base_url", "a"), ("user", "b")])),
            "Use the suggested settings"
        );
    }

    #[test]
    fn the_link_carries_what_was_typed_and_never_a_secret() {
        let typed = values(&[
            ("user", "me&you"),
            ("base_url", "https://old.example"),
            ("api_key", "hunter2"),
        ]);
        let set = values(&[("base_url", "https://new.example"), ("api_key", "hunter2")]);
        let href = href("/app/integrations/new/example", &vendor_form(), "N", &typed, &set);
        assert_eq!(
            href,
            "/app/integrations/new/example?name=N&set.base_url=https%3A%2F%2Fnew.example&set.user=me%26you"
        );
    }
}
