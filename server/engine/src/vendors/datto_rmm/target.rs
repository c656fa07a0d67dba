//! What a quick job runs on, for whoever decides: the device and the component.

use super::{
    inputs::Uid,
    model::{Component, Device, withheld},
    pages, paths,
};
use crate::{
    connector::{CallError, Client},
    policy::Read,
};
use contract::target::Target;

/// A device on which a component would run with values for these variables.
pub async fn job(
    client: &Client<Read>,
    device: &Uid,
    component: &Uid,
    variables: &[&str],
) -> Result<Target, CallError> {
    let device: Device = client.get(paths::device(device), &[]).await.map_err(withheld)?;
    let list = pages::List::new(paths::components());
    let fits = |one: &Component| one.uid == component.as_str();
    let found: Option<Component> = list.find(client, fits).await?;
    let component_name = found
        .and_then(|component| component.name)
        .unwrap_or_else(|| component.to_string());
    let name = device.hostname.clone().unwrap_or_else(|| device.uid.clone());
    let kind = device
        .device_type
        .as_ref()
        .and_then(|kind| kind.category.clone())
        .or(device.device_class.clone());
    let with = if variables.is_empty() {
        "with its default values".to_owned()
    } else {
        format!("with values for {}", variables.join(", "))
    };
    let later = if device.online == Some(false) {
        " It is offline: the job waits for it until it expires."
    } else {
        ""
    };
    Ok(Target::new("device", device.uid.clone(), name.clone())
        .of(device.site_name.clone())
        .bound("Component", Some(&component_name))
        .fact("Kind", kind)
        .fact("Operating system", device.operating_system.as_ref())
        .fact("Online", device.online)
        .fact("Last user", device.last_logged_in_user.as_ref())
        .effect(format!("Runs “{component_name}” on {name}, {with}.{later}"))
        .not_undone("What a script did on a device is not undone by Datto RMM."))
}
