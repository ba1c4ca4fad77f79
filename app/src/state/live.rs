//! What changes elsewhere, as signals that resources listen to (NO-03).

#[cfg(feature = "hydrate")]
use domain::{id::WorkspaceId, view::live::LiveTopic};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use web_sys::EventSource;

/// A counter for each topic; a resource that reads one is fetched again when the server says that something of that topic changed.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    pub partnership: RwSignal<u32>,
    pub people: RwSignal<u32>,
    pub settings: RwSignal<u32>,
    pub session: RwSignal<u32>,
    pub activity: RwSignal<u32>,
    pub inbox: RwSignal<u32>,
    /// The line to the server is down for longer than a moment.
    pub lost: RwSignal<bool>,
}

impl Live {
    pub fn provide() -> Self {
        let new = || RwSignal::new(0);
        let live = Self {
            partnership: new(),
            people: new(),
            settings: new(),
            session: new(),
            activity: new(),
            inbox: new(),
            lost: RwSignal::new(false),
        };
        provide_context(live);
        live
    }

    /// What follows a topic; nothing for those that speak of the line itself.
    #[cfg(feature = "hydrate")]
    fn of(self, topic: LiveTopic) -> Option<RwSignal<u32>> {
        match topic {
            LiveTopic::Partnership => Some(self.partnership),
            LiveTopic::People => Some(self.people),
            LiveTopic::Settings => Some(self.settings),
            LiveTopic::Session => Some(self.session),
            LiveTopic::Activity => Some(self.activity),
            LiveTopic::Inbox => Some(self.inbox),
            LiveTopic::Hello | LiveTopic::Reset | LiveTopic::SignedOut => None,
        }
    }

    #[cfg(feature = "hydrate")]
    fn all(self) {
        for signal in LiveTopic::ALL.iter().filter_map(|topic| self.of(*topic)) {
            signal.update(|n| *n += 1);
        }
    }

    /// Opens the line for a workspace and keeps it open until the owner of the effect that calls this is gone.
    #[cfg(feature = "hydrate")]
    pub fn connect(self, workspace: WorkspaceId) {
        let line = StoredValue::new_local(None::<EventSource>);
        on_cleanup(move || {
            if let Some(Some(source)) = line.try_get_value() {
                source.close();
            }
        });
        self.open(workspace, line);
    }

    /// The browser reconnects by itself and tells the server what it saw last; only after an answer that is no stream (a proxy's, while
    /// the server restarts) it gives up, and the line has to be opened anew.
    #[cfg(feature = "hydrate")]
    fn open(self, workspace: WorkspaceId, line: StoredValue<Option<EventSource>, LocalStorage>) {
        use std::time::Duration;
        use wasm_bindgen::JsCast;
        use wasm_bindgen::closure::Closure;

        let Ok(source) = EventSource::new(&format!("/w/{workspace}/events")) else {
            return;
        };
        let on = |name: &str, closure: Closure<dyn FnMut(web_sys::Event)>| {
            let added = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            if added.is_ok() {
                closure.forget();
            }
        };
        on(
            "changed",
            Closure::new(move |event: web_sys::Event| {
                let data = event.dyn_into::<web_sys::MessageEvent>().ok().and_then(|event| event.data().as_string()).unwrap_or_default();
                let topic = data.split(' ').next().and_then(|topic| topic.parse().ok());
                if let Some(signal) = topic.and_then(|topic| self.of(topic)) {
                    signal.update(|n| *n += 1);
                }
            }),
        );
        // What happened between the answer that holds the page and this moment was told to nobody: look again.
        for name in [LiveTopic::Hello, LiveTopic::Reset] {
            on(name.code(), Closure::new(move |_| self.all()));
        }
        let ended = source.clone();
        on(
            LiveTopic::SignedOut.code(),
            Closure::new(move |_| {
                ended.close();
                // After a proof of identity the same session goes on under a new cookie, which may be on its way here just now. So who is
                // signed in is asked a moment later, and the line opened anew: it ends with the frame when nobody is.
                let renew = move || {
                    if line.try_get_value().is_some() {
                        self.session.update(|n| *n += 1);
                        self.open(workspace, line);
                    }
                };
                set_timeout(renew, Duration::from_secs(1));
            }),
        );
        on("open", Closure::new(move |_| self.lost.set(false)));
        let watched = source.clone();
        on(
            "error",
            Closure::new(move |_| {
                let watched = watched.clone();
                set_timeout(
                    move || {
                        let state = watched.ready_state();
                        if state != EventSource::OPEN {
                            self.lost.set(true);
                        }
                        if state == EventSource::CLOSED && line.try_get_value().is_some() {
                            self.open(workspace, line);
                        }
                    },
                    Duration::from_secs(10),
                );
            }),
        );
        line.set_value(Some(source));
    }
}
