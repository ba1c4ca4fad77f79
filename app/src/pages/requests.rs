//! The inbox: what waits for a decision, what was asked for, news.

use domain::view::inbox::{InboxView, News, Sent, Waiting};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::partners::status;
use crate::api::inbox::{MarkAllRead, mark_read, show_inbox};
use crate::state::act::outcome;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::{Me, use_workspace};
use crate::ui::{Button, Cell, Column, DataTable, EmptyState, PageHead, Row, RowLink, StatusPill, StatusTone, Tab, Tabs, Time};

#[component]
pub fn Requests() -> impl IntoView {
    let live = expect_context::<Live>();
    let me = expect_context::<Me>();
    let mark_all = ServerAction::<MarkAllRead>::new();
    let outcome = outcome(mark_all, "All news is marked as read.");
    Effect::new(move |_| {
        if mark_all.value().with(|value| matches!(value, Some(Ok(())))) {
            me.refresh();
        }
    });
    let inbox = Resource::new(move || (live.inbox.get(), live.partnership.get(), mark_all.version().get()), |_| show_inbox());
    view! {
        <Title text="Requests" />
        <PageHead title="Requests" description="What waits for your decision, what you asked others for, and news.".to_owned() />
        {outcome.banner()}
        {loaded(inbox, "Loading requests", move |view| view! { <Inbox view=view mark_all=mark_all /> }.into_any())}
    }
    .into_any()
}

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Decide,
    Sent,
    News,
}

#[component]
fn Inbox(view: Signal<InboxView>, mark_all: ServerAction<MarkAllRead>) -> impl IntoView {
    let query = use_query_map();
    let workspace = use_workspace();
    let page = Signal::derive(move || format!("/w/{}/requests", workspace.get().map(|id| id.to_string()).unwrap_or_default()));
    let kind = Memo::new(move |_| match query.read().get_str("kind") {
        Some("sent") => Kind::Sent,
        Some("news") => Kind::News,
        _ => Kind::Decide,
    });
    let href = move |kind: Kind| match kind {
        Kind::Decide => page.get(),
        Kind::Sent => format!("{}?kind=sent", page.get()),
        Kind::News => format!("{}?kind=news", page.get()),
    };
    let unread = move || view.with(|view| view.news.iter().filter(|news| !news.read).count());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let tabs = Signal::derive(move || {
        vec![
            Tab::new(href(Kind::Decide), "To decide").count(count(view.with(|view| view.waiting.len()))),
            Tab::new(href(Kind::Sent), "Sent"),
            Tab::new(href(Kind::News), "News").count(count(unread())),
        ]
    });
    let current = Signal::derive(move || href(kind.get()));
    view! {
        <div class="stack">
            <Tabs label="Requests" tabs=tabs current=current />
            {move || match kind.get() {
                Kind::Decide => view! { <ToDecide waiting=Signal::derive(move || view.with(|view| view.waiting.clone())) /> }.into_any(),
                Kind::Sent => view! { <SentOnes sent=Signal::derive(move || view.with(|view| view.sent.clone())) /> }.into_any(),
                Kind::News => {
                    view! { <NewsList news=Signal::derive(move || view.with(|view| view.news.clone())) mark_all=mark_all /> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

#[component]
fn ToDecide(waiting: Signal<Vec<Waiting>>) -> impl IntoView {
    move || {
        let waiting = waiting.get();
        if waiting.is_empty() {
            return view! {
                <EmptyState
                    glyph=icondata_lu::LuInbox
                    title="Nothing waits for you"
                    text="Partnerships to approve, to accept or to extend stand here as soon as somebody asks."
                />
            }
            .into_any();
        }
        let rows = waiting
            .into_iter()
            .map(|waiting| {
                view! {
                    <Row>
                        <Cell>
                            <div class="grid">
                                <RowLink href=waiting.href label=waiting.title />
                                <span class="muted">{waiting.text}</span>
                            </div>
                        </Cell>
                        <Cell label="Kind">{waiting.kind.label()}</Cell>
                        <Cell label="Waiting since"><Time ms=waiting.since.millis() /></Cell>
                    </Row>
                }
            })
            .collect_view();
        let columns = ["Request", "Kind", "Waiting since"].map(Column::new).to_vec();
        view! { <DataTable caption="Requests to decide" columns=columns>{rows}</DataTable> }.into_any()
    }
}

#[component]
fn SentOnes(sent: Signal<Vec<Sent>>) -> impl IntoView {
    move || {
        let sent = sent.get();
        if sent.is_empty() {
            return view! {
                <EmptyState
                    glyph=icondata_lu::LuSend
                    title="Nobody else has to decide for you"
                    text="Requests that you send stand here until they are decided; what was decided is under News. To send one, open Partners and add a partner."
                />
            }
            .into_any();
        }
        let rows = sent
            .into_iter()
            .map(|sent| {
                view! {
                    <Row>
                        <Cell><RowLink href=sent.href label=sent.title /></Cell>
                        <Cell label="State"><StatusPill tone=status::tone(sent.stage) label=sent.stage.label() /></Cell>
                        <Cell label="Sent"><Time ms=sent.since.millis() /></Cell>
                    </Row>
                }
            })
            .collect_view();
        let columns = ["Request", "State", "Sent"].map(Column::new).to_vec();
        view! { <DataTable caption="Requests you sent" columns=columns>{rows}</DataTable> }.into_any()
    }
}

#[component]
fn NewsList(news: Signal<Vec<News>>, mark_all: ServerAction<MarkAllRead>) -> impl IntoView {
    let workspace = use_workspace();
    let me = expect_context::<Me>();
    let unread = Memo::new(move |_| news.with(|news| news.iter().any(|news| !news.read)));
    let open = move |news: &News| {
        let id = news.id;
        if !news.read {
            leptos::task::spawn_local(async move {
                // Where this fails it stays unread, which is the truth.
                if mark_read(id).await.is_ok() {
                    me.refresh();
                }
            });
        }
    };
    let rows = move || {
        news.get()
            .into_iter()
            .map(|news| {
                let opened = news.clone();
                let state = if news.read { None } else { Some(view! { <StatusPill tone=StatusTone::Accent label="New" /> }) };
                view! {
                    <Row>
                        <Cell>
                            <span on:click=move |_| open(&opened)>
                                <RowLink href=news.href label=news.text />
                            </span>
                        </Cell>
                        <Cell>{state}</Cell>
                        <Cell label="When"><Time ms=news.at.millis() /></Cell>
                    </Row>
                }
            })
            .collect_view()
    };
    let filled = Memo::new(move |_| news.with(|news| !news.is_empty()));
    let nothing = || view! { <EmptyState glyph=icondata_lu::LuBell title="No news yet" text="What others decide about your requests stands here." /> };
    view! {
        <Show when=move || unread.get()>
            <ActionForm action=mark_all>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <Button label="Mark all as read" icon=icondata_lu::LuCheckCheck small=true submit=true busy=mark_all.pending() />
            </ActionForm>
        </Show>
        <Show when=move || filled.get() fallback=nothing>
            <DataTable caption="News" columns=vec![Column::new("News"), Column::new("Unread").hidden(), Column::new("When")]>
                {rows}
            </DataTable>
        </Show>
    }
    .into_any()
}
