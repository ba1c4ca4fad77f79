//! Later work is done once, tried again where that helps, and never stops the rest.
#![cfg(test)]

use std::time::Duration;

use domain::id::{JobId, PartnershipId, WorkspaceId};
use domain::people::Role;
use domain::time::Span;
use service::Result;
use service::ctx::Ctx;
use service::jobs::kind::JobKind;
use service::jobs::step::{schedule, step};
use service::testkit::World;
use service::unit::{Unit, UseCase};
use storage::both;

struct Put(Vec<(String, JobKind)>);

impl UseCase for Put {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for (once, job) in &self.0 {
            unit.schedule(once, job, unit.now).await?;
        }
        Ok(())
    }
}

async fn put(world: &World, jobs: Vec<(String, JobKind)>) {
    world.app.run(&Ctx::system("test"), &Put(jobs)).await.unwrap();
}

const DONE: &str = "SELECT COUNT(*) FROM job WHERE done_at IS NOT NULL";

both! {
    async fn every_kind_of_job_runs_even_where_its_object_is_gone(world: World) {
        let gone = PartnershipId::new(uuid::Uuid::from_u128(1));
        let jobs = [
            JobKind::PartnershipReach { partnership: gone, version: 1 },
            JobKind::PartnershipExpire { partnership: gone },
            JobKind::PartnershipWarn { partnership: gone, expires_at: world.app.clock.now(), days: 3 },
            JobKind::Checkpoint { workspace: WorkspaceId::new(uuid::Uuid::from_u128(2)) },
            JobKind::Sweep,
        ];
        put(&world, jobs.iter().enumerate().map(|(n, job)| (n.to_string(), job.clone())).collect()).await;
        while step(&world.app).await.unwrap() > 0 {}
        assert_eq!(world.db.number(DONE).await, 5);
    }

    async fn a_job_that_cannot_be_read_is_given_up_and_the_others_go_on(world: World) {
        let mut write = world.app.db.write().await.unwrap();
        for (n, payload) in ["no json", "{\"kind\":\"of_the_future\"}"].iter().enumerate() {
            let id = JobId::new(uuid::Uuid::from_u128(n as u128));
            storage::job::put(&mut write, id, payload, "x", payload, world.app.clock.now()).await.unwrap();
        }
        write.commit().await.unwrap();
        put(&world, vec![("sweep".to_owned(), JobKind::Sweep)]).await;
        while step(&world.app).await.unwrap() > 0 {}
        assert_eq!(world.db.number(DONE).await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM job WHERE given_up_at IS NOT NULL AND last_error IS NOT NULL").await, 2);
    }

    async fn a_job_whose_worker_died_is_done_by_another_when_the_lease_has_run_out(world: World) {
        put(&world, vec![("sweep".to_owned(), JobKind::Sweep)]).await;
        let now = world.app.clock.now();
        let mut write = world.app.db.write().await.unwrap();
        let dead = storage::job::lease(&mut write, now, now + Span::seconds(60), 8).await.unwrap().pop().unwrap();
        write.commit().await.unwrap();
        assert_eq!(step(&world.app).await, Ok(0));
        world.clock.advance(Span::seconds(60));
        assert_eq!(step(&world.app).await, Ok(1));
        // Not dead after all: it may no longer say anything about the job.
        let mut write = world.app.db.write().await.unwrap();
        assert!(!storage::job::retry(&mut write, dead.id, dead.fence, now, "late").await.unwrap());
        assert!(!storage::job::extend(&mut write, dead.id, dead.fence, now).await.unwrap());
        drop(write);
        assert_eq!(world.db.number(DONE).await, 1);
    }

    async fn many_workers_do_every_job_once(world: World) {
        put(&world, (0..40).map(|n| (format!("s{n}"), JobKind::Sweep)).collect()).await;
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let app = world.app.clone();
                tokio::spawn(async move {
                    for _ in 0..40 {
                        step(&app).await.unwrap();
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(world.db.number(DONE).await, 40);
        assert_eq!(world.db.number("SELECT MAX(attempts) FROM job").await, 1);
    }

    async fn recurring_jobs_are_written_once_for_all_servers(world: World) {
        let sweeps = "SELECT COUNT(*) FROM job WHERE kind = 'sweep'";
        schedule(&world.app).await.unwrap();
        schedule(&world.app).await.unwrap();
        assert_eq!(world.db.number(sweeps).await, 1);
        world.clock.advance(Span::hours(1));
        schedule(&world.app).await.unwrap();
        assert_eq!(world.db.number(sweeps).await, 2);
    }

    async fn the_sweep_takes_what_is_over_and_nothing_else(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        world.member(&owner, "Ben", Role::Member).await;
        world.clock.advance(Span::days(400));
        let owner = world.again(&owner).await;
        world.db.tamper("UPDATE outbox SET sent_at = created_at").await;
        put(&world, vec![("sweep".to_owned(), JobKind::Sweep)]).await;
        step(&world.app).await.unwrap();
        assert_eq!(world.db.number("SELECT COUNT(*) FROM session").await, 1);
        assert!(world.mails().await.is_empty());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM person").await, 2);
        assert!(world.activity(&owner).await.len() >= 4, "the log stays");
        assert!(world.app.ask(&owner.ctx, &service::inbox::Inbox).await.is_ok());
    }
}
