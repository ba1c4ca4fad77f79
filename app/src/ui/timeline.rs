//! What happened, in order.

use super::{Glyph, Icon, StatusTone, Time};
use leptos::prelude::*;

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub struct TimelineEvent {
    pub glyph: Option<Glyph>,
    pub tone: StatusTone,
    /// Who did it.
    pub who: String,
    /// What they did: "approved the request".
    pub what: String,
    /// Milliseconds UTC.
    pub at: i64,
    /// A reason or a message, in the person's own words.
    pub note: Option<String>,
}

/// Events, newest or oldest first as given.
#[component]
pub fn Timeline(#[prop(into)] events: Signal<Vec<TimelineEvent>>) -> impl IntoView {
    let items = move || {
        events
            .get()
            .into_iter()
            .map(|event| {
                let mark = match event.tone {
                    StatusTone::Success => "timeline-mark pill-success",
                    StatusTone::Info => "timeline-mark pill-info",
                    StatusTone::Warn => "timeline-mark pill-warn",
                    StatusTone::Danger => "timeline-mark pill-danger",
                    StatusTone::Neutral => "timeline-mark pill-neutral",
                    StatusTone::Accent => "timeline-mark pill-accent",
                };
                view! {
                    <li class="timeline-item">
                        <span class=mark>
                            <Icon glyph=event.glyph.unwrap_or(icondata_lu::LuClock) />
                        </span>
                        <div class="timeline-text">
                            <p>
                                <strong>{event.who}</strong>
                                " "
                                {event.what}
                            </p>
                            {event.note.map(|note| view! { <blockquote>{note}</blockquote> })}
                        </div>
                        <Time ms=event.at />
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="timeline">{items}</ol> }.into_any()
}
