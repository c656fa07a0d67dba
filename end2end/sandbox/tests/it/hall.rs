//! All doubles together, as a person starts them.

use std::net::SocketAddr;

use sandbox::hall::{Hall, credentials};
use sandbox::{Fault, autotask, datto_edr, datto_rmm, it_glue, microsoft365, pax8, unifi};

use crate::{Api, client, send};

fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

#[tokio::test]
async fn the_egress_map_leads_every_real_origin_to_a_double() {
    let hall = Hall::open(any_port()).await.unwrap();
    let map = hall.egress_map();
    let real: Vec<&str> = map.iter().map(|(real, _)| real.as_str()).collect();
    assert_eq!(
        real,
        [
            "https://webservices2.autotask.net",
            "https://webservices15.autotask.net",
            "https://webservices4.autotask.net",
            "https://api.itglue.com",
            "https://api.eu.itglue.com",
            "https://api.au.itglue.com",
            "https://northgate.infocyte.com",
            "https://pinotage-api.centrastage.net",
            "https://merlot-api.centrastage.net",
            "https://concord-api.centrastage.net",
            "https://vidal-api.centrastage.net",
            "https://zinfandel-api.centrastage.net",
            "https://syrah-api.centrastage.net",
            "https://api.pax8.com",
            "https://console.northgate.example",
            "https://controller.northgate.example:8443",
            "https://api.ui.com",
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
            "https://api.partnercenter.microsoft.com",
            "https://3psostorageacct.blob.core.windows.net",
            "https://www.microsoft.com",
        ]
    );
    let toml = send(client().get(format!("{}/egress-map", hall.origin)))
        .await
        .text;
    assert_eq!(toml, hall.egress_toml());
    assert!(toml.starts_with(&format!(
        "\"https://webservices2.autotask.net\" = \"{}\"\n",
        hall.autotask.locator
    )));
}

#[tokio::test]
async fn the_printed_credentials_are_those_that_work() {
    let hall = Hall::open(any_port()).await.unwrap();
    let printed = send(client().get(&hall.origin)).await.text;
    assert_eq!(printed, credentials());
    let good = autotask::GOOD;
    for word in [
        good.user_name,
        good.secret,
        good.integration_code,
        it_glue::US_KEY,
        it_glue::EU_KEY,
        datto_edr::GOOD_TOKEN,
        datto_rmm::GOOD.api_key,
        datto_rmm::GOOD.api_secret,
        pax8::GOOD.client_id,
        pax8::GOOD.client_secret,
        unifi::LOCAL_KEY,
        unifi::CLOUD_KEY,
        unifi::ADMIN.password,
        microsoft365::GOOD.tenant_id,
        microsoft365::GOOD.client_secret,
        microsoft365::BOOTSTRAP.client_secret,
        microsoft365::REFRESH_TOKEN,
        microsoft365::CERTIFICATE_KEY,
    ] {
        assert!(printed.contains(word), "{word}");
    }
    let api = Api {
        origin: &hall.autotask.zone,
        who: good,
    };
    assert_eq!(api.get("ThresholdInformation").await.status, 200);
}

#[tokio::test]
async fn one_reset_brings_every_double_back_to_its_first_day() {
    let hall = Hall::open(any_port()).await.unwrap();
    hall.autotask.faults.always(Fault::html());
    hall.it_glue.faults.always(Fault::html());
    assert_eq!(
        send(client().post(format!("{}/_sandbox/reset", hall.origin)))
            .await
            .status,
        204
    );
    assert!(hall.autotask.faults.rules().is_empty() && hall.it_glue.faults.rules().is_empty());
}

#[tokio::test]
async fn only_loopback_is_served() {
    assert!(Hall::open(SocketAddr::from(([0, 0, 0, 0], 0))).await.is_err());
}
