//! The command palette (Ctrl or Cmd with K), single-key shortcuts, and the list of them (`?`).

use super::{Glyph, Icon, Switch};
use crate::browser::{self, Opener};
use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
    task::spawn_local,
};
use leptos_router::hooks::use_navigate;
use std::{pin::Pin, time::Duration};

/// What a search finds, later. Build with `Box::pin(async move { ... })`.
pub type Found<T> = Pin<Box<dyn Future<Output = Vec<T>>>>;

/// One place or action that the palette can lead to.
#[derive(Debug, Clone)]
pub struct Command {
    pub href: String,
    pub label: String,
    /// What kind of thing it is: "Page", "Partner", "Person", "Action".
    pub kind: String,
    pub glyph: Glyph,
}

/// A key that follows `g`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoTo {
    pub key: char,
    pub label: String,
    pub href: String,
}

/// Whether palette and shortcut help are open. Put into the context by the app's root.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    open: RwSignal<bool>,
    help: RwSignal<bool>,
}

impl Palette {
    /// Makes it and puts it into the context.
    pub fn provide() -> Self {
        let palette = Self { open: RwSignal::new(false), help: RwSignal::new(false) };
        provide_context(palette);
        palette
    }

    /// Opens the command palette.
    pub fn show(&self) {
        self.open.set(true);
    }

    /// Opens the list of shortcuts.
    pub fn show_help(&self) {
        self.help.set(true);
    }
}

/// The button that opens the palette. Nothing without a [`Palette`] in the context.
#[component]
pub fn PaletteTrigger(
    /// The icon alone.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    use_context::<Palette>().map(|palette| {
        let class = if compact { "btn-icon with-script" } else { "palette-trigger with-script" };
        view! {
            <button
                type="button"
                class=class
                aria-haspopup="dialog"
                aria-label="Search and go to"
                aria-keyshortcuts="Control+K Meta+K"
                title="Search and go to (Ctrl K)"
                on:click=move |_| palette.show()
            >
                <Icon glyph=icondata_lu::LuSearch class=if compact { "icon-lg" } else { "" } />
                {(!compact)
                    .then(|| {
                        view! {
                            <span class="nav-label">"Search"</span>
                            <kbd class="nav-label">"Ctrl K"</kbd>
                        }
                    })}
            </button>
        }
    })
}

fn matches(command: &Command, words: &[String]) -> bool {
    let text = [&command.label, " ", &command.kind].concat().to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

/// The palette itself. `commands` are filtered here; `search` may add what only the server knows.
#[component]
pub fn CommandPalette(
    #[prop(into)] commands: Signal<Vec<Command>>,
    #[prop(optional, into)] search: Option<Callback<String, Found<Command>>>,
) -> impl IntoView {
    let palette = use_context::<Palette>();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key())
                && !event.shift_key()
                && !event.alt_key()
                && event.key().eq_ignore_ascii_case("k")
                && let Some(palette) = palette
            {
                event.prevent_default();
                palette.open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || handle.remove());
    });
    move || palette.filter(|palette| palette.open.get()).map(|palette| view! { <Finder palette commands search /> })
}

#[component]
fn Finder(palette: Palette, commands: Signal<Vec<Command>>, search: Option<Callback<String, Found<Command>>>) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let text = RwSignal::new(String::new());
    let extra = RwSignal::new(Vec::<Command>::new());
    let at = RwSignal::new(0_usize);
    let navigate = use_navigate();
    modal(node);

    if let Some(search) = search {
        let asked = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let query = text.get().trim().to_owned();
            let turn = asked.get_value().wrapping_add(1);
            asked.set_value(turn);
            if query.is_empty() {
                extra.set(Vec::new());
                return;
            }
            set_timeout(
                move || {
                    if asked.try_get_value() != Some(turn) {
                        return;
                    }
                    spawn_local(async move {
                        let found = search.run(query).await;
                        if asked.try_get_value() == Some(turn) {
                            extra.set(found);
                        }
                    });
                },
                Duration::from_millis(150),
            );
        });
    }
    let shown = Memo::new_with_compare(
        move |_| {
            let words: Vec<String> = text.read().to_lowercase().split_whitespace().map(str::to_owned).collect();
            let mut shown: Vec<Command> = commands.read().iter().filter(|command| matches(command, &words)).cloned().collect();
            shown.extend(extra.get());
            shown.truncate(50);
            shown
        },
        |_, _| true,
    );
    let go = Callback::new(move |href: String| {
        palette.open.set(false);
        navigate(&href, leptos_router::NavigateOptions::default());
    });
    let key = move |event: KeyboardEvent| {
        let count = shown.read_untracked().len();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let href = shown.read_untracked().get(at.get_untracked()).map(|command| command.href.clone());
                if let Some(href) = href {
                    go.run(href);
                }
            }
            _ => return,
        }
        event.prevent_default();
        browser::scroll_to(&option_id(at.get_untracked()));
    };
    let options = move || {
        shown
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, command)| {
                let selected = move || at.get() == index;
                view! {
                    <li
                        class="option"
                        id=option_id(index)
                        role="option"
                        aria-selected=move || if selected() { "true" } else { "false" }
                        on:mousemove=move |_| at.set(index)
                        on:click=move |_| go.run(command.href.clone())
                    >
                        <Icon glyph=command.glyph />
                        <span class="option-text">{command.label}</span>
                        <span class="option-kind">{command.kind}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <dialog
            node_ref=node
            class="palette"
            aria-label="Search and go to"
            on:close=move |_| palette.open.set(false)
            on:mousedown=move |event: ev::MouseEvent| {
                if event.target() == event.current_target() {
                    palette.open.set(false);
                }
            }
        >
            <div class="palette-head">
                <Icon glyph=icondata_lu::LuSearch class="icon-lg" />
                <input
                    type="text"
                    role="combobox"
                    aria-label="Search and go to"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls="palette-list"
                    aria-activedescendant=move || {
                        (!shown.read().is_empty()).then(|| option_id(at.get()))
                    }
                    placeholder="Search pages, partners, people and actions"
                    autocomplete="off"
                    spellcheck="false"
                    on:input=move |event| {
                        at.set(0);
                        text.set(event_target_value(&event));
                    }
                    on:keydown=key
                />
                <kbd>"Esc"</kbd>
            </div>
            <ul class="palette-list" id="palette-list" role="listbox" aria-label="Results">
                {options}
            </ul>
            <p class="palette-none" role="status">
                {move || shown.read().is_empty().then_some("No match")}
            </p>
        </dialog>
    }
    .into_any()
}

fn option_id(index: usize) -> String {
    ["palette-", &index.to_string()].concat()
}

/// Opens a dialog when it appears, and gives the focus back when it goes.
fn modal(node: NodeRef<html::Dialog>) {
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            let opener = Opener::here();
            on_cleanup(move || opener.focus());
            let _ = dialog.show_modal();
        }
    });
}

const OFF_KEY: &str = "latchkey.shortcuts";

/// Single-key shortcuts: `g` and a letter goes to a page, `/` to the search box, `c` creates, `j` and `k` walk the rows,
/// `?` lists them all. Not while typing, and they can be switched off in that list.
#[component]
pub fn Shortcuts(#[prop(into)] go_to: Signal<Vec<GoTo>>) -> impl IntoView {
    let on = RwSignal::new(true);
    let after_g = StoredValue::new(false);
    let palette = use_context::<Palette>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        on.set(browser::recall(OFF_KEY).as_deref() != Some("off"));
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            if !on.get_untracked() || event.default_prevented() || browser::is_typing(&event) {
                return;
            }
            let key = event.key();
            if after_g.get_value() {
                after_g.set_value(false);
                let href = go_to.read_untracked().iter().find(|go| key.chars().eq([go.key])).map(|go| go.href.clone());
                if let Some(href) = href {
                    event.prevent_default();
                    navigate(&href, leptos_router::NavigateOptions::default());
                }
                return;
            }
            let done = match key.as_str() {
                "g" => {
                    after_g.set_value(true);
                    set_timeout(
                        move || {
                            let _ = after_g.try_set_value(false);
                        },
                        Duration::from_millis(1200),
                    );
                    true
                }
                "?" => palette.map(|palette| palette.show_help()).is_some(),
                "/" => browser::focus_search(),
                "c" => browser::click("[data-create]"),
                "j" => browser::step_rows(1),
                "k" => browser::step_rows(-1),
                _ => false,
            };
            if done {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
    move || palette.filter(|palette| palette.help.get()).map(|palette| view! { <Help palette go_to on /> })
}

#[component]
fn Help(palette: Palette, go_to: Signal<Vec<GoTo>>, on: RwSignal<bool>) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    modal(node);
    let line = |keys: Vec<String>, text: String| {
        view! {
            <div class="shortcut">
                <dt>{keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dt>
                <dd>{text}</dd>
            </div>
        }
        .into_any()
    };
    let fixed = [
        ("Ctrl K", "Search and go to"),
        ("/", "Go to the search box"),
        ("c", "Create or add"),
        ("j", "Next row"),
        ("k", "Previous row"),
        ("?", "Show this list"),
    ]
    .map(|(key, text)| line(vec![key.to_owned()], text.to_owned()))
    .collect_view();
    let pages = go_to.get_untracked().into_iter().map(|go| line(vec!["g".to_owned(), go.key.to_string()], go.label)).collect_view();
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby="shortcuts-title"
            on:close=move |_| palette.help.set(false)
        >
            <div class="dialog-box">
                <header class="dialog-head">
                    <h2 id="shortcuts-title">"Keyboard shortcuts"</h2>
                    <button
                        type="button"
                        class="btn-icon"
                        aria-label="Close"
                        title="Close"
                        on:click=move |_| palette.help.set(false)
                    >
                        <Icon glyph=icondata_lu::LuX />
                    </button>
                </header>
                <div class="dialog-body">
                    <dl class="shortcuts">{pages} {fixed}</dl>
                    <Switch
                        name="shortcuts"
                        label="Single-key shortcuts"
                        hint="Ctrl K always works."
                        bind=on
                        on_change=move |on: bool| browser::remember(OFF_KEY, if on { "on" } else { "off" })
                    />
                </div>
            </div>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_occur_in_label_or_kind() {
        let command =
            Command { href: String::new(), label: "Acme Studios".to_owned(), kind: "Partner".to_owned(), glyph: icondata_lu::LuUsers };
        let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        assert!(matches(&command, &words("acme part")));
        assert!(matches(&command, &[]));
        assert!(!matches(&command, &words("acme person")));
    }
}
