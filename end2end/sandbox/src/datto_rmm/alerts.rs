//! Alerts: listed by state, read, resolved.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::credentials::User;
use super::lists::{self, Kind};
use super::routes::Owner;
use super::says;
use super::seed;
use super::tenant::{Data, by, text};
use crate::exchange::{Answer, Received};

pub(crate) fn list(
    request: &Received,
    data: &Data,
    of: &Owner,
    open: bool,
    origin: &str,
    behaviour: &Behaviour,
) -> Answer {
    let missing = match of {
        Owner::Account => None,
        Owner::Site(uid) => by(&data.sites, "uid", uid).is_none().then_some(says::NO_SITE),
        Owner::Device(uid) => data.device(uid).is_none().then_some(says::NO_DEVICE),
    };
    if let Some(missing) = missing {
        return says::error(404, missing, behaviour);
    }
    let muted = request.pair("muted");
    let rows: Vec<Value> = data
        .alerts
        .iter()
        .filter(|alert| alert["resolved"] == json!(!open))
        .filter(|alert| match of {
            Owner::Account => true,
            Owner::Site(uid) => text(alert, "/alertSourceInfo/siteUid") == uid,
            Owner::Device(uid) => text(alert, "/alertSourceInfo/deviceUid") == uid,
        })
        .filter(|alert| {
            muted
                .as_ref()
                .is_none_or(|muted| alert["muted"] == json!(muted == "true"))
        })
        .cloned()
        .collect();
    let kind = Kind {
        key: "alerts",
        largest: behaviour.alert_page,
        filters: &["muted"],
    };
    lists::answer(request, kind, &rows, origin, behaviour)
}

pub(crate) fn one(data: &Data, uid: &str, behaviour: &Behaviour) -> Answer {
    match by(&data.alerts, "alertUid", uid) {
        Some(alert) => Answer::json(200, alert),
        None => says::error(behaviour.missing_alert_status, says::NO_ALERT, behaviour),
    }
}

/// No body in, no body out.
pub(crate) fn resolve(data: &mut Data, uid: &str, user: &User, behaviour: &Behaviour) -> Answer {
    let found = data
        .alerts
        .iter_mut()
        .find(|alert| alert["alertUid"] == json!(uid))
        .and_then(Value::as_object_mut);
    let Some(alert) = found else {
        return says::error(behaviour.missing_alert_status, says::NO_ALERT, behaviour);
    };
    if alert.get("resolved") == Some(&json!(true)) {
        return match behaviour.resolve_again_status {
            200 => Answer::empty(200),
            status => says::error(status, says::RESOLVED_ALREADY, behaviour),
        };
    }
    alert.insert("resolved".to_owned(), json!(true));
    alert.insert("resolvedBy".to_owned(), json!(user.credentials.api_key));
    alert.insert("resolvedOn".to_owned(), json!(seed::NOW));
    Answer::empty(200)
}
