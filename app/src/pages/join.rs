//! Behind a partnership mail for a company without a workspace (HG-05): it creates one, or connects the one it has.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::invite::dead_link;
use super::sign_up::{Fields, enter};
use crate::api::auth::{self, JoinPreview, JoinWithMine, JoinWithNew};
use crate::state::act::Outcome;
use crate::state::me::Me;
use crate::ui::{Button, CenterShell, FormStack, Tone};

#[component]
pub fn Join() -> impl IntoView {
    let params = use_params_map();
    let token = Signal::derive(move || params.read().get("token").unwrap_or_default());
    let preview = Resource::new_blocking(move || token.get(), auth::preview_join);
    view! {
        <Title text="Partnership request" />
        {move || Suspend::new(async move {
            match preview.await {
                Ok(preview) => view! { <Answer preview=preview token=token /> }.into_any(),
                Err(error) => {
                    let advice = "If you have answered already, sign in to see it. Otherwise ask the person who wrote to you to send the request again.";
                    dead_link("This request cannot be answered here", &error.0.to_string(), advice)
                }
            }
        })}
    }
    .into_any()
}

#[component]
fn Answer(preview: JoinPreview, token: Signal<String>) -> impl IntoView {
    let me = expect_context::<Me>().now().filter(|view| view.role.administers());
    let JoinPreview { host, owner, email } = preview;
    let text = format!(
        "{owner} of {host} wants to share access to accounts with your company. To answer, your company needs a workspace of its own. Nothing is shared before you accept."
    );
    let here = move || format!("/join/{}", token.get());
    let has_one = me.is_some();
    view! {
        <CenterShell
            title=format!("{host} wants to be your partner")
            description=Some(text)
            foot=move || {
                (!has_one).then(|| {
                    view! {
                        <p>
                            "Your company has a workspace already? "
                            <a class="link" href=move || format!("/login?next={}", here())>"Sign in to connect it"</a>
                        </p>
                    }
                })
            }
        >
            {match me {
                Some(view) => view! { <Mine token=token workspace=view.workspace.to_string() name=view.tile.name /> }.into_any(),
                None => view! { <New token=token email=email /> }.into_any(),
            }}
        </CenterShell>
    }
    .into_any()
}

#[component]
fn New(token: Signal<String>, email: String) -> impl IntoView {
    let action = ServerAction::<JoinWithNew>::new();
    let outcome = Outcome::of(action);
    let busy = enter(action);
    view! {
        <div class="stack">
            {outcome.banner()}
            <ActionForm action=action>
                <input type="hidden" name="token" value=token />
                <FormStack>
                    <Fields outcome=outcome email=email />
                    <Button label="Create workspace and continue" tone=Tone::Primary submit=true full=true busy=busy />
                </FormStack>
            </ActionForm>
        </div>
    }
    .into_any()
}

#[component]
fn Mine(token: Signal<String>, workspace: String, name: String) -> impl IntoView {
    let action = ServerAction::<JoinWithMine>::new();
    let outcome = Outcome::of(action);
    let wrong = outcome.at("token");
    view! {
        <div class="stack">
            {outcome.banner()}
            {move || wrong.get().map(|text| view! { <crate::ui::Banner tone=crate::ui::BannerTone::Danger text=text /> })}
            <ActionForm action=action>
                <input type="hidden" name="token" value=token />
                <input type="hidden" name="workspace" value=workspace />
                <Button label=format!("Connect to {name}") tone=Tone::Primary submit=true full=true busy=action.pending() />
            </ActionForm>
        </div>
    }
    .into_any()
}
