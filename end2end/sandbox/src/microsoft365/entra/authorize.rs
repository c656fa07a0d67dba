//! `/{tenant}/oauth2/v2.0/authorize`: who signs in, whether they consent, and the code that goes to the application.

use hyper::Method;
use url::Url;

use super::client::is_registered;
use super::says::Refusal;
use super::scope::Asked;
use super::{Call, consent, pages, scope};
use crate::exchange::Answer;
use crate::microsoft365::accounts::uuid;
use crate::microsoft365::behaviour::Consent;
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Challenge, Code, Row, Tenant, Who, text};

/// How long a code is good.
const CODE_SECONDS: i64 = 600;

/// What a person did on the page.
pub(crate) struct Decision {
    pub account: String,
    pub mfa: bool,
    pub accepts: bool,
}

/// The decision that was made on the page, or that a switch makes; `None` when the page is to be shown.
pub(crate) fn decision(call: &Call<'_>) -> Option<Decision> {
    if call.request.method == Method::POST {
        let form: Vec<(String, String)> = url::form_urlencoded::parse(&call.request.body)
            .into_owned()
            .collect();
        let get = |name: &str| {
            form.iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        return Some(Decision {
            account: get("account").unwrap_or_default().to_owned(),
            mfa: get("mfa") == Some("yes"),
            accepts: get("decision") == Some("accept"),
        });
    }
    let accepts = match call.behaviour.consent {
        Consent::Asked => return None,
        Consent::Given => true,
        Consent::Denied => false,
    };
    Some(Decision {
        account: call.behaviour.signs_in_as.clone(),
        mfa: true,
        accepts,
    })
}

/// Those who may be chosen on the page: people who sign in at the partner, and each customer's administrator.
pub(crate) fn accounts(call: &Call<'_>) -> Vec<String> {
    let turn = call.world.turn;
    let of = |tenant: &Tenant, count: usize| {
        let users = tenant.users.rows(turn).take(count);
        users
            .map(|row| text(row, "userPrincipalName").to_owned())
            .collect::<Vec<_>>()
    };
    let mut tenants = call.world.tenants.iter();
    let mut found = tenants.next().map(|partner| of(partner, 3)).unwrap_or_default();
    found.extend(tenants.flat_map(|customer| of(customer, 1)));
    found
}

/// Whether somebody with these directory roles may consent for everybody.
pub(crate) fn may_consent(held: &[String]) -> bool {
    [
        roles::GLOBAL_ADMINISTRATOR,
        roles::PRIVILEGED_ROLE_ADMINISTRATOR,
        roles::APPLICATION_ADMINISTRATOR,
        roles::CLOUD_APPLICATION_ADMINISTRATOR,
    ]
    .iter()
    .any(|role| held.iter().any(|held| held == role))
}

struct Request {
    app: Row,
    app_id: String,
    redirect_uri: String,
    mode: String,
    state: Option<String>,
}

impl Request {
    /// The answer to the application's address.
    fn respond(&self, pairs: Vec<(&str, String)>) -> Answer {
        let mut pairs: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        if let Some(state) = &self.state {
            pairs.push(("state".to_owned(), state.clone()));
        }
        respond(&self.redirect_uri, &self.mode, &pairs)
    }

    fn refuse(&self, call: &Call<'_>, error: &str, refusal: &Refusal) -> Answer {
        self.respond(vec![
            ("error", error.to_owned()),
            ("error_description", refusal.description(call)),
        ])
    }
}

/// Sends the browser back with these values.
pub(crate) fn respond(to: &str, mode: &str, pairs: &[(String, String)]) -> Answer {
    if mode == "form_post" {
        return pages::form_post(to, pairs);
    }
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    let encoded = encoded.extend_pairs(pairs).finish();
    let sign = match (mode, Url::parse(to).is_ok_and(|url| url.query().is_some())) {
        ("fragment", _) => '#',
        (_, true) => '&',
        (_, false) => '?',
    };
    Answer::empty(302).with("location", &format!("{to}{sign}{encoded}"))
}

/// Answers a sign-in.
pub(crate) fn answer(call: &mut Call<'_>) -> Answer {
    let request = match read(call) {
        Ok(request) => request,
        Err(refusal) => return pages::error(&refusal.description(call)),
    };
    match go(call, &request) {
        Ok(answer) => answer,
        Err((error, refusal)) => request.refuse(call, error, &refusal),
    }
}

/// Errors up to here are shown: there is no address that they could be sent to.
fn read(call: &Call<'_>) -> Result<Request, Refusal> {
    let get = |name: &str| call.request.pair(name).filter(|value| !value.is_empty());
    let app_id = get("client_id").ok_or_else(Refusal::malformed)?;
    let is_common = matches!(call.authority.as_str(), "organizations" | "common");
    if !is_common && call.world.place(&call.authority).is_none() {
        return Err(Refusal::no_tenant(&call.authority));
    }
    let found = call.world.application(&app_id);
    let (_, app) = found.ok_or_else(|| Refusal::no_application(&app_id, &call.authority))?;
    let redirect_uri = get("redirect_uri").ok_or_else(Refusal::malformed)?;
    if !is_registered(call, app, &redirect_uri) {
        return Err(Refusal::new(
            50_011,
            format!(
                "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{app_id}'."
            ),
        ));
    }
    Ok(Request {
        app: app.clone(),
        app_id,
        redirect_uri,
        mode: get("response_mode").unwrap_or_else(|| "query".to_owned()),
        state: get("state"),
    })
}

type Refused = (&'static str, Refusal);

fn go(call: &mut Call<'_>, request: &Request) -> Result<Answer, Refused> {
    let get = |name: &str| call.request.pair(name).filter(|value| !value.is_empty());
    let malformed = || ("invalid_request", Refusal::malformed());
    if get("response_type").as_deref() != Some("code") {
        let why = Refusal::new(700_054, "response_type is not enabled for the application.");
        return Err(("unsupported_response_type", why));
    }
    if !matches!(request.mode.as_str(), "query" | "fragment" | "form_post") {
        return Err(malformed());
    }
    let words = get("scope").ok_or_else(malformed)?;
    let asked = scope::read(&words).map_err(|refusal| ("invalid_scope", refusal))?;
    let challenge = match (get("code_challenge"), get("code_challenge_method").as_deref()) {
        (None, None) => None,
        (Some(text), Some("S256")) => Some(Challenge { text, hashed: true }),
        (Some(text), Some("plain") | None) => Some(Challenge { text, hashed: false }),
        _ => return Err(malformed()),
    };
    if get("prompt").as_deref() == Some("none") {
        let why = Refusal::new(
            50_058,
            "A silent sign-in request was sent but no user is signed in.",
        );
        return Err(("login_required", why));
    }
    let wanted = wanted(&request.app, &asked);
    let Some(decision) = decision(call) else {
        let names: Vec<String> = wanted.iter().flat_map(|(_, names)| names.clone()).collect();
        let chosen = get("login_hint").unwrap_or_else(|| call.behaviour.signs_in_as.clone());
        return Ok(pages::consent(
            text(&request.app, "displayName"),
            &names,
            &accounts(call),
            &chosen,
        ));
    };
    let nonce = get("nonce");
    if !decision.accepts {
        let why = Refusal::new(65_004, "User declined to consent to access the app.");
        return Err(("access_denied", why));
    }
    let who = sign_in(call, &decision)?;
    settle_consent(call, request, &who, &wanted)?;
    let number = call.world.number();
    let code = format!("0.sandbox-code-{number:06}");
    call.world.identity.codes.push(Code {
        code: code.clone(),
        authority: call.authority.clone(),
        app_id: request.app_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        challenge,
        scope: words,
        nonce,
        who,
        until: call.world.now + CODE_SECONDS,
        used: false,
    });
    Ok(request.respond(vec![("code", code), ("session_state", uuid(0x5e55_0000, number))]))
}

/// What is to be consented to: everything that the application says it needs, or just what was named.
fn wanted(app: &Row, asked: &Asked) -> Vec<(String, Vec<String>)> {
    if asked.default {
        let needed = consent::required(app).into_iter();
        return needed.map(|one| (one.resource, one.scopes)).collect();
    }
    vec![(asked.resource.app_id.to_owned(), asked.names.clone())]
}

fn sign_in(call: &Call<'_>, decision: &Decision) -> Result<Who, Refused> {
    let Some((home, row)) = call.world.person(&decision.account) else {
        let why = format!("The user account {} does not exist.", decision.account);
        return Err(("access_denied", Refusal::new(50_034, why)));
    };
    let place = call.world.place(&call.authority);
    let is_there = place.is_none_or(|at| call.world.tenants.get(at).is_some_and(|one| one.id == home.id));
    if !is_there {
        let why = format!(
            "User account '{}' from identity provider 'https://sts.windows.net/{}/' does not exist in tenant '{}' and cannot access the application.",
            decision.account, home.id, call.authority
        );
        return Err(("access_denied", Refusal::new(50_020, why)));
    }
    Ok(Who::User {
        home: home.id.clone(),
        id: text(row, "id").to_owned(),
        upn: text(row, "userPrincipalName").to_owned(),
        mfa: decision.mfa,
    })
}

/// Whoever may consents for everybody; whoever may not goes on only where somebody has.
fn settle_consent(
    call: &mut Call<'_>,
    request: &Request,
    who: &Who,
    wanted: &[(String, Vec<String>)],
) -> Result<(), Refused> {
    let Who::User { home, id, .. } = who else {
        return Ok(());
    };
    let turn = call.world.turn;
    let tenant = call.world.tenant(home);
    let may = tenant.is_some_and(|tenant| may_consent(&tenant.roles_of(id)));
    if !may {
        let has_all = tenant.is_some_and(|tenant| {
            let Some(own) = tenant.principal_of(&request.app_id, turn) else {
                return false;
            };
            wanted.iter().all(|(resource, names)| {
                let at = tenant.principal_of(resource, turn).map(|row| text(row, "id"));
                let granted = tenant.granted_scopes(text(own, "id"), at.unwrap_or_default(), id, turn);
                names.iter().all(|name| granted.contains(name))
            })
        });
        if has_all {
            return Ok(());
        }
        let why = Refusal::new(90_094, "The grant requires admin permission.");
        return Err(("access_denied", why));
    }
    let home = home.clone();
    let Some(own) = consent::principal_for(call.world, &home, &request.app_id) else {
        return Ok(());
    };
    for (resource, names) in wanted.iter().filter(|(_, names)| !names.is_empty()) {
        let granted = consent::grant_scopes(call.world, call.behaviour, &home, &own, resource, names);
        if granted.is_none() {
            let why = Refusal::new(
                650_052,
                format!(
                    "The app needs access to a service ('{resource}') that your organization has not subscribed to or enabled."
                ),
            );
            return Err(("access_denied", why));
        }
    }
    Ok(())
}
