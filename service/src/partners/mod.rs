//! Host-guest partnerships: one file for each verb.

pub mod accept;
pub mod approve;
pub mod candidates;
pub mod decline;
pub mod expiry;
pub mod extend;
pub mod hand_over;
pub mod join;
pub mod list;
mod notify;
pub mod reach;
pub mod remind;
pub mod remove;
pub mod represent;
pub mod request;
pub mod resend;
pub mod show;
mod step;
pub mod succession;
pub mod suspend;
pub mod withdraw;
