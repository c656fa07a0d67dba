#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use contract::{
    ids::{ChannelId, CustomerId},
    notification::ChannelKind,
    routing::{Compare, Condition},
    sop::{Mode, StepApproval, StepKind, Triggers},
};
use serde_json::{Value, json};

const MAIN: &str = "int_1";

fn step(id: &str, kind: StepKind, input: Value) -> Step {
    Step {
        id: id.into(),
        title: String::new(),
        kind,
        vendor: None,
        operation: None,
        integration: None,
        input,
        approval: StepApproval::None,
        on_success: None,
        on_failure: None,
        retries: 0,
    }
}

fn call(id: &str, operation: &str, input: Value) -> Step {
    let (vendor, operation) = operation.split_once(' ').unwrap();
    Step {
        vendor: Some(vendor.into()),
        operation: Some(operation.into()),
        ..step(id, StepKind::Operation, input)
    }
}

fn branch(id: &str, on_success: Option<&str>, on_failure: Option<&str>) -> Step {
    Step {
        on_success: on_success.map(str::to_owned),
        on_failure: on_failure.map(str::to_owned),
        ..step(id, StepKind::Branch, json!({ "when": "{{ true }}" }))
    }
}

fn draft(steps: Vec<Step>) -> SopDraft {
    SopDraft {
        name: "Disk".into(),
        description: String::new(),
        mode: Mode::FullAuto,
        customer: None,
        enabled: true,
        triggers: Triggers::default(),
        steps,
        version: None,
        note: None,
        template: None,
    }
}

fn checked(draft: &SopDraft) -> SopCheck {
    let registry = Registry::new();
    let account = |id: &str, vendor: &str, is_default| Account {
        id: IntegrationId::parse(id).unwrap(),
        vendor: VendorId::new(vendor),
        name: "Main".into(),
        is_default,
    };
    let around = Surroundings {
        registry: &registry,
        accounts: &[account(MAIN, "autotask", true), account("int_2", "unifi", false)],
        customers: &BTreeSet::from(["cus_1".to_owned()]),
        sops: &[],
        http_hosts: &["hooks.example.com".into()],
        channels: &[
            channel("chn_1", ChannelKind::Slack, true),
            channel("chn_2", ChannelKind::Teams, false),
            channel("chn_3", ChannelKind::Email, true),
        ],
    };
    check(draft, None, &around)
}

fn channel(id: &str, kind: ChannelKind, enabled: bool) -> KnownChannel {
    KnownChannel {
        id: ChannelId::parse(id).unwrap(),
        name: "Service desk".into(),
        kind,
        enabled,
    }
}

/// The places and codes of what is refused.
fn refused(steps: Vec<Step>) -> Vec<(String, String)> {
    checked(&draft(steps))
        .errors
        .into_iter()
        .map(|error| (error.field, error.code.to_string()))
        .collect()
}

fn one(steps: Vec<Step>) -> (String, String) {
    let found = refused(steps);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

fn is(place: &str, code: &str) -> (String, String) {
    (place.to_owned(), code.to_owned())
}

#[test]
fn a_whole_sop_passes() {
    let note = json!({ "ticket_id": "{{ event.ticket.id | int }}", "title": "T", "description": "{{ steps.get.output.title }}" });
    let steps = vec![
        call("get", "autotask tickets.get", json!({ "id": 7 })),
        branch("big", Some("note"), Some("end")),
        call("note", "autotask tickets.note", note),
        step("wait", StepKind::Approval, json!({ "message": "Really?" })),
        step(
            "hook",
            StepKind::Http,
            json!({ "method": "POST", "url": "https://hooks.example.com/x/{{ event.ticket.id }}" }),
        ),
        step(
            "tell",
            StepKind::Chat,
            json!({ "channel": "chn_1", "text": "Done: {{ event.subject }}" }),
        ),
    ];
    let found = checked(&draft(steps));
    assert!(found.errors.is_empty(), "{:?}", found.errors);
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}

#[test]
fn names_are_checked_against_the_house() {
    let get = || json!({ "id": 7 });
    assert_eq!(
        one(vec![call("a", "nobody tickets.get", get())]),
        is("steps[0].vendor", "not_accepted")
    );
    assert_eq!(
        one(vec![call("a", "autotask tickets.burn", get())]),
        is("steps[0].operation", "not_accepted")
    );
    let on = |id: &str| Step {
        integration: Some(id.into()),
        ..call("a", "autotask tickets.get", get())
    };
    assert_eq!(one(vec![on("int_9")]), is("steps[0].integration", "not_accepted"));
    assert_eq!(one(vec![on("int_2")]), is("steps[0].integration", "wrong_vendor"));
    assert!(refused(vec![on(MAIN)]).is_empty());
    let unknown = SopDraft {
        customer: CustomerId::parse("cus_9"),
        ..draft(vec![on(MAIN)])
    };
    assert_eq!(checked(&unknown).errors[0].field, "customer");
}

#[test]
fn a_vendor_without_a_default_account_is_a_warning() {
    let steps = vec![call("a", "unifi sites.list", json!({}))];
    let found = checked(&draft(steps));
    assert!(found.errors.is_empty());
    assert_eq!(found.warnings[0].code, "no_default_integration");
}

#[test]
fn keys_are_plain_and_no_two_are_the_same() {
    let named = |id: &str| branch(id, Some("end"), None);
    for wrong in ["", "Big", "1st", "a b", "a.b", "end"] {
        assert_eq!(
            one(vec![named(wrong)]),
            is("steps[0].id", "not_accepted"),
            "{wrong}"
        );
    }
    let twins = vec![named("a"), named("a")];
    assert!(refused(twins).contains(&is("steps[1].id", "duplicate_field")));
    assert_eq!(one(vec![]), is("steps", "required"));
}

#[test]
fn edges_lead_somewhere_and_never_round_in_a_circle() {
    assert_eq!(
        one(vec![branch("a", Some("nowhere"), None)]),
        is("steps[0].on_success", "not_accepted")
    );
    let round = vec![branch("a", None, None), branch("b", Some("a"), None)];
    assert_eq!(one(round), is("steps[1].on_success", "a_loop"));
    let island = vec![branch("a", Some("end"), None), branch("b", Some("end"), None)];
    let found = checked(&draft(island));
    assert!(found.errors.is_empty());
    assert_eq!(found.warnings[0].code, "not_reached");
}

#[test]
fn a_literal_input_is_held_to_the_operations_schema_by_place() {
    let note = |input| one(vec![call("a", "autotask tickets.note", input)]);
    assert_eq!(
        note(json!({ "ticket_id": "seven", "title": "T", "description": "D" })),
        is("steps[0].input.ticket_id", "wrong_type")
    );
    assert_eq!(
        note(json!({ "ticket_id": 7, "title": "T" })),
        is("steps[0].input.description", "required")
    );
    assert_eq!(
        note(json!({ "ticket_id": 7, "title": "T", "description": "D", "colour": 1 })),
        is("steps[0].input.colour", "unknown_field")
    );
    assert_eq!(
        note(json!({ "ticket_id": "{{ event.ticket.id", "title": "T", "description": "D" })).1,
        "wrong_type",
        "a broken template is a text"
    );
}

#[test]
fn templates_that_cannot_be_are_told_when_they_are_written() {
    let text = |text: &str| one(vec![step("a", StepKind::Approval, json!({ "message": text }))]);
    for wrong in [
        "{{ event. }}",
        "{% if %}",
        "{{ secrets.key }}",
        "{{ steps.b.output }}",
        "{{ steps.a.output }}",
        "{{ x | nofilter( }}",
    ] {
        assert_eq!(text(wrong), is("steps[0].input.message", "template"), "{wrong}");
    }
    let later = vec![
        step(
            "a",
            StepKind::Approval,
            json!({ "message": "{{ steps.b.output.x }}" }),
        ),
        step("b", StepKind::Approval, json!({})),
    ];
    assert_eq!(one(later), is("steps[0].input.message", "template"));
}

#[test]
fn an_http_step_calls_listed_hosts_over_https_and_its_host_is_written_out() {
    let to = |url: &str| {
        one(vec![step(
            "a",
            StepKind::Http,
            json!({ "method": "GET", "url": url }),
        )])
    };
    for wrong in [
        "http://hooks.example.com/",
        "ftp://x",
        "https://",
        "https://u:p@hooks.example.com/",
        "https://hooks.example.com:8443/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://{{ event.vendor.host }}/x",
        "https://hooks.{{ event.x }}.com/",
    ] {
        assert_eq!(to(wrong), is("steps[0].input.url", "not_a_url"), "{wrong}");
    }
    for wrong in [
        "https://other.example.com/",
        "https://hooks.example.com.evil.example/",
    ] {
        assert_eq!(to(wrong), is("steps[0].input.url", "not_accepted"), "{wrong}");
    }
    let method = step(
        "a",
        StepKind::Http,
        json!({ "method": "TRACE", "url": "https://HOOKS.example.com/x" }),
    );
    assert_eq!(one(vec![method]), is("steps[0].input.method", "not_a_choice"));
}

#[test]
fn other_kinds_say_what_they_need() {
    assert_eq!(
        one(vec![step("a", StepKind::Branch, json!({}))]),
        is("steps[0].input.when", "required")
    );
    assert_eq!(
        one(vec![step("a", StepKind::Branch, json!({ "when": "yes" }))]),
        is("steps[0].input.when", "wrong_type")
    );
    let often = Step {
        retries: 6,
        ..branch("a", Some("end"), None)
    };
    assert_eq!(one(vec![often]), is("steps[0].retries", "out_of_range"));
}

#[test]
fn a_step_posts_to_a_channel_that_is_there_and_is_a_chat() {
    let chat =
        |channel: Value, text: &str| step("a", StepKind::Chat, json!({ "channel": channel, "text": text }));
    for (channel, code) in [
        (json!("chn_9"), "not_accepted"),
        (json!("chn_3"), "wrong_kind"),
        (json!("{{ event.subject }}"), "not_accepted"),
        (json!(""), "required"),
        (json!(7), "wrong_type"),
        (json!("<fill in: the service desk's channel>"), "fill_in"),
    ] {
        assert_eq!(one(vec![chat(channel, "x")]), is("steps[0].input.channel", code));
    }
    assert_eq!(
        one(vec![chat(json!("chn_1"), "{{ nobody.name }}")]),
        is("steps[0].input.text", "template")
    );
    assert_eq!(
        one(vec![chat(json!("chn_1"), " ")]),
        is("steps[0].input.text", "required")
    );
    let found = checked(&draft(vec![chat(json!("chn_2"), "x")]));
    assert_eq!(found.warnings.len(), 1, "{found:?}");
    assert_eq!(found.warnings[0].field, "steps[0].input.channel");
}

#[test]
fn triggers_are_held_to_the_same_rules_as_conditions() {
    let triggers = Triggers {
        vendor: Some("nobody".into()),
        conditions: vec![Condition {
            field: "a".into(),
            op: Compare::Matches,
            value: json!("("),
        }],
        ..Triggers::default()
    };
    let found = checked(&SopDraft {
        triggers,
        ..draft(vec![branch("a", Some("end"), None)])
    });
    let places: Vec<_> = found.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(places, ["triggers.conditions[0].value", "triggers.vendor"]);
}
