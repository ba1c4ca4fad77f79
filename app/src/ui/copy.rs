//! Copying ids, links and tokens.

use super::Icon;
use crate::browser;
use leptos::prelude::*;
use std::time::Duration;

/// A value in fixed-width type with a button that copies it. Where the clipboard is not allowed the value is selected.
#[component]
pub fn CopyButton(
    #[prop(into)] value: Signal<String>,
    /// What it is, for example "workspace ID": the button is named "Copy workspace ID".
    #[prop(into)]
    label: String,
    /// Unique in the page.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let said = RwSignal::new("");
    let value_id = ["copy-", &id].concat();
    let name = ["Copy ", &label].concat();
    let shown_id = value_id.clone();
    let click = move |_| {
        let value_id = value_id.clone();
        browser::copy(&value.get_untracked(), move |done| {
            if !done {
                browser::select_text(&value_id);
            }
            let _ = said.try_set(if done { "Copied" } else { "Selected: press Ctrl+C to copy" });
            set_timeout(
                move || {
                    let _ = said.try_set("");
                },
                Duration::from_secs(3),
            );
        });
    };
    view! {
        <span class="copy">
            <code id=shown_id>{move || value.get()}</code>
            <button type="button" class="btn-icon" id=id aria-label=name.clone() title=name on:click=click>
                {move || {
                    let glyph = if said.read().is_empty() { icondata_lu::LuCopy } else { icondata_lu::LuCheck };
                    view! { <Icon glyph /> }
                }}
            </button>
            <span class="copy-said" role="status">
                {move || said.get()}
            </span>
        </span>
    }
    .into_any()
}
