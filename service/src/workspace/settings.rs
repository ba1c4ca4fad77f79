use domain::access::{Action, Target, act};
use domain::activity::{EventKind, Happening};
use domain::fault::{Faults, FieldFault, Problem};
use domain::text::{NAME_MAX, TERMS_MAX, block, line};
use domain::view::Can;
use domain::view::workspace::{SettingsView, TermsVersion, TermsView, WorkspaceTile};
use domain::workspace::{HUES, Policies, WorkspaceCode};

use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

/// The workspace's settings (WS-13).
#[derive(Debug, Clone, Copy)]
pub struct Settings;

impl Question for Settings {
    type Out = SettingsView;

    async fn answer(&self, view: &mut View<'_>) -> Result<SettingsView> {
        let who = view.signed_in().await?;
        let permit = view.permit::<act::ViewSettings>(&who.actor)?;
        let workspace = storage::workspace::one(&mut view.tx, permit.workspace()).await?;
        let terms = storage::workspace::terms(&mut view.tx, permit.workspace()).await?;
        let current = terms.first().ok_or_else(|| Fail::Defect(format!("{} has no terms", permit.workspace())))?;
        Ok(SettingsView {
            tile: WorkspaceTile { name: workspace.name, initial: workspace.initial, hue: workspace.hue },
            code: workspace.code,
            policies: workspace.policies,
            terms: TermsView { version: current.version, body: current.body.clone(), published_at: current.published_at },
            terms_history: terms
                .into_iter()
                .map(|terms| TermsVersion { version: terms.version, published_at: terms.published_at, published_by: terms.published_by })
                .collect(),
            can: Can::ask(
                &[Action::EditSettings, Action::RotateWorkspaceCode],
                &who.actor,
                Target::Workspace(who.actor.workspace),
                view.now,
            ),
        })
    }
}

/// Changes the workspace's name and tile.
#[derive(Debug, Clone)]
pub struct SetGeneral {
    pub name: String,
    /// One character.
    pub initial: String,
    pub hue: i64,
}

impl UseCase for SetGeneral {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::EditSettings>(&who.actor)?;
        let mut faults = Faults::new();
        let name = faults.take("name", line(&self.name, NAME_MAX));
        let initial = faults.take("initial", line(&self.initial, 1));
        if !(0..HUES).contains(&self.hue) {
            let max = HUES - 1;
            faults.add("hue", FieldFault::OutOfRange { min: 0, max });
        }
        let (name, initial) = faults.finish(name.zip(initial))?;
        let before = storage::workspace::one(&mut unit.tx, permit.workspace()).await?;
        storage::workspace::set_general(&mut unit.tx, &permit, &name, &initial, self.hue).await?;
        let happening = Happening::new(EventKind::WorkspaceRenamed).with("from", before.name).with("to", name);
        unit.record(&permit, &who, happening);
        Ok(())
    }
}

/// Changes the workspace's policies.
#[derive(Debug, Clone)]
pub struct SetPolicies {
    pub policies: Policies,
}

/// The policies as words, in the same order.
fn words(policies: &Policies) -> [(&'static str, String); 5] {
    [
        ("second_factor", policies.second_factor.to_string()),
        ("invitation_days", policies.invitation_days.to_string()),
        ("share_days", policies.share_days.map_or_else(|| "none".to_owned(), |days| days.to_string())),
        ("guest_admin_assigns", policies.guest_admin_assigns.to_string()),
        ("reveal", policies.reveal.to_string()),
    ]
}

impl UseCase for SetPolicies {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::EditSettings>(&who.actor)?;
        let new = &self.policies;
        let mut faults = Faults::new();
        faults.take("invitation_days", Policies::days(new.invitation_days, Policies::INVITATION_DAYS));
        if let Some(days) = new.share_days {
            faults.take("share_days", Policies::days(days, Policies::SHARE_DAYS));
        }
        faults.finish(Some(()))?;
        let before = storage::workspace::one(&mut unit.tx, permit.workspace()).await?;
        storage::workspace::set_policies(&mut unit.tx, &permit, new).await?;
        let mut happening = Happening::new(EventKind::PoliciesChanged);
        for ((name, from), (_, to)) in words(&before.policies).into_iter().zip(words(new)) {
            if from != to {
                happening = happening.with(name, format!("{from} -> {to}"));
            }
        }
        unit.record(&permit, &who, happening);
        Ok(())
    }
}

/// Replaces the public workspace ID; the old one leads nowhere (WS-02).
#[derive(Debug, Clone, Copy)]
pub struct RotateCode;

impl UseCase for RotateCode {
    type Out = WorkspaceCode;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<WorkspaceCode> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::RotateWorkspaceCode>(&who.actor)?;
        let before = storage::workspace::one(&mut unit.tx, permit.workspace()).await?;
        let code = WorkspaceCode::from_bits(unit.app.ids.bits());
        storage::workspace::set_code(&mut unit.tx, &permit, &code).await?;
        let happening = Happening::new(EventKind::WorkspaceCodeRotated).with("from", before.code.to_string()).with("to", code.to_string());
        unit.record(&permit, &who, happening);
        Ok(code)
    }
}

/// Publishes the next version of the terms of service for partners, and gives its number.
#[derive(Debug, Clone)]
pub struct PublishTerms {
    pub body: String,
}

impl UseCase for PublishTerms {
    type Out = i64;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<i64> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::EditSettings>(&who.actor)?;
        let body = block(&self.body, TERMS_MAX).map_err(|fault| Problem::field("body", fault))?;
        let version = storage::workspace::publish_terms(&mut unit.tx, &permit, who.actor.person, &body).await?;
        let happening = Happening::new(EventKind::TermsPublished).with("version", version.to_string());
        unit.record(&permit, &who, happening);
        Ok(version)
    }
}
