//! A request to Graph with everything that answering it needs.

use hyper::Method;
use serde_json::{Value, json};

use super::needs::Need;
use super::says::Refusal;
use crate::exchange::{Answer, Received};
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::behaviour::Behaviour;
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Bearer, Row, Tenant, Who, World, instant};

/// Good or refused.
pub(crate) type Said = Result<Answer, Refusal>;

/// One request, and all there is.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub behaviour: &'a Behaviour,
    pub request: &'a Received,
    pub bearer: &'a Bearer,
    /// Where the token's tenant stands.
    pub place: usize,
}

impl Call<'_> {
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    pub fn turn(&self) -> u64 {
        self.world.turn
    }

    /// Now, as the wire has it.
    pub fn instant(&self) -> String {
        instant(self.world.now)
    }

    /// From when on something made now is seen.
    pub fn seen_from(&self) -> u64 {
        self.world.seen_from(self.behaviour)
    }

    /// The tenant that the token is for.
    pub fn tenant(&self) -> &Tenant {
        &self.world.tenants[self.place]
    }

    /// The same, to change it.
    pub fn tenant_mut(&mut self) -> &mut Tenant {
        &mut self.world.tenants[self.place]
    }

    /// Whether the token is the application's own.
    pub fn is_app(&self) -> bool {
        self.bearer.who == Who::App
    }

    /// The person behind the token.
    pub fn user_id(&self) -> Option<&str> {
        match &self.bearer.who {
            Who::App => None,
            Who::User { id, .. } => Some(id),
        }
    }

    /// Whether the person is of the tenant that the token is for.
    pub fn is_at_home(&self) -> bool {
        matches!(&self.bearer.who, Who::User { home, .. } if *home == self.bearer.tenant)
    }

    /// Whether a permission is in the token, and honoured.
    pub fn holds(&self, permission: &str) -> bool {
        let withheld = self.behaviour.withheld.iter().any(|name| name == permission);
        !withheld && self.bearer.held.iter().any(|held| held == permission)
    }

    /// Whether the person has one of these directory roles, honoured.
    pub fn has_role(&self, any: &[&str]) -> bool {
        let honoured = |role: &&String| !self.behaviour.withheld.contains(role);
        let mut held = self.bearer.roles.iter().filter(honoured);
        held.any(|role| any.contains(&role.as_str()) || role == roles::GLOBAL_ADMINISTRATOR)
    }

    /// Refuses what is not allowed: a permission in the token and, for a person, a directory role.
    pub fn need(&self, need: &Need) -> Result<(), Refusal> {
        let names = if self.is_app() {
            need.application
        } else {
            need.delegated
        };
        if !names.iter().any(|name| self.holds(name)) {
            return Err(Refusal::denied());
        }
        let everybody_may = need.members_may && self.is_at_home();
        if self.is_app() || everybody_may || need.roles.is_empty() || self.has_role(need.roles) {
            return Ok(());
        }
        Err(Refusal::denied())
    }

    /// The body, which has to be a JSON object and to say so.
    pub fn body(&self) -> Result<Row, Refusal> {
        let malformed = || {
            Refusal::new(
                400,
                "BadRequest",
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )
        };
        if self.request.media_type() != "application/json" {
            return Err(malformed());
        }
        match serde_json::from_slice(&self.request.body) {
            Ok(Value::Object(row)) => Ok(row),
            _ => Err(malformed()),
        }
    }

    /// The body where one may be left out.
    pub fn optional_body(&self) -> Result<Row, Refusal> {
        if self.request.body.is_empty() {
            return Ok(Row::new());
        }
        self.body()
    }
}

/// An entity with its context.
pub(crate) fn entity(status: u16, context: &str, value: Value) -> Answer {
    let mut body = json!({"@odata.context": format!("{GRAPH_ORIGIN}/v1.0/$metadata#{context}/$entity")});
    if let (Some(body), Value::Object(value)) = (body.as_object_mut(), value) {
        body.extend(value);
    }
    Answer::json(status, &body)
}

/// An address in Graph.
pub(crate) fn location(path: &str) -> String {
    format!("{GRAPH_ORIGIN}/v1.0/{path}")
}
