//! Changes what a user is called and where it works. Who may sign in is changed by other operations, which are approved.

use super::{
    super::{
        inputs::{TenantRef, UserRef},
        paths,
        tenants::at,
    },
    afterwards,
};
use crate::{
    connector::{CallError, Client, Fate, Operation, Repeat, Term, refuse},
    policy::{Read, Write},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which user, and what is to be different. What is absent stays as it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user, by id or user principal name.
    pub user: UserRef,
    /// The name that is shown.
    pub display_name: Option<Term<256>>,
    /// First name.
    pub given_name: Option<Term<64>>,
    /// Last name.
    pub surname: Option<Term<64>>,
    /// Job title.
    pub job_title: Option<Term<128>>,
    /// Department.
    pub department: Option<Term<64>>,
    /// Company.
    pub company_name: Option<Term<64>>,
    /// Where in the office.
    pub office_location: Option<Term<128>>,
    /// Mobile phone.
    pub mobile_phone: Option<Term<64>>,
    /// City.
    pub city: Option<Term<128>>,
    /// Country or region.
    pub country: Option<Term<128>>,
    /// The country that licences are used in, two letters, e.g. `GB`.
    pub usage_location: Option<Term<2>>,
}

/// What was changed.
#[derive(Serialize, JsonSchema)]
pub struct Updated {
    /// The user, as it was given.
    pub user: String,
    /// The members that were sent.
    pub changed: Vec<String>,
}

/// Changing a user.
pub struct Update;

impl UpdateInput {
    fn changes(&self) -> Map<String, Value> {
        let given = [
            ("displayName", self.display_name.as_ref().map(Term::as_str)),
            ("givenName", self.given_name.as_ref().map(Term::as_str)),
            ("surname", self.surname.as_ref().map(Term::as_str)),
            ("jobTitle", self.job_title.as_ref().map(Term::as_str)),
            ("department", self.department.as_ref().map(Term::as_str)),
            ("companyName", self.company_name.as_ref().map(Term::as_str)),
            ("officeLocation", self.office_location.as_ref().map(Term::as_str)),
            ("mobilePhone", self.mobile_phone.as_ref().map(Term::as_str)),
            ("city", self.city.as_ref().map(Term::as_str)),
            ("country", self.country.as_ref().map(Term::as_str)),
            ("usageLocation", self.usage_location.as_ref().map(Term::as_str)),
        ];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
        given.collect()
    }
}

impl Operation for Update {
    type Access = Write;
    type Input = UpdateInput;
    type Output = Updated;
    const ID: &'static str = "users.update";
    const TITLE: &'static str = "Change a user's names, place or usage location";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: UpdateInput) -> Result<Updated, CallError> {
        let changes = input.changes();
        if changes.is_empty() {
            return Err(refuse(
                &client,
                "input",
                "give at least one member that is to be changed",
            ));
        }
        let here = at(&client, input.tenant.as_ref())?;
        let (): () = here.client.patch(paths::user(&input.user), &changes).await?;
        Ok(Updated {
            user: input.user.to_string(),
            changed: changes.into_iter().map(|(name, _)| name).collect(),
        })
    }

    async fn look_up(
        client: Client<Read>,
        input: UpdateInput,
        _since: i64,
    ) -> Result<Fate<Updated>, CallError> {
        let changes = input.changes();
        let is_so = |user: &_| {
            let now = serde_json::to_value(user).unwrap_or_default();
            changes.iter().all(|(name, value)| now[name] == *value)
        };
        let found = afterwards::user_is(&client, input.tenant.as_ref(), &input.user, is_so).await?;
        Ok(found.map(|_| Updated {
            user: input.user.to_string(),
            changed: changes.into_iter().map(|(name, _)| name).collect(),
        }))
    }
}
