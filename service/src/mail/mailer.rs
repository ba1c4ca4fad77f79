//! The way out of the house.

use std::future::Future;
use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use domain::id::MailId;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use storage::outbox::Leased;

/// Why a mail was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never will be: the address does not exist, or is none.
    #[error("{0}")]
    Permanent(String),
    /// It may be later.
    #[error("{0}")]
    Transient(String),
}

/// Hands mails over to whoever carries them.
pub trait Mailer: Send + Sync {
    fn send(&self, mail: &Leased) -> impl Future<Output = Result<(), MailError>> + Send;
}

/// SMTP with TLS by rustls.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    #[error("the SMTP URL cannot be used: {0}")]
    Url(#[from] smtp::Error),
    #[error("the sender of mails is no address: {0}")]
    From(#[from] lettre::address::AddressError),
}

/// How long one mail may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

impl Smtp {
    /// `smtps://user:password@host` speaks TLS from the start, `smtp://host` upgrades (STARTTLS) and refuses a server that does
    /// not, except on this machine. Its pool needs the runtime to be there already. `?tls=opportunistic` lets a server that cannot have the mail as it is.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&encrypted(url))?.timeout(Some(PATIENCE / 2)).build();
        Ok(Self { transport, from: from.parse()? })
    }
}

/// The URL with encryption asked for, unless it leads to this machine or says something itself.
fn encrypted(url: &str) -> String {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return url.to_owned();
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match host.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, _)) => v6,
        None => host.split(':').next().unwrap_or_default(),
    };
    let here = name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    if here || url.contains("tls=") { url.to_owned() } else { format!("{url}{}tls=required", if url.contains('?') { '&' } else { '?' }) }
}

/// RFC 3834: nobody answers it, and no absence notice comes back.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The same for every try of the same mail, so that a mail server or reader that gets it twice shows it once.
fn message_id(id: MailId, from: &Mailbox) -> String {
    format!("<{id}@{}>", from.email.domain())
}

fn compose(mail: &Leased, from: &Mailbox) -> Result<Message, MailError> {
    let permanent = |error: String| MailError::Permanent(error);
    let to: Mailbox = mail.recipient.parse().map_err(|error| permanent(format!("no address: {error}")))?;
    let millis = u64::try_from(mail.created_at.millis()).unwrap_or_default();
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&mail.subject)
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .message_id(Some(message_id(mail.id, from)))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| permanent(error.to_string()))
}

/// The whole story of an error: the outer message alone seldom says what happened.
fn story(error: &smtp::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

impl Mailer for Smtp {
    async fn send(&self, mail: &Leased) -> Result<(), MailError> {
        let message = compose(mail, &self.from)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Permanent(story(&error))),
            Err(error) => Err(MailError::Transient(story(&error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn mail(recipient: &str) -> Leased {
        Leased {
            id: MailId::new(Uuid::from_u128(7)),
            recipient: recipient.to_owned(),
            subject: "Grüße\r\nBcc: all@x.example".to_owned(),
            text: "plain".to_owned(),
            html: "<p>rich</p>".to_owned(),
            created_at: Timestamp::from_millis(1_790_000_000_000),
            attempts: 1,
            fence: 1,
        }
    }

    #[test]
    fn no_01_a_mail_has_both_parts_and_the_headers_that_machines_need() {
        let from: Mailbox = "Latchkey <no-reply@latchkey.example>".parse().unwrap();
        let bytes = compose(&mail("mia@acme.example"), &from).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        for part in [
            "From: Latchkey <no-reply@latchkey.example>\r\n",
            "To: mia@acme.example\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
            "Date: Mon, 21 Sep 2026",
            "@latchkey.example>\r\n",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(!text.contains("\r\nBcc:"), "a subject cannot add a header");
        let again = compose(&mail("mia@acme.example"), &from).unwrap();
        assert_eq!(again.headers().get_raw("Message-ID"), Some(message_id(mail("x").id, &from).as_str()));
    }

    #[test]
    fn no_01_what_is_no_address_is_given_up() {
        let from: Mailbox = "no-reply@latchkey.example".parse().unwrap();
        assert!(matches!(compose(&mail("nobody"), &from), Err(MailError::Permanent(_))));
    }

    #[tokio::test]
    async fn no_01_mail_leaves_the_machine_encrypted() {
        let table = [
            ("smtp://mail.example", "smtp://mail.example?tls=required"),
            ("smtp://u:p@mail.example:2525", "smtp://u:p@mail.example:2525?tls=required"),
            ("smtp://mail.example?tls=opportunistic", "smtp://mail.example?tls=opportunistic"),
            ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025"),
            ("smtp://localhost", "smtp://localhost"),
            ("smtp://[::1]:25", "smtp://[::1]:25"),
            ("smtps://mail.example", "smtps://mail.example"),
        ];
        for (given, used) in table {
            assert_eq!(encrypted(given), used);
            assert!(Smtp::new(given, "a@b.example").is_ok(), "{given}");
        }
        assert!(Smtp::new("http://mail.example", "a@b.example").is_err());
        assert!(Smtp::new("smtp://mail.example", "nobody").is_err());
    }
}
