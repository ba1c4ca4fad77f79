//! Times in the viewer's zone and words, from the browser's `Intl`.

use js_sys::{Array, Date, Intl::RelativeTimeFormat, Object, Reflect};

/// How much of an instant to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum When {
    /// "3 hours ago", with the exact time on hover.
    #[default]
    Relative,
    /// Date and time.
    Exact,
    /// The date alone.
    Date,
}

/// Milliseconds since 1970 by the viewer's clock.
#[must_use]
pub fn now_ms() -> f64 {
    Date::now()
}

/// "in 3 days", "2 minutes ago", "now".
#[must_use]
pub fn relative(ms: f64) -> String {
    let seconds = (ms - now_ms()) / 1000.0;
    let steps = [
        (60.0, 1.0, "second"),
        (3_600.0, 60.0, "minute"),
        (86_400.0, 3_600.0, "hour"),
        (2_592_000.0, 86_400.0, "day"),
        (31_536_000.0, 2_592_000.0, "month"),
        (f64::INFINITY, 31_536_000.0, "year"),
    ];
    let (value, unit) =
        steps.iter().find(|(limit, _, _)| seconds.abs() < *limit).map_or((0.0, "second"), |(_, length, unit)| (seconds / length, *unit));
    // Under a minute the seconds only flicker.
    let value = if unit == "second" { 0.0 } else { value.round() };
    let options = Object::new();
    let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
    RelativeTimeFormat::new(&Array::new(), &options).format(value, unit).into()
}

/// The instant in the viewer's language and zone.
#[must_use]
pub fn exact(ms: f64, date_only: bool) -> String {
    let options = Object::new();
    let _ = Reflect::set(&options, &"dateStyle".into(), &"medium".into());
    if !date_only {
        let _ = Reflect::set(&options, &"timeStyle".into(), &"short".into());
    }
    let date = Date::new(&ms.into());
    js_sys::Intl::DateTimeFormat::new(&Array::new(), &options)
        .format()
        .call1(&wasm_bindgen::JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
