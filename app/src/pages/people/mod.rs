//! The People view (WS-14): who is here, who is invited, and what can be done to several at once.

mod ending;
mod invitations;
pub mod person;

use std::collections::BTreeSet;

use domain::access::Action;
use domain::id::PersonId;
use domain::people::{Role, Standing};
use domain::view::people::{PeopleFilter, PeopleSort, PeopleView, PersonRow};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;

use crate::api::people::list_people;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::{Me, use_workspace};
use crate::ui::url::{href_with, use_href_with, use_item_dialog_href};
use crate::ui::{
    Avatar, Button, Cell, Choice, Column, DataTable, DialogLink, EmptyState, Filter, FilterBar, LinkButton, Menu, MenuLink, MenuSeparator,
    PageHead, Pager, Row, RowLink, StatusPill, StatusTone, Time, Tone,
};

/// The colour of a standing; its word is the domain's.
fn tone(standing: Standing) -> StatusTone {
    match standing {
        Standing::Active => StatusTone::Success,
        Standing::Suspended => StatusTone::Warn,
        Standing::Removed => StatusTone::Neutral,
    }
}

/// The filter that the address says.
fn use_filter() -> Memo<PeopleFilter> {
    let query = use_query_map();
    Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).filter(|text| !text.is_empty());
        PeopleFilter {
            search: word("q"),
            role: word("role").and_then(|text| text.parse().ok()),
            standing: word("status").and_then(|text| text.parse().ok()),
            sort: word("sort").and_then(|text| text.parse().ok()),
            after: word("cursor"),
        }
    })
}

#[component]
pub fn People() -> impl IntoView {
    let me = expect_context::<Me>();
    let live = expect_context::<Live>();
    let filter = use_filter();
    // Who owns the workspace is one of its settings.
    let people = Resource::new(move || (live.people.get(), live.settings.get(), filter.get()), |(.., filter)| list_people(filter));
    let invites = move || me.get().is_some_and(|view| view.can.may(Action::InvitePerson));
    let oversees = move || me.get().is_some_and(|view| view.role.oversees());
    let workspace = use_workspace();
    // The download is what is shown, without its pages.
    let csv = Signal::derive(move || {
        let path = format!("/w/{}/people.csv", workspace.get().map(|id| id.to_string()).unwrap_or_default());
        let PeopleFilter { search, role, standing, sort, after: _ } = filter.get();
        let changes = [
            ("search", search.as_deref()),
            ("role", role.map(Role::code)),
            ("standing", standing.map(Standing::code)),
            ("sort", sort.map(PeopleSort::code)),
        ];
        href_with(&path, &ParamsMap::new(), &changes)
    });
    view! {
        <Title text="People" />
        <div class="stack">
            <PageHead
                title="People"
                description="Everyone who belongs to your workspace."
                actions=move || {
                    view! {
                        <div class="cluster">
                            <Show when=oversees>
                                <LinkButton href=csv label="Download CSV" icon=icondata_lu::LuDownload external=true id="people-csv" />
                            </Show>
                            <Show when=invites>
                                <DialogLink name="invite" label="Invite people" icon=icondata_lu::LuUserPlus tone=Tone::Primary id="invite-people" />
                            </Show>
                        </div>
                    }
                }
            />
            <FilterBar search="Search people" filters=filters(me.now().is_some_and(|view| view.role.oversees())) />
            {loaded(people, "Loading people", move |view| view! { <List view=view filter=filter /> }.into_any())}
        </div>
        <Show when=invites>
            <invitations::InviteDialog />
        </Show>
    }
    .into_any()
}

/// Who does not oversee the workspace sees only who is active, so there is nothing to choose about that.
fn filters(oversees: bool) -> Vec<Filter> {
    let role = Filter {
        name: "role",
        label: "Role".to_owned(),
        any: "All roles".to_owned(),
        choices: Role::ALL.iter().map(|role| Choice::new(role.code(), role.label())).collect(),
    };
    let status = Filter {
        name: "status",
        label: "Status".to_owned(),
        any: "All statuses".to_owned(),
        choices: Standing::ALL.iter().map(|standing| Choice::new(standing.code(), standing.label())).collect(),
    };
    let sort = Filter {
        name: "sort",
        label: "Sorted by".to_owned(),
        any: "Sorted by name".to_owned(),
        choices: PeopleSort::ALL
            .iter()
            .filter(|sort| **sort != PeopleSort::Name)
            .map(|sort| Choice::new(sort.code(), sort.label()))
            .collect(),
    };
    if oversees { vec![role, status, sort] } else { vec![role] }
}

#[component]
fn List(view: Signal<PeopleView>, filter: Memo<PeopleFilter>) -> impl IntoView {
    let chosen = RwSignal::new(BTreeSet::<PersonId>::new());
    // Who is on another page or gone is chosen no more: the bar acts on what is seen.
    Effect::new(move |_| {
        let seen: BTreeSet<_> = view.with(|view| view.people.rows.iter().map(|row| row.id).collect());
        if chosen.with_untracked(|chosen| !chosen.is_subset(&seen)) {
            chosen.update(|chosen| chosen.retain(|id| seen.contains(id)));
        }
    });
    let choosable = Memo::new(move |_| view.with(|view| view.people.rows.iter().any(is_choosable)));
    let narrowed = move || {
        filter.with(|filter| filter.search.is_some() || filter.role.is_some() || filter.standing.is_some() || filter.after.is_some())
    };
    let rows = Memo::new(move |_| view.with(|view| view.people.rows.clone()));
    let next = Signal::derive(move || view.with(|view| view.people.next.clone()));
    let summary = Signal::derive(move || rows.with(|rows| Some(domain::text::counted(rows.len() as u64, "person", "people"))));
    view! {
        {move || {
            let (rows, choosable) = (rows.get(), choosable.get());
            if rows.is_empty() {
                return view! { <Nothing narrowed=narrowed() /> }.into_any();
            }
            let lines = rows.into_iter().map(|row| view! { <Line row=row chosen=choosable.then_some(chosen) /> }).collect_view();
            view! {
                <ChosenBar view=view chosen=chosen />
                <DataTable caption="People" columns=columns(choosable)>
                    {lines}
                </DataTable>
                <Pager next=next summary=summary />
            }
                .into_any()
        }}
        <invitations::Invitations view=view />
        <ending::Dialogs from_list=true />
    }
    .into_any()
}

fn is_choosable(row: &PersonRow) -> bool {
    row.can.may(Action::SuspendPerson) || row.can.may(Action::RemovePerson)
}

fn columns(choosable: bool) -> Vec<Column> {
    let choose = choosable.then(|| Column::new("Select").hidden());
    let rest = [
        Column::new("Name"),
        Column::new("Email"),
        Column::new("Role"),
        Column::new("Status"),
        Column::new("Last active").end(),
        Column::new("More actions").hidden(),
    ];
    choose.into_iter().chain(rest).collect()
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    let all = use_href_with(["q", "role", "status", "cursor"].map(|name| (name, None)).to_vec());
    if narrowed {
        view! {
            <EmptyState glyph=icondata_lu::LuSearch title="Nobody matches" text="Change the search or clear the filters.">
                <LinkButton href=all label="Show everyone" stay=true />
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState glyph=icondata_lu::LuUsers title="Nobody here yet" text="People you invite appear here once they have joined." /> }.into_any()
    }
}

#[component]
fn Line(row: PersonRow, chosen: Option<RwSignal<BTreeSet<PersonId>>>) -> impl IntoView {
    let workspace = use_workspace();
    let id = row.id;
    let href = move || format!("/w/{}/people/{id}", workspace.get_untracked().map(|id| id.to_string()).unwrap_or_default());
    let opens = row.can.may(Action::ViewPerson);
    let choosable = is_choosable(&row);
    let PersonRow { name, email, role, standing, last_seen_at, .. } = row.clone();
    let box_ = chosen.map(|chosen| {
        let label = format!("Select {}", row.name);
        view! {
            <Cell>
                {choosable
                    .then(|| {
                        view! {
                            <input
                                type="checkbox"
                                class="check-box with-script"
                                aria-label=label
                                prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                                on:change=move |event| {
                                    let on = event_target_checked(&event);
                                    chosen.update(|chosen| if on { chosen.insert(id); } else { chosen.remove(&id); });
                                }
                            />
                        }
                    })}
            </Cell>
        }
    });
    view! {
        <Row>
            {box_}
            <Cell>
                <span class="person">
                    <Avatar name=name.clone() id=id.to_string() />
                    {if opens {
                        view! { <RowLink href=href() label=name /> }.into_any()
                    } else {
                        view! { <span class="person-name">{name}</span> }.into_any()
                    }}
                </span>
            </Cell>
            <Cell label="Email">{email}</Cell>
            <Cell label="Role">{role.label()}</Cell>
            <Cell label="Status">
                <StatusPill tone=tone(standing) label=standing.label() />
            </Cell>
            <Cell label="Last active" end=true>
                {last_seen_at.map(|at| view! { <Time ms=at.millis() /> })}
            </Cell>
            <Cell actions=true>
                <More row=row />
            </Cell>
        </Row>
    }
    .into_any()
}

/// What can be done to one person, the destructive last.
#[component]
fn More(row: PersonRow) -> impl IntoView {
    let item = row.id.to_string();
    let link = move |name: &'static str| use_item_dialog_href(name, item.clone());
    let (suspend, resume, remove) = (link("suspend"), link("resume"), link("remove"));
    let [suspends, resumes, removes] =
        [Action::SuspendPerson, Action::ResumePerson, Action::RemovePerson].map(|action| row.can.may(action));
    (suspends || resumes || removes).then(|| {
        view! {
            <Menu id=format!("more-{}", row.id) label=format!("More actions for {}", row.name)>
                {suspends
                    .then(|| view! { <MenuLink href=suspend label="Suspend" icon=icondata_lu::LuPause stay=true /> })}
                {resumes
                    .then(|| view! { <MenuLink href=resume label="Resume" icon=icondata_lu::LuPlay stay=true /> })}
                {removes
                    .then(|| {
                        view! {
                            <MenuSeparator />
                            <MenuLink href=remove label="Remove" icon=icondata_lu::LuTrash2 danger=true stay=true />
                        }
                    })}
            </Menu>
        }
    })
}

/// What can be done to everybody who is chosen.
#[component]
fn ChosenBar(view: Signal<PeopleView>, chosen: RwSignal<BTreeSet<PersonId>>) -> impl IntoView {
    // Only those to whom it can be done.
    let able = move |action: Action| {
        chosen.with(|chosen| {
            view.with(|view| {
                let able = view.people.rows.iter().filter(|row| chosen.contains(&row.id) && row.can.may(action));
                able.map(|row| row.id.to_string()).collect::<Vec<_>>()
            })
        })
    };
    let path = use_location().pathname;
    let query = use_query_map();
    let href = move |name: &str, action: Action| {
        let people = able(action).join(",");
        href_with(&path.read(), &query.read(), &[("dialog", Some(name)), ("item", Some(&people))])
    };
    let label = move |verb: &str, action: Action| format!("{verb} {}", able(action).len());
    let suspend = Signal::derive(move || href("suspend", Action::SuspendPerson));
    let remove = Signal::derive(move || href("remove", Action::RemovePerson));
    let all = move || {
        let every = view.with(|view| view.people.rows.iter().filter(|row| is_choosable(row)).map(|row| row.id).collect());
        chosen.set(every);
    };
    view! {
        <div class="chosen-bar" role="region" aria-label="Selected people" aria-live="polite">
            <Show when=move || chosen.with(|chosen| !chosen.is_empty())>
                <span class="num">{move || chosen.with(BTreeSet::len)} " selected"</span>
                <Button label="Select all on this page" small=true tone=Tone::Quiet on_click=all />
                <Button label="Clear" small=true tone=Tone::Quiet on_click=move || chosen.set(BTreeSet::new()) />
                <Show when=move || !able(Action::SuspendPerson).is_empty()>
                    <LinkButton
                        href=suspend
                        label=Signal::derive(move || label("Suspend", Action::SuspendPerson))
                        small=true
                        icon=icondata_lu::LuPause
                        stay=true
                        id="suspend-selected"
                    />
                </Show>
                <Show when=move || !able(Action::RemovePerson).is_empty()>
                    <LinkButton
                        href=remove
                        label=Signal::derive(move || label("Remove", Action::RemovePerson))
                        small=true
                        tone=Tone::Danger
                        icon=icondata_lu::LuTrash2
                        stay=true
                        id="remove-selected"
                    />
                </Show>
            </Show>
        </div>
    }
    .into_any()
}
