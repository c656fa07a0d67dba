//! The gate of the people's side: whoever is not signed in is sent to the sign-in page and back afterwards.
//!
//! Server functions are let through: each of them asks who calls and answers in the form that its caller reads.

use super::{pages::SERVER_FUNCTIONS, problem::Refused, session::Caller, state::Web};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use url::form_urlencoded;

/// Where a person goes who is signed in and wants nothing in particular.
pub const HOME: &str = "/app/integrations";

/// Lets the signed-in pass.
pub async fn open(State(web): State<Web>, caller: Caller, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let behind = (path == "/app" || path.starts_with("/app/")) && !path.starts_with(SERVER_FUNCTIONS);
    let at_the_door = path == "/sign-in" && matches!(*request.method(), Method::GET | Method::HEAD);
    let to = match &caller.who {
        Some(_) if at_the_door => Ok(next_path(request.uri().query()).unwrap_or_else(|| HOME.to_owned())),
        None if behind || at_the_door => match web.services.accounts.needs_setup().await {
            Ok(true) => Ok("/setup".to_owned()),
            Ok(false) if behind => Ok(sign_in_and_back(&request)),
            Ok(false) => return next.run(request).await,
            Err(problem) => Err(problem),
        },
        _ => return next.run(request).await,
    };
    match to {
        Ok(path) => Redirect::to(&path).into_response(),
        Err(problem) => Refused::from(problem).into_response(),
    }
}

/// A path of this site, given in a form or a query; anything that could lead elsewhere is none.
pub fn same_site_path(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.chars().all(|c| c.is_ascii_graphic());
    plain.then_some(path)
}

/// The `next` of a query.
pub fn next_path(query: Option<&str>) -> Option<String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == "next")
        .and_then(|(_, value)| same_site_path(&value).map(ToOwned::to_owned))
}

fn sign_in_and_back(request: &Request) -> String {
    let back = match *request.method() {
        Method::GET | Method::HEAD => request.uri().path_and_query().map_or("/", |path| path.as_str()),
        _ => request.uri().path(),
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", back)
        .finish();
    format!("/sign-in?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in [
            "/",
            "/app/integrations?done=saved&id=int_1",
            "/app/integrations/int_1",
        ] {
            assert_eq!(same_site_path(good), Some(good));
        }
        for bad in [
            "",
            "app",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/a b",
            "javascript:1",
        ] {
            assert_eq!(same_site_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_next_path_is_decoded_before_it_is_judged() {
        assert_eq!(
            next_path(Some("next=%2Fapp%2Faudit")),
            Some("/app/audit".to_owned())
        );
        assert_eq!(next_path(Some("next=%2F%2Fevil.example")), None);
        assert_eq!(next_path(Some("x=1")), None);
        assert_eq!(next_path(None), None);
    }
}
