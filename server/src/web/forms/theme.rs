//! Light, dark, or as the system says: kept in a cookie, so that the first paint is right.

use super::go_on_with;
use crate::web::{
    cookies,
    fields::Fields,
    gate::{HOME, same_site_path},
    problem::Refused,
    state::Web,
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use url::Url;

/// Keeps the theme and goes back to the page.
pub async fn post(State(web): State<Web>, headers: HeaderMap, mut fields: Fields) -> Response {
    let theme = fields.take("theme");
    if !["light", "dark", "system"].contains(&theme.as_str()) {
        return Refused::invalid("theme", "not_a_choice", "Choose light, dark or system.").into_response();
    }
    let next = fields.take("next");
    let back = same_site_path(&next)
        .map(ToOwned::to_owned)
        .or_else(|| referring_path(&headers))
        .unwrap_or_else(|| HOME.to_owned());
    go_on_with(cookies::keep_theme(&web.config, &theme), &back)
}

/// The path of the page that posted; its host does not matter, since only the path is followed.
fn referring_path(headers: &HeaderMap) -> Option<String> {
    let url = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    same_site_path(&format!("{}{query}", url.path())).map(ToOwned::to_owned)
}
