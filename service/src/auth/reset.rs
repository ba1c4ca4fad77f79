use domain::access::{Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Conflict, Problem};
use domain::people::Standing;
use domain::secret::Secret;
use domain::text::Email;
use domain::time::Span;
use storage::person::Account;

use super::attempts::Counted;
use super::invitation::{DeadLink, counted};
use super::{password, sign_in};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::ids::token_hash;
use crate::mail::letter::Letter;
use crate::unit::{Question, Unit, UseCase, View};

/// How long a link works.
const LIFE: Span = Span::minutes(30);

#[derive(Debug)]
struct Request {
    email: Email,
    counted: Counted,
}

fn permit(account: &Account, unit: &Unit<'_>) -> Permit<act::EditProfile> {
    Permit::without_a_decision(Cause::Link, account.facts.workspace, Target::Person(&account.facts), unit.now)
}

impl UseCase for Request {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        self.counted.refuse(&mut unit.tx, unit.now).await?;
        self.counted.count(&mut unit.tx, unit.now).await?;
        let mut accounts = storage::person::by_email(&mut unit.tx, &self.email.key()).await?;
        accounts.retain(|account| account.facts.standing == Standing::Active);
        let Some(first) = accounts.first() else {
            return Ok(());
        };
        let mut once = String::from("reset");
        let mut links = Vec::new();
        for account in &accounts {
            let token = unit.app.ids.token();
            let permit = permit(account, unit);
            storage::reset::replace(&mut unit.tx, &permit, &token.hash, unit.now + LIFE).await?;
            let happening = Happening::new(EventKind::ResetRequested).on_person(account.facts.id, &account.name);
            unit.tell(account.facts.workspace, Teller::Stranger, happening);
            once = format!("reset:{}", data_encoding::HEXLOWER.encode(&token.hash));
            links.push((
                format!("Set a new password for {}", account.workspace_name),
                format!("{}/reset/{}", unit.app.settings.public_url, token.text.expose()),
            ));
        }
        let links: Vec<(&str, &str)> = links.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let letter = Letter {
            once,
            to: &first.email,
            name: Some(&first.name),
            subject: "Set a new password",
            paragraphs: &[
                "Someone, hopefully you, asked to set a new password for this email address. Each link works once, for 30 minutes."
                    .to_owned(),
                "If it was not you, do nothing: your password stays as it is.".to_owned(),
            ],
            link: None,
        };
        unit.mail(&letter.compose_linking(&links)).await
    }
}

/// Mails links to set a new password, one for each workspace where the email is active. The answer is the same for an unknown email.
pub async fn request_reset(app: &App, ctx: &Ctx, email: &str) -> Result<(), Problem> {
    let floor = password::floor(app);
    let email = Email::parse(email).map_err(|fault| Problem::field("email", fault))?;
    let counted = Counted::stranger(app, ctx, "reset", &email.key()).and(Counted::network(app, ctx, "reset"));
    app.run(ctx, &Request { email, counted }).await?;
    floor.await;
    Ok(())
}

#[derive(Debug)]
struct Owner<'a> {
    token: &'a Secret,
    counted: &'a Counted,
}

impl Question for Owner<'_> {
    type Out = Option<Account>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Option<Account>> {
        self.counted.refuse(&mut view.tx, view.now).await?;
        let hash = token_hash(self.token.expose());
        let Some((workspace, person)) = storage::reset::find(&mut view.tx, &hash, view.now).await? else {
            return Ok(None);
        };
        Ok(storage::person::account(&mut view.tx, workspace, person).await?.filter(|account| account.facts.standing == Standing::Active))
    }
}

#[derive(Debug)]
struct Reset<'a> {
    token: &'a Secret,
    password: String,
}

impl UseCase for Reset<'_> {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let hash = token_hash(self.token.expose());
        let (workspace, person) = storage::reset::find(&mut unit.tx, &hash, unit.now).await?.ok_or(Conflict::LinkDead)?;
        let account = storage::person::account(&mut unit.tx, workspace, person)
            .await?
            .filter(|account| account.facts.standing == Standing::Active)
            .ok_or(Conflict::LinkDead)?;
        let permit = permit(&account, unit);
        storage::reset::clear(&mut unit.tx, &permit).await?;
        storage::person::set_password(&mut unit.tx, &permit, &self.password).await?;
        let ended = storage::session::end_all(&mut unit.tx, &permit, None).await?;
        if let Ok(email) = Email::parse(&account.email) {
            let counted = sign_in::counted(unit.app, unit.ctx, &email);
            counted.clear(&mut unit.tx, unit.now).await?;
        }
        let happening = Happening::new(EventKind::PasswordReset).on_person(person, &account.name).with("sessions_ended", ended.to_string());
        unit.tell(workspace, Teller::Stranger, happening);
        password_changed(unit, &account).await
    }
}

/// Tells a person by mail that their password is a new one (WS-12).
pub(crate) async fn password_changed(unit: &mut Unit<'_>, account: &Account) -> Result<()> {
    let url = format!("{}/reset", unit.app.settings.public_url);
    let letter = Letter {
        once: format!("password:{}:{}", account.facts.id, account.version),
        to: &account.email,
        name: Some(&account.name),
        subject: &format!("Your password for {} was changed", account.workspace_name),
        paragraphs: &[
            format!(
                "The password of your account in {} was changed at {}. Everywhere else you were signed out.",
                account.workspace_name,
                unit.now.minute()
            ),
            "If it was not you, set a new password now and tell an admin of your workspace.".to_owned(),
        ],
        link: Some(("Set a new password", &url)),
    };
    unit.mail(&letter.compose()).await
}

/// Sets a new password by a mailed link. Every session ends; nobody is signed in by it.
pub async fn reset_password(app: &App, ctx: &Ctx, token: &Secret, password: &Secret) -> Result<(), Problem> {
    let counted = counted(app, ctx);
    let owner = Owner { token, counted: &counted };
    let Some(account) = app.ask(ctx, &owner).await? else {
        app.run(ctx, &DeadLink(&counted)).await?;
        return Err(Problem::Conflict(Conflict::LinkDead));
    };
    password::check(password, &[&account.name, &account.email, &account.workspace_name]).await?;
    let reset = Reset { token, password: password::hash(app, password).await? };
    app.run(ctx, &reset).await
}
