//! The five error shapes, read.

use super::super::faults::{LoginFaults, UniFiFaults};
use crate::connector::{CallErrorKind, Faults, Reply};

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        body: body.as_bytes().to_vec(),
        ..Reply::default()
    }
}

#[test]
fn each_shape_is_read_by_its_own_members() {
    for (status, body, code) in [
        (
            401,
            r#"{"error":{"code":401,"message":"Unauthorized"}}"#,
            "credentials_rejected",
        ),
        (
            401,
            r#"{"statusCode":401,"code":"api.authentication.missing-credentials"}"#,
            "credentials_rejected",
        ),
        (403, r#"{"statusCode":403,"message":"no"}"#, "permission_denied"),
        (
            401,
            r#"{"code":"api.authentication.failed-limit-reached"}"#,
            "rate_limited",
        ),
        (
            400,
            r#"{"statusCode":400,"statusName":"UNAUTHORIZED","code":"api.request.error"}"#,
            "vendor_rejected",
        ),
        (
            404,
            r#"{"statusCode":404,"code":"api.resource-not-found"}"#,
            "vendor_not_found",
        ),
        (
            200,
            r#"{"meta":{"rc":"error","msg":"api.err.NoPermission"},"data":[]}"#,
            "permission_denied",
        ),
        (
            200,
            r#"{"meta":{"rc":"error","msg":"api.err.LoginRequired"},"data":[]}"#,
            "credentials_rejected",
        ),
        (
            400,
            r#"{"meta":{"rc":"error","msg":"api.err.InvalidPayload"},"data":[]}"#,
            "vendor_rejected",
        ),
        (
            200,
            r#"{"meta":{"rc":"error","msg":"api.err.FirewallRuleIndexExisted"},"data":[]}"#,
            "vendor_rejected",
        ),
        (
            404,
            r#"{"code":"api.err.FirewallPolicyNotFound","errorCode":404,"message":"x"}"#,
            "vendor_not_found",
        ),
        (
            400,
            r#"{"message":"Firewall policy create respond traffic not allowed"}"#,
            "vendor_rejected",
        ),
        (
            408,
            r#"{"code":"DeviceTimeout","httpStatusCode":408,"message":"x"}"#,
            "timeout",
        ),
        (
            403,
            r#"{"code":"forbidden","httpStatusCode":403,"message":"x"}"#,
            "permission_denied",
        ),
        (
            502,
            r#"{"code":"bad_gateway","httpStatusCode":502,"message":"x"}"#,
            "vendor_unavailable",
        ),
        (503, "<html></html>", "vendor_unavailable"),
        (499, "{}", "credentials_rejected"),
    ] {
        let kind = UniFiFaults.read(&reply(status, body));
        assert_eq!(
            kind.as_ref().map(CallErrorKind::code),
            Some(code),
            "{status} {body}"
        );
    }
    for good in [r#"{"meta":{"rc":"ok"},"data":[]}"#, "[]", ""] {
        assert_eq!(UniFiFaults.read(&reply(200, good)), None, "{good}");
    }
}

#[test]
fn a_logins_refusals_are_read_for_themselves() {
    for (status, body, code) in [
        (
            400,
            r#"{"meta":{"rc":"error","msg":"api.err.Invalid"},"data":[]}"#,
            "credentials_rejected",
        ),
        (403, r#"{"code":"AUTHENTICATION_FAILED"}"#, "credentials_rejected"),
        (
            403,
            r#"{"code":"AUTHENTICATION_FAILED_LIMIT_REACHED"}"#,
            "rate_limited",
        ),
        (
            429,
            r#"{"code":"AUTHENTICATION_FAILED_LIMIT_REACHED"}"#,
            "rate_limited",
        ),
        (200, "<html></html>", "vendor_unavailable"),
        (502, "", "vendor_unavailable"),
    ] {
        let kind = LoginFaults.read(&reply(status, body));
        assert_eq!(
            kind.as_ref().map(CallErrorKind::code),
            Some(code),
            "{status} {body}"
        );
    }
    assert_eq!(LoginFaults.read(&reply(200, r#"{"unique_id":"x"}"#)), None);
}
