//! Customers, and which vendor's record is whose.

use super::{Machine, names::checked_name};
use crate::{
    pipeline::DISCOVERY,
    policy::{Right, may},
    store::{AuditRecord, NewCustomer, NewJob, NewLink, RecordRow, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    customer::{Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, VendorRecord},
    field::FieldError,
    ids::{CustomerId, IntegrationId, JobId, LinkId},
    job::Job,
    ports::{Answer, Customers},
    problem::Problem,
};
use serde_json::{Value, json};

/// The longest identifier of a record, in characters.
const LONGEST_ID: usize = 200;

impl Machine {
    pub(super) fn new_customer(&self, name: String) -> NewCustomer {
        NewCustomer {
            id: CustomerId::from_ulid(&fresh_ulid(self.now())),
            name,
        }
    }

    pub(super) async fn customer_by_id(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.store.customer(id).await.map_err(missing)
    }

    /// A link as it would be kept: the account found, the identifier looked over.
    pub(super) async fn new_link(
        &self,
        customer: CustomerId,
        draft: LinkDraft,
        at: &str,
    ) -> Result<NewLink, Problem> {
        let row = self.named_record(draft, at).await?;
        Ok(NewLink {
            id: LinkId::from_ulid(&fresh_ulid(self.now())),
            customer,
            vendor: row.vendor,
            integration: row.integration,
            external_id: row.external_id,
            name: row.name,
        })
    }

    /// The record that a draft names.
    async fn named_record(&self, draft: LinkDraft, at: &str) -> Result<RecordRow, Problem> {
        let place = |field: &str| {
            if at.is_empty() {
                field.to_owned()
            } else {
                format!("{at}.{field}")
            }
        };
        let wrong = |field: &str, code: &'static str, words: &str| {
            Problem::invalid(vec![FieldError::new(place(field), code, words)])
        };
        let external_id = draft.external_id.trim().to_owned();
        if external_id.is_empty() || external_id.chars().count() > LONGEST_ID {
            let words = "Write the record's identifier at the vendor's, 200 characters at most.";
            return Err(wrong("external_id", "required", words));
        }
        let named = draft.integration.as_deref().filter(|id| !id.is_empty());
        let integration = match named {
            Some(id) => match IntegrationId::parse(id) {
                Some(id) => Some(id),
                None => {
                    return Err(wrong(
                        "integration",
                        "not_accepted",
                        "There is no such integration.",
                    ));
                }
            },
            None => None,
        };
        let Some(row) = self
            .automation
            .account(&draft.vendor, integration.as_ref())
            .await?
        else {
            let (field, words) = match integration {
                Some(_) => ("integration", "There is no such integration of this vendor."),
                None => ("vendor", "This vendor has no default integration; name one."),
            };
            return Err(wrong(field, "not_accepted", words));
        };
        let name = draft.name.trim();
        Ok(RecordRow {
            vendor: row.vendor,
            integration: row.id,
            name: if name.is_empty() {
                external_id.clone()
            } else {
                name.to_owned()
            },
            external_id,
            domain: None,
            foreign_id: None,
            ignored: false,
            customer: None,
        })
    }

    /// What to say when a record belongs to somebody already.
    async fn belongs_to(&self, links: &[(IntegrationId, String)]) -> Problem {
        for (integration, external_id) in links {
            if let Ok(Some((_, name))) = self.store.customer_of(integration, external_id).await {
                return Problem::new(
                    409,
                    "linked_already",
                    format!("The record {external_id} belongs to {name}."),
                )
                .with_detail(
                    "A record belongs to one customer at most. Take that link away first, or merge the two.",
                );
            }
        }
        Problem::new(409, "linked_already", "One of the records is named twice.")
            .with_detail("A record belongs to one customer at most.")
    }

    pub(super) async fn put_links(
        &self,
        who: &Actor,
        customers: Vec<NewCustomer>,
        links: Vec<NewLink>,
        action: &'static str,
        target: String,
        detail: Value,
    ) -> Result<(), Problem> {
        let places: Vec<_> = links
            .iter()
            .map(|link| (link.integration.clone(), link.external_id.clone()))
            .collect();
        let audit = AuditRecord {
            who,
            action,
            target,
            detail,
        };
        match self.store.insert_links(self.now(), customers, links, audit).await {
            Ok(()) => Ok(()),
            Err(StoreError::Taken { .. }) => Err(self.belongs_to(&places).await),
            Err(StoreError::Missing) => Err(Problem::not_found("customer")),
            Err(other) => Err(other.into()),
        }
    }
}

impl Customers for Machine {
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Customer>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.store.customers().await?)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a CustomerId) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.customer_by_id(id).await
        })
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: CustomerDraft) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let new = self.new_customer(checked_name(&draft.name, "name")?);
            let audit = AuditRecord {
                who,
                action: "customer.created",
                target: new.id.to_string(),
                detail: json!({ "name": new.name }),
            };
            self.store
                .insert_customer(self.now(), &new.id, &new.name, audit)
                .await?;
            self.customer_by_id(&new.id).await
        })
    }

    fn change<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CustomerId,
        draft: CustomerDraft,
    ) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let name = checked_name(&draft.name, "name")?;
            let before = self.customer_by_id(id).await?.name;
            let audit = AuditRecord {
                who,
                action: "customer.renamed",
                target: id.to_string(),
                detail: json!({ "before": before, "name": name }),
            };
            let done = self.store.rename_customer(self.now(), id, &name, audit).await;
            done.map_err(missing)?;
            self.customer_by_id(id).await
        })
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a CustomerId) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::DeleteAutomation)?;
            let customer = self.customer_by_id(id).await?;
            let audit = AuditRecord {
                who,
                action: "customer.deleted",
                target: id.to_string(),
                detail: json!({ "name": customer.name, "links": customer.links }),
            };
            let done = self.store.delete_customer(self.now(), id, audit).await;
            done.map_err(missing)
        })
    }

    fn merge<'a>(
        &'a self,
        who: &'a Actor,
        into: &'a CustomerId,
        from: &'a CustomerId,
    ) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            if into == from {
                let words = "A customer cannot be merged with itself.";
                return Err(Problem::invalid(vec![FieldError::new(
                    "from",
                    "not_accepted",
                    words,
                )]));
            }
            let gone = self.customer_by_id(from).await?;
            let audit = AuditRecord {
                who,
                action: "customer.merged",
                target: into.to_string(),
                detail: json!({ "from": from, "name": gone.name, "links": gone.links }),
            };
            let done = self.store.merge_customers(self.now(), into, from, audit).await;
            done.map_err(missing)?;
            self.customer_by_id(into).await
        })
    }

    fn split<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: SplitDraft) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let name = checked_name(&draft.name, "name")?;
            let customer = self.customer_by_id(id).await?;
            let known = |link: &LinkId| customer.links.iter().any(|one| one.id == *link);
            let mut links = draft.links;
            links.sort();
            links.dedup();
            if links.is_empty() || !links.iter().all(known) {
                let words = "Choose at least one of this customer's links.";
                return Err(Problem::invalid(vec![FieldError::new(
                    "links",
                    "not_accepted",
                    words,
                )]));
            }
            let new = self.new_customer(name);
            let made = new.id.clone();
            let audit = AuditRecord {
                who,
                action: "customer.split",
                target: id.to_string(),
                detail: json!({ "into": made, "name": new.name, "links": links }),
            };
            let done = self
                .store
                .split_customer(self.now(), id, new, &links, audit)
                .await;
            done.map_err(missing)?;
            self.customer_by_id(&made).await
        })
    }

    fn accept<'a>(&'a self, who: &'a Actor, matches: Vec<Match>) -> Answer<'a, Vec<Customer>> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            self.accept_matches(who, matches).await
        })
    }

    fn link<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: LinkDraft) -> Answer<'a, CustomerLink> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let new = self.new_link(id.clone(), draft, "").await?;
            let (link, detail) = (new.id.clone(), said(&new));
            self.put_links(
                who,
                Vec::new(),
                vec![new],
                "customer.linked",
                id.to_string(),
                detail,
            )
            .await?;
            let customer = self.customer_by_id(id).await?;
            let made = customer.links.into_iter().find(|one| one.id == link);
            made.ok_or_else(|| Problem::not_found("link"))
        })
    }

    fn unlink<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, link: &'a LinkId) -> Answer<'a, Customer> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let customer = self.customer_by_id(id).await?;
            let gone = customer.links.into_iter().find(|one| one.id == *link);
            let gone = gone.ok_or_else(|| Problem::not_found("link"))?;
            let audit = AuditRecord {
                who,
                action: "customer.unlinked",
                target: id.to_string(),
                detail: json!(gone),
            };
            let done = self.store.delete_link(self.now(), id, link, audit).await;
            done.map_err(|error| match error {
                StoreError::Missing => Problem::not_found("link"),
                other => other.into(),
            })?;
            self.customer_by_id(id).await
        })
    }

    fn records<'a>(&'a self, who: &'a Actor, unmapped_only: bool) -> Answer<'a, Vec<VendorRecord>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.vendor_records_shown(unmapped_only).await
        })
    }

    fn ignore<'a>(&'a self, who: &'a Actor, record: LinkDraft, ignored: bool) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let row = self.named_record(record, "").await?;
            if ignored
                && self
                    .store
                    .customer_of(&row.integration, &row.external_id)
                    .await?
                    .is_some()
            {
                return Err(self.belongs_to(&[(row.integration, row.external_id)]).await);
            }
            let audit = AuditRecord {
                who,
                action: if ignored {
                    "customer_record.ignored"
                } else {
                    "customer_record.noticed"
                },
                target: row.integration.to_string(),
                detail: json!({ "external_id": row.external_id, "name": row.name }),
            };
            let row = RecordRow { ignored, ..row };
            Ok(self.store.ignore_record(self.now(), row, audit).await?)
        })
    }

    fn discover<'a>(&'a self, who: &'a Actor) -> Answer<'a, Job> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            if let Some(job) = self.store.running_job(DISCOVERY).await? {
                return Ok(job);
            }
            let id = JobId::from_ulid(&fresh_ulid(self.now()));
            let new = NewJob {
                id: id.clone(),
                kind: DISCOVERY,
                request: json!({}),
                total: self.automation.count_sources().await?,
            };
            let audit = AuditRecord {
                who,
                action: "customers.discovery_started",
                target: id.to_string(),
                detail: json!({}),
            };
            self.store.insert_job(self.now(), new, audit).await?;
            self.live.job(&id);
            Ok(self.store.job(&id).await?)
        })
    }
}

pub(super) fn said(link: &NewLink) -> Value {
    json!({
        "customer": link.customer,
        "vendor": link.vendor,
        "integration": link.integration,
        "external_id": link.external_id,
        "name": link.name,
    })
}

fn missing(error: StoreError) -> Problem {
    match error {
        StoreError::Missing => Problem::not_found("customer"),
        other => other.into(),
    }
}
