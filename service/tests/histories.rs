//! Random lives of partnerships between three workspaces, through the use cases, on both databases. After every step: the answer was the one
//! that the access decision gives on the facts, every list equals the decision asked one by one, one partnership is live for each pair,
//! ended is final, and both logs tell the same story.
#![cfg(test)]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Actor, PartnershipFacts, Target, allowed, sees_partnership};
use domain::activity::EventKind;
use domain::fault::Problem;
use domain::id::PartnershipId;
use domain::people::Role;
use domain::time::Span;
use service::ids::Ids;
use service::partners::{
    accept::Accept,
    approve::Approve,
    decline::{DeclineAsGuest, DeclineAsHost},
    expiry::SetExpiry,
    extend::{AskExtension, Extend},
    hand_over::{HandOver, NameDeputy},
    list::List,
    reach,
    remind::Remind,
    remove::{Plan, Remove},
    represent::ChangeRepresentative,
    request::Request,
    resend::Resend,
    show::Show,
    suspend::{Resume, Suspend},
    withdraw::Withdraw,
};
use service::testkit::{Someone, World};
use storage::both;

const ACTS: &[Action] = &[
    Action::ApprovePartnership,
    Action::DeclineAsHost,
    Action::RemindPartnership,
    Action::WithdrawPartnership,
    Action::AcceptPartnership,
    Action::DeclineAsGuest,
    Action::ResendPartnership,
    Action::SuspendPartnership,
    Action::ResumePartnership,
    Action::AskExtension,
    Action::ExtendPartnership,
    Action::RemovePartnership,
    Action::SetPartnershipExpiry,
    Action::HandOverPartnership,
    Action::NameDeputy,
    Action::ChangeRepresentative,
];

struct Life<'w> {
    world: &'w World,
    people: Vec<Someone>,
    codes: Vec<String>,
    known: Vec<PartnershipId>,
    ended: BTreeMap<PartnershipId, String>,
    dice: Ids,
}

impl Life<'_> {
    fn roll(&self, sides: usize) -> usize {
        usize::try_from(self.dice.bits() % sides as u64).unwrap()
    }

    async fn actor(&self, someone: &Someone) -> Actor {
        let mut read = self.world.app.db.read().await.unwrap();
        let token = someone.ctx.session.unwrap();
        storage::facts::signed_in(&mut read, &token, self.world.app.clock.now()).await.unwrap().unwrap().actor
    }

    async fn facts(&self, id: PartnershipId) -> PartnershipFacts {
        let mut read = self.world.app.db.read().await.unwrap();
        storage::partnership::get_for_system(&mut read, id).await.unwrap().unwrap().facts
    }

    async fn act(&self, by: &Someone, id: PartnershipId, action: Action) -> Result<(), Problem> {
        let (app, ctx) = (&self.world.app, &by.ctx);
        let until = (app.clock.now() + Span::days(2 + i64::try_from(self.roll(40)).unwrap())).date();
        let colleague = self.people.iter().filter(|other| other.workspace == by.workspace).nth(self.roll(3)).map(|other| other.person);
        match action {
            Action::ApprovePartnership => app.run(ctx, &Approve { partnership: id }).await,
            Action::DeclineAsHost => app.run(ctx, &DeclineAsHost { partnership: id, note: String::new() }).await,
            Action::RemindPartnership => app.run(ctx, &Remind { partnership: id }).await,
            Action::WithdrawPartnership => app.run(ctx, &Withdraw { partnership: id }).await,
            Action::AcceptPartnership => app.run(ctx, &Accept { partnership: id, consent: true, terms_version: 1 }).await,
            Action::DeclineAsGuest => app.run(ctx, &DeclineAsGuest { partnership: id, note: "No".to_owned() }).await,
            Action::ResendPartnership => app.run(ctx, &Resend { partnership: id }).await,
            Action::SuspendPartnership => app.run(ctx, &Suspend { partnership: id }).await,
            Action::ResumePartnership => app.run(ctx, &Resume { partnership: id }).await,
            Action::AskExtension => app.run(ctx, &AskExtension { partnership: id, until }).await,
            Action::ExtendPartnership => app.run(ctx, &Extend { partnership: id, until }).await,
            Action::SetPartnershipExpiry => app.run(ctx, &SetExpiry { partnership: id, until }).await,
            Action::HandOverPartnership => app.run(ctx, &HandOver { partnership: id, to: colleague }).await,
            Action::NameDeputy => app.run(ctx, &NameDeputy { partnership: id, deputy: colleague }).await,
            Action::ChangeRepresentative => app.run(ctx, &ChangeRepresentative { partnership: id, to: colleague }).await,
            Action::RemovePartnership => {
                let plan = app.ask(ctx, &Plan { partnership: id }).await?.hash;
                app.run(ctx, &Remove { partnership: id, plan }).await
            }
            other => panic!("{other:?} is no act of this test"),
        }
    }

    /// One random act by a random person on a random partnership: it succeeds only where the decision says so, and is refused in the way it says.
    /// Whether time has passed.
    async fn step(&mut self) -> bool {
        if self.known.is_empty() || self.roll(3) == 0 {
            self.request().await;
        }
        if let Some(id) = self.known.get(self.roll(self.known.len().max(1))).copied() {
            let by = self.people[self.roll(self.people.len())].clone();
            let (actor, facts) = (self.actor(&by).await, self.facts(id).await);
            let now = self.world.app.clock.now();
            let asked = |action: Action| allowed(action, &actor, Target::Partnership(&facts), now);
            // Half of the time something that is possible, so that lives go somewhere.
            let possible: Vec<_> = ACTS.iter().copied().filter(|action| asked(*action).is_ok()).collect();
            let acts = if possible.is_empty() || self.roll(2) == 0 { ACTS } else { &possible };
            let action = acts[self.roll(acts.len())];
            let decision = asked(action);
            let answer = self.act(&by, id, action).await;
            match (&decision, &answer) {
                // What is allowed may still be wrong in its input or stand in the way of another one.
                (Ok(()), Ok(()) | Err(Problem::Invalid(_) | Problem::Conflict(_))) => {}
                (Err(denial), Err(problem)) => assert_eq!(*problem, Problem::from(denial.clone()), "{action:?}"),
                other => panic!("{action:?} by {}: {other:?}", by.name),
            }
            if self.roll(3) > 0 {
                reach::reach(&self.world.app, id).await.unwrap();
            }
        }
        let passes = self.roll(6) == 0;
        if passes {
            self.world.clock.advance(Span::hours(i64::try_from(self.roll(60)).unwrap()));
        }
        passes
    }

    async fn request(&mut self) {
        let by = self.people[self.roll(self.people.len())].clone();
        let case = Request {
            guest_code: self.codes[self.roll(self.codes.len())].clone(),
            partner_email: self.people[self.roll(self.people.len())].email.clone(),
            reason: "Work".to_owned(),
            expires: String::new(),
        };
        match self.world.app.run(&by.ctx, &case).await {
            Ok(id) => self.known.push(id),
            Err(Problem::Denied(_) | Problem::Conflict(_) | Problem::Invalid(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn check(&mut self) {
        let now = self.world.app.clock.now();
        let mut live = BTreeSet::new();
        let mut all = Vec::new();
        for id in self.known.clone() {
            let facts = self.facts(id).await;
            let stage = facts.state_at(now).stage();
            if let Some(guest) = facts.guest.filter(|_| stage.is_live()) {
                assert!(live.insert((facts.host, guest)), "HG-07: two live partnerships of one pair");
                assert_ne!(facts.host, guest);
            }
            if let Some(before) = self.ended.get(&id) {
                assert_eq!(before, stage.code(), "ended is final");
            }
            if stage.is_final() {
                self.ended.insert(id, stage.code().to_owned());
            }
            all.push(facts);
        }
        for someone in &self.people {
            let actor = self.actor(someone).await;
            let decided: BTreeSet<_> = all.iter().filter(|facts| sees_partnership(&actor, facts)).map(|facts| facts.id).collect();
            let list = self.world.app.ask(&someone.ctx, &List::default()).await.unwrap();
            assert!(list.next.is_none());
            let listed: BTreeSet<_> = list.partners.iter().map(|line| line.id).collect();
            assert_eq!(listed, decided, "HG-16: the list of {} equals the decision asked one by one", someone.name);
            for facts in &all {
                let shown = self.world.app.ask(&someone.ctx, &Show { partnership: facts.id }).await;
                assert_eq!(shown.is_ok(), decided.contains(&facts.id));
                if let Ok(view) = shown {
                    assert_eq!(view.stage, facts.state_at(now).stage());
                }
            }
        }
    }

    /// Both sides were told the same acts in the same order; only what happens before a request reaches the guest, and the host's deputy, is the
    /// host's own.
    async fn same_story(&self) {
        let inside =
            [EventKind::PartnershipApproved, EventKind::PartnershipDeclinedByHost, EventKind::DeputyNamed, EventKind::PartnershipRequested];
        let mut logs = BTreeMap::new();
        for someone in &self.people {
            if let Entry::Vacant(missing) = logs.entry(someone.workspace) {
                missing.insert(self.world.activity(someone).await);
            }
        }
        for id in &self.known {
            let facts = self.facts(*id).await;
            let Some(guest) = facts.guest.filter(|_| facts.reached_guest) else { continue };
            let story = |workspace| -> Vec<EventKind> {
                logs[&workspace]
                    .iter()
                    .filter(|record| record.happening.partnership.as_ref().is_some_and(|named| named.id == *id))
                    .map(|record| record.happening.kind)
                    .filter(|kind| !inside.contains(kind))
                    .collect()
            };
            let (host, guest) = (story(facts.host), story(guest));
            assert!(host.ends_with(&guest), "{host:?} {guest:?}");
            let before = &host[..host.len() - guest.len()];
            assert!(
                before.iter().all(|kind| matches!(
                    kind,
                    EventKind::PartnershipReminded | EventKind::PartnershipExpirySet | EventKind::PartnershipHandedOver
                )),
                "only what came before the guest knew: {before:?}"
            );
        }
    }
}

both! {
    async fn hg_07_hg_11_hg_16_hg_18_random_lives_keep_the_rules(world: World) {
        let mut people = Vec::new();
        let mut codes = Vec::new();
        for (workspace, names) in [("North", ["Ann", "Abe", "Ada"]), ("South", ["Bea", "Ben", "Bob"]), ("West", ["Cat", "Cem", "Coy"])] {
            let owner = world.found(workspace, names[0]).await;
            codes.push(world.app.ask(&owner.ctx, &List::default()).await.unwrap().code);
            people.push(world.member(&owner, names[1], Role::Admin).await);
            people.push(world.member(&owner, names[2], Role::Member).await);
            people.push(owner);
        }
        let mut life = Life { world: &world, people, codes, known: Vec::new(), ended: BTreeMap::new(), dice: Ids::seeded(2_026) };
        for _ in 0..12 {
            for _ in 0..10 {
                let passed = life.step().await;
                // Nobody's session or proof is to end in the middle: that is another test's rule.
                for n in 0..if passed { life.people.len() } else { 0 } {
                    let someone = life.people[n].clone();
                    life.people[n] = life.world.again(&someone).await;
                }
            }
            life.check().await;
        }
        life.same_story().await;
        assert!(life.known.len() > 3 && life.ended.len() > 1, "the lives went somewhere: {} {:?}", life.known.len(), life.ended);
    }
}
