//! Ports: what the people's side may ask of the machine's side.
//!
//! Pages, server functions and REST all come through here, so none of them can differ in who may do what. Note what is
//! absent: no port can read a credential back. A password that was made for somebody is told once, and gone.

mod automation;
mod csp;
mod events;
mod health;
mod live;
mod rules;

pub use automation::{Customers, Routing, Runs, Sops};
pub use csp::Csp;
pub use events::{Events, Jobs, Receiver, Webhooks};
pub use health::{HealthBoard, Notifications};
pub use live::{Live, Watch};
pub use rules::OperationRules;

use crate::{
    account::{
        Authenticated, FirstAdmin, IssuedToken, NewSession, NewToken, NewUser, Origin, Session, SignIn,
        Token, User,
    },
    actor::{Actor, Role},
    approval::{Approval, ApprovalStatus},
    audit::{AuditPage, ChainReport},
    ids::{ApprovalId, HandoverId, IntegrationId, SessionId, TokenId, UserId},
    integration::{
        Banner, DeleteImpact, Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy,
        Status,
    },
    keys::KeyRing,
    manifest::Manifest,
    operation::{HandedOver, OperationAnswer, OperationCall, OperationInfo},
    probe::ProbeRecord,
    problem::Problem,
    test_report::TestReport,
};
use std::{future::Future, pin::Pin, sync::Arc};

/// What a port answers, some time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Problem>> + Send + 'a>>;

/// The whole machine, as the people's side sees it.
#[derive(Clone)]
pub struct Services {
    /// The vendors' data sheets.
    pub vendors: Arc<dyn Vendors>,
    /// Connected accounts.
    pub integrations: Arc<dyn Integrations>,
    /// Vendor calls.
    pub operations: Arc<dyn Operations>,
    /// Held calls.
    pub approvals: Arc<dyn Approvals>,
    /// What becomes of calls.
    pub operation_rules: Arc<dyn OperationRules>,
    /// People, sessions and tokens.
    pub accounts: Arc<dyn Accounts>,
    /// The audit trail.
    pub audit: Arc<dyn Audit>,
    /// The key ring.
    pub keys: Arc<dyn Keys>,
    /// Registered receivers.
    pub webhooks: Arc<dyn Webhooks>,
    /// What they received.
    pub events: Arc<dyn Events>,
    /// Durable jobs.
    pub jobs: Arc<dyn Jobs>,
    /// The door at which deliveries arrive.
    pub receiver: Arc<dyn Receiver>,
    /// Whom the work is for.
    pub customers: Arc<dyn Customers>,
    /// The ordered rules.
    pub routing: Arc<dyn Routing>,
    /// SOPs.
    pub sops: Arc<dyn Sops>,
    /// Runs of SOPs.
    pub runs: Arc<dyn Runs>,
    /// What changes, as it changes.
    pub live: Arc<dyn Live>,
    /// Integration Status.
    pub health: Arc<dyn HealthBoard>,
    /// Telling people.
    pub notifications: Arc<dyn Notifications>,
    /// Connecting a partner's tenant.
    pub csp: Arc<dyn Csp>,
}

/// The vendors' data sheets.
pub trait Vendors: Send + Sync {
    /// Every vendor, in the order of the house.
    fn list(&self, who: &Actor) -> Result<Arc<[Arc<Manifest>]>, Problem>;
    /// One vendor.
    fn get(&self, who: &Actor, vendor: &str) -> Result<Arc<Manifest>, Problem>;
}

/// Connected accounts.
pub trait Integrations: Send + Sync {
    /// Every account, by vendor and name.
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Integration>>;
    /// One account.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration>;
    /// Tests what was typed; saves nothing.
    fn test<'a>(&'a self, who: &'a Actor, draft: IntegrationDraft) -> Answer<'a, TestReport>;
    /// Tests an account as it is kept, with a change laid over it; stored secrets are merged on the server.
    fn test_saved<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
    ) -> Answer<'a, TestReport>;
    /// Tests and saves a new account.
    fn create<'a>(
        &'a self,
        who: &'a Actor,
        draft: IntegrationDraft,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome>;
    /// Changes an account; tests it first where its settings or secrets change.
    fn change<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome>;
    /// Makes it the account that is used when a call names none.
    fn make_default<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration>;
    /// What deleting would take with it.
    fn impact<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, DeleteImpact>;
    /// Deletes the account, its secrets and its history.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, ()>;
    /// Probes it now.
    fn probe<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration>;
    /// Its probes of the last hours, newest first.
    fn history<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        hours: u32,
    ) -> Answer<'a, Vec<ProbeRecord>>;
    /// Faults and states of Ops AI itself.
    fn banners<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Banner>>;
    /// Counts, every account, and the banners.
    fn status<'a>(&'a self, who: &'a Actor) -> Answer<'a, Status>;
}

/// Vendor calls.
pub trait Operations: Send + Sync {
    /// Everything that can be called.
    fn catalogue(&self, who: &Actor) -> Result<Arc<[OperationInfo]>, Problem>;
    /// Calls one.
    fn call<'a>(
        &'a self,
        who: &'a Actor,
        vendor: &'a str,
        operation: &'a str,
        call: OperationCall,
    ) -> Answer<'a, OperationAnswer>;
    /// Tells a password that a call made, once, to whoever asked for it; the answer of the call holds its identifier.
    fn hand_over<'a>(&'a self, who: &'a Actor, id: &'a HandoverId) -> Answer<'a, HandedOver>;
}

/// Held calls.
pub trait Approvals: Send + Sync {
    /// Held calls, newest first: all, or those with one status; those before `cursor`.
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        status: Option<ApprovalStatus>,
        cursor: Option<&'a ApprovalId>,
        limit: u32,
    ) -> Answer<'a, Vec<Approval>>;
    /// One held call.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a ApprovalId) -> Answer<'a, Approval>;
    /// Looks whether a pending call is still what was asked for, at the vendor's too; one that is not becomes stale.
    fn check<'a>(&'a self, who: &'a Actor, id: &'a ApprovalId) -> Answer<'a, Approval>;
    /// Approves it, makes the call, and answers how it went. Nobody approves their own request.
    fn approve<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval>;
    /// Rejects it; nothing is called.
    fn reject<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval>;
}

/// People, sessions and tokens.
pub trait Accounts: Send + Sync {
    /// True while nobody can sign in yet.
    fn needs_setup(&self) -> Answer<'_, bool>;
    /// Makes the first administrator and signs them in.
    fn first_admin(&self, admin: FirstAdmin, origin: Origin) -> Answer<'_, NewSession>;
    /// Signs in; the answer does not tell which part was wrong.
    fn sign_in(&self, typed: SignIn, origin: Origin) -> Answer<'_, NewSession>;
    /// The person behind a session's cookie; none when it ended.
    fn session<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>>;
    /// The program behind a bearer token; none when it is unknown, revoked or expired.
    fn token<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>>;
    /// Ends the session that asks.
    fn sign_out<'a>(&'a self, who: &'a Authenticated) -> Answer<'a, ()>;
    /// The sessions of the person that asks; of everybody, for an administrator.
    fn sessions<'a>(&'a self, who: &'a Authenticated) -> Answer<'a, Vec<Session>>;
    /// Ends a session.
    fn revoke_session<'a>(&'a self, who: &'a Authenticated, id: &'a SessionId) -> Answer<'a, ()>;
    /// Changes the password of the person that asks and ends their other sessions.
    fn change_password<'a>(&'a self, who: &'a Authenticated, old: String, new: String) -> Answer<'a, ()>;
    /// Everybody.
    fn users<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<User>>;
    /// Adds a person.
    fn create_user<'a>(&'a self, who: &'a Actor, user: NewUser) -> Answer<'a, User>;
    /// Changes a person's role, or locks them out and back in.
    fn change_user<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a UserId,
        role: Option<Role>,
        disabled: Option<bool>,
    ) -> Answer<'a, User>;
    /// The tokens that still live.
    fn tokens<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Token>>;
    /// Makes a token; its secret is in this answer only.
    fn create_token<'a>(&'a self, who: &'a Actor, token: NewToken) -> Answer<'a, IssuedToken>;
    /// Ends a token.
    fn revoke_token<'a>(&'a self, who: &'a Actor, id: &'a TokenId) -> Answer<'a, ()>;
}

/// The audit trail.
pub trait Audit: Send + Sync {
    /// A page of entries, newest first.
    fn list<'a>(&'a self, who: &'a Actor, cursor: Option<i64>, limit: u32) -> Answer<'a, AuditPage>;
    /// Reads the whole chain and says whether it is whole.
    fn verify<'a>(&'a self, who: &'a Actor) -> Answer<'a, ChainReport>;
}

/// The key ring.
pub trait Keys: Send + Sync {
    /// Fingerprints and states.
    fn ring<'a>(&'a self, who: &'a Actor) -> Answer<'a, KeyRing>;
}
