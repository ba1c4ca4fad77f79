//! The development mailbox: what would have been sent. Needs no sign-in, because the first mails are those that one signs in with; the
//! server has it only while no SMTP is configured, which it allows on loopback addresses alone.

use domain::fault::Problem;
use domain::id::MailId;
use domain::view::mail::{MailRow, MailboxView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::ApiError;
use crate::api::mailbox::{KeptMail, list_mails, show_mail};
use crate::state::loaded::loaded;
use crate::ui::{
    Banner, Cell, Column, DataTable, EmptyState, Fact, Facts, Icon, LinkButton, Mark, PageHead, Pager, Row, RowLink, Time, Toaster, When,
};

/// Beside the workspaces: whoever reads this may not be signed in anywhere.
#[component]
fn Beside(children: Children) -> impl IntoView {
    view! {
        <div class="page stack">
            <header>
                <a class="center-head" href="/">
                    <Mark />
                    "Latchkey"
                </a>
            </header>
            <main id="main" class="stack" tabindex="-1">
                {children()}
            </main>
        </div>
        <Toaster />
    }
    .into_any()
}

#[component]
pub fn Mailbox() -> impl IntoView {
    let query = use_query_map();
    let after = Memo::new(move |_| query.read().get("cursor").and_then(|text| text.parse::<MailId>().ok()));
    let mails = Resource::new(move || after.get(), list_mails);
    view! {
        <Title text="Development mailbox" />
        <Beside>
            <PageHead
                title="Development mailbox"
                actions=move || {
                    view! {
                        <LinkButton href="/mailbox" label="Look for new mail" icon=icondata_lu::LuRefreshCw external=true small=true />
                    }
                }
            />
            {loaded(mails, "Loading mails", |view| view! { <Mails view=view /> }.into_any())}
        </Beside>
    }
    .into_any()
}

#[component]
fn Mails(view: Signal<MailboxView>) -> impl IntoView {
    let next = Signal::derive(move || view.with(|view| view.mails.next.clone()));
    let filled = Memo::new(move |_| view.with(|view| !view.mails.rows.is_empty()));
    let nothing = || {
        view! { <EmptyState glyph=icondata_lu::LuMail title="No mail yet" text="Invitations, requests and reminders stand here instead of being sent." /> }
    };
    view! {
        <Banner
            title="For development only"
            text="Nothing here was sent to anyone, and everyone who reaches this machine's address reads it. Set LATCHKEY_SMTP_URL to send mail for real; this page is gone then."
        />
        <Show when=move || filled.get() fallback=nothing>
            <DataTable caption="Kept mails" columns=["Subject", "To", "Time"].map(Column::new).to_vec()>
                <For each=move || view.get().mails.rows key=|row| row.id let:row>
                    <Line row=row />
                </For>
            </DataTable>
        </Show>
        <Pager next=next />
    }
    .into_any()
}

#[component]
fn Line(row: MailRow) -> impl IntoView {
    view! {
        <Row>
            <Cell><RowLink href=format!("/mailbox/{}", row.id) label=row.subject /></Cell>
            <Cell label="To">{row.recipient}</Cell>
            <Cell label="Time"><Time ms=row.at.millis() when=When::Exact /></Cell>
        </Row>
    }
    .into_any()
}

#[component]
pub fn Mail() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse().ok()));
    let mail = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => show_mail(id).await,
                None => Err(ApiError(Problem::NotFound)),
            }
        },
    );
    view! {
        <Title text="Development mailbox" />
        <Beside>
            <a class="link back-link" href="/mailbox">
                <Icon glyph=icondata_lu::LuArrowLeft />
                " All mails"
            </a>
            {loaded(mail, "Loading mail", |kept| (move || view! { <Whole kept=kept.get() /> }).into_any())}
        </Beside>
    }
    .into_any()
}

#[component]
fn Whole(kept: KeptMail) -> impl IntoView {
    let KeptMail { mail, public_url } = kept;
    let text = pieces(&mail.text, &public_url)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link { path, shown } => {
                let (path, shown) = (path.to_owned(), shown.to_owned());
                view! { <a class="link" href=path rel="external">{shown}</a> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    view! {
        <PageHead title=mail.row.subject />
        <Facts>
            <Fact term="To">{mail.row.recipient}</Fact>
            <Fact term="Time"><Time ms=mail.row.at.millis() when=When::Exact /></Fact>
        </Facts>
        <article class="whitespace-pre-wrap break-words rounded-card border border-border bg-surface p-4" aria-label="Text of the mail">{text}</article>
    }
    .into_any()
}

/// A piece of a mail's text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// Into this installation: followed by its path, so that it works under whatever name the mailbox was opened.
    Link {
        path: &'a str,
        shown: &'a str,
    },
}

/// Takes links into this installation out of a text. Others, which a person may have typed into a note, stay text.
fn pieces<'a>(text: &'a str, public_url: &str) -> Vec<Piece<'a>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = (!public_url.is_empty()).then(|| rest.split_once(public_url)).flatten() {
        // `http://our.host.example.com` begins like ours and is not.
        let end =
            if after.starts_with('/') { after.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(after.len()) } else { 0 };
        let (path, _) = after.split_at(end);
        let path = path.trim_end_matches(['.', ',', ')', ';']);
        let (head, tail) = rest.split_at(before.len() + public_url.len() + path.len());
        if path.is_empty() {
            out.push(Piece::Text(head));
        } else {
            let (_, shown) = head.split_at(before.len());
            out.extend([Piece::Text(before), Piece::Link { path, shown }]);
        }
        rest = tail;
    }
    out.push(Piece::Text(rest));
    out.retain(|piece| *piece != Piece::Text(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_01_only_own_links_are_links() {
        let text = "Open http://a.test/w/1?x=2.\nNot http://a.test.evil/w or http://b.test/x.";
        assert_eq!(
            pieces(text, "http://a.test"),
            [
                Piece::Text("Open "),
                Piece::Link { path: "/w/1?x=2", shown: "http://a.test/w/1?x=2" },
                Piece::Text(".\nNot http://a.test"),
                Piece::Text(".evil/w or http://b.test/x."),
            ]
        );
        assert_eq!(pieces("", "http://a.test"), []);
        assert_eq!(pieces("text", ""), [Piece::Text("text")]);
    }
}
