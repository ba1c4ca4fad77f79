//! The dialogs that add a partner.

use domain::fault::Problem;
use domain::view::partnership::PartnerKind;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::partners::RequestPartnership;
use crate::state::me::Me;
use crate::ui::url::use_dialog_href;
use crate::ui::{
    Banner, BannerTone, Button, Dialog, DialogCancel, DialogFooter, FormStack, InputKind, LinkButton, RadioCard, RadioCards, TextArea,
    TextInput, Toasts, Tone,
};

#[component]
pub fn Dialogs() -> impl IntoView {
    view! {
        <Kinds />
        <Information />
    }
}

/// What the feature is, and the three kinds.
#[component]
fn Kinds() -> impl IntoView {
    let next = use_dialog_href("partner-information");
    view! {
        <Dialog
            name="add-partner"
            title="Add a New Partner"
            description="Share access to your accounts with an agency, a contractor or a vendor. They never see a password, you see how the access is used, and you can end it at any time."
                .to_owned()
            wide=true
        >
            {
                let later = |kind: PartnerKind| RadioCard {
                    value: kind.code().to_owned(),
                    label: kind.label().to_owned(),
                    hint: Some(kind.when().to_owned()),
                    disabled_reason: Some("Not available in this version yet.".to_owned()),
                    ..RadioCard::default()
                };
                let cards = vec![
                    RadioCard {
                        value: PartnerKind::HostGuest.code().to_owned(),
                        label: PartnerKind::HostGuest.label().to_owned(),
                        hint: Some(PartnerKind::HostGuest.when().to_owned()),
                        ..RadioCard::default()
                    },
                    later(PartnerKind::Local),
                    later(PartnerKind::Native),
                ];
                view! { <RadioCards name="kind" legend="Kind of partner" cards=cards value=PartnerKind::HostGuest.code().to_owned() /> }
            }
            <DialogFooter>
                <DialogCancel />
                <LinkButton href=next label="Get started" tone=Tone::Primary stay=true />
            </DialogFooter>
        </Dialog>
    }
}

/// The request itself.
#[component]
fn Information() -> impl IntoView {
    let me = expect_context::<Me>();
    let toasts = expect_context::<Toasts>();
    let action = ServerAction::<RequestPartnership>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(error)) => Some(error.0),
        _ => None,
    });
    Effect::new(move |_| {
        if let Some(Ok(_)) = action.value().get() {
            toasts.push("Request sent.");
        }
    });
    let at = move |field: &'static str| Signal::derive(move || problem.get().and_then(|problem| problem.at(field)));
    let general = move || {
        problem.get().filter(|problem| !matches!(problem, Problem::Invalid(_))).map(|problem| {
            view! { <Banner tone=BannerTone::Danger text=problem.to_string() /> }
        })
    };
    let workspace = move || me.get().map(|view| view.workspace.to_string()).unwrap_or_default();
    let asks_reason = move || me.get().is_some_and(|view| !view.role.administers());
    view! {
        <Dialog
            name="partner-information"
            title="Enter Your Partner's Information"
            description=Signal::derive(move || {
                Some(
                    if asks_reason() {
                        "An Owner or Admin of your workspace approves the request before anything is sent to your partner.".to_owned()
                    } else {
                        "Your partner's admins are asked to accept. Nothing is shared yet.".to_owned()
                    },
                )
            })
        >
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=workspace />
                <FormStack>
                    {general}
                    <TextInput
                        name="guest_code"
                        label="Partner's workspace ID"
                        kind=InputKind::Code
                        hint="Your partner finds it at the top right of their Partners view. Leave it empty if they have no workspace yet: we ask them by mail to create one."
                        placeholder="WS-7K3M-Q9TD-4XNB-5"
                        maxlength=40
                        optional=true
                        error=at("guest_code")
                    />
                    <TextInput
                        name="partner_email"
                        label="Partner's email address"
                        kind=InputKind::Email
                        hint="The person who will represent your partner."
                        maxlength=254
                        required=true
                        error=at("partner_email")
                    />
                    <Show when=asks_reason>
                        <TextArea
                            name="reason"
                            label="Reason for request"
                            hint="Your admins read it; your partner does not."
                            maxlength=1000
                            required=true
                            error=at("reason")
                        />
                    </Show>
                    <TextInput
                        name="expires"
                        label="Expiry date"
                        kind=InputKind::Date
                        hint="At the start of this day (UTC) all access through the partnership ends."
                        optional=true
                        error=at("expires")
                    />
                </FormStack>
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Send request" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}
