//! The pages, one folder each: `mod.rs` draws, the files beside it are its pieces, `api.rs` its server functions,
//! `words.rs` its sentences. A feature never imports another feature.

mod approvals;
mod audit;
mod csp;
mod customers;
mod dead_letters;
mod events;
pub mod integrations;
mod keys;
mod not_found;
mod operations;
mod routing;
mod runs;
mod settings;
mod setup;
mod sign_in;
mod sops;
mod status;
mod styleguide;
mod webhooks;

pub use approvals::ApprovalRoutes;
pub use audit::AuditPage;
pub use csp::CspRoutes;
pub use customers::CustomersPage;
pub use dead_letters::DeadLettersPage;
pub use events::EventsPage;
pub use keys::KeysPage;
pub use not_found::NotFoundPage;
pub use operations::OperationRoutes;
pub use routing::RoutingPage;
pub use runs::{RunPage, RunsPage};
pub use settings::SettingsRoutes;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
pub use sops::{SopPage, SopsPage};
pub use status::StatusPage;
pub use styleguide::StyleguidePage;
pub use webhooks::WebhooksPage;
