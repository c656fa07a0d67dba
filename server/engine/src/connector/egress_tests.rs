#![allow(clippy::unwrap_used)]
use super::*;

fn rules() -> Vec<HostRule> {
    vec![
        HostRule::Exact("api.itglue.com".into()),
        HostRule::Suffix(".autotask.net".into()),
    ]
}

fn ask(rules: &[HostRule], settings: &Values, map: &EgressMap, url: &str) -> Result<Destination, String> {
    destination(rules, settings, map, &Url::parse(url).unwrap())
}

#[test]
fn only_the_hosts_of_the_manifest_are_reached() {
    let none = EgressMap::default();
    for (url, allowed) in [
        ("https://api.itglue.com/organizations", true),
        ("https://API.ITGLUE.COM/organizations", true),
        ("https://webservices15.autotask.net/x", true),
        ("https://autotask.net/x", false),
        ("https://evil-autotask.net/x", false),
        ("https://api.itglue.com.evil.example/x", false),
        ("https://127.0.0.1/x", false),
        ("http://api.itglue.com/x", false),
    ] {
        assert_eq!(
            ask(&rules(), &Values::new(), &none, url).is_ok(),
            allowed,
            "{url}"
        );
    }
}

#[test]
fn a_mapped_origin_goes_elsewhere_with_its_path_and_query() {
    let map = EgressMap::new([(
        "https://api.itglue.com".to_owned(),
        "http://127.0.0.1:9105".to_owned(),
    )])
    .unwrap();
    let to = ask(
        &rules(),
        &Values::new(),
        &map,
        "https://api.itglue.com/passwords?page%5Bsize%5D=1",
    )
    .unwrap();
    assert_eq!(
        to.url.as_str(),
        "http://127.0.0.1:9105/passwords?page%5Bsize%5D=1"
    );
    assert_eq!(to.reach, Reach::Mapped);
    let why = ask(&rules(), &Values::new(), &map, "https://elsewhere.example/").unwrap_err();
    assert!(why.contains("not a host of this vendor"), "{why}");
}

#[test]
fn a_map_that_is_not_of_origins_is_refused() {
    for bad in [
        "api.itglue.com",
        "https://api.itglue.com/path",
        "ftp://x.example",
        "https://x.example/?q",
    ] {
        assert!(
            EgressMap::new([(bad.to_owned(), "http://127.0.0.1:1".to_owned())]).is_err(),
            "{bad}"
        );
    }
}

#[test]
fn a_console_may_be_private_when_the_manifest_says_so() {
    let rules = [HostRule::PrivateFromField("console_url".into())];
    let settings = Values::from([("console_url".to_owned(), "https://192.168.1.1".to_owned())]);
    let to = ask(
        &rules,
        &settings,
        &EgressMap::default(),
        "https://192.168.1.1/proxy",
    )
    .unwrap();
    assert_eq!(to.reach, Reach::Private);
    assert!(
        ask(
            &rules,
            &settings,
            &EgressMap::default(),
            "https://192.168.1.2/proxy"
        )
        .is_err()
    );
}

#[test]
fn private_loopback_and_link_local_addresses_are_not_public_in_any_spelling() {
    for ip in [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.8",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "::7f00:1",
    ] {
        assert!(!is_public(ip.parse().unwrap()), "{ip}");
    }
    for ip in [
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2002:808:808::",
        "64:ff9b::808:808",
    ] {
        assert!(is_public(ip.parse().unwrap()), "{ip}");
    }
}
