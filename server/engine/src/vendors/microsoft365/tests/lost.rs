//! Changes whose answer was lost, against the strict double: what was done is found, what was not done is told as such, and
//! what nobody can know is left to a person with the reason.

use super::{Microsoft365, connector, opened};
use crate::{
    clock::Clock,
    connector::{Connector, Fate, Opened, OperationError},
    testing::bench_desk::Bench,
};
use contract::operation::Risk;
use sandbox::{
    faults::{Fault, Rule},
    microsoft365::{Double, GOOD, Options, Running, group_id, user_id},
};
use serde_json::{Value, json};

const FREE: &str = "f30db892-07e9-47e9-837c-80727f46fd3d";

struct Yard {
    microsoft: Running,
    bench: Bench<Microsoft365>,
    account: Opened,
}

impl Yard {
    async fn new() -> Self {
        let microsoft = Double::start(Options::default()).await.unwrap();
        let bench = Bench::new(connector(), microsoft.egress_map());
        let account = opened(
            &[("tenant_id", GOOD.tenant_id), ("client_id", GOOD.client_id)],
            &[("client_secret", GOOD.client_secret)],
        );
        Self {
            microsoft,
            bench,
            account,
        }
    }

    /// Calls as a person would: what does harm with an approval, all else without.
    async fn call(&self, operation: &str, input: Value) -> Result<Value, OperationError> {
        let connector = connector();
        let mut entries = connector.entries().iter();
        let entry = entries.find(|entry| entry.info.id == operation).unwrap();
        if entry.info.risk == Risk::Dangerous {
            self.bench.call_approved(&self.account, operation, input).await
        } else {
            self.bench.call(&self.account, operation, input).await
        }
    }

    async fn done(&self, operation: &str, input: Value) -> Value {
        let made = self.call(operation, input).await;
        made.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    async fn look_up(&self, operation: &str, input: Value, since: i64) -> Fate<Value> {
        let session = self.bench.session(&self.account).await.unwrap();
        let connector = connector();
        let mut entries = connector.entries().iter();
        let entry = entries.find(|entry| entry.info.id == operation).unwrap();
        entry.look_up(&session, input, since).await.unwrap()
    }

    /// What a look says after the call met this fault.
    async fn fate(&self, operation: &str, at: (&str, &str), input: Value, fault: Fault) -> Fate<Value> {
        let (method, path) = at;
        let since = Clock::system().now_ms();
        let broken = Rule::always(fault).on_method(method).on_path(path);
        self.microsoft.faults.add(broken);
        let lost = self.call(operation, input.clone()).await;
        let sent = matches!(&lost, Err(OperationError::Call(error)) if error.attempts == 1);
        assert!(sent, "{operation}: {lost:?}");
        self.microsoft.faults.clear();
        self.look_up(operation, input, since).await
    }

    /// A member of the house whose account is on, and who has not the licence that is assigned and taken away.
    fn somebody(&self) -> String {
        let all = (3..640).map(|at| user_id(1, at));
        let mut plain = all.filter(|id| {
            let user = self.microsoft.user(GOOD.tenant_id, id).unwrap();
            user["userType"] == "Member"
                && user["accountEnabled"] == true
                && user["usageLocation"].is_string()
                && user["assignedLicenses"]
                    .as_array()
                    .is_none_or(|held| held.iter().all(|one| one["skuId"] != FREE))
                && user["onPremisesSyncEnabled"] != true
        });
        plain.next().unwrap()
    }
}

/// Each change and how it is asked for, in an order in which each has something to change.
fn changes(user: &str) -> Vec<(&'static str, (&'static str, String), Value)> {
    let at = |what: &str| format!("/users/{user}{what}");
    let group = group_id(1, 1);
    let members = format!("/groups/{group}/members");
    let membership = json!({"group": group, "member": user});
    let assign = json!({"user": user, "sku_id": FREE});
    vec![
        (
            "users.update",
            ("PATCH", at("")),
            json!({"user": user, "city": "Leeds"}),
        ),
        ("users.disable", ("PATCH", at("")), json!({"user": user})),
        ("users.enable", ("PATCH", at("")), json!({"user": user})),
        ("groups.add_member", ("POST", members.clone()), membership.clone()),
        ("groups.remove_member", ("DELETE", members), membership),
        ("licences.assign", ("POST", at("/assignLicense")), assign.clone()),
        ("licences.remove", ("POST", at("/assignLicense")), assign),
        ("users.delete", ("DELETE", at("")), json!({"user": user})),
        (
            "deleted_users.restore",
            ("POST", format!("/deletedItems/{user}/restore")),
            json!({"id": user}),
        ),
    ]
}

#[tokio::test]
async fn each_change_that_was_done_is_found_and_each_that_was_not_is_told_as_not_done() {
    let yard = Yard::new().await;
    let user = yard.somebody();
    let members = yard.microsoft.members(GOOD.tenant_id, &group_id(1, 1));
    if members.contains(&user) {
        let membership = json!({"group": group_id(1, 1), "member": user});
        yard.done("groups.remove_member", membership).await;
    }
    for (operation, (method, path), input) in changes(&user) {
        let at = (method, path.as_str());
        let not = yard.fate(operation, at, input.clone(), Fault::Close).await;
        assert_eq!(not, Fate::NotDone, "{operation}");
        let lost = yard.fate(operation, at, input, Fault::LostAnswer).await;
        assert!(matches!(lost, Fate::Done(_)), "{operation}: {lost:?}");
    }
}

#[tokio::test]
async fn a_user_whose_creation_lost_its_answer_is_found_by_its_name_though_graph_shows_it_late() {
    let yard = Yard::new().await;
    let domain = user_domain(&yard);
    let name = format!("nova.reed@{domain}");
    let input = json!({"user_principal_name": name, "display_name": "Nova Reed"});
    let at = ("POST", "/users");
    let not = yard.fate("users.create", at, input.clone(), Fault::Close).await;
    assert_eq!(not, Fate::NotDone);
    yard.microsoft.turn(|knobs| knobs.consistency_lag = 2);
    let lost = yard
        .fate("users.create", at, input.clone(), Fault::LostAnswer)
        .await;
    let Fate::Done(created) = lost else {
        panic!("{lost:?}");
    };
    assert_eq!(created["user"]["userPrincipalName"], name);
    assert_eq!(created["password"], "", "nobody can tell it");
    let later = Clock::system().now_ms() + 3_600_000;
    let before = yard.look_up("users.create", input, later).await;
    assert_eq!(before, Fate::NotDone, "one that was there before is another's");
    let other = json!({"user_principal_name": name, "display_name": "Somebody Else"});
    let since = Clock::system().now_ms();
    let unknown = yard.look_up("users.create", other, since).await;
    assert!(
        matches!(unknown, Fate::Unknown(why) if why.contains("another name")),
        "{unknown:?}"
    );
}

fn user_domain(yard: &Yard) -> String {
    let user = yard.microsoft.user(GOOD.tenant_id, &user_id(1, 3)).unwrap();
    let name = user["userPrincipalName"].as_str().unwrap();
    name.split_once('@').unwrap().1.to_owned()
}

#[tokio::test]
async fn a_user_that_is_gone_for_good_and_a_password_that_was_lost_are_left_to_a_person() {
    let yard = Yard::new().await;
    let nobody = "99999999-9999-4999-8999-999999999999";
    let since = Clock::system().now_ms();
    for (operation, input, word) in [
        ("users.delete", json!({"user": nobody}), "no longer there"),
        (
            "deleted_users.restore",
            json!({"id": nobody}),
            "neither there nor",
        ),
        ("users.reset_password", json!({"user": nobody}), "reset it again"),
    ] {
        let fate = yard.look_up(operation, input, since).await;
        assert!(
            matches!(fate, Fate::Unknown(why) if why.contains(word)),
            "{operation}: {fate:?}"
        );
    }
}

#[tokio::test]
async fn a_deleted_user_is_known_by_its_sign_in_name_too() {
    let yard = Yard::new().await;
    let user = yard.somebody();
    let name = yard.microsoft.user(GOOD.tenant_id, &user).unwrap()["userPrincipalName"].clone();
    let since = Clock::system().now_ms();
    yard.done("users.delete", json!({"user": name})).await;
    let fate = yard.look_up("users.delete", json!({"user": name}), since).await;
    assert!(matches!(fate, Fate::Done(_)), "{fate:?}");
    let earlier = yard
        .look_up("users.delete", json!({"user": name}), since + 3_600_000)
        .await;
    assert!(matches!(earlier, Fate::Unknown(_)), "{earlier:?}");
}
