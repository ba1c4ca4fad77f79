//! Signing up, in and out, proving who one is, and the links that do so by mail.

pub(crate) mod attempts;
pub(crate) mod enter;
mod invitation;
pub(crate) mod password;
pub(crate) mod prove;
pub(crate) mod reset;
pub(crate) mod session;
mod sign_in;
mod sign_out;
mod sign_up;

pub use invitation::{AcceptInvitation, accept_invitation, invitation};
pub use prove::prove;
pub use reset::{request_reset, reset_password};
pub use session::Started;
pub use sign_in::{Entered, SignIn, sign_in};
pub use sign_out::SignOut;
pub use sign_up::{SignUp, installation_is_empty, may_sign_up, sign_up};

/// The session cookie. `__Host-` makes browsers refuse it from other hosts, paths and plain http; they take 127.0.0.1 and localhost for
/// safe (seen in Chromium 156: set and sent back on `http://127.0.0.1` and `http://localhost`), so that one name serves everywhere.
pub const COOKIE: &str = "__Host-latchkey";
