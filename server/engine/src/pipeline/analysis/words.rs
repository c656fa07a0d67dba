//! What each failure code means in plain words, what mends it, and the page that performs it. The words stand here once.

use contract::failure::{Blame, FailureCode};

/// The words of one code.
pub struct Words {
    /// Whose fault it is.
    pub blame: Blame,
    /// What happened.
    pub cause: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What the link is called.
    pub label: &'static str,
    /// Where it leads.
    pub page: Page,
}

/// A page that performs a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The webhook.
    Webhook,
    /// The event itself.
    Event,
    /// The account that refused.
    Integration,
    /// Connecting an account of the vendor.
    Connect,
    /// All accounts and their health.
    Status,
    /// The vendors' records that belong to nobody.
    Customers,
    /// The rules, with this event in the tester.
    Rules,
    /// The SOP.
    Sop,
    /// The run.
    Run,
    /// Held calls.
    Approvals,
    /// The key ring.
    Keys,
}

/// The words of a code.
#[expect(clippy::too_many_lines, reason = "one table, a row for each code")]
pub fn of(code: FailureCode) -> Words {
    use Blame::{Configuration, Decision, OpsAi, Vendor};
    let words = |blame, cause, fix, label, page| Words {
        blame,
        cause,
        fix,
        label,
        page,
    };
    match code {
        FailureCode::PayloadTooLarge => words(
            Vendor,
            "The delivery's body is larger than Ops AI takes.",
            "Have the vendor send less: fewer fields, or a link in place of an attachment.",
            "Look at the webhook",
            Page::Webhook,
        ),
        FailureCode::UnsupportedMediaType => words(
            Configuration,
            "The delivery's body was encoded in a way that Ops AI does not read.",
            "Switch compression of the body off, at the vendor's or in the proxy between.",
            "Look at the webhook",
            Page::Webhook,
        ),
        FailureCode::WebhookDisabled => words(
            Configuration,
            "The webhook is switched off, so the delivery was refused.",
            "Switch the webhook on, then have the vendor send it again.",
            "Switch the webhook on",
            Page::Webhook,
        ),
        FailureCode::AddressNotAllowed => words(
            Configuration,
            "The delivery came from an address that may not post to this webhook.",
            "Add the sender's network to the webhook, or the proxy in front of Ops AI to the trusted ones \
             (OPSAI_TRUSTED_PROXIES).",
            "Edit the networks",
            Page::Webhook,
        ),
        FailureCode::SignatureMissing => words(
            Configuration,
            "The delivery carries no proof: neither signature nor secret stands where the vendor puts it.",
            "Paste the secret at the vendor's as the webhook's guide says; where a proxy stands between, let it pass the \
             header.",
            "See how it is set up",
            Page::Webhook,
        ),
        FailureCode::SignatureMismatch => words(
            Configuration,
            "The delivery's signature or secret is not the one that this webhook expects.",
            "See what the signature doctor found; most often the secret must be pasted at the vendor's once more. Rotate it \
             if nobody has it any longer.",
            "Rotate or retire secrets",
            Page::Webhook,
        ),
        FailureCode::StaleTimestamp => words(
            Vendor,
            "The delivery was signed too long ago, or in the future.",
            "Set the clock of the sender and of this server; a delivery that was held back is sent again by the vendor.",
            "Look at the webhook",
            Page::Webhook,
        ),
        FailureCode::MalformedPayload => words(
            Vendor,
            "The payload is not what it claims to be, so it cannot be read.",
            "Look at the raw payload: where a person wrote its template at the vendor's, mend the template.",
            "Look at the payload",
            Page::Event,
        ),
        FailureCode::UnexpectedShape => words(
            Vendor,
            "The payload can be read, but it is not this vendor's.",
            "Check that the address was pasted at the right vendor, and the template by the webhook's guide.",
            "See how it is set up",
            Page::Webhook,
        ),
        FailureCode::UnknownEventType => words(
            Vendor,
            "The vendor sent a kind of event that Ops AI does not know.",
            "Switch this kind off at the vendor's if nobody needs it; otherwise pass the payload on to support.",
            "Look at the payload",
            Page::Event,
        ),
        FailureCode::IntegrationMissing => words(
            Configuration,
            "The integration that the webhook belongs to was deleted.",
            "Connect the account again and make a webhook for it, then replay.",
            "Connect an account",
            Page::Connect,
        ),
        FailureCode::IntegrationDisabled => words(
            Configuration,
            "The integration that the webhook belongs to is paused.",
            "Resume the integration, then replay.",
            "Resume the integration",
            Page::Integration,
        ),
        FailureCode::CustomerNotMapped => words(
            Configuration,
            "The event names a record of the vendor that belongs to no customer.",
            "Map the record to a customer, then replay this group.",
            "Map the customer",
            Page::Customers,
        ),
        FailureCode::NoMatchingSop => words(
            Configuration,
            "No routing rule fires for this event, and no SOP's triggers fit it.",
            "Try the event in the tester to see why each rule passes it over; add a rule for it, or one that ignores it.",
            "Try it on the rules",
            Page::Rules,
        ),
        FailureCode::SopDisabled => words(
            Configuration,
            "The SOP that the rules picked is switched off.",
            "Switch the SOP on, or lead the rule to another, then replay.",
            "Switch the SOP on",
            Page::Sop,
        ),
        FailureCode::CredentialsRejected => words(
            Configuration,
            "The vendor refused the credentials of the integration.",
            "Put in working credentials and test them, then replay.",
            "Edit the integration",
            Page::Integration,
        ),
        FailureCode::PermissionDenied => words(
            Configuration,
            "The credentials work, but a permission is missing at the vendor's.",
            "Grant the permission that the vendor's words name, test the integration, then replay.",
            "Test the integration",
            Page::Integration,
        ),
        FailureCode::VendorNotFound => words(
            Configuration,
            "A step asked the vendor for a record that it does not have, or that the account may not see.",
            "Compare the step's input with the event: the identifier it takes may be another one.",
            "Edit the SOP",
            Page::Sop,
        ),
        FailureCode::VendorRejected => words(
            Configuration,
            "The vendor refused what a step asked for, as it stands.",
            "Read the vendor's words and change the step's input.",
            "Edit the SOP",
            Page::Sop,
        ),
        FailureCode::VendorUnavailable => words(
            Vendor,
            "The vendor answered with errors of its own, after every retry too.",
            "See whether the vendor works again, then replay this group.",
            "See the vendor's health",
            Page::Status,
        ),
        FailureCode::RateLimited => words(
            Vendor,
            "The vendor went on asking to slow down, after every retry too.",
            "Wait until its limit is free again, then replay this group slowly.",
            "See the vendor's health",
            Page::Status,
        ),
        FailureCode::Timeout => words(
            Vendor,
            "The vendor did not answer in time, after every retry too.",
            "See whether the vendor works again, then replay.",
            "See the vendor's health",
            Page::Status,
        ),
        FailureCode::Network => words(
            OpsAi,
            "No connection to the vendor came about, or it broke.",
            "See whether this server may reach the vendor (name, firewall, certificate), then replay.",
            "See the vendor's health",
            Page::Status,
        ),
        FailureCode::ContractChanged => words(
            Vendor,
            "The vendor answered something that it does not document.",
            "Pass the vendor's answer on to support; a newer version of Ops AI may know it.",
            "Look at the event",
            Page::Event,
        ),
        FailureCode::ApprovalRejected => words(
            Decision,
            "A person said no to a step that waited for approval.",
            "Nothing is broken. Replay it if the decision is taken back.",
            "See the decision",
            Page::Approvals,
        ),
        FailureCode::ApprovalExpired => words(
            Decision,
            "Nobody decided in time on a step that waited for approval.",
            "Replay it, and have somebody decide within a day.",
            "See what waits",
            Page::Approvals,
        ),
        FailureCode::KeyUnavailable => words(
            OpsAi,
            "The credentials could not be opened: the key ring is out of reach.",
            "Bring the key source back; what waits goes on by itself, without using up a try.",
            "See the key ring",
            Page::Keys,
        ),
        FailureCode::TemplateError => words(
            Configuration,
            "A step's template names something that this event does not have, or gives the wrong type.",
            "Mend the template in the SOP (its preview on this event shows what comes out), then replay.",
            "Edit the SOP",
            Page::Sop,
        ),
        FailureCode::OutcomeUnknown => words(
            Vendor,
            "A change was sent to the vendor and its answer was lost; whether the vendor acted cannot be known.",
            "Look at the vendor's whether it was done, then replay or leave it.",
            "Look at the run",
            Page::Run,
        ),
    }
}
