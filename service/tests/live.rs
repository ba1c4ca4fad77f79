//! Open pages hear what they may, miss nothing, and stop when their session does.
#![cfg(test)]

use std::pin::Pin;
use std::time::Duration;

use domain::activity::{EventKind, Happening, Teller};
use domain::id::{PartnershipId, WorkspaceId};
use domain::people::Role;
use domain::view::live::{LiveEvent, LiveTopic};
use futures::{Stream, StreamExt};
use service::Result;
use service::app::{App, Inner, Settings};
use service::ctx::Ctx;
use service::ids::Ids;
use service::inbox::{Inbox, MarkRead};
use service::keys::Keys;
use service::live::{Live, listen, stream};
use service::partners::approve::Approve;
use service::partners::list::List;
use service::partners::reach;
use service::partners::request::Request;
use service::testkit::{Someone, World};
use service::unit::{Unit, UseCase};
use storage::both;

struct Tell(WorkspaceId, Vec<(Teller, Happening)>);

impl UseCase for Tell {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for (teller, happening) in &self.1 {
            unit.tell(self.0, teller.clone(), happening.clone());
        }
        Ok(())
    }
}

type Ear = Pin<Box<dyn Stream<Item = LiveEvent> + Send>>;

fn open(world: &World, who: &Someone, after: Option<i64>) -> Ear {
    Box::pin(stream(world.app.clone(), who.ctx.clone(), after))
}

/// A stream that has said hello.
async fn ear(world: &World, who: &Someone) -> Ear {
    let mut ear = open(world, who, None);
    assert_eq!(ear.next().await.unwrap().topic, LiveTopic::Hello);
    ear
}

/// Everything that is heard until it is quiet.
async fn heard(ear: &mut Ear) -> Vec<LiveEvent> {
    let mut events = Vec::new();
    while let Ok(Some(event)) = tokio::time::timeout(Duration::from_millis(700), ear.next()).await {
        events.push(event);
    }
    events
}

fn topics(events: &[LiveEvent]) -> Vec<LiveTopic> {
    let mut topics: Vec<LiveTopic> = events.iter().map(|event| event.topic).collect();
    topics.sort();
    topics.dedup();
    topics
}

async fn tell(world: &World, who: &Someone, happening: Happening) {
    let teller = Teller::Person { id: who.person, name: who.name.clone() };
    world.app.run(&who.ctx, &Tell(who.workspace, vec![(teller, happening)])).await.unwrap();
}

async fn request(world: &World, host: &Someone, by: &Someone, guest: &Someone) -> PartnershipId {
    let guest_code = world.app.ask(&guest.ctx, &List::default()).await.unwrap().code;
    let request = Request { guest_code, partner_email: guest.email.clone(), reason: "Spring".to_owned(), expires: String::new() };
    let id = world.app.run(&by.ctx, &request).await.unwrap();
    if by.person != host.person {
        world.app.run(&host.ctx, &Approve { partnership: id }).await.unwrap();
    }
    id
}

both! {
    async fn no_03_each_person_hears_only_what_they_may_see(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let asker = world.member(&owner, "Ben Asker", Role::Member).await;
        let bystander = world.member(&owner, "Cleo Bystander", Role::Member).await;
        let auditor = world.member(&owner, "Ann Audit", Role::Auditor).await;
        let guest = world.found("Acme", "Gina Guest").await;
        let mut ears = Vec::new();
        for who in [&owner, &asker, &bystander, &auditor, &guest] {
            ears.push(ear(&world, who).await);
        }
        let id = request(&world, &owner, &asker, &guest).await;
        let mut lists = Vec::new();
        for ear in &mut ears {
            lists.push(heard(ear).await);
        }
        let about = |events: &[LiveEvent]| events.iter().any(|event| event.id == Some(id.to_string()));
        assert!(about(&lists[0]) && about(&lists[1]) && about(&lists[3]));
        assert_eq!(topics(&lists[0]), [LiveTopic::Partnership, LiveTopic::Activity, LiveTopic::Inbox]);
        assert_eq!(lists[2], [], "a Member who has no part in it hears nothing");
        assert_eq!(lists[4], [], "the guest hears nothing before the request reaches it");
        reach::reach(&world.app, id).await.unwrap();
        assert!(about(&heard(&mut ears[4]).await));
        assert_eq!(heard(&mut ears[2]).await, []);

        tell(&world, &owner, Happening::new(EventKind::RoleChanged).on_person(bystander.person, "Cleo")).await;
        assert_eq!(topics(&heard(&mut ears[2]).await), [LiveTopic::People, LiveTopic::Session, LiveTopic::Activity]);
        assert_eq!(topics(&heard(&mut ears[1]).await), [LiveTopic::People]);
        assert_eq!(heard(&mut ears[4]).await, []);
        heard(&mut ears[0]).await;
        tell(&world, &owner, Happening::new(EventKind::PoliciesChanged)).await;
        assert_eq!(heard(&mut ears[2]).await, []);
        assert_eq!(topics(&heard(&mut ears[0]).await), [LiveTopic::Settings, LiveTopic::Activity]);
        tell(&world, &owner, Happening::new(EventKind::WorkspaceRenamed)).await;
        assert_eq!(topics(&heard(&mut ears[2]).await), [LiveTopic::Settings]);
    }

    async fn no_03_a_page_that_comes_back_misses_nothing(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let mut first = ear(&world, &owner).await;
        for n in 0..4_u128 {
            tell(&world, &owner, Happening::new(EventKind::PersonRemoved).on_person(domain::id::PersonId::new(uuid::Uuid::from_u128(n)), "x")).await;
        }
        // Cut off after any number of events, the rest is told again.
        let mut whole = heard(&mut first).await;
        assert!(whole.windows(2).all(|pair| pair[0].seq <= pair[1].seq));
        let head = whole.last().unwrap().seq;
        let people: Vec<Option<String>> = whole.iter().filter(|e| e.topic == LiveTopic::People).map(|e| e.id.clone()).collect();
        assert_eq!(people.len(), 4);
        whole.insert(0, LiveEvent { seq: head - 4, topic: LiveTopic::Hello, id: None });
        for cut in 0..whole.len() {
            let mut again = open(&world, &owner, Some(whole[cut].seq));
            let mut seen: Vec<Option<String>> = whole[..=cut].iter().map(|e| e.id.clone()).collect();
            seen.extend(heard(&mut again).await.into_iter().map(|e| e.id));
            assert!(people.iter().all(|id| seen.contains(id)), "cut after {cut}");
        }
    }

    async fn no_03_a_page_that_is_far_behind_looks_at_everything_again(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let many = vec![(Teller::System, Happening::new(EventKind::SignedIn)); 510];
        world.app.run(&owner.ctx, &Tell(owner.workspace, many)).await.unwrap();
        let head = i64::try_from(world.activity(&owner).await.len()).unwrap();
        for after in [1, head + 1] {
            let mut ear = open(&world, &owner, Some(after));
            assert_eq!(heard(&mut ear).await, [LiveEvent { seq: head, topic: LiveTopic::Reset, id: None }]);
        }
        let mut ear = open(&world, &owner, Some(head - 1));
        assert_eq!(topics(&heard(&mut ear).await), [LiveTopic::Activity, LiveTopic::Inbox]);
    }

    async fn no_03_the_stream_ends_with_the_session(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "Ben", Role::Member).await;
        let mut ear = ear(&world, &member).await;
        world.db.tamper("UPDATE person SET standing = 'suspended' WHERE role = 'member'").await;
        tell(&world, &owner, Happening::new(EventKind::PersonSuspended).on_person(member.person, "Ben")).await;
        assert_eq!(topics(&heard(&mut ear).await), [LiveTopic::SignedOut], "and nothing of what happened after");
        assert_eq!(ear.next().await, None);
        let mut stranger: Ear = Box::pin(stream(world.app.clone(), Ctx::default(), None));
        assert_eq!(stranger.next().await.unwrap().topic, LiveTopic::SignedOut);
        assert_eq!(stranger.next().await, None);
    }

    async fn no_03_an_open_page_does_not_keep_a_session_alive(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let used = "SELECT MAX(last_used_at) FROM session";
        let before = world.db.number(used).await;
        let mut ear = ear(&world, &owner).await;
        world.clock.advance(domain::time::Span::minutes(5));
        tell(&world, &owner, Happening::new(EventKind::WorkspaceRenamed)).await;
        assert!(!heard(&mut ear).await.is_empty());
        assert_eq!(world.db.number(used).await, before);
    }

    async fn no_02_no_03_the_own_other_pages_hear_that_news_were_read(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let asker = world.member(&owner, "Ben Asker", Role::Member).await;
        let guest = world.found("Acme", "Gina Guest").await;
        request(&world, &owner, &asker, &guest).await;
        let mut ear = ear(&world, &owner).await;
        let news = world.app.ask(&owner.ctx, &Inbox).await.unwrap().news;
        assert!(!news.is_empty());
        world.app.run(&owner.ctx, &MarkRead { notice: None }).await.unwrap();
        assert_eq!(topics(&heard(&mut ear).await), [LiveTopic::Inbox]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_03_postgres_pages_hear_what_another_server_did() {
    let world = World::postgres().await;
    let owner = world.found("Northwind", "Mia Thorn").await;
    let listening = tokio::spawn(listen(world.app.clone()));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut ear = ear(&world, &owner).await;
    let other = App::new(Inner {
        db: world.db.db.clone(),
        clock: world.clock.clone(),
        ids: Ids::seeded(8),
        keys: Keys::from_bytes([7; 32]),
        settings: Settings::default(),
        live: Live::default(),
    });
    let happening = Happening::new(EventKind::WorkspaceRenamed);
    other.run(&owner.ctx, &Tell(owner.workspace, vec![(Teller::System, happening)])).await.unwrap();
    assert_eq!(topics(&heard(&mut ear).await), [LiveTopic::Settings, LiveTopic::Activity]);
    listening.abort();
}

#[tokio::test]
async fn no_03_on_sqlite_there_is_nobody_to_listen_to() {
    let world = World::sqlite().await;
    tokio::time::timeout(Duration::from_secs(1), listen(world.app.clone())).await.unwrap();
}
