//! Choosing one or several from a list that the server searches, following the ARIA combobox pattern.

use super::{Avatar, Found, Icon, IconButton};
use crate::browser;
use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
    task::spawn_local,
};
use std::time::Duration;

/// Something that can be picked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pick {
    /// What the form sends.
    pub id: String,
    pub label: String,
    /// The second line, for example the e-mail address.
    pub detail: Option<String>,
    /// Why it cannot be picked ("already has access").
    pub disabled_reason: Option<String>,
}

const LIMIT: usize = 20;

/// What the state knows while it is on screen.
#[derive(Clone, Copy)]
struct Picker {
    search: Callback<String, Found<Pick>>,
    picked: RwSignal<Vec<Pick>>,
    single: bool,
    input: NodeRef<html::Input>,
    found: RwSignal<Vec<Pick>>,
    open: RwSignal<bool>,
    /// The suggestion that Enter takes.
    at: RwSignal<usize>,
    /// Told to screen readers.
    said: RwSignal<String>,
    /// Counts the searches: only the answer to the last one is shown.
    turn: StoredValue<u32>,
}

impl Picker {
    fn next_turn(self) -> u32 {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        turn
    }

    /// Searches after a pause in typing.
    fn look(self, query: &str) {
        let turn = self.next_turn();
        let query = query.trim().to_owned();
        self.at.set(0);
        if query.is_empty() {
            self.open.set(false);
            self.found.set(Vec::new());
            return;
        }
        let is_last = move || self.turn.try_get_value() == Some(turn);
        set_timeout(
            move || {
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    let mut list = self.search.run(query).await;
                    if is_last() {
                        list.truncate(LIMIT);
                        self.said.set(match list.len() {
                            0 => "No match".to_owned(),
                            1 => "1 match".to_owned(),
                            count => count.to_string() + " matches",
                        });
                        self.found.set(list);
                        self.open.set(true);
                    }
                });
            },
            Duration::from_millis(150),
        );
    }

    fn text(self) -> String {
        self.input.get_untracked().map(|input| input.value()).unwrap_or_default()
    }

    fn clear(self) {
        self.next_turn();
        self.found.set(Vec::new());
        self.open.set(false);
        if let Some(input) = self.input.get_untracked() {
            input.set_value("");
        }
    }

    fn count(self) {
        let count = self.picked.read_untracked().len();
        self.said.set(count.to_string() + " chosen");
    }

    fn add(self, pick: Pick) {
        if pick.disabled_reason.is_some() {
            return;
        }
        self.picked.update(|picked| {
            if self.single {
                picked.clear();
            }
            if picked.iter().all(|there| there.id != pick.id) {
                picked.push(pick);
            }
        });
        self.clear();
        self.count();
    }

    fn remove(self, id: &str) {
        self.picked.update(|picked| picked.retain(|pick| pick.id != id));
        self.count();
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    /// Answers whether the key was one of the picker's.
    fn key(self, key: &str) -> bool {
        let count = self.found.read_untracked().len();
        let is_open = self.open.get_untracked();
        match key {
            "ArrowDown" if is_open && count > 0 => self.at.update(|at| *at = (*at + 1) % count),
            "ArrowDown" => self.open.set(count > 0),
            "ArrowUp" if is_open && count > 0 => {
                self.at.update(|at| *at = (*at + count - 1) % count);
            }
            "Home" if is_open => self.at.set(0),
            "End" if is_open => self.at.set(count.saturating_sub(1)),
            "Enter" if is_open => {
                let pick = self.found.read_untracked().get(self.at.get_untracked()).cloned();
                if let Some(pick) = pick {
                    self.add(pick);
                }
            }
            "Escape" if is_open => self.open.set(false),
            "Escape" if !self.text().is_empty() => self.clear(),
            "Backspace" if self.text().is_empty() => {
                let last = self.picked.read_untracked().last().cloned();
                if let Some(last) = last {
                    self.remove(&last.id);
                }
            }
            _ => return false,
        }
        true
    }

    fn paste(self, event: &web_sys::ClipboardEvent) {
        let pasted = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        let addresses = addresses(&pasted);
        if addresses.len() > 1 {
            event.prevent_default();
            for address in addresses {
                self.add(Pick { id: address.clone(), label: address, ..Pick::default() });
            }
        }
    }
}

/// A search field whose picks stand in a list below it. The form gets one `name` for each pick.
///
/// Without any script it is a text field named `{name}_text`.
#[component]
pub fn PeoplePicker(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    /// Asked for each text typed, after a pause of 150 ms.
    #[prop(into)]
    search: Callback<String, Found<Pick>>,
    picked: RwSignal<Vec<Pick>>,
    /// One pick only: the next replaces it.
    #[prop(optional)]
    single: bool,
    /// E-mail addresses that were pasted become picks of their own.
    #[prop(optional)]
    emails: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// `f-{name}` otherwise.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let state = Picker {
        search,
        picked,
        single,
        input: NodeRef::new(),
        found: RwSignal::new(Vec::new()),
        open: RwSignal::new(false),
        at: RwSignal::new(0),
        said: RwSignal::new(String::new()),
        turn: StoredValue::new(0),
    };
    let ids = super::field::Ids::new(id, &name);
    let id = ids.control.clone();
    let list_id = [id.as_str(), "-list"].concat();
    let described_by = ids.described_by(hint, error);
    let text_name = [name.as_str(), "_text"].concat();
    let key_id = id.clone();
    let key = move |event: KeyboardEvent| {
        if state.key(&event.key()) {
            event.prevent_default();
            event.stop_propagation();
            browser::scroll_to(&option_id(&key_id, state.at.get_untracked()));
        }
    };
    let active_id = id.clone();
    let active = move || (state.open.get() && !state.found.read().is_empty()).then(|| option_id(&active_id, state.at.get()));
    view! {
        <div class="field combo">
            <div class="field-head">
                <label for=id.clone()>{move || label.get()}</label>
            </div>
            <div class="input-group input-search">
                <Icon glyph=icondata_lu::LuSearch />
                <input
                    node_ref=state.input
                    class="input"
                    type="text"
                    id=id.clone()
                    name=text_name
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by
                    placeholder=placeholder
                    on:input=move |event| state.look(&event_target_value(&event))
                    on:keydown=key
                    on:paste=move |event| {
                        if emails && !single {
                            state.paste(&event);
                        }
                    }
                    on:blur=move |_| state.open.set(false)
                />
            </div>
            <ul
                class="combo-list"
                id=list_id
                role="listbox"
                aria-label=move || label.get()
                hidden=move || !state.open.get()
            >
                {move || options(state, &id)}
            </ul>
            {super::field::error_line(ids.error, error)}
            {super::field::hint_line(ids.hint, hint)}
            <p class="sr-only" role="status">
                {move || state.said.get()}
            </p>
            <ul class="picks">
                <For each=move || picked.get() key=|pick| pick.id.clone() let:pick>
                    {pick_row(state, &name, pick)}
                </For>
            </ul>
        </div>
    }
    .into_any()
}

/// The suggestions, or the line that says there are none.
fn options(state: Picker, id: &str) -> AnyView {
    let found = state.found.get();
    if found.is_empty() {
        return view! {
            <li class="option option-none" role="option" aria-selected="false" aria-disabled="true">
                "No match"
            </li>
        }
        .into_any();
    }
    found
        .into_iter()
        .enumerate()
        .map(|(index, pick)| {
            let off = pick.disabled_reason.clone();
            let text = two_lines(&pick.label, &pick.id, off.clone().or_else(|| pick.detail.clone()));
            view! {
                <li
                    class="option"
                    id=option_id(id, index)
                    role="option"
                    aria-selected=move || if state.at.get() == index { "true" } else { "false" }
                    aria-disabled=off.map(|_| "true")
                    // Before the field loses the focus.
                    on:mousedown=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        state.add(pick.clone());
                    }
                >
                    {text}
                </li>
            }
        })
        .collect_view()
        .into_any()
}

fn pick_row(state: Picker, name: &str, pick: Pick) -> AnyView {
    let remove = ["Remove ", &pick.label].concat();
    let text = two_lines(&pick.label, &pick.id, pick.detail);
    view! {
        <li class="pick">
            <input type="hidden" name=name.to_owned() value=pick.id.clone() />
            {text}
            <IconButton glyph=icondata_lu::LuX label=remove on_click=move || state.remove(&pick.id) />
        </li>
    }
    .into_any()
}

fn two_lines(label: &str, id: &str, detail: Option<String>) -> AnyView {
    view! {
        <Avatar name=label.to_owned() id=id.to_owned() />
        <span class="person-text">
            <span class="person-name">{label.to_owned()}</span>
            {detail.map(|detail| view! { <span class="person-detail">{detail}</span> })}
        </span>
    }
    .into_any()
}

fn option_id(id: &str, index: usize) -> String {
    [id, "-", &index.to_string()].concat()
}

/// The e-mail addresses in a pasted text.
fn addresses(text: &str) -> Vec<String> {
    text.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '<' | '>'))
        .filter(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn pasted_addresses_are_found_between_anything() {
        assert_eq!(
            addresses("Ana <ana@acme.test>, bo@acme.test;cy@acme.test\nnobody @x"),
            ["ana@acme.test", "bo@acme.test", "cy@acme.test"]
        );
    }
}
