//! The parts that pages are built from: native elements, styled by `style/tailwind.css`, readable and usable before the
//! page is alive.
//!
//! Everything here renders the same on server and browser: no clock, no random numbers, no locale while rendering.

mod avatar;
mod button;
mod card;
mod chart;
mod combobox;
mod copy;
mod dialog;
mod field;
mod filter;
mod icon;
mod menu;
mod nav;
mod palette;
mod progress;
mod shell;
mod state;
mod status;
mod table;
mod theme;
mod time;
mod timeline;
mod toast;
pub mod url;

pub use crate::browser::When;
pub use avatar::*;
pub use button::*;
pub use card::*;
pub use chart::*;
pub use combobox::*;
pub use copy::*;
pub use dialog::*;
pub use field::*;
pub use filter::*;
pub use icon::*;
pub use menu::*;
pub use nav::*;
pub use palette::*;
pub use progress::*;
pub use shell::*;
pub use state::*;
pub use status::*;
pub use table::*;
pub use theme::*;
pub use time::*;
pub use timeline::*;
pub use toast::*;

/// Letters and digits of a text, the rest as dashes: for ids made from labels.
fn slug(text: &str) -> String {
    text.chars().map(|sign| if sign.is_alphanumeric() { sign.to_ascii_lowercase() } else { '-' }).collect()
}
