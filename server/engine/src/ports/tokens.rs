//! API tokens: made, listed, ended. A token never may more than its maker.

use super::{
    Machine,
    secrets::{digest, new_token},
};
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    store::{AuditRecord, NewTokenRow, TokenRow, fresh_ulid},
};
use contract::{
    account::{IssuedToken, NewToken, Token},
    actor::{Actor, Role},
    field::FieldError,
    ids::TokenId,
    problem::Problem,
};
use serde_json::json;

const MAX_NAME: usize = 80;
const MAX_DAYS: u32 = 3650;
const DAY_MS: i64 = 24 * 3600 * 1000;

impl Machine {
    pub(super) async fn all_tokens(&self, who: &Actor) -> Result<Vec<Token>, Problem> {
        may(who, Right::ManageTokens)?;
        let rows = self.store.tokens(self.now()).await?;
        let mine = |row: &TokenRow| who.role == Role::Admin || row.created_by == who.id;
        Ok(rows.into_iter().filter(mine).map(token).collect())
    }

    pub(super) async fn add_token(&self, who: &Actor, new: NewToken) -> Result<IssuedToken, Problem> {
        may(who, Right::ManageTokens)?;
        let name = new.name.trim().to_owned();
        let mut errors = Vec::new();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            let text = format!("The name must have 1 to {MAX_NAME} characters on one line.");
            errors.push(FieldError::new("name", "required", text));
        }
        if new.days.is_some_and(|days| days == 0 || days > MAX_DAYS) {
            let text = format!("The token must live 1 to {MAX_DAYS} days, or without an end.");
            errors.push(FieldError::new("days", "out_of_range", text));
        }
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        if new.role > who.role {
            return Err(Problem::forbidden(
                new.role,
                who.role,
                "make a token that may more than you",
            ));
        }
        let secret =
            new_token().map_err(|_| Problem::new(500, "internal", "No randomness on this machine."))?;
        let now = self.now();
        let row = TokenRow {
            id: TokenId::from_ulid(&fresh_ulid(now)),
            name,
            role: new.role,
            hint: secret[secret.len() - 4..].to_owned(),
            created_by: who.id.clone(),
            created_by_name: who.name.clone(),
            created_at: now,
            expires_at: new.days.map(|days| now + i64::from(days) * DAY_MS),
            last_used_at: None,
        };
        let audit = AuditRecord {
            who,
            action: "token.created",
            target: row.id.to_string(),
            detail: json!({ "name": row.name, "role": row.role.as_str(), "days": new.days }),
        };
        let shown = token(row.clone());
        self.store
            .insert_token(
                NewTokenRow {
                    row,
                    secret_hash: digest(&secret),
                },
                audit,
            )
            .await?;
        Ok(IssuedToken { token: shown, secret })
    }

    pub(super) async fn end_token(&self, who: &Actor, id: &TokenId) -> Result<(), Problem> {
        may(who, Right::ManageTokens)?;
        let row = self
            .store
            .token(id, self.now())
            .await
            .map_err(|_| Problem::not_found("token"))?;
        if row.created_by != who.id {
            may(who, Right::ManageUsers)?;
        }
        let audit = AuditRecord {
            who,
            action: "token.revoked",
            target: id.to_string(),
            detail: json!({ "name": row.name }),
        };
        self.store.revoke_token(id, self.now(), audit).await?;
        Ok(())
    }
}

fn token(row: TokenRow) -> Token {
    Token {
        id: row.id,
        name: row.name,
        role: row.role,
        hint: row.hint,
        created_by: row.created_by_name,
        created_at: rfc3339(row.created_at),
        expires_at: row.expires_at.map(rfc3339),
        last_used_at: row.last_used_at.map(rfc3339),
    }
}
