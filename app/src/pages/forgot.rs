use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::auth::RequestReset;
use crate::state::act::Outcome;
use crate::ui::{Banner, BannerTone, Button, CenterShell, FormStack, InputKind, TextInput, Tone};

/// Asks for a link to set a new password (WS-12). The answer is the same for every address.
#[component]
pub fn Forgot() -> impl IntoView {
    let query = use_query_map();
    let action = ServerAction::<RequestReset>::new();
    let outcome = Outcome::of(action);
    let sent = move || query.read().get("sent").is_some();
    view! {
        <Title text="Set a new password" />
        <CenterShell
            title="Set a new password"
            description=Some("Enter the email address you sign in with. We send you a link to choose a new password.".to_owned())
            foot=|| view! { <a class="link" href="/login">"Back to sign in"</a> }
        >
            <div class="stack">
                <Show when=sent>
                    <Banner
                        tone=BannerTone::Success
                        title="Check your mail"
                        text="If someone with this email address has an account here, a link is on its way. It works once, for 30 minutes."
                    />
                </Show>
                {outcome.banner()}
                <ActionForm action=action>
                    <FormStack>
                        <TextInput
                            name="email"
                            label="Email address"
                            kind=InputKind::Email
                            autocomplete="username"
                            maxlength=254
                            required=true
                            error=outcome.at("email")
                        />
                        <Button label="Send link" tone=Tone::Primary submit=true full=true busy=action.pending() />
                    </FormStack>
                </ActionForm>
            </div>
        </CenterShell>
    }
    .into_any()
}
