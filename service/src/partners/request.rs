use domain::access::{Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening};
use domain::fault::{Conflict, Faults, FieldFault};
use domain::id::PartnershipId;
use domain::partnership::host_guest::{OPEN_REQUESTS_PER_PERSON, REQUESTS_PER_WORKSPACE_AND_DAY, State};
use domain::text::{Email, NOTE_MAX, optional_block};
use domain::time::{Span, Timestamp};
use domain::workspace::WorkspaceCode;
use sha2::{Digest, Sha256};
use storage::partnership::NewPartnership;
use uuid::Uuid;

use super::{expiry, notify, reach, step};
use crate::error::{Fail, Result};
use crate::unit::{Unit, UseCase};

/// Requests a partnership with a guest (HG-01, HG-02).
///
/// A workspace ID that is unknown here is answered exactly like a known one, with the same writes: the request waits, and whether
/// it reaches anyone is found out later, in [`reach`] (HG-08). Without a workspace ID the partner is asked by mail to create a
/// workspace, once the host has approved (WS-01).
#[derive(Debug, Clone)]
pub struct Request {
    pub guest_code: String,
    pub partner_email: String,
    pub reason: String,
    /// A date, or nothing.
    pub expires: String,
}

/// An id that stands for what was asked for, where no workspace does.
fn stand_in(what: &str) -> Uuid {
    crate::ids::named(&Sha256::digest(what.as_bytes()).into())
}

/// Reads a date that must lie ahead; nothing where the field is empty.
pub(super) fn future(text: &str, now: Timestamp) -> std::result::Result<Option<Timestamp>, FieldFault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let at = Timestamp::parse(text.trim()).ok_or(FieldFault::NotADate)?;
    if at <= now { Err(FieldFault::NotInTheFuture) } else { Ok(Some(at)) }
}

impl UseCase for Request {
    type Out = PartnershipId;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<PartnershipId> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::RequestPartnership>(&who.actor)?;
        let by_admin = who.actor.role.administers();
        let host = who.actor.workspace;

        let mut faults = Faults::new();
        let code = if self.guest_code.trim().is_empty() {
            Some(None)
        } else {
            faults.take("guest_code", WorkspaceCode::parse(&self.guest_code)).map(Some)
        };
        let email = faults.take("partner_email", Email::parse(&self.partner_email));
        let reason = if by_admin { Some(None) } else { faults.take("reason", domain::text::block(&self.reason, NOTE_MAX)).map(Some) };
        let expires_at = faults.take("expires", future(&self.expires, unit.now));
        let guest = match &code {
            Some(Some(code)) => storage::partnership::workspace_by_code(&mut unit.tx, code.as_str()).await?,
            _ => None,
        };
        if guest == Some(host) {
            faults.add("guest_code", FieldFault::OwnWorkspace);
        }
        let input = code.zip(email).zip(reason).zip(expires_at);
        let (((code, email), reason), expires_at) = faults.finish(input)?;

        let (by_person, of_workspace) =
            storage::partnership::open_requests(&mut unit.tx, host, who.actor.person, unit.now - Span::days(1)).await?;
        if by_person >= OPEN_REQUESTS_PER_PERSON || of_workspace >= REQUESTS_PER_WORKSPACE_AND_DAY {
            return Err(Conflict::TooManyRequests.into());
        }
        let guest_key = match (&guest, &code) {
            (Some(guest), _) => guest.uuid(),
            (None, Some(code)) => stand_in(code.as_str()),
            (None, None) => stand_in(&email.key()),
        };
        // One that ended by time alone still stands as live in the database: write its end down first.
        if let Some(live) = storage::partnership::live_with(&mut unit.tx, host, guest_key).await? {
            step::settle(unit, host, live).await?;
        }
        let id = PartnershipId::new(unit.app.ids.uuid(unit.now));
        let new = NewPartnership {
            id,
            guest,
            guest_key,
            guest_code: code.as_ref().map(ToString::to_string),
            partner_email: email.to_string(),
            reason,
            state: State::requested(by_admin),
            expires_at,
        };
        storage::partnership::insert(&mut unit.tx, &permit, &new).await?;
        let partnership = storage::partnership::get(&mut unit.tx, host, id).await?.ok_or_else(Fail::not_found)?;
        reach::history_of_request(unit, &permit, &partnership, &who).await?;
        let happening = Happening::new(EventKind::PartnershipRequested)
            .on_partnership(id, email.as_str())
            .with("partner_email", email.as_str())
            .with("workspace_id", new.guest_code.clone().unwrap_or_default());
        unit.record(&permit, &who, happening);
        let on_it =
            Permit::<act::RequestPartnership>::without_a_decision(Cause::Clock, host, Target::Partnership(&partnership.facts), unit.now);
        expiry::schedule(unit, &on_it, &partnership).await?;
        if by_admin {
            reach::later(unit, &partnership).await?;
        } else {
            notify::to_approve(unit, &partnership, false).await?;
        }
        Ok(id)
    }
}

/// A note that may be left out.
pub(super) fn note(text: &str) -> Result<Option<String>> {
    optional_block(text, NOTE_MAX).map_err(|fault| domain::fault::Problem::field("note", fault).into())
}
