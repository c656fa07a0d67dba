//! What stands beside a badge: that it keeps changing, is slow or throttled, that credentials end, that nobody is told.

use crate::ui::{
    badge::{Chip, Mood},
    icon::Icon,
    time::utc_text,
};
use contract::{
    health::{Expiry, Flap, Hold, HoldKind},
    probe::Health,
};
use leptos::prelude::*;

/// Every chip that an integration's health asks for.
#[component]
pub fn HealthChips(
    /// How it is.
    health: Health,
) -> impl IntoView {
    let Health {
        flapping,
        flap,
        unconfirmed,
        attention,
        expires,
        hold,
        ..
    } = health;
    let others = attention.into_iter().filter_map(|one| {
        let (icon, text) = match one.code.as_ref() {
            "slow" => (Icon::Clock, "Slow"),
            "throttled" => (Icon::Clock, "Throttled"),
            "permission" => (Icon::Lock, "Permission missing"),
            _ => return None,
        };
        Some(view! { <span title=one.text><Chip mood=Mood::Warn icon text/></span> })
    });
    view! {
        {unconfirmed.then(|| view! { <Chip mood=Mood::Info icon=Icon::Refresh text="Being confirmed"/> })}
        {flapping.then(|| view! { <Chip mood=Mood::Warn icon=Icon::Activity text=flap_words(flap)/> })}
        {others.collect_view()}
        {expires.filter(|ends| ends.days_left <= SOON).map(|ends| view! { <ExpiryChip ends/> })}
        {hold.map(|hold| view! { <HoldChip hold/> })}
    }
}

/// From how many days on the end of credentials is worth a chip.
const SOON: i64 = 30;

/// When credentials end.
#[component]
pub fn ExpiryChip(
    /// When, and who says so.
    ends: Expiry,
) -> impl IntoView {
    let mood = match ends.days_left {
        ..=7 => Mood::Bad,
        8..=SOON => Mood::Warn,
        _ => Mood::Idle,
    };
    let day = utc_text(&ends.at);
    view! { <span title=day><Chip mood icon=Icon::Key text=expiry_words(ends.days_left)/></span> }
}

/// That nobody is told for now.
#[component]
pub fn HoldChip(
    /// The maintenance or snooze.
    hold: Hold,
) -> impl IntoView {
    let (icon, word) = match hold.kind {
        HoldKind::Maintenance => (Icon::Settings, "Maintenance"),
        HoldKind::Snooze => (Icon::Bell, "Snoozed"),
    };
    let until = match &hold.until {
        Some(at) => format!("Until {}", utc_text(at)),
        None => "Until it is fixed".to_owned(),
    };
    let title = match hold.note.as_str() {
        "" => format!("{until}, by {}", hold.by),
        note => format!("{until}, by {}: {note}", hold.by),
    };
    view! { <span title=title><Chip mood=Mood::Info icon text=word/></span> }
}

/// How much it changes, and how near it is to being believed again.
fn flap_words(flap: Option<Flap>) -> String {
    let Some(flap) = flap else {
        return "Keeps changing".to_owned();
    };
    format!(
        "Keeps changing: {:.0} %, stable {} of {}",
        flap.percent,
        flap.stable.min(flap.stable_needed),
        flap.stable_needed
    )
}

/// How long credentials last.
pub fn expiry_words(days: i64) -> String {
    match days {
        ..=-1 => "Credentials have ended".to_owned(),
        0 => "Credentials end today".to_owned(),
        1 => "Credentials end tomorrow".to_owned(),
        days => format!("Credentials end in {days} d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flapping_is_told_with_its_number_and_how_it_ends() {
        let flap = Flap {
            percent: 34.4,
            changes: 7,
            probes: 12,
            stable: 3,
            stable_needed: 6,
        };
        assert_eq!(flap_words(Some(flap)), "Keeps changing: 34 %, stable 3 of 6");
        let long = Flap { stable: 9, ..flap };
        assert!(flap_words(Some(long)).ends_with("stable 6 of 6"));
        assert_eq!(flap_words(None), "Keeps changing");
    }

    #[test]
    fn the_end_of_credentials_is_told_in_days() {
        assert_eq!(expiry_words(12), "Credentials end in 12 d");
        assert_eq!(expiry_words(1), "Credentials end tomorrow");
        assert_eq!(expiry_words(0), "Credentials end today");
        assert_eq!(expiry_words(-3), "Credentials have ended");
    }
}
