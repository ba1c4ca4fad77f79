use domain::access::{Act, Permit, act};
use domain::activity::EventKind;
use domain::fault::{FieldFault, Problem};
use domain::id::PartnershipId;
use domain::partnership::host_guest::{EXPIRY_WARNINGS, Stage};
use domain::time::Timestamp;
use storage::partnership::Partnership;

use super::{notify, request::future, step};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::jobs::kind::JobKind;
use crate::unit::{Unit, UseCase};

/// Sets, moves or clears the expiry date (HG-13).
#[derive(Debug, Clone)]
pub struct SetExpiry {
    pub partnership: PartnershipId,
    /// A date and time, or nothing for no end.
    pub until: String,
}

impl UseCase for SetExpiry {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::SetPartnershipExpiry>(unit, self.partnership).await?;
        let until = future(&self.until, unit.now).map_err(|fault: FieldFault| Problem::field("until", fault))?;
        acting.partnership.facts.expires_at = until;
        let who = Some((&acting.who, acting.side));
        let text = until.map_or_else(|| "none".to_owned(), Timestamp::minute);
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(&text)).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipExpirySet, |happening| {
            happening.with("expires", text.as_str())
        });
        schedule(unit, &acting.permit, &acting.partnership).await
    }
}

/// Writes the jobs that warn before the end and write the end down. Each carries the date it is for and does nothing once the date has moved.
pub(super) async fn schedule<A: Act>(unit: &mut Unit<'_>, _permit: &Permit<A>, partnership: &Partnership) -> Result<()> {
    let Some(at) = partnership.facts.expires_at else { return Ok(()) };
    let id = partnership.facts.id;
    for span in EXPIRY_WARNINGS {
        let due = at - span;
        if due > unit.now {
            let days = span.as_millis() / 86_400_000;
            let job = JobKind::PartnershipWarn { partnership: id, expires_at: at, days };
            unit.schedule(&format!("warn:{id}:{}:{days}", at.millis()), &job, due).await?;
        }
    }
    let job = JobKind::PartnershipExpire { partnership: id };
    unit.schedule(&format!("expire:{id}:{}", at.millis()), &job, at).await
}

struct Expire {
    partnership: PartnershipId,
}

impl UseCase for Expire {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        match storage::partnership::get_for_system(&mut unit.tx, self.partnership).await? {
            Some(partnership) => step::settle(unit, partnership.facts.host, self.partnership).await,
            None => Ok(()),
        }
    }
}

/// Writes an expiry down, if it has come.
pub async fn expire(app: &App, partnership: PartnershipId) -> std::result::Result<(), Problem> {
    app.run(&Ctx::system("partnership expires"), &Expire { partnership }).await
}

struct Warn {
    partnership: PartnershipId,
    expires_at: Timestamp,
    days: i64,
}

impl UseCase for Warn {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let Some(partnership) = storage::partnership::get_for_system(&mut unit.tx, self.partnership).await? else { return Ok(()) };
        let stands = matches!(partnership.facts.state_at(unit.now).stage(), Stage::Active | Stage::Suspended);
        if !stands || partnership.facts.expires_at != Some(self.expires_at) {
            return Ok(());
        }
        step::tell_both(unit, &partnership, None, EventKind::PartnershipExpiryWarned, |happening| {
            happening.with("expires", self.expires_at.minute())
        });
        notify::expiring(unit, &partnership, self.expires_at, self.days).await
    }
}

/// Warns both sides, unless the date has moved since.
pub async fn warn(app: &App, partnership: PartnershipId, expires_at: Timestamp, days: i64) -> std::result::Result<(), Problem> {
    app.run(&Ctx::system("partnership expiry warning"), &Warn { partnership, expires_at, days }).await
}
