//! Instants. The server writes UTC, the browser rewrites it in the viewer's zone once the page is alive.

use crate::browser::{self, When};
use leptos::prelude::*;
use std::time::Duration;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Year, month (1 to 12), day, hour, minute, second of an instant in UTC.
fn civil(ms: i64) -> (i64, i64, i64, i64, i64, i64) {
    let seconds = ms.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 1 March of year 0 in the proleptic Gregorian calendar; eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day, second / 3600, second / 60 % 60, second % 60)
}

fn two(out: &mut String, value: i64) {
    if value < 10 {
        out.push('0');
    }
    out.push_str(&value.to_string());
}

/// "22 Nov 2026, 08:01 UTC", or the date alone.
#[must_use]
pub fn utc_text(ms: i64, date_only: bool) -> String {
    let (year, month, day, hour, minute, _) = civil(ms);
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    let mut out = [day.to_string().as_str(), " ", name, " ", &year.to_string()].concat();
    if !date_only {
        out.push_str(", ");
        two(&mut out, hour);
        out.push(':');
        two(&mut out, minute);
        out.push_str(" UTC");
    }
    out
}

/// "2026-11-22T08:01:05Z"
#[must_use]
pub fn utc_iso(ms: i64) -> String {
    let (year, month, day, hour, minute, second) = civil(ms);
    let mut out = year.to_string();
    for (sign, value) in [('-', month), ('-', day), ('T', hour), (':', minute), (':', second)] {
        out.push(sign);
        two(&mut out, value);
    }
    out.push('Z');
    out
}

/// Beats twice a minute, so that relative times stay true. Provided by the shell.
#[derive(Debug, Clone, Copy)]
pub struct Ticker(RwSignal<u32>);

impl Ticker {
    /// Starts the beat and puts it into the context.
    pub fn provide() {
        let beat = RwSignal::new(0_u32);
        provide_context(Self(beat));
        Effect::new(move |_| {
            let handle = set_interval_with_handle(
                move || {
                    let _ = beat.try_update(|beat| *beat = beat.wrapping_add(1));
                },
                Duration::from_secs(30),
            );
            on_cleanup(move || {
                if let Ok(handle) = handle {
                    handle.clear();
                }
            });
        });
    }
}

/// An instant, given in milliseconds UTC.
#[component]
pub fn Time(
    ms: i64,
    /// Relative to now, exact, or the date alone.
    #[prop(optional)]
    when: When,
) -> impl IntoView {
    let date_only = when == When::Date;
    let utc = utc_text(ms, date_only);
    let text = RwSignal::new(utc.clone());
    let title = RwSignal::new(utc_text(ms, false));
    let ticker = use_context::<Ticker>();
    Effect::new(move |_| {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double for 285,000 years")]
        let instant = ms as f64;
        let exact = browser::exact_time(instant, date_only);
        title.set(browser::exact_time(instant, false));
        text.set(if when == When::Relative {
            if let Some(ticker) = ticker {
                ticker.0.track();
            }
            browser::relative_time(instant)
        } else {
            exact
        });
    });
    view! {
        <time datetime=utc_iso(ms) title=move || title.get()>
            {move || text.get()}
        </time>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(utc_iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc_iso(951_782_399_000), "2000-02-28T23:59:59Z");
        assert_eq!(utc_iso(951_868_799_999), "2000-02-29T23:59:59Z");
        assert_eq!(utc_iso(-1), "1969-12-31T23:59:59Z");
        assert_eq!(utc_text(1_795_334_489_000, false), "22 Nov 2026, 08:01 UTC");
        assert_eq!(utc_text(1_795_334_489_000, true), "22 Nov 2026");
    }
}
