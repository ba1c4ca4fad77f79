use domain::view::me::InvitationPreview;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::sign_up::{NewPassword, enter};
use crate::api::auth::{AcceptInvitation, invitation};
use crate::state::act::Outcome;
use crate::ui::{Banner, BannerTone, Button, CenterShell, FormStack, TextInput, Tone};

/// An invited person joins a workspace, with a name and password of their own (WS-06).
#[component]
pub fn Invite() -> impl IntoView {
    let params = use_params_map();
    let token = Signal::derive(move || params.read().get("token").unwrap_or_default());
    let preview = Resource::new_blocking(move || token.get(), invitation);
    view! {
        <Title text="Join a workspace" />
        {move || Suspend::new(async move {
            match preview.await {
                Ok(preview) => view! { <Form preview=preview token=token /> }.into_any(),
                Err(error) => dead_link("This invitation cannot be used", &error.0.to_string(), "Ask the person who invited you to send it again."),
            }
        })}
    }
    .into_any()
}

/// The page behind a link that leads nowhere any more.
pub fn dead_link(title: &'static str, text: &str, advice: &'static str) -> AnyView {
    let text = format!("{text} {advice}");
    view! {
        <CenterShell title=title foot=|| view! { <a class="link" href="/login">"Go to sign in"</a> }>
            <Banner tone=BannerTone::Warn text=text />
        </CenterShell>
    }
    .into_any()
}

#[component]
fn Form(preview: InvitationPreview, token: Signal<String>) -> impl IntoView {
    let action = ServerAction::<AcceptInvitation>::new();
    let outcome = Outcome::of(action);
    let busy = enter(action);
    let text = format!("{} invites you to join as {}.", preview.invited_by, preview.role.label());
    view! {
        <CenterShell title=format!("Join {}", preview.workspace) description=Some(text)>
            <div class="stack">
                {outcome.banner()}
                <ActionForm action=action>
                    <input type="hidden" name="token" value=token />
                    <FormStack>
                        <TextInput
                            name="email"
                            label="Email address"
                            value=preview.email
                            hint="You sign in with it."
                            autocomplete="username"
                            readonly=true
                        />
                        <TextInput name="name" label="Your name" autocomplete="name" maxlength=80 required=true error=outcome.at("name") />
                        <NewPassword error=outcome.at("password") />
                        <Button label="Join workspace" tone=Tone::Primary submit=true full=true busy=busy />
                    </FormStack>
                </ActionForm>
            </div>
        </CenterShell>
    }
    .into_any()
}
