//! The port of the wizard: connect a partner's tenant, look after what came of it, leave.

use super::Answer;
use crate::{
    account::Authenticated,
    actor::Actor,
    csp::{
        CspAccount, CspCustomer, CspCustomers, CspOverview, CspSetup, ExplainedCode, ManualValues,
        NewCspSetup, OnboardRequest, PermissionReport, Relationship, RelationshipDraft, Removal, RemovalPlan,
        RemovalRequest, Returned, RoleCatalogue, RotationRequest, SignInAddress, SignInPurpose,
    },
    ids::CspSetupId,
    job::Job,
    problem::Problem,
};

/// Connecting a partner's tenant.
///
/// What changes something at the vendor's needs an administrator; a person who may connect integrations looks and checks.
pub trait Csp: Send + Sync {
    /// What the wizard begins with: whether it can run by itself, and every setup.
    fn overview<'a>(&'a self, who: &'a Actor) -> Answer<'a, CspOverview>;
    /// Begins a setup, or answers the one of this tenant that is not over yet. Nothing is sent anywhere.
    fn begin<'a>(&'a self, who: &'a Actor, new: NewCspSetup) -> Answer<'a, CspSetup>;
    /// One setup. Changes are told by the live frame `csp_setup`.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup>;
    /// The address at which a person signs in, bound to the session that asks and to the tenant, once.
    fn sign_in<'a>(
        &'a self,
        who: &'a Authenticated,
        id: &'a CspSetupId,
        purpose: SignInPurpose,
    ) -> Answer<'a, SignInAddress>;
    /// Takes what the browser brought back: exchanges the code on the server, keeps the tokens sealed, and lets the steps go
    /// on by themselves. A refusal by the vendor is not a problem but a failed step of the answer.
    fn returned<'a>(&'a self, who: &'a Authenticated, returned: Returned) -> Answer<'a, CspSetup>;
    /// Lets the steps go on in the background, from the first that is not done. What was made is looked up and not made twice.
    fn resume<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup>;
    /// Does without an optional step (`service_account`): customers are then reached as the application alone.
    fn skip<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup>;
    /// Keeps what a person gives on the manual path.
    fn fill<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, values: ManualValues) -> Answer<'a, CspSetup>;
    /// Looks at the tenant whether one step holds: the check of the manual path, and later of both. Answers when it was read.
    fn check<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup>;
    /// Forgets a setup that made nothing, or whose removal was proved.
    fn forget<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, ()>;

    /// Roles and sets.
    fn roles(&self, who: &Actor) -> Result<RoleCatalogue, Problem>;
    /// The vendor's codes, explained.
    fn codes(&self, who: &Actor) -> Result<Vec<ExplainedCode>, Problem>;

    /// Every relationship, those that end first before others.
    fn relationships<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, Vec<Relationship>>;
    /// One, with its assignments and its invitation.
    fn relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship>;
    /// Makes one in the status `created`; the same name twice is the same relationship.
    fn create_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        draft: RelationshipDraft,
    ) -> Answer<'a, Relationship>;
    /// Locks it for approval; from then on it has an invitation.
    fn lock_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship>;
    /// Gives our groups the roles of an active one; assignments of others are not touched.
    fn assign<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship>;
    /// Switches the extension of one on or off.
    fn extend<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
        automatically: bool,
    ) -> Answer<'a, Relationship>;
    /// Ends one: deletes it while it is only created, else asks for its end.
    fn end_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, ()>;

    /// Customers of all lists, merged, with what was last read of each.
    fn customers<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspCustomers>;
    /// Reads one customer anew: roles, consent, a first call.
    fn check_customer<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: &'a str,
    ) -> Answer<'a, CspCustomer>;
    /// Onboards customers as a durable job (`kind` is `csp_onboard`; follow it by the port `jobs`).
    fn onboard<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, request: OnboardRequest) -> Answer<'a, Job>;

    /// Wanted against granted: in the partner's tenant, or in a customer's.
    fn permissions<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: Option<&'a str>,
    ) -> Answer<'a, PermissionReport>;

    /// Secrets and sign-ins, as the tenant tells them.
    fn account<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspAccount>;
    /// Makes a new secret, proves that it works, and only then uses it; the old one stays until it is retired.
    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RotationRequest,
    ) -> Answer<'a, CspAccount>;

    /// Exactly what disconnecting would remove; changes nothing.
    fn removal_plan<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        end_relationships: bool,
    ) -> Answer<'a, RemovalPlan>;
    /// Removes it and looks whether each thing is gone. Again after a failure goes on where it stopped.
    fn remove<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RemovalRequest,
    ) -> Answer<'a, Removal>;
}
