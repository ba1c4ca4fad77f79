//! Mail: written with its cause, sent later (NO-01).

pub mod letter;
