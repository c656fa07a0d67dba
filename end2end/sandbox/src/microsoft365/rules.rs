//! Which host was asked, and the turn that every request is.

use std::sync::{Mutex, MutexGuard};

use hyper::Method;
use serde_json::Value;

use super::behaviour::Behaviour;
use super::throttle::Throttle;
use super::world::{World, world};
use super::{certificates, control, entra, graph, handshake, partner_center};
use crate::exchange::{Answer, Received};
use crate::rolling::lock;
use crate::serve::{Knobs, Rules};

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct Microsoft {
    knobs: Knobs<Behaviour>,
    throttle: Throttle,
    customers: usize,
    world: Mutex<World>,
}

/// What the hosts share beside the world.
#[derive(Clone, Copy)]
pub(crate) struct House<'a> {
    knobs: &'a Knobs<Behaviour>,
    pub throttle: &'a Throttle,
}

impl House<'_> {
    /// How everything stands now; within a batch it may change from one request to the next.
    pub fn behaviour(&self) -> Behaviour {
        self.knobs.get()
    }

    /// Whether one more change is let through.
    pub fn lets_change(&self) -> bool {
        self.knobs.get().changes_left != Some(0)
    }

    /// A change was made.
    pub fn changed(&self) {
        self.knobs.change(|behaviour| {
            behaviour.changes_left = behaviour.changes_left.map(|left| left.saturating_sub(1));
        });
    }

    /// Whether the next request within a batch is answered 429.
    pub fn limits_in_batch(&self) -> bool {
        let left = self.knobs.get().limited_in_batch;
        self.knobs
            .change(|behaviour| behaviour.limited_in_batch = left.saturating_sub(1));
        left > 0
    }
}

impl Microsoft {
    pub fn new(customers: usize, behaviour: Behaviour) -> Self {
        Self {
            world: Mutex::new(world(customers, &behaviour)),
            throttle: Throttle::default(),
            customers,
            knobs: Knobs::new(behaviour),
        }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Does something on a customer's behalf.
    pub fn act(&self, what: &str, with: &Value) -> Result<Value, String> {
        control::act(&mut self.world(), &self.knobs.get(), what, with)
    }

    pub fn clear_usage(&self) {
        self.throttle.clear();
    }
}

impl Rules for Microsoft {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        self.throttle.clear();
        *self.world() = world(self.customers, &self.knobs.get());
    }

    fn control(&self, request: &Received, rest: &str) -> Option<Answer> {
        match (&request.method, rest) {
            (&Method::GET, "state") => Some(Answer::json(200, &self.world().to_json())),
            (&Method::POST, rest) => {
                let what = rest.strip_prefix("do/")?;
                let with = serde_json::from_slice(&request.body).unwrap_or_default();
                Some(match self.act(what, &with) {
                    Ok(done) => Answer::json(200, &done),
                    Err(why) => Answer::json(400, &serde_json::json!({"sandbox": why})),
                })
            }
            _ => None,
        }
    }

    async fn answer(&self, request: &Received) -> Answer {
        let house = House {
            knobs: &self.knobs,
            throttle: &self.throttle,
        };
        let behaviour = house.behaviour();
        // Asked before the world is held: who is asked may ask something here.
        let is_new = request.method == Method::POST && request.path == "/v1.0/subscriptions";
        let asked = if request.host == "graph" && is_new {
            handshake::ask(&behaviour, request).await
        } else {
            Ok(())
        };
        let mut world = self.world();
        world.begin(&behaviour);
        match request.host {
            "login" => entra::answer(&mut world, &behaviour, request),
            "graph" => match asked {
                Ok(()) => graph::answer(&mut world, house, request),
                Err(refusal) => graph::refused(&world, refusal, request),
            },
            "certificates" => certificates::answer(behaviour.notices_certificate, request),
            _ => partner_center::answer(&mut world, house, request),
        }
    }
}
