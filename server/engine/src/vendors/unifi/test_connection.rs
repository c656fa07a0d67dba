//! Test connection, by mode: reach the host, sign in, find the console, then read one row of each kind.
//!
//! It stops at the first refused credential, because repeated refusals lock keys and logins.

use super::{
    controller, credentials,
    faults::{LOGIN_LIMIT, SECOND_FACTOR},
    manifest::{CONSOLE_ID, KEYS_PAGE, MODE},
    place::{self, Mode},
    relay, sites, test_reads, trust, version,
};
use crate::connector::{CallError, CallErrorKind, Checks, Desk, Opened, Session};
use contract::test_report::Advice;
use url::Url;

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let mode = Mode::of(&opened.settings);
    mode.note(&desk);
    match mode {
        Mode::Local => local(opened, desk, checks).await,
        Mode::Cloud => cloud(opened, desk, checks).await,
        Mode::Legacy => legacy(opened, desk, checks).await,
    }
}

async fn local(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let Some((console, desk)) = at_console(opened, desk, checks).await else {
        return;
    };
    let session = match console.join(controller::PREFIX) {
        Ok(base) => credentials::with_key(opened, desk, base),
        Err(_) => return,
    };
    let client = session.reader();
    let asked = async {
        let version = version::asked(&client).await?;
        let detail = format!("UniFi Network {version}; the key carries the rights of the admin who made it");
        Ok((version, detail))
    };
    let Some(version) = checks.run("Sign-in", asked).await else {
        explain_key(
            checks,
            &format!("Make a key in {KEYS_PAGE} of this console and paste it here."),
        );
        return;
    };
    test_reads::run(&client, &version, checks).await;
}

async fn cloud(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let manager = match credentials::site_manager(opened, desk.clone()) {
        Ok(manager) => manager,
        Err(error) => return fail(checks, "Host", error).await,
    };
    if !desk.reach(manager.base(), checks).await {
        return;
    }
    let asked = async {
        let consoles = relay::consoles(&manager.reader()).await?;
        let detail = match consoles.len() {
            1 => "the key reaches 1 console".to_owned(),
            count => format!("the key reaches {count} consoles"),
        };
        Ok((consoles, detail))
    };
    if checks.run("Sign-in", asked).await.is_none() {
        explain_key(
            checks,
            "Make a key at unifi.ui.com > API and paste it here; a console's own key is another key.",
        );
        return;
    }
    let chosen = async {
        let console = relay::choose(&manager, opened.setting(CONSOLE_ID)).await?;
        let line = console.line();
        Ok((console, line))
    };
    let Some(console) = checks.run("Console", chosen).await else {
        let text = "Copy the id of the console from the list above into Console ID.";
        if matches!(
            checks.failure().map(|error| &error.kind),
            Some(CallErrorKind::Input { .. })
        ) {
            checks.advise(Advice::new("choose_console", text));
        }
        return;
    };
    let asked = async {
        let base = relay::spelled(&manager, &console.id).await?;
        let session = credentials::with_key(opened, desk.clone(), base);
        let client = session.reader();
        let version = version::asked(&client).await?;
        let detail = format!("UniFi Network {version} answers through the connector");
        Ok(((client, version), detail))
    };
    let Some((client, version)) = checks.run("Cloud connector", asked).await else {
        let text = match checks.failure().map(|error| &error.kind) {
            Some(CallErrorKind::Timeout | CallErrorKind::VendorDown) => {
                "The Site Manager does not reach the console: check that it is online and connected to the cloud."
            }
            Some(CallErrorKind::Permission) => {
                "The key's owner must own this console; an organisation's key reaches more consoles."
            }
            Some(CallErrorKind::NotFound) => {
                "The console must run firmware 5.0.3 or newer with the Network application 9.0 or newer."
            }
            _ => return,
        };
        checks.advise(Advice::new("check_console", text));
        return;
    };
    test_reads::run(&client, &version, checks).await;
}

async fn legacy(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let Some((console, desk)) = at_console(opened, desk, checks).await else {
        return;
    };
    let asked = async {
        let kind = controller::which(&desk, &console).await?;
        Ok((kind, kind.name().to_owned()))
    };
    let Some(kind) = checks.run("Controller", asked).await else {
        return;
    };
    let session = match credentials::with_login(opened, desk, &console, kind) {
        Ok(session) => session,
        Err(error) => return fail(checks, "Sign-in", error).await,
    };
    let Some(reference) = sign_in(&session, checks).await else {
        return;
    };
    let client = session.reader();
    let asked = async {
        let version = version::asked_privately(&client, &reference).await?;
        let detail = format!("UniFi Network {version}");
        Ok((version, detail))
    };
    if let Some(version) = checks.run("Version", asked).await {
        test_reads::run(&client, &version, checks).await;
    }
}

/// Signs in by reading the sites; the short name of the first.
async fn sign_in(session: &Session, checks: &mut Checks) -> Option<String> {
    let client = session.reader();
    let asked = async {
        let sites = sites::all(&client).await?;
        let detail = format!(
            "signed in; {} visible",
            test_reads::counted(sites.len() as u64, "site", "sites")
        );
        let first = sites.into_iter().find_map(|site| site.internal_reference);
        Ok((first.unwrap_or_else(|| "default".to_owned()), detail))
    };
    let found = checks.run("Sign-in", asked).await;
    if found.is_none() {
        explain_login(checks);
    }
    found
}

/// Host and certificate of the console that the settings name.
async fn at_console(opened: &Opened, desk: Desk, checks: &mut Checks) -> Option<(Url, Desk)> {
    let (console, desk) = match place::at_console(&opened.settings, desk) {
        Ok(found) => found,
        Err(error) => {
            fail(checks, "Host", error).await;
            return None;
        }
    };
    let is_pinned = matches!(place::pin(&opened.settings), Ok(Some(_)));
    trust::reach(&desk, &console, is_pinned, checks)
        .await
        .then_some((console, desk))
}

async fn fail(checks: &mut Checks, name: &'static str, error: CallError) {
    checks.run(name, async { Err::<((), String), _>(error) }).await;
}

/// What to do about a key that was not taken.
fn explain_key(checks: &mut Checks, make: &str) {
    let Some(failure) = checks.failure() else { return };
    let advice = match failure.kind {
        CallErrorKind::Credentials => Advice::new("check_api_key", format!("The key was refused. {make}")),
        CallErrorKind::NotFound => Advice::new(
            "use_legacy_mode",
            "There is no official API at this address. It needs a UniFi OS console with Network 9.0 or newer; for an \
             older one connect by user name and password.",
        )
        .setting(MODE, Mode::Legacy.as_str()),
        CallErrorKind::Egress { .. } if failure.said.as_ref().is_some_and(|said| said.status == 302) => Advice::new(
            "use_legacy_mode",
            "A classic Network Server answers here; it knows no API keys. Connect by user name and password.",
        )
        .setting(MODE, Mode::Legacy.as_str()),
        CallErrorKind::VendorDown | CallErrorKind::Contract { .. } => Advice::new(
            "wait",
            "The Network application does not answer as it should. It does so for some minutes while it starts or is \
             updated: test again later.",
        ),
        _ => return,
    };
    checks.advise(advice);
}

/// What to do about a login that was refused.
fn explain_login(checks: &mut Checks) {
    let Some(failure) = checks.failure() else { return };
    let said = failure.said.as_ref();
    let holds = |word: &str| said.is_some_and(|said| said.body.contains(word));
    let advice = match failure.kind {
        CallErrorKind::Limited { .. } if holds(LOGIN_LIMIT) => Advice::new(
            "wait",
            "The controller has locked the login after too many tries, and each further try makes the lock longer. Wait \
             some minutes, then test once.",
        ),
        CallErrorKind::Credentials if holds(SECOND_FACTOR) || said.is_some_and(|said| said.status == 499) => {
            Advice::new(
                "use_local_admin",
                "The controller asks for a second factor. Make a local admin without one, and use its name and password.",
            )
        }
        CallErrorKind::Credentials => Advice::new(
            "check_credentials",
            "Check name and password of the local admin. The test stopped after one refusal, because more of them lock \
             the login.",
        ),
        CallErrorKind::VendorDown => Advice::new(
            "wait",
            "The controller is starting or being updated: test again in some minutes.",
        ),
        _ => return,
    };
    checks.advise(advice);
}
