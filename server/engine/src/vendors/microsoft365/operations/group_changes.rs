//! Puts somebody into a group, or takes somebody out.
//!
//! Graph refuses it for dynamic groups, for groups that come from on-premises, and for distribution lists and mail-enabled
//! security groups, which only Exchange can change.

use super::{
    super::{inputs::TenantRef, paths, tenants::at},
    afterwards,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Fate, Guid, Operation, Repeat},
    policy::{Read, Write},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Graph's words for "is in it already"; it has no code for it.
const ALREADY: &str = "already exist";

/// Who, and which group.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The group's id.
    pub group: Guid,
    /// The member's id: a user, another group, a device or an application.
    pub member: Guid,
}

/// How it is now.
#[derive(Serialize, JsonSchema)]
pub struct Changed {
    /// The group's id.
    pub group: String,
    /// The member's id.
    pub member: String,
    /// True when it was changed by this call, false when it was so before.
    pub changed: bool,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@odata.id")]
    id: String,
}

/// Putting somebody in.
pub struct AddMember;

impl Operation for AddMember {
    type Access = Write;
    type Input = Membership;
    type Output = Changed;
    const ID: &'static str = "groups.add_member";
    const TITLE: &'static str = "Add a member to a group";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: Membership) -> Result<Changed, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let base = here.client.session().base();
        let reference = Reference {
            id: format!("{base}directoryObjects/{}", input.member),
        };
        let path = paths::new_member(&input.group);
        let changed = match here.client.post_unread(path, &reference).await {
            Ok(()) => true,
            Err(error) if is_in_it(&error) => false,
            Err(error) => return Err(error),
        };
        Ok(Changed {
            group: input.group.to_string(),
            member: input.member.to_string(),
            changed,
        })
    }

    async fn look_up(
        client: Client<Read>,
        input: Membership,
        _since: i64,
    ) -> Result<Fate<Changed>, CallError> {
        input.fate(&client, true).await
    }
}

/// Taking somebody out.
pub struct RemoveMember;

impl Operation for RemoveMember {
    type Access = Write;
    type Input = Membership;
    type Output = Changed;
    const ID: &'static str = "groups.remove_member";
    const TITLE: &'static str = "Remove a member from a group; both stay";

    async fn run(client: Client<Write>, input: Membership) -> Result<Changed, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        here.client
            .unlink(paths::membership(&input.group, &input.member))
            .await?;
        Ok(Changed {
            group: input.group.to_string(),
            member: input.member.to_string(),
            changed: true,
        })
    }

    async fn look_up(
        client: Client<Read>,
        input: Membership,
        _since: i64,
    ) -> Result<Fate<Changed>, CallError> {
        input.fate(&client, false).await
    }
}

impl Membership {
    /// Whether the member is in the group (`wanted`) or out of it, as the call was to make it.
    async fn fate(self, client: &Client<Read>, wanted: bool) -> Result<Fate<Changed>, CallError> {
        let both = (&self.group, &self.member);
        let is_so = afterwards::membership_is(client, self.tenant.as_ref(), both, wanted).await?;
        Ok(if is_so {
            Fate::Done(Changed {
                group: self.group.to_string(),
                member: self.member.to_string(),
                changed: true,
            })
        } else {
            Fate::NotDone
        })
    }
}

fn is_in_it(error: &CallError) -> bool {
    let said = error.said.as_ref();
    error.kind == CallErrorKind::Rejected
        && said.is_some_and(|said| said.status == 400 && said.body.contains(ALREADY))
}
