//! "More actions": a popover with links and buttons. Opens and closes without any script; the keys come with hydration.

use super::{Glyph, Icon};
use crate::browser;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use web_sys::HtmlElement;

const ITEMS: &str = "[role=menuitem]:not([aria-disabled=true])";

/// A button and its menu. Name it "More actions for ..." in rows. Destructive items go last, after a [`MenuSeparator`].
#[component]
pub fn Menu(
    /// Unique in the page: the menu's id is made of it.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Signal<String>,
    /// Shows the label as text on an ordinary button instead of the three dots.
    #[prop(optional)]
    text: bool,
    #[prop(optional)] icon: Option<Glyph>,
    /// Own content of the button, for example an avatar with a name.
    #[prop(optional, into)]
    trigger: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let menu = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let menu_id = ["menu-", &id].concat();

    let toggled = move |_| {
        let (Some(menu), Some(button)) = (menu.get_untracked(), button.get_untracked()) else {
            return;
        };
        let now = browser::popover_is_open(&menu);
        open.set(now);
        if now {
            browser::place_popover(&menu, &button);
            browser::focus_first(&menu, &[ITEMS]);
        }
    };
    let button_key = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            if let Some(menu) = menu.get_untracked() {
                let _ = menu.show_popover();
            }
        }
    };
    let menu_key = move |event: KeyboardEvent| {
        if let (Some(menu), Some(button)) = (menu.get_untracked(), button.get_untracked())
            && walk(&event.key(), &menu, &button)
        {
            event.prevent_default();
        }
    };
    let class = match (&trigger, text) {
        (Some(_), _) => "menu-trigger",
        (None, true) => "btn btn-neutral",
        (None, false) => "btn-icon",
    };
    let only_icon = trigger.is_none() && !text;
    let name = move || only_icon.then(|| label.get());
    let content = match trigger {
        Some(trigger) => view! {
            <span class="sr-only">{move || label.get()}</span>
            {trigger.run()}
        }
        .into_any(),
        None if text => view! {
            {icon.map(|glyph| view! { <Icon glyph /> })}
            <span>{move || label.get()}</span>
            <Icon glyph=icondata_lu::LuChevronDown />
        }
        .into_any(),
        None => view! { <Icon glyph=icon.unwrap_or(icondata_lu::LuEllipsis) /> }.into_any(),
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=class
            id=id
            popovertarget=menu_id.clone()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=name
            title=name
            on:keydown=button_key
        >
            {content}
        </button>
        <div
            node_ref=menu
            class="menu"
            id=menu_id
            popover="auto"
            role="menu"
            aria-label=move || label.get()
            on:toggle=toggled
            on:keydown=menu_key
            on:click=move |_| {
                if let Some(menu) = menu.get_untracked() {
                    let _ = menu.hide_popover();
                }
            }
        >
            {children()}
        </div>
    }
    .into_any()
}

/// The keys of an open menu. Answers whether the key was one of them.
fn walk(key: &str, menu: &HtmlElement, button: &HtmlElement) -> bool {
    match key {
        "ArrowDown" => browser::step_focus(menu, ITEMS, 1),
        "ArrowUp" => browser::step_focus(menu, ITEMS, -1),
        "Home" => {
            browser::focus_first(menu, &[ITEMS]);
        }
        "End" => browser::focus_last(menu, ITEMS),
        // Leaves the menu: the browser moves on from its button.
        "Tab" => {
            let _ = menu.hide_popover();
            let _ = button.focus();
            return false;
        }
        " " => return browser::click_focused_link(),
        _ => {
            let mut letters = key.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                browser::focus_by_letter(menu, ITEMS, letter);
            }
            return false;
        }
    }
    true
}

const fn item_class(danger: bool) -> &'static str {
    if danger { "menu-item menu-item-danger" } else { "menu-item" }
}

/// An entry that goes somewhere, or opens a dialog of this page through its address.
#[component]
pub fn MenuLink(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] danger: bool,
    /// Keeps the scroll position.
    #[prop(optional)]
    stay: bool,
    #[prop(optional)] external: bool,
    /// Shows the entry switched off, with the reason under it.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
) -> impl IntoView {
    let off = move || disabled_reason.read().is_some();
    view! {
        <a
            class=item_class(danger)
            role="menuitem"
            href=move || (!off()).then(|| href.get())
            aria-disabled=move || off().then_some("true")
            data-noscroll=stay.then_some("")
            rel=external.then_some("external")
        >
            {icon.map(|glyph| view! { <Icon glyph /> })}
            <span>
                {move || label.get()}
                {move || disabled_reason.get().map(|text| view! { <small>{text}</small> })}
            </span>
        </a>
    }
    .into_any()
}

/// An entry that acts: sends the form named by `form`, or runs `on_click`.
#[component]
pub fn MenuButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] form: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            class=item_class(danger)
            role="menuitem"
            type=if form.is_some() { "submit" } else { "button" }
            form=form
            name=name
            value=value
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {icon.map(|glyph| view! { <Icon glyph /> })}
            <span>{move || label.get()}</span>
        </button>
    }
    .into_any()
}

/// A line between groups of entries.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <div class="menu-line" role="separator"></div> }
}
