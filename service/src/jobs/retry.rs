//! When to try again: the same for mail and jobs.

use domain::time::Span;

/// How long a worker has for what it took, before another may take it.
pub const LEASE: Span = Span::seconds(60);
/// How often something is tried before it is given up.
pub const TRIES: i64 = 12;

const FIRST: i64 = 5_000;
const LONGEST: i64 = 3_600_000;
/// A retry without any pause would only meet the same failure.
const SHORTEST: i64 = 500;

/// How long to wait after the given failed try: anything up to a bound that doubles, so that many who failed together do not
/// come back together.
#[must_use]
pub fn pause(attempt: i64, random: u64) -> Span {
    let doublings = u32::try_from((attempt - 1).clamp(0, 20)).unwrap_or(20);
    let bound = (FIRST << doublings).min(LONGEST);
    let width = u64::try_from(bound - SHORTEST).unwrap_or(1).max(1);
    let millis = i64::try_from(random % width).unwrap_or_default();
    Span::millis(SHORTEST + millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_01_the_pause_grows_and_stays_within_an_hour(attempt in -5_i64..1_000, random: u64) {
            let pause = pause(attempt, random).as_millis();
            let bound = if attempt <= 1 { 5_000 } else { 5_000_i64.saturating_mul(1 << (attempt - 1).min(30)) };
            prop_assert!((SHORTEST..=LONGEST.min(bound)).contains(&pause));
        }
    }
}
