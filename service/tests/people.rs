//! The people of a workspace: who sees whom, roles, standing, ownership.
#![cfg(test)]

use std::collections::BTreeSet;

use domain::access::{Action, Reason};
use domain::activity::EventKind;
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::{PartnershipId, PersonId};
use domain::people::{Role, Standing};
use domain::time::Span;
use domain::view::people::{PeopleFilter, PeopleSort, PeopleView};
use futures::TryStreamExt;
use service::me::profile::{Profile, Rename, SetMail};
use service::partners::hand_over::NameDeputy;
use service::partners::request::Request;
use service::partners::show;
use service::people::csv::csv;
use service::people::end::{Remove, Resume, Suspend};
use service::people::list::List;
use service::people::plan::{Plan, What};
use service::people::role::ChangeRole;
use service::people::show::Show;
use service::people::transfer::TransferOwnership;
use service::testkit::{Someone, World};
use service::workspace::settings::Settings;
use service::workspace::shell::Shell;
use storage::both;

async fn list(world: &World, who: &Someone, filter: PeopleFilter) -> PeopleView {
    world.app.ask(&who.ctx, &List { filter }).await.unwrap()
}

fn names(view: &PeopleView) -> Vec<&str> {
    view.people.rows.iter().map(|row| row.name.as_str()).collect()
}

async fn plan(world: &World, by: &Someone, what: What, people: &[PersonId]) -> Result<String, Problem> {
    let plan = Plan { what, people: people.to_vec() };
    world.app.ask(&by.ctx, &plan).await.map(|plan| plan.hash)
}

async fn suspend(world: &World, by: &Someone, people: &[PersonId]) -> Result<(), Problem> {
    let plan = plan(world, by, What::Suspend, people).await?;
    let people = people.to_vec();
    world.app.run(&by.ctx, &Suspend { people, plan }).await
}

async fn remove(world: &World, by: &Someone, people: &[PersonId]) -> Result<(), Problem> {
    let plan = plan(world, by, What::Remove, people).await?;
    let people = people.to_vec();
    world.app.run(&by.ctx, &Remove { people, plan }).await
}

async fn change(world: &World, by: &Someone, person: PersonId, role: Role) -> Result<(), Problem> {
    world.app.run(&by.ctx, &ChangeRole { person, role }).await
}

fn reason(answer: Result<(), Problem>) -> Option<Reason> {
    match answer {
        Err(Problem::Denied(denial)) => Some(denial.reason),
        _ => None,
    }
}

async fn partnership(world: &World, by: &Someone, email: &str) -> PartnershipId {
    let request =
        Request { partner_email: email.to_owned(), reason: "Campaigns".to_owned(), guest_code: String::new(), expires: String::new() };
    world.app.run(&by.ctx, &request).await.unwrap()
}

async fn owner_of(world: &World, by: &Someone, partnership: PartnershipId) -> PersonId {
    let show = show::Show { partnership };
    world.app.ask(&by.ctx, &show).await.unwrap().owner.id
}

both! {
    async fn ws_14_people_are_searched_filtered_sorted_and_paged(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        for n in 0..54 {
            world.clock.advance(Span::seconds(1));
            world.member(&mia, &format!("Person {n:02}"), Role::Member).await;
        }
        world.clock.advance(Span::seconds(1));
        let zoe = world.member(&mia, "ZOË_100%", Role::Auditor).await;
        let find = |text: &str| PeopleFilter { search: Some(text.into()), ..PeopleFilter::default() };
        assert_eq!(names(&list(&world, &mia, find("zoë")).await), ["ZOË_100%"]);
        assert_eq!(names(&list(&world, &mia, find("_100%")).await), ["ZOË_100%"]);
        assert_eq!(names(&list(&world, &mia, find("person_0")).await), Vec::<&str>::new(), "a wildcard is a character");
        assert_eq!(names(&list(&world, &mia, find(" PERSON 07 ")).await), ["Person 07"]);
        assert_eq!(names(&list(&world, &mia, find(&zoe.email)).await), ["ZOË_100%"]);
        assert_eq!(list(&world, &mia, find("@")).await.people.rows.len(), 50);
        let by_role = PeopleFilter { role: Some(Role::Auditor), ..PeopleFilter::default() };
        assert_eq!(names(&list(&world, &mia, by_role).await), ["ZOË_100%"]);

        for sort in PeopleSort::ALL {
            let mut filter = PeopleFilter { sort: Some(*sort), ..PeopleFilter::default() };
            let mut seen = Vec::new();
            loop {
                let view = list(&world, &mia, filter.clone()).await;
                seen.extend(view.people.rows.iter().map(|row| row.name.clone()));
                let Some(next) = view.people.next else { break };
                filter.after = Some(next);
            }
            assert_eq!(seen.len(), 56, "{sort:?}");
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 56, "{sort:?}");
            let first = match sort {
                PeopleSort::Name => "Mia",
                PeopleSort::Newest | PeopleSort::LastSeen => "ZOË_100%",
            };
            assert_eq!(seen[0], first, "{sort:?}");
        }
        let nonsense = PeopleFilter { after: Some("nonsense".into()), ..PeopleFilter::default() };
        assert_eq!(names(&list(&world, &mia, nonsense).await)[0], "Mia");
    }

    async fn ws_14_members_see_active_names_only(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let kim = world.member(&mia, "Kim", Role::Member).await;
        let ada = world.member(&mia, "Ada", Role::Auditor).await;
        suspend(&world, &mia, &[kim.person]).await.unwrap();
        let all = PeopleFilter { standing: Some(Standing::Suspended), sort: Some(PeopleSort::LastSeen), ..PeopleFilter::default() };
        let seen = list(&world, &sam, all.clone()).await;
        assert_eq!(names(&seen), ["Ada", "Mia", "Sam"]);
        let row = &seen.people.rows[0];
        assert_eq!((row.joined_at, row.last_seen_at), (None, None));
        assert!(!row.can.offers(Action::ViewPerson) && !seen.can.offers(Action::InvitePerson));
        assert!(seen.invitations.is_empty());
        assert_eq!(names(&list(&world, &ada, all).await), ["Kim"]);
        // Their own page, and nobody else's.
        world.app.ask(&sam.ctx, &Show { person: sam.person }).await.unwrap();
        assert_eq!(world.app.ask(&sam.ctx, &Show { person: mia.person }).await.unwrap_err(), Problem::NotFound);
        let seen = world.app.ask(&ada.ctx, &Show { person: sam.person }).await.unwrap();
        assert!(!seen.row.can.offers(Action::SuspendPerson), "an Auditor changes nothing");
        assert_eq!((seen.sessions, seen.is_me), (1, false));
    }

    async fn ws_14_another_workspace_does_not_exist(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let eve = world.found("Contoso", "Eve").await;
        assert_eq!(names(&list(&world, &eve, PeopleFilter::default()).await), ["Eve"]);
        let person = sam.person;
        assert_eq!(world.app.ask(&eve.ctx, &Show { person }).await.unwrap_err(), Problem::NotFound);
        assert_eq!(change(&world, &eve, person, Role::Admin).await.unwrap_err(), Problem::NotFound);
        assert_eq!(plan(&world, &eve, What::Remove, &[person]).await.unwrap_err(), Problem::NotFound);
        for case in [
            world.app.run(&eve.ctx, &Suspend { people: vec![person], plan: String::new() }).await,
            world.app.run(&eve.ctx, &Remove { people: vec![person], plan: String::new() }).await,
            world.app.run(&eve.ctx, &Resume { people: vec![person] }).await,
            world.app.run(&eve.ctx, &TransferOwnership { person }).await,
        ] {
            assert_eq!(case.unwrap_err(), Problem::NotFound);
        }
        let log = world.activity(&eve).await;
        assert_eq!(log.iter().filter(|r| r.happening.kind == EventKind::ActionRefused).count(), 5);
    }

    async fn ws_14_the_download_is_safe_and_told(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        world.member(&mia, "=HYPERLINK(\"http://x\")", Role::Member).await;
        let sam = world.member(&mia, "Sam, \"the\" second", Role::Auditor).await;
        let text: Vec<String> = csv(&world.app, &mia.ctx, PeopleFilter::default()).await.unwrap().try_collect().await.unwrap();
        let text = text.concat();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "Name,Email,Role,Status,Joined,Last active");
        assert_eq!(lines.len(), 5);
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
        assert!(text.contains("\"Sam, \"\"the\"\" second\""), "{text}");
        let exported = world.activity(&mia).await.pop().unwrap();
        assert_eq!(exported.happening.kind, EventKind::PeopleExported);
        let kim = world.member(&mia, "Kim", Role::Member).await;
        assert!(matches!(csv(&world.app, &kim.ctx, PeopleFilter::default()).await.err(), Some(Problem::Denied(_))));
        assert!(csv(&world.app, &sam.ctx, PeopleFilter::default()).await.is_ok());
    }

    async fn ws_04_roles_change_by_those_above(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let ada = world.member(&mia, "Ada", Role::Admin).await;
        let bob = world.member(&mia, "Bob", Role::Admin).await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        for (by, person, expected) in [
            (&ada, bob.person, Reason::OnlyOwner),
            (&ada, mia.person, Reason::WorkspaceOwner),
            (&ada, ada.person, Reason::Self_),
            (&mia, mia.person, Reason::Self_),
        ] {
            assert_eq!(reason(change(&world, by, person, Role::Member).await), Some(expected.clone()));
            assert_eq!(reason(suspend(&world, by, &[person]).await), Some(expected.clone()));
            assert_eq!(reason(remove(&world, by, &[person]).await), Some(expected));
        }
        for role in [Role::Owner, Role::GuestAdmin, Role::GuestUser] {
            let refused = change(&world, &mia, sam.person, role).await.unwrap_err();
            assert_eq!(refused.at("role"), Some(FieldFault::NotAChoice.to_string()));
        }
        assert_eq!(change(&world, &sam, ada.person, Role::Member).await.unwrap_err(), Problem::NotFound);
        change(&world, &ada, sam.person, Role::Auditor).await.unwrap();
        // The session with the old role is over.
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        let sam = world.again(&sam).await;
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap().role, Role::Auditor);
        change(&world, &mia, bob.person, Role::Member).await.unwrap();
        let last = world.activity(&mia).await.pop().unwrap();
        assert_eq!(last.happening.kind, EventKind::RoleChanged);
        assert_eq!((last.happening.details["from"].as_str(), last.happening.details["to"].as_str()), ("admin", "member"));
    }

    async fn ws_04_ownership_moves_by_transfer_only(world: World) {
        let mut mia = world.found("Northwind", "Mia").await;
        let ada = world.member(&mia, "Ada", Role::Admin).await;
        let kim = world.member(&mia, "Kim", Role::Auditor).await;
        let transfer = |person| TransferOwnership { person };
        assert!(world.app.run(&ada.ctx, &transfer(ada.person)).await.is_err());
        assert!(matches!(world.app.run(&mia.ctx, &transfer(kim.person)).await, Err(Problem::Denied(_))));
        assert!(matches!(world.app.run(&mia.ctx, &transfer(mia.person)).await, Err(Problem::Denied(_))));
        world.clock.advance(Span::minutes(16));
        assert_eq!(reason(world.app.run(&mia.ctx, &transfer(ada.person)).await), Some(Reason::Proof));
        world.prove(&mut mia).await;
        world.app.run(&mia.ctx, &transfer(ada.person)).await.unwrap();

        assert_eq!(world.app.ask(&mia.ctx, &Shell).await.unwrap().role, Role::Admin);
        assert_eq!(world.app.ask(&ada.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        let ada = world.again(&ada).await;
        assert_eq!(world.app.ask(&ada.ctx, &Shell).await.unwrap().role, Role::Owner);
        assert!(world.mails().await.iter().any(|mail| mail.recipient == ada.email && mail.subject == "You are now the Owner of Northwind"));
        assert!(world.app.run(&mia.ctx, &transfer(kim.person)).await.is_err());
        remove(&world, &ada, &[mia.person]).await.unwrap();
    }

    async fn ws_15_a_suspended_person_is_out_on_the_next_request_and_resumed_comes_back(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        suspend(&world, &mia, &[sam.person]).await.unwrap();
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        let name = "Sam again".to_owned();
        assert_eq!(world.app.run(&sam.ctx, &Rename { name }).await.unwrap_err(), Problem::SignIn);
        let input = service::auth::SignIn { email: sam.email.clone(), password: sam.password.as_str().into(), workspace: None };
        let refused = service::auth::sign_in(&world.app, &world.stranger(), input).await.unwrap_err();
        assert_eq!(refused, Problem::WrongCredentials);
        assert_eq!(reason(suspend(&world, &mia, &[sam.person]).await), Some(Reason::PersonStanding(Standing::Suspended)));

        world.app.run(&mia.ctx, &Resume { people: vec![sam.person] }).await.unwrap();
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap_err(), Problem::SignIn, "the old session stays dead");
        let sam = world.again(&sam).await;
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap().role, Role::Member);
        let twice = world.app.run(&mia.ctx, &Resume { people: vec![sam.person] }).await;
        assert_eq!(reason(twice), Some(Reason::PersonStanding(Standing::Active)));
        let kinds: Vec<_> = world.activity(&mia).await.iter().map(|r| r.happening.kind).collect();
        assert!(kinds.contains(&EventKind::PersonSuspended) && kinds.contains(&EventKind::PersonResumed));
    }

    async fn ws_15_a_removed_person_is_gone_and_can_be_invited_anew(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Admin).await;
        remove(&world, &mia, &[sam.person]).await.unwrap();
        assert_eq!(world.app.ask(&sam.ctx, &Profile).await.unwrap_err(), Problem::SignIn);
        assert_eq!(reason(remove(&world, &mia, &[sam.person]).await), Some(Reason::PersonStanding(Standing::Removed)));
        let mut read = world.app.db.read().await.unwrap();
        let account = storage::person::account(&mut read, sam.workspace, sam.person).await.unwrap().unwrap();
        assert_eq!(account.password, "", "nothing of the password is kept");
        drop(read);
        let new = world.invited(&mia, "Sam II", &sam.email, Role::Member).await;
        assert_ne!(new.person, sam.person);
        // The log still knows who it was.
        let log = world.activity(&mia).await;
        let removed = log.iter().find(|r| r.happening.kind == EventKind::PersonRemoved).unwrap();
        assert_eq!(removed.happening.person.as_ref().map(|p| (p.id, p.name.as_str())), Some((sam.person, "Sam")));
    }

    async fn ws_15_many_are_ended_in_one_step_or_nobody(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let ada = world.member(&mia, "Ada", Role::Admin).await;
        let mut people = Vec::new();
        for n in 0..4 {
            people.push(world.member(&mia, &format!("Person {n}"), Role::Member).await);
        }
        let ids: Vec<PersonId> = people.iter().map(|p| p.person).collect();
        // One among them may not be touched by an Admin: nobody is.
        let with_owner: Vec<PersonId> = ids.iter().copied().chain([mia.person]).collect();
        assert_eq!(reason(remove(&world, &ada, &with_owner).await), Some(Reason::WorkspaceOwner));
        let plan = plan(&world, &ada, What::Remove, &ids).await.unwrap();
        let forced = Remove { people: with_owner, plan: plan.clone() };
        assert_eq!(reason(world.app.run(&ada.ctx, &forced).await), Some(Reason::WorkspaceOwner));
        for person in &people {
            world.app.ask(&person.ctx, &Profile).await.unwrap();
        }
        // A plan is for what it was drawn for.
        let other = Suspend { people: ids.clone(), plan: plan.clone() };
        assert_eq!(world.app.run(&ada.ctx, &other).await.unwrap_err(), Problem::Conflict(Conflict::PlanDrifted));
        let fewer = Remove { people: ids[1..].to_vec(), plan: plan.clone() };
        assert_eq!(world.app.run(&ada.ctx, &fewer).await.unwrap_err(), Problem::Conflict(Conflict::PlanDrifted));
        world.again(&people[0]).await;
        let drifted = Remove { people: ids.clone(), plan };
        assert_eq!(world.app.run(&ada.ctx, &drifted).await.unwrap_err(), Problem::Conflict(Conflict::PlanDrifted));
        remove(&world, &ada, &ids).await.unwrap();
        let left = list(&world, &mia, PeopleFilter { standing: Some(Standing::Active), ..PeopleFilter::default() }).await;
        assert_eq!(names(&left), ["Ada", "Mia"]);
        for (people, fault) in [(vec![], FieldFault::Missing), ((0..201_u128).map(|n| PersonId::new(uuid::Uuid::from_u128(n))).collect(), FieldFault::OutOfRange { min: 1, max: 200 })] {
            let refused = world.app.run(&ada.ctx, &Remove { people, plan: String::new() }).await.unwrap_err();
            assert_eq!(refused.at("people"), Some(fault.to_string()));
        }
    }

    async fn ws_15_partnerships_pass_on_as_planned(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let sam = world.member(&mia, "Sam", Role::Member).await;
        let kim = world.member(&mia, "Kim", Role::Member).await;
        let with_deputy = partnership(&world, &sam, "one@x.example").await;
        let alone = partnership(&world, &sam, "two@x.example").await;
        let name = NameDeputy { partnership: with_deputy, deputy: Some(kim.person) };
        world.app.run(&sam.ctx, &name).await.unwrap();

        let shown = world.app.ask(&mia.ctx, &Show { person: sam.person }).await.unwrap();
        assert_eq!(shown.partnerships.len(), 2);
        assert_eq!(shown.partnerships[0].why, ["Partnership Owner"]);
        let shown = world.app.ask(&mia.ctx, &Show { person: kim.person }).await.unwrap();
        assert_eq!(shown.partnerships[0].why, ["Deputy of the Partnership Owner"]);

        let plan = |what, people: Vec<PersonId>| {
            let (world, mia) = (&world, &mia);
            async move { world.app.ask(&mia.ctx, &Plan { what, people }).await.unwrap() }
        };
        let only_sam = plan(What::Suspend, vec![sam.person]).await;
        let mut heirs = only_sam.people[0].successions.clone();
        heirs.sort();
        assert_eq!(heirs, [("one@x.example".to_owned(), "Kim".to_owned()), ("two@x.example".to_owned(), "Mia".to_owned())]);
        // A deputy who goes too inherits nothing.
        let both = plan(What::Remove, vec![sam.person, kim.person]).await;
        assert!(both.people.iter().flat_map(|person| &person.successions).all(|(_, heir)| heir == "Mia"));

        world.app.run(&mia.ctx, &Suspend { people: vec![sam.person], plan: only_sam.hash }).await.unwrap();
        assert_eq!(owner_of(&world, &mia, with_deputy).await, kim.person);
        assert_eq!(owner_of(&world, &mia, alone).await, mia.person);
        // Who becomes an Auditor can own no partnership either.
        change(&world, &mia, kim.person, Role::Auditor).await.unwrap();
        assert_eq!(owner_of(&world, &mia, with_deputy).await, mia.person);
    }

    async fn ws_14_who_one_is_can_be_changed_by_oneself(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        for name in ["", "  ", "Mi\u{0}a", "\u{202E}Mia", &"x".repeat(81)] {
            let name = name.to_owned();
            assert!(matches!(world.app.run(&mia.ctx, &Rename { name }).await, Err(Problem::Invalid(_))));
        }
        world.app.run(&mia.ctx, &Rename { name: " Mia <b>Thorn</b> ".into() }).await.unwrap();
        let topics = domain::people::MailTopic::ALL.to_vec();
        world.app.run(&mia.ctx, &SetMail { muted: topics.clone() }).await.unwrap();
        let profile = world.app.ask(&mia.ctx, &Profile).await.unwrap();
        assert_eq!((profile.name.as_str(), profile.muted), ("Mia <b>Thorn</b>", topics));
        assert_eq!(names(&list(&world, &mia, PeopleFilter::default()).await), ["Mia <b>Thorn</b>"]);
    }

    async fn ws_13_settings_are_for_owner_and_admins(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        world.app.ask(&mia.ctx, &Settings).await.unwrap();
        for role in [Role::Member, Role::Auditor] {
            let who = world.member(&mia, &format!("A {role}"), role).await;
            assert!(matches!(world.app.ask(&who.ctx, &Settings).await, Err(Problem::Denied(_))));
            assert!(matches!(world.app.run(&who.ctx, &service::workspace::settings::RotateCode).await, Err(Problem::Denied(_))));
            let publish = service::workspace::settings::PublishTerms { body: "Mine".into() };
            assert!(matches!(world.app.run(&who.ctx, &publish).await, Err(Problem::Denied(_))));
        }
    }
}
