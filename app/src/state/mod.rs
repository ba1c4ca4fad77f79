//! What pages share: who is signed in, what is live, which theme, how data is shown and actions are answered.

pub mod act;
pub mod live;
pub mod loaded;
pub mod me;
pub mod theme;
