//! Buttons act, link buttons navigate.
#![expect(clippy::fn_params_excessive_bools, reason = "the properties of a component are named where it is used")]

use super::{Glyph, Icon, Spinner, slug};
use leptos::{ev::MouseEvent, prelude::*};

/// What a button stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// The one main action of a page or dialog.
    Primary,
    /// Any other action.
    #[default]
    Neutral,
    /// Takes something away for good.
    Danger,
    /// Without a frame, in toolbars and rows.
    Quiet,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Neutral => "btn btn-neutral",
            Self::Danger => "btn btn-danger",
            Self::Quiet => "btn btn-quiet",
        }
    }
}

fn classes(tone: Tone, small: bool, full: bool) -> String {
    let small = if small { " btn-sm" } else { "" };
    let full = if full { " btn-full" } else { "" };
    [tone.class(), small, full].concat()
}

/// A text that appears on hover and focus of what it explains, and goes away with Escape.
#[component]
pub fn Tip(
    /// The id that `aria-describedby` of the explained element names.
    #[prop(into)]
    id: String,
    #[prop(into)] text: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let away = RwSignal::new(false);
    view! {
        <span
            class="tip-host"
            class:tip-away=move || away.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    away.set(true);
                }
            }
            on:mouseenter=move |_| away.set(false)
            on:focusin=move |_| away.set(false)
        >
            {children()}
            {move || text.get().map(|text| view! { <span class="tip" role="tooltip" id=id.clone()>{text}</span> })}
        </span>
    }
    .into_any()
}

/// A button. With `disabled_reason` it stays reachable by keyboard, does nothing, and says why.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] small: bool,
    /// As wide as its container.
    #[prop(optional)]
    full: bool,
    #[prop(optional)] icon: Option<Glyph>,
    /// Sends the form it stands in, or the one named by `form`.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] form: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    /// Shows a spinner beside the label and ignores further clicks.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] disabled_reason: Option<Signal<Option<String>>>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let off = move || disabled_reason.is_some_and(|reason| reason.read().is_some());
    let reason_id = ["why-", &id.clone().unwrap_or_else(|| slug(&label.get_untracked()))].concat();
    let described_by = {
        let reason_id = reason_id.clone();
        move || off().then(|| reason_id.clone())
    };
    let click = move |event: MouseEvent| {
        if off() || busy.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    let button = view! {
        <button
            class=classes(tone, small, full)
            // A button that is off must not send its form before the page comes alive.
            type=move || if submit && !off() { "submit" } else { "button" }
            id=id
            form=form
            name=name
            value=value
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || off().then_some("true")
            aria-describedby=described_by
            on:click=click
        >
            {move || {
                if busy.get() {
                    Some(view! { <Spinner /> }.into_any())
                } else {
                    icon.map(|glyph| view! { <Icon glyph /> }.into_any())
                }
            }}
            <span>{move || label.get()}</span>
        </button>
    }
    .into_any();
    match disabled_reason {
        Some(text) => view! { <Tip id=reason_id text>{button}</Tip> }.into_any(),
        None => button,
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] small: bool,
    #[prop(optional)] full: bool,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional, into)] id: Option<String>,
    /// Keeps the scroll position: for links that open a dialog or change a filter.
    #[prop(optional)]
    stay: bool,
    /// Leaves the app: downloads, other sites, pages that the server alone answers.
    #[prop(optional)]
    external: bool,
    #[prop(optional, into)] disabled_reason: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let off = move || disabled_reason.is_some_and(|reason| reason.read().is_some());
    let reason_id = ["why-", &id.clone().unwrap_or_else(|| slug(&label.get_untracked()))].concat();
    let described_by = {
        let reason_id = reason_id.clone();
        move || off().then(|| reason_id.clone())
    };
    let link = view! {
        <a
            class=classes(tone, small, full)
            href=move || (!off()).then(|| href.get())
            id=id
            role=move || off().then_some("link")
            tabindex=move || off().then_some("0")
            aria-disabled=move || off().then_some("true")
            aria-describedby=described_by
            data-noscroll=stay.then_some("")
            rel=external.then_some("external")
        >
            {icon.map(|glyph| view! { <Icon glyph /> })}
            <span>{move || label.get()}</span>
        </a>
    }
    .into_any();
    match disabled_reason {
        Some(text) => view! { <Tip id=reason_id text>{link}</Tip> }.into_any(),
        None => link,
    }
}

/// A button that shows only an icon; the label is its name. With `href` it is a link.
#[component]
pub fn IconButton(
    glyph: Glyph,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] danger: bool,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] href: Option<Signal<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] pressed: Option<Signal<bool>>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let class = if danger { "btn-icon btn-icon-danger" } else { "btn-icon" };
    if let Some(href) = href {
        return view! {
            <a
                class=class
                id=id
                href=move || href.get()
                aria-label=move || label.get()
                title=move || label.get()
                data-noscroll=""
            >
                <Icon glyph />
            </a>
        }
        .into_any();
    }
    view! {
        <button
            class=class
            id=id
            type=if submit { "submit" } else { "button" }
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            <Icon glyph />
        </button>
    }
    .into_any()
}
