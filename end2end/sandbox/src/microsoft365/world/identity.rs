//! What was signed: authorization codes, refresh tokens, access tokens.

use crate::microsoft365::permissions::Resource;

/// Who a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The application itself.
    App,
    /// A person, through the application.
    User {
        /// The tenant that the person is of.
        home: String,
        id: String,
        upn: String,
        /// Whether there was a second factor.
        mfa: bool,
    },
}

/// An access token that was given.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    pub token: String,
    pub resource: &'static Resource,
    /// The tenant it is for.
    pub tenant: String,
    pub app_id: String,
    /// Names of permissions: scopes of a person's token, roles of an application's.
    pub held: Vec<String>,
    /// Directory roles of the person in that tenant.
    pub roles: Vec<String>,
    pub who: Who,
    pub until: i64,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub code: String,
    /// What stood in the path: a tenant, or `organizations`.
    pub authority: String,
    pub app_id: String,
    pub redirect_uri: String,
    pub challenge: Option<Challenge>,
    pub scope: String,
    pub nonce: Option<String>,
    pub who: Who,
    pub until: i64,
    pub used: bool,
}

/// PKCE.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    pub text: String,
    /// `S256`, else `plain`.
    pub hashed: bool,
}

/// A refresh token. It is bound to a person and an application, and to no tenant.
#[derive(Clone, Debug)]
pub(crate) struct Refresh {
    pub token: String,
    pub app_id: String,
    pub who: Who,
    /// When it was given; those of the first day do not age.
    pub issued: Option<i64>,
    /// When another was given for it first.
    pub renewed: Option<i64>,
    /// The code that it is refused with.
    pub refused: Option<u32>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    pub codes: Vec<Code>,
    pub refresh: Vec<Refresh>,
    pub bearers: Vec<Bearer>,
}

impl Identity {
    /// The person's sessions end, with the code that says why.
    pub fn revoke(&mut self, user: &str, why: u32) {
        for refresh in &mut self.refresh {
            let is_theirs = matches!(&refresh.who, Who::User { id, .. } if id == user);
            if is_theirs && refresh.refused.is_none() {
                refresh.refused = Some(why);
            }
        }
    }
}
