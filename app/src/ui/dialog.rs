//! Dialogs that live in the address: `?dialog=name` opens one, from a link, a mail or the Back button.
//!
//! The server renders it open, so it can be read and used before the page is alive; then it becomes modal.

use super::{Button, Icon, LinkButton, Tone, url};
use crate::browser::{self, Opener};
use leptos::{ev, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// What a dialog offers to its content, through the context.
#[derive(Debug, Clone, Copy)]
pub struct DialogScope {
    /// The address without the dialog.
    pub close_href: Signal<String>,
    /// Goes there.
    pub close: Callback<()>,
}

/// A dialog, open while the address says `?dialog=name`. Its content is built when it opens.
#[component]
pub fn Dialog(
    name: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] description: Signal<Option<String>>,
    /// Starts on Cancel and is announced as an alert.
    #[prop(optional)]
    destructive: bool,
    /// A sheet at the right edge, for details beside a list.
    #[prop(optional)]
    drawer: bool,
    /// 720 px instead of 480.
    #[prop(optional)]
    wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let query = use_query_map();
    let open = Memo::new(move |_| query.read().get_str(url::DIALOG) == Some(name));
    move || {
        open.get().then(|| {
            let children = children.clone();
            view! {
                <Frame name title description destructive drawer wide>
                    {children()}
                </Frame>
            }
        })
    }
}

#[component]
fn Frame(
    name: &'static str,
    title: Signal<String>,
    description: Signal<Option<String>>,
    destructive: bool,
    drawer: bool,
    wide: bool,
    children: Children,
) -> impl IntoView {
    let close_href = url::use_href_with(vec![(url::DIALOG, None), (url::ITEM, None)]);
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        navigate(&close_href.get_untracked(), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    provide_context(DialogScope { close_href, close });

    let node = NodeRef::<html::Dialog>::new();
    let dirty = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let leave = move || {
        if dirty.get_untracked() && !asking.get_untracked() {
            asking.set(true);
        } else {
            close.run(());
        }
    };
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        let opener = Opener::here();
        on_cleanup(move || opener.focus());
        // Rendered open by the server: only a closed dialog can become modal.
        let _ = dialog.remove_attribute("open");
        if dialog.show_modal().is_err() {
            let _ = dialog.set_attribute("open", "");
        }
        let first: &[&str] = if destructive {
            &["[data-cancel]"]
        } else {
            &[
                "[autofocus]",
                "[aria-invalid=true]",
                ".dialog-body :is(input:not([type=hidden]), select, textarea):not(:disabled)",
                ".dialog-foot .btn-primary",
                "h2",
            ]
        };
        browser::focus_first(&dialog, first);
    });
    let title_id = ["dialog-", name, "-title"].concat();
    let text_id = ["dialog-", name, "-text"].concat();
    let described_by = {
        let text_id = text_id.clone();
        move || description.read().is_some().then(|| text_id.clone())
    };
    let labelled_by = title_id.clone();
    let class = match (drawer, wide) {
        (true, _) => "dialog dialog-drawer",
        (false, true) => "dialog dialog-wide",
        (false, false) => "dialog",
    };
    view! {
        <dialog
            node_ref=node
            class=class
            open=true
            role=destructive.then_some("alertdialog")
            aria-labelledby=labelled_by
            aria-describedby=described_by
            on:cancel=move |event: web_sys::Event| {
                if event.target() == event.current_target() {
                    event.prevent_default();
                    leave();
                }
            }
            // Browsers may close a dialog at the second Escape without asking: the address follows.
            on:close=move |_| close.run(())
            on:mousedown=move |event: ev::MouseEvent| {
                if event.target() == event.current_target() {
                    event.prevent_default();
                    leave();
                }
            }
            on:input=move |_| dirty.set(true)
        >
            <div class="dialog-box">
                <header class="dialog-head">
                    <h2 id=title_id tabindex="-1">
                        {move || title.get()}
                    </h2>
                    <a
                        class="btn-icon"
                        href=move || close_href.get()
                        prop:replace=true
                        data-noscroll=""
                        aria-label="Close"
                        title="Close"
                    >
                        <Icon glyph=icondata_lu::LuX />
                    </a>
                </header>
                <div class="dialog-body">
                    {move || {
                        description
                            .get()
                            .map(|text| {
                                view! {
                                    <p class="dialog-text" id=text_id.clone()>
                                        {text}
                                    </p>
                                }
                            })
                    }}
                    {children()}
                </div>
                {move || asking.get().then(|| view! { <Ask asking close /> })}
            </div>
        </dialog>
    }
    .into_any()
}

/// Asked when Escape would throw away what was typed.
#[component]
fn Ask(asking: RwSignal<bool>, close: Callback<()>) -> impl IntoView {
    let typing = StoredValue::new(None::<Opener>);
    Effect::new(move |_| {
        typing.set_value(Some(Opener::here()));
        browser::focus_id("dialog-keep");
    });
    let keep = move || {
        asking.set(false);
        if let Some(field) = typing.get_value() {
            field.focus();
        }
    };
    view! {
        <div class="dialog-ask" role="alertdialog" aria-label="Discard what you entered?">
            <p>"Discard what you entered?"</p>
            <Button id="dialog-keep" label="Keep editing" on_click=keep />
            <Button label="Discard" tone=Tone::Danger on_click=close />
        </div>
    }
    .into_any()
}

/// The buttons of a dialog, right-aligned, the primary one last. Stays in view when the content scrolls.
#[component]
pub fn DialogFooter(children: Children) -> impl IntoView {
    view! { <div class="dialog-foot">{children()}</div> }.into_any()
}

/// Closes the dialog it stands in. A link, so it works before the page is alive.
#[component]
pub fn DialogCancel(#[prop(into, default = "Cancel".to_owned())] label: String) -> impl IntoView {
    let href = use_context::<DialogScope>().map(|scope| scope.close_href);
    view! {
        <a
            class="btn btn-neutral"
            href=move || href.map(|href| href.get())
            prop:replace=true
            data-noscroll=""
            data-cancel=""
        >
            <span>{label}</span>
        </a>
    }
    .into_any()
}

/// Asks before something is taken away. Put a form inside, with the consequences in real numbers and a [`ConfirmFooter`].
#[component]
pub fn ConfirmDialog(
    name: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] description: Signal<Option<String>>,
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Dialog name title description destructive=true>
            {children()}
        </Dialog>
    }
}

/// Cancel, and the submit button whose label repeats the verb ("Remove account").
#[component]
pub fn ConfirmFooter(#[prop(into)] label: String, #[prop(optional, into)] busy: Signal<bool>) -> impl IntoView {
    view! {
        <DialogFooter>
            <DialogCancel />
            <Button label tone=Tone::Danger submit=true busy />
        </DialogFooter>
    }
}

/// A link that opens a dialog of this page, as a button. With `item`, about that row.
#[component]
pub fn DialogLink(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] item: Option<String>,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] small: bool,
    #[prop(optional)] icon: Option<super::Glyph>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] disabled_reason: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let href = match item {
        Some(item) => url::use_item_dialog_href(name, item),
        None => url::use_dialog_href(name),
    };
    LinkButton(super::LinkButtonProps { href, label, tone, small, full: false, icon, id, stay: true, external: false, disabled_reason })
}
