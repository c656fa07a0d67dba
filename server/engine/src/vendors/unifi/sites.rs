//! Which site: found by its id, its short name or its name; the only one where none is named.

use super::{
    inputs::{self, SiteRef},
    model::SiteRecord,
    pages, paths,
    place::Mode,
    private,
};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};

/// As many as are listed in a sentence.
const LISTED: usize = 12;

/// A site as paths know it.
#[derive(Clone, Debug)]
pub struct Site {
    /// What stands in the official API's paths; the short name at old controllers.
    pub id: String,
    /// The short name; none where only the id is known.
    pub reference: Option<String>,
}

/// All sites.
pub async fn all<A: Access>(client: &Client<A>) -> Result<Vec<SiteRecord>, CallError> {
    match Mode::noted(client.session()) {
        Mode::Legacy => {
            let rows = private::rows(client, paths::private_sites()).await?;
            rows.into_iter()
                .map(|row| private::record(client, private::site(row)))
                .collect()
        }
        Mode::Local | Mode::Cloud => pages::all(client, paths::sites, None).await,
    }
}

/// The sites to read: the one that is named, or all.
pub async fn some<A: Access>(client: &Client<A>, named: Option<&SiteRef>) -> Result<Vec<Site>, CallError> {
    match named {
        Some(named) => Ok(vec![one(client, Some(named)).await?]),
        None => all(client)
            .await?
            .into_iter()
            .map(|row| checked(client, row))
            .collect(),
    }
}

/// One site, as cheaply as can be: an official id needs no question.
pub async fn one<A: Access>(client: &Client<A>, named: Option<&SiteRef>) -> Result<Site, CallError> {
    match named {
        Some(named) if inputs::is_uuid(named.as_str()) && Mode::noted(client.session()) != Mode::Legacy => {
            Ok(Site {
                id: named.as_str().to_owned(),
                reference: None,
            })
        }
        named => whole(client, named).await,
    }
}

/// One site with its short name.
pub async fn whole<A: Access>(client: &Client<A>, named: Option<&SiteRef>) -> Result<Site, CallError> {
    let mut sites = all(client).await?;
    let at = match named {
        Some(named) => find(&sites, named.as_str()),
        None if sites.len() == 1 => Some(0),
        None => None,
    };
    match at {
        Some(at) => checked(client, sites.swap_remove(at)),
        None => {
            let listed: Vec<_> = sites.iter().take(LISTED).map(line).collect();
            let more = if sites.len() > LISTED { ", …" } else { "" };
            let what = match named {
                Some(_) => "there is no such site",
                None => "there is more than one site, so say which",
            };
            let why = format!("{what}; the console has: {}{more}", listed.join(", "));
            Err(inputs::refuse(client, "site", why))
        }
    }
}

/// By id or short name first, for two sites may have one name.
fn find(sites: &[SiteRecord], named: &str) -> Option<usize> {
    let by_id = |site: &SiteRecord| {
        site.id.eq_ignore_ascii_case(named) || site.internal_reference.as_deref() == Some(named)
    };
    let by_name = |site: &SiteRecord| {
        site.name
            .as_deref()
            .is_some_and(|name| name.trim().eq_ignore_ascii_case(named))
    };
    sites.iter().position(by_id).or_else(|| {
        let mut found = sites.iter().enumerate().filter(|(_, site)| by_name(site));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    })
}

fn line(site: &SiteRecord) -> String {
    let name = site.name.as_deref().unwrap_or_default();
    format!("{name} ({})", site.id)
}

/// What the console calls a site goes into paths, so it must be able to stand there.
fn checked<A: Access>(client: &Client<A>, site: SiteRecord) -> Result<Site, CallError> {
    let can_stand = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| matches!(byte, b'-' | b'_') || byte.is_ascii_alphanumeric())
    };
    if !can_stand(&site.id) || !site.internal_reference.as_deref().is_none_or(can_stand) {
        let at = "the id of a site".to_owned();
        return Err(client.session().error(CallErrorKind::Contract { at }));
    }
    Ok(Site {
        id: site.id,
        reference: site.internal_reference,
    })
}
