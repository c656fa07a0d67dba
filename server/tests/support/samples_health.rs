//! One of everything that Integration Status and notifications speak of; every member is filled.

use super::samples::{TIME, VENDOR_SAID, id};
use contract::{
    health::{
        Acknowledged, Affected, Attention, BadgeCounts, Board, BoardRow, Cell, DayBar, DayUptime, Expiry,
        Flap, HealthDetail, Hold, HoldKind, Incident, LastError, VendorCount,
    },
    ids::{ChannelId, IncidentId, NoticeId, VendorId, WindowId},
    integration::Banner,
    notification::{Channel, ChannelKind, NoticeDelivery, NoticeLevel},
    probe::{Badge, Health, Outcome},
};

pub fn health() -> Health {
    Health {
        flap: Some(Flap {
            percent: 34.5,
            changes: 8,
            probes: 13,
            stable: 3,
            stable_needed: 6,
        }),
        unconfirmed: true,
        attention: vec![Attention {
            code: "flapping".into(),
            text: "The outcome keeps changing.".into(),
        }],
        next_check_at: Some(TIME.into()),
        expires: Some(Expiry {
            at: TIME.into(),
            source: "entered".into(),
            days_left: 14,
        }),
        hold: Some(hold()),
        ..Health::new(Badge::Disconnected, "credentials")
    }
}

pub fn hold() -> Hold {
    Hold {
        id: WindowId::parse("mnt_1").unwrap(),
        kind: HoldKind::Snooze,
        integration: Some(id()),
        vendor: Some(VendorId::new("it_glue")),
        from: TIME.into(),
        until: Some(TIME.into()),
        note: "The vendor works on it.".into(),
        by: "Person tech".into(),
    }
}

pub fn last_error() -> LastError {
    LastError {
        at: TIME.into(),
        outcome: Outcome::Credentials,
        detail: "The vendor refused the credentials.".into(),
        vendor_status: Some(401),
        vendor_message: Some(VENDOR_SAID.into()),
        truncated: false,
        vendor_request_id: Some("vendor-request-1".into()),
    }
}

pub fn row() -> BoardRow {
    BoardRow {
        id: id(),
        vendor: VendorId::new("it_glue"),
        name: "Main".into(),
        is_default: true,
        health: health(),
        day: DayBar {
            cells: vec![Cell::of([(Outcome::Ok, 5), (Outcome::Timeout, 1)])],
            uptime: Some(98.5),
            p50_ms: Some(120),
            p95_ms: Some(480),
            spark: vec![Some(120), None],
        },
        last_error: Some(last_error()),
    }
}

pub fn incident() -> Incident {
    Incident {
        id: IncidentId::parse("inc_1").unwrap(),
        vendor: VendorId::new("it_glue"),
        title: "12 of 14 IT Glue integrations do not answer".into(),
        outcome: Outcome::Timeout,
        began_at: TIME.into(),
        ended_at: Some(TIME.into()),
        affected: vec![Affected {
            integration: id(),
            name: "Main".into(),
            outcome: Outcome::Timeout,
            since: TIME.into(),
            until: Some(TIME.into()),
        }],
        affected_total: 12,
        acknowledged: Some(Acknowledged {
            by: "Person tech".into(),
            at: TIME.into(),
            note: "Seen.".into(),
        }),
        status_page: Some("https://status.example.com".into()),
    }
}

pub fn board() -> Board {
    Board {
        as_of: TIME.into(),
        interval_s: 300,
        cells_from: TIME.into(),
        counts: BadgeCounts {
            disconnected: 1,
            ..BadgeCounts::default()
        },
        vendors: vec![VendorCount {
            vendor: VendorId::new("it_glue"),
            total: 1,
            ill: 1,
        }],
        matched: 1,
        rows: vec![row()],
        next_cursor: None,
        incidents: vec![incident()],
        banners: vec![Banner {
            code: "egress_down".into(),
            text: "Ops AI has no way out.".into(),
        }],
    }
}

pub fn detail() -> HealthDetail {
    HealthDetail {
        row: row(),
        cells_from: TIME.into(),
        days: vec![DayUptime {
            day: "2026-11-24".into(),
            probes: 288,
            uptime: Some(99.6),
            worst: Some(Outcome::Timeout),
        }],
        uptime_7d: Some(99.9),
        uptime_30d: Some(99.9),
        uptime_90d: None,
        median_7d_ms: Some(120),
        holds: vec![hold()],
        incidents: vec![incident()],
    }
}

pub fn delivery() -> NoticeDelivery {
    NoticeDelivery {
        notice: NoticeId::parse("ntc_1").unwrap(),
        channel: ChannelId::parse("chn_1").unwrap(),
        kind: "test".into(),
        level: NoticeLevel::Info,
        title: "A test from Ops AI".into(),
        status: "failed".into(),
        attempts: 4,
        error: Some("The receiver answered 500.".into()),
        incident: Some(IncidentId::parse("inc_1").unwrap()),
        integration: Some(id()),
        created_at: TIME.into(),
        finished_at: Some(TIME.into()),
        next_at: None,
    }
}

pub fn channel() -> Channel {
    Channel {
        id: ChannelId::parse("chn_1").unwrap(),
        name: "On call".into(),
        kind: ChannelKind::Webhook,
        to: Vec::new(),
        hint: "hooks.example.com/…4f2a".into(),
        floor: NoticeLevel::Warning,
        enabled: true,
        last: Some(delivery()),
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}
