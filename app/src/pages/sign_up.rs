//! A new workspace and its Owner (WS-01).

use domain::fault::{Conflict, Problem};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::auth::{self, Opening};
use crate::browser;
use crate::state::act::Outcome;
use crate::state::loaded::loaded;
use crate::ui::{Banner, BannerTone, Button, CenterShell, FormStack, InputKind, TextInput, Tone};

#[component]
pub fn SignUp() -> impl IntoView {
    let opening = Resource::new_blocking(|| (), |()| auth::sign_up_opening());
    view! {
        <Title text="Create a workspace" />
        <CenterShell
            title="Create a workspace"
            foot=|| {
                view! {
                    <p>
                        "Already have one? " <a class="link" href="/login">"Sign in"</a>
                    </p>
                }
            }
        >
            {loaded(
                opening,
                "Loading",
                |opening| {
                    let Opening { open, first } = opening.get_untracked();
                    if open {
                        view! { <Form first=first /> }.into_any()
                    } else {
                        view! { <Banner tone=BannerTone::Warn title="Sign-up is closed" text=Conflict::SignUpClosed.message().to_owned() /> }.into_any()
                    }
                },
            )}
        </CenterShell>
    }
    .into_any()
}

#[component]
fn Form(first: bool) -> impl IntoView {
    let action = ServerAction::<auth::SignUp>::new();
    let outcome = Outcome::of(action);
    let busy = enter(action);
    let text = if first {
        "Nobody has a workspace on this installation yet. You become the Owner of the first one."
    } else {
        "You become its Owner, and invite your colleagues afterwards."
    };
    view! {
        <div class="stack">
            <p>{text}</p>
            {outcome.banner()}
            <ActionForm action=action>
                <FormStack>
                    <Fields outcome=outcome />
                    <Button label="Create workspace" tone=Tone::Primary submit=true full=true busy=busy />
                </FormStack>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// The fields of a new workspace and its Owner.
#[component]
pub fn Fields(outcome: Outcome, #[prop(optional, into)] email: String) -> impl IntoView {
    view! {
        {outcome.summary(&["workspace", "name", "email", "password"])}
        <TextInput
            name="workspace"
            label="Workspace name"
            hint="Usually the name of your company. Partners see it."
            autocomplete="organization"
            maxlength=80
            required=true
            error=outcome.at("workspace")
        />
        <TextInput name="name" label="Your name" autocomplete="name" maxlength=80 required=true error=outcome.at("name") />
        <TextInput
            name="email"
            label="Email address"
            kind=InputKind::Email
            value=email
            autocomplete="username"
            maxlength=254
            required=true
            error=outcome.at("email")
        />
        <NewPassword error=outcome.at("password") />
    }
    .into_any()
}

/// Where a new password is typed.
#[component]
pub fn NewPassword(error: Signal<Option<String>>, #[prop(into, default = "Password".to_owned())] label: String) -> impl IntoView {
    view! {
        <TextInput
            name="password"
            label=label
            kind=InputKind::Password
            hint="At least 12 characters. Several unrelated words are easy to remember and hard to guess."
            autocomplete="new-password"
            required=true
            error=error
        />
    }
}

/// Loads the page that a way in leads to; true from sending the form until that page is there.
pub fn enter<S>(action: ServerAction<S>) -> Signal<bool>
where
    S: ServerFn<Output = String, Error = crate::api::ApiError> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    let page = Memo::new(move |_| value.with(|value| value.as_ref().and_then(|value| value.as_ref().ok().cloned())));
    Effect::new(move |_| {
        if let Some(page) = page.get() {
            browser::load(&page);
        }
    });
    let pending = action.pending();
    Signal::derive(move || pending.get() || page.with(Option::is_some))
}

/// Whether a mailed link leads nowhere any more.
pub fn is_dead(problem: &Problem) -> bool {
    matches!(problem, Problem::Conflict(Conflict::LinkDead))
}
