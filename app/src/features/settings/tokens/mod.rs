//! API tokens: programs that call `/api/v1`. A secret is shown once, when it is made.

mod api;
mod create;

use super::{SettingsTabs, words};
use crate::{
    frame::Allowed,
    ui::{
        Button, Confirm, Done, Empty, Failure, Icon, LinkButton, Load, PageHeader, RoleBadge, Skeleton,
        Table, Tone, When, WhenOr, failure,
    },
};
use api::{CreateToken, RevokeToken, list_tokens};
use contract::{account::Token, actor::Role};
use create::NewTokenDrawer;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

/// The page's own address.
const HERE: &str = "/app/settings/tokens";
/// The address of the drawer in which a token is made.
const NEW: &str = "/app/settings/tokens?new=1";

/// The page.
#[component]
pub fn TokensPage() -> impl IntoView {
    let create = ServerAction::<CreateToken>::new();
    let revoke = ServerAction::<RevokeToken>::new();
    let bad = failure(revoke);
    let versions = (create.version(), revoke.version());
    let tokens = Resource::new(move || (versions.0.get(), versions.1.get()), |_| list_tokens());
    let query = use_query_map();
    let adding = Memo::new(move |_| query.with(|query| query.get("new").is_some()));
    view! {
        <PageHeader title="API tokens" lead="For programs that call this Ops AI at /api/v1.">
            <Allowed role=Role::Tech>
                <LinkButton href=NEW tone=Tone::Primary icon=Icon::Plus>"New token"</LinkButton>
            </Allowed>
        </PageHeader>
        <SettingsTabs/>
        <Done words=words::done/>
        <Failure of=bad/>
        <Load of=tokens skeleton=|| view! { <Skeleton/> } let:tokens>
            <List tokens revoke/>
        </Load>
        <Show when=move || adding.get()>
            <NewTokenDrawer create/>
        </Show>
    }
    .into_any()
}

#[component]
fn List(tokens: Vec<Token>, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <Empty
                icon=Icon::Token
                title="No tokens"
                text="A program needs one to call /api/v1. Its secret is shown once, when it is made."
            >
                <a href="/api/v1/docs" rel="external">"Read the API reference"</a>
            </Empty>
        }
        .into_any();
    }
    let columns = vec!["Name", "Role", "Made", "Last used", "Ends", ""];
    view! {
        <Table caption="API tokens" columns>
            {tokens.into_iter().map(|token| view! { <Row token revoke/> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Row(token: Token, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    let id = token.id.to_string();
    view! {
        <tr>
            <td data-label="Name">
                <span class="cell-name">{token.name}</span>
                <span class="cell-sub mono">{format!("opsai_…{}", token.hint)}</span>
            </td>
            <td data-label="Role"><RoleBadge role=token.role/></td>
            <td data-label="Made">
                <When at=token.created_at/>
                <span class="cell-sub">{format!("by {}", token.created_by)}</span>
            </td>
            <td data-label="Last used"><WhenOr at=token.last_used_at otherwise="never"/></td>
            <td data-label="Ends"><WhenOr at=token.expires_at otherwise="never"/></td>
            <td class="cell-actions">
                <div>
                    <Confirm
                        label="Revoke"
                        consequence="Programs that use this token are refused from now on. This cannot be undone."
                    >
                        <ActionForm action=revoke>
                            <input type="hidden" name="id" value=id/>
                            <Button tone=Tone::Danger submit=true>"Revoke the token"</Button>
                        </ActionForm>
                    </Confirm>
                </div>
            </td>
        </tr>
    }
}
