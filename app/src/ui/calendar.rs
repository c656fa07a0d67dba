//! Moments as text and as numbers: the same on the server and in the browser, without either's own calendar.

use contract::Time;

/// Milliseconds since 1970 of `2026-11-24T06:00:00.000Z`.
pub fn epoch_ms(at: &str) -> Option<i64> {
    let number = |from: usize, to: usize| at.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // Days from the civil calendar: years begin in March, so that the leap day is the last of its year.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * m + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some((days * 86_400 + hour * 3600 + minute * 60 + second) * 1000)
}

/// The moment of so many milliseconds since 1970, as [`epoch_ms`] reads it.
pub fn iso_of(epoch_ms: i64) -> Time {
    let (days, of_day) = (epoch_ms.div_euclid(86_400_000), epoch_ms.rem_euclid(86_400_000));
    // Back from days to the civil calendar, the way of `epoch_ms` turned round.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * of_year + 2) / 153;
    let day = of_year - (153 * m + 2) / 5 + 1;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (seconds, ms) = (of_day / 1000, of_day % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_time_becomes_the_milliseconds_that_a_browser_counts() {
        assert_eq!(epoch_ms("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(epoch_ms("2000-02-29T12:00:00.000Z"), Some(951_825_600_000));
        assert_eq!(epoch_ms("2026-11-24T06:00:00.000Z"), Some(1_795_500_000_000));
        assert_eq!(epoch_ms("yesterday"), None);
    }

    #[test]
    fn milliseconds_become_the_time_again() {
        for at in [
            "1970-01-01T00:00:00.000Z",
            "2000-02-29T12:00:00.000Z",
            "2024-12-31T23:59:59.000Z",
            "2026-11-24T06:00:00.000Z",
            "1969-03-01T00:00:01.000Z",
        ] {
            assert_eq!(iso_of(epoch_ms(at).unwrap()), at);
        }
        assert_eq!(iso_of(1_795_500_000_123), "2026-11-24T06:00:00.123Z");
    }
}
