//! The development mailbox: with no SMTP configured, mail stays here and anyone at this machine reads it.

use domain::id::MailId;
use domain::page::{PAGE_SIZE, Page};
use domain::view::mail::{MailView, MailboxView};

use crate::error::{Fail, Result};
use crate::unit::{Question, View};

/// All mails, newest first.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub after: Option<MailId>,
}

/// One mail.
#[derive(Debug, Clone)]
pub struct Show {
    pub mail: MailId,
}

/// Nobody signs in to read it: the first mails are those that one needs to sign in. The server opens it on a loopback address only.
fn open(view: &View<'_>) -> Result<()> {
    if view.app.settings.development_mailbox { Ok(()) } else { Err(Fail::not_found()) }
}

impl Question for List {
    type Out = MailboxView;

    async fn answer(&self, view: &mut View<'_>) -> Result<MailboxView> {
        open(view)?;
        let limit = i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX).saturating_add(1);
        let rows = storage::outbox::list(&mut view.tx, self.after, limit).await?;
        Ok(MailboxView { mails: Page::cut(rows, PAGE_SIZE, |row| row.id.to_string()) })
    }
}

impl Question for Show {
    type Out = MailView;

    async fn answer(&self, view: &mut View<'_>) -> Result<MailView> {
        open(view)?;
        storage::outbox::get(&mut view.tx, self.mail).await?.ok_or_else(Fail::not_found)
    }
}
