//! Records of vendors as a person matches them: whose each probably is, and many matches accepted at once.

use super::{Machine, customers::said, names::checked_name};
use crate::store::RecordRow;
use contract::{
    actor::Actor,
    customer::{Customer, Match, VendorRecord},
    field::FieldError,
    ids::CustomerId,
    problem::Problem,
};
use serde_json::json;
use std::collections::BTreeMap;

/// The most matches that are accepted at once.
const MOST_MATCHES: usize = 500;

impl Machine {
    pub(super) async fn accept_matches(
        &self,
        who: &Actor,
        matches: Vec<Match>,
    ) -> Result<Vec<Customer>, Problem> {
        if matches.is_empty() || matches.len() > MOST_MATCHES {
            let words = format!("Accept between 1 and {MOST_MATCHES} matches at once.");
            return Err(Problem::invalid(vec![FieldError::new(
                "matches",
                "out_of_range",
                words,
            )]));
        }
        let known = self.store.customers().await?;
        let mut by_name: BTreeMap<String, CustomerId> = known
            .iter()
            .map(|customer| (customer.name.to_lowercase(), customer.id.clone()))
            .collect();
        let (mut new, mut links, mut touched) = (Vec::new(), Vec::new(), Vec::new());
        for (n, one) in matches.into_iter().enumerate() {
            let at = format!("matches[{n}]");
            let customer = match (one.customer, one.name) {
                (Some(id), None) => {
                    if !known.iter().any(|customer| customer.id == id) {
                        let words = "There is no such customer; it may have been deleted.";
                        let field = FieldError::new(format!("{at}.customer"), "not_accepted", words);
                        return Err(Problem::invalid(vec![field]));
                    }
                    id
                }
                (None, Some(name)) => {
                    let name = checked_name(&name, &format!("{at}.name"))?;
                    // Records that are accepted under one name become one customer.
                    match by_name.get(&name.to_lowercase()) {
                        Some(id) => id.clone(),
                        None => {
                            let made = self.new_customer(name.clone());
                            by_name.insert(name.to_lowercase(), made.id.clone());
                            let id = made.id.clone();
                            new.push(made);
                            id
                        }
                    }
                }
                _ => {
                    let words = "Name a customer, or a new one's name; one of the two.";
                    let field = FieldError::new(format!("{at}.customer"), "required", words);
                    return Err(Problem::invalid(vec![field]));
                }
            };
            if !touched.contains(&customer) {
                touched.push(customer.clone());
            }
            links.push(
                self.new_link(customer, one.record, &format!("{at}.record"))
                    .await?,
            );
        }
        let detail = json!({
            "made": new.iter().map(|one| json!({ "id": one.id, "name": one.name })).collect::<Vec<_>>(),
            "linked": links.iter().map(said).collect::<Vec<_>>(),
        });
        self.put_links(who, new, links, "customer.matched", "many".into(), detail)
            .await?;
        let mut answer = Vec::new();
        for id in &touched {
            answer.push(self.customer_by_id(id).await?);
        }
        Ok(answer)
    }

    /// Records with how many events they cost, and whose they probably are.
    pub(super) async fn vendor_records_shown(
        &self,
        unmapped_only: bool,
    ) -> Result<Vec<VendorRecord>, Problem> {
        let rows = self.store.vendor_records().await?;
        let customers = self.store.customers().await?;
        let accounts: BTreeMap<_, _> = self
            .store
            .integrations()
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        let events = self.store.unmapped_events().await?;
        let known = crate::sop::Known::new(&customers, &rows, |vendor| {
            self.automation.is_system_of_record(vendor)
        });
        let shown = |row: RecordRow| {
            let mapped = row.customer.is_some();
            let place = (row.integration.to_string(), row.external_id.clone());
            VendorRecord {
                suggestions: if mapped || row.ignored {
                    Vec::new()
                } else {
                    crate::sop::suggest(&row, &known)
                },
                integration_name: accounts.get(&row.integration).cloned().unwrap_or_default(),
                vendor: row.vendor,
                integration: row.integration,
                external_id: row.external_id,
                name: row.name,
                domain: row.domain,
                customer: row.customer,
                ignored: row.ignored,
                events: events.get(&place).copied().unwrap_or(0),
            }
        };
        let wanted = |row: &RecordRow| !unmapped_only || (row.customer.is_none() && !row.ignored);
        let mut list: Vec<_> = rows.into_iter().filter(wanted).map(shown).collect();
        // What costs most comes first.
        list.sort_by_key(|record| std::cmp::Reverse(record.events));
        Ok(list)
    }
}
