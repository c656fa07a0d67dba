//! What several of these pages show: where one is, why something failed, a state.

use super::{HERE, words::Drawn};
use crate::ui::{BackLink, Chip, CopyButton, Glyph, Icon, VendorWords, When, error_of};
use contract::{csp::StepFailure, problem::Problem};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// The tenant that the address names.
pub fn use_setup_id() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()))
}

/// The address of a page of one tenant; `part` is blank for its steps.
pub fn address(id: &str, part: &str) -> String {
    match part {
        "" => format!("{HERE}/{id}"),
        part => format!("{HERE}/{id}/{part}"),
    }
}

/// The way back, and the pages of one tenant.
#[component]
pub fn Places(
    /// The tenant.
    id: Memo<String>,
) -> impl IntoView {
    let path = use_location().pathname;
    let parts = [
        ("Steps", ""),
        ("Relationships", "relationships"),
        ("Customers", "customers"),
        ("Permissions", "permissions"),
        ("Manage", "manage"),
    ];
    let links = parts.map(|(name, part)| {
        let href = move || id.with(|id| address(id, part));
        let here = move || (path.get() == href()).then_some("page");
        view! { <a class="tab" href=href aria-current=here>{name}</a> }
    });
    view! {
        <BackLink href=HERE to="CSP / GDAP"/>
        <nav class="tabs" aria-label="Partner tenant">{links.into_iter().collect_view()}</nav>
    }
    .into_any()
}

/// A state: icon, word and colour.
#[component]
pub fn StateChip(
    /// How it is drawn.
    drawn: Drawn,
) -> impl IntoView {
    let (mood, icon, text) = drawn;
    view! { <Chip mood icon text/> }
}

/// Why something failed: code, cause, the one next action, the vendor's own words; with a button that copies it all.
#[component]
pub fn FailureView(
    /// Why.
    failure: StepFailure,
) -> impl IntoView {
    let all = for_support(&failure);
    view! {
        <div class="problem">
            <Glyph icon=Icon::Alert/>
            <div class="problem-text">
                <p><strong><code>{failure.code.to_string()}</code></strong> " " {failure.cause}</p>
                <p><strong>"Do this: "</strong> {failure.next_action}</p>
                {(!failure.retry_may_help).then(|| view! {
                    <p class="text-muted">"Trying again alone does not help."</p>
                })}
                <VendorWords
                    status=failure.vendor_status
                    message=failure.vendor_message
                    request_id=failure.vendor_request_id
                />
                <div class="problem-foot">
                    <span class="text-muted"><When at=failure.at/></span>
                    <span class="needs-js">"For support: " <CopyButton text=all label="everything about this failure"/></span>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn for_support(failure: &StepFailure) -> String {
    let mut lines = vec![
        format!("Code: {}", failure.code),
        format!("Cause: {}", failure.cause),
        format!("Next: {}", failure.next_action),
        format!("At: {}", failure.at),
    ];
    lines.extend(failure.vendor_status.map(|status| format!("Status: {status}")));
    lines.extend(
        failure
            .vendor_request_id
            .iter()
            .map(|id| format!("Request: {id}")),
    );
    lines.extend(
        failure
            .vendor_message
            .iter()
            .map(|words| format!("Vendor: {words}")),
    );
    lines.join("\n")
}

/// What is wrong with a field of a form.
pub fn wrong(bad: Signal<Option<Problem>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_for_support_holds_the_vendors_words_and_its_request() {
        let failure = StepFailure {
            code: "AADSTS65001".into(),
            cause: "Nobody consented.".to_owned(),
            next_action: "Consent.".to_owned(),
            retry_may_help: false,
            vendor_status: Some(400),
            vendor_message: Some("AADSTS65001: exact words".to_owned()),
            vendor_request_id: Some("req-1".to_owned()),
            at: "2026-11-24T06:00:00.000Z".to_owned(),
        };
        let text = for_support(&failure);
        assert!(text.contains("Vendor: AADSTS65001: exact words"));
        assert!(text.contains("Request: req-1") && text.contains("Status: 400"));
    }
}
