//! The tables of customers, rules, SOPs and runs; see crate `migrations` for what they mean.

/// The one row that every change of rules, SOPs and customers counts up.
pub mod automation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "automation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Customers.
pub mod customer {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which record is whose.
pub mod link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub customer_id: String,
        pub vendor: String,
        pub integration_id: String,
        pub external_id: String,
        pub name: String,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Companies, sites, organisations and tenants as discovery found them.
pub mod record {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "vendor_records")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub integration_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub external_id: String,
        pub vendor: String,
        pub name: String,
        pub domain: Option<String>,
        pub foreign_id: Option<String>,
        pub ignored: bool,
        pub seen_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// SOPs, as they are now.
pub mod sop {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sops")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub version: i32,
        pub enabled: bool,
        pub customer_id: Option<String>,
        pub template: Option<String>,
        pub created_at: i64,
        pub deleted_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// SOPs, version by version.
pub mod sop_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sop_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sop_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub at: i64,
        pub by_name: String,
        pub note: Option<String>,
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::sop::Entity",
            from = "Column::SopId",
            to = "super::sop::Column::Id"
        )]
        Sop,
    }

    impl Related<super::sop::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Sop.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Routing rules.
pub mod rule {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "routing_rules")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub position: i32,
        pub enabled: bool,
        pub customer_id: Option<String>,
        pub conditions: String,
        pub sop_id: Option<String>,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Runs.
pub mod run {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "runs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub sop_id: String,
        pub sop_name: String,
        pub sop_version: i32,
        pub mode: String,
        pub event_id: Option<String>,
        pub lineage: String,
        pub subject: String,
        pub customer_id: Option<String>,
        pub customer_name: Option<String>,
        pub integration_id: Option<String>,
        pub status: String,
        pub code: Option<String>,
        pub detail: String,
        pub report: Option<String>,
        pub reported_at: Option<i64>,
        pub about: String,
        pub rerun_of: Option<String>,
        pub from_step: Option<String>,
        pub starter_kind: String,
        pub starter_id: String,
        pub starter_name: String,
        pub starter_owner: String,
        pub started_at: i64,
        pub finished_at: Option<i64>,
        pub claim: Option<String>,
        pub claimed_until: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The steps of runs.
pub mod run_step {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_steps")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub run_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub n: i32,
        pub step_id: String,
        pub title: String,
        pub kind: String,
        pub outcome: String,
        pub calls: Option<String>,
        pub integration_id: Option<String>,
        pub integration_name: Option<String>,
        pub template: String,
        pub input: String,
        pub output: Option<String>,
        pub code: Option<String>,
        pub detail: String,
        pub vendor_status: Option<i32>,
        pub vendor_message: Option<String>,
        pub vendor_request_id: Option<String>,
        pub approval_id: Option<String>,
        pub idempotency_key: Option<String>,
        pub tries: i32,
        pub started_at: i64,
        pub finished_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was done once and is not done again, by its key.
pub mod effect {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "effects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub idempotency_key: String,
        pub lineage: String,
        pub run_id: String,
        pub n: i32,
        pub state: String,
        pub words: String,
        pub output: Option<String>,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
