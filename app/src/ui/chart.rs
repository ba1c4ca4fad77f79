//! Small charts: a drawing for the eye, the same numbers as a table for everyone.

use leptos::prelude::*;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub value: u32,
}

const HIGH: u64 = 64;

/// A strip of bars, for example events of the last 30 days.
#[component]
pub fn BarStrip(
    /// What is counted, over which time.
    #[prop(into)]
    caption: String,
    /// The heading of the labels ("Day").
    #[prop(into)]
    label: String,
    /// The heading of the values ("Events").
    #[prop(into)]
    unit: String,
    #[prop(into)] bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let drawing = move || {
        let bars = bars.read();
        let max = u64::from(bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1));
        let rects = bars
            .iter()
            .enumerate()
            .map(|(index, bar)| {
                // At least two pixels for anything that is not nothing.
                let height = match bar.value {
                    0 => 1,
                    value => (u64::from(value) * HIGH / max).max(2),
                };
                let tip = [&bar.label, ": ", &bar.value.to_string()].concat();
                let class = if bar.value == 0 { "bar bar-zero" } else { "bar" };
                view! {
                    <rect class=class x=index * 10 + 1 y=HIGH - height width="8" height=height rx="1">
                        <title>{tip}</title>
                    </rect>
                }
            })
            .collect_view();
        let view_box = ["0 0 ", &(bars.len() * 10).to_string(), " ", &HIGH.to_string()].concat();
        view! {
            <svg class="bars" viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
                {rects}
            </svg>
        }
    };
    let rows = move || {
        bars.get()
            .into_iter()
            .map(|bar| {
                view! {
                    <tr>
                        <th scope="row">{bar.label}</th>
                        <td>{bar.value}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let ends = move || {
        let bars = bars.read();
        bars.first().zip(bars.last()).map(|(first, last)| {
            view! {
                <div class="bars-ends" aria-hidden="true">
                    <span>{first.label.clone()}</span>
                    <span>{last.label.clone()}</span>
                </div>
            }
        })
    };
    view! {
        <figure class="chart">
            <figcaption>{caption.clone()}</figcaption>
            {drawing}
            {ends}
            <table class="sr-only">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{label}</th>
                        <th scope="col">{unit}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </figure>
    }
    .into_any()
}
