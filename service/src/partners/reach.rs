//! The moment at which a request reaches the guest.
//!
//! It is a job of its own, written in the same way for a known and an unknown workspace ID, so that neither the answer nor the time of the host's
//! step tells whether the ID exists (HG-08).

use domain::access::{Act, Cause, Permit, Target, act};
use domain::activity::EventKind;
use domain::fault::Problem;
use domain::id::{HistoryId, PartnershipId};
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::time::Span;
use storage::facts::SignedIn;
use storage::partnership::{Partnership, Step};

use super::notify;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::jobs::kind::JobKind;
use crate::mail::letter::Letter;
use crate::unit::{Unit, UseCase};

/// How long a mailed link to create a workspace works.
const JOIN_LIFE: Span = Span::days(30);

/// Has the request reach the guest as soon as a worker gets to it.
pub(super) async fn later(unit: &mut Unit<'_>, partnership: &Partnership) -> Result<()> {
    let id = partnership.facts.id;
    let version = partnership.version;
    let job = JobKind::PartnershipReach { partnership: id, version };
    unit.schedule(&format!("reach:{id}:{version}"), &job, unit.now).await
}

/// The first line of the history.
pub(super) async fn history_of_request<A: Act>(
    unit: &mut Unit<'_>,
    permit: &Permit<A>,
    partnership: &Partnership,
    who: &SignedIn,
) -> Result<()> {
    let step = Step {
        at: unit.now,
        action: A::ACTION,
        stage: partnership.facts.state.stage(),
        side: Some(Side::Host),
        actor: Some(who.actor.person),
        actor_name: who.name.clone(),
        note: None,
    };
    let id = HistoryId::new(unit.app.ids.uuid(unit.now));
    Ok(storage::partnership::add_step(&mut unit.tx, permit, partnership.facts.id, id, &step).await?)
}

struct Reach {
    partnership: PartnershipId,
}

impl UseCase for Reach {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let Some(mut partnership) = storage::partnership::get_for_system(&mut unit.tx, self.partnership).await? else { return Ok(()) };
        if partnership.facts.state.stage() != Stage::AwaitingGuestAcceptance {
            return Ok(());
        }
        let reminder = partnership.facts.state.reminded_at().is_some();
        let permit = Permit::<act::ApprovePartnership>::without_a_decision(
            Cause::Clock,
            partnership.facts.host,
            Target::Partnership(&partnership.facts),
            unit.now,
        );
        match (partnership.facts.guest, &partnership.guest_code) {
            (Some(guest), _) => {
                let first = partnership.reached_guest_at.is_none();
                partnership.reached_guest_at = partnership.reached_guest_at.or(Some(unit.now));
                if first {
                    self.save(unit, &permit, &mut partnership).await?;
                    let happening = domain::activity::Happening::new(EventKind::PartnershipRequested)
                        .on_partnership(partnership.facts.id, partnership.name_for(Side::Guest));
                    let teller = domain::activity::Teller::Person { id: partnership.owner.id, name: partnership.owner.name.clone() };
                    unit.tell(guest, teller, happening);
                }
                unit.moves(guest);
                notify::to_accept(unit, &partnership, guest, reminder).await
            }
            // An ID that nobody has: the request waits, and nobody outside hears of it.
            (None, Some(_)) => Ok(()),
            (None, None) => {
                let token = unit.app.ids.token();
                partnership.join_token = Some(token.hash.to_vec());
                partnership.join_expires_at = Some(unit.now + JOIN_LIFE);
                self.save(unit, &permit, &mut partnership).await?;
                let url = format!("{}/join/{}", unit.app.settings.public_url, token.text.expose());
                let letter = Letter {
                    once: format!("join:{}:{}", partnership.facts.id, partnership.version),
                    to: &partnership.partner_email,
                    name: None,
                    subject: &format!("{} wants to partner with you", partnership.host.name),
                    paragraphs: &[
                        format!("{} of {} wants to share access to accounts with your organisation.", partnership.owner.name, partnership.host.name),
                        "You need a workspace of your own for that. Create one with the link below, or connect the one that you have; the request waits there."
                            .to_owned(),
                    ],
                    link: Some(("See the request", &url)),
                };
                unit.mail(&letter.compose()).await
            }
        }
    }
}

impl Reach {
    async fn save(&self, unit: &mut Unit<'_>, permit: &Permit<act::ApprovePartnership>, partnership: &mut Partnership) -> Result<()> {
        if storage::partnership::save(&mut unit.tx, permit, partnership).await? {
            partnership.version += 1;
            Ok(())
        } else {
            Err(Fail::Problem(Problem::Conflict(domain::fault::Conflict::Stale)))
        }
    }
}

/// Does the job: safe to run twice, because mails carry their cause and the first reaching is written only once.
pub async fn reach(app: &App, partnership: PartnershipId) -> std::result::Result<(), Problem> {
    app.run(&Ctx::system("partnership reaches guest"), &Reach { partnership }).await
}
