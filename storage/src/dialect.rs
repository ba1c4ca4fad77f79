//! The few fragments in which the two databases differ.

use crate::backend::{Conn, Read};

/// `LIKE` patterns match case as stored on PostgreSQL and fold ASCII on SQLite; searched columns are stored folded, so that both agree.
/// This makes the pattern for "contains", with the wildcard characters of the text itself taken literally (`ESCAPE '\'`).
pub(crate) fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The tail of a statement that picks due rows to lease: on PostgreSQL several workers pass each other by.
pub(crate) fn skip_locked(read: &Read) -> &'static str {
    match read.0 {
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR UPDATE SKIP LOCKED",
    }
}

/// The index of a walk. `SQLite` keeps no statistics and would take the primary key; `PostgreSQL` chooses by its own.
pub(crate) fn indexed_by(read: &Read, clause: &'static str) -> &'static str {
    match read.0 {
        Conn::Sqlite(_) => clause,
        Conn::Postgres(_) => "",
    }
}
