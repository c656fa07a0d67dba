//! Test connection: host, TLS, certificate, sign-in of the application, each permission, and one read; then the same for
//! the service account, where its refresh token is kept.
//!
//! Nothing is changed to find out what may be changed: the token says it. A permission that only some operations need is
//! told as missing and fails nothing, for a connection that only reads is a good one.

use super::{
    credentials::{self, Account},
    inputs::Window,
    manifest::REGISTRATIONS,
    model::Customer,
    operations::tenant_name,
    pages::List,
    paths,
    permissions::{Claims, NEEDS, Need},
    probe::ending,
    sign_in::{Keys, SignIn},
    tenants::{As, Place},
};
use crate::{
    connector::{CallError, CallErrorKind, Checks, ClientCertificate, Desk, Opened, Page},
    vault::Secret,
};
use contract::test_report::Advice;
use std::sync::Arc;

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let opening = credentials::login(opened, &desk)
        .and_then(|login| Ok((login, credentials::open(opened, desk.clone())?)));
    let (login, account) = match opening {
        Ok(found) => found,
        Err(error) => {
            let name = match &error.kind {
                CallErrorKind::Input { .. } => "Certificate",
                _ => "Host",
            };
            checks.run(name, async { Err::<((), String), _>(error) }).await;
            return;
        }
    };
    if !desk.reach(&login, checks).await {
        return;
    }
    if let Some(certificate) = &account.certificate {
        certificate_is_good(certificate, &desk, checks);
    }
    let Some(token) = sign_in(&account.keys, As::App, "Sign-in", checks).await else {
        return;
    };
    let missing = permissions(&token, checks);
    let read = async {
        let name = tenant_name(&account.session.reader()).await?;
        Ok(((), format!("{name} can be read.")))
    };
    let has_read = checks.run("Read the tenant", read).await.is_some();
    if !missing.is_empty() {
        checks.advise(grant(&missing));
    } else if !has_read {
        return;
    }
    if account.keys.refresh_token.is_some() {
        service_account(&account, checks).await;
    }
}

fn certificate_is_good(certificate: &ClientCertificate, desk: &Desk, checks: &mut Checks) {
    let Some(ends) = certificate.ends_at() else {
        checks.record(
            "Certificate",
            true,
            "It can be signed with; its end cannot be read.",
            0,
        );
        return;
    };
    let now = desk.shelf.clock.now_ms();
    let has_ended = ends.as_millisecond() <= now;
    let day = ends.strftime("%Y-%m-%d");
    let detail = if has_ended {
        format!("It ended on {day}.")
    } else {
        format!("Good until {day}; SHA-256 {}.", certificate.fingerprint())
    };
    checks.record("Certificate", !has_ended, detail, 0);
    if let Some(warning) = ending(ends, now) {
        checks.note(warning);
    }
}

/// Asks for a new token; Entra's refusal is decoded by the faults.
async fn sign_in(keys: &Arc<Keys>, who: As, name: &'static str, checks: &mut Checks) -> Option<Secret> {
    let asked = async {
        let place = Place { who, tenant: None };
        let found = SignIn::at(keys, &place)?;
        let Some(sign_in) = found else {
            let at = "nothing to sign in with".to_owned();
            let kind = CallErrorKind::Contract { at };
            return Err(CallError::new(keys.desk.vendor.clone(), "test", kind));
        };
        let token = sign_in.bearer.token(&keys.desk.wire).await?;
        let detail = match who {
            As::App => format!("Entra gave the application a token for {}.", keys.tenant),
            As::User => "Entra gave a token for the service account.".to_owned(),
        };
        Ok((token, detail))
    };
    checks.run(name, asked).await
}

/// Each permission, granted or missing; those without which there is no point.
fn permissions(token: &Secret, checks: &mut Checks) -> Vec<&'static str> {
    let Some(claims) = Claims::of(token) else {
        checks.note("Microsoft's token cannot be read, so the permissions in it are not listed.");
        return Vec::new();
    };
    let has = claims.permissions(As::App);
    let mut missing = Vec::new();
    let mut refused = Vec::new();
    for need in NEEDS {
        let Need {
            what, least, always, ..
        } = need;
        let by = need.granted_by(&has);
        let detail = match by {
            Some(by) if by == *least => format!("Granted: {what}."),
            Some(by) => format!("Granted by {by}: {what}."),
            None => format!("Missing: Microsoft will refuse to {what}."),
        };
        if by.is_none() {
            let list = if *always { &mut missing } else { &mut refused };
            list.push(*least);
        }
        checks.record(format!("Permission {least}"), by.is_some() || !always, detail, 0);
    }
    if !refused.is_empty() {
        let text = format!(
            "Not granted, and needed only for the operations named above: {}.",
            refused.join(", ")
        );
        checks.note(text);
    }
    missing
}

fn grant(missing: &[&str]) -> Advice {
    let text = format!(
        "Add the application permission{} {} in {REGISTRATIONS} > your application > API permissions, and press Grant admin \
         consent. A new permission takes some minutes to stand in a token.",
        if missing.len() == 1 { "" } else { "s" },
        missing.join(", ")
    );
    Advice::new("grant_permission", text)
}

/// The service account: its sign-in, its second factor, and the customers that it sees.
async fn service_account(account: &Account, checks: &mut Checks) {
    let Some(token) = sign_in(&account.keys, As::User, "Service account", checks).await else {
        return;
    };
    if let Some(claims) = Claims::of(&token) {
        if claims.has_second_factor() == Some(false) {
            checks.note(
                "The service account signed in without a second factor. Microsoft refuses that for Partner Center, and \
                 customers' policies may: sign in again with one.",
            );
        }
        let has = claims.permissions(As::User).join(", ");
        checks.note(format!("The service account may use: {has}."));
    }
    if !account.keys.cloud.has_gdap() {
        checks.note("There is no GDAP in this cloud, so no customers can be managed through it.");
        return;
    }
    let place = Place {
        who: As::User,
        tenant: None,
    };
    let read = async {
        let reader = account.session.reader().in_realm(&place.to_string())?;
        let reader = reader.unwrap_or_else(|| account.session.reader());
        let window = Window {
            limit: Some(1),
            cursor: None,
        };
        let page: Page<Customer> = List::new(paths::customers()).read(&reader, window).await?;
        let detail = if page.items.is_empty() {
            "No customer has a GDAP relationship to you."
        } else {
            "Customers can be listed."
        };
        Ok(((), detail.to_owned()))
    };
    checks.run("Read customers", read).await;
}
