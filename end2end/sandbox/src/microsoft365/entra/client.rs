//! Who asks for a token: the application, by a secret or by a signed assertion.

use serde_json::Value;

use super::says::Refusal;
use super::{Call, assertion};
use crate::microsoft365::accounts::LOGIN_ORIGIN;
use crate::microsoft365::world::{Row, list, second, text};

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The form of a token request.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body, which has to be a form.
    pub fn read(call: &Call<'_>) -> Result<Self, Refusal> {
        if call.request.media_type() != "application/x-www-form-urlencoded" {
            return Err(Refusal::malformed());
        }
        let pairs = url::form_urlencoded::parse(&call.request.body).into_owned();
        Ok(Self(pairs.collect()))
    }

    /// A member; `None` when it is not there or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A member that has to be there.
    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(Refusal::malformed)
    }
}

/// An application that has shown who it is.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub app_id: String,
    pub name: String,
}

/// Finds the application and checks what it shows.
pub(crate) fn authenticate(call: &Call<'_>, form: &Form) -> Result<Client, Refusal> {
    let app_id = form.need("client_id")?;
    let (_, app) = call
        .world
        .application(app_id)
        .ok_or_else(|| Refusal::no_application(app_id, &call.authority))?;
    match (form.get("client_assertion"), form.get("client_secret")) {
        (Some(assertion), None) => {
            if form.get("client_assertion_type") != Some(ASSERTION) {
                return Err(Refusal::malformed());
            }
            let audiences = audiences(call);
            assertion::check(app, assertion, &audiences, call.world.now, call.world.turn)?;
        }
        (None, Some(secret)) => check_secret(call, app, app_id, secret)?,
        (Some(_), Some(_)) => return Err(Refusal::malformed()),
        (None, None) => {
            return Err(Refusal::new(
                7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            ));
        }
    }
    Ok(Client {
        app_id: app_id.to_owned(),
        name: text(app, "displayName").to_owned(),
    })
}

fn audiences(call: &Call<'_>) -> Vec<String> {
    ["oauth2/v2.0/token", "v2.0"]
        .map(|rest| format!("{LOGIN_ORIGIN}/{}/{rest}", call.authority))
        .to_vec()
}

fn check_secret(call: &Call<'_>, app: &Row, app_id: &str, secret: &str) -> Result<(), Refusal> {
    let mut known = list(app, "passwordCredentials").iter();
    let Some(found) = known.find(|one| one["_text"] == secret) else {
        return Err(Refusal::switched_on(7_000_215, app_id, &call.authority));
    };
    // A fresh secret is refused as if it were a wrong one.
    if found["_from"].as_u64().unwrap_or_default() > call.world.turn {
        return Err(Refusal::switched_on(7_000_215, app_id, &call.authority));
    }
    let end = found["endDateTime"].as_str().and_then(second);
    if call.behaviour.secrets_expired || end.is_some_and(|end| end <= call.world.now) {
        return Err(Refusal::switched_on(7_000_222, app_id, &call.authority));
    }
    Ok(())
}

/// Whether an application may be answered at this address; addresses are compared letter by letter.
pub(crate) fn is_registered(call: &Call<'_>, app: &Row, redirect_uri: &str) -> bool {
    let registered = app.get("web").and_then(|web| web["redirectUris"].as_array());
    let mut registered = registered.into_iter().flatten().filter_map(Value::as_str);
    let of_first_day = app.contains_key("_first_day");
    registered.any(|uri| uri == redirect_uri)
        || (of_first_day && call.behaviour.redirect_uris.iter().any(|uri| uri == redirect_uri))
}
