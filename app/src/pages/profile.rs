//! One's own name, mails, password and sessions.

use domain::people::MailTopic;
use domain::view::me::{ProfileView, SessionView};
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;

use super::sign_up::NewPassword;
use crate::api::me::{self, ChangePassword, EndOtherSessions, EndSession, Rename, SetMail};
use crate::state::act::outcome;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::{
    Button, Card, Cell, Checkbox, Column, ConfirmDialog, ConfirmFooter, DataTable, DialogLink, FormStack, InputKind, PageHead, Row,
    StatusPill, StatusTone, TextInput, Time, When,
};

#[component]
pub fn Profile() -> impl IntoView {
    let live = expect_context::<Live>();
    let profile = Resource::new(move || live.session.get(), |_| me::profile());
    let sessions = Resource::new(move || live.session.get(), |_| me::sessions());
    view! {
        <Title text="Your profile" />
        <div class="stack">
            <PageHead title="Your profile" description="Your name, your mails, your password, and where you are signed in." />
            {loaded(profile, "Loading profile", |view| view! { <Yourself view=view /> }.into_any())}
            <Password />
            {loaded(sessions, "Loading sessions", |view| view! { <Sessions view=view /> }.into_any())}
        </div>
    }
    .into_any()
}

#[component]
fn Yourself(view: Signal<ProfileView>) -> impl IntoView {
    let rename = ServerAction::<Rename>::new();
    let renamed = outcome(rename, "Name saved.");
    let mail = ServerAction::<SetMail>::new();
    let mailed = outcome(mail, "Mail choices saved.");
    let first = view.get_untracked();
    let topics = MailTopic::ALL
        .iter()
        .map(|topic| {
            view! {
                <Checkbox
                    name="wanted[]"
                    id=format!("f-mail-{topic}")
                    label=topic.label()
                    value=topic.code()
                    checked=!first.muted.contains(topic)
                />
            }
        })
        .collect_view();
    view! {
        <Card title="You">
            {renamed.banner()}
            <ActionForm action=rename>
                <FormStack>
                    <TextInput name="name" label="Your name" value=first.name.clone() autocomplete="name" maxlength=80 required=true error=renamed.at("name") />
                    <TextInput
                        name="email"
                        label="Email address"
                        value=first.email.clone()
                        hint="You sign in with it. It cannot be changed."
                        autocomplete="username"
                        readonly=true
                    />
                    <div class="cluster">
                        <Button label="Save name" submit=true busy=rename.pending() />
                    </div>
                </FormStack>
            </ActionForm>
        </Card>
        <Card title="Mails" description="Mails that ask you to act, and mails about your own security, are always sent.">
            {mailed.banner()}
            <ActionForm action=mail>
                <FormStack>
                    {topics}
                    <div class="cluster">
                        <Button label="Save mail choices" submit=true busy=mail.pending() />
                    </div>
                </FormStack>
            </ActionForm>
        </Card>
    }
    .into_any()
}

#[component]
fn Password() -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let outcome = outcome(action, "Password changed. You stay signed in here, and nowhere else.");
    let value = action.value();
    let form = NodeRef::<html::Form>::new();
    // Nothing typed stays once it has worked.
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(()))))
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
    });
    view! {
        <Card title="Password" description="Changing it signs you out everywhere else.">
            {outcome.banner()}
            <ActionForm action=action node_ref=form>
                <FormStack>
                    <TextInput
                        name="current"
                        label="Current password"
                        kind=InputKind::Password
                        autocomplete="current-password"
                        required=true
                        error=outcome.at("current")
                    />
                    <NewPassword label="New password" error=outcome.at("password") />
                    <div class="cluster">
                        <Button label="Change password" submit=true busy=action.pending() />
                    </div>
                </FormStack>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// Where one is signed in (WS-09).
#[component]
fn Sessions(view: Signal<Vec<SessionView>>) -> impl IntoView {
    let others = Memo::new(move |_| view.with(|view| view.iter().filter(|session| !session.this).count() as u64));
    let rows = Memo::new(move |_| view.get());
    // Here and not in the row, which is gone when its session is.
    let end = ServerAction::<EndSession>::new();
    let outcome = outcome(end, "Session ended.");
    view! {
        <Card
            title="Where you are signed in"
            description="End a session that you do not know, and change your password then."
            flush=true
            actions=move || {
                view! {
                    <Show when=move || { others.get() > 0 }>
                        <DialogLink name="end-others" label="End all others" small=true id="end-others" />
                    </Show>
                }
            }
        >
            {outcome.banner()}
            <DataTable
                caption="Where you are signed in"
                columns=vec![
                    Column::new("Device"),
                    Column::new("Place"),
                    Column::new("Signed in"),
                    Column::new("Last used"),
                    Column::new("Actions").hidden(),
                ]
            >
                {move || rows.get().into_iter().map(|row| view! { <SessionLine row=row end=end /> }).collect_view()}
            </DataTable>
        </Card>
        <EndOthers others=others />
    }
    .into_any()
}

/// What is not known is said to be so, instead of leaving a hole.
fn or_unknown(text: String, unknown: &str) -> String {
    if text.is_empty() { unknown.to_owned() } else { text }
}

#[component]
fn SessionLine(row: SessionView, end: ServerAction<EndSession>) -> impl IntoView {
    let id = row.id;
    let busy =
        Signal::derive(move || end.pending().get() && end.input().with(|input| input.as_ref().is_some_and(|input| input.session == id)));
    let device = [row.device, row.os].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" on ");
    view! {
        <Row>
            <Cell>{or_unknown(device, "Unknown device")}</Cell>
            <Cell label="Place">{or_unknown(row.location, "Unknown")}</Cell>
            <Cell label="Signed in"><Time ms=row.signed_in_at.millis() when=When::Exact /></Cell>
            <Cell label="Last used"><Time ms=row.last_used_at.millis() /></Cell>
            <Cell end=true>
                {if row.this {
                    view! { <StatusPill tone=StatusTone::Success label="This one" /> }.into_any()
                } else {
                    view! {
                        <ActionForm action=end>
                            <input type="hidden" name="session" value=id.to_string() />
                            <Button label="End" small=true submit=true busy=busy id=format!("end-{id}") />
                        </ActionForm>
                    }
                        .into_any()
                }}
            </Cell>
        </Row>
    }
    .into_any()
}

#[component]
fn EndOthers(others: Memo<u64>) -> impl IntoView {
    let workspace = use_workspace();
    let action = ServerAction::<EndOtherSessions>::new();
    let outcome = outcome(action, "You are signed in only here now.");
    let text = Signal::derive(move || {
        Some(format!("{} will be signed out at once.", domain::text::counted(others.get(), "other session", "other sessions")))
    });
    view! {
        <ConfirmDialog name="end-others" title="End all other sessions?" description=text>
            {outcome.banner()}
            <ActionForm action=action>
                <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
                <ConfirmFooter label="End all others" busy=action.pending() />
            </ActionForm>
        </ConfirmDialog>
    }
}
