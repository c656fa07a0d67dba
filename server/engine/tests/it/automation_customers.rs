//! Customers and the vendors' records that stand for them, on both databases.

use crate::automation::{codes, customer, draft, get, rule};
use crate::databases::each;
use crate::house::{House, admin, tech};
use contract::{
    customer::{CustomerDraft, LinkDraft, Match, SplitDraft},
    ids::CustomerId,
    routing::{Then, When},
    sop::SopDraft,
};

fn record(id: &str, name: &str) -> LinkDraft {
    LinkDraft {
        vendor: "autotask".into(),
        integration: None,
        external_id: id.into(),
        name: name.into(),
    }
}

fn matched(id: &str, customer: Option<&CustomerId>, name: Option<&str>) -> Match {
    Match {
        record: record(id, id),
        customer: customer.cloned(),
        name: name.map(str::to_owned),
    }
}

async fn actions(house: &House) -> Vec<String> {
    let trail = house.services.audit.list(&admin(), None, 50).await.unwrap();
    trail.items.into_iter().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn a_customer_is_made_renamed_linked_and_deleted_and_each_change_is_in_the_trail() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.customers;
        let id = customer(&house, "  Northgate ").await;
        let link = port
            .link(&tech(), &id, record("77", "Northgate Ltd"))
            .await
            .unwrap();
        let draft = CustomerDraft {
            name: "Northgate Group".into(),
        };
        let now = port.change(&tech(), &id, draft).await.unwrap();
        assert_eq!(now.name, "Northgate Group");
        assert_eq!(now.links, std::slice::from_ref(&link));
        assert_eq!(link.integration_name, "Autotask PSA");
        let bare = port.unlink(&tech(), &id, &link.id).await.unwrap();
        assert!(bare.links.is_empty());
        let refused = port.delete(&tech(), &id).await.unwrap_err();
        assert_eq!(refused.code, "forbidden", "only an administrator deletes");
        port.delete(&admin(), &id).await.unwrap();
        assert_eq!(port.get(&tech(), &id).await.unwrap_err().status, 404);
        assert_eq!(
            actions(&house).await[..5],
            [
                "customer.deleted",
                "customer.unlinked",
                "customer.renamed",
                "customer.linked",
                "customer.created"
            ]
        );
        let blank = port
            .create(&tech(), CustomerDraft { name: " ".into() })
            .await
            .unwrap_err();
        assert_eq!(codes(&blank), [("name", "required")]);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_link_one_record_at_once_one_succeeds() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let mut ids = Vec::new();
        for n in 0..6 {
            ids.push(customer(&house, &format!("C{n}")).await);
        }
        let who = tech();
        let port = &house.services.customers;
        let links = ids
            .iter()
            .map(|id| port.link(&who, id, record("77", "Northgate")));
        let answers = futures::future::join_all(links).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for refused in answers.into_iter().filter_map(Result::err) {
            assert_eq!((refused.status, refused.code.as_ref()), (409, "linked_already"));
        }
    })
    .await;
}

#[tokio::test]
async fn merging_moves_links_rules_and_sops_and_splitting_takes_chosen_links_out_again() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.customers;
        let (into, from) = (customer(&house, "A").await, customer(&house, "B").await);
        port.link(&tech(), &into, record("1", "One")).await.unwrap();
        let second = port.link(&tech(), &from, record("2", "Two")).await.unwrap();
        let sop = SopDraft {
            customer: Some(from.clone()),
            ..draft("S", vec![get("a")])
        };
        let sop = house.services.sops.create(&tech(), sop).await.unwrap();
        let when = When {
            customer: Some(from.to_string()),
            ..When::default()
        };
        let made = rule("R", when, Then::Sop(sop.id.clone()));
        house.services.routing.create(&tech(), made).await.unwrap();
        let whole = port.merge(&tech(), &into, &from).await.unwrap();
        assert_eq!(whole.links.len(), 2);
        assert_eq!(port.get(&tech(), &from).await.unwrap_err().status, 404);
        let rules = house.services.routing.list(&tech()).await.unwrap();
        assert_eq!(rules[0].when.customer.as_deref(), Some(into.as_str()));
        assert_eq!(
            house.services.sops.get(&tech(), &sop.id).await.unwrap().customer,
            Some(into.clone())
        );
        let split = SplitDraft {
            name: "B again".into(),
            links: vec![second.id.clone()],
        };
        let new = port.split(&tech(), &into, split).await.unwrap();
        assert_eq!((new.name.as_str(), new.links.len()), ("B again", 1));
        assert_eq!(port.get(&tech(), &into).await.unwrap().links.len(), 1);
        let itself = port.merge(&tech(), &into, &into).await.unwrap_err();
        assert_eq!(codes(&itself), [("from", "not_accepted")]);
    })
    .await;
}

#[tokio::test]
async fn a_customer_that_a_rule_or_sop_names_is_not_deleted_and_they_are_named() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let id = customer(&house, "A").await;
        let sop = SopDraft {
            customer: Some(id.clone()),
            ..draft("Clean", vec![get("a")])
        };
        house.services.sops.create(&tech(), sop).await.unwrap();
        let when = When {
            customer: Some(id.to_string()),
            ..When::default()
        };
        let made = rule("Noise", when, Then::Ignore(true));
        let made = house.services.routing.create(&tech(), made).await.unwrap();
        let held = house.services.customers.delete(&admin(), &id).await.unwrap_err();
        assert_eq!((held.status, held.code.as_ref()), (409, "in_use"));
        let words = held.detail.unwrap();
        assert!(
            words.contains("the rule Noise") && words.contains("the SOP Clean"),
            "{words}"
        );
        house.services.routing.delete(&admin(), &made.id).await.unwrap();
        let held = house.services.customers.delete(&admin(), &id).await.unwrap_err();
        assert!(!held.detail.unwrap().contains("Noise"));
    })
    .await;
}

#[tokio::test]
async fn matches_are_accepted_all_or_none_and_one_name_is_one_customer() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.customers;
        let known = customer(&house, "Known").await;
        let accepted = port
            .accept(
                &tech(),
                vec![
                    matched("1", Some(&known), None),
                    matched("2", None, Some("New")),
                    matched("3", None, Some("NEW")),
                    matched("4", None, Some("known")),
                ],
            )
            .await
            .unwrap();
        let said: Vec<_> = accepted
            .iter()
            .map(|one| (one.name.as_str(), one.links.len()))
            .collect();
        assert_eq!(said, [("Known", 2), ("New", 2)]);
        let half = port
            .accept(
                &tech(),
                vec![
                    matched("5", None, Some("Other")),
                    matched("1", None, Some("Other")),
                ],
            )
            .await
            .unwrap_err();
        assert_eq!(half.code, "linked_already");
        assert!(half.title.contains("belongs to Known"), "{}", half.title);
        assert_eq!(
            port.list(&tech()).await.unwrap().len(),
            2,
            "nothing of it was kept"
        );
        let both = port
            .accept(&tech(), vec![matched("6", Some(&known), Some("X"))])
            .await
            .unwrap_err();
        assert_eq!(codes(&both), [("matches[0].customer", "required")]);
        let gone = CustomerId::from_ulid("gone");
        let gone = port
            .accept(&tech(), vec![matched("6", Some(&gone), None)])
            .await
            .unwrap_err();
        assert_eq!(codes(&gone), [("matches[0].customer", "not_accepted")]);
    })
    .await;
}

#[tokio::test]
async fn a_record_is_named_by_its_account_and_an_unknown_one_is_told() {
    each(|store| async move {
        let house = House::on(store).await;
        let id = customer(&house, "A").await;
        let port = &house.services.customers;
        let none = port.link(&tech(), &id, record("1", "One")).await.unwrap_err();
        assert_eq!(codes(&none), [("vendor", "not_accepted")]);
        house.connected().await;
        let wrong = LinkDraft {
            integration: Some("int_nowhere".into()),
            ..record("1", "One")
        };
        let wrong = port.link(&tech(), &id, wrong).await.unwrap_err();
        assert_eq!(codes(&wrong), [("integration", "not_accepted")]);
        let blank = port.link(&tech(), &id, record("  ", "One")).await.unwrap_err();
        assert_eq!(codes(&blank), [("external_id", "required")]);
    })
    .await;
}

#[tokio::test]
async fn a_record_that_is_nobodys_is_not_suggested_and_linking_it_takes_that_back() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.customers;
        let id = customer(&house, "Northgate").await;
        port.ignore(&tech(), record("77", "Northgate Ltd"), true)
            .await
            .unwrap();
        assert!(port.records(&tech(), true).await.unwrap().is_empty());
        let all = port.records(&tech(), false).await.unwrap();
        assert!(all[0].ignored && all[0].suggestions.is_empty());
        port.ignore(&tech(), record("77", "Northgate Ltd"), false)
            .await
            .unwrap();
        let open = port.records(&tech(), true).await.unwrap();
        assert_eq!(open[0].suggestions[0].customer.as_ref(), Some(&id));
        assert_eq!(open[0].suggestions[0].reason, "same name");
        port.ignore(&tech(), record("77", ""), true).await.unwrap();
        port.link(&tech(), &id, record("77", "Northgate Ltd"))
            .await
            .unwrap();
        let all = port.records(&tech(), false).await.unwrap();
        assert_eq!((all[0].ignored, all[0].customer.as_ref()), (false, Some(&id)));
        let held = port.ignore(&tech(), record("77", ""), true).await.unwrap_err();
        assert_eq!(held.code, "linked_already");
    })
    .await;
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let viewer = crate::house::actor(contract::actor::Role::Viewer);
        let port = &house.services.customers;
        let id = customer(&house, "A").await;
        assert_eq!(port.list(&viewer).await.unwrap().len(), 1);
        for refused in [
            port.create(&viewer, CustomerDraft { name: "B".into() })
                .await
                .err(),
            port.merge(&viewer, &id, &id).await.err(),
            port.link(&viewer, &id, record("1", "x")).await.err(),
            port.accept(&viewer, vec![]).await.err(),
            port.ignore(&viewer, record("1", "x"), true).await.err(),
            port.discover(&viewer).await.err(),
            port.delete(&viewer, &id).await.err(),
        ] {
            assert_eq!(refused.unwrap().code, "forbidden");
        }
    })
    .await;
}
