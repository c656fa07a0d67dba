//! The signed-in browsers, and ending one.

use super::api::{RevokeSession, list_sessions};
use crate::{
    features::settings::words::browser_name,
    ui::{Button, Chip, Confirm, Failure, Icon, Load, Mood, Skeleton, Table, Tone, When, failure},
};
use contract::account::Session;
use leptos::{form::ActionForm, prelude::*};

/// The list.
#[component]
pub fn Sessions() -> impl IntoView {
    let revoke = ServerAction::<RevokeSession>::new();
    let bad = failure(revoke);
    let version = revoke.version();
    let sessions = Resource::new(move || version.get(), |_| list_sessions());
    let columns = vec!["Browser", "Who", "Address", "Last used", "Ends", ""];
    view! {
        <Failure of=bad/>
        <Load of=sessions skeleton=|| view! { <Skeleton count=3/> } let:sessions>
            <Table caption="Signed-in browsers" columns=columns.clone()>
                {sessions.into_iter().map(|session| view! { <Row session revoke/> }).collect_view()}
            </Table>
        </Load>
    }
}

#[component]
fn Row(session: Session, revoke: ServerAction<RevokeSession>) -> impl IntoView {
    let Session {
        id,
        user,
        agent,
        address,
        seen_at,
        expires_at,
        current,
        ..
    } = session;
    let ending = if current {
        view! { <Chip mood=Mood::Ok icon=Icon::Check text="This browser"/> }.into_any()
    } else {
        view! {
            <Confirm label="End" consequence="That browser has to sign in again.">
                <ActionForm action=revoke>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button tone=Tone::Danger submit=true>"End the session"</Button>
                </ActionForm>
            </Confirm>
        }
        .into_any()
    };
    view! {
        <tr>
            <td data-label="Browser" title=agent.clone()>{browser_name(&agent)}</td>
            <td data-label="Who">{user}</td>
            <td data-label="Address"><span class="mono">{address}</span></td>
            <td data-label="Last used"><When at=seen_at/></td>
            <td data-label="Ends"><When at=expires_at/></td>
            <td class="cell-actions"><div>{ending}</div></td>
        </tr>
    }
}
