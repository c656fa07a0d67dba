//! What is sent to the customer: the link, and a mail ready to be copied or opened.

use crate::{
    address::with_query,
    ui::{CopyButton, CopyLine, Fold, WhenOr},
};
use contract::csp::Invitation;
use leptos::prelude::*;

/// The invitation.
#[component]
pub fn InvitationView(
    /// The invitation.
    invitation: Invitation,
) -> impl IntoView {
    let mail = with_query(
        "mailto:",
        [
            ("subject", invitation.subject.as_str()),
            ("body", invitation.text.as_str()),
        ],
    );
    view! {
        <section class="card stack" aria-labelledby="csp-invitation">
            <h3 id="csp-invitation">"Invitation"</h3>
            <p>
                "Send this link to the customer. Their Global Administrator opens it, signs in, and approves. It is good for this "
                "one customer and relationship; it can be approved until "
                <WhenOr at=invitation.expires_at otherwise="90 days after it was made"/> "."
            </p>
            <CopyLine text=invitation.url label="the invitation link"/>
            <Fold label="A mail, ready to send" open=true>
                <div class="stack">
                    <p><strong>"Subject: "</strong> {invitation.subject}</p>
                    <pre class="raw" tabindex="0">{invitation.text.clone()}</pre>
                    <div class="row">
                        <CopyButton text=invitation.text label="the text of the mail"/>
                        <a class="btn btn-small" href=mail>"Open in a mail program"</a>
                    </div>
                </div>
            </Fold>
        </section>
    }
    .into_any()
}
