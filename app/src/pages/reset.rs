use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::sign_up::{NewPassword, is_dead};
use crate::api::auth::ResetPassword;
use crate::state::act::Outcome;
use crate::ui::{Button, CenterShell, FormStack, LinkButton, Tone};

/// Sets a new password by a mailed link (WS-12).
#[component]
pub fn Reset() -> impl IntoView {
    let params = use_params_map();
    let token = move || params.read().get("token").unwrap_or_default();
    let action = ServerAction::<ResetPassword>::new();
    let outcome = Outcome::of(action);
    let dead = outcome.is(is_dead);
    view! {
        <Title text="Choose a new password" />
        <CenterShell
            title="Choose a new password"
            description=Some("You are signed out everywhere, and sign in with the new password afterwards.".to_owned())
            foot=|| view! { <a class="link" href="/login">"Back to sign in"</a> }
        >
            <div class="stack">
                {outcome.banner()}
                <Show
                    when=move || !dead.get()
                    fallback=|| view! { <LinkButton href="/forgot" label="Ask for a new link" tone=Tone::Primary full=true /> }
                >
                    <ActionForm action=action>
                        <input type="hidden" name="token" value=token />
                        <FormStack>
                            <NewPassword error=outcome.at("password") label="New password" />
                            <Button label="Save password" tone=Tone::Primary submit=true full=true busy=action.pending() />
                        </FormStack>
                    </ActionForm>
                </Show>
            </div>
        </CenterShell>
    }
    .into_any()
}
