//! Form controls: label above, hint below, error under the control, all tied together for screen readers.
#![expect(clippy::fn_params_excessive_bools, reason = "the properties of a component are named where it is used")]

use super::{Glyph, Icon};
use crate::browser;
use leptos::{html, prelude::*};

/// What a [`TextInput`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    #[default]
    Text,
    Email,
    /// With a button that shows what was typed.
    Password,
    Search,
    Date,
    DateTime,
    Number,
    Url,
    /// Digits of a one-time code.
    Code,
}

impl InputKind {
    const fn html(self) -> &'static str {
        match self {
            Self::Text | Self::Code => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Date => "date",
            Self::DateTime => "datetime-local",
            Self::Number => "number",
            Self::Url => "url",
        }
    }
}

/// The ids that tie a control to its hint and its error.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    pub(super) control: String,
    pub(super) hint: String,
    pub(super) error: String,
}

impl Ids {
    pub(super) fn new(id: Option<String>, name: &str) -> Self {
        let control = id.unwrap_or_else(|| ["f-", name].concat());
        Self { hint: [control.as_str(), "-hint"].concat(), error: [control.as_str(), "-error"].concat(), control }
    }

    /// The value of `aria-describedby`.
    pub(super) fn described_by(
        &self,
        hint: Signal<Option<String>>,
        error: Signal<Option<String>>,
    ) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let ids = self.clone();
        move || {
            let parts: Vec<&str> =
                [error.read().is_some().then_some(ids.error.as_str()), hint.read().is_some().then_some(ids.hint.as_str())]
                    .into_iter()
                    .flatten()
                    .collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        }
    }
}

/// The frame of a control: label, the control itself, error, hint.
#[component]
fn Field(
    ids: Ids,
    label: Signal<String>,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
    optional: bool,
    label_hidden: bool,
    children: Children,
) -> impl IntoView {
    let Ids { control, hint: hint_id, error: error_id } = ids;
    view! {
        <div class="field">
            <div class=if label_hidden { "sr-only" } else { "field-head" }>
                <label for=control>{move || label.get()}</label>
                {optional.then(|| view! { <span class="field-optional">"Optional"</span> })}
            </div>
            {children()}
            {error_line(error_id, error)}
            {hint_line(hint_id, hint)}
        </div>
    }
    .into_any()
}

pub(super) fn error_line(id: String, error: Signal<Option<String>>) -> AnyView {
    (move || {
        error.get().map(|text| {
            view! {
                <p class="field-error" id=id.clone()>
                    <Icon glyph=icondata_lu::LuCircleAlert />
                    <span>{text}</span>
                </p>
            }
        })
    })
    .into_any()
}

pub(super) fn hint_line(id: String, hint: Signal<Option<String>>) -> AnyView {
    (move || {
        hint.get().map(|text| {
            view! { <p class="field-hint" id=id.clone()>{text}</p> }
        })
    })
    .into_any()
}

/// A text control that follows a signal both ways. What was typed before the page came alive wins over the signal.
fn follow(node: NodeRef<html::Input>, bind: Option<RwSignal<String>>) {
    if let Some(bind) = bind {
        Effect::new(move |before: Option<()>| {
            let Some(input) = node.get() else { return };
            let (now, typed) = (bind.get(), input.value());
            if now == typed {
                return;
            }
            if before.is_none() && !typed.is_empty() {
                bind.set(typed);
            } else {
                input.set_value(&now);
            }
        });
    }
}

/// One line of text.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: InputKind,
    /// What it shows at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// A signal that follows the control, and that the control follows.
    #[prop(optional)]
    bind: Option<RwSignal<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    /// Writes "Optional" beside the label.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    /// The label is for screen readers only.
    #[prop(optional)]
    label_hidden: bool,
    /// Needed when two forms of a page use the same name; `f-{name}` otherwise.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let id = ids.control.clone();
    let described_by = ids.described_by(hint, error);
    let node = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(false);
    let hydrated = browser::hydrated();
    let first = value.or_else(|| bind.map(|bind| bind.get_untracked()));
    follow(node, bind);
    let plain = matches!(kind, InputKind::Email | InputKind::Password | InputKind::Url | InputKind::Code);
    let control = view! {
        <input
            node_ref=node
            class="input"
            id=id.clone()
            name=name
            type=move || if shown.get() { "text" } else { kind.html() }
            value=first
            inputmode=(kind == InputKind::Code).then_some("numeric")
            autocomplete=autocomplete
            autocapitalize=plain.then_some("none")
            spellcheck=plain.then_some("false")
            placeholder=placeholder
            maxlength=maxlength
            required=required
            readonly=readonly
            autofocus=autofocus
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=described_by
            on:input=move |event| {
                if let Some(bind) = bind {
                    bind.set(event_target_value(&event));
                }
            }
        />
    }
    .into_any();
    let control = if kind == InputKind::Password {
        view! {
            <div class="input-group">
                {control}
                <button
                    type="button"
                    class="btn-icon input-end"
                    hidden=move || !hydrated.get()
                    aria-controls=id
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label="Show password"
                    title=move || if shown.get() { "Hide password" } else { "Show password" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let glyph = if shown.get() { icondata_lu::LuEyeOff } else { icondata_lu::LuEye };
                        view! { <Icon glyph /> }
                    }}
                </button>
            </div>
        }
        .into_any()
    } else if kind == InputKind::Search {
        view! {
            <div class="input-group input-search">
                <Icon glyph=icondata_lu::LuSearch />
                {control}
            </div>
        }
        .into_any()
    } else {
        control
    };
    view! {
        <Field ids label hint error optional label_hidden>
            {control}
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] value: String,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let id = ids.control.clone();
    let described_by = ids.described_by(hint, error);
    view! {
        <Field ids label hint error optional label_hidden=false>
            <textarea
                class="input"
                id=id
                name=name
                rows=rows
                placeholder=placeholder
                maxlength=maxlength
                required=required
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=described_by
            >
                {value}
            </textarea>
        </Field>
    }
}

/// One entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A native drop-down list.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    choices: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let id = ids.control.clone();
    let described_by = ids.described_by(hint, error);
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Field ids label hint error optional label_hidden>
            <div class="select">
                <select
                    class="input"
                    id=id
                    name=name
                    required=required
                    disabled=disabled
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=described_by
                    on:change=move |event| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_value(&event));
                        }
                    }
                >
                    {options}
                </select>
                <Icon glyph=icondata_lu::LuChevronDown />
            </div>
        </Field>
    }
}

/// A check box with its label at the right; as a `switch`, for settings that act at once.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    /// What is sent when checked.
    #[prop(into, default = "true".to_owned())]
    value: String,
    #[prop(optional)] checked: bool,
    /// A signal that follows the box.
    #[prop(optional)]
    bind: Option<RwSignal<bool>>,
    #[prop(optional)] switch: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let id = ids.control.clone();
    let described_by = ids.described_by(hint, error);
    let node = NodeRef::<html::Input>::new();
    let checked = checked || bind.is_some_and(|bind| bind.get_untracked());
    if let Some(bind) = bind {
        // Checked before the page came alive: the box knows better than the signal.
        Effect::new(move |before: Option<()>| {
            let Some(input) = node.get() else { return };
            let now = bind.get();
            if before.is_none() && input.checked() != now {
                bind.set(input.checked());
            } else {
                input.set_checked(now);
            }
        });
    }
    view! {
        <div class="check">
            <input
                node_ref=node
                class=if switch { "switch" } else { "check-box" }
                type="checkbox"
                role=switch.then_some("switch")
                id=id.clone()
                name=name
                value=value
                checked=checked
                required=required
                disabled=disabled
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=described_by
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    if let Some(bind) = bind {
                        bind.set(checked);
                    }
                    if let Some(on_change) = on_change {
                        on_change.run(checked);
                    }
                }
            />
            <div class="check-text">
                <label for=id>{move || label.get()}</label>
                {error_line(ids.error, error)}
                {hint_line(ids.hint, hint)}
            </div>
        </div>
    }
    .into_any()
}

/// A setting that is on or off and acts at once.
#[component]
pub fn Switch(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] checked: bool,
    #[prop(optional)] bind: Option<RwSignal<bool>>,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    Checkbox(CheckboxProps {
        name,
        label,
        value: "true".to_owned(),
        checked,
        bind,
        switch: true,
        required: false,
        disabled,
        hint,
        error: Signal::default(),
        id,
        on_change,
    })
}

/// One entry of [`RadioCards`].
#[derive(Debug, Clone, Default)]
pub struct RadioCard {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub icon: Option<Glyph>,
    /// Why it cannot be chosen.
    pub disabled_reason: Option<String>,
}

/// A choice of one among few, each with room for a sentence.
#[component]
pub fn RadioCards(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    cards: Vec<RadioCard>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Beside each other where there is room.
    #[prop(optional)]
    columns: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = Ids::new(None, &name);
    let described_by = ids.described_by(Signal::default(), error);
    let cards = cards
        .into_iter()
        .map(|card| {
            let id = [ids.control.as_str(), "-", &card.value].concat();
            let hint_id = [id.as_str(), "-hint"].concat();
            let hint = card.disabled_reason.clone().or(card.hint);
            view! {
                <div class="radio-card">
                    <input
                        class="radio"
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        checked=card.value == value
                        value=card.value
                        required=required
                        disabled=card.disabled_reason.is_some()
                        aria-describedby=hint.is_some().then(|| hint_id.clone())
                        on:change=move |event| {
                            if let Some(on_change) = on_change {
                                on_change.run(event_target_value(&event));
                            }
                        }
                    />
                    <span class="radio-text">
                        <label for=id>{card.label}</label>
                        {hint.map(|hint| view! { <span class="field-hint" id=hint_id>{hint}</span> })}
                    </span>
                    {card.icon.map(|glyph| view! { <Icon glyph class="icon-lg" /> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field-head">{legend}</legend>
            <div class=if columns { "radio-cards radio-columns" } else { "radio-cards" }>{cards}</div>
            {error_line(ids.error, error)}
        </fieldset>
    }
    .into_any()
}

/// The errors of a long form, as links to their fields. Takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// Pairs of a control's id (`f-{name}`) and its message.
    #[prop(into)]
    errors: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if !errors.read().is_empty()
            && let Some(summary) = node.get()
        {
            let _ = summary.focus();
        }
    });
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            let list = errors
                .into_iter()
                .map(|(id, message)| {
                    let to = id.clone();
                    view! {
                        <li>
                            <a
                                href=["#", &id].concat()
                                rel="external"
                                on:click=move |event| {
                                    event.prevent_default();
                                    browser::focus_id(&to);
                                }
                            >
                                {message}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div node_ref=node class="banner banner-danger" role="alert" tabindex="-1">
                    <Icon glyph=icondata_lu::LuCircleX />
                    <div class="banner-text">
                        <p class="banner-title">"Please check these fields"</p>
                        <ul class="error-list">{list}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// The fields of a form, one under the other with even space.
#[component]
pub fn FormStack(children: Children) -> impl IntoView {
    view! { <div class="form-stack">{children()}</div> }.into_any()
}
