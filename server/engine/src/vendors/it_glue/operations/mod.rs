//! What can be called, one file per noun. All of it reads.

pub mod configurations;
pub mod organizations;
pub mod passwords;
