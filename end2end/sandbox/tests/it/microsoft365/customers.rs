//! Whose tenants there are: relationships in lists, customers, contracts, and whose tenant an id is.

use sandbox::microsoft365::tenant_id;

use super::queries::pages;
use super::relationships::PATH;
use super::{partner, start};

#[tokio::test]
async fn lists_are_filtered_by_status_and_customer_and_have_pages() {
    let running = start().await;
    let graph = partner(&running).await;
    let rows = graph
        .get(&format!("{PATH}?$filter=status eq 'active'&$count=true"))
        .await;
    assert_eq!(rows.json()["@odata.count"], 7);
    assert!(rows.rows().iter().all(|row| row["status"] == "active"));
    let of_one = graph
        .get(&format!("{PATH}?$filter=customer/tenantId eq '{}'", tenant_id(1)))
        .await
        .rows();
    assert_eq!(of_one.len(), 2, "the present one and an ended one");
    let all = pages(&graph, &format!("{PATH}?$top=5")).await;
    assert_eq!(all.iter().map(Vec::len).sum::<usize>(), 15);
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn customers_are_those_who_ever_approved() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = "tenantRelationships/delegatedAdminCustomers";
    let rows = graph.get(path).await.rows();
    let ids: Vec<&str> = rows.iter().map(|row| row["tenantId"].as_str().unwrap()).collect();
    for (customer, is_there) in [
        (1, true),
        (6, false),
        (7, false),
        (9, true),
        (10, false),
        (11, true),
    ] {
        assert_eq!(
            ids.contains(&tenant_id(customer).as_str()),
            is_there,
            "{customer}"
        );
    }
    let one = graph.get(&format!("{path}/{}", tenant_id(1))).await.json();
    assert_eq!(one["displayName"], "Alder & Finch");
    let services = graph
        .get(&format!("{path}/{}/serviceManagementDetails", tenant_id(1)))
        .await
        .rows();
    assert!(
        services[0]["serviceManagementUrl"]
            .as_str()
            .unwrap()
            .ends_with("alder-finch.example")
    );
    assert_eq!(graph.get(&format!("{path}/{}", tenant_id(10))).await.status, 400);
    let found = graph
        .get(&format!(
            "tenantRelationships/findTenantInformationByTenantId(tenantId='{}')",
            tenant_id(10)
        ))
        .await
        .json();
    assert_eq!(found["displayName"], "Oakridge Surgery");
    let by_name = graph
        .get("tenantRelationships/findTenantInformationByDomainName(domainName='oakridge.example')")
        .await
        .json();
    assert_eq!(by_name["tenantId"], tenant_id(10));
    assert_eq!(
        graph
            .get("tenantRelationships/findTenantInformationByDomainName(domainName='x.example')")
            .await
            .status,
        404
    );
    let contracts = graph.get("contracts").await.rows();
    assert_eq!(contracts.len(), 11, "the eleventh customer is not a reseller's");
}
