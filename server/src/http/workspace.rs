//! What a workspace offers besides pages: its live stream and its downloads.

use std::convert::Infallible;
use std::io;
use std::str::FromStr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::fault::Problem;
use domain::id::WorkspaceId;
use domain::time::Timestamp;
use domain::view::activity::ActivityFilter;
use domain::view::live::{LiveEvent, LiveTopic};
use domain::view::people::PeopleFilter;
use futures::{Stream, StreamExt, TryStreamExt};
use service::activity::export::{self, Format};
use service::app::App;
use service::ctx::Ctx;
use service::workspace::shell::Shell;
use url::form_urlencoded;

use super::Web;
use super::error::Refusal;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/w/{ws}/events", get(events))
        .route("/w/{ws}/activity.csv", get(activity_csv))
        .route("/w/{ws}/activity.jsonl", get(activity_jsonl))
        .route("/w/{ws}/people.csv", get(people_csv))
}

/// The address must name the workspace that the session is in: someone who changed it in another tab must not take a download of one
/// for that of the other.
async fn same_workspace(app: &App, ctx: &Ctx, named: &str) -> Result<(), Problem> {
    let shell = app.ask(ctx, &Shell).await?;
    if named.parse::<WorkspaceId>() == Ok(shell.workspace) { Ok(()) } else { Err(Problem::NotFound) }
}

/// How often a silent stream says that it is there, so that proxies keep it and dead ones are noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// What open pages hear (NO-03). A page that comes back names the last event that it saw, and misses nothing.
async fn events(
    State(web): State<Web>,
    Extension(ctx): Extension<Ctx>,
    Path(workspace): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    match same_workspace(&web.app, &ctx, &workspace).await {
        // The stream itself says so, and the page then stops asking; a bare 401 would leave it wondering.
        Ok(()) | Err(Problem::SignIn) => {}
        Err(problem) => return Err(problem.into()),
    }
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    // Pages that lost the same server do not come back to it in the same moment.
    let pause = Duration::from_millis(1000 + web.app.ids.bits() % 3000);
    let mut stopping = web.stopping.clone();
    let over = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let open = Open::new();
    let stream = service::live::stream(web.app.clone(), ctx, seen).take_until(over).enumerate().map(move |(number, event)| {
        let _held = &open;
        let told = tell(&event);
        Ok::<_, Infallible>(if number == 0 { told.retry(pause) } else { told })
    });
    let stream = Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // Proxies must not hold it back until there is more of it.
    Ok(([("x-accel-buffering", "no")], stream).into_response())
}

fn tell(event: &LiveEvent) -> Event {
    let name = match event.topic {
        LiveTopic::Hello | LiveTopic::Reset | LiveTopic::SignedOut => event.topic.code(),
        _ => "changed",
    };
    let topic = event.topic.code();
    let data = event.id.as_ref().map_or_else(|| topic.to_owned(), |id| format!("{topic} {id}"));
    Event::default().id(event.seq.to_string()).event(name).data(data)
}

/// Counts open streams for as long as it lives.
struct Open;

impl Open {
    fn new() -> Self {
        metrics::gauge!("latchkey_live_streams").increment(1.0);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("latchkey_live_streams").decrement(1.0);
    }
}

async fn activity_csv(state: State<Web>, ctx: Extension<Ctx>, workspace: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    activity(state, ctx, workspace, query, Format::Csv).await
}

async fn activity_jsonl(state: State<Web>, ctx: Extension<Ctx>, workspace: Path<String>, query: RawQuery) -> Result<Response, Refusal> {
    activity(state, ctx, workspace, query, Format::JsonLines).await
}

async fn activity(
    State(web): State<Web>,
    Extension(ctx): Extension<Ctx>,
    Path(workspace): Path<String>,
    RawQuery(query): RawQuery,
    format: Format,
) -> Result<Response, Refusal> {
    let fields = Fields::read(query.as_deref());
    let filter = ActivityFilter {
        from: fields.time("from")?,
        to: fields.time("to")?,
        kind: fields.get("kind")?,
        group: fields.get("group")?,
        person: fields.get("person")?,
        partnership: fields.get("partnership")?,
        search: fields.get("search")?,
        before: None,
    };
    same_workspace(&web.app, &ctx, &workspace).await?;
    let download = export::start(&web.app, &ctx, &filter, format).await?;
    Ok(file(&download.name, download.content_type, download.chunks))
}

async fn people_csv(
    State(web): State<Web>,
    Extension(ctx): Extension<Ctx>,
    Path(workspace): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::read(query.as_deref());
    let filter = PeopleFilter {
        search: fields.get("search")?,
        role: fields.get("role")?,
        standing: fields.get("standing")?,
        sort: fields.get("sort")?,
        after: None,
    };
    same_workspace(&web.app, &ctx, &workspace).await?;
    let chunks = service::people::csv::csv(&web.app, &ctx, filter).await?;
    let name = format!("people-{}.csv", web.app.clock.now().date());
    Ok(file(&name, Format::Csv.content_type(), chunks.map_ok(String::into_bytes)))
}

/// A download. An error in the middle cuts the connection, so that nobody takes a part for the whole.
fn file(name: &str, kind: &'static str, chunks: impl Stream<Item = Result<Vec<u8>, Problem>> + Send + 'static) -> Response {
    let mut response = Response::new(Body::from_stream(chunks.map_err(io::Error::other)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// The fields of an address, as a form with `GET` writes them: those left empty are not there, those that are no filter are not looked at.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned();
        Self(pairs.filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    fn with<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        let Some((_, value)) = self.0.iter().find(|(field, _)| field == name) else {
            return Ok(None);
        };
        read(value).map(Some).ok_or_else(|| Problem::BadRequest(format!("the filter \"{name}\" has a value that it cannot have")))
    }

    fn get<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.with(name, |text| text.parse().ok())
    }

    /// Milliseconds, a date, or a date and time of day.
    fn time(&self, name: &str) -> Result<Option<Timestamp>, Problem> {
        self.with(name, |text| text.parse().map(Timestamp::from_millis).ok().or_else(|| Timestamp::parse(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_from_the_address() {
        let fields = Fields::read(Some("from=2026-11-22&to=1795337072047&kind=&search=a%20b&person=nonsense&tab=x"));
        assert_eq!(fields.time("from").unwrap(), Timestamp::from_date(2026, 11, 22));
        assert_eq!(fields.time("to").unwrap(), Some(Timestamp::from_millis(1_795_337_072_047)));
        assert_eq!(fields.get::<domain::activity::EventKind>("kind").unwrap(), None);
        assert_eq!(fields.get::<String>("search").unwrap().as_deref(), Some("a b"));
        assert!(matches!(fields.get::<domain::id::PersonId>("person"), Err(Problem::BadRequest(_))));
    }
}
