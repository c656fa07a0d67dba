//! The tables as the store reads them; see crate `migrations` for what they mean.

/// Connected accounts.
pub mod integration {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "integrations")]
    #[expect(clippy::struct_excessive_bools, reason = "each is a column")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub vendor: String,
        pub name: String,
        pub settings: String,
        pub identity: String,
        pub is_default: bool,
        pub paused: bool,
        pub version: i64,
        pub created_at: i64,
        pub updated_at: i64,
        pub next_probe_at: i64,
        pub outcome: Option<String>,
        pub checked_at: Option<i64>,
        pub since: Option<i64>,
        pub latency_ms: Option<i64>,
        pub detail: Option<String>,
        pub attention: Option<String>,
        pub vendor_status: Option<i32>,
        pub vendor_message: Option<String>,
        pub badge: Option<String>,
        pub slot_at: i64,
        pub probe_claim: Option<String>,
        pub recent: String,
        pub steady: Option<String>,
        pub unconfirmed: bool,
        pub flapping: bool,
        pub slow: bool,
        pub down: bool,
        pub median_ms: Option<i64>,
        pub expires_at: Option<i64>,
        pub expires_source: Option<String>,
        pub expiry_told: Option<i64>,
        pub error_at: Option<i64>,
        pub error_outcome: Option<String>,
        pub error_detail: Option<String>,
        pub error_status: Option<i32>,
        pub error_message: Option<String>,
        pub error_request_id: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Sealed credentials.
pub mod sealed_value {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sealed_values")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub integration_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub sealed: String,
        pub set_at: i64,
        pub set_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Health calls.
pub mod probe {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "probes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub integration_id: String,
        pub at: i64,
        pub outcome: String,
        pub latency_ms: i64,
        pub trigger_word: String,
        pub detail: String,
        pub vendor_status: Option<i32>,
        pub vendor_message: Option<String>,
        pub vendor_request_id: Option<String>,
        pub slow: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// People.
pub mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub email: String,
        pub name: String,
        pub role: String,
        pub password_hash: String,
        pub disabled: bool,
        pub created_at: i64,
        pub last_seen_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Signed-in browsers.
pub mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub secret_hash: String,
        pub user_id: String,
        pub agent: String,
        pub address: String,
        pub created_at: i64,
        pub seen_at: i64,
        pub expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// API tokens.
pub mod token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tokens")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub secret_hash: String,
        pub name: String,
        pub role: String,
        pub hint: String,
        pub created_by: String,
        pub created_by_name: String,
        pub created_at: i64,
        pub expires_at: Option<i64>,
        pub last_used_at: Option<i64>,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One-time links that make the first administrator.
pub mod setup_link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "setup_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub secret_hash: String,
        pub created_at: i64,
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Failed sign-ins, for the throttle.
pub mod sign_in_failure {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_failures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub throttle_key: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The audit trail.
pub mod audit {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: i64,
        pub actor_kind: String,
        pub actor_id: String,
        pub actor_name: String,
        pub action: String,
        pub target: String,
        pub detail: String,
        pub previous: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Held calls.
pub mod approval {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "approvals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub status: String,
        pub vendor: String,
        pub operation: String,
        pub title: String,
        pub risk: String,
        pub integration_id: String,
        pub integration_name: String,
        pub run_id: Option<String>,
        pub step_id: Option<String>,
        pub needs_role: String,
        pub input: String,
        pub input_sha256: String,
        pub requester_kind: String,
        pub requester_id: String,
        pub requester_name: String,
        pub requester_owner: String,
        pub created_at: i64,
        pub expires_at: i64,
        pub decider_kind: Option<String>,
        pub decider_id: Option<String>,
        pub decider_name: Option<String>,
        pub decided_at: Option<i64>,
        pub decision_reason: Option<String>,
        pub started_at: Option<i64>,
        pub finished_at: Option<i64>,
        pub output: Option<String>,
        pub problem: Option<String>,
        pub why: Option<String>,
        pub rule: String,
        pub rule_origin: String,
        pub policy_version: i64,
        pub account_sha256: String,
        pub target: Option<String>,
        pub target_unread: Option<String>,
        pub differences: Option<String>,
        pub decider_owner: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
