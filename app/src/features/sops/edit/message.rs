//! What a chat step posts, and where: the channel is chosen, nobody copies an identifier.

use super::{Shared, state::Editing, step::choice};
use crate::ui::{SelectField, TextArea};
use contract::field::Choice;
use leptos::prelude::*;

/// The channel and the text of a step.
#[component]
pub fn Message(
    shared: Shared,
    /// The step as it is when it is first shown.
    first: Editing,
    /// The form's word.
    form: String,
    /// What is wrong with the channel.
    channel_error: Signal<Option<String>>,
    /// What is wrong with the text.
    text_error: Signal<Option<String>>,
) -> impl IntoView {
    let mark = first.mark;
    let put = move |name: &'static str| {
        Some(Callback::new(move |typed: String| {
            shared
                .editor
                .update(|editor| editor.change(mark, |one| one.set_text(name, typed)));
        }))
    };
    let chosen = first.text("channel");
    let chats = shared.desk.with_value(|desk| desk.chats.clone());
    let none = chats.is_empty().then(|| {
        view! {
            <p class="text-muted">
                "There is no Teams or Slack channel yet: add one under "
                <a href="/app/settings/notifications?new=1">"Notifications"</a> "."
            </p>
        }
    });
    view! {
        <SelectField form=form.clone() name="channel" label="Channel" help="Where it is posted: a notification channel of the kind Teams or Slack."
            choices=channels(chats, &chosen) value=chosen error=channel_error on_change=put("channel")/>
        {none}
        <TextArea form name="text" label="Text" help="A template over event, customer and steps." rows=3
            value=first.text("text") error=text_error on_input=put("text")/>
    }
}

/// The channels to choose from. One that is named and not among them stays, so that saving changes nothing unseen.
fn channels(chats: Vec<(String, String, String)>, chosen: &str) -> Vec<Choice> {
    let known = chosen.is_empty() || chats.iter().any(|(id, ..)| id == chosen);
    let gone = (!known).then(|| choice(chosen.to_owned(), format!("Not a channel: {chosen}")));
    let rest = chats
        .into_iter()
        .map(|(id, name, kind)| choice(id, format!("{name} ({kind})")));
    std::iter::once(choice(String::new(), "Choose a channel".to_owned()))
        .chain(rest)
        .chain(gone)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(chosen: &str) -> Vec<String> {
        let desk = ("chn_1".to_owned(), "Service desk".to_owned(), "Slack".to_owned());
        let all = channels(vec![desk], chosen);
        all.into_iter().map(|one| one.value.to_string()).collect()
    }

    #[test]
    fn a_channel_is_chosen_from_those_that_are_there_and_a_gone_one_stays_until_another_is() {
        assert_eq!(values(""), ["", "chn_1"]);
        assert_eq!(values("chn_1"), ["", "chn_1"]);
        assert_eq!(values("chn_9"), ["", "chn_1", "chn_9"]);
        assert_eq!(channels(Vec::new(), "chn_9")[1].label, "Not a channel: chn_9");
    }
}
