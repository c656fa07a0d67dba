//! The wizard's port: who may, then what was asked. Everything that changes a tenant is an administrator's.

use super::Machine;
use crate::{
    policy::{Right, may},
    store::AuditRecord,
};
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
use serde_json::{Value, json};

impl Machine {
    async fn noted(
        &self,
        who: &Actor,
        action: &'static str,
        id: &CspSetupId,
        detail: Value,
    ) -> Result<(), Problem> {
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail,
        };
        Ok(self.store.record_alone(self.now(), audit).await?)
    }
}

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
            self.noted(
                &who.actor,
                "csp.sign_in_begun",
                id,
                json!({ "purpose": purpose.as_str() }),
            )
            .await?;
            self.csp.begin_sign_in(id, session, purpose).await
        })
    }

    fn returned<'a>(&'a self, who: &'a Authenticated, returned: Returned) -> Answer<'a, CspSetup> {
        Box::pin(async move {
            may(&who.actor, Right::ManagePartner)?;
            let setup = self.csp.end_sign_in(session_of(who)?, returned).await?;
            self.noted(
                &who.actor,
                "csp.sign_in_ended",
                &setup.id,
                json!({ "status": setup.status }),
            )
            .await?;
            Ok(setup)
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
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(who, "csp.relationship_created", id, json!({ "name": draft.name, "customer": draft.customer_tenant_id, "roles": draft.roles, "days": draft.days, "auto_extend": draft.auto_extend })).await?;
            self.csp.create_relationship(id, draft).await
        })
    }

    fn lock_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(
                who,
                "csp.relationship_locked",
                id,
                json!({ "relationship": relationship }),
            )
            .await?;
            self.csp.lock_relationship(id, relationship).await
        })
    }

    fn assign<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, Relationship> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(
                who,
                "csp.roles_assigned",
                id,
                json!({ "relationship": relationship }),
            )
            .await?;
            self.csp.assign(id, relationship).await
        })
    }

    fn extend<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
        automatically: bool,
    ) -> Answer<'a, Relationship> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(
                who,
                "csp.extension_changed",
                id,
                json!({ "relationship": relationship, "automatically": automatically }),
            )
            .await?;
            self.csp.extend(id, relationship, automatically).await
        })
    }

    fn end_relationship<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CspSetupId,
        relationship: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(
                who,
                "csp.relationship_ended",
                id,
                json!({ "relationship": relationship }),
            )
            .await?;
            self.csp.end_relationship(id, relationship).await
        })
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
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.noted(
                who,
                "csp.secret_rotated",
                id,
                json!({ "days": request.days, "retire_old": request.retire_old }),
            )
            .await?;
            self.csp.rotate(id, request).await
        })
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
        Box::pin(async move {
            may(who, Right::ManagePartner)?;
            self.csp.remove(who, id, request).await
        })
    }
}
