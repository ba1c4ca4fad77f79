//! What the `popover` attribute does not do by itself yet.

use leptos::prelude::*;
use web_sys::HtmlElement;

/// Whether a popover is showing.
#[must_use]
pub fn is_open(element: &HtmlElement) -> bool {
    element.matches(":popover-open").unwrap_or(false)
}

/// Puts a popover under its button, for browsers whose style sheets cannot do it (no anchor positioning).
pub fn place(popover: &HtmlElement, anchor: &HtmlElement) {
    if web_sys::css::supports("position-area: block-end").unwrap_or(false) {
        return;
    }
    let at = anchor.get_bounding_client_rect();
    let own = popover.get_bounding_client_rect();
    let size = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (wide, high) = (size(window().inner_width()), size(window().inner_height()));
    let left = (at.right() - own.width()).clamp(8.0, (wide - own.width() - 8.0).max(8.0));
    let below = at.bottom() + 4.0;
    let top = if below + own.height() > high { (at.top() - own.height() - 4.0).max(8.0) } else { below };
    let style = popover.style();
    let px = |value: f64| value.round().to_string() + "px";
    for (name, value) in
        [("position", "fixed".to_owned()), ("inset", "auto".to_owned()), ("margin", "0".to_owned()), ("left", px(left)), ("top", px(top))]
    {
        let _ = style.set_property(name, &value);
    }
}

/// Lifts a manual popover above everything else, dialogs included.
pub fn to_top(element: &HtmlElement) {
    if is_open(element) {
        let _ = element.hide_popover();
    }
    let _ = element.show_popover();
}
