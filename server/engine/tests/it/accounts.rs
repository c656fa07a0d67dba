//! People, sessions and tokens, through the port.

use crate::databases::each;
use crate::house::{House, actor, admin};
use contract::{
    account::{FirstAdmin, NewToken, NewUser, Origin, SignIn},
    actor::Role,
    ids::UserId,
};
use engine::ports::issue_setup_link;
use std::time::Duration;

const PASSWORD: &str = "correct horse battery";

fn here() -> Origin {
    Origin {
        address: "192.0.2.7".into(),
        agent: "test".into(),
    }
}

fn first(link: &str) -> FirstAdmin {
    FirstAdmin {
        link: link.into(),
        email: "Ada@MSP.example".into(),
        name: "Ada".into(),
        password: PASSWORD.into(),
    }
}

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn {
        email: email.into(),
        password: password.into(),
    }
}

async fn link(house: &House) -> String {
    issue_setup_link(&house.machine.store, &house.machine.act.clock)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn the_link_makes_one_administrator_and_then_nothing_more() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        assert!(accounts.needs_setup().await.unwrap());
        let secret = link(&house).await;
        let wrong = accounts.first_admin(first("guess"), here()).await.err().unwrap();
        assert_eq!(wrong.code, "setup_link_invalid");
        let session = accounts.first_admin(first(&secret), here()).await.unwrap();
        assert_eq!(session.actor.role, Role::Admin);
        assert!(!accounts.needs_setup().await.unwrap());
        assert_eq!(
            accounts
                .first_admin(first(&secret), here())
                .await
                .err()
                .unwrap()
                .code,
            "setup_link_invalid"
        );
        assert!(
            issue_setup_link(&house.machine.store, &house.machine.act.clock)
                .await
                .unwrap()
                .is_none()
        );
        let who = accounts.session(&session.secret).await.unwrap().unwrap();
        assert_eq!(who.actor.name, "Ada");
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_after_half_an_hour_and_when_another_is_made() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        let old = link(&house).await;
        let newer = link(&house).await;
        assert!(accounts.first_admin(first(&old), here()).await.is_err());
        house.hand.forward(Duration::from_secs(30 * 60));
        assert!(accounts.first_admin(first(&newer), here()).await.is_err());
        assert!(accounts.needs_setup().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_failed_sign_in_does_not_tell_which_part_was_wrong_and_soon_has_to_wait() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        accounts
            .first_admin(first(&link(&house).await), here())
            .await
            .unwrap();
        let unknown = accounts
            .sign_in(sign_in("bob@msp.example", PASSWORD), here())
            .await
            .err()
            .unwrap();
        let wrong = accounts
            .sign_in(sign_in("ada@msp.example", "wrong wrong wrong"), here())
            .await
            .err()
            .unwrap();
        assert_eq!(unknown, wrong);
        assert_eq!(wrong.status, 401);
        for _ in 0..4 {
            let again = accounts
                .sign_in(sign_in("ada@msp.example", "wrong wrong wrong"), here())
                .await;
            assert_eq!(again.err().unwrap().status, 401);
        }
        let throttled = accounts
            .sign_in(sign_in("ada@msp.example", PASSWORD), here())
            .await
            .err()
            .unwrap();
        assert_eq!((throttled.status, throttled.retry_after), (429, Some(1)));
        let elsewhere = Origin {
            address: "198.51.100.9".into(),
            agent: "phone".into(),
        };
        assert!(
            accounts
                .sign_in(sign_in("ada@msp.example", PASSWORD), elsewhere)
                .await
                .is_ok()
        );
        house.hand.forward(Duration::from_secs(1));
        assert!(
            accounts
                .sign_in(sign_in(" ADA@msp.example ", PASSWORD), here())
                .await
                .is_ok()
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_idle_at_its_limit_and_when_its_person_is_locked_out() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        accounts
            .first_admin(first(&link(&house).await), here())
            .await
            .unwrap();
        let session = accounts
            .sign_in(sign_in("ada@msp.example", PASSWORD), here())
            .await
            .unwrap();
        for _ in 0..3 {
            house.hand.forward(Duration::from_secs(7 * 3600));
            assert!(accounts.session(&session.secret).await.unwrap().is_some());
        }
        house.hand.forward(Duration::from_secs(3 * 3600));
        assert!(
            accounts.session(&session.secret).await.unwrap().is_none(),
            "24 hours are the end"
        );
        let idle = accounts
            .sign_in(sign_in("ada@msp.example", PASSWORD), here())
            .await
            .unwrap();
        house.hand.forward(Duration::from_secs(8 * 3600));
        assert!(
            accounts.session(&idle.secret).await.unwrap().is_none(),
            "8 hours of silence are the end"
        );

        let new = NewUser {
            email: "bob@msp.example".into(),
            name: "Bob".into(),
            role: Role::Tech,
            password: PASSWORD.into(),
        };
        let bob = accounts.create_user(&admin(), new).await.unwrap();
        let session = accounts
            .sign_in(sign_in("bob@msp.example", PASSWORD), here())
            .await
            .unwrap();
        accounts
            .change_user(&admin(), &bob.id, None, Some(true))
            .await
            .unwrap();
        assert!(accounts.session(&session.secret).await.unwrap().is_none());
        assert!(
            accounts
                .sign_in(sign_in("bob@msp.example", PASSWORD), here())
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_the_old_one_no_longer_works() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        let one = accounts
            .first_admin(first(&link(&house).await), here())
            .await
            .unwrap();
        let two = accounts
            .sign_in(sign_in("ada@msp.example", PASSWORD), here())
            .await
            .unwrap();
        let who = accounts.session(&two.secret).await.unwrap().unwrap();
        assert_eq!(accounts.sessions(&who).await.unwrap().len(), 2);
        let wrong = accounts
            .change_password(&who, "not it at all".into(), "another long one".into())
            .await;
        assert_eq!(wrong.err().unwrap().errors[0].field, "old_password");
        accounts
            .change_password(&who, PASSWORD.into(), "another long one".into())
            .await
            .unwrap();
        assert!(accounts.session(&one.secret).await.unwrap().is_none());
        assert!(accounts.session(&two.secret).await.unwrap().is_some());
        assert!(
            accounts
                .sign_in(sign_in("ada@msp.example", PASSWORD), here())
                .await
                .is_err()
        );
        accounts.sign_out(&who).await.unwrap();
        assert!(accounts.session(&two.secret).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn one_administrator_always_remains() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        let session = accounts
            .first_admin(first(&link(&house).await), here())
            .await
            .unwrap();
        let id = UserId::parse(&session.actor.id).unwrap();
        for (role, disabled) in [(Some(Role::Viewer), None), (None, Some(true))] {
            let refused = accounts
                .change_user(&admin(), &id, role, disabled)
                .await
                .err()
                .unwrap();
            assert_eq!(refused.code, "last_admin");
        }
        assert_eq!(accounts.users(&admin()).await.unwrap()[0].role, Role::Admin);
    })
    .await;
}

#[tokio::test]
async fn a_token_works_until_it_is_revoked_or_over_and_never_may_more_than_its_maker() {
    each(|store| async move {
        let house = House::on(store).await;
        let accounts = &house.services.accounts;
        let new = |role, days| NewToken {
            name: "ci".into(),
            role,
            days,
        };
        let refused = accounts
            .create_token(&actor(Role::Tech), new(Role::Admin, None))
            .await
            .err()
            .unwrap();
        assert_eq!(refused.status, 403);
        assert_eq!(
            accounts
                .create_token(&actor(Role::Viewer), new(Role::Viewer, None))
                .await
                .err()
                .unwrap()
                .status,
            403
        );
        let issued = accounts
            .create_token(&actor(Role::Tech), new(Role::Viewer, Some(1)))
            .await
            .unwrap();
        assert!(issued.secret.starts_with("opsai_") && issued.secret.ends_with(&issued.token.hint));
        let who = accounts.token(&issued.secret).await.unwrap().unwrap();
        assert_eq!((who.actor.role, who.session), (Role::Viewer, None));
        assert!(accounts.tokens(&admin()).await.unwrap()[0].last_used_at.is_some());
        house.hand.forward(Duration::from_secs(24 * 3600));
        assert!(
            accounts.token(&issued.secret).await.unwrap().is_none(),
            "its day is over"
        );
        let other = accounts
            .create_token(&admin(), new(Role::Tech, None))
            .await
            .unwrap();
        assert_eq!(
            accounts
                .revoke_token(&actor(Role::Tech), &other.token.id)
                .await
                .err()
                .unwrap()
                .status,
            403
        );
        accounts.revoke_token(&admin(), &other.token.id).await.unwrap();
        assert!(accounts.token(&other.secret).await.unwrap().is_none());
        assert!(accounts.token("opsai_nonsense").await.unwrap().is_none());
    })
    .await;
}
