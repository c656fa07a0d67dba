//! The tables of webhooks, events and jobs as the store reads them; see crate `migrations` for what they mean.

/// Registered receivers.
pub mod webhook {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhooks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub integration_id: String,
        pub vendor: String,
        pub name: String,
        pub token: String,
        pub enabled: bool,
        pub allowed_networks: String,
        pub payload_days: i64,
        pub event_days: i64,
        pub ordered: bool,
        pub registered: Option<String>,
        pub registration: Option<String>,
        pub due_at: Option<i64>,
        pub created_at: i64,
        pub updated_at: i64,
        pub deleted_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Their sealed secrets.
pub mod webhook_secret {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_secrets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub webhook_id: String,
        pub integration_id: String,
        pub vendor: String,
        pub sealed: String,
        pub hint: String,
        pub created_at: i64,
        pub created_by: String,
        pub retires_at: Option<i64>,
        pub last_matched_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What they received.
pub mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub webhook_id: String,
        pub vendor: String,
        pub integration_id: String,
        pub status: String,
        pub lane: i64,
        pub received_at: i64,
        pub next_attempt_at: Option<i64>,
        pub claim: Option<String>,
        pub attempts: i64,
        pub tries: i64,
        pub delivery_id: Option<String>,
        pub weak_identity: bool,
        pub body_sha256: String,
        pub size: i64,
        pub duplicates: i64,
        pub last_duplicate_at: Option<i64>,
        pub conflicting: bool,
        pub lineage: String,
        pub replay_of: Option<String>,
        pub replayed_as: Option<String>,
        pub replayed_by: Option<String>,
        pub replay_reason: Option<String>,
        pub remote_address: Option<String>,
        pub matched_secret: Option<String>,
        pub preview: String,
        pub kind: Option<String>,
        pub subject: Option<String>,
        pub customer_ref: Option<String>,
        pub customer_id: Option<String>,
        pub customer_name: Option<String>,
        pub sop_id: Option<String>,
        pub sop_name: Option<String>,
        pub run_id: Option<String>,
        pub approval_id: Option<String>,
        pub stage: Option<String>,
        pub code: Option<String>,
        pub fingerprint: Option<String>,
        pub failure: Option<String>,
        pub finished_at: Option<i64>,
        pub object: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Bodies and headers.
pub mod event_payload {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_payloads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: String,
        pub body: Vec<u8>,
        pub headers: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Runs of events through the stages.
pub mod event_attempt {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_attempts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub n: i64,
        pub started_at: i64,
        pub stages: String,
        pub error: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Durable jobs.
pub mod job {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub kind: String,
        pub status: String,
        pub request: String,
        pub place: String,
        pub total: i64,
        pub done: i64,
        pub failed: i64,
        pub note: String,
        pub requester_kind: String,
        pub requester_id: String,
        pub requester_name: String,
        pub claim: Option<String>,
        pub lease_until: i64,
        pub created_at: i64,
        pub updated_at: i64,
        pub finished_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
