//! A fake wizard: it notes what it was asked and answers samples.

use super::{Fake, needs, samples_csp as samples};
use contract::{
    account::Authenticated,
    actor::{Actor, Role},
    csp::{
        CspAccount, CspCustomer, CspCustomers, CspOverview, CspSetup, ExplainedCode, ManualValues,
        NewCspSetup, OnboardRequest, PermissionReport, Relationship, RelationshipDraft, Removal, RemovalPlan,
        RemovalRequest, Returned, RoleCatalogue, RotationRequest, SignInAddress, SignInPurpose,
    },
    ids::CspSetupId,
    job::Job,
    ports::{Answer, Csp},
    problem::Problem,
};

fn now<'a, T: Send + 'a>(answer: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { answer })
}

fn tech(who: &Actor) -> Result<(), Problem> {
    needs(who, Role::Tech, "connect or change integrations")
}

fn admin(who: &Actor) -> Result<(), Problem> {
    needs(who, Role::Admin, "change the partner's tenant")
}

impl Csp for Fake {
    fn overview<'a>(&'a self, _: &'a Actor) -> Answer<'a, CspOverview> {
        now(Ok(samples::overview()))
    }

    fn begin<'a>(&'a self, who: &'a Actor, new: NewCspSetup) -> Answer<'a, CspSetup> {
        self.note(format!("csp begin {} {}", new.tenant_id, new.path.as_str()));
        now(admin(who).map(|()| samples::setup()))
    }

    fn get<'a>(&'a self, _: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup> {
        let known = samples::setup();
        now(if known.id == *id {
            Ok(known)
        } else {
            Err(Problem::not_found("setup"))
        })
    }

    fn sign_in<'a>(
        &'a self,
        who: &'a Authenticated,
        id: &'a CspSetupId,
        purpose: SignInPurpose,
    ) -> Answer<'a, SignInAddress> {
        self.note(format!("csp sign in {id} {}", purpose.as_str()));
        now(admin(&who.actor).map(|()| samples::address()))
    }

    fn returned<'a>(&'a self, who: &'a Authenticated, returned: Returned) -> Answer<'a, CspSetup> {
        self.note(format!(
            "csp returned {} code={} error={:?}",
            returned.state,
            returned.code.is_some(),
            returned.error
        ));
        let answer = admin(&who.actor).and_then(|()| match returned.state.as_str() {
            "known" => Ok(samples::setup()),
            _ => Err(Problem::new(400, "sign_in_unknown", "This sign-in is not known.")),
        });
        now(answer)
    }

    fn resume<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup> {
        self.note(format!("csp resume {id}"));
        now(admin(who).map(|()| samples::setup()))
    }

    fn skip<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup> {
        self.note(format!("csp skip {id} {step}"));
        now(admin(who).map(|()| samples::setup()))
    }

    fn fill<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, values: ManualValues) -> Answer<'a, CspSetup> {
        self.note(format!("csp fill {id} {:?}", values.application_id));
        now(admin(who).map(|()| samples::setup()))
    }

    fn check<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup> {
        self.note(format!("csp check {id} {step}"));
        now(tech(who).map(|()| samples::setup()))
    }

    fn forget<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, ()> {
        self.note(format!("csp forget {id}"));
        now(admin(who))
    }

    fn roles(&self, _: &Actor) -> Result<RoleCatalogue, Problem> {
        Ok(samples::roles())
    }

    fn codes(&self, _: &Actor) -> Result<Vec<ExplainedCode>, Problem> {
        Ok(vec![samples::code()])
    }

    fn relationships<'a>(&'a self, _: &'a Actor, _: &'a CspSetupId) -> Answer<'a, Vec<Relationship>> {
        now(Ok(vec![samples::relationship()]))
    }

    fn relationship<'a>(&'a self, _: &'a Actor, _: &'a CspSetupId, _: &'a str) -> Answer<'a, Relationship> {
        now(Ok(samples::relationship()))
    }

    fn create_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        draft: RelationshipDraft,
    ) -> Answer<'a, Relationship> {
        self.note(format!("csp relationship {id} {} {}", draft.name, draft.days));
        now(admin(who).map(|()| samples::relationship()))
    }

    fn lock_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        self.note(format!("csp lock {id} {relationship}"));
        now(admin(who).map(|()| samples::relationship()))
    }

    fn assign<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        self.note(format!("csp assign {id} {relationship}"));
        now(admin(who).map(|()| samples::relationship()))
    }

    fn extend<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
        automatically: bool,
    ) -> Answer<'a, Relationship> {
        self.note(format!("csp extend {id} {relationship} {automatically}"));
        now(admin(who).map(|()| samples::relationship()))
    }

    fn end_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, ()> {
        self.note(format!("csp end {id} {relationship}"));
        now(admin(who))
    }

    fn customers<'a>(&'a self, _: &'a Actor, _: &'a CspSetupId) -> Answer<'a, CspCustomers> {
        now(Ok(samples::customers()))
    }

    fn check_customer<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: &'a str,
    ) -> Answer<'a, CspCustomer> {
        self.note(format!("csp check customer {id} {tenant}"));
        now(tech(who).map(|()| samples::customer()))
    }

    fn onboard<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, request: OnboardRequest) -> Answer<'a, Job> {
        self.note(format!("csp onboard {id} {}", request.tenants.len()));
        now(admin(who).map(|()| super::samples_events::job()))
    }

    fn permissions<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: Option<&'a str>,
    ) -> Answer<'a, PermissionReport> {
        self.note(format!("csp permissions {id} {tenant:?}"));
        now(tech(who).map(|()| samples::permissions()))
    }

    fn account<'a>(&'a self, _: &'a Actor, _: &'a CspSetupId) -> Answer<'a, CspAccount> {
        now(Ok(samples::account()))
    }

    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RotationRequest,
    ) -> Answer<'a, CspAccount> {
        self.note(format!(
            "csp rotate {id} {:?} {}",
            request.days, request.retire_old
        ));
        now(admin(who).map(|()| samples::account()))
    }

    fn removal_plan<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        end_relationships: bool,
    ) -> Answer<'a, RemovalPlan> {
        self.note(format!("csp plan {id} {end_relationships}"));
        now(admin(who).map(|()| samples::plan()))
    }

    fn remove<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RemovalRequest,
    ) -> Answer<'a, Removal> {
        self.note(format!("csp remove {id} {} {}", request.digest, request.typed));
        now(admin(who).map(|()| samples::removal()))
    }
}
