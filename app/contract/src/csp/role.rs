//! Directory roles that a relationship may hold.

use crate::Text;
use serde::{Deserialize, Serialize};

/// The role that no relationship should hold: with it nothing extends itself, and whoever has it has all.
pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

/// How much harm a role can do in the wrong hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleRisk {
    /// It reads.
    Low,
    /// It changes what is of one kind.
    Medium,
    /// It changes accounts, mail or security settings.
    High,
    /// It can give itself everything.
    Critical,
}

/// One built-in role; its id is the same in every tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: Text,
    /// Microsoft's name for it.
    pub name: Text,
    /// What it is needed for, in plain words.
    pub explanation: Text,
    /// How much harm it can do.
    pub risk: RoleRisk,
    /// What a person must read before choosing it.
    #[serde(default)]
    pub warning: Option<Text>,
}

/// Roles that belong together for a purpose; the smallest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSet {
    /// Its word: `read_only`, `lifecycle`, `lifecycle_passwords`.
    pub key: Text,
    /// Its name.
    pub name: Text,
    /// What can be done with it, and what cannot.
    pub explanation: Text,
    /// The ids of its roles.
    pub roles: Vec<Text>,
    /// True for the one that is chosen at first.
    pub recommended: bool,
}

/// Every role and set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCatalogue {
    /// The roles by name.
    pub roles: Vec<Role>,
    /// The sets, the smallest first.
    pub sets: Vec<RoleSet>,
}

impl RoleCatalogue {
    /// A role by its id.
    pub fn find(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }
}
