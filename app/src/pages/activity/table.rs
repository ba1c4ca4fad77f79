//! Chart, table and pages of the log.

use domain::activity::Teller;
use domain::view::activity::{ActivityFilter, ActivityRow};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::Answered;
use crate::browser;
use crate::ui::url::{href_with, use_dialog_item, use_item_dialog_href};
use crate::ui::{Banner, Bar, BarStrip, Button, Cell, Column, DataTable, EmptyState, Icon, LinkButton, Pager, Row, RowLink, Time, When};

/// The rows as they were when the viewer last asked for them: what happens meanwhile waits behind a button.
#[component]
pub fn Events(answered: Signal<Answered>, wanted: Signal<ActivityFilter>, whole: bool) -> impl IntoView {
    let taken = RwSignal::new(0_u32);
    let held = Memo::new(move |before: Option<&(u32, Answered)>| {
        let now = (taken.get(), answered.get());
        match before {
            Some(before) if (before.0, &before.1.0) == (now.0, &now.1.0) => before.clone(),
            _ => now,
        }
    });
    let rows = Memo::new(move |_| held.with(|(_, (_, view))| view.rows.clone()));
    let fresh = Memo::new(move |_| {
        // Read before the memo that is made of it: the other way round, a change that leaves the memo equal would be missed.
        answered.with(|(_, view)| {
            let newest = rows.with(|rows| rows.rows.first().map_or(0, |row| row.record.seq));
            let found = &view.rows.rows;
            let count = found.iter().filter(|row| row.record.seq > newest).count();
            (count, count == found.len() && view.rows.next.is_some())
        })
    });
    let take = move || {
        taken.update(|taken| *taken += 1);
        browser::focus_heading();
    };
    let busy = Signal::derive(move || wanted.with(|wanted| answered.with(|(asked, _)| asked != wanted)));
    let own_only = Memo::new(move |_| answered.with(|(_, view)| view.own_only));
    let next = Signal::derive(move || rows.with(|rows| rows.next.clone()));
    let filled = Memo::new(move |_| rows.with(|rows| !rows.rows.is_empty()));
    view! {
        <Show when=move || own_only.get()>
            <Banner text="You see your own events. Owners, Admins and Auditors see those of the whole workspace." />
        </Show>
        <Show when=move || whole>
            <Narrowed answered=answered />
            <Days answered=answered />
        </Show>
        <div role="status" class="no-print">
            {move || {
                let (count, more) = fresh.get();
                (count > 0)
                    .then(|| {
                        let label = match (count, more) {
                            (1, false) => "1 new event".to_owned(),
                            (count, false) => format!("{count} new events"),
                            (count, true) => format!("{count}+ new events"),
                        };
                        view! { <Button label=label icon=icondata_lu::LuArrowUp on_click=take /> }
                    })
            }}
        </div>
        <Show when=move || filled.get() fallback=move || view! { <Nothing wanted=wanted further=next /> }>
            // Words stay whole: where that needs more room, the table scrolls inside its frame.
            <div class="sm:[&_table]:min-w-[58rem] [&_td]:[overflow-wrap:break-word]">
                <DataTable
                    caption="Activity"
                    columns=["Time", "Event", "Account", "App", "User", "Location", "OS", "Device"].map(Column::new).to_vec()
                    busy=busy
                >
                    <For each=move || rows.get().rows key=|row| row.record.seq let:row>
                        <Line row=row />
                    </For>
                </DataTable>
            </div>
        </Show>
        <Show when=move || whole>
            <Pager next=next />
        </Show>
    }
    .into_any()
}

#[component]
fn Line(row: ActivityRow) -> impl IntoView {
    let seq = row.record.seq;
    let item = use_dialog_item();
    let event = row.event();
    let ActivityRow { record, client, .. } = row;
    let details = record
        .happening
        .details
        .iter()
        .map(|(name, value)| format!("{}: {value}", name.replace('_', " ")))
        .collect::<Vec<_>>()
        .join(" \u{00B7} ");
    let details = (!details.is_empty()).then_some(details);
    let known = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "-".to_owned());
    let (location, os, device) = client.map_or((None, None, None), |client| (Some(client.location), Some(client.os), Some(client.device)));
    view! {
        <Row current=Signal::derive(move || item.read().as_deref() == Some(seq.to_string().as_str()))>
            <Cell>
                <span class="whitespace-nowrap">
                    <Time ms=record.at.millis() when=When::Exact />
                </span>
            </Cell>
            <Cell>
                <div class="grid">
                    <RowLink href=use_item_dialog_href("event", seq.to_string()) label=event stay=true />
                    {details.map(|details| view! { <span class="muted line-clamp-2">{details}</span> })}
                </div>
            </Cell>
            // No event is about an account of an app yet.
            <Cell label="Account">"-"</Cell>
            <Cell label="App">"-"</Cell>
            <Cell label="User">{record.teller.label().to_owned()}</Cell>
            <Cell label="Location">{known(location)}</Cell>
            <Cell label="OS">{known(os)}</Cell>
            <Cell label="Device">{known(device)}</Cell>
        </Row>
    }
    .into_any()
}

/// How much happened each day, whatever the filter.
#[component]
fn Days(answered: Signal<Answered>) -> impl IntoView {
    let bars = Signal::derive(move || {
        answered.with(|(_, view)| {
            view.days
                .iter()
                .map(|(day, events)| Bar { label: day.date(), value: u32::try_from(*events).unwrap_or(u32::MAX) })
                .collect::<Vec<_>>()
        })
    });
    view! { <BarStrip caption="Events per day, last 30 days (UTC)" label="Day" unit="Events" bars=bars /> }
}

/// What links have narrowed the log to, and on paper the whole filter.
#[component]
fn Narrowed(answered: Signal<Answered>) -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let chips = move || {
        let parts = answered.with(|(asked, view)| {
            let rows = &view.rows.rows;
            [
                asked.person.map(|id| ("person", "Person", person_name(rows, &id.to_string()))),
                asked.partnership.map(|id| ("partnership", "Partner", partner_name(rows, &id.to_string()))),
            ]
        });
        let chips = parts
            .into_iter()
            .flatten()
            .map(|(parameter, what, name)| {
                let text = format!("{what}: {}", name.unwrap_or_else(|| "the one chosen".to_owned()));
                let remove = format!("Remove filter {text}");
                let href = move || href_with(&path.read(), &query.read(), &[(parameter, None), ("cursor", None)]);
                view! {
                    <li class="chip">
                        <span>{text}</span>
                        <a href=href aria-label=remove data-noscroll="">
                            <Icon glyph=icondata_lu::LuX />
                        </a>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        (!chips.is_empty()).then(|| view! { <ul class="chips" aria-label="Narrowed to">{chips}</ul> })
    };
    let words = move || answered.with(|(asked, _)| in_words(asked));
    view! {
        {chips}
        <p class="print-only">{words}</p>
    }
    .into_any()
}

/// The name that a person has in the rows.
fn person_name(rows: &[ActivityRow], wanted: &str) -> Option<String> {
    rows.iter().find_map(|row| {
        let acted = match &row.record.teller {
            Teller::Person { id, name } => Some((id, name)),
            _ => None,
        };
        let person = row.record.happening.person.as_ref().map(|person| (&person.id, &person.name));
        [acted, person].into_iter().flatten().find(|(id, _)| id.to_string() == wanted).map(|(_, name)| name.clone())
    })
}

fn partner_name(rows: &[ActivityRow], wanted: &str) -> Option<String> {
    let partnerships = rows.iter().filter_map(|row| row.record.happening.partnership.as_ref());
    partnerships.into_iter().find(|named| named.id.to_string() == wanted).map(|named| named.name.clone())
}

/// The filter as print-outs name it.
fn in_words(filter: &ActivityFilter) -> String {
    let parts = [
        filter.from.map(|at| format!("from {}", at.minute())),
        filter.to.map(|at| format!("to {}", at.minute())),
        filter.group.map(|group| format!("group {}", group.label())),
        filter.kind.map(|kind| format!("event {}", kind.label())),
        filter.search.as_ref().map(|text| format!("search \u{201C}{text}\u{201D}")),
        filter.person.map(|_| "one person".to_owned()),
        filter.partnership.map(|_| "one partner".to_owned()),
    ];
    let words: Vec<String> = parts.into_iter().flatten().collect();
    if words.is_empty() { "Filter: none".to_owned() } else { format!("Filter: {}", words.join(", ")) }
}

#[component]
fn Nothing(wanted: Signal<ActivityFilter>, further: Signal<Option<String>>) -> impl IntoView {
    let path = use_location().pathname;
    move || {
        let narrowed = wanted.with(|wanted| ActivityFilter { before: None, ..wanted.clone() } != ActivityFilter::default());
        if further.read().is_some() {
            view! {
                <EmptyState
                    glyph=icondata_lu::LuSearch
                    title="Nothing that fits in this part of the log"
                    text="Events that match are rare: go to the next page to look further back."
                />
            }
            .into_any()
        } else if narrowed {
            view! {
                <EmptyState glyph=icondata_lu::LuSearch title="No events match" text="Change the search or clear the filters.">
                    <LinkButton href=path label="Clear all filters" />
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <EmptyState glyph=icondata_lu::LuActivity title="No events yet" text="What happens in this workspace will stand here." /> }.into_any()
        }
    }
}
