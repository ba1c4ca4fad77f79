use domain::view::workspace::SettingsView;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::workspace::PublishTerms;
use crate::state::act::outcome;
use crate::state::me::use_workspace;
use crate::ui::{
    Button, Card, Cell, Column, DataTable, Dialog, DialogCancel, DialogFooter, DialogLink, FormStack, Row, TextArea, Time, Tone, When,
};

/// The terms that partners agree to, and their versions.
#[component]
pub fn Terms(view: Signal<SettingsView>) -> impl IntoView {
    let version = move || view.with(|view| view.terms.version);
    let body = move || view.with(|view| view.terms.body.clone());
    let since = move || view.with(|view| view.terms.published_at.millis());
    let history = Memo::new(move |_| view.with(|view| view.terms_history.clone()));
    view! {
        <Card
            title="Terms of Service for partners"
            description="A partner agrees to them when accepting your request. Who agreed to an earlier version stays bound to that one."
            actions=|| view! { <DialogLink name="publish-terms" label="Publish new version" small=true icon=icondata_lu::LuPencil id="publish-terms" /> }
        >
            <div class="stack">
                <p class="muted">
                    {move || format!("Version {}, since ", version())} {move || view! { <Time ms=since() when=When::Exact /> }}
                </p>
                <div class="terms" tabindex="0" role="region" aria-label="Terms of Service text">
                    {body}
                </div>
            </div>
        </Card>
        <Card title="Versions" flush=true>
            <DataTable caption="Versions of the terms" columns=vec![Column::new("Version"), Column::new("Published"), Column::new("By")]>
                {move || {
                    history
                        .get()
                        .into_iter()
                        .map(|version| {
                            view! {
                                <Row>
                                    <Cell>{format!("Version {}", version.version)}</Cell>
                                    <Cell label="Published"><Time ms=version.published_at.millis() when=When::Exact /></Cell>
                                    <Cell label="By">{version.published_by}</Cell>
                                </Row>
                            }
                        })
                        .collect_view()
                }}
            </DataTable>
        </Card>
        <Publish view=view />
    }
    .into_any()
}

#[component]
fn Publish(view: Signal<SettingsView>) -> impl IntoView {
    let workspace = use_workspace();
    let action = ServerAction::<PublishTerms>::new();
    let outcome = outcome(action, "New version published.");
    view! {
        <Dialog
            name="publish-terms"
            title="Publish new version"
            description="Partners who accept from now on agree to this text. It cannot be changed afterwards, only followed by another version.".to_owned()
            wide=true
        >
            {outcome.banner()}
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <FormStack>
                    <TextArea
                        name="body"
                        label="Terms of Service"
                        value=view.with_untracked(|view| view.terms.body.clone())
                        rows=14
                        required=true
                        error=outcome.at("body")
                    />
                </FormStack>
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Publish" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}
