//! One security group for each role. What marks a group is made of the role and of this deployment, so that a second run, and
//! even a new installation at the same address, finds the one that is there.

use super::super::{
    places::Who,
    work::{Step, Work, until},
};
use crate::connector::{FoundObject, NewGroup, ObjectKind, PartnerReads};
use sha2::{Digest, Sha256};

/// What marks the group of a role.
pub fn mark_of(role: &str, deployment: &str) -> String {
    let role: String = role.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("opsai-gdap-{role}-{}", short(deployment))
}

/// Eight characters that tell one deployment from another.
pub fn short(deployment: &str) -> String {
    let bytes = Sha256::digest(deployment.trim_end_matches('/').as_bytes());
    bytes.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Makes what is missing of them.
pub async fn groups(work: &mut Work<'_>) -> Step {
    let writes = work.ground.writes(Who::Bootstrap, None).await?;
    let catalogue = work.ground.partner.roles();
    let deployment = work.ground.csp.0.settings.public_url.clone();
    for role in work.ground.document.template.roles.clone() {
        let title = catalogue
            .find(&role)
            .map_or_else(|| role.clone(), |role| role.name.to_string());
        let (name, mark) = (format!("Ops AI GDAP - {title}"), mark_of(&role, &deployment));
        let intent = format!("group {mark}");
        let found = look(work, writes.as_ref(), &mark, work.intended(&intent)).await?;
        let group = match found {
            Some(group) => group,
            None => {
                work.intend(&intent).await?;
                let new = NewGroup {
                    name: &name,
                    mark: &mark,
                    description: "Made by Ops AI. Its members have this role at customers, through delegated administration.",
                };
                let id = writes
                    .create_group(new)
                    .await
                    .map_err(|error| work.ground.stop(&error))?;
                work.made(ObjectKind::Group, &id, &name);
                work.keep(true).await?;
                look(work, writes.as_ref(), &mark, true)
                    .await?
                    .ok_or_else(|| work.unseen(&format!("The group \"{name}\"")))?
            }
        };
        if !group.usable {
            return Err(work.fail(
                "no_security_group",
                format!(
                    "The group \"{}\" ({}) bears our mark and is no security group.",
                    group.name, group.id
                ),
                "Delete or rename it, then try again.",
                false,
            ));
        }
        work.made(ObjectKind::Group, &group.id, &group.name);
        work.saw(
            format!("Security group \"{}\"", group.name),
            group.id.clone(),
            true,
        );
        work.ground.document.groups.insert(role, group.id);
        work.keep(true).await?;
    }
    Ok(())
}

/// Looks once; where one may have been made already, again and again.
async fn look<R: PartnerReads + ?Sized>(
    work: &Work<'_>,
    reads: &R,
    mark: &str,
    patiently: bool,
) -> Step<Option<FoundObject>> {
    let once = || reads.group_marked(mark);
    let found = if patiently {
        until(once, || reads.rest()).await
    } else {
        once().await
    };
    found.map_err(|error| work.ground.stop(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_roles_and_deployments_apart_and_fits_a_nickname() {
        let role = "fe930be7-5e62-47db-91af-98c3a49a38b1";
        let one = mark_of(role, "https://ops.example.com/");
        assert_eq!(one, mark_of(role, "https://ops.example.com"));
        assert_ne!(one, mark_of(role, "https://other.example.com"));
        assert_ne!(
            one,
            mark_of("4d6ac14f-3453-41d0-bef9-a3e0c569773a", "https://ops.example.com")
        );
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && one.len() < 64);
    }
}
