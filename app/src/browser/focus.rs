//! Moving the keyboard focus, and giving it back.

use super::{by_id, find};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Whoever had the focus before a dialog took it. Made and used in the browser only.
#[derive(Debug, Clone)]
pub struct Opener(SendWrapper<Option<HtmlElement>>);

impl Opener {
    /// Remembers the element that has the focus now.
    #[must_use]
    pub fn here() -> Self {
        Self(SendWrapper::new(
            document().active_element().filter(|element| element.tag_name() != "BODY").and_then(|element| element.dyn_into().ok()),
        ))
    }

    /// Gives the focus back; when the opener is gone (its row was removed), to the page's heading.
    pub fn focus(self) {
        request_animation_frame(move || match self.0.take() {
            Some(element) if element.is_connected() => {
                let _ = element.focus();
            }
            _ => focus_heading(),
        });
    }
}

/// Puts the focus on the heading of the page.
pub fn focus_heading() {
    if let Some(heading) = find("main h1").or_else(|| find("main")) {
        let _ = heading.set_attribute("tabindex", "-1");
        let _ = heading.focus();
    }
}

/// Puts the focus on the element with this id.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Puts the focus on an element if what had it is gone.
pub fn focus_if_lost(id: &str) {
    if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
        focus_id(id);
    }
}

/// Puts the focus on the first field that is marked as wrong: in the open dialog, if there is one. A summary of errors has it already.
pub fn focus_invalid() {
    if find(".error-list").is_some() {
        return;
    }
    if let Some(field) = find("dialog[open] [aria-invalid=true]").or_else(|| find("[aria-invalid=true]")) {
        let _ = field.focus();
    }
}

/// Tries selectors in order inside `root` and focuses the first element found.
pub fn focus_first(root: &Element, selectors: &[&str]) -> bool {
    for selector in selectors {
        if let Ok(Some(element)) = root.query_selector(selector)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            return element.focus().is_ok();
        }
    }
    false
}

/// Moves the focus among the elements that match, `by` places on (or back), around the ends.
///
pub fn step_focus(root: &Element, selector: &str, by: i32) {
    let Ok(list) = root.query_selector_all(selector) else {
        return;
    };
    let count = i32::try_from(list.length()).unwrap_or(0);
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let at = (0..count)
        .find(|index| list.item(index.unsigned_abs()).zip(active.as_ref()).is_some_and(|(node, active)| active.is_same_node(Some(&node))));
    let next = match at {
        Some(at) => (at + by).rem_euclid(count),
        None if by < 0 => count - 1,
        None => 0,
    };
    if let Some(element) = list.item(next.unsigned_abs()).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Focuses the last element that matches.
pub fn focus_last(root: &Element, selector: &str) {
    if let Ok(list) = root.query_selector_all(selector)
        && let Some(element) = list.item(list.length().saturating_sub(1)).and_then(|node| node.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Focuses the next matching element whose text starts with a letter, for typing ahead in menus.
pub fn focus_by_letter(root: &Element, selector: &str, letter: char) {
    let Ok(list) = root.query_selector_all(selector) else {
        return;
    };
    let items: Vec<HtmlElement> = (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect();
    let at = items.iter().position(|item| super::has_focus(item));
    let starts = |item: &&HtmlElement| {
        item.text_content()
            .and_then(|text| text.trim_start().chars().next())
            .is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
    };
    let after = at.map_or(0, |at| at + 1);
    if let Some(item) = items.iter().skip(after).find(starts).or_else(|| items.iter().find(starts)) {
        let _ = item.focus();
    }
}

/// Clicks the link that has the focus: Space in a menu acts on links as it does on buttons.
#[must_use]
pub fn click_focused_link() -> bool {
    let link =
        document().active_element().filter(|element| element.tag_name() == "A").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    link.as_ref().inspect(|link| link.click()).is_some()
}

/// Focuses the search box of the page.
#[must_use]
pub fn focus_search() -> bool {
    find("[data-search]").is_some_and(|input| input.focus().is_ok())
}

/// Clicks the first element that matches.
#[must_use]
pub fn click(selector: &str) -> bool {
    find(selector).inspect(HtmlElement::click).is_some()
}

/// Walks the titles of a list's rows.
#[must_use]
pub fn step_rows(by: i32) -> bool {
    find("main").is_some_and(|main| {
        step_focus(&main, "[data-row]", by);
        true
    })
}

/// Scrolls the element with this id into view, no further than needed.
pub fn scroll_to(id: &str) {
    if let Some(element) = by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
