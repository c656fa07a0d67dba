//! One channel of the list.

use super::{Acts, HERE, words};
use crate::{
    frame::Allowed,
    ui::{Button, Chip, Confirm, Icon, Mood, Tone, When},
};
use contract::{
    actor::Role,
    notification::{Channel, NoticeDelivery},
};
use leptos::{form::ActionForm, prelude::*};

/// Name, where it leads, what it tells, how the last notice went, and what can be done.
#[component]
pub fn Row(
    /// The channel.
    channel: Channel,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let id = channel.id.to_string();
    let reaches = if channel.to.is_empty() {
        channel.hint.clone()
    } else {
        channel.to.join(", ")
    };
    let off =
        (!channel.enabled).then(|| view! { <Chip mood=Mood::Idle icon=Icon::Pause text="Switched off"/> });
    let name = channel.name.clone();
    view! {
        <tr>
            <td data-label="Channel">
                <div>
                    <a class="cell-name" href=format!("{HERE}?channel={id}")>{channel.name}</a>
                    " "
                    {off}
                    <span class="cell-sub">{channel.kind.label()}</span>
                </div>
            </td>
            <td data-label="Reaches"><span class="mono">{reaches}</span></td>
            <td data-label="Tells">{words::floor(channel.floor)}</td>
            <td data-label="Last notice"><Last delivery=channel.last/></td>
            <td class="cell-actions">
                <Allowed role=Role::Admin>
                    <Actions id=id.clone() name=name.clone() acts/>
                </Allowed>
            </td>
        </tr>
    }
}

#[component]
fn Last(delivery: Option<NoticeDelivery>) -> impl IntoView {
    match delivery {
        None => view! { <span class="text-muted">"none yet"</span> }.into_any(),
        Some(delivery) => {
            let (mood, icon, word) = words::status(&delivery.status);
            let error = delivery
                .error
                .map(|words| view! { <span class="cell-sub">{words}</span> });
            view! {
                <div>
                    <Chip mood icon=icon text=word/>
                    " "
                    <When at=delivery.finished_at.unwrap_or(delivery.created_at)/>
                    {error}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Actions(id: String, name: String, acts: Acts) -> impl IntoView {
    let busy = {
        let id = id.clone();
        Memo::new(move |_| {
            let input = acts.test.input();
            acts.test.pending().get() && input.with(|input| input.as_ref().is_some_and(|one| one.id == id))
        })
    };
    let whose = format!(": {name}");
    let for_test = id.clone();
    view! {
        <div>
            <ActionForm action=acts.test attr:class="inline-form">
                <input type="hidden" name="id" value=for_test/>
                <button class="btn btn-small" type="submit" aria-busy=move || busy.get().then_some("true")>
                    "Send a test"
                    <span class="visually-hidden">{whose}</span>
                </button>
            </ActionForm>
            <Confirm
                label="Delete"
                consequence=format!("Nobody is told over “{name}” any more. Its address and its log are deleted. This cannot be undone.")
            >
                <ActionForm action=acts.delete>
                    <input type="hidden" name="id" value=id/>
                    <Button tone=Tone::Danger submit=true>"Delete the channel"</Button>
                </ActionForm>
            </Confirm>
        </div>
    }
}
