//! What audits found: hardware and network of one device, and its software.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{
        inputs::{ByUid, Uid},
        model::{Device, Rest, Software, withheld},
        pages, paths,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `devices.audit`
pub struct Audit;
/// `devices.software`
pub struct Programs;

/// The classes that have audits, each at an address of its own; asked at another's, Datto RMM answers 400.
const CLASSES: [&str; 3] = ["device", "printer", "esxihost"];

/// A device and what its audit found.
#[derive(Serialize, JsonSchema)]
pub struct Audited {
    /// The device.
    pub device: Device,
    /// What was found, as Datto RMM nests it by class (`systemInfo`, `nics`, `logicalDisks` …); null for a class that has
    /// no audit.
    pub audit: Option<Rest>,
}

/// Whose software.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SoftwareInput {
    /// The device's uid; it must be of the class `device`.
    pub uid: Uid,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Operation for Audit {
    type Access = Read;
    type Input = ByUid;
    type Output = Audited;
    const ID: &'static str = "devices.audit";
    const TITLE: &'static str = "Get a device with its audit (hardware, network, disks)";

    async fn run(client: Client<Read>, input: ByUid) -> Result<Audited, CallError> {
        let read = client.get(paths::device(&input.uid), &[]).await;
        let device: Device = read.map_err(withheld)?;
        let class = device.device_class.as_deref();
        let audit = match CLASSES.into_iter().find(|known| Some(*known) == class) {
            Some(class) => Some(client.get(paths::audit(class, &input.uid), &[]).await?),
            None => None,
        };
        Ok(Audited { device, audit })
    }
}

impl Operation for Programs {
    type Access = Read;
    type Input = SoftwareInput;
    type Output = Page<Software>;
    const ID: &'static str = "devices.software";
    const TITLE: &'static str = "List the software on a device";

    async fn run(client: Client<Read>, input: SoftwareInput) -> Result<Self::Output, CallError> {
        let list = pages::List::new(paths::software(&input.uid));
        list.read(&client, input.limit, input.cursor.as_deref()).await
    }
}
