//! Mail: written with its cause, sent later (NO-01).

pub mod deliver;
pub mod letter;
pub mod mailbox;
pub mod mailer;
