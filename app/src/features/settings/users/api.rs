//! Server functions of everybody's accounts.

use crate::error::AppError;
use contract::account::User;
use leptos::prelude::*;

/// Everybody.
#[server(prefix = "/app/do", endpoint = "users/list")]
pub async fn list_users() -> Result<Vec<User>, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.accounts.users(&who.actor).await?)
}

/// Adds a person.
#[server(prefix = "/app/do", endpoint = "users/create")]
pub async fn create_user(
    name: String,
    email: String,
    role: String,
    password: String,
) -> Result<(), AppError> {
    use contract::{account::NewUser, actor::Role, field::FieldError, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let role = Role::parse(&role)
        .ok_or_else(|| Problem::invalid(vec![FieldError::new("role", "not_a_choice", "Choose a role.")]))?;
    let user = NewUser {
        email,
        name,
        role,
        password,
    };
    services.accounts.create_user(&who.actor, user).await?;
    leptos_axum::redirect("/app/settings/users?done=user");
    Ok(())
}

/// Changes a person's role, or locks them out (`disabled` is `yes`) and back in (`no`); what is absent stays.
#[server(prefix = "/app/do", endpoint = "users/change")]
pub async fn change_user(
    id: String,
    #[server(default)] role: Option<String>,
    #[server(default)] disabled: Option<String>,
) -> Result<(), AppError> {
    use contract::{actor::Role, ids::UserId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = UserId::parse(&id).ok_or_else(|| Problem::not_found("user"))?;
    let role = role.as_deref().and_then(Role::parse);
    let disabled = disabled.map(|word| word == "yes");
    services
        .accounts
        .change_user(&who.actor, &id, role, disabled)
        .await?;
    leptos_axum::redirect("/app/settings/users?done=changed");
    Ok(())
}
