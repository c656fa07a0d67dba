//! Test connection: host, TLS, a new token, and one row of each kind that the operations read.
//!
//! Nothing is ordered or changed to find out whether the key may: that would cost money.

use super::{
    credentials,
    inputs::{Filters, RecordId},
    manifest::INTEGRATIONS_HUB,
    model::{Listed, Row},
    pages,
    paths::List,
    place::Place,
    probe::{first, visible},
    records::{Company, Contact, Order, Product, Subscription},
};
use crate::connector::{CallError, CallErrorKind, Checks, Desk, Opened, Session};
use contract::test_report::Advice;
use std::future::Future;

/// Runs the checks in turn.
pub async fn run(opened: &Opened, desk: Desk, checks: &mut Checks) {
    let account = match credentials::open(opened, desk.clone()) {
        Ok(account) => account,
        Err(error) => {
            checks.run("Host", async { Err::<((), String), _>(error) }).await;
            return;
        }
    };
    if !desk.reach(account.session.base(), checks).await {
        return;
    }
    let sign_in = async {
        account.sign_in.token(&desk.wire).await?;
        Ok(((), "Pax8 gave a token for this key.".to_owned()))
    };
    if checks.run("Sign-in", sign_in).await.is_none() {
        if is_about_credentials(checks) {
            checks.advise(Advice::new(
                "check_client_secret",
                format!(
                    "Copy client ID and client secret again, or let a Partner Admin make a new key in {INTEGRATIONS_HUB}."
                ),
            ));
        }
        return;
    }
    let mut reads = Reads {
        session: account.session,
        checks,
        missing: Vec::new(),
    };
    let stopped = reads.all().await.is_err();
    let missing = reads.missing;
    if stopped && is_about_credentials(checks) {
        checks.advise(Advice::new(
            "check_api_key",
            format!(
                "Pax8 gives tokens for this key and then refuses them: check in {INTEGRATIONS_HUB} that it is a key for \
                 the partner API, or make a new one."
            ),
        ));
    } else if !stopped && !missing.is_empty() {
        checks.advise(grant(&missing));
    }
}

fn is_about_credentials(checks: &Checks) -> bool {
    checks
        .failure()
        .is_some_and(|failure| failure.kind == CallErrorKind::Credentials)
}

/// A failure after which going on would prove nothing.
struct Stopped;

/// The checks that read, and the kinds that the key may not read.
struct Reads<'a> {
    session: Session,
    checks: &'a mut Checks,
    missing: Vec<&'static str>,
}

impl Reads<'_> {
    async fn all(&mut self) -> Result<(), Stopped> {
        let companies = self.list::<Company>("Read companies", List::Companies).await?;
        self.list::<Product>("Read products", List::Products).await?;
        self.list::<Order>("Read orders", List::Orders).await?;
        self.list::<Subscription>("Read subscriptions", List::Subscriptions)
            .await?;
        // Contacts can only be asked for at a company.
        let company = companies.and_then(|mut found| found.content.pop());
        match company.map(|company| RecordId::try_from(company.id().to_owned())) {
            Some(Ok(company)) => self.contacts(&company).await,
            _ => Ok(()),
        }
    }

    /// One row of a list, as a check.
    async fn list<T: Row>(&mut self, name: &'static str, of: List) -> Result<Option<Listed<T>>, Stopped> {
        let client = self.session.reader();
        let asked = async move {
            let found = first::<T>(&client, of).await?;
            let detail = format!("{}.", visible(&found, of));
            Ok((found, detail))
        };
        self.check(name, of.as_str(), asked).await
    }

    async fn contacts(&mut self, company: &RecordId) -> Result<(), Stopped> {
        let client = self.session.reader();
        let path = List::Companies.below(company, "contacts");
        let asked = async move {
            let place = Place { number: 0, size: 1 };
            let found: Listed<Contact> = pages::page(&client, &path, &Filters::default(), place).await?;
            let detail = found.total().map_or_else(
                || "The contacts of one company can be read.".to_owned(),
                |total| format!("{total} contacts of one company visible."),
            );
            Ok(((), detail))
        };
        self.check("Read contacts", "contacts", asked).await.map(drop)
    }

    /// Runs one check; nothing when the key may not, and an end when anything else failed.
    async fn check<T>(
        &mut self,
        name: &'static str,
        what: &'static str,
        asked: impl Future<Output = Result<(T, String), CallError>>,
    ) -> Result<Option<T>, Stopped> {
        let mut kind = None;
        let noted = async {
            let asked = asked.await;
            kind = asked.as_ref().err().map(|error| error.kind.clone());
            asked
        };
        let found = self.checks.run(name, noted).await;
        match kind {
            None => Ok(found),
            Some(CallErrorKind::Permission) => {
                self.missing.push(what);
                Ok(None)
            }
            Some(_) => Err(Stopped),
        }
    }
}

/// What to do about kinds of record that the key may not read.
fn grant(missing: &[&str]) -> Advice {
    Advice::new(
        "grant_permission",
        format!(
            "The key is good, but Pax8 does not let it read {}. Let a Partner Admin look at it in {INTEGRATIONS_HUB}.",
            missing.join(" and ")
        ),
    )
}
