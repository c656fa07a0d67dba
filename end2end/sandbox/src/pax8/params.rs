//! Query parameters, strictly: an unknown name or value is a 400.

use std::collections::BTreeMap;

use super::says;
use crate::exchange::{Answer, Received};

/// The largest page.
const LARGEST_PAGE: usize = 200;
/// The page's size when it is not said.
const USUAL_PAGE: usize = 10;

/// What a list lets a caller say.
pub(crate) struct Allowed {
    /// Filters: name, and the values that are possible (any, when there are none).
    pub filters: &'static [(&'static str, &'static [&'static str])],
    /// Values of `sort`; without any there is no such parameter.
    pub sorts: &'static [&'static str],
}

const YES_NO: &[&str] = &["true", "false"];

/// `GET /companies`.
pub(crate) const COMPANIES: Allowed = Allowed {
    filters: &[
        ("city", &[]),
        ("country", &[]),
        ("stateOrProvince", &[]),
        ("postalCode", &[]),
        ("selfServiceAllowed", YES_NO),
        ("billOnBehalfOfEnabled", YES_NO),
        ("orderApprovalRequired", YES_NO),
        ("status", &["Active", "Inactive", "Deleted"]),
    ],
    sorts: &["name", "city", "country", "stateOrProvince", "postalCode"],
};
/// `GET /products`.
pub(crate) const PRODUCTS: Allowed = Allowed {
    filters: &[("search", &[]), ("vendorName", &[])],
    sorts: &["name", "vendor"],
};
/// `GET /orders`.
pub(crate) const ORDERS: Allowed = Allowed {
    filters: &[("companyId", &[])],
    sorts: &[],
};
/// `GET /subscriptions`.
pub(crate) const SUBSCRIPTIONS: Allowed = Allowed {
    filters: &[
        (
            "status",
            &[
                "Active",
                "Cancelled",
                "PendingManual",
                "PendingAutomated",
                "PendingCancel",
                "WaitingForDetails",
                "Trial",
                "Converted",
                "PendingActivation",
                "Activated",
            ],
        ),
        ("billingTerm", BILLING_TERMS),
        ("companyId", &[]),
        ("productId", &[]),
    ],
    sorts: &[
        "quantity,asc",
        "quantity,desc",
        "startDate,asc",
        "startDate,desc",
        "endDate,asc",
        "endDate,desc",
        "createdDate,asc",
        "createdDate,desc",
        "billingStart,asc",
        "billingStart,desc",
        "price,asc",
        "price,desc",
    ],
};
/// `GET /companies/{id}/contacts`.
pub(crate) const CONTACTS: Allowed = Allowed {
    filters: &[],
    sorts: &[],
};
/// Values of `billingTerm`.
pub(crate) const BILLING_TERMS: &[&str] = &[
    "Monthly",
    "Annual",
    "2-Year",
    "3-Year",
    "One-Time",
    "Trial",
    "Activation",
];

/// A list's parameters.
#[derive(Debug)]
pub(crate) struct Params {
    pub page: usize,
    pub size: usize,
    pub sort: Option<String>,
    pub filters: BTreeMap<String, String>,
}

impl Params {
    /// Reads what this list lets a caller say.
    pub fn read(request: &Received, allowed: &Allowed) -> Result<Self, Answer> {
        let mut params = Self {
            page: 0,
            size: USUAL_PAGE,
            sort: None,
            filters: BTreeMap::new(),
        };
        for (name, value) in request.pairs() {
            let refused = || says::invalid(request, &name);
            let one_of = |values: &[&str]| values.is_empty() || values.contains(&value.as_str());
            match name.as_str() {
                "page" => params.page = value.parse().map_err(|_| refused())?,
                "size" => {
                    let size = value.parse().ok();
                    let size = size.filter(|size| (1..=LARGEST_PAGE).contains(size));
                    params.size = size.ok_or_else(refused)?;
                }
                "sort" if allowed.sorts.contains(&value.as_str()) => params.sort = Some(value),
                name => {
                    let known = allowed.filters.iter().find(|(known, _)| *known == name);
                    if known.is_none_or(|(_, values)| !one_of(values)) {
                        return Err(refused());
                    }
                    params.filters.insert(name.to_owned(), value);
                }
            }
        }
        Ok(params)
    }

    /// A filter's value.
    pub fn filter(&self, name: &str) -> Option<&str> {
        self.filters.get(name).map(String::as_str)
    }
}
