//! Server functions of customers and of the vendors' records that stand for them.

use crate::error::AppError;
use contract::{
    customer::{Customer, VendorRecord},
    job::Job,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The customers, by name.
    pub customers: Vec<Customer>,
    /// Records that belong to nobody, those that cost most events first.
    pub records: Vec<VendorRecord>,
    /// Vendors: key and name.
    pub vendors: Vec<(String, String)>,
    /// The last reading of the vendors' records.
    pub job: Option<Job>,
}

impl Known {
    /// Identifier and name of every customer.
    pub fn names(&self) -> Vec<(String, String)> {
        self.customers
            .iter()
            .map(|customer| (customer.id.to_string(), customer.name.clone()))
            .collect()
    }
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<contract::ids::CustomerId, contract::problem::Problem> {
    contract::ids::CustomerId::parse(id).ok_or_else(|| contract::problem::Problem::not_found("customer"))
}

/// Everything the page shows.
#[server(prefix = "/app/do", endpoint = "customers/all")]
pub async fn read_customers() -> Result<Known, AppError> {
    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let mut records = services.customers.records(&who.actor, true).await?;
    records.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
    let jobs = services.jobs.list(&who.actor, 20).await?;
    Ok(Known {
        customers: services.customers.list(&who.actor).await?,
        records,
        vendors: vendors
            .iter()
            .map(|one| (one.vendor.to_string(), one.name.to_string()))
            .collect(),
        job: jobs.into_iter().find(|job| job.kind == "customer_discovery"),
    })
}

/// Adds a customer.
#[server(prefix = "/app/do", endpoint = "customers/create")]
pub async fn create_customer(name: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let draft = contract::customer::CustomerDraft { name };
    services.customers.create(&who.actor, draft).await?;
    leptos_axum::redirect("/app/customer-mappings?done=made");
    Ok(())
}

/// Renames a customer.
#[server(prefix = "/app/do", endpoint = "customers/rename")]
pub async fn rename_customer(id: String, name: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let draft = contract::customer::CustomerDraft { name };
    services.customers.change(&who.actor, &known(&id)?, draft).await?;
    leptos_axum::redirect(&format!("/app/customer-mappings?open={id}"));
    Ok(())
}

/// Deletes a customer.
#[server(prefix = "/app/do", endpoint = "customers/delete")]
pub async fn delete_customer(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.customers.delete(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect("/app/customer-mappings?done=deleted");
    Ok(())
}

/// Makes one customer of two.
#[server(prefix = "/app/do", endpoint = "customers/merge")]
pub async fn merge_customers(into: String, from: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services
        .customers
        .merge(&who.actor, &known(&into)?, &known(&from)?)
        .await?;
    leptos_axum::redirect("/app/customer-mappings?done=merged");
    Ok(())
}

/// Takes a link away.
#[server(prefix = "/app/do", endpoint = "customers/unlink")]
pub async fn unlink_record(id: String, link: String) -> Result<(), AppError> {
    use contract::{ids::LinkId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let link = LinkId::parse(&link).ok_or_else(|| Problem::not_found("link"))?;
    services.customers.unlink(&who.actor, &known(&id)?, &link).await?;
    leptos_axum::redirect(&format!("/app/customer-mappings?open={id}"));
    Ok(())
}

/// Gives a record to a customer (`customer` is an identifier), or to a new one of this name (`customer` is blank).
#[server(prefix = "/app/do", endpoint = "customers/accept")]
pub async fn accept_match(
    vendor: String,
    integration: String,
    external_id: String,
    record_name: String,
    #[server(default)] customer: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    use contract::customer::{LinkDraft, Match};

    let (services, who) = crate::context::asked()?;
    let customer = match customer.as_str() {
        "" => None,
        id => Some(known(id)?),
    };
    let name = customer.is_none().then_some(name);
    let record = LinkDraft {
        vendor,
        integration: Some(integration),
        external_id,
        name: record_name,
    };
    let one = Match {
        record,
        customer,
        name,
    };
    services.customers.accept(&who.actor, vec![one]).await?;
    leptos_axum::redirect("/app/customer-mappings");
    Ok(())
}

/// Says that a record is nobody's.
#[server(prefix = "/app/do", endpoint = "customers/ignore")]
pub async fn ignore_record(
    vendor: String,
    integration: String,
    external_id: String,
    record_name: String,
) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let record = contract::customer::LinkDraft {
        vendor,
        integration: Some(integration),
        external_id,
        name: record_name,
    };
    services.customers.ignore(&who.actor, record, true).await?;
    leptos_axum::redirect("/app/customer-mappings");
    Ok(())
}

/// Reads the records of every account, as a durable job.
#[server(prefix = "/app/do", endpoint = "customers/discover")]
pub async fn discover() -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.customers.discover(&who.actor).await?;
    leptos_axum::redirect("/app/customer-mappings");
    Ok(())
}
