//! Autotask's error texts and envelopes.
//!
//! Texts in the first part are the vendor's, word for word. Those in the second part are ours: the facts
//! say that there is an error, but not its words, so nothing may depend on them.

use serde_json::json;

use crate::exchange::{Answer, Received};

pub(crate) const UNKNOWN_ZONE: &str = "Zone information could not be determined";
pub(crate) const WRONG_CODE: &str = "IntegrationCode is invalid.";
pub(crate) const LOCKED: &str =
    "The user account has been locked.  Please see your Autotask Administrator for details.";
pub(crate) const THREADS: &str = "The Autotask API thread threshold of 3 threads has been exceeded";
pub(crate) const MAX_RECORDS: &str = "maxCountOfRecordsToReturn must be between 1 and 500";
pub(crate) const TOO_MANY_OR: &str =
    "Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions.";
pub(crate) const RESOURCE_AND_ROLE: &str =
    "When assigning a Resource, you must assign both a assignedResourceID and assignedResourceRoleID.";
pub(crate) const TIME_NEEDS_ROLE: &str = "TimeEntries for Tickets must have a roleID";
pub(crate) const WRONG_ROLE: &str = "Role does not exist or is invalid";

pub(crate) fn unknown_field(field: &str, entity: &str) -> String {
    format!("Unable to find {field} in the {entity} Entity.")
}
pub(crate) fn not_an_int(value: &str) -> String {
    format!("Conversion failed when converting the varchar value '{value}' to data type int")
}
pub(crate) fn unexpected_character(value: char) -> String {
    format!("Unexpected character encountered while parsing value: {value}")
}
pub(crate) fn no_such_pick(field: &str) -> String {
    format!("Value does not reference an existing entity for {field} . ")
}
pub(crate) fn no_such_reference(field: &str, entity: &str) -> String {
    format!("Reference value on field: {field} of type: {entity} does not exist or is invalid")
}
pub(crate) fn too_long(field: &str, length: usize) -> String {
    format!("{field} must be less than or equal to {length} characters")
}

// From here on the words are ours; only the fact of the error is the vendor's.

pub(crate) const NO_RIGHT: &str = "The resource does not have adequate permissions to perform this operation";
pub(crate) const NO_RECORD: &str = "No matching records found for the given id";
pub(crate) const EMPTY_FILTER: &str = "Invalid query syntax. The filter is empty.";
pub(crate) const BAD_QUERY: &str = "Invalid query syntax.";
pub(crate) const ONE_UDF: &str = "Invalid query syntax. Queries are limited to one user defined field.";
pub(crate) const IDS_NEEDED: &str =
    "IncludeFields must contain id when more records than one page are returned";
pub(crate) const BAD_DATE: &str = "Conversion failed when converting date and/or time from character string.";
pub(crate) const HOURS: &str = "hoursWorked must be greater than 0 and less than or equal to 24";

pub(crate) fn not_a_bit(value: &str) -> String {
    format!("Conversion failed when converting the varchar value '{value}' to data type bit")
}
pub(crate) fn missing(field: &str) -> String {
    format!("Missing Required Field: {field}.")
}

/// The envelope of nearly every failure: status 500, whoever is at fault.
pub(crate) fn refused<T: AsRef<str>>(texts: &[T]) -> Answer {
    errors(500, texts)
}

/// The same envelope under another status.
pub(crate) fn errors<T: AsRef<str>>(status: u16, texts: &[T]) -> Answer {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    Answer::json(status, &json!({"errors": texts}))
}

/// A known path asked by a method it does not have. Not the `errors` envelope.
pub(crate) fn wrong_method(request: &Received) -> Answer {
    let text = format!(
        "The requested resource does not support http method '{}'.",
        request.method
    );
    Answer::json(405, &json!({"Message": text}))
}

/// A body that is not announced as JSON, as ASP.NET refuses it.
pub(crate) fn wrong_media_type(request: &Received) -> Answer {
    let media_type = request.media_type();
    let text = format!("The request entity's media type '{media_type}' is not supported for this resource.");
    Answer::json(415, &json!({"Message": text}))
}

/// The web server's page for a path that nobody serves.
pub(crate) fn no_route() -> Answer {
    Answer::html(
        404,
        "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body>\
         <h2>404 - File or directory not found.</h2></body></html>",
    )
}
