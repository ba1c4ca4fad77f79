//! Line icons: the drawing of an `icondata` entry in our own small `<svg>`.

use leptos::prelude::*;

/// One drawing, for example `icondata_lu::LuUsers`.
pub type Glyph = icondata_core::Icon;

/// An icon beside a text that says the same: hidden from assistive technology. Sized by the text around it.
#[component]
pub fn Icon(
    glyph: Glyph,
    /// Further classes, for example `icon-lg` (20 px) or a text colour.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=["icon ", class].concat()
            viewBox=glyph.view_box.unwrap_or("0 0 24 24")
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
            inner_html=glyph.data
        ></svg>
    }
    .into_any()
}
