//! What a use case knows of the request that asks for it.

use domain::activity::Client;

/// One request: whose cookie, from where, under which number.
#[derive(Debug, Clone, Default)]
pub struct Ctx {
    /// Hash of the session cookie's token, as sent; whether it is good is asked in each transaction.
    pub session: Option<[u8; 32]>,
    /// Finds the request in the log.
    pub request: String,
    /// Address, place, operating system and device, for the activity log.
    pub client: Client,
    /// What attempts are counted by: the address, or its /64 network where it is IPv6.
    pub network: String,
}

impl Ctx {
    /// Work that no request asks for.
    #[must_use]
    pub fn system(task: &str) -> Self {
        Self { request: task.to_owned(), ..Self::default() }
    }
}
