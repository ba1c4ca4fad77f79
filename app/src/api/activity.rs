use domain::time::Timestamp;
use domain::view::activity::{ActivityFilter, ActivityRow, ActivityView};
use leptos::server;

use super::ApiError;

/// Reads the page's filter from the parameters of its address.
pub fn filter(get: impl Fn(&str) -> Option<String>) -> ActivityFilter {
    let word = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    ActivityFilter {
        from: word("from").and_then(|text| Timestamp::parse(&text)),
        to: word("to").and_then(|text| Timestamp::parse(&text)),
        kind: word("kind").and_then(|text| text.parse().ok()),
        group: word("group").and_then(|text| text.parse().ok()),
        person: word("person").and_then(|text| text.parse().ok()),
        partnership: word("partnership").and_then(|text| text.parse().ok()),
        search: word("q"),
        before: word("cursor").and_then(|text| text.parse().ok()),
    }
}

#[server(endpoint = "activity/list")]
pub async fn list_activity(#[server(default)] filter: ActivityFilter) -> Result<ActivityView, ApiError> {
    super::ask(service::activity::list::List(filter)).await
}

/// One event by its number: the first at or before it that the person may see is it, or it is none of theirs.
#[server(endpoint = "activity/show")]
pub async fn show_event(seq: i64) -> Result<ActivityRow, ApiError> {
    let filter = ActivityFilter { before: Some(seq.saturating_add(1)), ..ActivityFilter::default() };
    let view = super::ask(service::activity::list::List(filter)).await?;
    let row = view.rows.rows.into_iter().next().filter(|row| row.record.seq == seq);
    row.ok_or_else(|| domain::fault::Problem::NotFound.into())
}

#[cfg(test)]
mod tests {
    use domain::activity::{EventGroup, EventKind};

    use super::*;

    #[test]
    fn ac_02_a_filter_is_read_from_an_address() {
        let address = [("from", "2026-11-01T00:00"), ("kind", "session.refused"), ("group", "sign_in"), ("q", " ana "), ("cursor", "51")];
        let read = filter(|name| address.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()));
        let expected = ActivityFilter {
            from: Timestamp::parse("2026-11-01"),
            kind: Some(EventKind::SignInRefused),
            group: Some(EventGroup::SignIn),
            search: Some("ana".to_owned()),
            before: Some(51),
            ..ActivityFilter::default()
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn ac_02_what_cannot_be_read_narrows_nothing() {
        assert_eq!(filter(|_| Some("?".to_owned())), ActivityFilter { search: Some("?".to_owned()), ..ActivityFilter::default() });
        assert_eq!(filter(|_| Some(String::new())), ActivityFilter::default());
    }
}
