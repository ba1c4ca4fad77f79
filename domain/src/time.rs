//! Instants and lengths of time. Always handed in, never read here.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A length of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    #[must_use]
    pub const fn millis(n: i64) -> Self {
        Self(n)
    }
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60_000)
    }
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self(n * 3_600_000)
    }
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self(n * 86_400_000)
    }
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

impl Timestamp {
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Midnight UTC of the civil date, or nothing where the calendar has no such day or the year is outside 1970..=9999.
    #[must_use]
    pub fn from_date(year: i64, month: i64, day: i64) -> Option<Self> {
        let at = Self(days_from_civil(year, month, day) * 86_400_000);
        let back = at.civil();
        let same = (back.year, back.month, back.day) == (year, month, day);
        (same && (1970..=9999).contains(&year)).then_some(at)
    }

    /// Reads `YYYY-MM-DD` (midnight) or `YYYY-MM-DDTHH:MM[:SS]`, both in UTC: what the browser's date inputs send.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once('T').unwrap_or((text, "00:00"));
        let mut parts = date.split('-');
        let at = Self::from_date(digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?)?;
        let mut units = clock.trim_end_matches('Z').split(':');
        let (hour, minute) = (digits(units.next()?, 2)?, digits(units.next()?, 2)?);
        let second = units.next().map_or(Some(0), |s| digits(s, 2))?;
        let fits = parts.next().is_none() && units.next().is_none() && hour < 24 && minute < 60 && second < 60;
        fits.then(|| at + Span::seconds(hour * 3_600 + minute * 60 + second))
    }

    #[must_use]
    pub fn civil(self) -> Civil {
        let (days, of_day) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        Civil {
            year,
            month,
            day,
            hour: of_day / 3_600_000,
            minute: of_day / 60_000 % 60,
            second: of_day / 1_000 % 60,
            milli: of_day % 1_000,
        }
    }

    /// `2026-11-22`, UTC.
    #[must_use]
    pub fn date(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
    }

    /// `2026-11-22 07:52 UTC`: how a server-rendered page or a mail prints an instant.
    #[must_use]
    pub fn minute(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02} {:02}:{:02} UTC", c.year, c.month, c.day, c.hour, c.minute)
    }
}

/// RFC 3339 in UTC with milliseconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        write!(f, "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year, c.month, c.day, c.hour, c.minute, c.second, c.milli)
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// A civil date and time of day in the proleptic Gregorian calendar, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub milli: i64,
}

fn digits(text: &str, length: usize) -> Option<i64> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin on 1 March. A date library
// in the WASM bundle would cost more than these lines; a property test holds them against one.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let mp = (5 * of_year + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn civil_time_equals_a_date_library(millis in 0_i64..253_402_300_799_000) {
            let theirs = jiff::Timestamp::from_millisecond(millis).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
            let ours = Timestamp::from_millis(millis).civil();
            prop_assert_eq!(
                (ours.year, ours.month, ours.day, ours.hour, ours.minute, ours.second),
                (theirs.year().into(), theirs.month().into(), theirs.day().into(), theirs.hour().into(), theirs.minute().into(), theirs.second().into())
            );
        }

        #[test]
        fn parsing_what_was_printed_gives_the_same_second(millis in 0_i64..253_402_300_799_000) {
            let at = Timestamp::from_millis(millis - millis % 1_000);
            let text = at.to_string();
            prop_assert_eq!(Timestamp::parse(text.split_once('.').unwrap().0), Some(at));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "", "T", "2026-01-01T24:00", "1969-12-31", "2026-01-01x"] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
        assert!(Timestamp::parse("2028-02-29").is_some());
    }
}
