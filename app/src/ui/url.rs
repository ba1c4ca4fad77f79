//! Links that change a part of the current address and keep the rest.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};

/// The query parameter that names the open dialog.
pub const DIALOG: &str = "dialog";
/// The query parameter that says what the open dialog is about (a row's id).
pub const ITEM: &str = "item";

fn escape(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(half)).copied().unwrap_or('0'));
            }
        }
    }
}

/// `path?query` with some parameters set (`Some`) or left out (`None`, also for an empty text); the others stay.
#[must_use]
pub fn href_with(path: &str, query: &ParamsMap, changes: &[(&str, Option<&str>)]) -> String {
    let kept = query.latest_values().filter_map(|(key, value)| {
        let stays = changes.iter().all(|(name, _)| *name != key);
        stays.then_some((key.as_ref(), value))
    });
    let set = changes.iter().filter_map(|(key, value)| value.map(|value| (*key, value)));
    let mut out = path.to_owned();
    let mut sign = '?';
    for (key, value) in kept.chain(set).filter(|(_, value)| !value.is_empty()) {
        out.push(sign);
        escape(key, &mut out);
        out.push('=');
        escape(value, &mut out);
        sign = '&';
    }
    out
}

/// The current address with some parameters changed, following the address.
#[must_use]
pub fn use_href_with(changes: Vec<(&'static str, Option<String>)>) -> Signal<String> {
    let path = use_location().pathname;
    let query = use_query_map();
    Signal::derive(move || {
        let changes: Vec<_> = changes.iter().map(|(key, value)| (*key, value.as_deref())).collect();
        href_with(&path.read(), &query.read(), &changes)
    })
}

/// A link that opens a dialog of this page.
#[must_use]
pub fn use_dialog_href(name: &'static str) -> Signal<String> {
    use_href_with(vec![(DIALOG, Some(name.to_owned())), (ITEM, None)])
}

/// A link that opens a dialog of this page about one row.
#[must_use]
pub fn use_item_dialog_href(name: &'static str, item: String) -> Signal<String> {
    use_href_with(vec![(DIALOG, Some(name.to_owned())), (ITEM, Some(item))])
}

/// What the open dialog is about: the `item` parameter.
#[must_use]
pub fn use_dialog_item() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(ITEM))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
    }

    #[test]
    fn keeps_changes_and_drops_parameters() {
        let now = query(&[("q", "a b"), ("sort", "name"), ("cursor", "x")]);
        assert_eq!(href_with("/p", &now, &[("sort", Some("-name")), ("cursor", None)]), "/p?q=a%20b&sort=-name");
    }

    #[test]
    fn a_path_without_parameters_has_no_question_mark() {
        let now = query(&[("dialog", "add")]);
        assert_eq!(href_with("/p", &now, &[("dialog", None)]), "/p");
    }

    #[test]
    fn signs_of_the_address_grammar_are_escaped() {
        let now = query(&[]);
        assert_eq!(href_with("/p", &now, &[("q", Some("a&b=c#ü"))]), "/p?q=a%26b%3Dc%23%C3%BC");
    }
}
