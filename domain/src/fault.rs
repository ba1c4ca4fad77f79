//! What can be wrong with a request, as data. The words for people stand here once; codes travel, sentences do not.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::access::Denial;
use crate::time::Timestamp;

/// What is wrong with one form field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    Missing,
    TooLong { max: usize },
    TooShort { min: usize },
    OutOfRange { min: i64, max: i64 },
    HiddenCharacters,
    NotAnEmail,
    NotAWorkspaceId,
    NotADate,
    NotInTheFuture,
    TooCommon,
    OwnWorkspace,
    AlreadyMember,
    AlreadyInvited,
    NotAChoice,
    NotTheCurrentPassword,
    ConsentNeeded,
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Fill this in."),
            Self::TooLong { max } => write!(f, "Use at most {max} characters."),
            Self::TooShort { min } => write!(f, "Use at least {min} characters."),
            Self::OutOfRange { min, max } => write!(f, "Choose a number from {min} to {max}."),
            Self::HiddenCharacters => f.write_str("Remove hidden or control characters; retype the text instead of pasting it."),
            Self::NotAnEmail => f.write_str("Enter an email address like name@company.com."),
            Self::NotAWorkspaceId => f.write_str("Enter a workspace ID like WS-7K3M-Q9TD-4XNB-5. Check for a typing mistake."),
            Self::NotADate => f.write_str("Enter a date."),
            Self::NotInTheFuture => f.write_str("Choose a time in the future."),
            Self::TooCommon => f.write_str("This password is easy to guess. Use a longer one, or several unrelated words."),
            Self::OwnWorkspace => f.write_str("This is your own workspace. Enter your partner's workspace ID."),
            Self::AlreadyMember => f.write_str("This person already belongs to the workspace."),
            Self::AlreadyInvited => f.write_str("This person already has an open invitation. Resend it instead."),
            Self::NotAChoice => f.write_str("Choose one of the options."),
            Self::NotTheCurrentPassword => f.write_str("This is not the current password."),
            Self::ConsentNeeded => f.write_str("Confirm that you agree."),
        }
    }
}

/// One field and what is wrong with it. `field` is the name of the form input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub field: String,
    pub fault: FieldFault,
}

/// Collects the faults of a whole form, so that a person sees all of them at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, field: &str, fault: FieldFault) {
        self.0.push(Fault { field: field.to_owned(), fault });
    }

    /// Keeps the value or notes the fault at its field.
    pub fn take<T>(&mut self, field: &str, value: Result<T, FieldFault>) -> Option<T> {
        value.map_err(|fault| self.add(field, fault)).ok()
    }

    /// The value built from all fields, or every fault that was found.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problem> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Problem::Invalid(self.0)),
        }
    }
}

/// Why two states of the world do not fit, for someone who may see both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// A live partnership with the same guest exists (HG-07).
    LivePartnership,
    /// The thing changed since it was read.
    Stale,
    /// The plan that was shown is no longer what would happen (GO-05).
    PlanDrifted,
    /// The link was used, replaced or has expired.
    LinkDead,
    /// Self-service sign-up is closed on this installation (WS-01).
    SignUpClosed,
    /// Too many requests are open (5 a person, 20 a workspace and day).
    TooManyRequests,
    /// The email already belongs to the workspace.
    EmailTaken,
}

impl Conflict {
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::LivePartnership => "You already have a partnership with this workspace. Open it in Your partners.",
            Self::Stale => "Someone changed this at the same moment. Look at it again and repeat your step.",
            Self::PlanDrifted => "Something changed since you opened this. Read the new consequences and confirm again.",
            Self::LinkDead => "This link was used already, was replaced by a newer one, or has expired.",
            Self::SignUpClosed => "New workspaces are not open for sign-up here. Ask the people who run this installation.",
            Self::TooManyRequests => "There are too many open partner requests. Wait for an answer or withdraw one first.",
            Self::EmailTaken => "This email address already belongs to someone in the workspace.",
        }
    }
}

/// Everything a use case may answer instead of its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The input is wrong, field by field.
    Invalid(Vec<Fault>),
    /// Nobody is signed in, or the session has ended.
    SignIn,
    /// Not allowed, for someone who may know that the thing exists.
    Denied(Denial),
    /// It does not exist, or the asker may not know that it does: the same answer for both.
    NotFound,
    Conflict(Conflict),
    /// Wrong email or password, without saying which.
    WrongCredentials,
    /// Too many attempts; the same for known and unknown accounts.
    TooManyAttempts {
        until: Timestamp,
    },
    /// The installation cannot do it now (database busy or gone, disk full). Trying again is right.
    Unavailable,
    /// A defect. The request id finds it in the log.
    Internal {
        request: String,
    },
    /// The request itself could not be read.
    BadRequest(String),
}

impl Problem {
    /// A single fault at one field.
    #[must_use]
    pub fn field(field: &str, fault: FieldFault) -> Self {
        Self::Invalid(vec![Fault { field: field.to_owned(), fault }])
    }

    /// The HTTP status that carries it (RFC 9110).
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::SignIn | Self::WrongCredentials => 401,
            Self::Denied(_) => 403,
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::TooManyAttempts { .. } => 429,
            Self::Unavailable => 503,
            Self::Internal { .. } => 500,
            Self::BadRequest(_) => 400,
        }
    }

    /// What is wrong with `field`, if anything.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<String> {
        match self {
            Self::Invalid(faults) => faults.iter().find(|f| f.field == field).map(|f| f.fault.to_string()),
            _ => None,
        }
    }
}

/// The sentence for people.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(faults) if faults.len() == 1 => f.write_str("Check the marked field."),
            Self::Invalid(faults) => write!(f, "Check the {} marked fields.", faults.len()),
            Self::SignIn => f.write_str("You are signed out. Sign in to go on."),
            Self::Denied(denial) => write!(f, "{denial}"),
            Self::NotFound => f.write_str("This does not exist, or you have no access to it."),
            Self::Conflict(conflict) => f.write_str(conflict.message()),
            Self::WrongCredentials => f.write_str("Email or password is wrong."),
            Self::TooManyAttempts { until } => {
                write!(f, "Too many attempts. Try again after {}.", until.minute())
            }
            Self::Unavailable => f.write_str("The service cannot answer right now. Your input is kept: try again in a moment."),
            Self::Internal { request } => write!(f, "Something went wrong on our side. Report it with the number {request}."),
            Self::BadRequest(what) => write!(f, "The request could not be read: {what}"),
        }
    }
}

impl std::error::Error for Problem {}

impl From<Denial> for Problem {
    fn from(denial: Denial) -> Self {
        if denial.hidden { Self::NotFound } else { Self::Denied(denial) }
    }
}
