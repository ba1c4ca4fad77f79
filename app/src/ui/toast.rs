//! Messages: toasts say what has just been done, banners stand beside the cause of a problem.

use super::{Icon, IconButton};
use crate::browser;
use leptos::{html, prelude::*};
use std::time::Duration;

const SHOWN: Duration = Duration::from_secs(6);
const AGAIN: Duration = Duration::from_secs(2);
const MAX: usize = 3;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    message: String,
    link: Option<(String, String)>,
}

/// The messages on screen. Take it from the context: `expect_context::<Toasts>().push("Request sent")`.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: RwSignal<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Makes the list and puts it into the context. Call once, in the app's root.
    pub fn provide() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: RwSignal::new(0), held: RwSignal::new(false) };
        provide_context(toasts);
        toasts
    }

    /// Shows a message for six seconds.
    pub fn push(&self, message: impl Into<String>) {
        self.add(message.into(), None);
    }

    /// Shows a message with a link, for example to undo or to see the result.
    pub fn push_link(&self, message: impl Into<String>, label: impl Into<String>, href: impl Into<String>) {
        self.add(message.into(), Some((label.into(), href.into())));
    }

    fn add(self, message: String, link: Option<(String, String)>) {
        let id = self.next.get_untracked();
        self.next.set(id.wrapping_add(1));
        self.list.update(|list| {
            if list.len() >= MAX {
                list.remove(0);
            }
            list.push(Toast { id, message, link });
        });
        self.drop_later(id, SHOWN);
    }

    fn drop_later(self, id: u32, after: Duration) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.drop_later(id, AGAIN),
                Some(false) => self.remove(id),
                None => {}
            },
            after,
        );
    }

    fn remove(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The corner where toasts appear: a polite live region, present from the first byte of the page.
#[component]
pub fn Toaster() -> impl IntoView {
    let Some(toasts) = use_context::<Toasts>() else {
        return ().into_any();
    };
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        toasts.next.track();
        if let Some(region) = node.get()
            && !toasts.list.read_untracked().is_empty()
        {
            browser::popover_to_top(&region);
        }
    });
    view! {
        <div
            node_ref=node
            class="toaster"
            role="status"
            aria-live="polite"
            popover="manual"
            on:mouseenter=move |_| toasts.held.set(true)
            on:mouseleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class="toast">
                    <Icon glyph=icondata_lu::LuCircleCheck class="toast-icon" />
                    <p>{toast.message.clone()}</p>
                    {toast
                        .link
                        .clone()
                        .map(|(label, href)| {
                            view! {
                                <a class="link" href=href>
                                    {label}
                                </a>
                            }
                        })}
                    <IconButton
                        glyph=icondata_lu::LuX
                        label="Dismiss message"
                        on_click=move || {
                            toasts.held.set(false);
                            toasts.remove(toast.id);
                        }
                    />
                </div>
            </For>
        </div>
    }
    .into_any()
}

/// What a banner is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BannerTone {
    #[default]
    Info,
    Success,
    Warn,
    /// Announced at once.
    Danger,
}

/// A message that stays, above or beside what it is about. Buttons or links go into the children.
#[component]
pub fn Banner(
    #[prop(optional)] tone: BannerTone,
    #[prop(optional, into)] title: Option<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, glyph, role) = match tone {
        BannerTone::Info => ("banner banner-info", icondata_lu::LuInfo, "status"),
        BannerTone::Success => ("banner banner-success", icondata_lu::LuCircleCheck, "status"),
        BannerTone::Warn => ("banner banner-warn", icondata_lu::LuTriangleAlert, "status"),
        BannerTone::Danger => ("banner banner-danger", icondata_lu::LuCircleX, "alert"),
    };
    view! {
        <div class=class role=role>
            <Icon glyph />
            <div class="banner-text">
                {title.map(|title| view! { <p class="banner-title">{title}</p> })}
                <p>{move || text.get()}</p>
            </div>
            {children.map(|children| view! { <div class="banner-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
