//! Moments as callers write them and as Pax8 takes them. A day means its beginning in UTC.

use super::inputs::refuse;
use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use jiff::{
    civil::{Date, DateTime},
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
};

/// A moment and the offset that it was written with.
struct Moment {
    at: DateTime,
    offset: Offset,
}

/// For `provisionStartDate`: `2026-11-24T08:00:00Z`.
pub fn utc<A: Access>(client: &Client<A>, field: &str, text: &str) -> Result<String, CallError> {
    let read = read(text).and_then(|moment| moment.offset.to_timestamp(moment.at).ok());
    read.map(|at| at.to_string())
        .ok_or_else(|| refused(client, field))
}

/// For `cancelDate`, in the one documented form: `2026-12-31T00:00:00.000-05:00`.
pub fn with_offset<A: Access>(client: &Client<A>, field: &str, text: &str) -> Result<String, CallError> {
    let read = read(text).and_then(|moment| {
        let zoned = moment.at.to_zoned(TimeZone::fixed(moment.offset)).ok()?;
        Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
    });
    read.ok_or_else(|| refused(client, field))
}

fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(day) = text.parse::<Date>()
        && text.len() == "2026-11-24".len()
    {
        return Some(Moment {
            at: day.at(0, 0, 0, 0),
            offset: Offset::UTC,
        });
    }
    let pieces = Pieces::parse(text).ok()?;
    Some(Moment {
        at: pieces.date().to_datetime(pieces.time()?),
        offset: pieces.to_numeric_offset()?,
    })
}

fn refused<A: Access>(client: &Client<A>, field: &str) -> CallError {
    let why = "write a moment with its offset, like 2026-11-24T09:00:00Z, or a day, like 2026-11-24";
    refuse(client, field, why)
}
