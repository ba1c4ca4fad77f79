//! The only place that touches `window`, `document` and the other things a browser has and a server has not.
//!
//! Call these from effects and event handlers, never while rendering.

mod focus;
mod popover;
mod time;

pub use focus::{
    Opener, click, click_focused_link, focus_by_letter, focus_first, focus_heading, focus_id, focus_if_lost, focus_invalid, focus_last,
    focus_search, scroll_to, step_focus, step_rows,
};
pub use popover::{is_open as popover_is_open, place as place_popover, to_top as popover_to_top};
pub use time::{When, exact as exact_time, now_ms, relative as relative_time};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// False while the server renders and during hydration, true right after it.
#[must_use]
pub fn hydrated() -> ReadSignal<bool> {
    let (get, set) = signal(false);
    Effect::new(move |_| set.set(true));
    get
}

/// The element with this id, if the page has one.
#[must_use]
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The first element that matches a CSS selector.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// A value kept for this browser and this site; none where storage is switched off.
#[must_use]
pub fn recall(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value for this browser and this site. Storage that is full or switched off is no error of ours.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Shows a theme at once and keeps it in the cookie that the server reads at the next page.
pub fn apply_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
    if let Some(document) = document().dyn_ref::<web_sys::HtmlDocument>() {
        let cookie = ["theme=", theme, "; Path=/; Max-Age=31536000; SameSite=Lax"].concat();
        let _ = document.set_cookie(&cookie);
    }
}

/// Copies text; calls back with whether it worked. The clipboard exists only on secure origins.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    if !window().is_secure_context() {
        done(false);
        return;
    }
    let promise = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Selects the text of an element, so that the person can copy it by hand.
pub fn select_text(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (by_id(id), window().get_selection()) {
        let _ = selection.select_all_children(&element);
    }
}

/// Whether a key press is meant for a text field (or goes with a modifier) and so is no shortcut.
#[must_use]
pub fn is_typing(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return true;
    }
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        element.closest("input, textarea, select, [contenteditable], [role=menu], [role=listbox]").ok().flatten().is_some()
    })
}

/// Sends a form as a click on its submit button would, with validation and `submit` events.
pub fn submit_form_of(element: &Element) {
    if let Some(form) = element.closest("form").ok().flatten().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}

/// What a field of the form inside an element holds now.
#[must_use]
pub fn field_value(within: &Element, name: &str) -> Option<String> {
    let form = within.query_selector("form").ok()??.dyn_into().ok()?;
    web_sys::FormData::new_with_form(&form).ok()?.get(name).as_string()
}

/// Loads a page anew, in place of this one: nothing of the old page stays, and Back does not lead to it.
pub fn load(path: &str) {
    let _ = window().location().replace(path);
}

/// Whether an element is the one that has the focus.
#[must_use]
pub fn has_focus(element: &Element) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(element)))
}
