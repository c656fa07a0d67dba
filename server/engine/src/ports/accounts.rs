//! Signing in and out. The rest of the port lives in `users` and `tokens`; this file is the list.

use super::{
    Machine, passwords,
    secrets::{digest, looks_like_token, random_text},
    throttle,
};
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    store::{
        AuditRecord, Ending, NewSessionRow, PersonChange, PersonRow, SessionRow, StoreError, fresh_ulid,
    },
};
use contract::{
    account::{
        Authenticated, FirstAdmin, IssuedToken, NewSession, NewToken, NewUser, Origin, Session, SignIn,
        Token, User,
    },
    actor::{Actor, ActorKind, Role},
    field::FieldError,
    ids::{SessionId, TokenId, UserId},
    ports::{Accounts, Answer},
    problem::Problem,
};
use serde_json::json;

/// A session that was not used for so long has ended, in milliseconds.
const IDLE_MS: i64 = 8 * 3600 * 1000;
/// A session ends after so long in any case, in milliseconds.
const ABSOLUTE_MS: i64 = 24 * 3600 * 1000;
/// How exactly the last use of a session or token is noted, in milliseconds.
const NOTED_MS: i64 = 60 * 1000;

impl Machine {
    fn actor_of(person: &PersonRow) -> Actor {
        Actor {
            kind: ActorKind::User,
            id: person.id.to_string(),
            name: person.name.clone(),
            role: person.role,
        }
    }

    fn new_session(&self, user: &UserId, origin: Origin) -> Result<(String, NewSessionRow), Problem> {
        let secret =
            random_text(43).map_err(|_| Problem::new(500, "internal", "No randomness on this machine."))?;
        let now = self.now();
        let cut = |text: String| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect::<String>()
        };
        let row = SessionRow {
            id: SessionId::from_ulid(&fresh_ulid(now)),
            user: user.clone(),
            agent: cut(origin.agent),
            address: cut(origin.address),
            created_at: now,
            seen_at: now,
            expires_at: now + ABSOLUTE_MS,
        };
        let secret_hash = digest(&secret);
        Ok((secret, NewSessionRow { row, secret_hash }))
    }

    fn person_of(who: &Authenticated) -> Result<(UserId, SessionId), Problem> {
        match (UserId::parse(&who.actor.id), &who.session) {
            (Some(user), Some(session)) => Ok((user, session.clone())),
            _ => Err(
                Problem::new(403, "forbidden", "Only a signed-in person can do this.")
                    .with_detail("An API token has no session and no password."),
            ),
        }
    }

    async fn make_first_admin(&self, admin: FirstAdmin, origin: Origin) -> Result<NewSession, Problem> {
        let address_keys = throttle::keys("setup", &origin.address);
        self.throttle(&address_keys).await?;
        let person = self
            .checked_person(&admin.email, &admin.name, Role::Admin, admin.password)
            .await?;
        let (secret, session) = self.new_session(&person.id, origin)?;
        let actor = Actor {
            kind: ActorKind::User,
            id: person.id.to_string(),
            name: person.name.clone(),
            role: Role::Admin,
        };
        let audit = AuditRecord {
            who: &actor,
            action: "user.first_admin",
            target: person.id.to_string(),
            detail: json!({ "email": person.email }),
        };
        match self
            .store
            .use_setup_link(&digest(&admin.link), self.now(), person, session, audit)
            .await
        {
            Ok(()) => Ok(NewSession { secret, actor }),
            Err(StoreError::Stale) => {
                self.store.note_sign_in_failure(&address_keys, self.now()).await?;
                Err(Problem::new(403, "setup_link_invalid", "This link cannot be used.").with_detail(
                    "It works once and for 30 minutes. Start the server again to get a new one, or sign in if an administrator exists.",
                ))
            }
            Err(other) => Err(other.into()),
        }
    }

    async fn begin(&self, typed: SignIn, origin: Origin) -> Result<NewSession, Problem> {
        let email = typed.email.trim().to_lowercase();
        let keys = throttle::keys(&email, &origin.address);
        self.throttle(&keys).await?;
        let person = self.store.person_by_email(&email).await?;
        let kept = person
            .as_ref()
            .filter(|person| !person.disabled)
            .map(|person| person.password_hash.clone());
        let proved = passwords::verified(typed.password, kept).await;
        let Some(person) = person.filter(|_| proved) else {
            self.store.note_sign_in_failure(&keys, self.now()).await?;
            return Err(
                Problem::new(401, "sign_in_failed", "Email and password do not match.")
                    .with_detail("Check both; after some failures the next try has to wait."),
            );
        };
        let (secret, session) = self.new_session(&person.id, origin)?;
        let actor = Self::actor_of(&person);
        let audit = AuditRecord {
            who: &actor,
            action: "session.begun",
            target: session.row.id.to_string(),
            detail: json!({ "address": session.row.address }),
        };
        self.store.insert_session(session, &keys[0], audit).await?;
        Ok(NewSession { secret, actor })
    }

    async fn by_session(&self, secret: &str) -> Result<Option<Authenticated>, Problem> {
        let now = self.now();
        let Some((session, person)) = self
            .store
            .session_by_secret(&digest(secret), now, now - IDLE_MS)
            .await?
        else {
            return Ok(None);
        };
        if person.disabled {
            return Ok(None);
        }
        if now - session.seen_at > NOTED_MS {
            self.store.touch_session(&session.id, now).await?;
        }
        Ok(Some(Authenticated {
            actor: Self::actor_of(&person),
            session: Some(session.id),
        }))
    }

    async fn by_token(&self, secret: &str) -> Result<Option<Authenticated>, Problem> {
        if !looks_like_token(secret) {
            return Ok(None);
        }
        let now = self.now();
        let Some(token) = self.store.token_by_secret(&digest(secret), now).await? else {
            return Ok(None);
        };
        if token.last_used_at.is_none_or(|last| now - last > NOTED_MS) {
            self.store.touch_token(&token.id, now).await?;
        }
        let actor = Actor {
            kind: ActorKind::Token,
            id: token.id.to_string(),
            name: token.name,
            role: token.role,
        };
        Ok(Some(Authenticated { actor, session: None }))
    }

    async fn end_session(&self, who: &Authenticated, id: &SessionId) -> Result<(), Problem> {
        let owner = self
            .store
            .session_owner(id)
            .await
            .map_err(|_| Problem::not_found("session"))?;
        if owner.as_str() != who.actor.id {
            may(&who.actor, Right::ManageUsers)?;
        }
        let audit = AuditRecord {
            who: &who.actor,
            action: "session.ended",
            target: id.to_string(),
            detail: json!({ "of": owner.as_str() }),
        };
        self.store
            .end_sessions(self.now(), Ending::One(id), audit)
            .await?;
        Ok(())
    }

    async fn new_password(&self, who: &Authenticated, old: String, new: String) -> Result<(), Problem> {
        let (user, session) = Self::person_of(who)?;
        passwords::check(&new).map_err(|error| Problem::invalid(vec![error]))?;
        let person = self.store.person(&user).await?;
        let keys = throttle::keys(&person.email, "password change");
        self.throttle(&keys).await?;
        if !passwords::verified(old, Some(person.password_hash)).await {
            self.store.note_sign_in_failure(&keys, self.now()).await?;
            let error = FieldError::new("old_password", "wrong", "The present password is another one.");
            return Err(Problem::invalid(vec![error]));
        }
        let change = PersonChange {
            password_hash: Some(passwords::hashed(new).await?),
            ..PersonChange::default()
        };
        let audit = |action| AuditRecord {
            who: &who.actor,
            action,
            target: user.to_string(),
            detail: json!({ "password": "changed" }),
        };
        self.store
            .update_person(self.now(), &user, change, audit("user.password_changed"))
            .await?;
        let others = Ending::OthersOf(&user, &session);
        self.store
            .end_sessions(self.now(), others, audit("session.others_ended"))
            .await?;
        Ok(())
    }
}

impl Accounts for Machine {
    fn needs_setup(&self) -> Answer<'_, bool> {
        Box::pin(async move { Ok(self.store.count_people().await? == 0) })
    }

    fn first_admin(&self, admin: FirstAdmin, origin: Origin) -> Answer<'_, NewSession> {
        Box::pin(self.make_first_admin(admin, origin))
    }

    fn sign_in(&self, typed: SignIn, origin: Origin) -> Answer<'_, NewSession> {
        Box::pin(self.begin(typed, origin))
    }

    fn session<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>> {
        Box::pin(self.by_session(secret))
    }

    fn token<'a>(&'a self, secret: &'a str) -> Answer<'a, Option<Authenticated>> {
        Box::pin(self.by_token(secret))
    }

    fn sign_out<'a>(&'a self, who: &'a Authenticated) -> Answer<'a, ()> {
        Box::pin(async move {
            let (_, session) = Self::person_of(who)?;
            self.end_session(who, &session).await
        })
    }

    fn sessions<'a>(&'a self, who: &'a Authenticated) -> Answer<'a, Vec<Session>> {
        Box::pin(async move {
            let (user, current) = Self::person_of(who)?;
            let of = if who.actor.role == Role::Admin {
                None
            } else {
                Some(&user)
            };
            let now = self.now();
            let rows = self.store.live_sessions(of, now, now - IDLE_MS).await?;
            Ok(rows
                .into_iter()
                .map(|(row, user)| Session {
                    current: row.id == current,
                    id: row.id,
                    user,
                    agent: row.agent,
                    address: row.address,
                    created_at: rfc3339(row.created_at),
                    seen_at: rfc3339(row.seen_at),
                    expires_at: rfc3339(row.expires_at.min(row.seen_at + IDLE_MS)),
                })
                .collect())
        })
    }

    fn revoke_session<'a>(&'a self, who: &'a Authenticated, id: &'a SessionId) -> Answer<'a, ()> {
        Box::pin(self.end_session(who, id))
    }

    fn change_password<'a>(&'a self, who: &'a Authenticated, old: String, new: String) -> Answer<'a, ()> {
        Box::pin(self.new_password(who, old, new))
    }

    fn users<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<User>> {
        Box::pin(self.all_users(who))
    }

    fn create_user<'a>(&'a self, who: &'a Actor, user: NewUser) -> Answer<'a, User> {
        Box::pin(self.add_user(who, user))
    }

    fn change_user<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a UserId,
        role: Option<Role>,
        disabled: Option<bool>,
    ) -> Answer<'a, User> {
        Box::pin(self.edit_user(who, id, role, disabled))
    }

    fn tokens<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Token>> {
        Box::pin(self.all_tokens(who))
    }

    fn create_token<'a>(&'a self, who: &'a Actor, token: NewToken) -> Answer<'a, IssuedToken> {
        Box::pin(self.add_token(who, token))
    }

    fn revoke_token<'a>(&'a self, who: &'a Actor, id: &'a TokenId) -> Answer<'a, ()> {
        Box::pin(self.end_token(who, id))
    }
}
