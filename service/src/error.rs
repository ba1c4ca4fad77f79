use domain::access::Denial;
use domain::fault::{Conflict, FieldFault, Problem};
use storage::Constraint;

/// How a use case ends without its result.
#[derive(Debug)]
pub enum Fail {
    /// An answer for the person.
    Problem(Problem),
    /// The database: answered, retried or logged by the unit.
    Storage(storage::Error),
    /// Something that cannot be, for the log.
    Defect(String),
}

pub type Result<T, E = Fail> = std::result::Result<T, E>;

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Denial> for Fail {
    fn from(denial: Denial) -> Self {
        Self::Problem(denial.into())
    }
}

impl From<Conflict> for Fail {
    fn from(conflict: Conflict) -> Self {
        Self::Problem(Problem::Conflict(conflict))
    }
}

impl From<storage::Error> for Fail {
    fn from(error: storage::Error) -> Self {
        match error {
            storage::Error::Refused(Constraint::OneLivePartnership) => Conflict::LivePartnership.into(),
            storage::Error::Refused(Constraint::EmailOnce) => Conflict::EmailTaken.into(),
            storage::Error::Refused(Constraint::InvitationOnce) => Problem::field("email", FieldFault::AlreadyInvited).into(),
            other => Self::Storage(other),
        }
    }
}

impl Fail {
    /// Nothing there, or nothing that the asker may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::Problem(Problem::NotFound)
    }

    /// Another transaction was in the way.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self, Self::Storage(storage::Error::Busy(_)))
    }

    /// The answer for the person; what they need not know goes to the log under the request's id.
    pub(crate) fn answer(self, request: &str) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Storage(storage::Error::Busy(error) | storage::Error::Unavailable(error)) => {
                tracing::warn!(request, %error, "database unavailable");
                Problem::Unavailable
            }
            Self::Storage(error) => {
                tracing::error!(request, %error, "database error");
                Problem::Internal { request: request.to_owned() }
            }
            Self::Defect(what) => {
                tracing::error!(request, what, "defect");
                Problem::Internal { request: request.to_owned() }
            }
        }
    }
}
