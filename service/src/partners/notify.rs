//! Mail and news about partnerships (HG-18): who is told what, with a link to the very dialog.

use domain::id::WorkspaceId;
use domain::partnership::Side;
use domain::people::MailTopic;
use domain::time::Timestamp;
use storage::contact::{self, Contact};
use storage::partnership::Partnership;

use crate::error::Result;
use crate::mail::letter::Letter;
use crate::unit::Unit;

use super::step::reached;

/// A message to some people of one side.
struct Message {
    subject: String,
    paragraphs: Vec<String>,
    /// What the button says, and the end of the path after the partnership.
    button: &'static str,
    tail: &'static str,
    /// Mail of this topic can be switched off; mail without a topic asks someone to act.
    topic: Option<MailTopic>,
}

fn path(workspace: WorkspaceId, partnership: &Partnership, tail: &str) -> String {
    format!("/w/{workspace}/partners/{}/{tail}", partnership.facts.id)
}

async fn send(unit: &mut Unit<'_>, partnership: &Partnership, people: Vec<Contact>, cause: &str, message: &Message) -> Result<()> {
    let mut told = Vec::new();
    for person in people {
        if told.contains(&person.id) {
            continue;
        }
        told.push(person.id);
        let path = path(person.workspace, partnership, message.tail);
        let once = format!("{cause}:{}:{}:{}", partnership.facts.id, partnership.version, person.id);
        unit.notice(&once, person.workspace, person.id, &message.subject, &path).await?;
        if message.topic.is_some_and(|topic| person.muted.has(topic)) {
            continue;
        }
        let url = format!("{}{path}", unit.app.settings.public_url);
        let letter = Letter {
            once,
            to: &person.email,
            name: Some(&person.name),
            subject: &message.subject,
            paragraphs: &message.paragraphs,
            link: Some((message.button, &url)),
        };
        unit.mail(&letter.compose()).await?;
    }
    Ok(())
}

/// The people of one side who look after the partnership: its admins, and the Partnership Owner or the representative.
async fn keepers(unit: &mut Unit<'_>, partnership: &Partnership, side: Side) -> Result<Vec<Contact>> {
    let facts = &partnership.facts;
    let (workspace, person) = match side {
        Side::Host => (Some(facts.host), Some(facts.owner)),
        Side::Guest => (reached(partnership), facts.representative),
    };
    let Some(workspace) = workspace else { return Ok(Vec::new()) };
    let mut people = contact::admins(&mut unit.tx, workspace).await?;
    if let Some(person) = person
        && let Some(contact) = contact::one(&mut unit.tx, workspace, person).await?
    {
        people.push(contact);
    }
    Ok(people)
}

async fn owner(unit: &mut Unit<'_>, partnership: &Partnership) -> Result<Vec<Contact>> {
    Ok(contact::one(&mut unit.tx, partnership.facts.host, partnership.facts.owner).await?.into_iter().collect())
}

/// Host admins are to decide about a request.
pub(super) async fn to_approve(unit: &mut Unit<'_>, partnership: &Partnership, reminder: bool) -> Result<()> {
    let people = contact::admins(&mut unit.tx, partnership.facts.host).await?;
    let mut paragraphs = vec![format!("{} asks to partner with {}.", partnership.owner.name, partnership.partner_email)];
    if let Some(reason) = &partnership.reason {
        paragraphs.push(format!("Reason: {reason}"));
    }
    paragraphs.push("Nothing is sent to the partner before you approve.".to_owned());
    let message = Message {
        subject: format!("{}Partner request to approve: {}", if reminder { "Reminder: " } else { "" }, partnership.partner_email),
        paragraphs,
        button: "Review partnership request",
        tail: "accounts?dialog=review",
        topic: None,
    };
    send(unit, partnership, people, "approve", &message).await
}

/// Guest admins, and the person whose email the request names, are to accept.
pub(super) async fn to_accept(unit: &mut Unit<'_>, partnership: &Partnership, guest: WorkspaceId, reminder: bool) -> Result<()> {
    let mut people = contact::admins(&mut unit.tx, guest).await?;
    let key = partnership.partner_email.to_ascii_lowercase();
    people.extend(contact::by_email(&mut unit.tx, guest, &key).await?);
    let message = Message {
        subject: format!("{}{} wants to partner with you", if reminder { "Reminder: " } else { "" }, partnership.host.name),
        paragraphs: vec![
            format!("{} of {} wants to share access to accounts with your workspace.", partnership.owner.name, partnership.host.name),
            "An Owner or Admin of your workspace can accept or decline. You will be asked to agree to the host's terms.".to_owned(),
        ],
        button: "See the request",
        tail: "accounts?dialog=accept",
        topic: None,
    };
    send(unit, partnership, people, "accept", &message).await
}

/// The Partnership Owner hears how the request went.
pub(super) async fn outcome(unit: &mut Unit<'_>, partnership: &Partnership, sentence: &str, note: Option<&str>) -> Result<()> {
    let people = owner(unit, partnership).await?;
    let mut paragraphs = vec![sentence.to_owned()];
    paragraphs.extend(note.map(|note| format!("Note: {note}")));
    let message = Message {
        subject: sentence.to_owned(),
        paragraphs,
        button: "Open the partnership",
        tail: "accounts",
        topic: Some(MailTopic::PartnershipNews),
    };
    send(unit, partnership, people, "outcome", &message).await
}

/// Both sides hear of a change, each under the other's name.
pub(super) async fn both(unit: &mut Unit<'_>, partnership: &Partnership, cause: &str, sentence: impl Fn(&str) -> String) -> Result<()> {
    for side in [Side::Host, Side::Guest] {
        let people = keepers(unit, partnership, side).await?;
        let sentence = sentence(partnership.name_for(side));
        let message = Message {
            subject: sentence.clone(),
            paragraphs: vec![sentence],
            button: "Open the partnership",
            tail: "details",
            topic: Some(MailTopic::PartnershipNews),
        };
        send(unit, partnership, people, cause, &message).await?;
    }
    Ok(())
}

pub(super) async fn expired(unit: &mut Unit<'_>, partnership: &Partnership) -> Result<()> {
    both(unit, partnership, "expired", |name| format!("The partnership with {name} has expired: nobody reaches anything through it")).await
}

/// Both sides are warned before the end (HG-13).
pub(super) async fn expiring(unit: &mut Unit<'_>, partnership: &Partnership, at: Timestamp, days: i64) -> Result<()> {
    let left = domain::text::counted(days.unsigned_abs(), "day", "days");
    for side in [Side::Host, Side::Guest] {
        let people = keepers(unit, partnership, side).await?;
        let name = partnership.name_for(side).to_owned();
        let more = match side {
            Side::Host => "The Partnership Owner or an admin can set a later date.",
            Side::Guest => "Ask your partner to extend it if you still need the access.",
        };
        let message = Message {
            subject: format!("The partnership with {name} ends in {left}"),
            paragraphs: vec![
                format!("The partnership with {name} ends on {}. From then on nobody reaches anything through it.", at.minute()),
                more.to_owned(),
            ],
            button: "Open the partnership",
            tail: "details",
            topic: Some(MailTopic::ExpiryWarnings),
        };
        send(unit, partnership, people, &format!("expiring-{}-{days}", at.millis()), &message).await?;
    }
    Ok(())
}

/// Host admins are to decide about an extension.
pub(super) async fn to_extend(unit: &mut Unit<'_>, partnership: &Partnership, until: Timestamp) -> Result<()> {
    let people = contact::admins(&mut unit.tx, partnership.facts.host).await?;
    let name = partnership.name_for(Side::Host);
    let message = Message {
        subject: format!("Extension to decide: {name}"),
        paragraphs: vec![format!(
            "{} asks to extend the expired partnership with {name} until {}.",
            partnership.owner.name,
            until.minute()
        )],
        button: "Decide about the extension",
        tail: "details?dialog=extend",
        topic: None,
    };
    send(unit, partnership, people, "extend", &message).await
}

/// A new Partnership Owner or deputy is told.
pub(super) async fn appointed(unit: &mut Unit<'_>, partnership: &Partnership, person: Contact, what: &str) -> Result<()> {
    let name = partnership.name_for(Side::Host);
    let sentence = format!("You are now {what} of the partnership with {name}");
    let message =
        Message { subject: sentence.clone(), paragraphs: vec![sentence], button: "Open the partnership", tail: "details", topic: None };
    send(unit, partnership, vec![person], "appointed", &message).await
}

/// The guest's representative is told.
pub(super) async fn represents(unit: &mut Unit<'_>, partnership: &Partnership, person: Contact) -> Result<()> {
    let sentence = format!("You now represent your workspace in the partnership with {}", partnership.name_for(Side::Guest));
    let message =
        Message { subject: sentence.clone(), paragraphs: vec![sentence], button: "Open the partnership", tail: "details", topic: None };
    send(unit, partnership, vec![person], "represents", &message).await
}
