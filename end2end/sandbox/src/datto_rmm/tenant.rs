//! The data of one account, and the one lock around it.

use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

use super::credentials::{Account, Platform};
use super::jobs::Job;
use super::quota::Quota;
use super::seed;
use crate::rolling::lock;

/// One account.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub account: Account,
    pub platform: Platform,
    pub quota: Quota,
    devices: u64,
    data: Mutex<Data>,
}

/// Its records.
#[derive(Debug)]
pub(crate) struct Data {
    pub account: Value,
    pub sites: Vec<Value>,
    pub devices: Vec<Value>,
    pub alerts: Vec<Value>,
    pub components: Vec<Value>,
    pub jobs: Vec<Job>,
}

impl Tenant {
    /// The account, with so many devices if it is the large one.
    pub fn new(account: Account, devices: u64) -> Self {
        let platform = match account {
            Account::Large => Platform::Concord,
            Account::Small => Platform::Pinotage,
        };
        Self {
            account,
            platform,
            quota: Quota::new(),
            data: Mutex::new(seed::data(account, devices)),
            devices,
        }
    }

    pub fn data(&self) -> MutexGuard<'_, Data> {
        lock(&self.data)
    }

    pub fn reset(&self) {
        self.quota.clear();
        *self.data() = seed::data(self.account, self.devices);
    }
}

impl Data {
    /// The device with this uid.
    pub fn device(&self, uid: &str) -> Option<&Value> {
        by(&self.devices, "uid", uid)
    }
}

/// The row whose member is this text.
pub(crate) fn by<'a>(rows: &'a [Value], member: &str, text: &str) -> Option<&'a Value> {
    rows.iter()
        .find(|row| row.get(member).and_then(Value::as_str) == Some(text))
}

/// A text of a row; blank where there is none.
pub(crate) fn text<'a>(row: &'a Value, pointer: &str) -> &'a str {
    row.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
