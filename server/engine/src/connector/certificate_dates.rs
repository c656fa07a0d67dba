//! Until when a certificate is good: the one thing about it that no library at hand tells. Reads DER (X.690) as far as that
//! takes, and nothing else of the certificate.

use jiff::{Timestamp, civil::DateTime};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The end of the validity of a certificate in DER; none when it cannot be read.
pub fn ends_at(der: &[u8]) -> Option<Timestamp> {
    let (certificate, _) = take(der, SEQUENCE)?;
    let (mut fields, _) = take(certificate, SEQUENCE)?;
    if fields.first() == Some(&VERSION) {
        fields = any(fields)?.2;
    }
    // Serial number, algorithm, issuer.
    for _ in 0..3 {
        fields = any(fields)?.2;
    }
    let (validity, _) = take(fields, SEQUENCE)?;
    let (_, _, after_begin) = any(validity)?;
    let (tag, end, _) = any(after_begin)?;
    moment(tag, end)
}

/// The content of an element with this tag, and what follows it.
fn take(der: &[u8], expected: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = any(der)?;
    (tag == expected).then_some((content, rest))
}

/// The first element: its tag, its content, and what follows it.
fn any(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = der.split_first_chunk::<2>()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if bytes.len() > 4 {
            return None;
        }
        let length = bytes
            .iter()
            .fold(0, |length, byte| length << 8 | usize::from(*byte));
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ` (RFC 5280, 4.1.2.5).
fn moment(tag: u8, text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (year, rest) = match tag {
        UTC_TIME => {
            let short: i16 = text.get(..2)?.parse().ok()?;
            (
                if short < 50 { 2000 + short } else { 1900 + short },
                text.get(2..)?,
            )
        }
        GENERALIZED_TIME => (text.get(..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let moment = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    moment.in_tz("UTC").ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    fn certificate_until(year: i32) -> Vec<u8> {
        let mut params = CertificateParams::new(["ops-ai.example".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, 3, 4);
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        certificate.der().to_vec()
    }

    #[test]
    fn the_end_is_read_in_both_ways_of_writing_it() {
        for (year, written) in [
            (2027, "2027-03-04T00:00:00Z"),
            (2049, "2049-03-04T00:00:00Z"),
            (2061, "2061-03-04T00:00:00Z"),
        ] {
            assert_eq!(ends_at(&certificate_until(year)).unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_cut_or_no_certificate_has_no_end() {
        let der = certificate_until(2027);
        for length in [0, 1, 2, 40] {
            assert_eq!(ends_at(&der[..length]), None, "{length}");
        }
        assert_eq!(ends_at(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(ends_at(b"no certificate at all"), None);
    }
}
