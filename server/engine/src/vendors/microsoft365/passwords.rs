//! New passwords. Ops AI makes them, so that none stands in the arguments of a call, which are audited and shown to
//! whoever approves; it is told once, to whoever asked, and gone then.

use crate::{
    connector::{CallError, CallErrorKind, Client, Scrubber},
    policy::Access,
    vault::Secret,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use std::borrow::Cow;

/// How long they are. Entra takes 8 to 256 characters.
const LENGTH: usize = 20;

/// What they are made of: no letter that is taken for another, and no sign that a shell or a keyboard makes hard.
const KINDS: [&[u8]; 4] = [
    b"ABCDEFGHJKLMNPQRSTUVWXYZ",
    b"abcdefghijkmnpqrstuvwxyz",
    b"23456789",
    b"-_.+=:!?",
];

/// A password that was just set, for the answer. It prints as nothing. Nobody gets it with the answer: what leaves the machine
/// holds the identifier of its handover (`act/handover.rs`).
#[derive(Debug)]
pub struct Told(pub Secret);

impl Serialize for Told {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl JsonSchema for Told {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Password".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "x-opsai-secret": true, "x-opsai-handover": true})
    }
}

/// A new one, with letters of both sizes, digits and signs.
pub fn fresh<A: Access>(client: &Client<A>) -> Result<Secret, CallError> {
    make().ok_or_else(|| {
        client.session().error(CallErrorKind::Input {
            field: "password".into(),
            why: "this machine gives no random numbers, so no password can be made".into(),
        })
    })
}

/// The same error without the password, should the vendor repeat it.
pub fn without(mut error: CallError, password: &Secret) -> CallError {
    if let Some(said) = &mut error.said {
        said.body = Scrubber::new([password]).scrub(std::mem::take(&mut said.body));
    }
    error
}

fn make() -> Option<Secret> {
    loop {
        let mut text = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            text.push(char::from(one_of(&KINDS.concat())?));
        }
        let has_all = KINDS
            .iter()
            .all(|kind| text.bytes().any(|byte| kind.contains(&byte)));
        let password = Secret::new(text);
        if has_all {
            return Some(password);
        }
    }
}

/// One of these, each as likely as the others.
fn one_of(all: &[u8]) -> Option<u8> {
    let fair = 256 / all.len() * all.len();
    loop {
        let mut byte = [0u8];
        getrandom::fill(&mut byte).ok()?;
        if usize::from(byte[0]) < fair {
            return all.get(usize::from(byte[0]) % all.len()).copied();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_password_is_long_of_every_kind_and_never_the_same() {
        let made: Vec<Secret> = (0..200).map(|_| make().unwrap()).collect();
        for password in &made {
            let text = password.expose();
            assert_eq!(text.len(), LENGTH);
            assert!(
                KINDS
                    .iter()
                    .all(|kind| text.bytes().any(|byte| kind.contains(&byte)))
            );
        }
        let different: HashSet<&str> = made.iter().map(Secret::expose).collect();
        assert_eq!(different.len(), made.len());
    }

    #[test]
    fn it_is_told_once_marked_as_secret_and_never_printed() {
        let told = Told(Secret::new("canary-4711".into()));
        assert_eq!(serde_json::to_value(&told).unwrap(), "canary-4711");
        assert!(!format!("{told:?}").contains("canary"));
        let schema = schemars::schema_for!(Told).to_value();
        assert_eq!(schema["x-opsai-secret"], true);
    }
}
