//! The page at which an administrator lets an application in for a whole tenant. Its address holds no secret; what came of it
//! is read from the tenant afterwards and never believed from the way back.

use super::{
    super::clouds::Cloud,
    wanted::{GRAPH, PARTNER_CENTER},
};
use crate::connector::ConsentPage;
use url::Url;

/// Where each resource's permissions begin.
const ORIGINS: [(&str, &str); 2] = [
    (GRAPH.0, "https://graph.microsoft.com"),
    (PARTNER_CENTER.0, "https://api.partnercenter.microsoft.com"),
];

/// The address.
pub fn address(ask: &ConsentPage<'_>) -> Option<Url> {
    let (_, origin) = ORIGINS.iter().find(|(name, _)| *name == ask.resource)?;
    let scope = if ask.names.is_empty() {
        format!("{origin}/.default")
    } else {
        let all: Vec<_> = ask.names.iter().map(|name| format!("{origin}/{name}")).collect();
        all.join(" ")
    };
    let login = Cloud::Global.login_host();
    let mut url = Url::parse(&format!("https://{login}/{}/v2.0/adminconsent", ask.tenant)).ok()?;
    url.query_pairs_mut()
        .append_pair("client_id", ask.client_id)
        .append_pair("scope", &scope)
        .append_pair("redirect_uri", ask.redirect_uri)
        .append_pair("state", ask.state);
    Some(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page<'a>(resource: &'a str, names: &'a [&'a str]) -> ConsentPage<'a> {
        ConsentPage {
            tenant: "7e000000-0000-4000-8000-000000000001",
            client_id: "a9000000-0000-4000-8000-000000000001",
            redirect_uri: "https://ops.example.com/csp/callback",
            state: "csp_1",
            resource,
            names,
        }
    }

    #[test]
    fn it_names_the_tenant_the_application_and_exactly_the_permissions() {
        let url = address(&page(GRAPH.0, &["User.Read.All", "Domain.Read.All"])).unwrap();
        assert_eq!(
            url.path(),
            "/7e000000-0000-4000-8000-000000000001/v2.0/adminconsent"
        );
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let scope = "https://graph.microsoft.com/User.Read.All https://graph.microsoft.com/Domain.Read.All";
        assert!(pairs.contains(&("scope".to_owned(), scope.to_owned())));
        assert!(pairs.contains(&(
            "redirect_uri".to_owned(),
            "https://ops.example.com/csp/callback".to_owned()
        )));
    }

    #[test]
    fn without_names_it_is_what_the_registration_lists_and_a_strange_resource_has_no_page() {
        let url = address(&page(PARTNER_CENTER.0, &[])).unwrap();
        assert!(
            url.as_str()
                .contains("api.partnercenter.microsoft.com%2F.default")
        );
        assert!(address(&page("Somebody else's", &[])).is_none());
    }
}
