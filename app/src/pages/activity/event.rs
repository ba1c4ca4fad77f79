//! The drawer with the raw facts of one event.

use domain::activity::Teller;
use domain::fault::Problem;
use domain::view::activity::ActivityRow;
use leptos::prelude::*;

use crate::api::activity::show_event;
use crate::api::{Answer, ApiError};
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::url::{DIALOG, ITEM, href_with};
use crate::ui::{CopyButton, Dialog, EmptyState, Fact, Facts, LinkButton, Skeleton, Time, When};
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// What was asked for, and the event if there is one.
type Asked = Option<(String, Option<ActivityRow>)>;

fn wanted() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| {
        let query = query.read();
        (query.get_str(DIALOG) == Some("event")).then(|| query.get(ITEM).unwrap_or_default())
    })
}

/// The event that the address names, while its drawer is open.
pub fn resource() -> Resource<Answer<Asked>> {
    let wanted = wanted();
    Resource::new(
        move || wanted.get(),
        |wanted| async move {
            let Some(wanted) = wanted else {
                return Ok(None);
            };
            let found = match wanted.parse() {
                Ok(seq) => show_event(seq).await,
                Err(_) => Err(ApiError(Problem::NotFound)),
            };
            match found {
                Ok(row) => Ok(Some((wanted, Some(row)))),
                Err(ApiError(Problem::NotFound)) => Ok(Some((wanted, None))),
                Err(error) => Err(error),
            }
        },
    )
}

#[component]
pub fn Drawer(event: Resource<Answer<Asked>>) -> impl IntoView {
    let wanted = wanted();
    let shown = move |asked: Signal<Asked>| {
        // The event before stands in the resource until the next one is there. And when the drawer closes, this runs once more, after
        // what it reads is gone.
        (move || match asked.try_get().flatten().filter(|(text, _)| wanted.read().as_ref() == Some(text)) {
            Some((_, Some(row))) => view! { <Shown row=row /> }.into_any(),
            Some((_, None)) => view! {
                <EmptyState
                    glyph=icondata_lu::LuFileQuestion
                    title="No such event"
                    text="The log has no event of this number, or it is not one that you may see."
                />
            }
            .into_any(),
            None => view! { <Skeleton lines=6 label="Loading event" /> }.into_any(),
        })
        .into_any()
    };
    view! {
        <Dialog name="event" title="Event" drawer=true>
            {loaded(event, "Loading event", shown)}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Shown(row: ActivityRow) -> impl IntoView {
    let event = row.event();
    let ActivityRow { record, client, hash } = row;
    let similar = similar(&record);
    let happening = record.happening;
    let details = happening.details.into_iter().map(|(name, value)| view! { <Fact term=capital(&name)>{value}</Fact> }).collect::<Vec<_>>();
    let client = client.map(|client| {
        let known = |text: String| {
            if text.is_empty() { "Unknown".to_owned() } else { text }
        };
        view! {
            <Fact term="Address">{known(client.address)}</Fact>
            <Fact term="Location">{known(client.location)}</Fact>
            <Fact term="OS">{known(client.os)}</Fact>
            <Fact term="Device">{known(client.device)}</Fact>
        }
    });
    view! {
        <div class="stack">
            <h3>{event}</h3>
            <Facts>
                <Fact term="Time"><Time ms=record.at.millis() when=When::Exact /></Fact>
                <Fact term="Time (UTC)"><span class="num">{record.at.to_string()}</span></Fact>
                <Fact term="User">{record.teller.label().to_owned()}</Fact>
                <Fact term="Code"><span class="mono">{happening.kind.code()}</span></Fact>
                {happening.person.map(|person| view! { <Fact term="Person">{person.name}</Fact> })}
                {happening.partnership.map(|partnership| view! { <Fact term="Partner">{partnership.name}</Fact> })}
                {details}
                {client}
                <Fact term="Number in the log"><span class="num">{record.seq}</span></Fact>
            </Facts>
            <dl class="stack">
                <Fact term="Request"><CopyButton value=record.request label="request ID" id="event-request" /></Fact>
                <Fact term="Event ID"><CopyButton value=record.id.to_string() label="event ID" id="event-id" /></Fact>
                <Fact term="Verification hash"><CopyButton value=hash label="verification hash" id="event-hash" /></Fact>
            </dl>
            <h3>"Show similar"</h3>
            <div class="cluster">{similar}</div>
        </div>
    }
    .into_any()
}

/// Links to events of the same kind, person and partner.
fn similar(record: &domain::activity::Record) -> Vec<AnyView> {
    let workspace = use_workspace();
    let happening = &record.happening;
    let acted = match &record.teller {
        Teller::Person { id, name } => Some((id.to_string(), name.clone())),
        _ => None,
    };
    let person = happening.person.as_ref().map(|person| (person.id.to_string(), person.name.clone()));
    let person = person.filter(|person| acted.as_ref() != Some(person));
    let partner = happening.partnership.as_ref().map(|partnership| (partnership.id.to_string(), partnership.name.clone()));
    let links = [
        Some(("kind", happening.kind.code().to_owned(), happening.kind.label().to_owned())),
        acted.map(|(id, name)| ("person", id, name)),
        person.map(|(id, name)| ("person", id, name)),
        partner.map(|(id, name)| ("partnership", id, name)),
    ];
    links
        .into_iter()
        .flatten()
        .map(|(parameter, value, label)| {
            let href = Signal::derive(move || {
                let workspace = workspace.get().map(|id| id.to_string()).unwrap_or_default();
                href_with(&format!("/w/{workspace}/activity"), &ParamsMap::new(), &[(parameter, Some(value.as_str()))])
            });
            view! { <LinkButton href=href label=label small=true /> }.into_any()
        })
        .collect()
}

/// A name of the log as a heading.
fn capital(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut chars = name.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
