//! `/users/{id}/mailboxSettings`: what a mailbox is for, and how it is set.

use serde_json::{Value, json};

use super::call::{Call, Said};
use super::needs;
use super::says::Refusal;
use super::users::find;
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::world::text;

/// All settings, or just `userPurpose`.
pub(crate) fn settings(call: &Call<'_>, id: &str, rest: &[&str]) -> Said {
    call.need(&needs::MAILBOXES).map_err(|_| {
        Refusal::new(
            403,
            "ErrorAccessDenied",
            "Access is denied. Check credentials and try again.",
        )
    })?;
    let user = find(call, id)?;
    let id = text(user, "id");
    let purpose = user.get("_purpose").cloned().unwrap_or_default();
    if purpose.is_null() {
        return Err(Refusal::new(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        ));
    }
    let context = format!("{GRAPH_ORIGIN}/v1.0/$metadata#users('{id}')/mailboxSettings");
    match rest {
        [] => Ok(Answer::json(200, &whole(&context, &purpose))),
        ["userPurpose"] => {
            let body = json!({"@odata.context": format!("{context}/userPurpose"), "value": purpose});
            Ok(Answer::json(200, &body))
        }
        [.., last] => Err(Refusal::segment(last)),
    }
}

fn whole(context: &str, purpose: &Value) -> Value {
    json!({
        "@odata.context": context, "archiveFolder": null, "timeZone": "GMT Standard Time", "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm", "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly", "userPurpose": purpose,
        "automaticRepliesSetting": {
            "status": "disabled", "externalAudience": "none", "internalReplyMessage": "", "externalReplyMessage": "",
        },
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"], "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000", "timeZone": {"name": "GMT Standard Time"},
        },
    })
}
