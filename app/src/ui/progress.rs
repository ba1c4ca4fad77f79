//! Waiting: placeholders, spinner, progress.

use leptos::prelude::*;

/// A turning ring. Decoration: what is busy says so itself with `aria-busy`.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}

/// Grey bars where text will stand. Shows up only after 150 ms, so that quick answers do not flicker.
#[component]
pub fn Skeleton(
    #[prop(default = 3)] lines: usize,
    /// What is loading, for screen readers.
    #[prop(into, default = "Loading".to_owned())]
    label: String,
) -> impl IntoView {
    view! {
        <div class="skeleton-block" role="status">
            <span class="sr-only">{label}</span>
            {(0..lines).map(|_| view! { <span class="skeleton" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
    .into_any()
}

/// Progress of a long task: `value` of `max` steps, or unknown without `value`.
#[component]
pub fn ProgressBar(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] value: Signal<Option<u32>>,
    #[prop(default = 100)] max: u32,
    /// Shown at the right, for example "3 of 5".
    #[prop(optional, into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <div class="progress-head">
                <span>{move || label.get()}</span>
                <span class="num">{move || text.get()}</span>
            </div>
            <progress aria-label=move || label.get() value=move || value.get() max=max></progress>
        </div>
    }
    .into_any()
}
