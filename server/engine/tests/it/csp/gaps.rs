//! Each gap has the one way that closes it, and going that way closes it.

use super::{Bed, PUBLIC_URL};
use crate::house::admin;
use contract::csp::{ConsentState, CspGap, CspRemedy, CustomerState, OnboardRequest};
use sandbox::microsoft365::{ADMIN, LOGIN_ORIGIN, PARTNER_TENANT, tenant_id};
use serde_json::json;
use url::Url;

fn of(gaps: &[CspGap], remedy: CspRemedy) -> &CspGap {
    let mut all = gaps.iter().filter(|gap| gap.remedy == remedy);
    let found = all.next().unwrap_or_else(|| panic!("no {remedy:?} in {gaps:#?}"));
    assert!(all.next().is_none() || remedy == CspRemedy::AdminConsent);
    found
}

fn query(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(known, _)| known == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .into_owned()
}

#[tokio::test]
async fn a_tenant_that_granted_all_has_no_gap() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let report = bed
        .services
        .csp
        .permissions(&admin(), &setup.id, None)
        .await
        .unwrap();
    assert_eq!(report.gaps, []);
}

#[tokio::test]
async fn what_the_partners_tenant_did_not_grant_is_granted_at_the_page_that_the_gap_names() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let id = setup.application_id.clone().unwrap();
    // An administrator takes every delegated permission away by hand.
    bed.double
        .act("ungrant", &json!({ "tenant": PARTNER_TENANT, "app": id }))
        .unwrap();
    let report = csp.permissions(&who, &setup.id, None).await.unwrap();
    assert!(!report.fine);
    assert_eq!(report.gaps.len(), 2, "one for each resource: {:#?}", report.gaps);
    for gap in &report.gaps {
        assert_eq!(gap.remedy, CspRemedy::AdminConsent);
        assert!(!gap.missing.is_empty());
        let url = Url::parse(gap.url.as_deref().unwrap()).unwrap();
        assert_eq!(url.origin().ascii_serialization(), LOGIN_ORIGIN);
        assert_eq!(url.path(), format!("/{PARTNER_TENANT}/v2.0/adminconsent"));
        assert_eq!(query(&url, "client_id"), id);
        assert_eq!(query(&url, "redirect_uri"), format!("{PUBLIC_URL}/csp/callback"));
        assert_eq!(query(&url, "state"), setup.id.as_str());
        bed.double.turn(|knobs| ADMIN.clone_into(&mut knobs.signs_in_as));
        bed.browse(url.as_str()).await;
    }
    let report = csp.permissions(&who, &setup.id, None).await.unwrap();
    assert!(report.fine, "{report:#?}");
    assert_eq!(report.gaps, []);
}

#[tokio::test]
async fn a_customers_missing_consent_is_closed_by_onboarding_or_by_a_link_that_asks_for_no_more() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let one = csp.check_customer(&who, &setup.id, &tenant_id(1)).await.unwrap();
    assert_eq!(one.consent, ConsentState::Missing);
    let gap = of(&one.gaps, CspRemedy::PartnerConsent);
    assert_eq!(gap.missing, one.permissions_missing);
    let url = Url::parse(gap.url.as_deref().unwrap()).unwrap();
    assert_eq!(url.path(), format!("/{}/v2.0/adminconsent", tenant_id(1)));
    let scope = query(&url, "scope");
    assert!(!scope.contains(".default"), "{scope}");
    assert_eq!(scope.split(' ').count(), one.permissions_missing.len());
    // The roles are the relationship's already: our groups only have to get them.
    assert_eq!(of(&one.gaps, CspRemedy::Assignment).missing, one.roles_missing);
    let report = csp
        .permissions(&who, &setup.id, Some(&tenant_id(1)))
        .await
        .unwrap();
    assert_eq!(of(&report.gaps, CspRemedy::PartnerConsent).url, gap.url);

    let request = OnboardRequest {
        tenants: vec![tenant_id(1)],
        link: false,
    };
    csp.onboard(&who, &setup.id, request).await.unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    let all = csp.customers(&who, &setup.id).await.unwrap();
    let one = all
        .items
        .into_iter()
        .find(|one| one.tenant_id == tenant_id(1))
        .unwrap();
    assert_eq!((one.state, one.gaps), (CustomerState::Working, Vec::new()));
}

#[tokio::test]
async fn a_customer_without_a_relationship_is_led_to_one_with_the_roles_filled_in() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let all = bed.services.csp.customers(&admin(), &setup.id).await.unwrap();
    let one = all
        .items
        .iter()
        .find(|one| one.tenant_id == tenant_id(9))
        .unwrap();
    assert_eq!(one.state, CustomerState::NoRelationship);
    let gap = of(&one.gaps, CspRemedy::NewRelationship);
    assert_eq!(gap.missing, setup.template.roles);
    let url = Url::parse(gap.url.as_deref().unwrap()).unwrap();
    assert_eq!(url.path(), format!("/app/csp-wizard/{}/relationships", setup.id));
    assert_eq!(query(&url, "customer"), tenant_id(9));
    assert_eq!(query(&url, "roles"), setup.template.roles.join(","));
    // Whoever waits for an approval has nothing to do but wait.
    let invited = all
        .items
        .iter()
        .find(|one| one.tenant_id == tenant_id(6))
        .unwrap();
    assert_eq!((invited.state, invited.gaps.len()), (CustomerState::Invited, 0));
}
