use domain::access::{Permit, act};
use domain::activity::{EventKind, Happening};
use domain::fault::{Faults, FieldFault, Problem};
use domain::id::InvitationId;
use domain::people::{InvitationState, Role};
use domain::text::{Email, counted};
use domain::time::{Span, Timestamp};
use storage::facts::SignedIn;
use storage::invitation::NewInvitation;

use crate::auth::attempts::Counted;
use crate::error::{Fail, Result};
use crate::ids::Token;
use crate::mail::letter::Letter;
use crate::unit::{Unit, UseCase};

/// Invites someone by mail (WS-06).
#[derive(Debug, Clone)]
pub struct Invite {
    pub email: String,
    pub role: Role,
}

/// Sends an open invitation again, with a new link; the old one is dead.
#[derive(Debug, Clone, Copy)]
pub struct Resend {
    pub invitation: InvitationId,
}

/// Cancels an open invitation; its link is dead.
#[derive(Debug, Clone, Copy)]
pub struct Cancel {
    pub invitation: InvitationId,
}

/// What goes into the mail.
struct Message<'a> {
    id: InvitationId,
    version: i64,
    email: &'a str,
    role: Role,
    token: &'a Token,
    days: i64,
}

async fn send(unit: &mut Unit<'_>, who: &SignedIn, message: &Message<'_>) -> Result<()> {
    let url = format!("{}/invite/{}", unit.app.settings.public_url, message.token.text.expose());
    let days = counted(message.days.unsigned_abs(), "day", "days");
    let letter = Letter {
        once: format!("invitation:{}:{}", message.id, message.version),
        to: message.email,
        name: None,
        subject: &format!("{} invites you to {}", who.name, who.workspace_name),
        paragraphs: &[
            format!("{} invites you to join the workspace {} as {}.", who.name, who.workspace_name, message.role.label()),
            format!("The link works once, for {days}. You choose your own password there."),
        ],
        link: Some(("Accept invitation", &url)),
    };
    unit.mail(&letter.compose()).await
}

/// Mail to one address is asked for by invitations too: it is bounded the same way as other mail that people ask for.
async fn bound(unit: &mut Unit<'_>, email: &Email) -> Result<()> {
    let counted = Counted::account(unit.app, "invitation", &email.key());
    counted.refuse(&mut unit.tx, unit.now).await?;
    counted.count(&mut unit.tx, unit.now).await
}

async fn life(unit: &mut Unit<'_>, permit: &Permit<act::InvitePerson>) -> Result<(i64, Timestamp)> {
    let workspace = storage::workspace::one(&mut unit.tx, permit.workspace()).await?;
    let days = workspace.policies.invitation_days;
    Ok((days, unit.now + Span::days(days)))
}

impl UseCase for Invite {
    type Out = InvitationId;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<InvitationId> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::InvitePerson>(&who.actor)?;
        let mut faults = Faults::new();
        let email = faults.take("email", Email::parse(&self.email));
        if !Role::ASSIGNABLE.contains(&self.role) {
            faults.add("role", FieldFault::NotAChoice);
        }
        let email = faults.finish(email)?;
        if self.role == Role::Admin {
            // As much as changing a role, so it asks for the same fresh proof (WS-10).
            unit.permit::<act::ChangeRole>(&who.actor)?;
        }
        let workspace = permit.workspace();
        if storage::person::email_taken(&mut unit.tx, workspace, &email.key()).await? {
            return Err(Problem::field("email", FieldFault::AlreadyMember).into());
        }
        if storage::invitation::is_open(&mut unit.tx, workspace, &email.key()).await? {
            return Err(Problem::field("email", FieldFault::AlreadyInvited).into());
        }
        bound(unit, &email).await?;
        let (days, expires_at) = life(unit, &permit).await?;
        let token = unit.app.ids.token();
        let new = NewInvitation {
            id: InvitationId::new(unit.app.ids.uuid(unit.now)),
            email: &email,
            role: self.role,
            token: token.hash,
            invited_by: who.actor.person,
            expires_at,
        };
        storage::invitation::insert(&mut unit.tx, &permit, &new).await?;
        let message = Message { id: new.id, version: 1, email: email.as_str(), role: self.role, token: &token, days };
        send(unit, &who, &message).await?;
        let happening = Happening::new(EventKind::PersonInvited).with("email", email.as_str()).with("role", self.role.code());
        unit.record(&permit, &who, happening);
        Ok(new.id)
    }
}

impl UseCase for Resend {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::InvitePerson>(&who.actor)?;
        let invitation = storage::invitation::one(&mut unit.tx, permit.workspace(), self.invitation).await?.ok_or_else(Fail::not_found)?;
        let email = Email::parse(&invitation.email).map_err(|fault| Problem::field("email", fault))?;
        bound(unit, &email).await?;
        let (days, expires_at) = life(unit, &permit).await?;
        let token = unit.app.ids.token();
        storage::invitation::renew(&mut unit.tx, &permit, invitation.id, &token.hash, expires_at).await?;
        let message = Message {
            id: invitation.id,
            version: invitation.version + 1,
            email: &invitation.email,
            role: invitation.role,
            token: &token,
            days,
        };
        send(unit, &who, &message).await?;
        let happening = Happening::new(EventKind::InvitationResent).with("email", &invitation.email);
        unit.record(&permit, &who, happening);
        Ok(())
    }
}

impl UseCase for Cancel {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::InvitePerson>(&who.actor)?;
        let invitation = storage::invitation::one(&mut unit.tx, permit.workspace(), self.invitation).await?.ok_or_else(Fail::not_found)?;
        storage::invitation::close(&mut unit.tx, &permit, invitation.id, InvitationState::Cancelled).await?;
        let happening = Happening::new(EventKind::InvitationCancelled).with("email", &invitation.email);
        unit.record(&permit, &who, happening);
        Ok(())
    }
}
