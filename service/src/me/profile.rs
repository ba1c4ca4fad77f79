use domain::activity::{EventKind, Happening};
use domain::fault::Problem;
use domain::people::{MailTopic, MutedMail};
use domain::text::{NAME_MAX, line};
use domain::view::me::ProfileView;

use crate::auth::session::own;
use crate::error::{Fail, Result};
use crate::people::fold;
use crate::unit::{Question, Unit, UseCase, View};

/// Who I am here, and which mails I get.
#[derive(Debug, Clone, Copy)]
pub struct Profile;

impl Question for Profile {
    type Out = ProfileView;

    async fn answer(&self, view: &mut View<'_>) -> Result<ProfileView> {
        let who = view.signed_in().await?;
        let me = storage::person::account(&mut view.tx, who.actor.workspace, who.actor.person).await?.ok_or_else(Fail::not_found)?;
        let muted = MailTopic::ALL.iter().copied();
        Ok(ProfileView { name: me.name, email: me.email, role: me.facts.role, muted: muted.filter(|topic| me.muted.has(*topic)).collect() })
    }
}

/// Changes my name.
#[derive(Debug, Clone)]
pub struct Rename {
    pub name: String,
}

impl UseCase for Rename {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = own(unit, &who)?;
        let name = line(&self.name, NAME_MAX).map_err(|fault| Problem::field("name", fault))?;
        if name == who.name {
            return Ok(());
        }
        storage::person::set_name(&mut unit.tx, &permit, &name, &fold(&name)).await?;
        let happening = Happening::new(EventKind::PersonRenamed).with("from", &who.name).with("to", &name);
        unit.record(&permit, &who, happening);
        Ok(())
    }
}

/// Switches mails off, and all others on.
#[derive(Debug, Clone)]
pub struct SetMail {
    pub muted: Vec<MailTopic>,
}

impl UseCase for SetMail {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = own(unit, &who)?;
        let muted = MutedMail::new(self.muted.clone());
        storage::person::set_muted(&mut unit.tx, &permit, &muted).await?;
        let happening = Happening::new(EventKind::MailPreferencesChanged).with("off", muted.to_string());
        unit.record(&permit, &who, happening);
        Ok(())
    }
}
