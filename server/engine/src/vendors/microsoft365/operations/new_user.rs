//! Creates a user. Ops AI makes the password, see `passwords.rs`.
//!
//! Sent once: Graph knows no idempotency key. After a lost answer the user principal name tells whether the user is there; its
//! password went with the answer, and is reset.

use super::super::{
    inputs::TenantRef,
    model::User,
    passwords::{self, Told},
    paths,
    tenants::at,
};
use super::afterwards;
use crate::{
    connector::{CallError, CallErrorKind, Client, Fate, Operation, Term, refuse},
    policy::{Access, Read, Write},
    vault::Secret,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The new user.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The name to sign in with, in a verified domain of the tenant, e.g. `anna@contoso.example`.
    pub user_principal_name: Term<113>,
    /// The name that is shown.
    pub display_name: Term<256>,
    /// What stands before the `@` of its address; what stands there in the user principal name when absent.
    pub mail_nickname: Option<Term<64>>,
    /// First name.
    pub given_name: Option<Term<64>>,
    /// Last name.
    pub surname: Option<Term<64>>,
    /// Job title.
    pub job_title: Option<Term<128>>,
    /// Department.
    pub department: Option<Term<64>>,
    /// The country that licences are used in, two letters, e.g. `GB`; give it, or no licence can be assigned.
    pub usage_location: Option<Term<2>>,
    /// False to create it without leave to sign in; true when absent.
    pub enabled: Option<bool>,
    /// False when the password may stay; true when absent: it must be changed at the first sign-in.
    pub change_password: Option<bool>,
}

/// The user, and how to sign in.
#[derive(Serialize, JsonSchema)]
pub struct Created {
    /// The user.
    pub user: User,
    /// The password's handover, `hnd_…`: `POST /handovers/{id}` tells it once, within 24 hours, to whoever asked for the user.
    pub password: Told,
}

/// Creating a user.
pub struct Create;

impl Operation for Create {
    type Access = Write;
    type Input = CreateInput;
    type Output = Created;
    const ID: &'static str = "users.create";
    const TITLE: &'static str = "Create a user with a password made by Ops AI";

    async fn run(client: Client<Write>, input: CreateInput) -> Result<Created, CallError> {
        let nickname = nickname(&client, &input)?;
        let here = at(&client, input.tenant.as_ref())?;
        let password = passwords::fresh(&client)?;
        let mut body = json!({
            "accountEnabled": input.enabled.unwrap_or(true),
            "displayName": input.display_name.as_str(),
            "mailNickname": nickname,
            "userPrincipalName": input.user_principal_name.as_str(),
            "passwordProfile": {
                "password": password.expose(),
                "forceChangePasswordNextSignIn": input.change_password.unwrap_or(true),
            },
        });
        for (name, given) in [
            ("givenName", input.given_name.as_ref().map(Term::as_str)),
            ("surname", input.surname.as_ref().map(Term::as_str)),
            ("jobTitle", input.job_title.as_ref().map(Term::as_str)),
            ("department", input.department.as_ref().map(Term::as_str)),
            ("usageLocation", input.usage_location.as_ref().map(Term::as_str)),
        ] {
            if let Some(given) = given {
                body[name] = Value::from(given);
            }
        }
        let created = here.client.post(paths::new_user(), &body).await;
        let user = created.map_err(|error| passwords::without(error, &password))?;
        Ok(Created {
            user,
            password: Told(password),
        })
    }

    /// The password cannot be told: whoever keeps answers keeps none of it either.
    async fn look_up(
        client: Client<Read>,
        input: CreateInput,
        since: i64,
    ) -> Result<Fate<Created>, CallError> {
        let (name, shown) = (input.user_principal_name.as_str(), input.display_name.as_str());
        let made = afterwards::user_was_made(&client, input.tenant.as_ref(), name, shown, since).await?;
        Ok(made.map(|user| Created {
            user,
            password: Told(Secret::new(String::new())),
        }))
    }
}

/// The nickname that was given, or the one that the name has in it.
fn nickname<A: Access>(client: &Client<A>, input: &CreateInput) -> Result<String, CallError> {
    let name = input.user_principal_name.as_str().split_once('@');
    let Some((before, _)) = name.filter(|(before, domain)| !before.is_empty() && domain.contains('.')) else {
        let why = "write it like anna@contoso.example, in a verified domain of the tenant";
        return Err(refuse(client, "user_principal_name", why));
    };
    let nickname = input.mail_nickname.as_ref().map_or(before, Term::as_str);
    let is_plain = nickname
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"@()\\[]\";:<>,".contains(&byte));
    if is_plain {
        Ok(nickname.to_owned())
    } else {
        let kind = CallErrorKind::Input {
            field: "mail_nickname".into(),
            why: "give one of letters, digits, dots and dashes".into(),
        };
        Err(client.session().error(kind))
    }
}
