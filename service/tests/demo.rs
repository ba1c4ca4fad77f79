//! The demo data, on both databases.
#![cfg(test)]

use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::people::Role;
use domain::time::Span;
use domain::view::partnership::PartnerRow;
use service::activity::verify;
use service::auth::{self, Entered, SignIn};
use service::demo::{DemoPerson, Outcome, PASSWORD, fill};
use service::jobs::step;
use service::mail::deliver::oldest_unsent;
use service::partners::list::List;
use service::testkit::{World, with};
use storage::both;

async fn partners(world: &World, who: &DemoPerson) -> Vec<PartnerRow> {
    let ctx = world.stranger();
    let input = SignIn { email: who.email.to_owned(), password: PASSWORD.into(), workspace: None };
    let Ok(Entered::In(started)) = auth::sign_in(&world.app, &ctx, input).await else {
        panic!("{} cannot sign in", who.email);
    };
    let list = List::default();
    world.app.ask(&with(ctx, &started), &list).await.unwrap().partners
}

both! {
    async fn op_06_every_state_is_there_and_everyone_can_sign_in(world: World) {
        let report = fill(&world.app).await.unwrap();
        assert_eq!(report.outcome, Outcome::Written);
        for workspace in report.workspaces {
            for person in workspace.people {
                let rows = partners(&world, person).await;
                let northwind = workspace.name == "Northwind";
                assert!(!northwind || person.role == Role::Member || rows.len() > Stage::ALL.len(), "{}", person.email);
            }
        }

        let rows = partners(&world, &report.workspaces[0].people[0]).await;
        for stage in Stage::ALL {
            assert!(rows.iter().any(|row| row.stage == *stage && row.side == Side::Host), "{stage:?}");
        }
        let now = world.app.clock.now();
        let soon = |row: &&PartnerRow| row.stage == Stage::Active && row.expires_at.is_some_and(|at| now < at && at < now + Span::days(14));
        assert_eq!(rows.iter().filter(soon).count(), 1);
        let guest: Vec<_> = rows.iter().filter(|row| row.side == Side::Guest).map(|row| row.stage).collect();
        assert_eq!(guest, [Stage::AwaitingGuestAcceptance]);
    }

    async fn op_06_the_past_leaves_nothing_to_do_and_its_logs_hold(world: World) {
        fill(&world.app).await.unwrap();
        assert_eq!(oldest_unsent(&world.app).await.unwrap(), None, "no mail of the past is due");
        assert_eq!(step::step(&world.app).await.unwrap(), 0, "no job of the past is due");
        let workspaces = verify::workspaces(&world.app).await.unwrap();
        assert_eq!(workspaces.len(), 12);
        let now = world.app.clock.now();
        for workspace in workspaces {
            verify::workspace(&world.app, workspace).await.unwrap().unwrap();
            let rows = world.db.activity(workspace).await;
            assert!(rows.iter().all(|row| row.record.at <= now));
        }
    }

    async fn op_06_only_an_empty_database_is_filled(world: World) {
        fill(&world.app).await.unwrap();
        let before = verify::workspaces(&world.app).await.unwrap().len();
        assert_eq!(fill(&world.app).await.unwrap().outcome, Outcome::AlreadyThere);
        assert_eq!(verify::workspaces(&world.app).await.unwrap().len(), before);
    }

    async fn op_06_other_data_is_left_alone(world: World) {
        world.found("Real Work", "Real Person").await;
        assert_eq!(fill(&world.app).await.unwrap().outcome, Outcome::OtherData);
        assert_eq!(verify::workspaces(&world.app).await.unwrap().len(), 1);
    }
}
