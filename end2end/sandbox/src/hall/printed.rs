//! What a person reads who starts the doubles: what to type, good and wrong.

use std::fmt::Write as _;

use crate::{autotask, datto_edr, datto_rmm, it_glue, microsoft365, pax8, unifi};

/// The sandbox's credentials, good and wrong, as text for a person.
pub fn credentials() -> String {
    let mut text = String::from("Autotask (leave the zone to be discovered)\n");
    for (what, account) in [
        ("works", autotask::GOOD),
        ("works, in another zone", autotask::OTHER_ZONE),
        ("may only read", autotask::READ_ONLY),
        ("sees no tickets", autotask::NO_TICKETS),
        (
            "wrong secret (five of these lock the user)",
            autotask::WRONG_SECRET,
        ),
        ("wrong integration code", autotask::WRONG_CODE),
        ("unknown user", autotask::UNKNOWN_USER),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    user name         {}\n    secret            {}\n    integration code  {}",
            account.user_name, account.secret, account.integration_code
        );
    }
    text.push_str("IT Glue\n");
    for (what, key) in [
        ("US (leave the URL blank)", it_glue::US_KEY),
        (
            "EU (with a blank URL, Test proposes https://api.eu.itglue.com)",
            it_glue::EU_KEY,
        ),
        ("AU (likewise https://api.au.itglue.com)", it_glue::AU_KEY),
        (
            "US, password values hidden",
            it_glue::US_KEY_WITHOUT_PASSWORD_ACCESS,
        ),
        ("US, no passwords at all", it_glue::US_KEY_WITHOUT_PASSWORDS),
        ("revoked", it_glue::REVOKED_KEY),
    ] {
        let _ = writeln!(text, "  {what}\n    API key           {key}");
    }
    let _ = writeln!(text, "Datto EDR (instance {})", datto_edr::ORIGIN);
    for (what, token) in datto_edr::TOKENS {
        let _ = writeln!(text, "  {what}\n    API token         {token}");
    }
    text.push_str("Datto RMM\n");
    for (what, account) in [
        ("works", datto_rmm::GOOD),
        ("may only read", datto_rmm::READ_ONLY),
        ("sees no alerts", datto_rmm::NO_ALERTS),
        (
            "works, on another platform (with the URL above, Test proposes its own)",
            datto_rmm::OTHER_PLATFORM,
        ),
        ("wrong secret", datto_rmm::WRONG_SECRET),
        ("unknown key", datto_rmm::UNKNOWN_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    API URL           {}\n    API key           {}\n    API secret key    {}",
            account.url, account.api_key, account.api_secret
        );
    }
    text.push_str("Pax8\n");
    for (what, key) in [
        ("works", pax8::GOOD),
        ("may only read", pax8::READ_ONLY),
        (
            "sees neither orders nor subscriptions",
            pax8::WITHOUT_SUBSCRIPTIONS,
        ),
        ("wrong secret", pax8::WRONG_SECRET),
        ("deleted", pax8::UNKNOWN_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    client ID         {}\n    client secret     {}",
            key.client_id, key.client_secret
        );
    }
    of_unifi(&mut text);
    of_microsoft365(&mut text);
    text
}

fn of_unifi(text: &mut String) {
    let _ = writeln!(text, "UniFi, console {}", unifi::CONSOLE_ORIGIN);
    for (what, key) in [
        ("works", unifi::LOCAL_KEY),
        ("may only look", unifi::READ_ONLY_KEY),
        ("deleted", unifi::REVOKED_KEY),
    ] {
        let _ = writeln!(text, "  {what}\n    API key           {key}");
    }
    text.push_str("UniFi, Site Manager cloud connector\n");
    for (what, key) in [
        ("works, with one console", unifi::CLOUD_KEY_OF_ONE),
        ("of three consoles: choose one", unifi::CLOUD_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    API key           {key}\n    console ID        {}",
            unifi::HOST_ID
        );
    }
    let _ = writeln!(
        text,
        "UniFi, old controller {} (or the console above)",
        unifi::CLASSIC_ORIGIN
    );
    for (what, user) in [
        ("works", unifi::ADMIN),
        ("may only look", unifi::VIEWER),
        ("asked for a second factor", unifi::SSO_USER),
        (
            "wrong password (three of these lock the login)",
            unifi::WRONG_PASSWORD,
        ),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    user name         {}\n    password          {}",
            user.username, user.password
        );
    }
}

fn of_microsoft365(text: &mut String) {
    text.push_str("Microsoft 365\n");
    for (what, app) in [
        ("works, in the largest customer's tenant", microsoft365::GOOD),
        ("works, in the partner's tenant", microsoft365::PARTNER),
        ("may only read", microsoft365::READ_ONLY),
        (
            "sees no mailboxes, changes nothing",
            microsoft365::WITHOUT_MAILBOXES,
        ),
        ("wrong secret", microsoft365::WRONG_SECRET),
        ("secret that has expired", microsoft365::EXPIRED_SECRET),
        ("nobody has consented in this tenant", microsoft365::NOT_CONSENTED),
        ("unknown application", microsoft365::UNKNOWN_APP),
        ("unknown tenant", microsoft365::UNKNOWN_TENANT),
        (
            "the onboarding application, before anybody has consented",
            microsoft365::BOOTSTRAP,
        ),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    tenant ID         {}\n    client ID         {}\n    client secret     {}",
            app.tenant_id, app.client_id, app.client_secret
        );
    }
    for (what, token) in [
        ("of the service account", microsoft365::REFRESH_TOKEN),
        ("without a second factor", microsoft365::REFRESH_TOKEN_WITHOUT_MFA),
        (
            "that was unused for too long",
            microsoft365::EXPIRED_REFRESH_TOKEN,
        ),
    ] {
        let _ = writeln!(text, "  refresh token {what}\n    refresh token     {token}");
    }
    let _ = writeln!(
        text,
        "  people who sign in\n    {}, {}, {}, {}",
        microsoft365::ADMIN,
        microsoft365::SERVICE_ACCOUNT,
        microsoft365::TECHNICIAN,
        microsoft365::CUSTOMER_ADMIN
    );
    let _ = writeln!(
        text,
        "  certificate of {}, in place of its secret\n{}{}",
        microsoft365::CONNECTOR_NAME,
        microsoft365::CERTIFICATE,
        microsoft365::CERTIFICATE_KEY
    );
}
