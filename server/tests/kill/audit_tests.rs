//! The judge sees each fault that it is there for.

use super::audit::{Evidence, Seen, judge};

/// Three deliveries, one of each kind, as they must be.
fn clean() -> Evidence {
    let seen = |id: &str, delivery, status: &str, code: Option<&str>| Seen {
        id: id.into(),
        delivery,
        status: status.into(),
        code: code.map(str::to_owned),
        replay_of: None,
    };
    Evidence {
        acknowledged: [(0, "evt_a"), (2, "evt_b"), (3, "evt_c")]
            .map(|(delivery, event)| (delivery, Some(event.to_owned())))
            .into(),
        events: vec![
            seen("evt_a", 0, "succeeded", None),
            seen("evt_b", 2, "succeeded", None),
            seen("evt_c", 3, "dead_lettered", Some("unknown_event_type")),
        ],
        calls: [(0, 1), (2, 1)].into(),
        notes: [("evt_a".into(), 1), ("evt_b".into(), 1)].into(),
    }
}

fn changed(change: impl FnOnce(&mut Evidence)) -> super::audit::Verdict {
    let mut evidence = clean();
    change(&mut evidence);
    judge(&evidence)
}

#[test]
fn what_is_as_it_must_be_is_clean() {
    assert!(judge(&clean()).is_clean());
}

#[test]
fn an_acknowledged_delivery_without_its_event_is_lost() {
    let verdict = changed(|evidence| {
        evidence.events.remove(0);
    });
    assert_eq!(verdict.lost, [0]);
    let verdict = changed(|evidence| evidence.events[1].id = "evt_x".into());
    assert_eq!(verdict.lost, [2], "it was acknowledged as another event");
    assert!(!verdict.is_clean());
}

#[test]
fn an_event_that_is_there_twice_is_seen() {
    let verdict = changed(|evidence| {
        let mut copy = evidence.events[0].clone();
        copy.id = "evt_a2".into();
        evidence.events.push(copy);
    });
    assert_eq!(verdict.twice, ["evt_a2"]);
    let verdict = changed(|evidence| {
        for id in ["evt_r1", "evt_r2"] {
            let mut replay = evidence.events[2].clone();
            (replay.id, replay.replay_of) = (id.into(), Some("evt_c".into()));
            evidence.events.push(replay);
        }
    });
    assert_eq!(verdict.twice, ["evt_r2"], "one dead letter was replayed twice");
}

#[test]
fn an_event_without_an_end_or_with_another_is_seen() {
    let verdict = changed(|evidence| evidence.events[0].status = "processing".into());
    assert_eq!(verdict.unfinished, ["evt_a"]);
    let verdict = changed(|evidence| {
        evidence.events[0].status = "dead_lettered".into();
        evidence.events[0].code = Some("template_error".into());
    });
    assert_eq!(verdict.wrong_end.len(), 1);
}

#[test]
fn an_effect_that_is_missing_or_double_is_seen() {
    let verdict = changed(|evidence| {
        evidence.calls.remove(&0);
        evidence.notes.remove("evt_b");
    });
    assert_eq!(verdict.undone, ["call for 0", "note for evt_b"]);
    let verdict = changed(|evidence| {
        evidence.calls.insert(2, 2);
        evidence.notes.insert("evt_a".into(), 2);
    });
    assert_eq!(verdict.done_twice, ["call for 2", "note for evt_a"]);
}

#[test]
fn a_call_whose_outcome_was_told_as_unknown_is_no_fault_and_is_counted() {
    let verdict = changed(|evidence| {
        evidence.events[0].status = "dead_lettered".into();
        evidence.events[0].code = Some("outcome_unknown".into());
        evidence.notes.remove("evt_a");
    });
    assert_eq!(verdict.told, 1);
    assert!(verdict.is_clean());
}
