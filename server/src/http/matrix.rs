//! Every server function, called as nobody, as a member of another workspace, as the partner's Owner and as every role: a checked-in table of
//! answers. A function without a row fails, and so does one that answers a stranger with anything but what a missing thing would get.
//! After a wanted change: `INSTA_UPDATE=always cargo nextest run -p server matrix`, then read the difference.

use std::collections::BTreeSet;
use std::fmt::Write;

use axum::extract::Request;
use axum::http::header;
use domain::people::Role;
use domain::secret::Secret;
use leptos::server_fn::axum::server_fn_paths;
use service::auth::{self, Entered, SignIn};
use service::partners::{list::List, request};
use service::testkit::Someone;

use super::tests::{FORM, JSON, Server, own};

/// What a row sends. `{ws}`, `{pnr}`, `{per}` stand for the host's workspace, its partnership and its Member.
const ROWS: &[(&str, &str)] = &[
    ("activity/list", r#"{"filter":{}}"#),
    ("activity/show", "seq=1"),
    ("auth/accept-invitation", "token=x&name=Mia&password=velvet+otter+climbs+tram"),
    ("auth/forgot", "email=nobody@nowhere.example"),
    ("auth/invitation", "token=x"),
    ("auth/join", "token=x"),
    ("auth/join-with-mine", "token=x&workspace={ws}"),
    ("auth/join-with-new", "token=x&workspace=W&name=N&email=n@n.example&password=velvet+otter+climbs+tram"),
    ("auth/opening", ""),
    ("auth/prove", "password=wrong"),
    ("auth/reset", "token=x&password=velvet+otter+climbs+tram"),
    ("auth/sign-in", "email=nobody@nowhere.example&password=wrong"),
    ("auth/sign-out", ""),
    ("auth/sign-up", "workspace=&name=&email=&password="),
    ("auth/start", ""),
    ("inbox/mark-all-read", "workspace={ws}"),
    ("inbox/mark-read", "notice=ntc_00000000000000000000000000"),
    ("inbox/show", ""),
    ("mailbox/list", ""),
    ("mailbox/show", "mail=mal_00000000000000000000000000"),
    ("me/change-password", "current=wrong&password=velvet+otter+climbs+tram"),
    ("me/end-other-sessions", "workspace={ws}"),
    ("me/end-session", "session=ses_00000000000000000000000000"),
    ("me/profile", ""),
    ("me/rename", "name="),
    ("me/sessions", ""),
    ("me/set-mail", ""),
    ("partners/accept", "workspace={ws}&partnership={pnr}&terms_version=1&consent=true"),
    ("partners/approve", "workspace={ws}&partnership={pnr}"),
    ("partners/ask-extension", "workspace={ws}&partnership={pnr}&until=2030-01-01"),
    ("partners/candidates", "partnership={pnr}&action=name_deputy&search="),
    ("partners/change-representative", "workspace={ws}&partnership={pnr}&person={per}"),
    ("partners/decline-as-guest", "workspace={ws}&partnership={pnr}"),
    ("partners/decline-as-host", "workspace={ws}&partnership={pnr}"),
    ("partners/extend", "workspace={ws}&partnership={pnr}&until=2030-01-01"),
    ("partners/hand-over", "workspace={ws}&partnership={pnr}&person={per}"),
    ("partners/list", ""),
    ("partners/name-deputy", "workspace={ws}&partnership={pnr}&person={per}"),
    ("partners/plan-removal", "partnership={pnr}"),
    ("partners/remind", "workspace={ws}&partnership={pnr}"),
    ("partners/remove", "workspace={ws}&partnership={pnr}&plan=x"),
    ("partners/request", "workspace={ws}&guest_code=&partner_email=no"),
    ("partners/resend", "workspace={ws}&partnership={pnr}"),
    ("partners/resume", "workspace={ws}&partnership={pnr}"),
    ("partners/set-expiry", "workspace={ws}&partnership={pnr}&until=2030-01-01"),
    ("partners/show", "partnership={pnr}"),
    ("partners/suspend", "workspace={ws}&partnership={pnr}"),
    ("partners/withdraw", "workspace={ws}&partnership={pnr}"),
    ("people/cancel-invitation", "workspace={ws}&invitation=inv_00000000000000000000000000"),
    ("people/change-role", "workspace={ws}&person={per}&role=auditor"),
    ("people/invite", "workspace={ws}&email=no&role=member"),
    ("people/list", r#"{"filter":{}}"#),
    ("people/plan", r#"{"what":"Suspend","people":["{per}"]}"#),
    ("people/remove", "workspace={ws}&people[0]={per}&plan=x"),
    ("people/resend-invitation", "invitation=inv_00000000000000000000000000"),
    ("people/resume", "workspace={ws}&people[0]={per}"),
    ("people/show", "person={per}"),
    ("people/suspend", "workspace={ws}&people[0]={per}&plan=x"),
    ("people/transfer-ownership", "workspace={ws}&person={per}"),
    ("shell", ""),
    ("theme", "theme=dark&next=/"),
    ("workspace/publish-terms", "workspace={ws}&body="),
    ("workspace/replace-code", "workspace={ws}"),
    ("workspace/set-general", "name=&initial=&hue=1"),
    ("workspace/set-policies", "second_factor=nobody&invitation_days=0"),
    ("workspace/settings", ""),
];

/// What strangers to the installation may ask for: ways in, and what needs nobody.
const PUBLIC: &[&str] = &[
    "auth/accept-invitation",
    "auth/forgot",
    "auth/invitation",
    "auth/join",
    "auth/join-with-new",
    "auth/opening",
    "auth/reset",
    "auth/sign-in",
    "auth/sign-out",
    "auth/sign-up",
    "auth/start",
    "mailbox/list",
    "mailbox/show",
    "theme",
];

async fn cookie(server: &Server, someone: &Someone) -> String {
    let input =
        SignIn { email: someone.email.clone(), password: Secret::from(someone.password.as_str()), workspace: Some(someone.workspace) };
    match auth::sign_in(&server.world.app, &server.world.stranger(), input).await.unwrap() {
        Entered::In(started) => format!("{}={}", auth::COOKIE, started.token.expose()),
        Entered::Choose(choices) => panic!("{choices:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ws_05_hg_16_every_server_function_for_everyone() {
    let known: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned()).collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(known, rows, "every server function has a row, and every row a function");

    let mut table = String::new();
    for (path, body) in ROWS {
        let server = Server::new().await;
        let world = &server.world;
        let owner = world.found("Northwind", "Olga").await;
        let admin = world.member(&owner, "Ada", Role::Admin).await;
        let member = world.member(&owner, "Milo", Role::Member).await;
        let auditor = world.member(&owner, "Udo", Role::Auditor).await;
        let guest = world.found("Acme", "Gina").await;
        let stranger = world.found("Elsewhere", "Sam").await;
        let code = world.app.ask(&guest.ctx, &List::default()).await.unwrap().code;
        let wanted =
            request::Request { guest_code: code, partner_email: guest.email.clone(), reason: "Work".to_owned(), expires: String::new() };
        let partnership = world.app.run(&member.ctx, &wanted).await.unwrap();
        let body = body
            .replace("{ws}", &owner.workspace.to_string())
            .replace("{pnr}", &partnership.to_string())
            .replace("{per}", &member.person.to_string());
        let kind = if body.starts_with('{') { JSON } else { FORM };

        write!(table, "{path:<32}").unwrap();
        for (name, someone) in [
            ("nobody", None),
            ("stranger", Some(&stranger)),
            ("guest", Some(&guest)),
            ("auditor", Some(&auditor)),
            ("member", Some(&member)),
            ("admin", Some(&admin)),
            ("owner", Some(&owner)),
        ] {
            let mut post = own(Request::post(format!("/api/{path}"))).header(header::CONTENT_TYPE, kind);
            if let Some(someone) = someone {
                post = post.header(header::COOKIE, cookie(&server, someone).await);
            }
            let status = server.send(post, body.clone()).await.status();
            assert!(status < 500, "{path} as {name}: {status}");
            if name == "nobody" && !PUBLIC.contains(path) {
                assert_eq!(status, 401, "{path} as nobody");
            }
            if name == "stranger" && (body.contains(&partnership.to_string()) || body.contains(&member.person.to_string())) {
                assert_eq!(status, 404, "{path} as a member of another workspace");
            }
            write!(table, " {name}={status}").unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}
