//! Light, dark, or as the system says.

use super::{Glyph, Icon};
use crate::browser;
use leptos::prelude::*;

const THEMES: [(&str, &str, Glyph); 3] =
    [("system", "System", icondata_lu::LuMonitor), ("light", "Light", icondata_lu::LuSun), ("dark", "Dark", icondata_lu::LuMoon)];

/// Three buttons in a form that posts `theme` (and `next`, the address to come back to) to `action`. Once the page is
/// alive the choice acts at once and is kept in the cookie `theme`, without a request.
#[component]
pub fn ThemeSelect(
    /// "system", "light" or "dark", from the cookie.
    #[prop(into)]
    current: String,
    #[prop(into)] action: String,
    #[prop(into)] next: Signal<String>,
) -> impl IntoView {
    let chosen = RwSignal::new(current);
    let buttons = THEMES
        .map(|(value, label, glyph)| {
            view! {
                <button
                    class="segment"
                    type="submit"
                    name="theme"
                    value=value
                    aria-pressed=move || if *chosen.read() == value { "true" } else { "false" }
                    on:click=move |event| {
                        event.prevent_default();
                        chosen.set(value.to_owned());
                        browser::apply_theme(value);
                    }
                >
                    <Icon glyph />
                    <span>{label}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="theme-select" method="post" action=action>
            <input type="hidden" name="next" value=move || next.get() />
            <div class="segments" role="group" aria-label="Theme">
                {buttons}
            </div>
        </form>
    }
    .into_any()
}
