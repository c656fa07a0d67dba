//! What comes back from Graph. What is common is typed, the rest is kept as it came; a null stays a null, since Graph
//! writes one for whatever is not set.

mod directory;
mod group;
mod licence;
mod subscription;
mod user;

pub use directory::{Customer, Domain, Organization};
pub use group::{Group, Member};
pub use licence::{Licence, LicenceOfUser};
pub use subscription::Subscription;
pub use user::{DeletedUser, User};

use serde::{Deserialize, de::DeserializeOwned};

/// A row of a list, known by its id.
pub trait Row: DeserializeOwned + Send {
    /// Its id.
    fn id(&self) -> &str;
}

/// The answer to a list.
#[derive(Deserialize)]
pub struct Listed<T> {
    /// The rows of this page; a page may be empty and still not be the last.
    pub value: Vec<T>,
    /// The address of the next page.
    #[serde(rename = "@odata.nextLink")]
    pub next: Option<String>,
}

macro_rules! rows {
    ($($row:ty),+) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )+};
}

rows!(
    Customer,
    DeletedUser,
    Domain,
    Group,
    Licence,
    LicenceOfUser,
    Member,
    Subscription,
    User
);
