#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::fields::tests::event;
use super::*;
use contract::{
    customer::CustomerLink,
    ids::{CustomerId, IntegrationId, LinkId, VendorId},
};
use proptest::prelude::*;

fn customer() -> Customer {
    let link = |n: &str, vendor: &str, external: &str| CustomerLink {
        id: LinkId::from_ulid(n),
        vendor: VendorId::new(vendor),
        integration: IntegrationId::from_ulid("1"),
        integration_name: "Main".into(),
        external_id: external.into(),
        name: "Northgate".into(),
    };
    Customer {
        id: CustomerId::from_ulid("1"),
        name: "Northgate".into(),
        links: vec![link("1", "shop", "c-9"), link("2", "shop", "c-10")],
        created_at: String::new(),
        updated_at: String::new(),
    }
}

fn context() -> Context {
    let mut context = Context::new(&event(), Some(&customer()));
    context.add_step(
        "find",
        "succeeded",
        Some(&json!({ "id": 7, "items": [{ "name": "a" }], "none": null })),
    );
    context.add_step("note", "drafted", None);
    context
}

fn fault(input: Value) -> Fault {
    let faults = resolve(&input, &context()).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().unwrap()
}

#[test]
fn a_whole_expression_keeps_its_type_and_a_text_with_one_in_it_is_text() {
    let input = json!({
        "number": "{{ steps.find.output.id }}",
        "list": "{{ steps.find.output.items }}",
        "yes": "{{ event.severity == 'high' }}",
        "int": "{{ event.ticket.number[1:9] | int }}",
        "null": "{{ steps.find.output.none }}",
        "text": "Ticket {{ event.ticket.id }} of {{ customer.name }}",
        "record": "{{ customer.records.shop }}",
        "two": "{{ event.kind }}{{ steps.find.output.id }}",
        "plain": "no template", "deep": [{ "x": "{{- steps.find.output.id -}}" }, 5, true, null],
        "fallback": "{{ event.device.name | default('nobody') }}",
        "loop": "{% for item in steps.find.output.items %}{{ item.name }};{% endfor %}",
        "html": "{{ '<b>' }}&",
    });
    let wanted = json!({
        "number": 7,
        "list": [{ "name": "a" }],
        "yes": true,
        "int": 20_261_124,
        "null": null,
        "text": "Ticket 4711 of Northgate",
        "record": "c-9",
        "two": "ticket.created7",
        "plain": "no template", "deep": [{ "x": 7 }, 5, true, null],
        "fallback": "nobody",
        "loop": "a;",
        "html": "<b>&",
    });
    assert_eq!(resolve(&input, &context()).unwrap(), wanted);
}

#[test]
fn what_is_absent_is_named_with_its_place_and_its_expression() {
    let found = fault(json!({ "body": { "lines": ["ok", "Nr {{ event.ticket.nr }}"] } }));
    assert_eq!(found.at, "body.lines[1]");
    assert_eq!(found.expression, "Nr {{ event.ticket.nr }}");
    assert_eq!(found.why, "`event.ticket.nr` is not there.");
    for (text, why) in [
        ("{{ event.device.name }}", "`event.device.name` is not there."),
        ("{{ secrets.key }}", "`secrets.key` is not there."),
        (
            "{{ steps.note.output.id }}",
            "`steps.note.output.id` is not there.",
        ),
        ("{{ steps.none.output }}", "`steps.none.output` is not there."),
    ] {
        assert_eq!(fault(json!(text)).why, why);
    }
    assert!(
        fault(json!("x {{ steps.find.output.none }}"))
            .why
            .contains("null")
    );
    let nobody = Context::new(&event(), None);
    let faults = resolve(&json!("{{ customer.name }}"), &nobody).unwrap_err();
    assert_eq!(faults[0].why, "`customer.name` is not there.");
}

#[test]
fn what_can_be_known_without_an_event_is_told_when_it_is_written() {
    let input = json!({ "a": "{{ event.", "b": ["{% if x %}"], "c": "{{ fine }}", "d": "{% include 'x' %}" });
    let places: Vec<_> = parse(&input).into_iter().map(|fault| fault.at).collect();
    assert_eq!(places, ["a", "b[0]", "d"]);
    assert!(
        parse(&json!("x".repeat(20_000) + "{{ a }}"))[0]
            .why
            .contains("at most")
    );
    let used = names(&json!({ "a": "{{ steps.find.output.id }} {{ event.kind }}" }));
    assert!(
        used.contains(&("a".into(), "steps.find.output.id".into())),
        "{used:?}"
    );
}

#[test]
fn work_and_size_are_bounded() {
    for text in [
        "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        "a {{ 'x' * 90000 }}",
        "{% for a in range(9999) %}{{ event.subject }}{{ event.subject }}{% endfor %}",
        "{{ ['x' * 1000] * 1000 }}",
    ] {
        let why = fault(json!(text)).why;
        assert!(
            why.contains("too much work") || why.contains("bytes"),
            "{text}: {why}"
        );
    }
}

#[test]
fn a_branch_says_why_it_was_taken() {
    let (yes, why) = truth(&json!("{{ event.severity in ['high', 'critical'] }}"), &context()).unwrap();
    assert!(yes);
    assert_eq!(why, "`{{ event.severity in ['high', 'critical'] }}` is true");
    for no in [
        json!("{{ steps.find.output.none }}"),
        json!(false),
        json!("{{ 0 }}"),
        json!("{{ [] }}"),
        json!("no"),
    ] {
        assert!(!truth(&no, &context()).unwrap().0, "{no}");
    }
    assert!(truth(&json!("{{ event.nothing }}"), &context()).is_err());
}

proptest! {
    #[test]
    fn any_text_is_resolved_or_refused_and_never_panics(text in "(\\PC|[{}%# .|'()]){0,60}") {
        let input = json!({ "a": text });
        let known = parse(&input).is_empty();
        let resolved = resolve(&input, &context());
        // What is refused when it is written never comes to be.
        prop_assert!(known || resolved.is_err());
    }

    #[test]
    fn an_input_without_templates_stays_what_it_is(text in "[a-zA-Z0-9 }]{0,30}", number in any::<i64>()) {
        let input = json!({ "a": [text, number], "b": { "c": null } });
        prop_assert_eq!(resolve(&input, &context()).unwrap(), input);
    }
}
