//! What is reached by a mailed link: invitations and new passwords.
#![cfg(test)]

use domain::activity::{EventKind, Teller};
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::InvitationId;
use domain::people::Role;
use domain::secret::Secret;
use domain::time::Span;
use domain::view::people::PeopleView;
use domain::workspace::Policies;
use service::auth::{self, AcceptInvitation, SignIn, Started};
use service::me::password::{ChangePassword, change_password};
use service::me::profile::Profile;
use service::people::end::{Remove, Suspend};
use service::people::invite::{Cancel, Invite, Resend};
use service::people::list::List;
use service::people::plan::{Plan, What};
use service::testkit::{PASSWORD, Someone, World, with};
use service::workspace::settings::SetPolicies;
use storage::both;

const OTHER: &str = "quiet maple ferry 88 dusk";
const DEAD: Problem = Problem::Conflict(Conflict::LinkDead);

async fn invite(world: &World, by: &Someone, email: &str, role: Role) -> Result<InvitationId, Problem> {
    let email = email.to_owned();
    world.app.run(&by.ctx, &Invite { email, role }).await
}

async fn accept(world: &World, token: &Secret, name: &str, password: &str) -> Result<Started, Problem> {
    let input = AcceptInvitation { token: token.clone(), name: name.to_owned(), password: password.into() };
    auth::accept_invitation(&world.app, &world.stranger(), input).await
}

async fn people(world: &World, who: &Someone) -> PeopleView {
    world.app.ask(&who.ctx, &List::default()).await.unwrap()
}

async fn can_sign_in(world: &World, email: &str, password: &str) -> bool {
    let input = SignIn { email: email.to_owned(), password: password.into(), workspace: None };
    auth::sign_in(&world.app, &world.stranger(), input).await.is_ok()
}

both! {
    async fn ws_06_an_invited_person_chooses_name_and_password(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        invite(&world, &mia, "Sam@Contoso.example", Role::Auditor).await.unwrap();
        let open = people(&world, &mia).await.invitations;
        assert_eq!((open[0].email.as_str(), open[0].role, open[0].invited_by.as_str(), open[0].expired), ("Sam@Contoso.example", Role::Auditor, "Mia", false));

        let token = world.link("Sam@Contoso.example", "/invite/").await;
        let mails = world.mails().await;
        assert!(mails.iter().all(|mail| !mail.text.contains(PASSWORD) && !mail.html.contains(PASSWORD)));
        assert!(mails[0].html.contains(&format!("/invite/{}", token.expose())));

        // Looking uses nothing up, however often a mail scanner does it.
        for _ in 0..30 {
            let preview = auth::invitation(&world.app, &world.stranger(), &token).await.unwrap();
            assert_eq!((preview.workspace.as_str(), preview.email.as_str(), preview.role), ("Northwind", "Sam@Contoso.example", Role::Auditor));
        }
        let ctx = world.stranger();
        let input = AcceptInvitation { token: token.clone(), name: "Sam".into(), password: PASSWORD.into() };
        let started = auth::accept_invitation(&world.app, &ctx, input).await.unwrap();
        let profile = world.app.ask(&with(ctx, &started), &Profile).await.unwrap();
        assert_eq!((profile.name.as_str(), profile.email.as_str(), profile.role), ("Sam", "Sam@Contoso.example", Role::Auditor));

        // Single use.
        assert_eq!(accept(&world, &token, "Sam", PASSWORD).await.unwrap_err(), DEAD);
        assert_eq!(auth::invitation(&world.app, &world.stranger(), &token).await.unwrap_err(), DEAD);
        assert!(people(&world, &mia).await.invitations.is_empty());
        let joined = world.activity(&mia).await.into_iter().find(|r| r.happening.kind == EventKind::PersonJoined).unwrap();
        assert_eq!(joined.teller, Teller::Person { id: started.person, name: "Sam".into() });
    }

    async fn ws_06_two_who_accept_at_once_are_one_person(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let token = world.link("sam@x.example", "/invite/").await;
        let all: Vec<_> = (0..8).map(|_| accept(&world, &token, "Sam", PASSWORD)).collect();
        let done = futures::future::join_all(all).await;
        assert_eq!(done.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert!(done.into_iter().filter_map(Result::err).all(|problem| problem == DEAD));
        assert_eq!(people(&world, &mia).await.people.rows.len(), 2);
    }

    async fn ws_06_links_expire_and_are_replaced_and_cancelled(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let id = invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let first = world.link("sam@x.example", "/invite/").await;
        world.clock.advance(Span::minutes(90));
        world.app.run(&mia.ctx, &Resend { invitation: id }).await.unwrap();
        let second = world.link("sam@x.example", "/invite/").await;
        assert_ne!(first, second);
        assert_eq!(accept(&world, &first, "Sam", PASSWORD).await.unwrap_err(), DEAD);
        auth::invitation(&world.app, &world.stranger(), &second).await.unwrap();

        // Seven days by default, counted from the last sending.
        world.clock.advance(Span::days(7));
        assert_eq!(accept(&world, &second, "Sam", PASSWORD).await.unwrap_err(), DEAD);
        let mia = world.again(&mia).await;
        assert!(people(&world, &mia).await.invitations[0].expired);
        world.app.run(&mia.ctx, &Resend { invitation: id }).await.unwrap();
        let third = world.link("sam@x.example", "/invite/").await;
        auth::invitation(&world.app, &world.stranger(), &third).await.unwrap();

        world.app.run(&mia.ctx, &Cancel { invitation: id }).await.unwrap();
        assert_eq!(accept(&world, &third, "Sam", PASSWORD).await.unwrap_err(), DEAD);
        assert_eq!(world.app.run(&mia.ctx, &Cancel { invitation: id }).await.unwrap_err(), Problem::NotFound);
        assert_eq!(world.app.run(&mia.ctx, &Resend { invitation: id }).await.unwrap_err(), Problem::NotFound);

        // The life of an invitation is a policy.
        let policies = Policies { invitation_days: 1, ..Policies::default() };
        world.app.run(&mia.ctx, &SetPolicies { policies }).await.unwrap();
        invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let fourth = world.link("sam@x.example", "/invite/").await;
        world.clock.advance(Span::millis(86_399_999));
        auth::invitation(&world.app, &world.stranger(), &fourth).await.unwrap();
        world.clock.advance(Span::millis(1));
        assert_eq!(auth::invitation(&world.app, &world.stranger(), &fourth).await.unwrap_err(), DEAD);
    }

    async fn ws_06_who_is_there_or_invited_is_not_invited_again(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let at = |problem: Problem| problem.at("email");
        let taken = invite(&world, &mia, &mia.email.to_uppercase(), Role::Member).await.unwrap_err();
        assert_eq!(at(taken), Some(FieldFault::AlreadyMember.to_string()));
        invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let twice = invite(&world, &mia, "SAM@x.example", Role::Member).await.unwrap_err();
        assert_eq!(at(twice), Some(FieldFault::AlreadyInvited.to_string()));
        for role in [Role::Owner, Role::GuestAdmin, Role::GuestUser] {
            let refused = invite(&world, &mia, "kim@x.example", role).await.unwrap_err();
            assert_eq!(refused.at("role"), Some(FieldFault::NotAChoice.to_string()));
        }
        for email in ["", "kim", "kim@x", "kim@x.example\nBcc: y@z.example", "\u{202E}kim@x.example", &format!("{}@x.example", "k".repeat(300))] {
            assert!(matches!(invite(&world, &mia, email, Role::Member).await, Err(Problem::Invalid(_))), "{email:?}");
        }
    }

    async fn ws_06_only_owner_and_admins_invite_and_only_in_their_workspace(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.found("Contoso", "Sam").await;
        let id = invite(&world, &mia, "kim@x.example", Role::Member).await.unwrap();
        assert_eq!(world.app.run(&sam.ctx, &Resend { invitation: id }).await.unwrap_err(), Problem::NotFound);
        assert_eq!(world.app.run(&sam.ctx, &Cancel { invitation: id }).await.unwrap_err(), Problem::NotFound);
        for role in [Role::Member, Role::Auditor] {
            let member = world.member(&mia, &format!("A {role}"), role).await;
            assert!(matches!(invite(&world, &member, "new@x.example", Role::Member).await, Err(Problem::Denied(_))));
            assert!(matches!(world.app.run(&member.ctx, &Cancel { invitation: id }).await, Err(Problem::Denied(_))));
        }
        let admin = world.member(&mia, "An admin", Role::Admin).await;
        world.app.run(&admin.ctx, &Cancel { invitation: id }).await.unwrap();
        let nobody = world.app.run(&world.stranger(), &Cancel { invitation: id }).await.unwrap_err();
        assert_eq!(nobody, Problem::SignIn);
    }

    async fn ws_06_what_the_invited_person_types_is_checked_and_the_link_survives_it(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let token = world.link("sam@x.example", "/invite/").await;
        let long = "x".repeat(81);
        for (name, password) in [("", PASSWORD), (" ", PASSWORD), (long.as_str(), PASSWORD), ("S\u{202E}am", PASSWORD), ("Sam", ""), ("Sam", "short"), ("Sam", "password1234"), ("Sam", "sam@x.example")] {
            assert!(matches!(accept(&world, &token, name, password).await, Err(Problem::Invalid(_))), "{name:?} {password:?}");
        }
        accept(&world, &token, "<script>alert(1)</script>", PASSWORD).await.unwrap();
    }

    async fn ws_12_a_forgotten_password_is_replaced_by_a_link(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let phone = world.again(&mia).await;
        auth::request_reset(&world.app, &world.stranger(), &mia.email.to_uppercase()).await.unwrap();
        let token = world.link(&mia.email, "/reset/").await;
        let weak = auth::reset_password(&world.app, &world.stranger(), &token, &"password1234".into()).await.unwrap_err();
        assert_eq!(weak.at("password"), Some(FieldFault::TooCommon.to_string()));
        auth::reset_password(&world.app, &world.stranger(), &token, &OTHER.into()).await.unwrap();

        // Every session is over, nobody was signed in by the link, and it works once.
        for gone in [&mia, &phone] {
            assert_eq!(world.app.ask(&gone.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        }
        assert!(!can_sign_in(&world, &mia.email, PASSWORD).await);
        assert!(can_sign_in(&world, &mia.email, OTHER).await);
        let again = auth::reset_password(&world.app, &world.stranger(), &token, &OTHER.into()).await.unwrap_err();
        assert_eq!(again, DEAD);

        let mails = world.mails().await;
        assert_eq!(mails.last().unwrap().subject, "Your password for Northwind was changed");
        let log = world.activity(&mia).await;
        let kinds: Vec<_> = log.iter().map(|record| record.happening.kind).collect();
        assert!(kinds.contains(&EventKind::ResetRequested) && kinds.contains(&EventKind::PasswordReset));
        let text = serde_json::to_string(&log).unwrap();
        assert!(!text.contains(OTHER) && !text.contains(token.expose()));
    }

    async fn ws_12_reset_links_run_out_and_replace_each_other(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        auth::request_reset(&world.app, &world.stranger(), &mia.email).await.unwrap();
        let first = world.link(&mia.email, "/reset/").await;
        world.clock.advance(Span::minutes(1));
        auth::request_reset(&world.app, &world.stranger(), &mia.email).await.unwrap();
        let second = world.link(&mia.email, "/reset/").await;
        let dead = auth::reset_password(&world.app, &world.stranger(), &first, &OTHER.into()).await.unwrap_err();
        assert_eq!(dead, DEAD);
        world.clock.advance(Span::minutes(30));
        let dead = auth::reset_password(&world.app, &world.stranger(), &second, &OTHER.into()).await.unwrap_err();
        assert_eq!(dead, DEAD);
        assert!(can_sign_in(&world, &mia.email, PASSWORD).await);
    }

    async fn ws_12_one_mail_has_a_link_for_each_workspace(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.found("Contoso", "Sam").await;
        let twin = world.invited(&sam, "Mia at Contoso", &mia.email, Role::Member).await;
        let before = world.mails().await.len();
        auth::request_reset(&world.app, &world.stranger(), &mia.email).await.unwrap();
        let mails = world.mails().await;
        assert_eq!(mails.len(), before + 1);
        let mail = mails.last().unwrap();
        assert_eq!(mail.text.matches("/reset/").count(), 2);
        // The first link is Contoso's, in alphabetical order; it leaves the other workspace alone.
        let token = world.link(&mia.email, "/reset/").await;
        auth::reset_password(&world.app, &world.stranger(), &token, &OTHER.into()).await.unwrap();
        assert_eq!(world.app.ask(&twin.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        world.app.ask(&mia.ctx, &Profile).await.unwrap();
    }

    async fn ws_12_nobody_learns_from_the_answer_and_nobody_inactive_gets_a_link(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let kim = world.member(&mia, "Kim", Role::Member).await;
        auth::request_reset(&world.app, &world.stranger(), &sam.email).await.unwrap();
        let token = world.link(&sam.email, "/reset/").await;
        for (what, person) in [(What::Suspend, sam.person), (What::Remove, kim.person)] {
            let people = vec![person];
            let plan = world.app.ask(&mia.ctx, &Plan { what, people: people.clone() }).await.unwrap().hash;
            match what {
                What::Suspend => world.app.run(&mia.ctx, &Suspend { people, plan }).await.unwrap(),
                What::Remove => world.app.run(&mia.ctx, &Remove { people, plan }).await.unwrap(),
            }
        }
        let dead = auth::reset_password(&world.app, &world.stranger(), &token, &OTHER.into()).await.unwrap_err();
        assert_eq!(dead, DEAD);
        let before = world.mails().await.len();
        for email in [sam.email.as_str(), kim.email.as_str(), "nobody@x.example"] {
            auth::request_reset(&world.app, &world.stranger(), email).await.unwrap();
        }
        assert_eq!(world.mails().await.len(), before);
        assert!(matches!(auth::request_reset(&world.app, &world.stranger(), "no email").await, Err(Problem::Invalid(_))));
    }

    async fn ws_12_changing_the_password_ends_other_sessions(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let phone = world.again(&mia).await;
        auth::request_reset(&world.app, &world.stranger(), &mia.email).await.unwrap();
        let link = world.link(&mia.email, "/reset/").await;
        let change = |current: &str, password: &str| {
            let input = ChangePassword { current: current.into(), password: password.into() };
            let (app, ctx) = (world.app.clone(), mia.ctx.clone());
            async move { change_password(&app, &ctx, input).await }
        };
        let wrong = change("wrong", OTHER).await.unwrap_err();
        assert_eq!(wrong.at("current"), Some(FieldFault::NotTheCurrentPassword.to_string()));
        let weak = change(PASSWORD, "northwindnorthwind").await.unwrap_err();
        assert_eq!(weak.at("password"), Some(FieldFault::TooCommon.to_string()));
        let started = change(PASSWORD, OTHER).await.unwrap();

        for gone in [&mia.ctx, &phone.ctx] {
            assert_eq!(world.app.ask(gone, &Profile).await.unwrap_err(), Problem::SignIn);
        }
        world.app.ask(&with(mia.ctx.clone(), &started), &Profile).await.unwrap();
        assert!(!can_sign_in(&world, &mia.email, PASSWORD).await);
        assert!(can_sign_in(&world, &mia.email, OTHER).await);
        let dead = auth::reset_password(&world.app, &world.stranger(), &link, &PASSWORD.into()).await.unwrap_err();
        assert_eq!(dead, DEAD, "a mailed link does not outlive the change");
        let mail = world.mails().await.pop().unwrap();
        assert_eq!((mail.recipient.as_str(), mail.subject.as_str()), (mia.email.as_str(), "Your password for Northwind was changed"));
        let kinds: Vec<_> = world.activity(&mia).await.iter().map(|record| record.happening.kind).collect();
        assert!(kinds.contains(&EventKind::PasswordChanged));
    }

    async fn ws_11_mail_that_people_ask_for_is_bounded(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let before = world.mails().await.len();
        let mut refused = 0;
        for _ in 0..20 {
            refused += usize::from(auth::request_reset(&world.app, &world.stranger(), &mia.email).await.is_err());
        }
        let sent = world.mails().await.len() - before;
        assert_eq!((sent, refused), (6, 14));
        let id = invite(&world, &mia, "sam@x.example", Role::Member).await.unwrap();
        let mut sent = 1;
        for _ in 0..20 {
            sent += usize::from(world.app.run(&mia.ctx, &Resend { invitation: id }).await.is_ok());
        }
        assert_eq!(sent, 6);
    }
}
