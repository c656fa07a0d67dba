//! What can be called at Microsoft 365. Reading is `Read`; what can be undone by the opposite call is `Write`; what locks
//! somebody out or takes an account away is `Dangerous`.

mod afterwards;
mod customers;
mod group_changes;
mod groups;
mod licence_changes;
mod licences;
mod lifecycle;
mod mailboxes;
mod new_user;
mod organization;
mod reset_password;
mod targets;
mod user_changes;
mod users;

use super::manifest::VENDOR;
use crate::{
    connector::{CallError, Client, Entry},
    policy::Read,
};
use contract::ids::VendorId;

/// The name of the tenant that the client is in: Graph's cheapest call.
pub async fn tenant_name(client: &Client<Read>) -> Result<String, CallError> {
    let tenant = organization::one(client, "id,displayName").await?;
    Ok(tenant.display_name.unwrap_or(tenant.id))
}

/// The catalogue.
pub fn entries() -> Vec<Entry> {
    let vendor = VendorId::new(VENDOR);
    vec![
        Entry::of::<customers::List>(&vendor),
        Entry::of::<organization::Get>(&vendor),
        Entry::of::<organization::Domains>(&vendor),
        Entry::of::<users::Get>(&vendor),
        Entry::of::<users::List>(&vendor),
        Entry::of::<users::Search>(&vendor),
        Entry::of::<users::Groups>(&vendor),
        Entry::of::<users::Deleted>(&vendor),
        Entry::of::<groups::Get>(&vendor),
        Entry::of::<groups::List>(&vendor),
        Entry::of::<groups::Search>(&vendor),
        Entry::of::<groups::Members>(&vendor),
        Entry::of::<mailboxes::Get>(&vendor),
        Entry::of::<mailboxes::List>(&vendor),
        Entry::of::<licences::List>(&vendor),
        Entry::of::<licences::OfUser>(&vendor),
        Entry::of::<new_user::Create>(&vendor),
        Entry::of::<user_changes::Update>(&vendor),
        Entry::of::<lifecycle::Enable>(&vendor),
        Entry::of::<lifecycle::Restore>(&vendor),
        Entry::of::<group_changes::AddMember>(&vendor),
        Entry::of::<group_changes::RemoveMember>(&vendor),
        Entry::of::<licence_changes::Assign>(&vendor),
        Entry::of::<licence_changes::Remove>(&vendor),
        Entry::of::<lifecycle::Disable>(&vendor),
        Entry::of::<lifecycle::SignOut>(&vendor),
        Entry::of::<reset_password::ResetPassword>(&vendor),
        Entry::of::<lifecycle::Delete>(&vendor),
    ]
}
