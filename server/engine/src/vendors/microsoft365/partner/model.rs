//! What comes back from Graph and Partner Center for a partner. Members that are not read are not named.

use super::super::model::Row;
use serde::Deserialize;

/// Anything of a directory.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Object {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// For a group.
    #[serde(default)]
    pub security_enabled: Option<bool>,
    /// What marks a group.
    #[serde(default)]
    pub mail_nickname: Option<String>,
}

/// A registration.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The registration's id.
    pub id: String,
    /// The application's id.
    pub app_id: String,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its marks.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// Who may sign in.
    #[serde(default)]
    pub sign_in_audience: Option<String>,
    /// Where sign-ins come back.
    #[serde(default)]
    pub web: Option<Web>,
    /// Its secrets.
    #[serde(default)]
    pub password_credentials: Option<Vec<Password>>,
}

/// The web part of a registration.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Web {
    /// Where sign-ins come back.
    #[serde(default)]
    pub redirect_uris: Option<Vec<String>>,
}

/// A secret; its text comes once, when it is made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Password {
    /// Its id.
    #[serde(default)]
    pub key_id: Option<String>,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_date_time: Option<String>,
    /// Its value.
    #[serde(default)]
    pub secret_text: Option<String>,
}

/// An application as it stands in a tenant, with the permissions that it offers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    /// Its id there.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// What it offers to applications.
    #[serde(default)]
    pub app_roles: Option<Vec<Offered>>,
    /// What it offers to people.
    #[serde(default)]
    pub oauth2_permission_scopes: Option<Vec<Offered>>,
}

/// A permission that is offered.
#[derive(Deserialize)]
pub struct Offered {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub value: Option<String>,
}

/// An application permission that is granted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// The grant's id.
    pub id: String,
    /// The permission.
    pub app_role_id: String,
    /// The resource's service principal.
    pub resource_id: String,
}

/// Delegated permissions that are granted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeGrant {
    /// The grant's id.
    pub id: String,
    /// The application's service principal.
    pub client_id: String,
    /// `AllPrincipals`, or one person's.
    #[serde(default)]
    pub consent_type: Option<String>,
    /// The resource's service principal.
    pub resource_id: String,
    /// The names, with spaces between them.
    #[serde(default)]
    pub scope: Option<String>,
}

/// A relationship.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// Names this state.
    #[serde(rename = "@odata.etag", default)]
    pub etag: Option<String>,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its status.
    #[serde(default)]
    pub status: Option<String>,
    /// Whose.
    #[serde(default)]
    pub customer: Option<Party>,
    /// Its roles.
    #[serde(default)]
    pub access_details: Option<Details>,
    /// Its duration.
    #[serde(default)]
    pub duration: Option<String>,
    /// Its extension.
    #[serde(default)]
    pub auto_extend_duration: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_date_time: Option<String>,
    /// When it became active.
    #[serde(default)]
    pub activated_date_time: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_date_time: Option<String>,
}

/// A customer of a relationship.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// Its tenant.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// Roles.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// The roles.
    #[serde(default)]
    pub unified_roles: Option<Vec<UnifiedRole>>,
}

/// A role.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnifiedRole {
    /// Its id.
    pub role_definition_id: String,
}

/// An assignment.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessAssignment {
    /// Its id.
    pub id: String,
    /// Names this state.
    #[serde(rename = "@odata.etag", default)]
    pub etag: Option<String>,
    /// Its status.
    #[serde(default)]
    pub status: Option<String>,
    /// The group.
    pub access_container: Container,
    /// Its roles.
    #[serde(default)]
    pub access_details: Option<Details>,
}

/// A group of an assignment.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Container {
    /// Its id.
    pub access_container_id: String,
}

/// What is publicly known of a tenant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantInformation {
    /// Its id.
    pub tenant_id: String,
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its domain.
    #[serde(default)]
    pub default_domain_name: Option<String>,
}

/// A page of Partner Center's customers.
#[derive(Deserialize)]
pub struct ResellerPage {
    /// The customers.
    #[serde(default)]
    pub items: Vec<Reseller>,
    /// Where the next page is.
    #[serde(default)]
    pub links: Option<Links>,
}

/// A customer of the reseller.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reseller {
    /// Its tenant.
    pub id: String,
    /// Who it is.
    #[serde(default)]
    pub company_profile: Option<Company>,
}

/// A company.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    /// Its domain.
    #[serde(default)]
    pub domain: Option<String>,
    /// Its name.
    #[serde(default)]
    pub company_name: Option<String>,
}

/// Links of a page.
#[derive(Deserialize)]
pub struct Links {
    /// The next page.
    #[serde(default)]
    pub next: Option<Next>,
}

/// How the next page is asked for.
#[derive(Deserialize)]
pub struct Next {
    /// Headers that belong to it.
    #[serde(default)]
    pub headers: Vec<NextHeader>,
}

/// One of them.
#[derive(Deserialize)]
pub struct NextHeader {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
}

macro_rules! rows {
    ($($row:ty),+) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )+};
}

rows!(
    Object,
    Application,
    Principal,
    AppRole,
    ScopeGrant,
    Relation,
    AccessAssignment
);
