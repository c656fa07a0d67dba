//! What a vendor's folder can do for connecting a partner's tenant: sign people in, look at the directory, change it.
//!
//! ```text
//!   Partner ─ authorize / redeem ─▶ a sign-in by a person
//!      ├──── reader(place) ──────▶ PartnerReads      looks, and can do nothing else
//!      └──── writer(place, permit) ▶ PartnerWrites   one change each; none decides what should be
//! ```
//!
//! The steps (`csp/`) know this and no vendor; a vendor's folder knows its protocol and no steps. Looking something up by
//! what marks it comes before making it, and who asks does both.

use super::{
    contract_trait::{Desk, Opened},
    errors::CallError,
};
use crate::{
    policy::{Dangerous, Permit},
    vault::Secret,
};
use contract::csp::{
    AssignmentState, ExplainedCode, PermissionKind, RelationshipDraft, RelationshipStatus, RoleCatalogue,
};
use futures::future::BoxFuture;
use url::Url;

/// What a call gives, some time.
pub type Told<'a, T> = BoxFuture<'a, Result<T, CallError>>;

/// Where and as whom something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The tenant; the partner's own when absent.
    pub tenant: Option<String>,
    /// As the person whose sign-in is kept, or as the application itself.
    pub as_person: bool,
}

/// What the address of a sign-in is made of.
pub struct AuthorizeAsk<'a> {
    /// The tenant that must sign in.
    pub tenant: &'a str,
    /// The application.
    pub client_id: &'a str,
    /// Where the browser comes back.
    pub redirect_uri: &'a str,
    /// Comes back unchanged.
    pub state: &'a str,
    /// Comes back in who signed in.
    pub nonce: &'a str,
    /// The challenge of the code's verifier (S256).
    pub challenge: &'a str,
    /// Whether the person must be asked what is consented to.
    pub consent: bool,
}

/// What the address of an administrator's consent is made of.
pub struct ConsentPage<'a> {
    /// The tenant whose administrator consents.
    pub tenant: &'a str,
    /// The application.
    pub client_id: &'a str,
    /// Where the browser comes back.
    pub redirect_uri: &'a str,
    /// Comes back unchanged.
    pub state: &'a str,
    /// The resource's name.
    pub resource: &'a str,
    /// Exactly these delegated permissions; all that the registration lists of that resource where there are none.
    pub names: &'a [&'a str],
}

/// What a code is exchanged with.
pub struct Redeem<'a> {
    /// The code.
    pub code: &'a Secret,
    /// Its verifier.
    pub verifier: &'a Secret,
    /// The address that was asked with.
    pub redirect_uri: &'a str,
    /// The nonce that was asked with.
    pub nonce: &'a str,
}

/// Who signed in, and what that gave. Everything in it was checked: tenant, application, nonce, time.
pub struct SignedIn {
    /// The person's id.
    pub user_id: String,
    /// The person's sign-in name.
    pub user_name: String,
    /// For further tokens.
    pub refresh_token: Secret,
    /// Whether a second factor was used, where that can be told.
    pub second_factor: Option<bool>,
}

/// A vendor's code in words.
pub struct Explained {
    /// The code.
    pub code: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub next_action: String,
    /// Whether asking again may help.
    pub retry: bool,
}

/// One permission that is wanted, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The resource's name.
    pub resource: &'static str,
    /// The resource's application id.
    pub resource_app: &'static str,
    /// The permission.
    pub name: &'static str,
    /// Who uses it.
    pub kind: PermissionKind,
    /// What for.
    pub reason: &'static str,
    /// Wanted in customers' tenants.
    pub at_customers: bool,
    /// Wanted in the partner's tenant.
    pub at_partner: bool,
}

/// A tenant as it tells itself.
#[derive(Clone, Debug)]
pub struct FoundTenant {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its domain, where that is told.
    pub domain: Option<String>,
}

/// Something in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundObject {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For a group: whether it can hold roles of relationships. For others true.
    pub usable: bool,
}

/// A secret of an application, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSecret {
    /// Its id.
    pub key_id: String,
    /// Its name.
    pub name: String,
    /// When it ends, in milliseconds since 1970.
    pub ends_at: Option<i64>,
}

/// An application's registration.
#[derive(Clone, Debug)]
pub struct FoundApplication {
    /// The registration's id.
    pub id: String,
    /// The application's id.
    pub app_id: String,
    /// Its name.
    pub name: String,
    /// Its marks.
    pub tags: Vec<String>,
    /// Where sign-ins may come back.
    pub redirect_uris: Vec<String>,
    /// Whether tenants other than its own may let it in.
    pub multi_tenant: bool,
    /// Its secrets.
    pub secrets: Vec<FoundSecret>,
}

/// One permission as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGrant {
    /// The resource's name.
    pub resource: String,
    /// The permission.
    pub name: String,
    /// Who uses it.
    pub kind: PermissionKind,
}

/// What a tenant granted to an application.
#[derive(Clone, Debug, Default)]
pub struct FoundGrants {
    /// The application's service principal there; without one nothing can be granted.
    pub principal: Option<String>,
    /// The permissions.
    pub grants: Vec<FoundGrant>,
}

/// A relationship as it was read.
#[derive(Clone, Debug)]
pub struct FoundRelationship {
    /// Its id.
    pub id: String,
    /// Names this state of it; a change names it again.
    pub etag: String,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: RelationshipStatus,
    /// The customer's tenant and name.
    pub customer: Option<(String, Option<String>)>,
    /// The ids of its roles.
    pub roles: Vec<String>,
    /// Its duration, as the vendor writes it.
    pub duration: String,
    /// Whether it is extended by itself.
    pub auto_extend: bool,
    /// When it was made, in milliseconds since 1970.
    pub created_at: Option<i64>,
    /// When it became active.
    pub activated_at: Option<i64>,
    /// When it ends.
    pub ends_at: Option<i64>,
}

/// An assignment as it was read.
#[derive(Clone, Debug)]
pub struct FoundAssignment {
    /// Its id.
    pub id: String,
    /// Names this state of it.
    pub etag: String,
    /// The group.
    pub group_id: String,
    /// The ids of its roles.
    pub roles: Vec<String>,
    /// How it stands.
    pub state: AssignmentState,
}

/// A new group.
pub struct NewGroup<'a> {
    /// Its name.
    pub name: &'a str,
    /// What marks it: unique, letters, digits and `-`.
    pub mark: &'a str,
    /// What it is for.
    pub description: &'a str,
}

/// An application to be registered.
pub struct NewApplication<'a> {
    /// Its name.
    pub name: &'a str,
    /// What marks it.
    pub mark: &'a str,
    /// Where sign-ins come back.
    pub redirect_uri: &'a str,
}

/// Kinds of objects that can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A group.
    Group,
    /// An application's registration, and with it its service principal there.
    Application,
    /// An application as it stands in a tenant.
    ServicePrincipal,
}

/// Consent for a customer, through the partner.
pub struct ConsentAsk<'a> {
    /// The customer's tenant.
    pub tenant: &'a str,
    /// The application.
    pub app_id: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// One kind of call, and how it went.
pub struct Workload {
    /// Its word.
    pub name: &'static str,
    /// How it went.
    pub result: Result<(), CallError>,
}

/// A vendor whose partners work in their customers' tenants.
pub trait Partner: Send + Sync {
    /// The application's account as the ordinary form has it: settings, then credentials.
    fn account(&self, tenant: &str, client_id: &str, secret: Secret, refresh: Option<Secret>) -> Opened;
    /// The address of a sign-in.
    fn authorize(&self, ask: &AuthorizeAsk<'_>) -> Result<Url, url::ParseError>;
    /// The page at which an administrator consents for a whole tenant; none for a resource that is not known.
    fn consent_page(&self, ask: &ConsentPage<'_>) -> Option<Url>;
    /// Exchanges a code, and checks who signed in.
    fn redeem<'a>(&'a self, account: &'a Opened, desk: Desk, redeem: Redeem<'a>) -> Told<'a, SignedIn>;
    /// The wire's view of a place, for looking.
    fn reader(&self, account: &Opened, desk: Desk, place: &Place)
    -> Result<Box<dyn PartnerReads>, CallError>;
    /// The same, for changing.
    fn writer(
        &self,
        account: &Opened,
        desk: Desk,
        place: &Place,
        permit: Permit<Dangerous>,
    ) -> Result<Box<dyn PartnerWrites>, CallError>;
    /// Whether a tenant's id is in order.
    fn tenant_id(&self, text: &str) -> Option<String>;
    /// What is wanted of tenants.
    fn wanted(&self) -> &'static [Wanted];
    /// An application of the vendor's own that has to be in the partner's tenant before relationships can be managed.
    fn prerequisite(&self) -> (&'static str, &'static str);
    /// Roles and sets.
    fn roles(&self) -> RoleCatalogue;
    /// The invitation of a relationship.
    fn invitation(&self, relationship: &str) -> String;
    /// A failure in words.
    fn explain(&self, error: &CallError) -> Explained;
    /// A refusal that a browser brought back, in words.
    fn explain_words(&self, error: &str, description: &str) -> Explained;
    /// Every code that is explained.
    fn codes(&self) -> Vec<ExplainedCode>;
}

/// Looks at a tenant.
pub trait PartnerReads: Send + Sync {
    /// The tenant itself.
    fn tenant(&self) -> Told<'_, FoundTenant>;
    /// Another tenant by its id; none where there is none.
    fn tenant_named<'a>(&'a self, id: &'a str) -> Told<'a, Option<FoundTenant>>;
    /// A group by what marks it.
    fn group_marked<'a>(&'a self, mark: &'a str) -> Told<'a, Option<FoundObject>>;
    /// Whether somebody is directly in a group.
    fn is_member<'a>(&'a self, group: &'a str, user: &'a str) -> Told<'a, bool>;
    /// The application of this name that bears this mark.
    fn application_marked<'a>(&'a self, name: &'a str, mark: &'a str) -> Told<'a, Option<FoundApplication>>;
    /// An application by its application id.
    fn application<'a>(&'a self, app_id: &'a str) -> Told<'a, Option<FoundApplication>>;
    /// An application's service principal.
    fn principal<'a>(&'a self, app_id: &'a str) -> Told<'a, Option<FoundObject>>;
    /// Whether an object can be seen.
    fn exists<'a>(&'a self, kind: ObjectKind, id: &'a str) -> Told<'a, bool>;
    /// Whether it lies among what was deleted and can be restored.
    fn is_deleted<'a>(&'a self, id: &'a str) -> Told<'a, bool>;
    /// What the tenant granted to an application.
    fn grants<'a>(&'a self, app_id: &'a str) -> Told<'a, FoundGrants>;
    /// Every relationship.
    fn relationships(&self) -> Told<'_, Vec<FoundRelationship>>;
    /// One relationship; none where there is none.
    fn relationship<'a>(&'a self, id: &'a str) -> Told<'a, Option<FoundRelationship>>;
    /// A relationship's assignments.
    fn assignments<'a>(&'a self, relationship: &'a str) -> Told<'a, Vec<FoundAssignment>>;
    /// Customers with delegated administration.
    fn delegated_customers(&self) -> Told<'_, Vec<FoundTenant>>;
    /// Customers of the reseller.
    fn reseller_customers(&self) -> Told<'_, Vec<FoundTenant>>;
    /// One cheap call of each kind.
    fn first_reads(&self) -> Told<'_, Vec<Workload>>;
    /// Waits a moment for what the vendor does by and by.
    fn rest(&self) -> BoxFuture<'_, ()>;
}

/// Changes a tenant: one thing a call.
pub trait PartnerWrites: PartnerReads {
    /// Makes a security group.
    fn create_group<'a>(&'a self, new: NewGroup<'a>) -> Told<'a, String>;
    /// Puts somebody into a group; already being there is well.
    fn add_member<'a>(&'a self, group: &'a str, user: &'a str) -> Told<'a, ()>;
    /// Registers an application with all that is wanted.
    fn create_application<'a>(&'a self, new: NewApplication<'a>) -> Told<'a, FoundApplication>;
    /// Brings a registration to what is wanted.
    fn update_application<'a>(&'a self, id: &'a str, new: NewApplication<'a>) -> Told<'a, ()>;
    /// Makes an application's service principal.
    fn create_principal<'a>(&'a self, app_id: &'a str) -> Told<'a, String>;
    /// Makes a service principal an owner of a registration; already being one is well.
    fn add_owner<'a>(&'a self, application: &'a str, principal: &'a str) -> Told<'a, ()>;
    /// Grants what is wanted in the partner's tenant and missing; answers how many were granted now.
    fn grant_wanted<'a>(&'a self, app_id: &'a str) -> Told<'a, usize>;
    /// Makes a secret; its value is in this answer only.
    fn add_secret<'a>(
        &'a self,
        application: &'a str,
        name: &'a str,
        ends_at: i64,
    ) -> Told<'a, (String, Secret)>;
    /// Takes a secret away.
    fn remove_secret<'a>(&'a self, application: &'a str, key_id: &'a str) -> Told<'a, ()>;
    /// Deletes an object; one that is not there is well.
    fn delete<'a>(&'a self, kind: ObjectKind, id: &'a str) -> Told<'a, ()>;
    /// Deletes what was deleted for good.
    fn purge<'a>(&'a self, id: &'a str) -> Told<'a, ()>;
    /// Makes a relationship.
    fn create_relationship<'a>(&'a self, draft: &'a RelationshipDraft) -> Told<'a, FoundRelationship>;
    /// Locks it for approval, or asks for its end.
    fn request<'a>(&'a self, relationship: &'a str, action: &'static str) -> Told<'a, ()>;
    /// Deletes one that is only created.
    fn delete_relationship<'a>(&'a self, relationship: &'a str, etag: &'a str) -> Told<'a, ()>;
    /// Switches its extension.
    fn extend<'a>(&'a self, relationship: &'a str, etag: &'a str, automatically: bool) -> Told<'a, ()>;
    /// Gives a group roles.
    fn assign<'a>(&'a self, relationship: &'a str, group: &'a str, roles: &'a [String]) -> Told<'a, ()>;
    /// Consents for a customer to what is wanted there; being there already is well.
    fn consent<'a>(&'a self, ask: ConsentAsk<'a>) -> Told<'a, ()>;
    /// Takes a customer's consent away; not being there is well.
    fn withdraw_consent<'a>(&'a self, tenant: &'a str, app_id: &'a str) -> Told<'a, ()>;
}
