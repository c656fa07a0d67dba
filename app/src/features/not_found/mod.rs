//! The page for an address that leads nowhere; answered with 404.

use crate::{frame::Alone, ui::LinkButton};
use leptos::prelude::*;

/// Says that there is no such page, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Alone title="There is no such page">
            <p>"The address may be mistyped, or what it led to may have been deleted meanwhile."</p>
            <LinkButton href="/app/integrations">"Go to Integrations"</LinkButton>
        </Alone>
    }
    .into_any()
}
