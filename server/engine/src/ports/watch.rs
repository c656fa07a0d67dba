//! What a run's calls say of an account's health: a refusal of its credentials is looked into at once, as those that people
//! meet are. The run does not wait for the probe.

use crate::{connector::CallError, pipeline::Vigil, probes::Prober, store::IntegrationRow};
use contract::ids::IntegrationId;
use futures::future::BoxFuture;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Listens to runs.
#[derive(Clone)]
pub struct Watch {
    prober: Prober,
    /// The accounts that are probed just now: a hundred runs that are refused at once ask for one probe.
    under_way: Arc<Mutex<BTreeSet<IntegrationId>>>,
}

impl Watch {
    /// One that probes with this.
    pub fn new(prober: Prober) -> Self {
        Self {
            prober,
            under_way: Arc::default(),
        }
    }

    fn begin(&self, id: &IntegrationId) -> bool {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone())
    }

    fn end(&self, id: &IntegrationId) {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }
}

impl Vigil for Watch {
    fn refused<'a>(
        &'a self,
        row: &'a IntegrationRow,
        error: &'a CallError,
        took: Duration,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if self.prober.locks(row) {
                // Asking again could lock the account, so the refusal itself is kept; that is quick.
                told(row, self.prober.refused(row, error, took).await);
            } else if self.begin(&row.id) {
                let (watch, row) = (self.clone(), row.clone());
                tokio::spawn(async move {
                    told(&row, watch.prober.probe(&row, "call").await.map(|_| ()));
                    watch.end(&row.id);
                });
            }
        })
    }
}

fn told(row: &IntegrationRow, done: Result<(), crate::store::StoreError>) {
    if let Err(error) = done {
        tracing::warn!(integration.id = %row.id, error = %error, "the refusal of a run's call could not be recorded");
    }
}
