//! Step-up: who acts proves once more who they are (WS-10).

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::auth;
use crate::state::act::outcome;
use crate::ui::{Banner, BannerTone, Button, FormStack, InputKind, TextInput};

/// A small form for the password, shown where a step was refused for want of a fresh proof. The person repeats the step afterwards.
#[component]
pub fn Prove() -> impl IntoView {
    let action = ServerAction::<auth::Prove>::new();
    let outcome = outcome(action, "Identity confirmed. Repeat your step.");
    let value = action.value();
    let done = Memo::new(move |_| value.with(|value| matches!(value, Some(Ok(())))));
    view! {
        <Show
            when=move || !done.get()
            fallback=|| view! { <Banner tone=BannerTone::Success text="Identity confirmed. Repeat your step now." /> }
        >
            <section class="prove" aria-label="Confirm your identity">
                <h3>"Confirm your identity"</h3>
                {outcome.banner()}
                <ActionForm action=action>
                    <FormStack>
                        <TextInput
                            name="password"
                            label="Your password"
                            kind=InputKind::Password
                            hint="Asked again before steps that matter, when it was last entered more than 15 minutes ago."
                            autocomplete="current-password"
                            required=true
                            error=outcome.at("password")
                            id="prove-password"
                        />
                        <div class="cluster">
                            <Button label="Continue" submit=true busy=action.pending() id="prove-continue" />
                        </div>
                    </FormStack>
                </ActionForm>
            </section>
        </Show>
    }
    .into_any()
}
