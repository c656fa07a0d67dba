//! Clients: what an operation or a probe holds. `Client<Read>` gets and searches and can do nothing else.

use super::{
    auth::Header,
    entry::Repeat,
    errors::{CallError, CallErrorKind},
    path::{LinkPath, OwnPath, Path, SearchPath},
    session::Session,
    wire::{Method, Payload, Reply, Request},
};
use crate::policy::{Access, Dangerous, Grant, MayWrite, Read, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::marker::PhantomData;
use url::Url;

/// A way to one account, with the access that its type says.
pub struct Client<A: Access> {
    session: Session,
    access: PhantomData<A>,
}

/// A page of a list: all rows, or some and where the next begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give this as `cursor` for the rows after these; null after the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The most rows that a whole list gives in one answer. A longer one ends here with a cursor for the rest: it is never
    /// cut in silence, and never fills the memory.
    pub const MOST_ROWS: usize = 50_000;
}

/// Access that a session can open a client for.
pub trait Opens: Access + Sized {
    /// The client, where this was granted.
    fn open(session: &Session, grant: Grant) -> Option<Client<Self>>;
}

impl Opens for Read {
    fn open(session: &Session, _grant: Grant) -> Option<Client<Self>> {
        Some(session.reader())
    }
}

impl Opens for Write {
    fn open(session: &Session, grant: Grant) -> Option<Client<Self>> {
        match grant {
            Grant::Write(permit) => Some(session.writer(permit)),
            Grant::Read | Grant::Dangerous(_) => None,
        }
    }
}

impl Opens for Dangerous {
    fn open(session: &Session, grant: Grant) -> Option<Client<Self>> {
        match grant {
            Grant::Dangerous(permit) => Some(session.writer(permit)),
            Grant::Read | Grant::Write(_) => None,
        }
    }
}

impl<A: Access> Client<A> {
    pub(super) fn open(session: Session) -> Self {
        Self {
            session,
            access: PhantomData,
        }
    }

    pub(super) fn inner(&self) -> &Session {
        &self.session
    }

    /// The same client in another realm of the account, e.g. a customer's tenant, with a token and limits of its own; `None`
    /// where the account has no credentials for it.
    pub fn in_realm(&self, realm: &str) -> Result<Option<Self>, CallError> {
        Ok(self.session.in_realm(realm)?.map(Self::open))
    }

    /// Reads by GET.
    pub async fn get<T: DeserializeOwned>(
        &self,
        path: impl Into<Path>,
        query: &[(&str, &str)],
    ) -> Result<T, CallError> {
        let path = path.into();
        let mut url = self.address(&path.text)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.send(&path, Method::Get, url, None, Repeat::Safe).await
    }

    /// Reads the next page at an address that the vendor gave, if it is on the same host and below `path`.
    pub async fn get_next<T: DeserializeOwned>(
        &self,
        path: impl Into<Path>,
        next: &str,
    ) -> Result<T, CallError> {
        let path = path.into();
        let url = self.next_address(&path.text, next)?;
        self.send(&path, Method::Get, url, None, Repeat::Safe).await
    }

    /// Reads by POST.
    pub async fn search<T: DeserializeOwned>(
        &self,
        path: SearchPath,
        body: &(impl Serialize + Sync),
    ) -> Result<T, CallError> {
        let url = self.address(path.text)?;
        self.send(
            &path.into(),
            Method::Post,
            url,
            Some(self.json(body)?),
            Repeat::Safe,
        )
        .await
    }

    /// Reads the next page by POST at an address that the vendor gave, if it is on the same host and below `path`.
    pub async fn search_next<T: DeserializeOwned>(
        &self,
        path: SearchPath,
        next: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<T, CallError> {
        let url = self.next_address(path.text, next)?;
        self.send(
            &path.into(),
            Method::Post,
            url,
            Some(self.json(body)?),
            Repeat::Safe,
        )
        .await
    }

    fn address(&self, path: &str) -> Result<Url, CallError> {
        self.session.base().join(path).map_err(|why| {
            let mut error = self.session.error(CallErrorKind::Egress {
                why: format!("`{path}` is not a path"),
            });
            error.source = Some(Box::new(why));
            error
        })
    }

    /// Rationale: the credentials travel with the request, so a page's link must not lead elsewhere.
    fn next_address(&self, path: &str, next: &str) -> Result<Url, CallError> {
        let expected = self.address(path)?;
        let refuse = |why: String| self.session.error(CallErrorKind::Egress { why });
        let url = Url::parse(next)
            .map_err(|_| refuse("the vendor's link to the next page is not an address".into()))?;
        let below = url
            .path()
            .to_ascii_lowercase()
            .starts_with(&expected.path().to_ascii_lowercase());
        if url.origin() == expected.origin() && below {
            Ok(url)
        } else {
            let host = url.host_str().unwrap_or("?");
            Err(refuse(format!(
                "the vendor's link to the next page leads to {host}, outside of this account"
            )))
        }
    }

    fn json(&self, body: &impl Serialize) -> Result<Payload, CallError> {
        serde_json::to_value(body).map(Payload::Json).map_err(|why| {
            let mut error = self.session.error(CallErrorKind::Input {
                field: "input".into(),
                why: why.to_string(),
            });
            error.source = Some(Box::new(why));
            error
        })
    }

    async fn send<T: DeserializeOwned>(
        &self,
        path: &Path,
        method: Method,
        url: Url,
        payload: Option<Payload>,
        repeat: Repeat,
    ) -> Result<T, CallError> {
        let request = Request {
            method,
            url,
            headers: headers_of(path),
            payload,
        };
        let reply = self.session.exchange(path.lane, request, repeat).await?;
        self.decode(&reply)
    }

    /// Reads the JSON we know; anything else is named with its place, beside the vendor's whole answer.
    fn decode<T: DeserializeOwned>(&self, reply: &Reply) -> Result<T, CallError> {
        let body: &[u8] = if reply.body.is_empty() && reply.status == 204 {
            b"null"
        } else {
            &reply.body
        };
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        serde_path_to_error::deserialize(&mut deserializer).map_err(|why| {
            let at = match (body.is_empty(), why.path().to_string()) {
                (true, _) => "an empty answer".to_owned(),
                (false, path) if path == "." => format!("{} ({})", kind_of(reply), why.inner()),
                (false, path) => format!("`{path}` ({})", why.inner()),
            };
            let mut error = self.session.error_about(CallErrorKind::Contract { at }, reply);
            error.source = Some(Box::new(why));
            error
        })
    }
}

/// How the path wants to be asked for.
fn headers_of(path: &Path) -> Vec<Header> {
    let header = path.header.as_ref();
    let header = header.map(|(name, value)| Header::new(name, value.as_ref()));
    header.into_iter().collect()
}

fn kind_of(reply: &Reply) -> &'static str {
    match reply.content_type.as_deref() {
        Some(kind) if kind.contains("html") => "an HTML page in place of JSON",
        _ => "something that is not the expected JSON",
    }
}

impl<A: MayWrite> Client<A> {
    /// Sends a POST that changes something; it is not sent again when the vendor may have acted on it.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: impl Into<Path>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, CallError> {
        self.change(Method::Post, path.into(), Some(self.json(body)?))
            .await
    }

    /// Sends a PUT.
    pub async fn put<T: DeserializeOwned>(
        &self,
        path: impl Into<Path>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, CallError> {
        self.change(Method::Put, path.into(), Some(self.json(body)?))
            .await
    }

    /// Sends a PATCH.
    pub async fn patch<T: DeserializeOwned>(
        &self,
        path: impl Into<Path>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, CallError> {
        self.change(Method::Patch, path.into(), Some(self.json(body)?))
            .await
    }

    /// Sends a POST that carries nothing, and whose answer says nothing but its status.
    pub async fn post_bare(&self, path: impl Into<Path>) -> Result<(), CallError> {
        let path = path.into();
        let request = Request {
            method: Method::Post,
            url: self.address(&path.text)?,
            headers: Vec::new(),
            payload: None,
        };
        self.session
            .exchange(path.lane, request, Repeat::Never)
            .await
            .map(drop)
    }

    /// Sends a POST whose answer says nothing but its status: what stands in it is not read.
    pub async fn post_unread(
        &self,
        path: impl Into<Path>,
        body: &(impl Serialize + Sync),
    ) -> Result<(), CallError> {
        let body = self.json(body)?;
        self.unread(Method::Post, path.into(), Some(body)).await
    }

    /// Sends a POST that the vendor takes and carries out later; the address at which it tells how that goes, where it
    /// gives one.
    pub async fn post_accepted(
        &self,
        path: impl Into<Path>,
        body: &(impl Serialize + Sync),
    ) -> Result<Option<String>, CallError> {
        let path = path.into();
        let request = Request {
            method: Method::Post,
            url: self.address(&path.text)?,
            headers: headers_of(&path),
            payload: Some(self.json(body)?),
        };
        let sent = self.session.exchange(path.lane, request, Repeat::Never);
        Ok(sent.await?.location)
    }

    /// Takes a record out of a group of others by DELETE of the link between them; both records stay.
    pub async fn unlink(&self, link: LinkPath) -> Result<(), CallError> {
        self.unread(Method::Delete, link.0, None).await
    }

    /// Takes away what Ops AI itself made there.
    pub async fn take_back(&self, own: OwnPath) -> Result<(), CallError> {
        self.unread(Method::Delete, own.0, None).await
    }

    async fn unread(&self, method: Method, path: Path, payload: Option<Payload>) -> Result<(), CallError> {
        let request = Request {
            method,
            url: self.address(&path.text)?,
            headers: headers_of(&path),
            payload,
        };
        let sent = self.session.exchange(path.lane, request, Repeat::Never);
        sent.await.map(drop)
    }

    async fn change<T: DeserializeOwned>(
        &self,
        method: Method,
        path: Path,
        payload: Option<Payload>,
    ) -> Result<T, CallError> {
        let url = self.address(&path.text)?;
        self.send(&path, method, url, payload, Repeat::Never).await
    }
}

impl Client<Dangerous> {
    /// Sends a DELETE whose answer says nothing but its status.
    pub async fn delete_unread(&self, path: impl Into<Path>) -> Result<(), CallError> {
        self.unread(Method::Delete, path.into(), None).await
    }

    /// Sends a DELETE.
    pub async fn delete<T: DeserializeOwned>(&self, path: impl Into<Path>) -> Result<T, CallError> {
        self.change(Method::Delete, path.into(), None).await
    }
}
