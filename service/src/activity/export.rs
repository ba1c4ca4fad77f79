//! Downloads of the log (AC-04): as a table for people, and as lines that anyone can verify. Streamed page by page, so the
//! length of the log decides neither memory nor the length of a transaction.

use domain::access::act;
use domain::activity::{EventKind, Happening};
use domain::fault::Problem;
use domain::view::activity::{ActivityFilter, ActivityRow};
use domain::vocabulary;
use futures::stream::{self, BoxStream, StreamExt};
use storage::activity::{Linked, Plan, Scope};

use super::list::cleaned;
use super::verify::{Header, Line, header};
use crate::app::App;
use crate::csv_cell;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

vocabulary! {
    /// What a download looks like.
    Format, "download format" {
        Csv = "csv", "Table (CSV)";
        JsonLines = "jsonl", "Verifiable log (JSON lines)";
    }
}

impl Format {
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

/// How many rows are read in one transaction.
const CHUNK: usize = 1_000;

/// A download that has begun: its event is written.
pub struct Download {
    /// For the file.
    pub name: String,
    pub content_type: &'static str,
    /// An error in it means that the download has to be broken off.
    pub chunks: BoxStream<'static, std::result::Result<Vec<u8>, Problem>>,
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Download").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Decides and writes the event; what is read later stands before it in the log.
struct Begin<'a> {
    filter: &'a ActivityFilter,
    format: Format,
}

#[derive(Debug)]
struct Ticket {
    scope: Scope,
    plan: Plan,
    header: Header,
    range: (i64, i64),
}

impl UseCase for Begin<'_> {
    type Out = Ticket;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Ticket> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::ExportActivity>(&who.actor)?;
        let scope = super::scope(&who, unit.now);
        let filter = ActivityFilter { before: None, ..cleaned(self.filter) };
        let plan = Plan::new(scope, &filter).in_one_walk();
        let words = in_words(&filter);
        let header = header(unit.app, &mut unit.tx, scope, filter, plan.is_whole()).await?;
        let (low, high) = storage::activity::range(&mut unit.tx, &plan, header.head_seq).await?;
        let at_most = (high - low + 1).max(0);
        let happening = Happening::new(EventKind::ActivityExported)
            .with("format", self.format.code())
            .with("filter", words)
            .with("rows at most", at_most.to_string());
        unit.record(&permit, &who, happening);
        Ok(Ticket { scope, plan, header, range: (low, high) })
    }
}

/// A filter as the log tells it.
fn in_words(filter: &ActivityFilter) -> String {
    let parts = [
        filter.from.map(|at| format!("from {}", at.minute())),
        filter.to.map(|at| format!("to {}", at.minute())),
        filter.kind.map(|kind| format!("event {}", kind.code())),
        filter.group.map(|group| format!("group {}", group.code())),
        filter.person.map(|id| format!("person {id}")),
        filter.partnership.map(|id| format!("partnership {id}")),
        filter.search.as_ref().map(|text| format!("search {text}")),
    ];
    let words: Vec<String> = parts.into_iter().flatten().collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Begins a download of the log as the filter narrows it and as the signed-in person may read it.
pub async fn start(app: &App, ctx: &Ctx, filter: &ActivityFilter, format: Format) -> std::result::Result<Download, Problem> {
    let Ticket { scope, plan, header, range: (low, high) } = app.run(ctx, &Begin { filter, format }).await?;
    let first = match format {
        Format::Csv => table_head(),
        Format::JsonLines => json_line(&header),
    }
    .map_err(|fail| fail.answer(&ctx.request))?;
    let walk = Walk { app: app.clone(), ctx: ctx.clone(), scope, plan, format, high };
    let pages = stream::unfold((walk, Some(low)), |(walk, low)| async move {
        let mut low = low?;
        loop {
            if low > walk.high {
                return None;
            }
            match walk.app.ask(&walk.ctx, &Piece { walk: &walk, low }).await {
                Ok((chunk, next)) if chunk.is_empty() => low = next?,
                Ok((chunk, next)) => return Some((Ok(chunk), (walk, next))),
                Err(problem) => return Some((Err(problem), (walk, None))),
            }
        }
    });
    Ok(Download {
        name: format!("activity-{}.{}", app.clock.now().date(), format.code()),
        content_type: format.content_type(),
        chunks: stream::once(async { Ok(first) }).chain(pages).fuse().boxed(),
    })
}

struct Walk {
    app: App,
    ctx: Ctx,
    scope: Scope,
    plan: Plan,
    format: Format,
    high: i64,
}

/// The next rows of a download.
struct Piece<'a> {
    walk: &'a Walk,
    low: i64,
}

impl Question for Piece<'_> {
    type Out = (Vec<u8>, Option<i64>);

    async fn answer(&self, view: &mut View<'_>) -> Result<Self::Out> {
        let walk = self.walk;
        // Whoever loses the right while a long download runs gets no more of it.
        let who = view.signed_in().await?;
        if super::scope(&who, view.now) != walk.scope {
            return Err(Problem::SignIn.into());
        }
        let range = (self.low, walk.high);
        let (rows, next) = storage::activity::oldest(&mut view.tx, &walk.plan, range, CHUNK).await?;
        let chunk = match walk.format {
            Format::Csv => table(walk.scope, &rows)?,
            Format::JsonLines => lines(walk.scope, &rows)?,
        };
        Ok((chunk, next))
    }
}

fn defect(error: impl std::fmt::Display) -> Fail {
    Fail::Defect(error.to_string())
}

fn json_line(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value).map_err(defect)?;
    line.push(b'\n');
    Ok(line)
}

fn lines(scope: Scope, rows: &[Linked]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    for linked in rows {
        let line = Line::of(linked, super::client_for(scope, &linked.row));
        out.extend(json_line(&line)?);
    }
    Ok(out)
}

const COLUMNS: [&str; 12] =
    ["Time", "Event", "Account", "App", "User", "Location", "OS", "Device", "Details", "Address", "Sequence", "Hash"];

fn written(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    writer.into_inner().map_err(defect)
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn table_head() -> Result<Vec<u8>> {
    let mut writer = writer();
    writer.write_record(COLUMNS).map_err(defect)?;
    written(writer)
}

fn table(scope: Scope, rows: &[Linked]) -> Result<Vec<u8>> {
    let mut writer = writer();
    for Linked { row, .. } in rows {
        let client = super::client_for(scope, row).cloned().unwrap_or_default();
        let shown = ActivityRow { record: row.record.clone(), client: None, hash: data_encoding::HEXLOWER.encode(&row.hash) };
        let facts = &shown.record.happening.details;
        let details: Vec<String> = facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        // No event is about an account of an app yet: those columns stay empty.
        let cells = [
            shown.record.at.to_string(),
            shown.event(),
            String::new(),
            String::new(),
            shown.record.teller.label().to_owned(),
            client.location,
            client.os,
            client.device,
            details.join("; "),
            client.address,
            shown.record.seq.to_string(),
            shown.hash,
        ];
        writer.write_record(cells.iter().map(|cell| csv_cell::safe(cell).into_owned())).map_err(defect)?;
    }
    written(writer)
}
