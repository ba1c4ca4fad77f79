//! Tables that the server sorts, filters and pages. Under 640 px each row becomes a card.

use super::{Icon, LinkButton, url};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// A column heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    pub label: String,
    /// The key that `?sort=` takes; none for columns that do not sort.
    pub sort: Option<&'static str>,
    /// Numbers and times stand at the right.
    pub end: bool,
    /// The heading is for screen readers only (the column of menus).
    pub hidden: bool,
}

impl Column {
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn sort(mut self, key: &'static str) -> Self {
        self.sort = Some(key);
        self
    }

    #[must_use]
    pub fn end(mut self) -> Self {
        self.end = true;
        self
    }

    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// The frame of a table: caption for screen readers, headings that sort by link (`?sort=key`, `?sort=-key`), rows as
/// children ([`Row`] with [`Cell`]s).
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    /// Old rows stay, dimmed, while new ones load.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The sort key in force when the address names none.
    #[prop(optional, into)]
    default_sort: Option<String>,
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let default_sort = StoredValue::new(default_sort);
    let heads = columns
        .into_iter()
        .map(|column| {
            let Some(key) = column.sort else {
                let class = if column.end { "th-end" } else { "" };
                let text =
                    if column.hidden { view! { <span class="sr-only">{column.label}</span> }.into_any() } else { column.label.into_any() };
                return view! { <th scope="col" role="columnheader" class=class>{text}</th> }.into_any();
            };
            let down = ["-", key].concat();
            // A closure, not a memo: an effect that reads a memo and then what the memo is made of can miss a change.
            let direction = {
                let down = down.clone();
                move || {
                    let query = query.read();
                    let given = query.get_str("sort").map(str::to_owned);
                    match given.or_else(|| default_sort.get_value()) {
                        Some(sort) if sort == key => Some("ascending"),
                        Some(sort) if sort == down => Some("descending"),
                        _ => None,
                    }
                }
            };
            let now = direction.clone();
            let href = move || {
                let next = if now() == Some("ascending") { down.as_str() } else { key };
                url::href_with(&path.read(), &query.read(), &[("sort", Some(next)), ("cursor", None)])
            };
            let now = direction.clone();
            let glyph = move || match now() {
                Some("ascending") => icondata_lu::LuArrowUp,
                Some(_) => icondata_lu::LuArrowDown,
                None => icondata_lu::LuChevronsUpDown,
            };
            view! {
                <th
                    scope="col"
                    role="columnheader"
                    class=if column.end { "th-end" } else { "" }
                    aria-sort=direction
                >
                    <a class="th-sort" href=href data-noscroll="">
                        {column.label}
                        {move || view! { <Icon glyph=glyph() /> }}
                    </a>
                </th>
            }
            .into_any()
        })
        .collect_view();
    let label = caption.clone();
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table
                class="table"
                class:table-busy=move || busy.get()
                role="table"
                aria-busy=move || busy.get().then_some("true")
            >
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A row. With a [`RowLink`] in its first cell the whole row is its target.
#[component]
pub fn Row(
    /// Marks the row of the details now open.
    #[prop(optional, into)]
    current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <tr role="row" class="row" class:row-current=move || current.get()>
            {children()}
        </tr>
    }
    .into_any()
}

/// A cell. `label` repeats the heading where rows are cards; leave it out for the title and the menu.
#[component]
pub fn Cell(
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional)] end: bool,
    /// The cell of the row's menu: top right corner of the card.
    #[prop(optional)]
    actions: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = match (actions, end) {
        (true, _) => "cell-actions",
        (false, true) => "cell-end",
        (false, false) => "",
    };
    view! {
        <td role="cell" class=class data-label=label>
            {children.map(|children| children())}
        </td>
    }
    .into_any()
}

/// The title of a row: a true link, stretched over the row.
#[component]
pub fn RowLink(#[prop(into)] href: Signal<String>, #[prop(into)] label: Signal<String>, #[prop(optional)] stay: bool) -> impl IntoView {
    view! {
        <a class="row-link" href=move || href.get() data-row="" data-noscroll=stay.then_some("")>
            {move || label.get()}
        </a>
    }
    .into_any()
}

/// Rows of grey bars, as high as real ones, for the time of the first load.
#[component]
pub fn SkeletonRows(columns: usize, #[prop(default = 5)] rows: usize) -> impl IntoView {
    (0..rows)
        .map(|_| {
            let cells = (0..columns)
                .map(|_| {
                    view! {
                        <td role="cell">
                            <span class="skeleton" aria-hidden="true"></span>
                        </td>
                    }
                })
                .collect_view();
            view! { <tr role="row" class="row">{cells}</tr> }
        })
        .collect_view()
        .into_any()
}

/// Forward by cursor, and back to the first page. Goes by the `cursor` parameter of the address.
#[component]
pub fn Pager(
    /// The cursor of the next page, when there is one.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// For example "1–25 of 312".
    #[prop(optional, into)]
    summary: Signal<Option<String>>,
) -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let to = move |cursor: Option<&str>| url::href_with(&path.read(), &query.read(), &[("cursor", cursor)]);
    let first =
        move || query.read().get_str("cursor").is_some().then(|| view! { <LinkButton small=true label="First page" href=to(None) /> });
    let forward = move || next.get().map(|cursor| view! { <LinkButton small=true label="Next page" href=to(Some(&cursor)) /> });
    view! {
        <nav class="pager" aria-label="Pages">
            <p>{move || summary.get()}</p>
            {first}
            {forward}
        </nav>
    }
    .into_any()
}
