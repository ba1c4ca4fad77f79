//! What a violated constraint means. PostgreSQL tells its name, SQLite the columns.

use sqlx::error::DatabaseError;

/// The constraints that a use case answers for; every other violation is a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// One live partnership for each host and guest (HG-07).
    OneLivePartnership,
    /// An email address once in a workspace.
    EmailOnce,
    /// One open invitation for an email address.
    InvitationOnce,
    /// The public workspace ID.
    WorkspaceCode,
    /// The same mail or job is there already.
    Once,
    /// A checkpoint of that row is there already.
    CheckpointOnce,
    /// The installation is set up already.
    InstallationOnce,
}

const NAMES: &[(Constraint, &str, &str)] = &[
    (Constraint::OneLivePartnership, "partnership_one_live", "partnership.host_id, partnership.guest_key"),
    (Constraint::EmailOnce, "person_email", "person.workspace_id, person.email_key"),
    (Constraint::InvitationOnce, "invitation_open", "invitation.workspace_id, invitation.email_key"),
    (Constraint::WorkspaceCode, "workspace_code", "workspace.code"),
    (Constraint::Once, "outbox_once", "outbox.once"),
    (Constraint::Once, "job_once", "job.once"),
    (Constraint::CheckpointOnce, "checkpoint_pk", "checkpoint.workspace_id, checkpoint.seq"),
    (Constraint::InstallationOnce, "installation_pk", "installation.id"),
];

pub(crate) fn violated(error: &dyn DatabaseError) -> Option<Constraint> {
    let known = |(constraint, name, columns): &(Constraint, &str, &str)| {
        let by_name = error.constraint() == Some(*name);
        let by_columns = error.message().strip_prefix("UNIQUE constraint failed: ") == Some(*columns);
        (by_name || by_columns).then_some(*constraint)
    };
    NAMES.iter().find_map(known)
}
