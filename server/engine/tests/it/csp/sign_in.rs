//! The sign-in itself: one session, one tenant, one use; and nothing of it in what is kept open.

use super::{Bed, person};
use crate::house::{actor, admin};
use contract::{
    account::Authenticated,
    actor::Role,
    csp::{CspPath, Returned, SetupStatus, SignInPurpose},
};
use sandbox::microsoft365::{ADMIN, CUSTOMER_ADMIN, IdTokenFault, PARTNER_TENANT};
use url::Url;

#[tokio::test]
async fn the_state_belongs_to_the_session_that_began_it_and_is_good_once() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let csp = &bed.services.csp;
    let address = csp
        .sign_in(&person("one"), &setup.id, SignInPurpose::Bootstrap)
        .await
        .unwrap();
    let returned = bed.browse(&address.url).await;
    for strange in [
        Returned {
            state: "made-up".into(),
            ..returned.clone()
        },
        Returned {
            state: String::new(),
            ..returned.clone()
        },
    ] {
        let refused = csp.returned(&person("one"), strange).await.unwrap_err();
        assert_eq!(refused.code, "sign_in_unknown");
    }
    let refused = csp.returned(&person("two"), returned.clone()).await.unwrap_err();
    assert_eq!(refused.code, "sign_in_unknown");
    let token = Authenticated {
        actor: admin(),
        session: None,
    };
    assert_eq!(
        csp.returned(&token, returned.clone()).await.unwrap_err().code,
        "no_session"
    );
    csp.returned(&person("one"), returned.clone()).await.unwrap();
    let again = csp.returned(&person("one"), returned).await.unwrap_err();
    assert_eq!(again.code, "sign_in_unknown");
}

#[tokio::test]
async fn a_sign_in_that_takes_too_long_is_over() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let address = bed
        .services
        .csp
        .sign_in(&person("one"), &setup.id, SignInPurpose::Bootstrap)
        .await
        .unwrap();
    let returned = bed.browse(&address.url).await;
    bed.house.hand.forward(std::time::Duration::from_mins(16));
    let late = bed
        .services
        .csp
        .returned(&person("one"), returned)
        .await
        .unwrap_err();
    assert_eq!(late.code, "sign_in_unknown");
}

#[tokio::test]
async fn the_address_pins_the_tenant_and_asks_with_pkce_and_a_nonce() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let address = bed
        .services
        .csp
        .sign_in(&person("one"), &setup.id, SignInPurpose::Bootstrap)
        .await
        .unwrap();
    let url = Url::parse(&address.url).unwrap();
    assert!(url.path().starts_with(&format!("/{PARTNER_TENANT}/")));
    let get = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .unwrap()
            .1
            .into_owned()
    };
    assert_eq!(get("redirect_uri"), "https://ops.example.com/csp/callback");
    assert_eq!(get("code_challenge_method"), "S256");
    assert!(get("state").len() >= 40 && get("nonce").len() >= 40);
    assert_ne!(get("state"), get("nonce"));
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let setup = bed
        .sign_in(&setup, SignInPurpose::Bootstrap, CUSTOMER_ADMIN)
        .await
        .unwrap();
    assert_eq!(setup.status, SetupStatus::Failed);
    assert_eq!(setup.steps[0].failure.clone().unwrap().code, "AADSTS50020");
}

#[tokio::test]
async fn only_an_administrator_connects_a_partners_tenant() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    for role in [Role::Viewer, Role::Tech] {
        let who = Authenticated {
            actor: actor(role),
            ..person("one")
        };
        let refused = bed
            .services
            .csp
            .sign_in(&who, &setup.id, SignInPurpose::Bootstrap)
            .await
            .unwrap_err();
        assert_eq!(refused.code, "forbidden");
        let refused = bed.services.csp.resume(&who.actor, &setup.id).await.unwrap_err();
        assert_eq!(refused.code, "forbidden");
    }
    assert!(
        bed.services
            .csp
            .get(&actor(Role::Viewer), &setup.id)
            .await
            .is_ok()
    );
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
}

#[tokio::test]
async fn who_signed_in_is_believed_only_when_the_tenants_entra_signed_it() {
    for (fault, says) in [
        (IdTokenFault::WrongKey, "does not bear Entra's signature"),
        (IdTokenFault::UnknownKey, "a key that Entra does not publish"),
        (IdTokenFault::Unsigned, "not signed as Entra signs"),
        (IdTokenFault::PublicKeyAsSecret, "not signed as Entra signs"),
        (IdTokenFault::Expired, "out of date"),
        (IdTokenFault::OtherTenant, "at another tenant"),
    ] {
        let bed = Bed::new().await;
        let setup = bed.begin(CspPath::Automated).await;
        bed.double.turn(|knobs| knobs.id_token = fault);
        let setup = bed
            .sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
            .await
            .unwrap();
        assert_eq!(setup.status, SetupStatus::Failed, "{fault:?}");
        let failure = setup.steps[0].failure.clone().unwrap();
        assert!(failure.cause.contains(says), "{fault:?}: {}", failure.cause);
        let kept = bed
            .house
            .machine
            .store
            .csp_secret(&setup.id, "bootstrap_refresh_token");
        assert_eq!(kept.await.unwrap(), None, "{fault:?}: nothing of it is kept");
    }
}

#[tokio::test]
async fn a_change_of_entras_keys_is_followed_and_the_keys_are_asked_for_once() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let asked = || bed.double.journal.to_path("/discovery/v2.0/keys").len();
    for (next_key, times) in [(false, 1), (false, 1), (true, 2), (true, 2)] {
        bed.double.turn(|knobs| knobs.next_signing_key = next_key);
        let setup = bed
            .sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
            .await
            .unwrap();
        assert_ne!(setup.status, SetupStatus::Failed, "{:#?}", setup.steps[0].failure);
        assert_eq!(asked(), times);
    }
}
