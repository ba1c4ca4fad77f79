//! Pages of a list: keyset paging, never offsets.

use serde::{Deserialize, Serialize};

/// How many rows a page shows.
pub const PAGE_SIZE: usize = 50;

/// One page of a list and the way to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Handed back as it is to read on after the last row; absent on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Takes rows of a query that asked for one more than `size`, and keeps `size` of them.
    pub fn cut(mut rows: Vec<T>, size: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(f).collect(), next: self.next }
    }
}
