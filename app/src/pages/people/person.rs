//! A person's page: who they are, and everything they can reach, with the reason (WS-14).

use domain::access::Action;
use domain::people::Role;
use domain::view::people::PersonView;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::invitations::{role_cards, wants_proof};
use super::{ending, tone};
use crate::api::ApiError;
use crate::api::people::{ChangeRole, TransferOwnership, show_person};
use crate::pages::prove::Prove;
use crate::state::act::outcome;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::{
    Button, Card, Cell, Column, ConfirmDialog, ConfirmFooter, DataTable, Dialog, DialogCancel, DialogFooter, DialogLink, EmptyState, Fact,
    Facts, FormStack, Icon, LinkButton, PageHead, RadioCards, Row, RowLink, StatusPill, Time, Tone, When,
};

/// What a role means, for who gives it.
pub fn describe(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything. There is exactly one Owner.",
        Role::Admin => "Manages people, settings and all partnerships.",
        Role::Member => "Requests partnerships and works with what is shared.",
        Role::Auditor => "Reads people, partnerships and the whole activity log, and changes nothing.",
        Role::GuestAdmin => "Manages the people of a local partner.",
        Role::GuestUser => "Uses what was shared with a local partner.",
    }
}

#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let id = Memo::new(move |_| params.read().get("person").and_then(|text| text.parse().ok()));
    let person = Resource::new(
        move || (live.people.get(), live.settings.get(), live.partnership.get(), id.get()),
        |(.., id)| async move {
            match id {
                Some(id) => show_person(id).await,
                None => Err(ApiError(domain::fault::Problem::NotFound)),
            }
        },
    );
    loaded(person, "Loading person", |view| view! { <Person view=view /> }.into_any())
}

#[component]
fn Person(view: Signal<PersonView>) -> impl IntoView {
    let workspace = use_workspace();
    let base = Signal::derive(move || format!("/w/{}", workspace.get().map(|id| id.to_string()).unwrap_or_default()));
    let name = Signal::derive(move || view.with(|view| view.row.name.clone()));
    let email = Signal::derive(move || view.with(|view| Some(view.row.email.clone())));
    let may = move |action: Action| move || view.with(|view| view.row.can.may(action));
    // A step that asks for a fresh proof is offered: the dialog lets the person give it.
    let offers = move |action: Action| move || view.with(|view| view.row.can.offers(action));
    let item = view.with_untracked(|view| view.row.id.to_string());
    let items = [item.clone(), item.clone(), item.clone()];
    let [for_suspend, for_resume, for_remove] = items;
    view! {
        <Title text=move || name.get() />
        <div class="stack">
            <a class="link back-link" href=move || format!("{}/people", base.get())>
                <Icon glyph=icondata_lu::LuArrowLeft />
                " All people"
            </a>
            <PageHead
                title=name
                description=email
                actions=move || {
                    let (suspend, resume, remove) = (for_suspend.clone(), for_resume.clone(), for_remove.clone());
                    view! {
                        <div class="cluster">
                            <Show when=may(Action::SuspendPerson)>
                                <DialogLink name="suspend" label="Suspend" item=suspend.clone() icon=icondata_lu::LuPause id="suspend-person" />
                            </Show>
                            <Show when=may(Action::ResumePerson)>
                                <DialogLink name="resume" label="Resume" item=resume.clone() icon=icondata_lu::LuPlay id="resume-person" />
                            </Show>
                            <Show when=may(Action::RemovePerson)>
                                <DialogLink
                                    name="remove"
                                    label="Remove"
                                    item=remove.clone()
                                    tone=Tone::Danger
                                    icon=icondata_lu::LuTrash2
                                    id="remove-person"
                                />
                            </Show>
                        </div>
                    }
                }
            />
            <Card title="Role and status">
                <div class="stack">
                    <Known view=view />
                    <div class="cluster">
                        <Show when=offers(Action::ChangeRole)>
                            <DialogLink name="role" label="Change role" icon=icondata_lu::LuUserCog id="change-role" />
                        </Show>
                        <Show when=offers(Action::TransferOwnership)>
                            <DialogLink name="transfer" label="Transfer ownership" icon=icondata_lu::LuCrown id="transfer-ownership" />
                        </Show>
                        <Show when=move || view.with(|view| view.is_me)>
                            <LinkButton
                                href=Signal::derive(move || format!("{}/profile", base.get()))
                                label="Open your profile"
                                icon=icondata_lu::LuUser
                            />
                        </Show>
                    </div>
                </div>
            </Card>
            <Reached view=view base=base />
        </div>
        <Show when=offers(Action::ChangeRole)>
            <RoleDialog view=view />
        </Show>
        <Show when=offers(Action::TransferOwnership)>
            <TransferDialog view=view />
        </Show>
        <ending::Dialogs />
    }
    .into_any()
}

#[component]
fn Known(view: Signal<PersonView>) -> impl IntoView {
    move || {
        let view = view.get();
        let row = view.row;
        let sessions = match view.sessions {
            0 => "Nowhere".to_owned(),
            n => format!("On {}", domain::text::counted(n, "device", "devices")),
        };
        view! {
            <Facts>
                <Fact term="Role">{row.role.label()} <span class="muted">" \u{00B7} " {describe(row.role)}</span></Fact>
                <Fact term="Status">
                    <StatusPill tone=tone(row.standing) label=row.standing.label() />
                </Fact>
                {row.joined_at.map(|at| view! { <Fact term="Joined"><Time ms=at.millis() when=When::Exact /></Fact> })}
                {row.last_seen_at.map(|at| view! { <Fact term="Last active"><Time ms=at.millis() /></Fact> })}
                <Fact term="Signed in">{sessions}</Fact>
            </Facts>
        }
    }
}

/// Everything the person can reach, and why (GO-01).
#[component]
fn Reached(view: Signal<PersonView>, base: Signal<String>) -> impl IntoView {
    let reach = Memo::new(move |_| view.with(|view| view.partnerships.clone()));
    view! {
        <Card title="What they can reach" description="Partnerships in which this person has a part, and which." flush=true>
            {move || {
                let reach = reach.get();
                if reach.is_empty() {
                    return view! {
                        <EmptyState glyph=icondata_lu::LuHandshake title="Nothing yet" text="This person has no part in any partnership." />
                    }
                        .into_any();
                }
                view! {
                    <DataTable caption="What they can reach" columns=vec![Column::new("Partner"), Column::new("Because they are")]>
                        {reach
                            .into_iter()
                            .map(|reach| {
                                let href = format!("{}/partners/{}/accounts", base.get_untracked(), reach.partnership);
                                view! {
                                    <Row>
                                        <Cell>
                                            <RowLink href=href label=reach.name />
                                        </Cell>
                                        <Cell label="Because they are">{reach.why.join(", ")}</Cell>
                                    </Row>
                                }
                            })
                            .collect_view()}
                    </DataTable>
                }
                    .into_any()
            }}
        </Card>
    }
}

/// The fields that every act on one person sends.
#[component]
fn Which(view: Signal<PersonView>) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
        <input type="hidden" name="person" value=move || view.with(|view| view.row.id.to_string()) />
    }
}

#[component]
fn RoleDialog(view: Signal<PersonView>) -> impl IntoView {
    let action = ServerAction::<ChangeRole>::new();
    let outcome = outcome(action, "Role changed.");
    let proof = outcome.is(wants_proof);
    let text = Signal::derive(move || {
        Some(format!("{} is signed out and signs in anew with the new role.", view.with(|view| view.row.name.clone())))
    });
    view! {
        <Dialog name="role" title="Change role" description=text>
            {outcome.banner()}
            <Show when=move || proof.get()>
                <Prove />
            </Show>
            <ActionForm action=action>
                <Which view=view />
                <FormStack>
                    <RadioCards
                        name="role"
                        legend="Role"
                        cards=role_cards()
                        value=view.with_untracked(|view| view.row.role.code().to_owned())
                        error=outcome.at("role")
                        required=true
                    />
                </FormStack>
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Change role" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}

#[component]
fn TransferDialog(view: Signal<PersonView>) -> impl IntoView {
    let action = ServerAction::<TransferOwnership>::new();
    let outcome = outcome(action, "Ownership transferred.");
    let proof = outcome.is(wants_proof);
    let text = Signal::derive(move || {
        let name = view.with(|view| view.row.name.clone());
        Some(format!(
            "{name} becomes the Owner of this workspace and can undo this; you cannot. You become an Admin. {name} is signed out and told by mail."
        ))
    });
    view! {
        <ConfirmDialog name="transfer" title="Transfer ownership?" description=text>
            {outcome.banner()}
            <Show when=move || proof.get()>
                <Prove />
            </Show>
            <ActionForm action=action>
                <Which view=view />
                <ConfirmFooter label="Transfer ownership" busy=action.pending() />
            </ActionForm>
        </ConfirmDialog>
    }
}
