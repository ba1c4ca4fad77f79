//! One folder or file for each page.

pub mod activity;
pub mod forgot;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod home;
pub mod invite;
pub mod join;
pub mod login;
pub mod mailbox;
pub mod partners;
pub mod people;
pub mod profile;
pub mod prove;
pub mod requests;
pub mod reset;
pub mod settings;
pub mod sign_up;
pub mod workspace;
