//! Coarse limits for each network, against floods. What an account can stand is counted in the database by the use cases.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;

/// Networks remembered at most, one or two megabytes. The others share one bucket.
const MOST_NETWORKS: usize = 16_384;

/// Microseconds between two looks through a full memory, which cost too much to be had for one request each.
const SWEEP_AFTER: i64 = 1_000_000;

/// A token bucket for each network, kept as one number: the time at which it is full again (GCRA). That is all that a governor crate
/// would do for us here, and this one forgets.
#[derive(Debug)]
pub struct Limiter {
    /// Microseconds that one call costs; 0 is no limit.
    cost: i64,
    /// Microseconds that may be owed.
    credit: i64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    full_at: HashMap<String, i64>,
    /// When those who owe nothing any more were last forgotten.
    swept: i64,
}

impl Limiter {
    /// So many calls a minute, a sixth of them at once.
    pub fn per_minute(calls: u32) -> Self {
        let cost = if calls == 0 { 0 } else { 60_000_000 / i64::from(calls) };
        Self { cost, credit: 10_000_000.max(cost), state: Mutex::default() }
    }

    /// Takes one call, or tells in how many seconds there is one again.
    pub fn take(&self, network: String, now: Timestamp) -> Result<(), i64> {
        if self.cost == 0 {
            return Ok(());
        }
        let now = now.millis() * 1000;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = network;
        if state.full_at.len() >= MOST_NETWORKS && !state.full_at.contains_key(&key) {
            if now - state.swept >= SWEEP_AFTER {
                state.full_at.retain(|_, at| *at > now);
                state.swept = now;
            }
            if state.full_at.len() >= MOST_NETWORKS {
                "others".clone_into(&mut key);
            }
        }
        let at = state.full_at.entry(key).or_insert(now);
        let next = (*at).max(now) + self.cost;
        let over = next - now - self.credit;
        if over > 0 {
            return Err((over + 999_999) / 1_000_000);
        }
        *at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_700_000_000_000;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(START + millis)
    }

    fn network(n: u32) -> String {
        n.to_string()
    }

    #[test]
    fn a_burst_then_the_rate() {
        let limiter = Limiter::per_minute(600);
        let burst = (0..1000).take_while(|_| limiter.take(network(1), at(0)).is_ok()).count();
        assert_eq!(burst, 100);
        assert_eq!(limiter.take(network(1), at(0)), Err(1));
        assert_eq!(limiter.take(network(2), at(0)), Ok(()), "another network is not concerned");
        let later = (0..1000).take_while(|_| limiter.take(network(1), at(1000)).is_ok()).count();
        assert_eq!(later, 10);
    }

    #[test]
    fn refused_calls_do_not_prolong_the_wait() {
        let limiter = Limiter::per_minute(6);
        assert_eq!(limiter.take(network(1), at(0)), Ok(()));
        for _ in 0..100 {
            assert!(limiter.take(network(1), at(1)).is_err());
        }
        assert_eq!(limiter.take(network(1), at(10_000)), Ok(()));
    }

    #[test]
    fn zero_is_no_limit() {
        let limiter = Limiter::per_minute(0);
        assert!((0..100_000).all(|_| limiter.take(network(1), at(0)).is_ok()));
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = Limiter::per_minute(6);
        for n in 0..100_000 {
            let _ = limiter.take(network(n), at(0));
        }
        assert!(limiter.state.lock().unwrap().full_at.len() <= MOST_NETWORKS + 1);
        // Those who came after are limited together, and forgotten with the others.
        assert!(limiter.take(network(200_000), at(0)).is_err());
        assert_eq!(limiter.take(network(200_000), at(60_000)), Ok(()));
        assert!(limiter.state.lock().unwrap().full_at.len() < 10);
    }
}
