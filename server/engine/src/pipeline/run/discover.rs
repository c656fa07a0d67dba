//! Finding the vendors' records that may stand for customers: a durable job that reads each account's list, page by page.
//!
//! Which list that is, the vendor's folder says (`Connector::customer_source`). After each page the job's place is kept, so
//! that whoever goes on with it reads no page twice; an account that cannot be read is counted and passed over.

use super::Automation;
use crate::{
    act::Refusal,
    connector::CustomerSource,
    policy::grant,
    store::{ClaimedJob, FoundRecord, IntegrationRow, Moment, Progress, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor, ids::IntegrationId, job::JobStatus, operation::Risk, operation_rule::OperationRule,
    problem::Problem,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// The job's kind.
pub const DISCOVERY: &str = "customer_discovery";

/// For how long a node has the job without renewing it, in milliseconds; longer than a page can take.
const LEASE_MS: i64 = 180_000;

/// Rows that are read at once.
const PAGE: u32 = 100;

/// Where the job stands.
#[derive(Default, Serialize, Deserialize)]
struct Place {
    /// When it began: what was last seen before is no longer told.
    began: i64,
    /// The accounts that are read, or could not be.
    done: Vec<String>,
    /// Where the next page of the account that is being read begins.
    cursor: Option<String>,
    /// How many records were found.
    records: u64,
    /// What went wrong, an account each.
    faults: Vec<String>,
}

impl Automation {
    /// Works on one discovery until it is done, or no longer ours; true when there was one.
    pub async fn discover_turn(&self) -> Result<bool, StoreError> {
        let claim = fresh_ulid(self.now());
        let at = Moment::Given(self.now());
        let Some(claimed) = self.store.claim_job(at, DISCOVERY, &claim, LEASE_MS).await? else {
            return Ok(false);
        };
        let id = claimed.job.id.clone();
        match self.discover(claimed, &claim).await {
            // Somebody paused or cancelled it, or another node has it.
            Ok(()) | Err(StoreError::Stale) => {}
            Err(other) => return Err(other),
        }
        self.live.job(&id);
        Ok(true)
    }

    async fn discover(&self, claimed: ClaimedJob, claim: &str) -> Result<(), StoreError> {
        let job = claimed.job;
        let mut place: Place = serde_json::from_str(&claimed.place).unwrap_or_default();
        if place.began == 0 {
            place.began = self.now();
        }
        let sources = self.sources().await?;
        let mut progress = Progress {
            place: String::new(),
            total: sources.len() as u64,
            done: job.done,
            failed: job.failed,
            note: String::new(),
        };
        for (row, source) in &sources {
            if place.done.iter().any(|id| id == row.id.as_str()) {
                continue;
            }
            progress.note = format!("Reading the {} of {}.", source.called, row.name);
            loop {
                match self.page(row, source, place.cursor.as_deref()).await {
                    Ok((found, next)) => {
                        place.records += found.len() as u64;
                        self.store
                            .keep_records(self.now(), &row.id, &row.vendor, found)
                            .await?;
                        place.cursor = next;
                    }
                    Err(why) => {
                        place.faults.push(format!("{}: {why}", row.name));
                        place.cursor = None;
                        progress.failed += 1;
                        break;
                    }
                }
                if place.cursor.is_none() {
                    self.store.forget_records(&row.id, place.began).await?;
                    progress.done += 1;
                    break;
                }
                self.keep(&job.id, claim, &mut progress, &place).await?;
            }
            place.done.push(row.id.to_string());
            self.keep(&job.id, claim, &mut progress, &place).await?;
        }
        let mut note = format!(
            "{} records were found in {} accounts.",
            place.records, progress.done
        );
        for fault in &place.faults {
            note.push_str(&format!(" {fault}"));
        }
        let status = if progress.done == 0 && progress.failed > 0 {
            JobStatus::Failed
        } else {
            JobStatus::Done
        };
        self.store
            .finish_job(self.now(), &job.id, claim, status, &note)
            .await
    }

    async fn keep(
        &self,
        job: &contract::ids::JobId,
        claim: &str,
        progress: &mut Progress,
        place: &Place,
    ) -> Result<(), StoreError> {
        progress.place = serde_json::to_value(place).unwrap_or_default().to_string();
        let at = Moment::Given(self.now());
        self.store
            .advance_job(self.now(), at, job, claim, progress, LEASE_MS)
            .await?;
        self.live.job(job);
        Ok(())
    }

    /// The accounts that can tell records, with how.
    async fn sources(&self) -> Result<Vec<(IntegrationRow, CustomerSource)>, StoreError> {
        let rows = self.store.integrations().await?;
        let with = |row: IntegrationRow| {
            let connector = self.act.registry.connector(row.vendor.as_str())?;
            let source = connector.customer_source()?;
            (!row.paused).then_some((row, source))
        };
        Ok(rows.into_iter().filter_map(with).collect())
    }

    /// How many accounts a discovery would read.
    pub async fn count_sources(&self) -> Result<u64, StoreError> {
        Ok(self.sources().await?.len() as u64)
    }

    /// A page of an account's records, and where the next begins.
    async fn page(
        &self,
        row: &IntegrationRow,
        source: &CustomerSource,
        cursor: Option<&str>,
    ) -> Result<(Vec<FoundRecord>, Option<String>), String> {
        let who = Actor::system("discovery");
        let granted = grant(&who, Risk::Read, OperationRule::Auto).map_err(|problem| problem.to_string())?;
        let granted = granted.ok_or("the policy does not allow it")?;
        let (_, entry) = self
            .act
            .registry
            .operation(row.vendor.as_str(), source.operation)
            .ok_or_else(|| format!("there is no operation {}", source.operation))?;
        let mut input = json!({ "limit": PAGE });
        if let Some(cursor) = cursor {
            input["cursor"] = cursor.into();
        }
        let page = self
            .make(row, entry, granted, input)
            .await
            .result
            .map_err(|error| Problem::from(Refusal::from(error)).to_string())?;
        let rows = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        // Several rows may tell the same record.
        let found: BTreeMap<String, FoundRecord> = rows
            .iter()
            .filter_map(source.read)
            .map(|record| (record.external_id.clone(), record))
            .collect();
        let next = page["next_cursor"].as_str().map(str::to_owned);
        Ok((found.into_values().collect(), next))
    }

    /// Whether a record may stand for a customer that others are named after: its vendor keeps the customers' books.
    pub fn is_system_of_record(&self, vendor: &str) -> bool {
        self.act
            .registry
            .connector(vendor)
            .is_some_and(|connector| connector.manifest().category == "PSA")
    }

    /// An account by its identifier, or the vendor's default.
    pub async fn account(
        &self,
        vendor: &str,
        integration: Option<&IntegrationId>,
    ) -> Result<Option<IntegrationRow>, StoreError> {
        match integration {
            None => self.store.default_integration(vendor).await,
            Some(id) => match self.store.integration(id).await {
                Ok(row) => Ok(Some(row).filter(|row| row.vendor.as_str() == vendor)),
                Err(StoreError::Missing) => Ok(None),
                Err(error) => Err(error),
            },
        }
    }
}
