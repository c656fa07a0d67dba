//! A setup that is being worked on: every change of it is kept at once, and only while nobody else has it.

use super::{
    document::App,
    failure::{Stop, found},
    places::Ground,
};
use crate::{clock::rfc3339, connector::ObjectKind};
use contract::csp::{Evidence, StepFailure};
use futures::future::BoxFuture;

/// How often something is looked for that should be there any moment; the waits grow, and come to about half a minute.
const LOOKS: u32 = 10;

/// What a step came to.
pub type Step<T = ()> = Result<T, Stop>;

/// A setup that is being worked on.
pub struct Work<'a> {
    /// The setup.
    pub ground: Ground<'a>,
    /// The step that is being done.
    pub key: String,
}

impl Work<'_> {
    /// Keeps the document as it is now.
    pub async fn keep(&mut self, wanted: bool) -> Step {
        let text = serde_json::to_string(&self.ground.document).unwrap_or_default();
        let now = self.ground.csp.now();
        let store = self.ground.csp.store();
        let version = store
            .save_csp_setup(now, &self.ground.row.id, self.ground.row.version, &text, wanted)
            .await?;
        self.ground.row.version = version;
        self.ground.row.wanted = wanted;
        self.ground.csp.0.live.csp_setup(&self.ground.row.id);
        Ok(())
    }

    /// Keeps that something is about to be made: whoever finds none after that looks again before making it once more.
    pub async fn intend(&mut self, what: &str) -> Step {
        if self.ground.document.intents.insert(what.to_owned()) {
            self.keep(true).await?;
        }
        Ok(())
    }

    /// Whether it was about to be made before.
    pub fn intended(&self, what: &str) -> bool {
        self.ground.document.intents.contains(what)
    }

    /// Adds what was seen to the step.
    pub fn saw(&mut self, what: impl Into<String>, object_id: impl Into<String>, made: bool) {
        let evidence = Evidence {
            what: what.into(),
            object_id: object_id.into(),
            at: rfc3339(self.ground.csp.now()),
            made,
        };
        if let Some(step) = self.ground.document.step_mut(&self.key) {
            step.evidence
                .retain(|one| one.object_id != evidence.object_id || one.what != evidence.what);
            step.evidence.push(evidence);
        }
    }

    /// Keeps that something bears our mark.
    pub fn made(&mut self, kind: ObjectKind, id: &str, name: &str) {
        self.ground.document.keep_made(kind, id, name);
    }

    /// The application that the steps before made.
    pub fn app(&self) -> Step<App> {
        let app = self.ground.document.app.clone();
        app.ok_or_else(|| {
            self.fail(
                "no_application",
                "There is no application yet.",
                "Let its step run first.",
                false,
            )
        })
    }

    /// A failure that is our own finding.
    pub fn fail(
        &self,
        code: &'static str,
        cause: impl Into<String>,
        next: impl Into<String>,
        retry: bool,
    ) -> Stop {
        Stop::Failed(self.failure(code, cause, next, retry))
    }

    /// The same, before it ends the step.
    pub fn failure(
        &self,
        code: &'static str,
        cause: impl Into<String>,
        next: impl Into<String>,
        retry: bool,
    ) -> StepFailure {
        found(code, cause, next, retry, self.ground.csp.now())
    }

    /// That something was made and cannot be seen yet.
    pub fn unseen(&self, what: &str) -> Stop {
        self.fail(
            "not_seen_yet",
            format!("{what} was made, and Microsoft does not show it yet."),
            "Try again in a minute; it is looked up and not made twice.",
            true,
        )
    }
}

/// Looks again and again, resting longer each time, until there is something.
pub async fn until<'a, T, E>(
    look: impl Fn() -> BoxFuture<'a, Result<Option<T>, E>>,
    rest: impl Fn() -> BoxFuture<'a, ()>,
) -> Result<Option<T>, E> {
    for round in 0..LOOKS {
        if let Some(found) = look().await? {
            return Ok(Some(found));
        }
        if round + 1 < LOOKS {
            for _ in 0..=round {
                rest().await;
            }
        }
    }
    Ok(None)
}
