//! Managing people.

use super::{Machine, passwords};
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    store::{AuditRecord, Ending, NewPerson, PersonChange, PersonRow, StoreError, fresh_ulid},
};
use contract::{
    account::{NewUser, User},
    actor::{Actor, Role},
    field::FieldError,
    ids::UserId,
    problem::Problem,
};
use serde_json::json;

const MAX_NAME: usize = 80;

impl Machine {
    pub(super) async fn all_users(&self, who: &Actor) -> Result<Vec<User>, Problem> {
        may(who, Right::ManageUsers)?;
        Ok(self.store.people().await?.into_iter().map(user).collect())
    }

    pub(super) async fn add_user(&self, who: &Actor, new: NewUser) -> Result<User, Problem> {
        may(who, Right::ManageUsers)?;
        let person = self
            .checked_person(&new.email, &new.name, new.role, new.password)
            .await?;
        let id = person.id.clone();
        let audit = AuditRecord {
            who,
            action: "user.created",
            target: id.to_string(),
            detail: json!({ "email": person.email, "role": person.role.as_str() }),
        };
        match self.store.insert_person(self.now(), person, audit).await {
            Ok(()) => Ok(user(self.store.person(&id).await?)),
            Err(StoreError::Taken { .. }) => {
                let error = FieldError::new("email", "taken", "Somebody with this email exists already.");
                Err(Problem {
                    status: 409,
                    code: "conflict".into(),
                    ..Problem::invalid(vec![error])
                })
            }
            Err(other) => Err(other.into()),
        }
    }

    pub(super) async fn edit_user(
        &self,
        who: &Actor,
        id: &UserId,
        role: Option<Role>,
        disabled: Option<bool>,
    ) -> Result<User, Problem> {
        may(who, Right::ManageUsers)?;
        let audit = AuditRecord {
            who,
            action: "user.changed",
            target: id.to_string(),
            detail: json!({ "role": role.map(Role::as_str), "disabled": disabled }),
        };
        let change = PersonChange {
            role,
            disabled,
            password_hash: None,
        };
        match self.store.update_person(self.now(), id, change, audit).await {
            Ok(()) => {}
            Err(StoreError::Stale) => {
                return Err(Problem::new(409, "last_admin", "One administrator must remain.")
                    .with_detail("Make somebody else an administrator first."));
            }
            Err(StoreError::Missing) => return Err(Problem::not_found("person")),
            Err(other) => return Err(other.into()),
        }
        if disabled == Some(true) {
            let audit = AuditRecord {
                who,
                action: "session.all_ended",
                target: id.to_string(),
                detail: json!({}),
            };
            self.store
                .end_sessions(self.now(), Ending::AllOf(id), audit)
                .await?;
        }
        Ok(user(self.store.person(id).await?))
    }

    /// Checks what was typed of a new person and hashes the password.
    pub(super) async fn checked_person(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password: String,
    ) -> Result<NewPerson, Problem> {
        let (email, name) = (email.trim().to_lowercase(), name.trim().to_owned());
        let mut errors = Vec::new();
        let parts = email.split_once('@');
        if email.len() > 254
            || email.chars().any(|c| c.is_control() || c.is_whitespace())
            || !parts.is_some_and(|(local, domain)| {
                !local.is_empty() && !domain.is_empty() && !domain.contains('@')
            })
        {
            errors.push(FieldError::new(
                "email",
                "not_an_email",
                "The email does not look like name@domain.",
            ));
        }
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            let text = format!("The name must have 1 to {MAX_NAME} characters on one line.");
            errors.push(FieldError::new("name", "required", text));
        }
        if let Err(error) = passwords::check(&password) {
            errors.push(error);
        }
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        let password_hash = passwords::hashed(password).await?;
        Ok(NewPerson {
            id: UserId::from_ulid(&fresh_ulid(self.now())),
            email,
            name,
            role,
            password_hash,
        })
    }
}

fn user(row: PersonRow) -> User {
    User {
        id: row.id,
        email: row.email,
        name: row.name,
        role: row.role,
        disabled: row.disabled,
        created_at: rfc3339(row.created_at),
        last_seen_at: row.last_seen_at.map(rfc3339),
    }
}
