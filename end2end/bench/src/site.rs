//! The web in front of a house: the server as a process of its own on the house's database and keys, and a person who is
//! signed in.

use crate::{child::Server, house::House};
use contract::account::{FirstAdmin, Origin};

/// A running web; dropping it stops it.
pub struct Site {
    /// Its process and its origin.
    pub server: Server,
    /// The cookie of the person who is signed in.
    pub cookie: String,
}

impl Site {
    /// Opens it; what runs by itself in the server (probes, the pipeline) runs from now on.
    pub async fn of(house: &House) -> anyhow::Result<Self> {
        let services = house.machine.services();
        let link = engine::ports::issue_setup_link(&house.machine.store, &house.machine.act.clock).await?;
        let admin = FirstAdmin {
            link: link.unwrap_or_default(),
            email: "ada@msp.example".into(),
            name: "Ada".into(),
            password: "correct horse battery".into(),
        };
        let session = services
            .accounts
            .first_admin(admin, Origin::default())
            .await?
            .secret;
        Ok(Self {
            server: house.serve().await?,
            cookie: format!("opsai_session={session}"),
        })
    }

    /// Where it is.
    pub fn origin(&self) -> &str {
        &self.server.origin
    }
}
