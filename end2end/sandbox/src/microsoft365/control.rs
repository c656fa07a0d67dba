//! What others than the caller do: a customer approves or ends a relationship, somebody revokes sessions, time ends things.

use serde_json::{Value, json};

use super::accounts::PARTNER_TENANT;
use super::behaviour::Behaviour;
use super::world::{Relationship, Status, World, text};

/// For how long an invitation can be accepted. What becomes of it then is not known; here it stays as it is.
const INVITATION_DAYS: i64 = 90;

/// Does it, and says what there is now.
///
/// | what | with | does |
/// |---|---|---|
/// | `approve` | `relationship`, `customer` where it names none | the customer's administrator accepts the invitation |
/// | `end` | `relationship` | the customer removes the partner |
/// | `expire` | `relationship` | its end is now |
/// | `revoke` | `user` (sign-in name) | the sessions of a person end: 50173 |
/// | `forget` | `tenant`, `app` | a service principal is deleted there by hand |
/// | `ungrant` | `tenant`, `app` | its delegated permissions there are taken away by hand |
/// | `disable` | `tenant`, `app` | the same is switched off: 7000112 |
pub(crate) fn act(
    world: &mut World,
    behaviour: &Behaviour,
    what: &str,
    with: &Value,
) -> Result<Value, String> {
    let (turn, now) = (world.turn, world.now);
    let get = |name: &str| with[name].as_str().ok_or_else(|| format!("`{name}` is missing"));
    match what {
        "approve" => {
            let customer = with["customer"].as_str().map(str::to_owned);
            if let Some(id) = &customer {
                world.tenant(id).ok_or("there is no such tenant")?;
            }
            let one = relationship(world, get("relationship")?)?;
            if one.status != Status::ApprovalPending {
                return Err("it is not waiting for approval".to_owned());
            }
            if now > one.created + INVITATION_DAYS * 86_400 {
                return Err("the invitation is older than 90 days".to_owned());
            }
            one.customer = one.customer.take().or(customer);
            if one.customer.is_none() {
                return Err("`customer` is missing".to_owned());
            }
            one.go(Status::Approved, turn, now);
            one.settle(turn, now, behaviour);
        }
        "end" => {
            let one = relationship(world, get("relationship")?)?;
            if !one.gives_access() {
                return Err("it is not active".to_owned());
            }
            one.go(Status::TerminationRequested, turn, now);
        }
        "expire" => {
            let one = relationship(world, get("relationship")?)?;
            one.end = one.end.map(|_| now);
            one.settle(turn, now, behaviour);
        }
        "revoke" => {
            let (_, row) = world.person(get("user")?).ok_or("there is no such person")?;
            let id = text(row, "id").to_owned();
            world.identity.revoke(&id, 50_173);
        }
        "forget" | "disable" | "ungrant" => {
            let app = get("app")?;
            let tenant = world
                .tenant_mut(with["tenant"].as_str().unwrap_or(PARTNER_TENANT))
                .ok_or("there is no such tenant")?;
            let row = tenant
                .principal_of(app, u64::MAX)
                .ok_or("there is no such application in it")?;
            let id = text(row, "id").to_owned();
            if what == "ungrant" {
                tenant.grants.remove(|row| text(row, "clientId") == id);
            } else if what == "forget" {
                tenant.service_principals.take(&id, u64::MAX);
                tenant.forget_principal(&id);
            } else if let Some(row) = tenant.service_principals.change(&id, u64::MAX) {
                row.insert("accountEnabled".to_owned(), false.into());
            }
        }
        other => return Err(format!("`{other}` is not known")),
    }
    let one = with["relationship"].as_str();
    let one = one.and_then(|id| world.relationships.iter().find(|one| one.id == id));
    Ok(one.map_or_else(|| json!({}), |one| one.to_json(world)))
}

fn relationship<'a>(world: &'a mut World, id: &str) -> Result<&'a mut Relationship, String> {
    let found = world.relationships.iter_mut().find(|one| one.id == id);
    found.ok_or_else(|| "there is no such relationship".to_owned())
}
