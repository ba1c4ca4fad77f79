//! The inbox shows what waits for exactly those who can decide it.
#![cfg(test)]

use domain::access::{Action, Actor, Target, allowed};
use domain::fault::Problem;
use domain::id::PartnershipId;
use domain::people::Role;
use domain::time::Span;
use domain::view::inbox::{InboxView, WaitingKind};
use service::ctx::Ctx;
use service::inbox::{Inbox, MarkRead, counts};
use service::partners::accept::Accept;
use service::partners::approve::Approve;
use service::partners::expiry::SetExpiry;
use service::partners::extend::AskExtension;
use service::partners::list::List;
use service::partners::reach;
use service::partners::request::Request;
use service::partners::show::Show;
use service::testkit::{Someone, World};
use storage::both;

async fn inbox(world: &World, who: &Someone) -> InboxView {
    world.app.ask(&who.ctx, &Inbox).await.unwrap()
}

async fn numbers(world: &World, who: &Someone) -> (u64, u64) {
    let mut read = world.app.db.read().await.unwrap();
    let now = world.app.clock.now();
    let who = storage::facts::signed_in(&mut read, &who.ctx.session.unwrap(), now).await.unwrap().unwrap();
    counts(&mut read, &who).await.unwrap()
}

async fn actor(world: &World, who: &Someone) -> Actor {
    let mut read = world.app.db.read().await.unwrap();
    let now = world.app.clock.now();
    storage::facts::signed_in(&mut read, &who.ctx.session.unwrap(), now).await.unwrap().unwrap().actor
}

async fn request(world: &World, by: &Someone, guest: &Someone) -> PartnershipId {
    let guest_code = world.app.ask(&guest.ctx, &List::default()).await.unwrap().code;
    let request = Request { guest_code, partner_email: guest.email.clone(), reason: "Spring campaign".to_owned(), expires: String::new() };
    world.app.run(&by.ctx, &request).await.unwrap()
}

async fn accept(world: &World, guest: &Someone, id: PartnershipId) {
    let terms = world.app.ask(&guest.ctx, &Show { partnership: id }).await.unwrap().terms.unwrap();
    let accept = Accept { partnership: id, consent: true, terms_version: terms.version };
    world.app.run(&guest.ctx, &accept).await.unwrap();
}

/// What waits for each person is what `decide` allows them, one by one.
async fn equals_decide(world: &World, people: &[&Someone], ids: &[PartnershipId]) {
    let now = world.app.clock.now();
    for who in people {
        let actor = actor(world, who).await;
        let mut expected = Vec::new();
        for id in ids {
            let mut read = world.app.db.read().await.unwrap();
            let Some(facts) = storage::facts::partnership(&mut read, who.workspace, *id).await.unwrap() else {
                continue;
            };
            let may = |action| allowed(action, &actor, Target::Partnership(&facts), now).is_ok();
            let asked = matches!(facts.state, domain::partnership::host_guest::State::Expired { asked: Some(_) });
            if may(Action::ApprovePartnership) || may(Action::AcceptPartnership) || asked && may(Action::ExtendPartnership) {
                expected.push(*id);
            }
        }
        let view = inbox(world, who).await;
        let mut found: Vec<PartnershipId> = view.waiting.iter().map(|waiting| waiting.partnership).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", who.name);
        assert_eq!(numbers(world, who).await.0, found.len() as u64);
    }
}

both! {
    async fn no_02_what_waits_is_shown_to_those_who_can_decide_it(world: World) {
        let host = world.found("Northwind", "Hanna").await;
        let asker = world.member(&host, "Milo", Role::Member).await;
        let other = world.member(&host, "Otto", Role::Member).await;
        let auditor = world.member(&host, "Ann", Role::Auditor).await;
        let guest = world.found("Acme Studios", "Gina").await;
        let guest_member = world.member(&guest, "Gus", Role::Member).await;
        let people = [&host, &asker, &other, &auditor, &guest, &guest_member];
        let mut ids = vec![request(&world, &asker, &guest).await];
        let id = ids[0];
        equals_decide(&world, &people, &ids).await;

        let waiting = inbox(&world, &host).await.waiting.remove(0);
        assert_eq!(waiting.kind, WaitingKind::Approve);
        assert_eq!(waiting.href, format!("/w/{}/partners/{id}/accounts?dialog=review", host.workspace));
        assert!(waiting.title.contains(&guest.email) && waiting.text.contains("Milo") && waiting.text.contains("Spring campaign"));
        let sent = inbox(&world, &asker).await.sent;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].title.contains(&guest.email), "HG-16: the name is not known yet");
        assert!(inbox(&world, &other).await.sent.is_empty() && inbox(&world, &guest).await.sent.is_empty());

        world.app.run(&host.ctx, &Approve { partnership: id }).await.unwrap();
        equals_decide(&world, &people, &ids).await;
        assert!(inbox(&world, &guest).await.waiting.is_empty(), "it has not reached the guest");
        reach::reach(&world.app, id).await.unwrap();
        equals_decide(&world, &people, &ids).await;
        let waiting = inbox(&world, &guest).await.waiting.remove(0);
        assert_eq!(waiting.kind, WaitingKind::Accept);
        assert_eq!(waiting.href, format!("/w/{}/partners/{id}/accounts?dialog=accept", guest.workspace));
        assert!(waiting.title.contains("Northwind") && waiting.text.contains("Milo"));
        assert_eq!(inbox(&world, &asker).await.sent.len(), 1);

        ids.push(request(&world, &guest, &host).await);
        accept(&world, &guest, id).await;
        equals_decide(&world, &people, &ids).await;
        assert!(inbox(&world, &asker).await.sent.is_empty());

        // It ends, and its owner asks for more.
        let soon = (world.app.clock.now() + Span::days(2)).date();
        world.app.run(&asker.ctx, &SetExpiry { partnership: id, until: soon }).await.unwrap();
        world.clock.advance(Span::days(3));
        let (host, asker) = (world.again(&host).await, world.again(&asker).await);
        let people = [&host, &asker];
        equals_decide(&world, &people, &ids).await;
        let until = (world.app.clock.now() + Span::days(30)).date();
        world.app.run(&asker.ctx, &AskExtension { partnership: id, until: until.clone() }).await.unwrap();
        equals_decide(&world, &people, &ids).await;
        let view = inbox(&world, &host).await;
        let waiting = view.waiting.iter().find(|waiting| waiting.kind == WaitingKind::Extend).unwrap();
        assert_eq!(waiting.href, format!("/w/{}/partners/{id}/accounts?dialog=extend", host.workspace));
        assert!(waiting.title.contains("Acme Studios") && waiting.text.contains(&until));
    }

    async fn no_02_news_are_counted_until_they_are_read(world: World) {
        let host = world.found("Northwind", "Hanna").await;
        let asker = world.member(&host, "Milo", Role::Member).await;
        let guest = world.found("Acme Studios", "Gina").await;
        let second = world.found("Contoso", "Carl").await;
        request(&world, &asker, &guest).await;
        world.clock.advance(Span::seconds(1));
        request(&world, &asker, &second).await;
        let news = inbox(&world, &host).await.news;
        assert!(news.len() >= 2 && news.iter().all(|news| !news.read));
        assert!(news.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first");
        let unread = numbers(&world, &host).await.1;
        assert_eq!(unread, news.len() as u64);
        // Another person's news cannot be marked, and are not mentioned.
        world.app.run(&guest.ctx, &MarkRead { notice: Some(news[0].id) }).await.unwrap();
        assert_eq!(numbers(&world, &host).await.1, unread);
        world.app.run(&host.ctx, &MarkRead { notice: Some(news[0].id) }).await.unwrap();
        assert_eq!(numbers(&world, &host).await.1, unread - 1);
        assert!(inbox(&world, &host).await.news[0].read);
        world.app.run(&host.ctx, &MarkRead { notice: None }).await.unwrap();
        assert_eq!(numbers(&world, &host).await.1, 0);
        assert_eq!(world.app.ask(&Ctx::default(), &Inbox).await, Err(Problem::SignIn));
        assert_eq!(world.app.run(&Ctx::default(), &MarkRead { notice: None }).await, Err(Problem::SignIn));
    }
}
