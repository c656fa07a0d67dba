//! What a draft is checked against, read from the house.

use super::Automation;
use crate::{
    sop::{Account, KnownChannel, Surroundings, check, check_rule},
    store::StoreError,
};
use contract::{
    field::FieldError,
    ids::SopId,
    routing::RuleDraft,
    sop::{Sop, SopCheck, SopDraft},
};
use std::collections::BTreeSet;

/// The house as a check sees it.
struct House {
    accounts: Vec<Account>,
    customers: BTreeSet<String>,
    sops: Vec<Sop>,
    channels: Vec<KnownChannel>,
}

impl Automation {
    async fn house(&self) -> Result<House, StoreError> {
        let accounts = self.store.integrations().await?.into_iter().map(|row| Account {
            id: row.id,
            vendor: row.vendor,
            name: row.name,
            is_default: row.is_default,
        });
        let customers = self.store.customer_ids().await?.into_iter();
        Ok(House {
            accounts: accounts.collect(),
            customers: customers.map(|id| id.to_string()).collect(),
            sops: self.store.sops().await?,
            channels: self.channels().await?,
        })
    }

    fn around<'a>(&'a self, house: &'a House) -> Surroundings<'a> {
        Surroundings {
            registry: &self.act.registry,
            accounts: &house.accounts,
            customers: &house.customers,
            sops: &house.sops,
            http_hosts: &self.settings.http_hosts,
            channels: &house.channels,
        }
    }

    /// What is wrong with a SOP; `own` is itself where it is kept already.
    pub async fn check_sop(&self, draft: &SopDraft, own: Option<&SopId>) -> Result<SopCheck, StoreError> {
        let house = self.house().await?;
        Ok(check(draft, own, &self.around(&house)))
    }

    /// What is wrong with a routing rule.
    pub async fn check_rule(&self, draft: &RuleDraft) -> Result<Vec<FieldError>, StoreError> {
        let house = self.house().await?;
        Ok(check_rule(draft, &self.around(&house)))
    }
}
