use domain::partnership::host_guest::Stage;

use crate::ui::StatusTone;

/// The colour of a state; its word is the domain's.
pub fn tone(stage: Stage) -> StatusTone {
    match stage {
        Stage::AwaitingHostApproval | Stage::Suspended => StatusTone::Warn,
        Stage::AwaitingGuestAcceptance => StatusTone::Info,
        Stage::Active => StatusTone::Success,
        Stage::DeclinedByHost | Stage::DeclinedByGuest => StatusTone::Danger,
        Stage::Expired | Stage::Withdrawn | Stage::Removed => StatusTone::Neutral,
    }
}
