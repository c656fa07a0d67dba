//! Scopes of a request: one resource, or `70011`.

use super::says::Refusal;
use crate::microsoft365::permissions::{GRAPH, RESOURCES, Resource};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub resource: &'static Resource,
    /// Everything that was consented to: `…/.default`.
    pub default: bool,
    /// Or these.
    pub names: Vec<String>,
    pub openid: bool,
    pub offline: bool,
}

/// Reads a `scope`. One without a resource is Graph's.
pub(crate) fn read(scope: &str) -> Result<Asked, Refusal> {
    let mut asked = Asked {
        resource: &GRAPH,
        default: false,
        names: Vec::new(),
        openid: false,
        offline: false,
    };
    let mut found: Option<&'static Resource> = None;
    for word in scope.split_whitespace() {
        match word {
            "openid" => asked.openid = true,
            "offline_access" => asked.offline = true,
            "profile" | "email" => {}
            word => {
                let (origin, name) = match word.rsplit_once('/') {
                    Some((origin, name)) => (origin, name),
                    None => (GRAPH.origin, word),
                };
                let resource = RESOURCES
                    .iter()
                    .find(|known| known.origin == origin || known.app_id == origin)
                    .ok_or_else(|| unknown(origin))?;
                if found.is_some_and(|before| before != *resource) {
                    return Err(Refusal::new(
                        70_011,
                        format!(
                            "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid: it spans more than one resource."
                        ),
                    ));
                }
                found = Some(resource);
                if name == ".default" {
                    asked.default = true;
                } else {
                    asked.names.push(name.to_owned());
                }
            }
        }
    }
    if asked.default && !asked.names.is_empty() {
        return Err(Refusal::new(
            70_011,
            format!(
                "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid: .default cannot be combined with resource-specific scopes."
            ),
        ));
    }
    asked.resource = found.unwrap_or(&GRAPH);
    Ok(asked)
}

fn unknown(origin: &str) -> Refusal {
    Refusal::new(
        500_011,
        format!(
            "The resource principal named {origin} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."
        ),
    )
}
