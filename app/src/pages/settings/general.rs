use domain::access::Action;
use domain::view::workspace::SettingsView;
use domain::workspace::HUES;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::workspace::{ReplaceCode, SetGeneral};
use crate::state::act::outcome;
use crate::state::me::use_workspace;
use crate::ui::{Avatar, Button, Card, ConfirmDialog, ConfirmFooter, CopyButton, DialogLink, FormStack, TextInput, Tone};

/// The names of the eight colours, in their order.
const COLOURS: [&str; 8] = ["Red", "Orange", "Olive", "Green", "Teal", "Blue", "Indigo", "Purple"];

/// Name, tile and public ID of the workspace.
#[component]
pub fn General(view: Signal<SettingsView>) -> impl IntoView {
    let action = ServerAction::<SetGeneral>::new();
    let outcome = outcome(action, "Saved.");
    let first = view.get_untracked();
    let code = Signal::derive(move || view.with(|view| view.code.to_string()));
    let replaces = move || view.with(|view| view.can.may(Action::RotateWorkspaceCode));
    let letter = RwSignal::new(first.tile.initial.clone());
    let hue = RwSignal::new(first.tile.hue);
    let name = first.tile.name.clone();
    let preview = move || view! { <Avatar name=name.clone() square=true letter=letter.get() hue=hue.get() /> };
    let colours = (0..HUES)
        .zip(COLOURS)
        .map(|(n, label)| {
            let id = format!("f-hue-{n}");
            let to = id.clone();
            view! {
                <label class="colour" for=to>
                    <input class="radio" type="radio" id=id name="hue" value=n checked=first.tile.hue == n on:change=move |_| hue.set(n) />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    let wrong = outcome.at("hue");
    view! {
        <Card title="Workspace" description="Partners see the name and the logo.">
            {outcome.banner()}
            <ActionForm action=action>
                <FormStack>
                    <TextInput
                        name="name"
                        label="Workspace name"
                        value=first.tile.name.clone()
                        autocomplete="organization"
                        maxlength=80
                        required=true
                        error=outcome.at("name")
                    />
                    <TextInput
                        name="initial"
                        label="Logo letter"
                        hint="One letter or digit."
                        bind=letter
                        maxlength=2
                        required=true
                        error=outcome.at("initial")
                    />
                    <fieldset class="field">
                        <legend class="field-head">"Logo colour"</legend>
                        <div class="cluster">{preview} {colours}</div>
                        {move || wrong.get().map(|text| view! { <p class="field-error">{text}</p> })}
                    </fieldset>
                    <div class="cluster">
                        <Button label="Save" tone=Tone::Primary submit=true busy=action.pending() />
                    </div>
                </FormStack>
            </ActionForm>
        </Card>
        <Card title="Workspace ID" description="Partners enter it to ask you for a partnership. It is no secret and gives no access.">
            <div class="cluster">
                <CopyButton value=code label="workspace ID" id="settings-workspace-id" />
                <Show when=replaces>
                    <DialogLink name="replace-id" label="Replace ID" icon=icondata_lu::LuRefreshCw small=true id="replace-id" />
                </Show>
            </div>
        </Card>
        <Replace />
    }
    .into_any()
}

#[component]
fn Replace() -> impl IntoView {
    let workspace = use_workspace();
    let action = ServerAction::<ReplaceCode>::new();
    let outcome = outcome(action, "Your workspace has a new ID.");
    view! {
        <ConfirmDialog
            name="replace-id"
            title="Replace workspace ID?"
            description="The old ID stops working at once: give the new one to partners who still want to ask you. Partnerships that exist stay as they are.".to_owned()
        >
            {outcome.banner()}
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <ConfirmFooter label="Replace ID" busy=action.pending() />
            </ActionForm>
        </ConfirmDialog>
    }
}
