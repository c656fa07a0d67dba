//! The decision: a reason, two buttons, and a last look at what would be hit. A plain form, so it works without JavaScript.

use super::api::{Check, Decide, Shown};
use crate::{
    frame::Allowed,
    ui::{Button, Icon, Mood, Notice, TextField, Tone},
};
use contract::{actor::Role, approval::ApprovalStatus};
use leptos::{form::ActionForm, prelude::*};

/// The forms of a card.
#[component]
pub fn Decision(
    /// The held call.
    shown: Shown,
    /// Decides.
    decide: ServerAction<Decide>,
    /// Looks again.
    check: ServerAction<Check>,
) -> impl IntoView {
    let Shown { approval, own, may } = shown;
    let is_stale = approval.status == ApprovalStatus::Stale;
    if !(is_stale || approval.status == ApprovalStatus::Pending) {
        return ().into_any();
    }
    if !may {
        let who = match approval.needs {
            Role::Admin => "An Admin decides on this.",
            Role::Tech | Role::Viewer => "Your role can look, and not decide.",
        };
        return view! { <p class="text-muted">{who}</p> }.into_any();
    }
    let id = StoredValue::new(approval.id.to_string());
    let describes = approval.binding.target.is_some();
    view! {
        <Allowed role=Role::Tech otherwise=|| view! { <p class="text-muted">"Your role can look, and not decide."</p> }>
            {own.then(|| view! {
                <Notice mood=Mood::Info>"You asked for this, so somebody else approves it. You may take it back."</Notice>
            })}
            <ActionForm action=decide attr:class="form">
                <input type="hidden" name="id" value=id.get_value()/>
                <TextField
                    form=id.get_value()
                    name="reason"
                    label="Reason"
                    help="Goes back to whoever asked, and stands in the history."
                />
                <div class="form-actions">
                    <Button
                        tone=Tone::Primary
                        submit=true
                        busy=decide.pending()
                        disabled=is_stale || own
                        attr:id=format!("approve-{}", id.get_value())
                        attr:name="decision"
                        attr:value="approve"
                    >
                        "Approve and run"
                    </Button>
                    <Button
                        tone=Tone::Danger
                        submit=true
                        busy=decide.pending()
                        disabled=is_stale
                        attr:id=format!("reject-{}", id.get_value())
                        attr:name="decision"
                        attr:value="reject"
                    >
                        {if own { "Take it back" } else { "Reject" }}
                    </Button>
                </div>
            </ActionForm>
            {(describes && !is_stale).then(|| view! {
                <ActionForm action=check>
                    <input type="hidden" name="id" value=id.get_value()/>
                    <Button submit=true tone=Tone::Quiet icon=Icon::Refresh busy=check.pending()>
                        "Look at it again"
                    </Button>
                </ActionForm>
            })}
        </Allowed>
    }
    .into_any()
}
