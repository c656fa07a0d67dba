#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use contract::{
    customer::CustomerLink,
    ids::{IntegrationId, LinkId, VendorId},
};
use proptest::prelude::*;

fn record(vendor: &str, id: &str, name: &str, domain: Option<&str>) -> RecordRow {
    RecordRow {
        vendor: VendorId::new(vendor),
        integration: IntegrationId::from_ulid(vendor),
        external_id: id.into(),
        name: name.into(),
        domain: domain.map(str::to_owned),
        foreign_id: None,
        ignored: false,
        customer: None,
    }
}

fn customer(n: &str, name: &str, psa_id: Option<&str>) -> Customer {
    Customer {
        id: CustomerId::from_ulid(n),
        name: name.into(),
        links: psa_id
            .map(|id| CustomerLink {
                id: LinkId::from_ulid(n),
                vendor: VendorId::new("psa"),
                integration: IntegrationId::from_ulid("psa"),
                integration_name: "Main".into(),
                external_id: id.into(),
                name: name.into(),
            })
            .into_iter()
            .collect(),
        created_at: String::new(),
        updated_at: String::new(),
    }
}

fn known(customers: &[Customer], records: &[RecordRow]) -> Known {
    Known::new(customers, records, |vendor| vendor == "psa")
}

#[test]
fn a_foreign_identifier_goes_before_the_domain_and_the_domain_before_the_name() {
    let customers = [
        customer("1", "Alpha", Some("501")),
        customer("2", "Beta", None),
        customer("3", "Gamma", None),
    ];
    let linked = RecordRow {
        customer: Some(CustomerId::from_ulid("2")),
        ..record("docs", "9", "Beta", Some("beta.example"))
    };
    let known = known(&customers, &[linked]);
    let asked = RecordRow {
        foreign_id: Some("501".into()),
        ..record("rmm", "1", "Gamma Ltd", Some("BETA.example"))
    };
    let list = suggest(&asked, &known);
    let said: Vec<_> = list
        .iter()
        .map(|one| (one.name.as_str(), one.score, one.reason.as_ref()))
        .collect();
    assert_eq!(
        said,
        [
            ("Alpha", 98, "carries its identifier 501"),
            ("Beta", 93, "same domain beta.example"),
            ("Gamma", 88, "same name")
        ]
    );
}

#[test]
fn what_only_says_the_kind_of_company_and_marks_do_not_tell_names_apart() {
    for (a, b) in [
        ("Northgate Ltd.", "NORTHGATE"),
        ("Müller & Söhne GmbH", "Mueller and Soehne"),
        ("O’Brien, Inc", "OBrien"),
        ("Café-Bar S.A.", "cafe bar"),
        ("The Company Ltd", "the company ltd"),
    ] {
        assert_eq!(plain(a), plain(b), "{a} {b}");
    }
    assert_ne!(plain("Northgate"), plain("Southgate"));
}

#[test]
fn records_of_several_vendors_become_one_new_customer_by_the_name_in_the_system_of_record() {
    let records = [
        record("psa", "1", "Northgate Limited", None),
        record("rmm", "7", "NORTHGATE", None),
        record("docs", "8", "Northgate Ltd", None),
    ];
    let known = known(&[], &records);
    for other in &records[1..] {
        let first = &suggest(other, &known)[0];
        assert_eq!(
            (first.customer.clone(), first.name.as_str()),
            (None, "Northgate Limited")
        );
        assert!(first.reason.contains("nobody's yet"));
    }
    let own = &suggest(&records[0], &known)[0];
    assert_eq!((own.name.as_str(), own.score), ("Northgate Limited", 40));
}

#[test]
fn a_name_that_is_nothing_like_any_is_a_new_customer() {
    let known = known(&[customer("1", "Alpha", None)], &[]);
    let list = suggest(&record("rmm", "1", "Zebra Works", None), &known);
    assert_eq!(list.len(), 1);
    assert_eq!(
        (list[0].customer.clone(), list[0].name.as_str()),
        (None, "Zebra Works")
    );
}

proptest! {
    #[test]
    fn the_same_name_in_other_clothes_is_found_with_at_least_85(
        words in prop::collection::vec("[b-z]{4,9}", 1..4), suffix in prop_oneof![Just(" Ltd"), Just(", Inc."), Just(" GmbH"), Just("")]
    ) {
        let name = words.join(" ");
        let known = known(&[customer("1", &name, None), customer("2", "qqqq xxxx", None)], &[]);
        let list = suggest(&record("rmm", "1", &format!("{}{suffix}", name.to_uppercase()), None), &known);
        prop_assert_eq!(list[0].customer.clone(), Some(CustomerId::from_ulid("1")));
        prop_assert!(list[0].score >= 85);
    }

    #[test]
    fn suggestions_are_ordered_bounded_and_never_the_same_twice(
        names in prop::collection::vec("[A-C]{1,2}( [A-C]{1,2}){0,2}", 0..12), asked in "[A-C]{1,2}( [A-C]{1,2}){0,2}"
    ) {
        let customers: Vec<_> = names.iter().enumerate().map(|(n, name)| customer(&n.to_string(), name, None)).collect();
        let list = suggest(&record("rmm", "1", &asked, None), &known(&customers, &[]));
        prop_assert!(!list.is_empty() && list.len() <= MOST + 1);
        prop_assert!(list.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(list.iter().all(|one| one.score <= 100 && !one.reason.is_empty()));
        let ids: HashSet<_> = list.iter().filter_map(|one| one.customer.clone()).collect();
        prop_assert_eq!(ids.len(), list.iter().filter(|one| one.customer.is_some()).count());
    }

    #[test]
    fn likeness_is_mutual_and_only_the_same_is_the_same(a in "[a-d ]{1,12}", b in "[a-d ]{1,12}") {
        prop_assert_eq!(alike(&a, &b), alike(&b, &a));
        prop_assert_eq!(distance(&a, &b) == 0, a == b);
    }
}
