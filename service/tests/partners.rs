//! The life of a host-guest partnership through the use cases, on both databases, with a clock moved by hand.
#![cfg(test)]

use domain::access::{Action, Reason};
use domain::activity::{EventKind, Teller};
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::PartnershipId;
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::people::Role;
use domain::time::Span;
use domain::view::partnership::PartnershipView;
use service::partners::{
    accept::Accept,
    approve::Approve,
    candidates::Candidates,
    decline::{DeclineAsGuest, DeclineAsHost},
    expiry::{self, SetExpiry},
    extend::{AskExtension, Extend},
    hand_over::{HandOver, NameDeputy},
    join,
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
use service::unit::UseCase;
use storage::both;

/// A host with a Member, a guest, and the public IDs.
struct Stage1 {
    host: Someone,
    member: Someone,
    guest: Someone,
    guest_code: String,
}

async fn cast(world: &World) -> Stage1 {
    let host = world.found("Northwind", "Hanna").await;
    let member = world.member(&host, "Milo", Role::Member).await;
    let guest = world.found("Acme Studios", "Gina").await;
    let guest_code = code(world, &guest).await;
    Stage1 { host, member, guest, guest_code }
}

async fn code(world: &World, someone: &Someone) -> String {
    world.app.ask(&someone.ctx, &List::default()).await.unwrap().code
}

fn request(code: &str, email: &str) -> Request {
    Request { guest_code: code.to_owned(), partner_email: email.to_owned(), reason: "Spring campaign".to_owned(), expires: String::new() }
}

async fn show(world: &World, someone: &Someone, partnership: PartnershipId) -> Result<PartnershipView, Problem> {
    world.app.ask(&someone.ctx, &Show { partnership }).await
}

async fn stage(world: &World, someone: &Someone, id: PartnershipId) -> Stage {
    show(world, someone, id).await.unwrap().stage
}

/// An active partnership, requested by the Member, approved and accepted.
async fn active(world: &World, c: &Stage1) -> PartnershipId {
    let id = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
    world.app.run(&c.host.ctx, &Approve { partnership: id }).await.unwrap();
    reach::reach(&world.app, id).await.unwrap();
    accept(world, &c.guest, id).await.unwrap();
    id
}

async fn accept(world: &World, guest: &Someone, id: PartnershipId) -> Result<(), Problem> {
    let terms = show(world, guest, id).await?.terms.ok_or(Problem::NotFound)?;
    world.app.run(&guest.ctx, &Accept { partnership: id, consent: true, terms_version: terms.version }).await
}

async fn refused<U: UseCase>(world: &World, someone: &Someone, case: &U) -> Problem
where
    U::Out: std::fmt::Debug,
{
    world.app.run(&someone.ctx, case).await.expect_err("refused")
}

fn kinds(records: &[domain::activity::Record]) -> Vec<EventKind> {
    records.iter().map(|record| record.happening.kind).filter(|kind| kind.code().starts_with("partnership.")).collect()
}

both! {
    async fn hg_01_hg_02_a_member_requests_and_the_host_decides(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        let view = show(&world, &c.member, id).await.unwrap();
        assert_eq!((view.stage, view.side, view.owner.id), (Stage::AwaitingHostApproval, Side::Host, c.member.person));
        assert_eq!(view.tile.name, c.guest.email, "the guest's own name is not known before it accepts");
        let mails = world.mails().await;
        let mail = mails.last().unwrap();
        assert_eq!(mail.recipient, c.host.email);
        assert!(mail.text.contains(&format!("/w/{}/partners/{id}/accounts?dialog=review", c.host.workspace)));
        assert!(mail.text.contains("Spring campaign"));
        assert!(!mails.iter().any(|mail| mail.recipient == c.guest.email), "nothing goes out before approval");
        for role in [Role::Auditor] {
            let other = world.member(&c.host, "Otto", role).await;
            let problem = refused(&world, &other, &request(&c.guest_code, &c.guest.email)).await;
            assert!(matches!(problem, Problem::Denied(denial) if matches!(denial.reason, Reason::Role(_))));
        }
    }

    async fn hg_02_a_request_by_an_admin_goes_straight_to_the_guest(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.host.ctx, &Request { reason: String::new(), ..request(&c.guest_code, &c.guest.email) }).await.unwrap();
        assert_eq!(stage(&world, &c.host, id).await, Stage::AwaitingGuestAcceptance);
        assert_eq!(show(&world, &c.guest, id).await, Err(Problem::NotFound), "not before the request has reached the guest");
        reach::reach(&world.app, id).await.unwrap();
        assert_eq!(stage(&world, &c.guest, id).await, Stage::AwaitingGuestAcceptance);
    }

    async fn hg_03_one_reminder_a_day(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        let before = world.mails().await.len();
        world.app.run(&c.member.ctx, &Remind { partnership: id }).await.unwrap();
        assert_eq!(world.mails().await.len(), before + 1);
        let problem = refused(&world, &c.member, &Remind { partnership: id }).await;
        assert!(matches!(problem, Problem::Denied(denial) if matches!(denial.reason, Reason::ReminderTooEarly { .. })));
        let why = show(&world, &c.member, id).await.unwrap().can.why_not(Action::RemindPartnership).unwrap();
        assert!(why.contains("can be sent after"), "{why}");
        let c2 = world.clock.clone();
        c2.advance(Span::hours(11));
        c2.advance(Span::hours(11));
        assert!(show(&world, &world.again(&c.member).await, id).await.is_ok());
        c2.advance(Span::hours(2));
        let member = world.again(&c.member).await;
        world.app.run(&member.ctx, &Remind { partnership: id }).await.unwrap();
        assert_eq!(world.mails().await.len(), before + 2);
    }

    async fn hg_04_hg_05_approved_accepted_with_evidence(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        let review = show(&world, &c.host, id).await.unwrap();
        let details = review.request.unwrap();
        assert_eq!((details.guest_code.as_deref(), details.reason.as_deref()), (Some(c.guest_code.as_str()), Some("Spring campaign")));
        world.app.run(&c.host.ctx, &Approve { partnership: id }).await.unwrap();
        let why = show(&world, &c.member, id).await.unwrap().can.why_not(Action::ShareAccounts).unwrap();
        assert!(why.contains("partner has accepted"), "{why}");
        reach::reach(&world.app, id).await.unwrap();
        let mails = world.mails().await;
        let mail = mails.iter().find(|mail| mail.recipient == c.guest.email && mail.subject.contains("Northwind")).unwrap();
        assert!(mail.text.contains(&format!("/w/{}/partners/{id}/accounts?dialog=accept", c.guest.workspace)));

        let terms = show(&world, &c.guest, id).await.unwrap().terms.unwrap();
        let without = refused(&world, &c.guest, &Accept { partnership: id, consent: false, terms_version: terms.version }).await;
        assert_eq!(without, Problem::field("consent", FieldFault::ConsentNeeded));
        let old = refused(&world, &c.guest, &Accept { partnership: id, consent: true, terms_version: terms.version + 1 }).await;
        assert_eq!(old, Problem::Conflict(Conflict::Stale));
        accept(&world, &c.guest, id).await.unwrap();
        for someone in [&c.host, &c.guest] {
            let view = show(&world, someone, id).await.unwrap();
            let consent = view.consent.unwrap();
            assert_eq!((view.stage, consent.terms_version, consent.person.as_str()), (Stage::Active, 1, "Gina"));
            assert_eq!(consent.address, c.guest.ctx.client.address);
        }
        assert_eq!(show(&world, &c.host, id).await.unwrap().tile.name, "Acme Studios");
        assert!(show(&world, &c.member, id).await.unwrap().can.may(Action::ShareAccounts));
    }

    async fn hg_07_one_live_partnership_also_under_50_parallel_requests(world: World) {
        let c = cast(&world).await;
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let (app, ctx, case) = (world.app.clone(), c.host.ctx.clone(), request(&c.guest_code, &c.guest.email));
                tokio::spawn(async move { app.run(&ctx, &case).await })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => made += 1,
                Err(problem) => assert_eq!(problem, Problem::Conflict(Conflict::LivePartnership)),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(world.app.ask(&c.host.ctx, &List::default()).await.unwrap().partners.len(), 1);
        // The reverse direction is another partnership; with oneself there is none.
        let own = code(&world, &c.host).await;
        world.app.run(&c.guest.ctx, &request(&own, &c.host.email)).await.unwrap();
        let problem = refused(&world, &c.host, &request(&own, &c.host.email)).await;
        assert_eq!(problem, Problem::field("guest_code", FieldFault::OwnWorkspace));
    }

    async fn hg_07_a_new_one_after_the_old_has_ended(world: World) {
        let c = cast(&world).await;
        let first = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        world.app.run(&c.member.ctx, &Withdraw { partnership: first }).await.unwrap();
        let second = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(stage(&world, &c.member, first).await, Stage::Withdrawn);
    }

    async fn hg_08_an_unknown_workspace_id_gets_the_same_answers(world: World) {
        let c = cast(&world).await;
        let unknown = domain::workspace::WorkspaceCode::from_bits(12_345).to_string();
        let mut counts = Vec::new();
        for code in [&c.guest_code, &unknown] {
            let before = (world.mails().await.len(), world.activity(&c.host).await.len(), world.db.number("SELECT COUNT(*) FROM job").await);
            let id = world.app.run(&c.member.ctx, &request(code, "someone@else.example")).await.unwrap();
            world.app.run(&c.host.ctx, &Approve { partnership: id }).await.unwrap();
            let view = show(&world, &c.host, id).await.unwrap();
            let after = (world.mails().await.len(), world.activity(&c.host).await.len(), world.db.number("SELECT COUNT(*) FROM job").await);
            counts.push((after.0 - before.0, after.1 - before.1, after.2 - before.2, view.stage, view.tile, view.history.len(), view.can));
        }
        assert_eq!(counts[0], counts[1]);
        // A second request for the same unknown ID is refused like one for a known.
        assert_eq!(refused(&world, &c.member, &request(&unknown, "someone@else.example")).await, Problem::Conflict(Conflict::LivePartnership));
        let lines = world.app.ask(&c.host.ctx, &List::default()).await.unwrap().partners;
        for line in lines {
            reach::reach(&world.app, line.id).await.unwrap();
        }
        let outside: Vec<_> = world.mails().await.into_iter().filter(|mail| mail.recipient == "someone@else.example").collect();
        assert!(outside.is_empty(), "no mail to an address that is nobody of the guest's");
    }

    async fn hg_05_ws_01_a_partner_without_workspace_joins_from_the_mail(world: World) {
        let host = world.found("Northwind", "Hanna").await;
        let id = world.app.run(&host.ctx, &request("", "new@partner.example")).await.unwrap();
        reach::reach(&world.app, id).await.unwrap();
        let token = world.link("new@partner.example", "/join/").await;
        let preview = world.app.ask(&world.stranger(), &join::Preview { token: token.clone() }).await.unwrap();
        assert_eq!((preview.host.as_str(), preview.owner.as_str()), ("Northwind", "Hanna"));
        let guest = world.found("Newcomer", "Nora").await;
        assert_eq!(world.app.run(&guest.ctx, &join::Connect { token: token.clone() }).await.unwrap(), id);
        assert_eq!(refused(&world, &guest, &join::Connect { token }).await, Problem::Conflict(Conflict::LinkDead));
        accept(&world, &guest, id).await.unwrap();
        assert_eq!(stage(&world, &host, id).await, Stage::Active);
    }

    async fn hg_09_the_representative(world: World) {
        let c = cast(&world).await;
        let colleague = world.member(&c.guest, "Gus", Role::Member).await;
        let id = world.app.run(&c.host.ctx, &request(&c.guest_code, &colleague.email.to_uppercase())).await.unwrap();
        reach::reach(&world.app, id).await.unwrap();
        assert!(world.mails().await.iter().any(|mail| mail.recipient == colleague.email && mail.subject.contains("Northwind")));
        accept(&world, &c.guest, id).await.unwrap();
        assert_eq!(show(&world, &c.host, id).await.unwrap().representative.unwrap().id, colleague.person);
        assert!(show(&world, &colleague, id).await.is_ok(), "the representative sees it");
        world.app.run(&c.guest.ctx, &ChangeRepresentative { partnership: id, to: Some(c.guest.person) }).await.unwrap();
        assert_eq!(show(&world, &colleague, id).await, Err(Problem::NotFound));
        let foreign = refused(&world, &c.guest, &ChangeRepresentative { partnership: id, to: Some(c.host.person) }).await;
        assert_eq!(foreign, Problem::field("person", FieldFault::NotAChoice));
        assert!(matches!(refused(&world, &c.host, &ChangeRepresentative { partnership: id, to: None }).await, Problem::Denied(_)));
    }

    async fn hg_09_else_the_admin_who_accepts(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.host.ctx, &request(&c.guest_code, "nobody@acme.example")).await.unwrap();
        reach::reach(&world.app, id).await.unwrap();
        accept(&world, &c.guest, id).await.unwrap();
        assert_eq!(show(&world, &c.guest, id).await.unwrap().representative.unwrap().id, c.guest.person);
    }

    async fn hg_11_remove_with_a_plan_that_must_still_hold(world: World) {
        let mut c = cast(&world).await;
        let id = active(&world, &c).await;
        let plan = world.app.ask(&c.guest.ctx, &Plan { partnership: id }).await.unwrap();
        assert_eq!((plan.name.as_str(), plan.people), ("Northwind", 0));
        world.app.run(&c.host.ctx, &Suspend { partnership: id }).await.unwrap();
        let drifted = refused(&world, &c.guest, &Remove { partnership: id, plan: plan.hash }).await;
        assert_eq!(drifted, Problem::Conflict(Conflict::PlanDrifted));
        world.clock.advance(Span::minutes(16));
        let plan = world.app.ask(&c.guest.ctx, &Plan { partnership: id }).await.unwrap();
        let stale = refused(&world, &c.guest, &Remove { partnership: id, plan: plan.hash.clone() }).await;
        assert!(matches!(stale, Problem::Denied(denial) if denial.reason == Reason::Proof), "WS-10");
        world.prove(&mut c.guest).await;
        world.app.run(&c.guest.ctx, &Remove { partnership: id, plan: plan.hash }).await.unwrap();
        for someone in [&c.host, &c.member, &c.guest] {
            let view = show(&world, someone, id).await.unwrap();
            assert_eq!(view.stage, Stage::Removed);
            assert!(!view.history.is_empty(), "history stays readable");
        }
    }

    async fn hg_12_a_decline_with_a_note_then_resent(world: World) {
        let c = cast(&world).await;
        let id = world.app.run(&c.member.ctx, &request(&c.guest_code, &c.guest.email)).await.unwrap();
        world.app.run(&c.host.ctx, &Approve { partnership: id }).await.unwrap();
        reach::reach(&world.app, id).await.unwrap();
        world.app.run(&c.guest.ctx, &DeclineAsGuest { partnership: id, note: "Not this quarter".to_owned() }).await.unwrap();
        let view = show(&world, &c.member, id).await.unwrap();
        assert_eq!((view.stage, view.decline_note.as_deref()), (Stage::DeclinedByGuest, Some("Not this quarter")));
        assert!(world.mails().await.iter().any(|mail| mail.recipient == c.member.email && mail.text.contains("Not this quarter")));
        world.app.run(&c.member.ctx, &Resend { partnership: id }).await.unwrap();
        assert_eq!(stage(&world, &c.guest, id).await, Stage::AwaitingGuestAcceptance);

        let c2 = world.member(&c.host, "Nils", Role::Member).await;
        let other = world.app.run(&c2.ctx, &request("", "x@y.example")).await.unwrap();
        world.app.run(&c.host.ctx, &DeclineAsHost { partnership: other, note: String::new() }).await.unwrap();
        assert_eq!(stage(&world, &c2, other).await, Stage::DeclinedByHost);
        assert!(matches!(refused(&world, &c2, &Resend { partnership: other }).await, Problem::Denied(_)), "no edge leads out");
    }

    async fn hg_13_expiry_holds_when_read_and_extension_restores(world: World) {
        let c = cast(&world).await;
        let id = active(&world, &c).await;
        let past = refused(&world, &c.member, &SetExpiry { partnership: id, until: "2020-01-01".to_owned() }).await;
        assert_eq!(past, Problem::field("until", FieldFault::NotInTheFuture));
        let at = world.app.clock.now() + Span::hours(3);
        let at = at - Span::millis(at.millis() % 60_000);
        let text: String = at.to_string().chars().take(16).collect();
        world.app.run(&c.member.ctx, &SetExpiry { partnership: id, until: text }).await.unwrap();
        world.clock.advance((at - Span::millis(1)) - world.app.clock.now());
        let (host, member, guest) = (world.again(&c.host).await, world.again(&c.member).await, world.again(&c.guest).await);
        assert_eq!(stage(&world, &guest, id).await, Stage::Active);
        world.clock.advance(Span::millis(1));
        assert_eq!(stage(&world, &guest, id).await, Stage::Expired, "at that instant, before any job has run");
        assert!(!show(&world, &member, id).await.unwrap().can.may(Action::ShareAccounts));
        let filter = List { stage: Some(Stage::Expired), ..List::default() };
        assert_eq!(world.app.ask(&host.ctx, &filter).await.unwrap().partners.len(), 1);
        let until = (world.app.clock.now() + Span::days(10)).date();
        world.app.run(&member.ctx, &AskExtension { partnership: id, until: until.clone() }).await.unwrap();
        assert!(show(&world, &host, id).await.unwrap().asked_until.is_some());
        assert!(matches!(refused(&world, &member, &Extend { partnership: id, until: until.clone() }).await, Problem::Denied(_)));
        world.app.run(&host.ctx, &Extend { partnership: id, until }).await.unwrap();
        assert_eq!(stage(&world, &guest, id).await, Stage::Active);
        assert_eq!(kinds(&world.activity(&guest).await).iter().filter(|kind| **kind == EventKind::PartnershipExpired).count(), 1);
        expiry::expire(&world.app, id).await.unwrap();
        assert_eq!(stage(&world, &guest, id).await, Stage::Active, "the job for the old date does nothing");
    }

    async fn hg_13_both_sides_are_warned_unless_the_date_moved(world: World) {
        let c = cast(&world).await;
        let id = active(&world, &c).await;
        let until = (world.app.clock.now() + Span::days(30)).date();
        world.app.run(&c.host.ctx, &SetExpiry { partnership: id, until }).await.unwrap();
        let at = show(&world, &c.host, id).await.unwrap().expires_at.unwrap();
        let before = world.mails().await.len();
        expiry::warn(&world.app, id, at - Span::days(1), 14).await.unwrap();
        assert_eq!(world.mails().await.len(), before, "for another date");
        expiry::warn(&world.app, id, at, 14).await.unwrap();
        expiry::warn(&world.app, id, at, 14).await.unwrap();
        let mails = world.mails().await.split_off(before);
        let to: Vec<_> = mails.iter().map(|mail| mail.recipient.as_str()).collect();
        assert_eq!(to.len(), 3, "once each, also when the job runs twice: {to:?}");
        assert!(to.contains(&c.guest.email.as_str()) && to.contains(&c.host.email.as_str()) && to.contains(&c.member.email.as_str()));
    }

    async fn hg_14_suspend_and_resume(world: World) {
        let c = cast(&world).await;
        let id = active(&world, &c).await;
        assert!(matches!(refused(&world, &c.guest, &Suspend { partnership: id }).await, Problem::Denied(_)));
        world.app.run(&c.member.ctx, &Suspend { partnership: id }).await.unwrap();
        assert_eq!(stage(&world, &c.guest, id).await, Stage::Suspended);
        assert!(!show(&world, &c.member, id).await.unwrap().can.may(Action::ShareAccounts));
        world.app.run(&c.host.ctx, &Resume { partnership: id }).await.unwrap();
        assert_eq!(stage(&world, &c.guest, id).await, Stage::Active);
    }

    async fn hg_15_the_timeline_tells_who_when_side_and_note(world: World) {
        let c = cast(&world).await;
        let id = active(&world, &c).await;
        let host: Vec<_> = show(&world, &c.host, id).await.unwrap().history.into_iter().map(|row| (row.side, row.actor)).collect();
        assert_eq!(
            host,
            [(Some(Side::Host), "Milo".to_owned()), (Some(Side::Host), "Hanna".to_owned()), (Some(Side::Guest), "Gina".to_owned())]
        );
        let guest: Vec<_> = show(&world, &c.guest, id).await.unwrap().history.into_iter().map(|row| row.actor).collect();
        assert_eq!(guest, ["Gina"], "the guest's story begins when the request reached it");
    }

    async fn hg_16_strangers_and_other_members_learn_nothing(world: World) {
        let c = cast(&world).await;
        let id = active(&world, &c).await;
        let stranger = world.found("Elsewhere", "Sam").await;
        let (other, peer) = (world.member(&c.host, "Olga", Role::Member).await, world.member(&c.guest, "Pia", Role::Member).await);
        for someone in [&stranger, &other, &peer] {
            assert_eq!(show(&world, someone, id).await, Err(Problem::NotFound));
            assert!(world.app.ask(&someone.ctx, &List::default()).await.unwrap().partners.is_empty());
            assert_eq!(refused(&world, someone, &Suspend { partnership: id }).await, Problem::NotFound);
            assert_eq!(world.app.ask(&someone.ctx, &Plan { partnership: id }).await.unwrap_err(), Problem::NotFound);
            let candidates = Candidates { partnership: id, action: Action::HandOverPartnership, search: String::new() };
            assert_eq!(world.app.ask(&someone.ctx, &candidates).await.unwrap_err(), Problem::NotFound);
        }
        let view = show(&world, &c.guest, id).await.unwrap();
        assert_eq!((view.owner.name.as_str(), view.owner.email.as_str(), view.deputy, view.request), ("Milo", "", None, None));
        let told = world.activity(&c.guest).await;
        assert!(!told.iter().any(|record| record.teller.label() == "Hanna"), "guests learn no other host people");
    }

    async fn hg_17_handed_over_and_inherited(world: World) {
        let mut c = cast(&world).await;
        let (deputy, heir) = (world.member(&c.host, "Dora", Role::Member).await, world.member(&c.host, "Hugo", Role::Member).await);
        let id = active(&world, &c).await;
        world.app.run(&c.member.ctx, &HandOver { partnership: id, to: Some(heir.person) }).await.unwrap();
        assert!(matches!(refused(&world, &heir, &NameDeputy { partnership: id, deputy: Some(heir.person) }).await, Problem::Invalid(_)));
        world.app.run(&heir.ctx, &NameDeputy { partnership: id, deputy: Some(deputy.person) }).await.unwrap();
        assert!(matches!(refused(&world, &deputy, &Suspend { partnership: id }).await, Problem::Denied(_)), "while the owner can act");
        world.prove(&mut c.host).await;
        end(&world, &c.host, &heir).await;
        let view = show(&world, &deputy, id).await.unwrap();
        assert_eq!((view.owner.id, view.deputy), (deputy.person, None));
        assert!(world.mails().await.iter().any(|mail| mail.recipient == deputy.email && mail.subject.contains("Partnership Owner")));
        end(&world, &c.host, &deputy).await;
        assert_eq!(show(&world, &c.host, id).await.unwrap().owner.id, c.host.person, "without a deputy, the workspace's Owner");
    }

    async fn hg_18_every_edge_is_told_on_both_sides_alike(world: World) {
        let mut c = cast(&world).await;
        let id = active(&world, &c).await;
        world.app.run(&c.host.ctx, &Suspend { partnership: id }).await.unwrap();
        world.app.run(&c.host.ctx, &Resume { partnership: id }).await.unwrap();
        world.prove(&mut c.host).await;
        let plan = world.app.ask(&c.host.ctx, &Plan { partnership: id }).await.unwrap().hash;
        world.app.run(&c.host.ctx, &Remove { partnership: id, plan }).await.unwrap();
        let (host, guest) = (world.activity(&c.host).await, world.activity(&c.guest).await);
        let inside = [EventKind::PartnershipApproved];
        let of_host: Vec<_> = kinds(&host).into_iter().filter(|kind| !inside.contains(kind)).collect();
        assert_eq!(of_host, kinds(&guest));
        for record in guest.iter().filter(|record| record.happening.kind == EventKind::PartnershipSuspended) {
            assert_eq!(record.teller, Teller::Partner { workspace: "Northwind".to_owned() });
        }
    }

    async fn hg_01_every_field_refuses_what_it_cannot_be(world: World) {
        let c = cast(&world).await;
        let long = "x".repeat(1_001);
        let table = [
            (Request { partner_email: String::new(), ..request(&c.guest_code, "") }, "partner_email"),
            (request(&c.guest_code, "no address"), "partner_email"),
            (request(&c.guest_code, "a@b.example\u{202E}"), "partner_email"),
            (request("WS-0000", "a@b.example"), "guest_code"),
            (Request { reason: String::new(), ..request(&c.guest_code, "a@b.example") }, "reason"),
            (Request { reason: long, ..request(&c.guest_code, "a@b.example") }, "reason"),
            (Request { reason: "a\u{0}b".to_owned(), ..request(&c.guest_code, "a@b.example") }, "reason"),
            (Request { expires: "soon".to_owned(), ..request(&c.guest_code, "a@b.example") }, "expires"),
            (Request { expires: "2001-01-01".to_owned(), ..request(&c.guest_code, "a@b.example") }, "expires"),
        ];
        for (case, field) in table {
            let problem = refused(&world, &c.member, &case).await;
            assert!(problem.at(field).is_some(), "{field}: {problem:?}");
        }
        let both = refused(&world, &c.member, &Request { expires: "soon".to_owned(), ..request("x", "y") }).await;
        assert!(both.at("guest_code").is_some() && both.at("partner_email").is_some() && both.at("expires").is_some(), "all at once");
        assert!(world.app.ask(&c.host.ctx, &List::default()).await.unwrap().partners.is_empty());
    }
}

async fn end(world: &World, by: &Someone, someone: &Someone) {
    use service::people::{end::Suspend, plan};
    let people = vec![someone.person];
    let plan = world.app.ask(&by.ctx, &plan::Plan { what: plan::What::Suspend, people: people.clone() }).await.unwrap();
    world.app.run(&by.ctx, &Suspend { people, plan: plan.hash }).await.unwrap();
}
