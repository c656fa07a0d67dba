//! `GET /csp/callback`: where a browser comes back from the vendor's sign-in page.
//!
//! Code and state stand in the address that the vendor chose; they are handed to the port and stand nowhere else: the log
//! knows the route's pattern alone, and the answer is a redirect to a page without them. A cross-site navigation brings the
//! session's cookie (`Lax`), and the port compares it with the one that began the sign-in.
//!
//! Microsoft's page of an administrator's consent comes back here too. It brings no code and nothing is believed of it: it
//! leads to the page that reads what was really granted.

use super::{session::Caller, state::Web};
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use contract::{csp::Returned, ids::CspSetupId, problem::Problem};
use url::form_urlencoded;

/// The route.
pub fn routes() -> Router<Web> {
    Router::new().route("/csp/callback", get(callback))
}

async fn callback(State(web): State<Web>, caller: Caller, RawQuery(query): RawQuery) -> Response {
    if let Some(to) = consented(query.as_deref()) {
        return led(&to);
    }
    let outcome = match &caller.who {
        None => Err(Problem::unauthenticated()),
        Some(who) => web.services.csp.returned(who, read(query.as_deref())).await,
    };
    let to = match outcome {
        Ok(setup) => format!("/app/csp-wizard/{}", setup.id),
        Err(problem) => {
            let code = form_urlencoded::byte_serialize(problem.code.as_bytes()).collect::<String>();
            format!("/app/csp-wizard?problem={code}")
        }
    };
    led(&to)
}

fn led(to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Where an administrator's consent leads: its state is the setup whose page asked for it, and it brings no code.
fn consented(query: Option<&str>) -> Option<String> {
    let (mut setup, mut tenant, mut given) = (None, None, true);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "code" => return None,
            "state" => setup = CspSetupId::parse(&value),
            "error" => given = false,
            "tenant" => tenant = Some(value.into_owned()),
            _ => {}
        }
    }
    let word = if given { "given" } else { "refused" };
    let mut to = format!("/app/csp-wizard/{}/permissions?consent={word}", setup?);
    // A tenant's ID and nothing else goes on.
    let is_id = |text: &String| text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if let Some(tenant) = tenant.filter(is_id) {
        to.push_str("&tenant=");
        to.push_str(&tenant);
    }
    Some(to)
}

fn read(query: Option<&str>) -> Returned {
    let mut returned = Returned::default();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let value = value.into_owned();
        match name.as_ref() {
            "state" => returned.state = value,
            "code" => returned.code = Some(value),
            "error" => returned.error = Some(value),
            "error_description" => returned.error_description = Some(value),
            _ => {}
        }
    }
    returned
}
