//! Order per object: what an event is about, for a webhook that wants its events about one ticket or device one after the
//! other. The queue does the waiting; a device counts only where there is no ticket.

use super::Pipeline;
use contract::ids::WebhookId;

impl Pipeline {
    /// The ticket or device of a body, as one webhook's; none where it names neither, or cannot be read.
    pub(super) fn object_of(&self, webhook: &WebhookId, vendor: &str, body: &[u8]) -> Option<String> {
        let event = self.normalised(vendor, body)?;
        let about = match (event.ticket, event.device) {
            (Some(ticket), _) => format!("ticket:{}", ticket.id),
            (None, Some(device)) => format!("device:{}", device.id),
            (None, None) => return None,
        };
        let about = if about.len() <= 200 {
            about
        } else {
            crate::connector::digest(about.as_bytes())
        };
        Some(format!("{webhook}/{about}"))
    }

    /// An event that others may wait for has come to its end, or not: whatever waits is looked at now.
    pub(super) fn next_in_line(&self) {
        self.0.wake.notify_one();
        self.0.wake_others.notify_one();
    }
}
