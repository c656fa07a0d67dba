//! The pages, one folder each: `mod.rs` draws, the files beside it are its pieces, `api.rs` its server functions,
//! `words.rs` its sentences. A feature never imports another feature.

mod approvals;
mod audit;
pub mod integrations;
mod keys;
mod not_found;
mod operations;
mod settings;
mod setup;
mod sign_in;
mod styleguide;

pub use approvals::ApprovalsPage;
pub use audit::AuditPage;
pub use keys::KeysPage;
pub use not_found::NotFoundPage;
pub use operations::OperationRoutes;
pub use settings::SettingsRoutes;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
pub use styleguide::StyleguidePage;
