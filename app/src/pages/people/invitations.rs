//! Inviting people, and the invitations that are open (WS-06).

use domain::access::{Action, Denial, Reason};
use domain::fault::Problem;
use domain::id::InvitationId;
use domain::people::Role;
use domain::view::people::{InvitationView, PeopleView};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::person::describe;
use crate::api::people::{CancelInvitation, Invite, ResendInvitation};
use crate::pages::prove::Prove;
use crate::state::act::outcome;
use crate::state::me::use_workspace;
use crate::ui::url::use_dialog_item;
use crate::ui::{
    Button, Card, Cell, Column, ConfirmDialog, ConfirmFooter, DataTable, Dialog, DialogCancel, DialogFooter, DialogLink, FormStack,
    InputKind, RadioCard, RadioCards, Row, StatusPill, StatusTone, TextInput, Time, Tone, When,
};

/// Whether a step was refused because the last proof of identity is too old.
pub fn wants_proof(problem: &Problem) -> bool {
    matches!(problem, Problem::Denied(Denial { reason: Reason::Proof, .. }))
}

/// The roles that can be given, with what each means.
pub fn role_cards() -> Vec<RadioCard> {
    let card = |role: &Role| RadioCard {
        value: role.code().to_owned(),
        label: role.label().to_owned(),
        hint: Some(describe(*role).to_owned()),
        ..RadioCard::default()
    };
    Role::ASSIGNABLE.iter().map(card).collect()
}

#[component]
pub fn InviteDialog() -> impl IntoView {
    let workspace = use_workspace();
    let action = ServerAction::<Invite>::new();
    let outcome = outcome(action, "Invitation sent.");
    let proof = outcome.is(wants_proof);
    view! {
        <Dialog
            name="invite"
            title="Invite people"
            description="They get a mail with a link, and choose their own password.".to_owned()
        >
            {outcome.banner()}
            <Show when=move || proof.get()>
                <Prove />
            </Show>
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <FormStack>
                    <TextInput
                        name="email"
                        label="Email address"
                        kind=InputKind::Email
                        autocomplete="off"
                        maxlength=254
                        required=true
                        error=outcome.at("email")
                    />
                    <RadioCards name="role" legend="Role" cards=role_cards() value=Role::Member.code().to_owned() error=outcome.at("role") />
                </FormStack>
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Send invitation" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}

/// The invitations that nobody has accepted yet.
#[component]
pub fn Invitations(view: Signal<PeopleView>) -> impl IntoView {
    let open = Memo::new(move |_| view.with(|view| view.invitations.clone()));
    let may = Memo::new(move |_| view.with(|view| view.can.may(Action::InvitePerson)));
    let shown = Memo::new(move |_| may.get() && open.with(|open| !open.is_empty()));
    // Here and not in the row, which is another one as soon as the invitation has changed.
    let resend = ServerAction::<ResendInvitation>::new();
    let outcome = outcome(resend, "Invitation sent again.");
    let columns = || {
        vec![Column::new("Email"), Column::new("Role"), Column::new("Status"), Column::new("Invited by"), Column::new("Actions").hidden()]
    };
    view! {
        <Show when=move || shown.get()>
            <Card title="Invitations" description="Sent, and not accepted yet." flush=true>
                {outcome.banner()}
                <DataTable caption="Invitations" columns=columns()>
                    {move || open.get().into_iter().map(|row| view! { <Line row=row resend=resend /> }).collect_view()}
                </DataTable>
            </Card>
        </Show>
        <Show when=move || may.get()>
            <CancelDialog open=open />
        </Show>
    }
    .into_any()
}

#[component]
fn Line(row: InvitationView, resend: ServerAction<ResendInvitation>) -> impl IntoView {
    let id = row.id;
    let busy = Signal::derive(move || {
        resend.pending().get() && resend.input().with(|input| input.as_ref().is_some_and(|input| input.invitation == id))
    });
    let state = if row.expired {
        view! { <StatusPill tone=StatusTone::Warn label="Expired" /> }.into_any()
    } else {
        view! {
            <span class="cluster">
                <StatusPill tone=StatusTone::Info label="Invited" />
                <span class="muted">"until " <Time ms=row.expires_at.millis() when=When::Date /></span>
            </span>
        }
        .into_any()
    };
    view! {
        <Row>
            <Cell>{row.email}</Cell>
            <Cell label="Role">{row.role.label()}</Cell>
            <Cell label="Status">{state}</Cell>
            <Cell label="Invited by">{row.invited_by} ", " <Time ms=row.sent_at.millis() /></Cell>
            <Cell end=true>
                <div class="cluster row-actions">
                    <ActionForm action=resend>
                        <input type="hidden" name="invitation" value=id.to_string() />
                        <Button label="Resend" small=true submit=true busy=busy id=format!("resend-{id}") />
                    </ActionForm>
                    <DialogLink name="cancel-invitation" label="Cancel" item=id.to_string() small=true tone=Tone::Quiet id=format!("cancel-{id}") />
                </div>
            </Cell>
        </Row>
    }
    .into_any()
}

#[component]
fn CancelDialog(open: Memo<Vec<InvitationView>>) -> impl IntoView {
    let workspace = use_workspace();
    let item = use_dialog_item();
    let id = move || item.get().and_then(|text| text.parse::<InvitationId>().ok());
    let email = move || id().and_then(|id| open.with(|open| open.iter().find(|row| row.id == id).map(|row| row.email.clone())));
    let action = ServerAction::<CancelInvitation>::new();
    let outcome = outcome(action, "Invitation cancelled.");
    let text = Signal::derive(move || email().map(|email| format!("The link that was sent to {email} stops working.")));
    view! {
        <ConfirmDialog name="cancel-invitation" title="Cancel invitation?" description=text>
            {outcome.banner()}
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <input type="hidden" name="invitation" value=move || id().map(|id| id.to_string()) />
                <ConfirmFooter label="Cancel invitation" busy=action.pending() />
            </ActionForm>
        </ConfirmDialog>
    }
}
