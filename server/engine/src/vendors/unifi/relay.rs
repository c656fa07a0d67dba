//! The Site Manager's connector: which console, and how its path is spelled.

use super::{model::Console, paths, secrets};
use crate::{
    connector::{CallError, CallErrorKind, Client, Desk, Session},
    policy::Access,
    vendors::unifi::manifest::CONSOLE_ID,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

const NOTE: &str = "unifi connector";
const KEPT: Duration = Duration::from_hours(6);

/// The vendor's pages show both; the first is tried first.
const SPELLINGS: [&str; 2] = ["proxy/network/", "network/"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hosts {
    data: Vec<Map<String, Value>>,
    next_token: Option<String>,
}

/// The consoles that the key may reach, all pages.
pub async fn consoles<A: Access>(client: &Client<A>) -> Result<Vec<Console>, CallError> {
    let (mut found, mut token) = (Vec::new(), None::<String>);
    loop {
        let query: Vec<(&str, &str)> = token.iter().map(|token| ("nextToken", token.as_str())).collect();
        let page: Hosts = client.get(paths::hosts(), &query).await?;
        for row in page.data {
            let row = secrets::without(Value::Object(row));
            found.push(serde_json::from_value(row).map_err(|why| {
                let at = format!("`data` of the consoles ({why})");
                client.session().error(CallErrorKind::Contract { at })
            })?);
        }
        match page.next_token.filter(|next| !next.is_empty()) {
            None => return Ok(found),
            Some(next) if token.as_ref() == Some(&next) => {
                let at = "`nextToken` (a page is followed by itself)".to_owned();
                return Err(client.session().error(CallErrorKind::Contract { at }));
            }
            next => token = next,
        }
    }
}

/// The console of this id, or the only one; an input error that lists them when it must be chosen.
pub async fn choose(manager: &Session, id: &str) -> Result<Console, CallError> {
    let mut consoles = consoles(&manager.reader()).await?;
    let listed: Vec<_> = consoles.iter().map(Console::line).collect();
    let refuse = |why: String| {
        let field = CONSOLE_ID.to_owned();
        manager.error(CallErrorKind::Input { field, why })
    };
    let id = id.trim();
    if !id.is_empty() {
        let found = consoles
            .iter()
            .position(|console| console.id.eq_ignore_ascii_case(id));
        return found.map(|at| consoles.swap_remove(at)).ok_or_else(|| {
            refuse(format!(
                "the key reaches no console of this id; it reaches: {}",
                listed.join(", ")
            ))
        });
    }
    match consoles.len() {
        1 => Ok(consoles.swap_remove(0)),
        0 => Err(refuse("the key reaches no console".to_owned())),
        _ => Err(refuse(format!(
            "choose one of the consoles that the key reaches: {}",
            listed.join(", ")
        ))),
    }
}

/// The base address of a console behind the connector, as cheaply as can be.
pub async fn base(manager: &Session, id: &str) -> Result<Url, CallError> {
    let shelf = &manager.desk().shelf;
    if let Some(known) = shelf.note(NOTE).and_then(|text| Url::parse(&text).ok()) {
        return Ok(known);
    }
    let id = match id.trim() {
        "" => choose(manager, "").await?.id,
        id => id.to_owned(),
    };
    let base = spelled(manager, &id).await?;
    keep(manager.desk(), &base);
    Ok(base)
}

/// Remembers the base address for some hours.
fn keep(desk: &Desk, base: &Url) {
    desk.shelf.keep(NOTE, base.to_string(), KEPT);
}

/// Finds the spelling that the connector knows: the version is asked for by both.
pub async fn spelled(manager: &Session, id: &str) -> Result<Url, CallError> {
    let client = manager.reader();
    let mut first = None;
    for spelling in SPELLINGS {
        match client.get::<Value>(paths::relayed_info(id, spelling), &[]).await {
            Ok(_) => {
                return paths::connector(manager.base(), id, spelling)
                    .map_err(|why| manager.error(CallErrorKind::Egress { why }));
            }
            Err(error) if error.kind == CallErrorKind::NotFound => {
                first.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    let at = "no spelling of the connector's path".to_owned();
    Err(first.unwrap_or_else(|| manager.error(CallErrorKind::Contract { at })))
}
