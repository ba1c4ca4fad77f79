use domain::id::MailId;
use domain::view::mail::{MailView, MailboxView};
use leptos::server;
use serde::{Deserialize, Serialize};

use super::ApiError;

/// A kept mail, and how the links begin that lead into this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    pub mail: MailView,
    pub public_url: String,
}

#[server(endpoint = "mailbox/list")]
pub async fn list_mails(after: Option<MailId>) -> Result<MailboxView, ApiError> {
    super::ask(service::mail::mailbox::List { after }).await
}

#[server(endpoint = "mailbox/show")]
pub async fn show_mail(mail: MailId) -> Result<KeptMail, ApiError> {
    let (app, _) = super::context()?;
    let mail = super::ask(service::mail::mailbox::Show { mail }).await?;
    Ok(KeptMail { mail, public_url: app.settings.public_url.clone() })
}
