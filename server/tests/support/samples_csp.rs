//! What the fake wizard answers: one connected partner tenant, full in every member.

use contract::{
    csp::{
        Assignment, AssignmentState, ConsentState, CspAccount, CspCustomer, CspCustomers, CspGap,
        CspOverview, CspPath, CspRemedy, CspSecret, CspSetup, CustomerState, Evidence, ExpiryWarning,
        ExplainedCode, GrantState, Invitation, PermissionKind, PermissionLine, PermissionReport,
        Relationship, RelationshipDraft, RelationshipStatus, Removal, RemovalItem, RemovalPlan, RemovalState,
        Role, RoleCatalogue, RoleRisk, RoleSet, SetupStatus, SignInAddress, Step, StepFailure, StepState,
    },
    ids::{CspSetupId, CustomerId, IntegrationId},
};

pub const TENANT: &str = "7e000000-0000-4000-8000-000000000000";
const CUSTOMER: &str = "7e000000-0000-4000-8000-000000000001";
const ROLE: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
const APP: &str = "a9000000-0000-4000-8000-000000000001";
const AT: &str = "2026-11-24T06:00:00.000Z";

pub fn failure() -> StepFailure {
    StepFailure {
        code: "AADSTS65004".into(),
        cause: "The consent was declined.".into(),
        next_action: "Ask again.".into(),
        retry_may_help: false,
        vendor_status: Some(400),
        vendor_message: Some("{\"error\":\"access_denied\"}".into()),
        vendor_request_id: Some("req-1".into()),
        at: AT.into(),
    }
}

fn step() -> Step {
    Step {
        key: "groups".into(),
        title: "Security groups".into(),
        explanation: "One group for each role.".into(),
        state: StepState::Done,
        evidence: vec![Evidence {
            what: "Security group".into(),
            object_id: "60000000-0000-4000-8000-000000000001".into(),
            at: AT.into(),
            made: true,
        }],
        failure: Some(failure()),
        started_at: Some(AT.into()),
        finished_at: Some(AT.into()),
    }
}

pub fn setup() -> CspSetup {
    CspSetup {
        id: CspSetupId::from_ulid("1"),
        tenant_id: TENANT.into(),
        tenant_name: Some("Northgate".into()),
        path: CspPath::Automated,
        status: SetupStatus::Connected,
        steps: vec![step()],
        template: RelationshipDraft {
            name: String::new(),
            customer_tenant_id: None,
            roles: vec![ROLE.into()],
            days: 730,
            auto_extend: true,
            global_administrator_confirmed: false,
        },
        application_id: Some(APP.into()),
        service_account: Some("ops-ai@northgate.example".into()),
        integration: Some(IntegrationId::from_ulid("1")),
        version: 3,
        created_by: "Ada".into(),
        created_at: AT.into(),
        updated_at: AT.into(),
    }
}

pub fn overview() -> CspOverview {
    CspOverview {
        automated: true,
        automated_missing: Some("none".into()),
        redirect_uri: "http://ops.example.com/csp/callback".into(),
        vendor: Some("acme".into()),
        setups: vec![setup()],
    }
}

pub fn address() -> SignInAddress {
    SignInAddress {
        url: "https://login.example/authorize".into(),
        expires_at: AT.into(),
    }
}

pub fn roles() -> RoleCatalogue {
    RoleCatalogue {
        roles: vec![Role {
            id: ROLE.into(),
            name: "User Administrator".into(),
            explanation: "Changes users.".into(),
            risk: RoleRisk::High,
            warning: Some("Changes accounts.".into()),
        }],
        sets: vec![RoleSet {
            key: "lifecycle".into(),
            name: "Lifecycle".into(),
            explanation: "Users and licences.".into(),
            roles: vec![ROLE.into()],
            recommended: true,
        }],
    }
}

pub fn code() -> ExplainedCode {
    ExplainedCode {
        code: "AADSTS65001".into(),
        by: "Entra".into(),
        cause: "Nobody has consented.".into(),
        next_action: "Consent.".into(),
    }
}

pub fn relationship() -> Relationship {
    Relationship {
        id: "rel-1".into(),
        name: "Alder & Finch 2026-11-24".into(),
        status: RelationshipStatus::ApprovalPending,
        customer_tenant_id: Some(CUSTOMER.into()),
        customer_name: Some("Alder & Finch".into()),
        roles: vec![ROLE.into()],
        duration: "P730D".into(),
        auto_extend: true,
        created_at: Some(AT.into()),
        activated_at: Some(AT.into()),
        ends_at: Some(AT.into()),
        days_left: Some(12),
        assignments: vec![Assignment {
            id: Some("asg-1".into()),
            group_id: "60000000-0000-4000-8000-000000000001".into(),
            group_name: Some("Ops AI".into()),
            roles: vec![ROLE.into()],
            state: AssignmentState::Active,
            ours: true,
        }],
        invitation: Some(Invitation {
            url: "https://admin.microsoft.com/".into(),
            subject: "Please approve".into(),
            text: "Hello".into(),
            expires_at: Some(AT.into()),
        }),
        notes: vec!["It ends soon.".into()],
    }
}

pub fn customer() -> CspCustomer {
    CspCustomer {
        tenant_id: CUSTOMER.into(),
        name: "Alder & Finch".into(),
        domain: Some("alder-finch.example".into()),
        in_partner_center: true,
        in_delegated_admin: true,
        state: CustomerState::Incomplete,
        relationship: Some(RelationshipStatus::Active),
        relationship_id: Some("rel-1".into()),
        ends_at: Some(AT.into()),
        auto_extend: true,
        roles_wanted: vec![ROLE.into()],
        roles_granted: vec![ROLE.into()],
        roles_missing: vec![ROLE.into()],
        roles_excess: vec![ROLE.into()],
        roles_read_at: Some(AT.into()),
        consent: ConsentState::Partial,
        permissions_granted: vec!["User.Read.All".into()],
        permissions_missing: vec!["User.ReadWrite.All".into()],
        last_success: vec![("directory".into(), AT.into())],
        checked_at: Some(AT.into()),
        problem: Some(failure()),
        linked_customer: Some(CustomerId::from_ulid("1")),
        gaps: vec![gap()],
    }
}

pub fn customers() -> CspCustomers {
    CspCustomers {
        items: vec![customer()],
        unread: vec![failure()],
        read_at: AT.into(),
    }
}

pub fn permissions() -> PermissionReport {
    PermissionReport {
        tenant_id: TENANT.into(),
        fine: false,
        summary: "One is missing.".into(),
        lines: vec![PermissionLine {
            resource: "Microsoft Graph".into(),
            name: "User.ReadWrite.All".into(),
            kind: PermissionKind::Delegated,
            reason: "Changes users.".into(),
            state: GrantState::Missing,
        }],
        gaps: vec![gap()],
        failure: Some(failure()),
        read_at: AT.into(),
    }
}

fn gap() -> CspGap {
    CspGap {
        what: "One permission is missing.".into(),
        missing: vec!["User.ReadWrite.All".into()],
        remedy: CspRemedy::AdminConsent,
        next_action: "Open the page and accept.".into(),
        url: Some("https://login.example/adminconsent".into()),
    }
}

pub fn account() -> CspAccount {
    CspAccount {
        application_id: APP.into(),
        secrets: vec![CspSecret {
            key_id: "5ec00000-0000-4000-8000-000000000001".into(),
            name: "Ops AI".into(),
            ends_at: Some(AT.into()),
            days_left: Some(12),
            warning: ExpiryWarning::Within14,
            in_use: true,
            ours: true,
        }],
        warning: ExpiryWarning::Within14,
        service_account: Some("ops-ai@northgate.example".into()),
        refresh_token_since: Some(AT.into()),
        refresh_token_days: Some(3),
        failure: Some(failure()),
        read_at: AT.into(),
    }
}

fn removal_item() -> RemovalItem {
    RemovalItem {
        kind: "application".into(),
        what: "Application \"Ops AI\"".into(),
        object_id: APP.into(),
        tenant_id: Some(TENANT.into()),
        state: RemovalState::Gone,
        note: Some("Not found any more.".into()),
        failure: Some(failure()),
        proved_at: Some(AT.into()),
    }
}

pub fn plan() -> RemovalPlan {
    RemovalPlan {
        digest: "d1".into(),
        confirm: "Northgate".into(),
        items: vec![removal_item()],
        needs_sign_in: true,
        stays: vec!["The audit trail.".into()],
    }
}

pub fn removal() -> Removal {
    Removal {
        proved: true,
        items: vec![removal_item()],
    }
}
