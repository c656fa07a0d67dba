//! The integration that comes of it: the ordinary fields, tested and kept like any other.

use super::super::{
    failure::Stop,
    places::Who,
    work::{Step, Work},
};
use crate::{
    clock::rfc3339,
    connector::{Finding, Opened, Renewals},
    store::{AuditRecord, IntegrationRow, NewIntegration, Patch, ProbeRow, StoreError, fresh_ulid},
    vault::Binding,
};
use contract::{actor::Actor, ids::IntegrationId, test_report::TestReport};
use serde_json::json;
use std::{sync::Arc, time::Instant};

/// Tests the account; keeps it, or gives the one that is kept the newest secrets.
pub async fn integration(work: &mut Work<'_>) -> Step {
    let who = if work.ground.document.person.is_some() {
        Who::Person
    } else {
        Who::App
    };
    let (account, kept) = work.ground.account_kept(who).await?;
    let first = tested(work, &account, work.ground.keeper(kept)).await?;
    // The test may have renewed the token: what goes into the integration is the newest.
    let account = work.ground.account(who).await?;
    let id = match work.ground.document.integration.clone() {
        Some(id) => id,
        None => {
            let id = IntegrationId::from_ulid(&fresh_ulid(work.ground.csp.now()));
            work.ground.document.integration = Some(id.clone());
            work.keep(true).await?;
            id
        }
    };
    match work.ground.csp.store().integration(&id).await {
        Ok(row) => renew(work, &row, &account, first).await?,
        Err(StoreError::Missing) => keep(work, &id, &account, first).await?,
        Err(error) => return Err(error.into()),
    }
    if let Some(at) = work.ground.document.secret_ends {
        warn_before(work, &id, at).await?;
    }
    work.ground.csp.0.live.integration(&id);
    work.saw("The integration", id.to_string(), true);
    Ok(())
}

/// People are told 30, 14, 7 and 1 days before the secret ends, as of any account.
async fn warn_before(work: &Work<'_>, id: &IntegrationId, at: i64) -> Step {
    let who = Actor::system("csp");
    let audit = AuditRecord {
        who: &who,
        action: "integration.expiry_entered",
        target: id.to_string(),
        detail: json!({ "expires_at": rfc3339(at) }),
    };
    let now = work.ground.csp.now();
    work.ground
        .csp
        .store()
        .set_expiry(now, id, Some(at), audit)
        .await?;
    Ok(())
}

async fn tested(work: &Work<'_>, account: &Opened, renewals: Option<Arc<dyn Renewals>>) -> Step<ProbeRow> {
    let begun = Instant::now();
    let (report, failure): (TestReport, _) = work
        .ground
        .csp
        .0
        .act
        .test_keeping(work.ground.connector, account, None, renewals)
        .await;
    if let Some(error) = &failure {
        return Err(work.ground.stop(error));
    }
    if !report.ok {
        let failed = report.checks.iter().find(|check| !check.ok);
        let cause = failed.map_or_else(String::new, |check| format!("{}: {}", check.name, check.detail));
        return Err(work.fail("test_failed", cause, "Put it right, then try again.", true));
    }
    let finding = Finding {
        detail: format!("{} checks passed", report.checks.len()),
        ..Finding::default()
    };
    Ok((work.ground.csp.0.judged.record)(
        work.ground.csp.now(),
        begun.elapsed(),
        "saved",
        Ok(&finding),
    ))
}

async fn sealed(work: &Work<'_>, id: &IntegrationId, account: &Opened) -> Step<Vec<(String, String)>> {
    let vendor = work.ground.vendor();
    let mut sealed = Vec::new();
    for (field, value) in &account.credentials {
        let binding = Binding {
            integration: id.as_str(),
            vendor: vendor.as_str(),
            field,
        };
        let kept = work.ground.csp.0.act.vault.seal(binding, value).await;
        let kept = kept.map_err(|error| {
            work.fail(
                "key_unavailable",
                error.to_string(),
                "Bring the key source back.",
                true,
            )
        })?;
        sealed.push((field.clone(), kept.as_str().to_owned()));
    }
    Ok(sealed)
}

async fn keep(work: &mut Work<'_>, id: &IntegrationId, account: &Opened, first: ProbeRow) -> Step {
    let document = &work.ground.document;
    let manifest = work.ground.connector.manifest();
    let named = [
        document.name.trim(),
        document.tenant_name.as_deref().unwrap_or_default(),
    ];
    let name = named
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or(&manifest.name);
    let name: String = name.chars().take(contract::integration::MAX_NAME).collect();
    let new = NewIntegration {
        id: id.clone(),
        vendor: work.ground.vendor(),
        name: name.clone(),
        settings: account.settings.clone(),
        identity: work.ground.connector.identity(account),
        sealed: sealed(work, id, account).await?,
        first,
        judge: work.ground.csp.0.judged.judge,
    };
    let who = Actor::system("csp");
    let audit = AuditRecord {
        who: &who,
        action: "integration.created",
        target: id.to_string(),
        detail: json!({ "vendor": work.ground.vendor().as_str(), "name": name, "setup": work.ground.row.id.as_str() }),
    };
    let kept = work
        .ground
        .csp
        .store()
        .insert_integration(work.ground.csp.now(), new, audit)
        .await;
    kept.map_err(|error| match error {
        StoreError::Taken { .. } => work.fail(
            "already_connected",
            "There is an integration with this tenant and application, or one of this name, already.",
            "Rename or delete that one under Integrations, then try again.",
            false,
        ),
        other => Stop::Store(other),
    })
}

/// Gives a kept account the newest secrets.
async fn renew(work: &mut Work<'_>, row: &IntegrationRow, account: &Opened, first: ProbeRow) -> Step {
    let kept = row.sealed.keys();
    let dropped = kept
        .filter(|field| !account.credentials.contains_key(*field))
        .cloned()
        .collect();
    let patch = Patch {
        settings: Some(account.settings.clone()),
        identity: Some(work.ground.connector.identity(account)),
        sealed: sealed(work, &row.id, account).await?,
        dropped,
        probe: Some((first, work.ground.csp.0.judged.judge)),
        ..Patch::default()
    };
    let who = Actor::system("csp");
    let audit = AuditRecord {
        who: &who,
        action: "integration.changed",
        target: row.id.to_string(),
        detail: json!({ "setup": work.ground.row.id.as_str() }),
    };
    let now = work.ground.csp.now();
    work.ground
        .csp
        .store()
        .patch_integration(now, &row.id, row.version, patch, audit)
        .await?;
    work.ground.csp.0.act.memory.forget(&row.id);
    Ok(())
}
