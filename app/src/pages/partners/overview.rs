//! What waits for a decision, and the Accounts tab.

use domain::access::Action;
use domain::fault::Problem;
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::view::partnership::PartnershipView;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::details::is_open;
use crate::api::partners::{ApprovePartnership, RemindPartnership, ResendPartnership};
use crate::state::act::outcome;
use crate::state::me::use_workspace;
use crate::ui::{Banner, BannerTone, Button, DialogLink, EmptyState, Tone};

/// The message at the top: who is to do what, with the buttons for it.
#[component]
pub fn Waiting(view: Signal<PartnershipView>) -> impl IntoView {
    let may = move |action: Action| Signal::derive(move || view.with(|view| view.can.may(action)));
    let offers = move |action: Action| Signal::derive(move || view.with(|view| view.can.offers(action)));
    let stage = Memo::new(move |_| view.with(|view| view.stage));
    let side = Memo::new(move |_| view.with(|view| view.side));
    let (approves, accepts) = (may(Action::ApprovePartnership), may(Action::AcceptPartnership));
    let (reminds, resends) = (offers(Action::RemindPartnership), may(Action::ResendPartnership));
    let note = Signal::derive(move || view.with(|view| view.decline_note.clone()));
    let expires = Signal::derive(move || view.with(|view| view.asked_until));
    move || {
        let host = side.get() == Side::Host;
        let note = note.get().map(|note| format!(" Note: {note}")).unwrap_or_default();
        match stage.get() {
            Stage::AwaitingHostApproval if approves.get() => view! {
                <Banner tone=BannerTone::Info title="Review partnership request" text="A colleague asks to partner with this company. Nothing is sent to them before you approve.">
                    <div class="cluster">
                        <DialogLink name="decline" label="Decline request" id="decline-request" />
                        <Approve view=view />
                        <DialogLink name="review" label="Learn more" tone=Tone::Quiet id="learn-more" />
                    </div>
                </Banner>
            }
            .into_any(),
            Stage::AwaitingHostApproval => view! {
                <Banner tone=BannerTone::Warn title="Awaiting admin's decision" text="An Owner or Admin of your workspace has been asked to approve the request.">
                    <Show when=move || reminds.get()><Remind view=view /></Show>
                </Banner>
            }
            .into_any(),
            Stage::AwaitingGuestAcceptance if accepts.get() => view! {
                <Banner tone=BannerTone::Info title="Partnership request" text="This company wants to share access to accounts with your workspace.">
                    <div class="cluster">
                        <DialogLink name="decline" label="Decline request" id="decline-request" />
                        <DialogLink name="accept" label="Accept request" tone=Tone::Primary id="accept-request" />
                    </div>
                </Banner>
            }
            .into_any(),
            Stage::AwaitingGuestAcceptance => view! {
                <Banner
                    tone=BannerTone::Info
                    title="Awaiting partner"
                    text=if host { "Your partner's admins have been asked to accept." } else { "An Owner or Admin of your workspace can accept or decline." }
                >
                    <Show when=move || reminds.get()><Remind view=view /></Show>
                </Banner>
            }
            .into_any(),
            Stage::DeclinedByGuest => view! {
                <Banner tone=BannerTone::Warn title="Declined by partner" text=format!("The request was declined.{note}")>
                    <Show when=move || resends.get()><Resend view=view /></Show>
                </Banner>
            }
            .into_any(),
            Stage::DeclinedByHost => {
                view! { <Banner tone=BannerTone::Warn title="Declined by admin" text=format!("An admin of your workspace declined the request.{note}") /> }.into_any()
            }
            Stage::Suspended => view! {
                <Banner tone=BannerTone::Warn title="Suspended" text="Nobody reaches anything through this partnership until it is resumed. Nothing was deleted.">
                    <Show when=move || may(Action::ResumePartnership).get()><DialogLink name="resume" label="Resume" id="resume-partnership" /></Show>
                </Banner>
            }
            .into_any(),
            Stage::Expired => {
                let asked = expires.get().map(|at| format!(" The Partnership Owner asks to extend it until {}.", at.minute())).unwrap_or_default();
                view! {
                    <Banner tone=BannerTone::Warn title="Expired" text=format!("Nobody reaches anything through this partnership since it expired.{asked}")>
                        <Show when=move || may(Action::ExtendPartnership).get()>
                            <DialogLink name="extend" label="Extend" tone=Tone::Primary id="extend-partnership" />
                        </Show>
                        <Show when=move || may(Action::AskExtension).get()>
                            <DialogLink name="ask-extension" label="Ask for extension" id="ask-extension" />
                        </Show>
                    </Banner>
                }
                .into_any()
            }
            Stage::Withdrawn => view! { <Banner text="The request was withdrawn." title="Withdrawn" /> }.into_any(),
            Stage::Removed => view! { <Banner text="This partnership was removed. Its history stays readable here." title="Removed" /> }.into_any(),
            Stage::Active => ().into_any(),
        }
    }
}

/// The fields that every act on a partnership sends.
#[component]
pub fn Which(view: Signal<PartnershipView>) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
        <input type="hidden" name="partnership" value=move || view.with(|view| view.id.to_string()) />
    }
}

#[component]
fn Approve(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<ApprovePartnership>::new();
    let outcome = outcome(action, "Request approved. Your partner has been asked to accept.");
    view! {
        <ActionForm action=action>
            <Which view=view />
            <Button label="Approve request" tone=Tone::Primary submit=true busy=action.pending() />
        </ActionForm>
        {outcome.banner()}
    }
    .into_any()
}

#[component]
fn Remind(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<RemindPartnership>::new();
    let outcome = outcome(action, "Reminder sent.");
    let why_not = Signal::derive(move || view.with(|view| view.can.why_not(Action::RemindPartnership)));
    view! {
        <ActionForm action=action>
            <Which view=view />
            <Button label="Send reminder" submit=true busy=action.pending() disabled_reason=why_not />
        </ActionForm>
        {outcome.banner()}
    }
    .into_any()
}

#[component]
fn Resend(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<ResendPartnership>::new();
    let outcome = outcome(action, "Request sent again.");
    view! {
        <ActionForm action=action>
            <Which view=view />
            <Button label="Resend request" tone=Tone::Primary submit=true busy=action.pending() />
        </ActionForm>
        {outcome.banner()}
    }
    .into_any()
}

/// What is shared: nothing can be yet.
#[component]
pub fn Accounts(view: Signal<PartnershipView>) -> impl IntoView {
    let open = Memo::new(move |_| view.with(|view| is_open(view.stage)));
    let host = Memo::new(move |_| view.with(|view| view.side == Side::Host));
    move || {
        let text = match (open.get(), host.get()) {
            (false, _) => "Accounts can be shared once the partnership is active.",
            (true, true) => {
                "Accounts that the Partnership Owner shares with this partner will stand here. Sharing accounts is not part of this version yet."
            }
            (true, false) => "Your partner has not shared accounts yet.",
        };
        view! { <EmptyState glyph=icondata_lu::LuKeyRound title="No accounts shared yet" text=text /> }
    }
}

/// Whether the plan or the state has moved on since it was shown.
pub fn has_drifted(problem: &Problem) -> bool {
    matches!(problem, Problem::Conflict(_))
}
