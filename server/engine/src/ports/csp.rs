//! The wizard's port: who may, then what was asked. Everything that changes a tenant is an administrator's, and goes by
//! `csp_trail.rs`, which writes down that it was asked for and what came of it.

use super::{
    Machine,
    csp_trail::{ASSIGN, CREATE, END, EXTEND, LOCK, REMOVE, ROTATE},
};
use crate::policy::{Right, may};
use contract::{
    account::Authenticated,
    actor::Actor,
    csp::{
        CspAccount, CspCustomer, CspCustomers, CspOverview, CspSetup, ExplainedCode, ManualValues,
        NewCspSetup, OnboardRequest, PermissionReport, Relationship, RelationshipDraft, Removal, RemovalPlan,
        RemovalRequest, Returned, RoleCatalogue, RotationRequest, SignInAddress, SignInPurpose,
    },
    ids::{CspSetupId, SessionId},
    job::Job,
    ports::{Answer, Csp},
    problem::Problem,
};
use serde_json::json;

/// A sign-in belongs to a browser; a token has none.
fn session_of(who: &Authenticated) -> Result<&SessionId, Problem> {
    who.session.as_ref().ok_or_else(|| {
        Problem::new(
            409,
            "no_session",
            "A sign-in is begun and ended by a person in one browser.",
        )
        .with_detail("Open the wizard in a browser; a token cannot do this.")
    })
}

impl Csp for Machine {
    fn overview<'a>(&'a self, who: &'a Actor) -> Answer<'a, CspOverview> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.overview().await
        })
    }

    fn begin<'a>(&'a self, who: &'a Actor, new: NewCspSetup) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.begin(who, new).await
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.setup(id).await
        })
    }

    fn sign_in<'a>(
        &'a self,
        who: &'a Authenticated,
        id: &'a CspSetupId,
        purpose: SignInPurpose,
    ) -> Answer<'a, SignInAddress> {
        Box::pin(async move {
            may(&who.actor, Right::ManagePartner)?;
            let session = session_of(who)?;
            let address = self.csp.begin_sign_in(id, session, purpose).await?;
            let detail = json!({ "purpose": purpose.as_str() });
            self.trail(&who.actor, id, "csp.sign_in_begun", detail).await?;
            Ok(address)
        })
    }

    fn returned<'a>(&'a self, who: &'a Authenticated, returned: Returned) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(&who.actor, Right::ManagePartner)?;
            let session = session_of(who)?;
            self.csp.end_sign_in(&who.actor, session, returned).await
        })
    }

    fn resume<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.resume(who, id).await
        })
    }

    fn skip<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.skip(who, id, step).await
        })
    }

    fn fill<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, values: ManualValues) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.fill(who, id, values).await
        })
    }

    fn check<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, step: &'a str) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(who, Right::Connect)?;
            self.csp.check(id, step).await
        })
    }

    fn forget<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.forget(who, id).await
        })
    }

    fn roles(&self, who: &Actor) -> Result<RoleCatalogue, Problem> {
        may(who, Right::Look)?;
        self.csp.roles()
    }

    fn codes(&self, who: &Actor) -> Result<Vec<ExplainedCode>, Problem> {
        may(who, Right::Look)?;
        self.csp.codes()
    }

    fn relationships<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, Vec<Relationship>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.relationships(id).await
        })
    }

    fn relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.relationship(id, relationship).await
        })
    }

    fn create_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        draft: RelationshipDraft,
    ) -> Answer<'a, Relationship> {
        let asked = json!({
            "name": draft.name, "customer": draft.customer_tenant_id, "roles": draft.roles, "days": draft.days,
            "auto_extend": draft.auto_extend,
        });
        let (csp, setup) = (self.csp.clone(), id.clone());
        let call = async move { csp.create_relationship(&setup, draft).await };
        Box::pin(self.change_tenant(who, id, CREATE, asked, call))
    }

    fn lock_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        let asked = json!({ "relationship": relationship });
        let (csp, setup, relationship) = (self.csp.clone(), id.clone(), relationship.to_owned());
        let call = async move { csp.lock_relationship(&setup, &relationship).await };
        Box::pin(self.change_tenant(who, id, LOCK, asked, call))
    }

    fn assign<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        let asked = json!({ "relationship": relationship });
        let (csp, setup, relationship) = (self.csp.clone(), id.clone(), relationship.to_owned());
        let call = async move { csp.assign(&setup, &relationship).await };
        Box::pin(self.change_tenant(who, id, ASSIGN, asked, call))
    }

    fn extend<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
        automatically: bool,
    ) -> Answer<'a, Relationship> {
        let asked = json!({ "relationship": relationship, "automatically": automatically });
        let (csp, setup, relationship) = (self.csp.clone(), id.clone(), relationship.to_owned());
        let call = async move { csp.extend(&setup, &relationship, automatically).await };
        Box::pin(self.change_tenant(who, id, EXTEND, asked, call))
    }

    fn end_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, ()> {
        let asked = json!({ "relationship": relationship });
        let (csp, setup, relationship) = (self.csp.clone(), id.clone(), relationship.to_owned());
        let call = async move { csp.end_relationship(&setup, &relationship).await };
        Box::pin(self.change_tenant(who, id, END, asked, call))
    }

    fn customers<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspCustomers> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.customers(id).await
        })
    }

    fn check_customer<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: &'a str,
    ) -> Answer<'a, CspCustomer> {
        Box::pin(async move {
            may(who, Right::Connect)?;
            self.csp.check_customer(id, tenant).await
        })
    }

    fn onboard<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId, request: OnboardRequest) -> Answer<'a, Job> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.onboard(who, id, request).await
        })
    }

    fn permissions<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        tenant: Option<&'a str>,
    ) -> Answer<'a, PermissionReport> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.permissions(id, tenant).await
        })
    }

    fn account<'a>(&'a self, who: &'a Actor, id: &'a CspSetupId) -> Answer<'a, CspAccount> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.csp.account(id).await
        })
    }

    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RotationRequest,
    ) -> Answer<'a, CspAccount> {
        let asked = json!({ "days": request.days, "retire_old": request.retire_old });
        let (csp, setup) = (self.csp.clone(), id.clone());
        let call = async move { csp.rotate(&setup, request).await };
        Box::pin(self.change_tenant(who, id, ROTATE, asked, call))
    }

    fn removal_plan<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        end_relationships: bool,
    ) -> Answer<'a, RemovalPlan> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.removal_plan(id, end_relationships).await
        })
    }

    fn remove<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        request: RemovalRequest,
    ) -> Answer<'a, Removal> {
        let asked = json!({ "plan": request.digest, "end_relationships": request.end_relationships });
        let (csp, setup, by) = (self.csp.clone(), id.clone(), who.clone());
        let call = async move { csp.remove(&by, &setup, request).await };
        Box::pin(self.change_tenant(who, id, REMOVE, asked, call))
    }
}
