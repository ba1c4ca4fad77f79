use domain::access::act;
use domain::id::NoticeId;

use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// Marks one piece of the own news as read, or all of it. Another person's is left alone without a word.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarkRead {
    pub notice: Option<NoticeId>,
}

impl UseCase for MarkRead {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::EditProfile>(&who.actor)?;
        let read = storage::notice::mark_read(&mut unit.tx, &permit, self.notice).await?;
        if read > 0 {
            // The numbers on the person's other pages.
            unit.moves(who.actor.workspace);
        }
        Ok(())
    }
}
