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
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// `f-{name}` otherwise.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| ["f-", &name].concat());
    let list_id = [id.as_str(), "-list"].concat();
    let hint_id = [id.as_str(), "-hint"].concat();
    let error_id = [id.as_str(), "-error"].concat();
    let node = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Pick>::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let said = RwSignal::new(String::new());
    let turn = StoredValue::new(0_u32);

    let look = move |query: String| {
        let now = turn.get_value().wrapping_add(1);
        turn.set_value(now);
        at.set(0);
        if query.trim().is_empty() {
            open.set(false);
            found.set(Vec::new());
            return;
        }
        set_timeout(
            move || {
                if turn.try_get_value() != Some(now) {
                    return;
                }
                spawn_local(async move {
                    let mut list = search.run(query.trim().to_owned()).await;
                    if turn.try_get_value() == Some(now) {
                        list.truncate(LIMIT);
                        said.set(match list.len() {
                            0 => "No match".to_owned(),
                            1 => "1 match".to_owned(),
                            count => count.to_string() + " matches",
                        });
                        found.set(list);
                        open.set(true);
                    }
                });
            },
            Duration::from_millis(150),
        );
    };
    let empty = move || {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        text.set(String::new());
        found.set(Vec::new());
        open.set(false);
        if let Some(input) = node.get_untracked() {
            input.set_value("");
        }
    };
    let add = move |pick: Pick| {
        if pick.disabled_reason.is_some() {
            return;
        }
        picked.update(|picked| {
            if single {
                picked.clear();
            }
            if !picked.iter().any(|there| there.id == pick.id) {
                picked.push(pick);
            }
        });
        let count = picked.read_untracked().len();
        said.set(count.to_string() + " chosen");
        empty();
    };
    let remove = move |gone: &str| {
        picked.update(|picked| picked.retain(|pick| pick.id != gone));
        said.set(picked.read_untracked().len().to_string() + " chosen");
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    };
    let key = {
        let id = id.clone();
        move |event: KeyboardEvent| {
            let count = found.read_untracked().len();
            let is_open = open.get_untracked();
            match event.key().as_str() {
                "ArrowDown" if is_open && count > 0 => at.update(|at| *at = (*at + 1) % count),
                "ArrowDown" => open.set(count > 0),
                "ArrowUp" if is_open && count > 0 => {
                    at.update(|at| *at = (*at + count - 1) % count);
                }
                "Home" if is_open => at.set(0),
                "End" if is_open => at.set(count.saturating_sub(1)),
                "Enter" if is_open => {
                    let pick = found.read_untracked().get(at.get_untracked()).cloned();
                    if let Some(pick) = pick {
                        add(pick);
                    }
                }
                "Escape" if is_open => open.set(false),
                "Escape" if !text.read_untracked().is_empty() => empty(),
                "Backspace" if text.read_untracked().is_empty() => {
                    picked.update(|picked| {
                        picked.pop();
                    });
                    return;
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
            browser::scroll_to(&option_id(&id, at.get_untracked()));
        }
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        let pasted = event
            .clipboard_data()
            .and_then(|data| data.get_data("text").ok())
            .unwrap_or_default();
        let addresses = addresses(&pasted);
        if emails && !single && addresses.len() > 1 {
            event.prevent_default();
            for address in addresses {
                add(Pick {
                    id: address.clone(),
                    label: address,
                    ..Pick::default()
                });
            }
        }
    };
    let options = {
        let id = id.clone();
        move || {
            let id = id.clone();
            let list = found.get();
            if list.is_empty() {
                return view! { <li class="option option-none">"No match"</li> }.into_any();
            }
            list.into_iter()
                .enumerate()
                .map(|(index, pick)| {
                    let detail = pick.disabled_reason.clone().or_else(|| pick.detail.clone());
                    let off = pick.disabled_reason.is_some();
                    let (name, color) = (pick.label.clone(), pick.id.clone());
                    view! {
                        <li
                            class="option"
                            id=option_id(&id, index)
                            role="option"
                            aria-selected=move || if at.get() == index { "true" } else { "false" }
                            aria-disabled=off.then_some("true")
                            // Before the field loses the focus.
                            on:mousedown=move |event: ev::MouseEvent| {
                                event.prevent_default();
                                add(pick.clone());
                            }
                        >
                            <Avatar name=name.clone() id=color />
                            <span class="person-text">
                                <span class="person-name">{name}</span>
                                {detail.map(|detail| view! { <span class="person-detail">{detail}</span> })}
                            </span>
                        </li>
                    }
                })
                .collect_view()
                .into_any()
        }
    };
    let text_name = [name.as_str(), "_text"].concat();
    let described_by = {
        let (hint_id, error_id) = (hint.as_ref().map(|_| hint_id.clone()), error_id.clone());
        move || {
            let error = error.read().is_some().then(|| error_id.clone());
            match (error, hint_id.clone()) {
                (Some(error), Some(hint)) => Some([error.as_str(), " ", &hint].concat()),
                (error, hint) => error.or(hint),
            }
        }
    };
    let active_id = id.clone();
    view! {
        <div class="field combo">
            <div class="field-head">
                <label for=id.clone()>{move || label.get()}</label>
            </div>
            <div class="input-group input-search">
                <Icon glyph=icondata_lu::LuSearch />
                <input
                    node_ref=node
                    class="input"
                    type="text"
                    id=id
                    name=text_name
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=list_id.clone()
                    aria-activedescendant=move || {
                        (open.get() && !found.read().is_empty())
                            .then(|| option_id(&active_id, at.get()))
                    }
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by
                    placeholder=placeholder
                    on:input=move |event| {
                        let now = event_target_value(&event);
                        text.set(now.clone());
                        look(now);
                    }
                    on:keydown=key
                    on:paste=paste
                    on:blur=move |_| open.set(false)
                />
            </div>
            <ul
                class="combo-list"
                id=list_id
                role="listbox"
                aria-label=move || label.get()
                hidden=move || !open.get()
            >
                {options}
            </ul>
            {move || {
                error
                    .get()
                    .map(|text| {
                        view! {
                            <p class="field-error" id=error_id.clone()>
                                <Icon glyph=icondata_lu::LuCircleAlert />
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <p class="sr-only" role="status">
                {move || said.get()}
            </p>
            <ul class="picks">
                <For each=move || picked.get() key=|pick| pick.id.clone() let:pick>
                    <li class="pick">
                        <input type="hidden" name=name.clone() value=pick.id.clone() />
                        <Avatar name=pick.label.clone() id=pick.id.clone() />
                        <span class="person-text">
                            <span class="person-name">{pick.label.clone()}</span>
                            {pick
                                .detail
                                .clone()
                                .map(|detail| view! { <span class="person-detail">{detail}</span> })}
                        </span>
                        <IconButton
                            glyph=icondata_lu::LuX
                            label=["Remove ", &pick.label].concat()
                            on_click=move || remove(&pick.id)
                        />
                    </li>
                </For>
            </ul>
        </div>
    }
    .into_any()
}

fn option_id(id: &str, index: usize) -> String {
    [id, "-", &index.to_string()].concat()
}

/// The e-mail addresses in a pasted text.
fn addresses(text: &str) -> Vec<String> {
    text.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '<' | '>'))
        .filter(|word| {
            word.split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        })
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
