//! The dialogs of one partnership.

use domain::access::Action;
use domain::fault::Problem;
use domain::partnership::Side;
use domain::view::partnership::PartnershipView;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::overview::{Which, has_drifted};
use crate::api::partners::{
    AcceptPartnership, AskExtension, ChangeRepresentative, DeclineAsGuest, DeclineAsHost, ExtendPartnership, HandOverPartnership,
    NameDeputy, RemovePartnership, ResumePartnership, SetPartnershipExpiry, SuspendPartnership, WithdrawPartnership,
    partnership_candidates, plan_removal,
};
use crate::pages::prove::Prove;
use crate::state::act::outcome;
use crate::ui::url::use_dialog_href;
use crate::ui::{
    Button, Checkbox, ConfirmDialog, ConfirmFooter, Dialog, DialogCancel, DialogFooter, ErrorState, Fact, Facts, FormStack, Found,
    InputKind, LinkButton, PeoplePicker, Pick, Skeleton, TextArea, TextInput, Tone,
};

#[component]
pub fn Dialogs(view: Signal<PartnershipView>) -> impl IntoView {
    let may = move |action: Action| Signal::derive(move || view.with(|view| view.can.may(action)));
    let declines = Signal::derive(move || view.with(|view| view.can.may(Action::DeclineAsHost) || view.can.may(Action::DeclineAsGuest)));
    view! {
        <Show when=move || may(Action::ApprovePartnership).get()><Review view=view /></Show>
        <Show when=move || declines.get()><Decline view=view /></Show>
        <Show when=move || may(Action::AcceptPartnership).get()><Accept view=view /></Show>
        <Show when=move || may(Action::WithdrawPartnership).get()><Withdraw view=view /></Show>
        <Show when=move || may(Action::SuspendPartnership).get()><Suspend view=view /></Show>
        <Show when=move || may(Action::ResumePartnership).get()><Resume view=view /></Show>
        <Show when=move || may(Action::SetPartnershipExpiry).get()><Expiry view=view /></Show>
        <Show when=move || may(Action::AskExtension).get()><Ask view=view /></Show>
        <Show when=move || may(Action::ExtendPartnership).get()><Extend view=view /></Show>
        <Show when=move || may(Action::HandOverPartnership).get()><HandOver view=view /></Show>
        <Show when=move || may(Action::NameDeputy).get()><Deputy view=view /></Show>
        <Show when=move || may(Action::ChangeRepresentative).get()><Representative view=view /></Show>
        <Show when=move || may(Action::RemovePartnership).get()><Remove view=view /></Show>
    }
    .into_any()
}

/// "Learn more" about a request (HG-04).
#[component]
fn Review(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<crate::api::partners::ApprovePartnership>::new();
    let outcome = outcome(action, "Request approved. Your partner has been asked to accept.");
    let decline = use_dialog_href("decline");
    view! {
        <Dialog name="review" title="Review partnership request">
            {move || {
                view.with(|view| view.request.clone()).map(|request| {
                    view! {
                        <Facts>
                            <Fact term="Guest workspace ID">{request.guest_code.unwrap_or_else(|| "None: the partner will be asked to create a workspace".to_owned())}</Fact>
                            <Fact term="Partner's email address">{request.partner_email}</Fact>
                            <Fact term="Reason for request">{request.reason.unwrap_or_else(|| "None given".to_owned())}</Fact>
                            <Fact term="Requested by">{request.requested_by}</Fact>
                        </Facts>
                    }
                })
            }}
            {outcome.banner()}
            <ActionForm action=action>
                <Which view=view />
                <DialogFooter>
                    <LinkButton href=decline label="Decline request" stay=true />
                    <Button label="Approve request" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}

#[component]
fn Decline(view: Signal<PartnershipView>) -> impl IntoView {
    let as_host = ServerAction::<DeclineAsHost>::new();
    let as_guest = ServerAction::<DeclineAsGuest>::new();
    let (host, guest) = (outcome(as_host, "Request declined."), outcome(as_guest, "Request declined."));
    let is_host = Memo::new(move |_| view.with(|view| view.side == Side::Host));
    view! {
        <Dialog
            name="decline"
            title="Decline request?"
            description=Signal::derive(move || {
                Some(if is_host.get() { "The person who asked is told. Nothing was sent to the partner." } else { "The other company is told." }.to_owned())
            })
            destructive=true
        >
            <Show
                when=move || is_host.get()
                fallback=move || {
                    view! {
                        {guest.banner()}
                        <ActionForm action=as_guest>
                            <Which view=view />
                            <Note error=guest.at("note") />
                            <ConfirmFooter label="Decline request" busy=as_guest.pending() />
                        </ActionForm>
                    }
                }
            >
                {host.banner()}
                <ActionForm action=as_host>
                    <Which view=view />
                    <Note error=host.at("note") />
                    <ConfirmFooter label="Decline request" busy=as_host.pending() />
                </ActionForm>
            </Show>
        </Dialog>
    }
}

#[component]
fn Note(error: Signal<Option<String>>) -> impl IntoView {
    view! { <TextArea name="note" label="Note" hint="They can read it." maxlength=1000 optional=true error=error /> }
}

/// The host's terms, and the consent that makes the partnership active (HG-05).
#[component]
fn Accept(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<AcceptPartnership>::new();
    let outcome = outcome(action, "Partnership accepted.");
    let agreed = RwSignal::new(false);
    let label = Signal::derive(move || {
        view.with(|view| format!("I confirm that I have read, consent, and agree to {}'s Terms of Service", view.tile.name))
    });
    let version = move || view.with(|view| view.terms.as_ref().map(|terms| terms.version).unwrap_or_default()).to_string();
    // Before the page is alive the browser itself insists on the box, so the button must not be off.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let missing = Signal::derive(move || (alive.get() && !agreed.get()).then(|| "Confirm that you agree to the terms first.".to_owned()));
    view! {
        <Dialog name="accept" title="Terms of Service" wide=true>
            <div class="terms" tabindex="0" role="region" aria-label="Terms of Service text">
                {move || view.with(|view| view.terms.as_ref().map(|terms| terms.body.clone()))}
            </div>
            {outcome.banner()}
            <ActionForm action=action>
                <Which view=view />
                <input type="hidden" name="terms_version" value=version />
                <Checkbox
                    name="consent"
                    label=label
                    bind=agreed
                    required=true
                    error=outcome.at("consent")
                />
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Accept request" tone=Tone::Primary submit=true busy=action.pending() disabled_reason=missing />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}

/// A confirmation without further fields.
macro_rules! confirmation {
    ($component:ident, $function:ident, $name:literal, $title:literal, $text:literal, $button:literal, $done:literal) => {
        #[component]
        fn $component(view: Signal<PartnershipView>) -> impl IntoView {
            let action = ServerAction::<$function>::new();
            let outcome = outcome(action, $done);
            view! {
                <ConfirmDialog name=$name title=$title description=$text.to_owned()>
                    {outcome.banner()}
                    <ActionForm action=action>
                        <Which view=view />
                        <ConfirmFooter label=$button busy=action.pending() />
                    </ActionForm>
                </ConfirmDialog>
            }
        }
    };
}

confirmation!(
    Withdraw,
    WithdrawPartnership,
    "withdraw",
    "Withdraw request?",
    "Nobody can approve or accept it any more. You can send a new request later.",
    "Withdraw request",
    "Request withdrawn."
);
confirmation!(
    Suspend,
    SuspendPartnership,
    "suspend",
    "Suspend partnership?",
    "Nobody reaches anything through this partnership from now on, until it is resumed. Nothing is deleted, and both sides are told.",
    "Suspend",
    "Partnership suspended."
);
confirmation!(
    Resume,
    ResumePartnership,
    "resume",
    "Resume partnership?",
    "Everything that was shared through this partnership works again at once. Both sides are told.",
    "Resume",
    "Partnership resumed."
);

/// A dialog that asks for a date.
macro_rules! dated {
    ($component:ident, $function:ident, $name:literal, $title:literal, $text:literal, $label:literal, $button:literal, $done:literal, $required:literal) => {
        #[component]
        fn $component(view: Signal<PartnershipView>) -> impl IntoView {
            let action = ServerAction::<$function>::new();
            let outcome = outcome(action, $done);
            let value = StoredValue::new(view.with_untracked(|view| {
                view.asked_until.or(view.expires_at).map(|at| at.to_string().chars().take(16).collect::<String>()).unwrap_or_default()
            }));
            view! {
                <Dialog name=$name title=$title description=$text.to_owned()>
                    {outcome.banner()}
                    <ActionForm action=action>
                        <Which view=view />
                        <TextInput
                            name="until"
                            label=$label
                            kind=InputKind::DateTime
                            hint="Time in UTC."
                            value=value.get_value()
                            required=$required
                            optional=!$required
                            error=outcome.at("until")
                        />
                        <DialogFooter>
                            <DialogCancel />
                            <Button label=$button tone=Tone::Primary submit=true busy=action.pending() />
                        </DialogFooter>
                    </ActionForm>
                </Dialog>
            }
        }
    };
}

dated!(
    Expiry,
    SetPartnershipExpiry,
    "expiry",
    "Set expiry date",
    "At this moment all access through the partnership ends. Both sides are warned 14, 3 and 1 days before. Leave it empty for no end.",
    "Ends on",
    "Save",
    "Expiry date saved.",
    false
);
dated!(
    Ask,
    AskExtension,
    "ask-extension",
    "Ask for extension",
    "An Owner or Admin of your workspace decides. Everything that was shared works again once they extend it.",
    "Extend until",
    "Send",
    "Your admins have been asked.",
    true
);
dated!(
    Extend,
    ExtendPartnership,
    "extend",
    "Extend partnership",
    "Everything that was shared when it expired works again at once. Both sides are told.",
    "Extend until",
    "Extend",
    "Partnership extended.",
    true
);

/// A picker of one person who can take a part in the partnership.
#[component]
fn Picker(view: Signal<PartnershipView>, action: Action, label: &'static str, error: Signal<Option<String>>) -> impl IntoView {
    let picked = RwSignal::new(Vec::<Pick>::new());
    let search = Callback::new(move |text: String| -> Found<Pick> {
        let id = view.with_untracked(|view| view.id);
        Box::pin(async move {
            // A search that fails finds nobody; sending the form says what is wrong.
            let people = partnership_candidates(id, action, text).await.unwrap_or_default();
            people
                .into_iter()
                .map(|person| Pick { id: person.id.to_string(), label: person.name, detail: Some(person.email), disabled_reason: None })
                .collect()
        })
    });
    view! { <PeoplePicker name="person" label=label search=search picked=picked single=true error=error /> }
}

macro_rules! appointment {
    ($component:ident, $function:ident, $action:expr, $name:literal, $title:literal, $text:literal, $label:literal, $button:literal, $done:literal) => {
        #[component]
        fn $component(view: Signal<PartnershipView>) -> impl IntoView {
            let action = ServerAction::<$function>::new();
            let outcome = outcome(action, $done);
            view! {
                <Dialog name=$name title=$title description=$text.to_owned()>
                    {outcome.banner()}
                    <ActionForm action=action>
                        <Which view=view />
                        <FormStack>
                            <Picker view=view action=$action label=$label error=outcome.at("person") />
                        </FormStack>
                        <DialogFooter>
                            <DialogCancel />
                            <Button label=$button tone=Tone::Primary submit=true busy=action.pending() />
                        </DialogFooter>
                    </ActionForm>
                </Dialog>
            }
        }
    };
}

appointment!(
    HandOver,
    HandOverPartnership,
    Action::HandOverPartnership,
    "hand-over",
    "Transfer ownership",
    "The new Partnership Owner alone shares and removes accounts from then on. They are told by mail.",
    "New Partnership Owner",
    "Transfer ownership",
    "Ownership transferred."
);
appointment!(
    Deputy,
    NameDeputy,
    Action::NameDeputy,
    "deputy",
    "Name a deputy",
    "The deputy takes over when the Partnership Owner is suspended or removed. Leave it empty for no deputy.",
    "Deputy",
    "Save",
    "Deputy saved."
);
appointment!(
    Representative,
    ChangeRepresentative,
    Action::ChangeRepresentative,
    "representative",
    "Change representative",
    "What your partner shares with you lands on the representative, who can ask for access for colleagues.",
    "Representative",
    "Save",
    "Representative changed."
);

/// "Remove partner?", with what it does in real numbers (HG-11).
#[component]
fn Remove(view: Signal<PartnershipView>) -> impl IntoView {
    view! {
        <ConfirmDialog name="remove" title="Remove partner?">
            <Consequences view=view />
        </ConfirmDialog>
    }
}

/// Planned when the dialog opens, and again when something has changed since.
#[component]
fn Consequences(view: Signal<PartnershipView>) -> impl IntoView {
    let action = ServerAction::<RemovePartnership>::new();
    let outcome = outcome(action, "Partner removed.");
    let needs_proof = outcome.is(|problem| matches!(problem, Problem::Denied(denial) if denial.reason == domain::access::Reason::Proof));
    let plan = Resource::new(move || view.with(|view| view.id), plan_removal);
    let answer = action.value();
    Effect::new(move |_| {
        if answer.with(|answer| matches!(answer, Some(Err(error)) if has_drifted(&error.0))) {
            plan.refetch();
        }
    });
    view! {
        <Transition fallback=|| view! { <Skeleton lines=3 label="Loading consequences" /> }>
            {move || Suspend::new(async move {
                match plan.await {
                    Err(error) => view! { <ErrorState text=error.to_string() retry=Callback::new(move |()| plan.refetch()) /> }.into_any(),
                    Ok(plan) => {
                        let counted = domain::text::counted;
                        view! {
                            <p>
                                {format!(
                                    "{} through {} at once: {}. Open requests for it are voided: {}. Sessions ended: {}.",
                                    if plan.people == 0 {
                                        "Nobody loses access to anything".to_owned()
                                    } else {
                                        format!("{} lose access", counted(plan.people, "person", "people"))
                                    },
                                    plan.name,
                                    counted(plan.items, "item", "items"),
                                    plan.requests_voided,
                                    plan.sessions_ended,
                                )}
                            </p>
                            <p class="muted">"Both sides are told. The history stays readable to both sides' admins. This cannot be undone."</p>
                            {outcome.banner()}
                            <Show when=move || needs_proof.get()>
                                <Prove />
                            </Show>
                            <ActionForm action=action>
                                <Which view=view />
                                <input type="hidden" name="plan" value=plan.hash />
                                <ConfirmFooter label="Remove" busy=action.pending() />
                            </ActionForm>
                        }
                            .into_any()
                    }
                }
            })}
        </Transition>
    }
}
