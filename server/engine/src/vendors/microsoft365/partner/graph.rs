//! One place of a tenant, for looking or for changing: the client, and what reads are made of.

use super::super::{
    credentials,
    inputs::Window,
    model::Row,
    pages::List,
    paths::{self, ListPath},
    sign_in::PARTNER_CENTER,
    tenants::{As, Place},
};
use super::model::{Application, Principal};
use crate::{
    connector::{
        CallError, CallErrorKind, Client, Desk, FoundApplication, FoundSecret, Opened, PartnerPlace, Session,
    },
    policy::{Access, Dangerous, Permit, Read},
};
use serde::de::DeserializeOwned;

/// What these calls are called in errors.
const OPERATION: &str = "csp";

/// A place of a tenant.
pub struct Graph<A: Access> {
    pub(super) client: Client<A>,
}

impl Graph<Read> {
    /// For looking.
    pub fn reader(opened: &Opened, desk: Desk, place: &PartnerPlace) -> Result<Self, CallError> {
        let session = session(opened, desk)?;
        at(session.reader(), place)
    }
}

impl Graph<Dangerous> {
    /// For changing.
    pub fn writer(
        opened: &Opened,
        desk: Desk,
        place: &PartnerPlace,
        permit: Permit<Dangerous>,
    ) -> Result<Self, CallError> {
        let session = session(opened, desk)?;
        at(session.writer(permit), place)
    }
}

fn session(opened: &Opened, desk: Desk) -> Result<Session, CallError> {
    Ok(credentials::open(opened, desk)?.session.for_operation(OPERATION))
}

fn at<A: Access>(client: Client<A>, place: &PartnerPlace) -> Result<Graph<A>, CallError> {
    let name = Place {
        who: if place.as_person { As::User } else { As::App },
        tenant: place.tenant.clone(),
    };
    match client.in_realm(&name.to_string())? {
        Some(client) => Ok(Graph { client }),
        None => Err(client.session().error(CallErrorKind::Input {
            field: "service_account".to_owned(),
            why: "nobody has signed in as the service account; do that first".to_owned(),
        })),
    }
}

/// A text within a filter: a quote is written twice.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A moment of the vendor's, in milliseconds since 1970.
pub fn moment(text: Option<&str>) -> Option<i64> {
    let at: jiff::Timestamp = text?.parse().ok()?;
    Some(at.as_millisecond())
}

/// Nothing where the vendor says that there is no such thing. The relationships' part says it with 400.
pub fn absent<T>(answer: Result<T, CallError>) -> Result<Option<T>, CallError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind == CallErrorKind::NotFound => Ok(None),
        Err(error)
            if error
                .said
                .as_ref()
                .is_some_and(|said| said.body.contains("Id is invalid")) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Well where the vendor says that it is so already.
pub fn already(answer: Result<(), CallError>) -> Result<(), CallError> {
    match answer {
        Err(error) if says(&error, "already exist") => Ok(()),
        other => other,
    }
}

/// Whether the vendor's answer has these words.
pub fn says(error: &CallError, words: &str) -> bool {
    let body = error.said.as_ref().map(|said| said.body.to_ascii_lowercase());
    body.is_some_and(|body| body.contains(words))
}

impl<A: Access> Graph<A> {
    /// All rows of a list that fit a filter.
    pub(super) async fn list<T: Row>(
        &self,
        path: ListPath,
        filter: Option<String>,
    ) -> Result<Vec<T>, CallError> {
        let list = List::new(path).unsized_pages().with("$filter", filter);
        let window = Window {
            limit: None,
            cursor: None,
        };
        Ok(list.read(&self.client, window).await?.items)
    }

    /// One thing; none where there is none.
    pub(super) async fn one<T: DeserializeOwned>(
        &self,
        path: crate::connector::Path,
    ) -> Result<Option<T>, CallError> {
        absent(self.client.get(path, &[]).await)
    }

    /// The client for Partner Center.
    pub(super) fn partner_center(&self) -> Result<Client<A>, CallError> {
        self.client.in_realm(PARTNER_CENTER)?.ok_or_else(|| {
            self.client.session().error(CallErrorKind::Input {
                field: "service_account".to_owned(),
                why: "Partner Center answers only where somebody has signed in as the service account"
                    .to_owned(),
            })
        })
    }

    /// An application as it stands in this tenant, with what it offers.
    pub(super) async fn principal_of(&self, app_id: &str) -> Result<Option<Principal>, CallError> {
        let filter = format!("appId eq {}", quoted(app_id));
        let found: Vec<Principal> = self.list(paths::principals(), Some(filter)).await?;
        Ok(found.into_iter().next())
    }

    /// Something we cannot go on without is not in the answer.
    pub(super) fn unlike(&self, at: &str) -> CallError {
        self.client
            .session()
            .error(CallErrorKind::Contract { at: at.to_owned() })
    }
}

impl From<Application> for FoundApplication {
    fn from(app: Application) -> Self {
        let secrets = app.password_credentials.unwrap_or_default();
        Self {
            id: app.id,
            app_id: app.app_id,
            name: app.display_name.unwrap_or_default(),
            tags: app.tags.unwrap_or_default(),
            redirect_uris: app.web.and_then(|web| web.redirect_uris).unwrap_or_default(),
            multi_tenant: app.sign_in_audience.as_deref() == Some("AzureADMultipleOrgs"),
            secrets: secrets
                .into_iter()
                .map(|one| FoundSecret {
                    key_id: one.key_id.unwrap_or_default(),
                    name: one.display_name.unwrap_or_default(),
                    ends_at: moment(one.end_date_time.as_deref()),
                })
                .collect(),
        }
    }
}
