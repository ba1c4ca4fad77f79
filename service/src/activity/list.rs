use domain::page::{PAGE_SIZE, Page};
use domain::time::{Span, Timestamp};
use domain::view::activity::{ActivityFilter, ActivityRow, ActivityView};
use storage::activity::{Chained, Plan, Scope};

use crate::error::Result;
use crate::unit::{Question, View};

/// Days in the chart.
const DAYS: i64 = 30;

/// A page of the log, newest first (AC-02, AC-03). It is short, and still has a next one, where the filter's rows are rare:
/// each page looks through a bounded piece of the log.
#[derive(Debug, Clone, Default)]
pub struct List(pub ActivityFilter);

impl Question for List {
    type Out = ActivityView;

    async fn answer(&self, view: &mut View<'_>) -> Result<ActivityView> {
        let who = view.signed_in().await?;
        let scope = super::scope(&who, view.now);
        let plan = Plan::new(scope, &cleaned(&self.0));
        let found = storage::activity::newest(&mut view.tx, &plan, PAGE_SIZE).await?;
        Ok(ActivityView {
            rows: Page { rows: found.rows.into_iter().map(|row| shown(scope, row)).collect(), next: found.next.map(|seq| seq.to_string()) },
            days: days(view, scope).await?,
            own_only: scope.own.is_some(),
        })
    }
}

/// A search for nothing is no search.
pub(super) fn cleaned(filter: &ActivityFilter) -> ActivityFilter {
    let search = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    // Longer than any name that could match.
    let search = search.map(|text| text.chars().take(100).collect());
    ActivityFilter { search, ..filter.clone() }
}

fn shown(scope: Scope, row: Chained) -> ActivityRow {
    ActivityRow { client: super::client_for(scope, &row).cloned(), hash: data_encoding::HEXLOWER.encode(&row.hash), record: row.record }
}

async fn days(view: &mut View<'_>, scope: Scope) -> Result<Vec<(Timestamp, u64)>> {
    let day = Span::days(1).as_millis();
    let today = view.now.millis() - view.now.millis().rem_euclid(day);
    let first = Timestamp::from_millis(today - (DAYS - 1) * day);
    let counted = storage::activity::days(&mut view.tx, scope, first).await?;
    let on = |at: Timestamp| {
        let events = counted.iter().find(|(day, _)| *day == at).map_or(0, |(_, events)| *events);
        u64::try_from(events).unwrap_or_default()
    };
    Ok((0..DAYS).map(|n| first + Span::days(n)).map(|at| (at, on(at))).collect())
}
