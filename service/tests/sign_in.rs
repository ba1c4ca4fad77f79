//! Signing up, in and out; passwords, sessions and counted tries.
#![cfg(test)]

use domain::activity::{EventKind, Teller};
use domain::fault::{Conflict, FieldFault, Problem};
use domain::people::Role;
use domain::secret::Secret;
use domain::time::Span;
use service::auth::{self, Entered, SignIn, SignOut, SignUp};
use service::me::profile::Profile;
use service::me::sessions::{End, EndOthers, Sessions};
use service::people::role::ChangeRole;
use service::testkit::{PASSWORD, Someone, World, with};
use service::workspace::settings::Settings;
use service::workspace::shell::Shell;
use storage::both;
use storage::testing::TestDb;

const OTHER: &str = "quiet maple ferry 88 dusk";

fn sign_up(workspace: &str, name: &str, email: &str, password: &str) -> SignUp {
    SignUp { workspace: workspace.to_owned(), name: name.to_owned(), email: email.to_owned(), password: password.into(), join: None }
}

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.into(), workspace: None }
}

async fn enter(world: &World, email: &str, password: &str) -> Result<Entered, Problem> {
    auth::sign_in(&world.app, &world.stranger(), sign_in(email, password)).await
}

async fn kinds(world: &World, someone: &Someone) -> Vec<EventKind> {
    let log = world.activity(someone).await;
    log.iter().map(|record| record.happening.kind).collect()
}

fn faults(problem: Problem) -> Vec<(String, FieldFault)> {
    match problem {
        Problem::Invalid(faults) => faults.into_iter().map(|f| (f.field, f.fault)).collect(),
        other => panic!("not about fields: {other:?}"),
    }
}

both! {
    async fn ws_01_who_signs_up_owns_the_workspace(world: World) {
        let mia = world.found("Northwind", "Mia Thorn").await;
        let shell = world.app.ask(&mia.ctx, &Shell).await.unwrap();
        assert_eq!((shell.tile.name.as_str(), shell.tile.initial.as_str(), shell.role), ("Northwind", "N", Role::Owner));
        assert_eq!(kinds(&world, &mia).await, [EventKind::WorkspaceCreated, EventKind::SignedIn]);
        let settings = world.app.ask(&mia.ctx, &Settings).await.unwrap();
        assert_eq!((settings.terms.version, settings.policies.invitation_days), (1, 7));
        assert_eq!(settings.terms.body, domain::workspace::DEFAULT_TERMS);
        assert_eq!(settings.code.to_string(), shell.code);
    }

    async fn ws_01_every_field_is_checked_and_all_faults_are_told_at_once(world: World) {
        let bad = |workspace: &str, name: &str, email: &str, password: &str| {
            let input = sign_up(workspace, name, email, password);
            let world = &world;
            async move {
                let problem = auth::sign_up(&world.app, &world.stranger(), input).await.unwrap_err();
                faults(problem)
            }
        };
        let long = "x".repeat(81);
        let hidden = FieldFault::HiddenCharacters;
        assert_eq!(
            bad("", " ", "", "").await,
            [("workspace", FieldFault::Missing), ("name", FieldFault::Missing), ("email", FieldFault::Missing), ("password", FieldFault::Missing)]
                .map(|(field, fault)| (field.to_owned(), fault))
        );
        for (workspace, name, email, password, field, fault) in [
            (long.as_str(), "Mia", "a@b.example", PASSWORD, "workspace", FieldFault::TooLong { max: 80 }),
            ("a\u{0}b", "Mia", "a@b.example", PASSWORD, "workspace", hidden.clone()),
            ("a\u{202E}b", "Mia", "a@b.example", PASSWORD, "workspace", hidden.clone()),
            ("N", long.as_str(), "a@b.example", PASSWORD, "name", FieldFault::TooLong { max: 80 }),
            ("N", "Mi\u{200B}a", "a@b.example", PASSWORD, "name", hidden.clone()),
            ("N", "Mi\na", "a@b.example", PASSWORD, "name", hidden.clone()),
            ("N", "Mia", "no email", PASSWORD, "email", FieldFault::NotAnEmail),
            ("N", "Mia", "<b>@x.example", PASSWORD, "email", FieldFault::NotAnEmail),
            ("N", "Mia", "a@b.example\r\nBcc: c@d.example", PASSWORD, "email", hidden.clone()),
            ("N", "Mia", "a@b.example", "short", "password", FieldFault::TooShort { min: 12 }),
            ("N", "Mia", "a@b.example", "password1234", "password", FieldFault::TooCommon),
        ] {
            assert_eq!(bad(workspace, name, email, password).await, [(field.to_owned(), fault)], "{workspace:?} {name:?} {email:?}");
        }
        let too_long = "velvet otter ".repeat(10);
        assert_eq!(bad("N", "Mia", "a@b.example", &too_long).await, [("password".to_owned(), FieldFault::TooLong { max: 128 })]);
        // Markup is text like any other.
        let input = sign_up("<b>N</b>", "<i>Mia</i>", "a@b.example", PASSWORD);
        let ctx = world.stranger();
        let started = auth::sign_up(&world.app, &ctx, input).await.unwrap();
        let shell = world.app.ask(&with(ctx, &started), &Shell).await.unwrap();
        assert_eq!((shell.tile.name.as_str(), shell.name.as_str()), ("<b>N</b>", "<i>Mia</i>"));
    }

    async fn ws_03_the_same_email_in_two_workspaces_is_two_people(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.found("Contoso", "Sam").await;
        let twin = world.invited(&sam, "Mia at Contoso", &mia.email, Role::Member).await;
        assert_ne!(mia.person, twin.person);

        // Both passwords are the same here, so the person is asked which workspace.
        let Entered::Choose(choices) = enter(&world, &mia.email, PASSWORD).await.unwrap() else { panic!("not asked") };
        let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(names, ["Contoso", "Northwind"]);
        let again = world.again(&twin).await;
        assert_eq!((again.person, again.workspace), (twin.person, sam.workspace));

        // A password of its own leads to its own workspace, and to no other.
        let change = service::me::password::ChangePassword { current: PASSWORD.into(), password: OTHER.into() };
        service::me::password::change_password(&world.app, &twin.ctx, change).await.unwrap();
        let Entered::In(started) = enter(&world, &mia.email, PASSWORD).await.unwrap() else { panic!("asked") };
        assert_eq!(started.person, mia.person);
        let Entered::In(started) = enter(&world, &mia.email, OTHER).await.unwrap() else { panic!("asked") };
        assert_eq!(started.person, twin.person);
        let elsewhere = SignIn { workspace: Some(mia.workspace), ..sign_in(&mia.email, OTHER) };
        let refused = auth::sign_in(&world.app, &world.stranger(), elsewhere).await;
        assert_eq!(refused.unwrap_err(), Problem::WrongCredentials);
    }

    async fn ws_03_a_workspace_founded_with_anothers_email_gains_nothing(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let ctx = world.stranger();
        let started = auth::sign_up(&world.app, &ctx, sign_up("Trap", "Mallory", &mia.email, OTHER)).await.unwrap();
        let mallory = with(ctx, &started);
        assert_ne!(started.workspace, mia.workspace);
        // The own password opens the own workspace only.
        let Entered::In(own) = enter(&world, &mia.email, OTHER).await.unwrap() else { panic!("asked") };
        assert_eq!(own.workspace, started.workspace);
        // Neither the list of people nor a person's page reaches across.
        let show = service::people::show::Show { person: mia.person };
        assert_eq!(world.app.ask(&mallory, &show).await.unwrap_err(), Problem::NotFound);
        // A password that fits in the own workspace does not win more guesses at the other's.
        let mut waits = false;
        for _ in 0..12 {
            waits |= matches!(enter(&world, &mia.email, "a wrong guess").await, Err(Problem::TooManyAttempts { .. }));
            waits |= matches!(enter(&world, &mia.email, OTHER).await, Err(Problem::TooManyAttempts { .. }));
        }
        assert!(waits, "guessing went on without a wait");
    }

    async fn ws_03_known_and_unknown_emails_get_the_same_answers(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        for _ in 0..12 {
            let known = enter(&world, &mia.email, "a wrong guess").await.unwrap_err();
            let unknown = enter(&world, "nobody@northwind.example", "a wrong guess").await.unwrap_err();
            assert_eq!(known, unknown);
            let known = auth::request_reset(&world.app, &world.stranger(), &mia.email).await;
            let unknown = auth::request_reset(&world.app, &world.stranger(), "nobody@northwind.example").await;
            assert_eq!(known, unknown);
        }
    }

    async fn ws_03_a_refused_sign_in_is_told_where_the_email_is_known(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.found("Contoso", "Sam").await;
        world.invited(&sam, "Mia at Contoso", &mia.email, Role::Member).await;
        enter(&world, &mia.email, "not-the-password").await.unwrap_err();
        for someone in [&mia, &sam] {
            let log = world.activity(someone).await;
            let last = log.last().unwrap();
            assert_eq!((last.happening.kind, &last.teller), (EventKind::SignInRefused, &Teller::Stranger));
            assert!(!serde_json::to_string(&log).unwrap().contains("not-the-password"));
        }
    }

    async fn ws_07_a_hash_made_with_less_work_is_made_anew(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let before = stored(&world, &mia).await;
        assert!(before.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{before}");
        let World { db, .. } = world;
        let world = World::on(db, |settings| settings.password_cost = (16, 2));
        world.again(&mia).await;
        let after = stored(&world, &mia).await;
        assert!(after.starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{after}");
        world.again(&mia).await;
        assert_eq!(stored(&world, &mia).await, after, "once is enough");
    }

    async fn ws_09_sessions_end_by_idling_and_by_age(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let alive = |someone: Someone| {
            let world = &world;
            async move { world.app.ask(&someone.ctx, &Profile).await.map(|_| ()) }
        };
        // An Owner's session idles out after two hours, a Member's after twelve.
        world.clock.advance(Span::minutes(119));
        alive(mia.clone()).await.unwrap();
        world.clock.advance(Span::minutes(119));
        alive(mia.clone()).await.unwrap();
        world.clock.advance(Span::minutes(120));
        assert_eq!(alive(mia.clone()).await, Err(Problem::SignIn));
        alive(sam.clone()).await.unwrap();
        world.clock.advance(Span::hours(12));
        assert_eq!(alive(sam.clone()).await, Err(Problem::SignIn));
        // Seven days after it began it ends, however busy it was.
        let sam = world.again(&sam).await;
        for _ in 0..16 {
            world.clock.advance(Span::hours(10));
            alive(sam.clone()).await.unwrap();
        }
        world.clock.advance(Span::hours(8));
        assert_eq!(alive(sam).await, Err(Problem::SignIn));
    }

    async fn ws_09_tokens_rotate_and_die(world: World) {
        let mut mia = world.found("Northwind", "Mia").await;
        let old = mia.clone();
        world.prove(&mut mia).await;
        assert_eq!(world.app.ask(&old.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        world.app.ask(&mia.ctx, &Profile).await.unwrap();
        // Signing in again in the same browser ends the session that it had.
        let Ok(Entered::In(started)) = auth::sign_in(&world.app, &mia.ctx, sign_in(&mia.email, PASSWORD)).await else { panic!() };
        assert_eq!(world.app.ask(&mia.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        let ctx = with(mia.ctx.clone(), &started);
        world.app.run(&ctx, &SignOut).await.unwrap();
        assert_eq!(world.app.ask(&ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        world.app.run(&ctx, &SignOut).await.unwrap();
        assert_eq!(kinds(&world, &mia).await.last(), Some(&EventKind::SignedOut));
    }

    async fn ws_09_sessions_are_listed_and_ended(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let phone = world.again(&mia).await;
        let tablet = world.again(&mia).await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let sessions = world.app.ask(&mia.ctx, &Sessions).await.unwrap();
        assert_eq!(sessions.len(), 3);
        let others: Vec<_> = sessions.iter().filter(|session| !session.this).collect();
        assert_eq!(others.len(), 2);
        assert_eq!((others[0].os.as_str(), others[0].device.as_str()), ("Linux", "Firefox"));
        // Nobody ends anybody else's.
        let theirs = End { session: others[0].id };
        assert_eq!(world.app.run(&sam.ctx, &theirs).await.unwrap_err(), Problem::NotFound);
        world.app.run(&mia.ctx, &theirs).await.unwrap();
        assert_eq!(world.app.run(&mia.ctx, &EndOthers).await.unwrap(), 1);
        for gone in [phone, tablet] {
            assert_eq!(world.app.ask(&gone.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        }
        world.app.ask(&mia.ctx, &Profile).await.unwrap();
    }

    async fn ws_10_a_stale_proof_is_renewed_by_password(world: World) {
        let mut mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        world.clock.advance(Span::minutes(15));
        let change = |role| ChangeRole { person: sam.person, role };
        world.app.run(&mia.ctx, &change(Role::Auditor)).await.unwrap();
        world.clock.advance(Span::millis(1));
        let Err(Problem::Denied(denial)) = world.app.run(&mia.ctx, &change(Role::Member)).await else { panic!("no proof asked for") };
        assert_eq!(denial.reason, domain::access::Reason::Proof);
        let wrong = auth::prove(&world.app, &mia.ctx, &Secret::from("wrong")).await.unwrap_err();
        assert_eq!(wrong.at("password"), Some(FieldFault::NotTheCurrentPassword.to_string()));
        world.prove(&mut mia).await;
        world.app.run(&mia.ctx, &change(Role::Member)).await.unwrap();
        let kinds = kinds(&world, &mia).await;
        assert!(kinds.contains(&EventKind::IdentityConfirmed) && kinds.contains(&EventKind::SignInRefused));
        assert!(!kinds.contains(&EventKind::ActionRefused), "being asked for a proof is no refusal");
    }

    async fn ws_10_inviting_an_admin_asks_for_a_proof_too(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        world.clock.advance(Span::minutes(16));
        let invite = |role| service::people::invite::Invite { email: format!("{role}@x.example"), role };
        assert!(matches!(world.app.run(&mia.ctx, &invite(Role::Admin)).await, Err(Problem::Denied(_))));
        world.app.run(&mia.ctx, &invite(Role::Member)).await.unwrap();
    }

    async fn ws_11_guessing_waits_longer_and_longer(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let mut waits = Vec::new();
        for _ in 0..16 {
            loop {
                match enter(&world, &mia.email, "a wrong guess").await {
                    Err(Problem::WrongCredentials) => break,
                    Err(Problem::TooManyAttempts { until }) => {
                        // The right password waits as well: whether it would fit is not told.
                        let right = enter(&world, &mia.email, PASSWORD).await.unwrap_err();
                        assert_eq!(right, Problem::TooManyAttempts { until });
                        let wait = until - world.app.clock.now();
                        waits.push(wait.as_millis() / 1_000);
                        world.clock.advance(wait);
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        assert_eq!(waits[..4], [2, 4, 8, 16], "five are free");
        assert!(waits.iter().all(|wait| *wait <= 900), "{waits:?}");
        assert!(waits.contains(&512), "{waits:?}");
        // Nobody is locked out for good, and signing in forgets what was before.
        world.clock.advance(Span::minutes(15));
        world.again(&mia).await;
        for _ in 0..5 {
            assert_eq!(enter(&world, &mia.email, "a wrong guess").await.unwrap_err(), Problem::WrongCredentials);
        }
    }

    async fn ws_11_a_stranger_who_keeps_failing_locks_nobody_out(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let home = world.again(&mia).await.ctx;
        for _ in 0..9 {
            let _ = enter(&world, &mia.email, "a wrong guess").await;
        }
        let elsewhere = enter(&world, &mia.email, PASSWORD).await;
        assert!(matches!(elsewhere, Err(Problem::TooManyAttempts { .. })));
        // Where Mia has signed in before, she still does; guesses there are bounded all the same.
        auth::sign_in(&world.app, &home, sign_in(&mia.email, PASSWORD)).await.unwrap();
        let mut waited = false;
        for _ in 0..9 {
            waited |= matches!(auth::sign_in(&world.app, &home, sign_in(&mia.email, "a wrong guess")).await, Err(Problem::TooManyAttempts { .. }));
        }
        assert!(waited);
    }

    async fn ws_11_guesses_made_at_the_same_moment_all_count(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let tries: Vec<_> = (0..20).map(|_| enter(&world, &mia.email, "a wrong guess")).collect();
        let answers = futures::future::join_all(tries).await;
        let verified = answers.iter().filter(|answer| matches!(answer, Err(Problem::WrongCredentials))).count();
        assert!(verified <= 6, "{verified} of 20 guesses were verified");
    }

    async fn ws_11_one_network_waits_whatever_account_it_tries(world: World) {
        let ctx = world.stranger();
        let mut waited = false;
        for n in 0..40 {
            let input = sign_in(&format!("person{n}@northwind.example"), "a wrong guess");
            waited |= matches!(auth::sign_in(&world.app, &ctx, input).await, Err(Problem::TooManyAttempts { .. }));
        }
        assert!(waited);
        enter(&world, "person0@northwind.example", "x").await.expect_err("another network is heard") ;
        // Time forgets.
        world.clock.advance(Span::hours(2));
        let answer = auth::sign_in(&world.app, &ctx, sign_in("person1@northwind.example", "a wrong guess")).await;
        assert_eq!(answer.unwrap_err(), Problem::WrongCredentials);
    }

    async fn ws_11_links_are_not_guessed_without_a_wait(world: World) {
        world.found("Northwind", "Mia").await;
        let ctx = world.stranger();
        let mut answers = Vec::new();
        for n in 0..40 {
            let token = Secret::new(format!("guess{n}"));
            answers.push(auth::invitation(&world.app, &ctx, &token).await.unwrap_err());
            answers.push(auth::reset_password(&world.app, &ctx, &token, &PASSWORD.into()).await.unwrap_err());
        }
        assert_eq!(answers[0], Problem::Conflict(Conflict::LinkDead));
        assert!(answers.iter().any(|answer| matches!(answer, Problem::TooManyAttempts { .. })));
    }

    async fn ws_11_the_password_of_a_stolen_session_is_not_guessed(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(auth::prove(&world.app, &mia.ctx, &Secret::from("a wrong guess")).await.unwrap_err());
            let change = service::me::password::ChangePassword { current: "a wrong guess".into(), password: OTHER.into() };
            answers.push(service::me::password::change_password(&world.app, &mia.ctx, change).await.unwrap_err());
        }
        let verified = answers.iter().filter(|answer| matches!(answer, Problem::Invalid(_))).count();
        assert_eq!(verified, 6);
    }
}

async fn stored(world: &World, someone: &Someone) -> String {
    let mut read = world.app.db.read().await.unwrap();
    let account = storage::person::account(&mut read, someone.workspace, someone.person).await;
    account.unwrap().unwrap().password
}

#[tokio::test]
async fn ws_01_closed_sign_up_leaves_the_first_workspace_open() {
    let world = World::on(TestDb::sqlite().await, |settings| {
        settings.open_signup = false;
    });
    let ctx = world.stranger();
    assert!(auth::may_sign_up(&world.app, &ctx, None).await.unwrap());
    world.found("Northwind", "Mia").await;
    assert!(!auth::may_sign_up(&world.app, &ctx, None).await.unwrap());
    let input = sign_up("Second", "Sam", "sam@x.example", PASSWORD);
    let refused = auth::sign_up(&world.app, &ctx, input).await.unwrap_err();
    assert_eq!(refused, Problem::Conflict(Conflict::SignUpClosed));
    let guess = Secret::from("guess");
    assert!(!auth::may_sign_up(&world.app, &ctx, Some(&guess)).await.unwrap());
    let input = SignUp { join: Some(guess), ..sign_up("Second", "Sam", "sam@x.example", PASSWORD) };
    auth::sign_up(&world.app, &ctx, input).await.unwrap_err();
}

#[tokio::test]
async fn ws_02_the_tile_takes_the_first_letter() {
    let world = World::sqlite().await;
    let ctx = world.stranger();
    let input = sign_up("\"östlich\"", "Mia", "mia@x.example", PASSWORD);
    let started = auth::sign_up(&world.app, &ctx, input).await.unwrap();
    let shell = world.app.ask(&with(ctx, &started), &Shell).await.unwrap();
    assert_eq!(shell.tile.initial, "Ö");
    assert!((0..8).contains(&shell.tile.hue));
}

#[tokio::test]
async fn ws_11_a_refusal_takes_as_long_for_an_unknown_email() {
    let world = World::on(TestDb::sqlite().await, |settings| {
        settings.password_cost = (2_000, 10);
    });
    let mia = world.found("Northwind", "Mia").await;
    let sam = world.found("Contoso", "Sam").await;
    world.invited(&sam, "Mia at Contoso", &mia.email, Role::Member).await;
    for email in [mia.email.as_str(), "nobody@x.example"] {
        let begun = tokio::time::Instant::now();
        enter(&world, email, "a wrong guess").await.unwrap_err();
        assert!(begun.elapsed().as_millis() >= 200, "{email}");
        let begun = tokio::time::Instant::now();
        auth::request_reset(&world.app, &world.stranger(), email).await.unwrap();
        assert!(begun.elapsed().as_millis() >= 200, "{email}");
    }
}
