//! The workspace's settings.
#![cfg(test)]

use domain::activity::EventKind;
use domain::fault::{FieldFault, Problem};
use domain::workspace::{Policies, SecondFactorPolicy};
use service::testkit::World;
use service::workspace::settings::{PublishTerms, RotateCode, SetGeneral, SetPolicies, Settings};
use service::workspace::shell::Shell;
use storage::both;

both! {
    async fn ws_13_name_and_tile(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let set = |name: &str, initial: &str, hue| SetGeneral { name: name.into(), initial: initial.into(), hue };
        for (case, field) in [
            (set("", "N", 0), "name"),
            (set(&"x".repeat(81), "N", 0), "name"),
            (set("N\u{202E}", "N", 0), "name"),
            (set("N", "", 0), "initial"),
            (set("N", "NW", 0), "initial"),
            (set("N", "N", 8), "hue"),
            (set("N", "N", -1), "hue"),
        ] {
            let problem = world.app.run(&mia.ctx, &case).await.unwrap_err();
            assert!(problem.at(field).is_some(), "{case:?} {problem:?}");
        }
        world.app.run(&mia.ctx, &set(" <i>Nordwind</i> ", "Ñ", 7)).await.unwrap();
        let tile = world.app.ask(&mia.ctx, &Shell).await.unwrap().tile;
        assert_eq!((tile.name.as_str(), tile.initial.as_str(), tile.hue), ("<i>Nordwind</i>", "Ñ", 7));
    }

    async fn ws_13_policies(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        for (policies, field) in [
            (Policies { invitation_days: 0, ..Policies::default() }, "invitation_days"),
            (Policies { invitation_days: 31, ..Policies::default() }, "invitation_days"),
            (Policies { share_days: Some(0), ..Policies::default() }, "share_days"),
            (Policies { share_days: Some(4_000), ..Policies::default() }, "share_days"),
        ] {
            let problem = world.app.run(&mia.ctx, &SetPolicies { policies }).await.unwrap_err();
            assert!(problem.at(field).is_some());
        }
        let policies = Policies { second_factor: SecondFactorPolicy::Admins, invitation_days: 3, share_days: Some(90), guest_admin_assigns: true, reveal: false };
        world.app.run(&mia.ctx, &SetPolicies { policies: policies.clone() }).await.unwrap();
        assert_eq!(world.app.ask(&mia.ctx, &Settings).await.unwrap().policies, policies);
        let event = world.activity(&mia).await.pop().unwrap().happening;
        assert_eq!(event.kind, EventKind::PoliciesChanged);
        assert_eq!((event.details["invitation_days"].as_str(), event.details["share_days"].as_str(), event.details.len()), ("7 -> 3", "none -> 90", 5));
    }

    async fn ws_02_the_workspace_id_can_be_replaced(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        let before = world.app.ask(&mia.ctx, &Settings).await.unwrap().code;
        let after = world.app.run(&mia.ctx, &RotateCode).await.unwrap();
        assert_ne!(before, after);
        assert_eq!(world.app.ask(&mia.ctx, &Settings).await.unwrap().code, after);
        let mut read = world.app.db.read().await.unwrap();
        let by_code = storage::partnership::workspace_by_code(&mut read, before.as_str()).await.unwrap();
        assert_eq!(by_code, None, "the old one leads nowhere");
    }

    async fn ws_13_terms_have_versions(world: World) {
        let mia = world.found("Northwind", "Mia").await;
        for (body, fault) in [("", FieldFault::Missing), ("a\u{202E}b", FieldFault::HiddenCharacters)] {
            let publish = PublishTerms { body: body.into() };
            assert_eq!(world.app.run(&mia.ctx, &publish).await.unwrap_err(), Problem::field("body", fault));
        }
        let long = PublishTerms { body: "x".repeat(45_001) };
        assert_eq!(world.app.run(&mia.ctx, &long).await.unwrap_err(), Problem::field("body", FieldFault::TooLong { max: 45_000 }));
        let publish = PublishTerms { body: "One.\nTwo <b>.".into() };
        assert_eq!(world.app.run(&mia.ctx, &publish).await.unwrap(), 2);
        let settings = world.app.ask(&mia.ctx, &Settings).await.unwrap();
        assert_eq!((settings.terms.version, settings.terms.body.as_str()), (2, "One.\nTwo <b>."));
        let versions: Vec<i64> = settings.terms_history.iter().map(|terms| terms.version).collect();
        assert_eq!(versions, [2, 1]);
    }
}
