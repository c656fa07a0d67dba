//! The door at which deliveries arrive. Nobody is signed in here, so nothing is asked of the policy: a delivery proves
//! itself, or is refused.

use super::Machine;
use crate::pipeline::LARGEST;
use contract::{
    delivery::{Delivery, Receipt},
    ports::{Answer, Receiver},
};

impl Receiver for Machine {
    fn largest(&self) -> usize {
        LARGEST
    }

    fn receive(&self, delivery: Delivery) -> Answer<'_, Receipt> {
        Box::pin(self.pipeline.receive(delivery))
    }
}
