//! Status pills and count badges.

use leptos::prelude::*;

/// The colour of a state. Never alone: a word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatusTone {
    Success,
    Info,
    Warn,
    Danger,
    #[default]
    Neutral,
    Accent,
}

/// A dot, a word, a soft background.
#[component]
pub fn StatusPill(#[prop(into)] tone: Signal<StatusTone>, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let class = move || match tone.get() {
        StatusTone::Success => "pill pill-success",
        StatusTone::Info => "pill pill-info",
        StatusTone::Warn => "pill pill-warn",
        StatusTone::Danger => "pill pill-danger",
        StatusTone::Neutral => "pill pill-neutral",
        StatusTone::Accent => "pill pill-accent",
    };
    view! {
        <span class=class>
            <span class="pill-dot" aria-hidden="true"></span>
            {move || label.get()}
        </span>
    }
    .into_any()
}

/// A number in a small round frame. Nothing for zero.
#[component]
pub fn Count(#[prop(into)] value: Signal<u32>) -> impl IntoView {
    move || {
        let value = value.get();
        (value > 0).then(|| {
            let text = if value > 99 { "99+".to_owned() } else { value.to_string() };
            view! { <span class="count">{text}</span> }
        })
    }
}
