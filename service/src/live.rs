//! Tells open pages that their workspace has news (NO-03).
//!
//! What is told is only "workspace W moved": a page's stream then reads from the activity log what happened after the row that it
//! saw last, which is why a reconnecting page misses nothing and why each event is authorised when it is sent.

use std::collections::VecDeque;
use std::time::Duration;

use domain::access::{Action, Target, allowed, sees_partnership};
use domain::activity::{EventGroup, EventKind};
use domain::fault::Problem;
use domain::id::{PartnershipId, WorkspaceId};
use domain::people::Role;
use domain::time::Timestamp;
use domain::view::live::{LiveEvent, LiveTopic};
use futures::stream::{self, Stream, StreamExt};
use storage::activity::Chained;
use storage::facts::SignedIn;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::activity;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::inbox;
use crate::unit::View;

/// The local bell. On PostgreSQL [`listen`] rings it for what other servers announce.
#[derive(Debug, Clone)]
pub struct Live(broadcast::Sender<WorkspaceId>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl Live {
    /// A workspace moved.
    pub fn ring(&self, workspace: WorkspaceId) {
        // Nobody listening is fine.
        let _ = self.0.send(workspace);
    }

    /// Hears every workspace from now on. A receiver that lags has to look at its workspace once: nothing is lost by that.
    #[must_use]
    pub fn hear(&self) -> broadcast::Receiver<WorkspaceId> {
        self.0.subscribe()
    }
}

/// Rings for what other servers announce, for as long as it runs. Ends at once on SQLite, where there are none.
pub async fn listen(app: App) {
    let mut pause = Duration::from_millis(250);
    loop {
        match app.db.listen().await {
            Ok(None) => return,
            Ok(Some(mut announcements)) => {
                pause = Duration::from_millis(250);
                loop {
                    match announcements.next().await {
                        Ok(payload) => {
                            for workspace in payload.split(' ').filter_map(|name| name.parse().ok()) {
                                app.live.ring(workspace);
                            }
                        }
                        Err(error) => {
                            tracing::warn!(%error, "announcements of other servers were lost");
                            break;
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "other servers cannot be heard"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(10));
    }
}

/// How often a stream looks without being rung: for a lost announcement, and for a session that has ended.
const LOOK: Duration = Duration::from_secs(20);
/// After a ring the rest of a burst is awaited, so that it costs one look and not one each.
const GATHER: Duration = Duration::from_millis(20);
/// A page that is further behind is told to look at everything again.
const BEHIND: i64 = 500;

/// What one open page hears. `after` is the number of the last event that the page saw, if it was connected before. The stream
/// ends when the session does.
pub fn stream(app: App, ctx: Ctx, after: Option<i64>) -> impl Stream<Item = LiveEvent> + Send + 'static {
    // Heard from before the first look, so that nothing falls between.
    let bell = app.live.hear();
    let page = Page { app, ctx, bell, seen: after, workspace: None, inbox: None, waiting: VecDeque::new(), begun: false, over: false };
    stream::unfold(page, |mut page| async move { page.next().await.map(|event| (event, page)) }).fuse()
}

struct Page {
    app: App,
    ctx: Ctx,
    bell: broadcast::Receiver<WorkspaceId>,
    /// The last row that was looked at.
    seen: Option<i64>,
    workspace: Option<WorkspaceId>,
    inbox: Option<inbox::Mark>,
    waiting: VecDeque<LiveEvent>,
    begun: bool,
    over: bool,
}

impl Page {
    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            if self.begun {
                self.rung().await;
            }
            self.begun = true;
            self.look().await;
        }
    }

    /// Until the workspace moved, or long enough.
    async fn rung(&mut self) {
        let heard = async {
            loop {
                match self.bell.recv().await {
                    Ok(workspace) if Some(workspace) != self.workspace => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => break,
                    // The application stops; the server closes the stream.
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
            tokio::time::sleep(GATHER).await;
        };
        let _ = tokio::time::timeout(LOOK, heard).await;
        self.bell = self.bell.resubscribe();
    }

    async fn look(&mut self) {
        let looked = async {
            // Not through `App::ask`: an open page is no sign that its person is there, and must not keep the session alive.
            let mut view = View::begin(&self.app, &self.ctx).await?;
            look(&mut view, self.seen, self.inbox).await
        };
        let found: Result<Found> = looked.await;
        match found.map_err(|fail| fail.answer(&self.ctx.request)) {
            Ok(found) => {
                self.seen = Some(found.seq);
                self.workspace = Some(found.workspace);
                self.inbox = Some(found.inbox);
                self.waiting.extend(found.events);
            }
            Err(Problem::SignIn) => {
                self.over = true;
                let seq = self.seen.unwrap_or(0);
                self.waiting.push_back(LiveEvent { seq, topic: LiveTopic::SignedOut, id: None });
            }
            // The database is away: look again at the next ring.
            Err(problem) => tracing::debug!(%problem, "a live stream could not look"),
        }
    }
}

struct Found {
    workspace: WorkspaceId,
    seq: i64,
    inbox: inbox::Mark,
    events: Vec<LiveEvent>,
}

/// What the page has to be told since the row `seen`.
async fn look(view: &mut View<'_>, seen: Option<i64>, inbox: Option<inbox::Mark>) -> Result<Found> {
    let who = view.signed_in().await?;
    let workspace = who.actor.workspace;
    let head = storage::activity::head(&mut view.tx, workspace).await?.map_or(0, |head| head.seq);
    let mark = inbox::mark(&mut view.tx, &who).await?;
    let mut topics = Vec::new();
    match seen {
        None => topics.push((LiveTopic::Hello, None)),
        // Further ahead than the log is a page of another database.
        Some(seen) if head - seen > BEHIND || seen > head => topics.push((LiveTopic::Reset, None)),
        Some(seen) => {
            for row in storage::activity::after(&mut view.tx, workspace, seen, BEHIND).await? {
                tell(view, &who, &row, &mut topics).await?;
            }
            // A page that comes back does not know what its inbox held.
            if inbox.is_none_or(|before| before != mark) {
                topics.push((LiveTopic::Inbox, None));
            }
        }
    }
    // Only with the last of them the page stands at the head: one that is cut off in the middle hears all of them again.
    let last = topics.len().saturating_sub(1);
    let stands = |place: usize| {
        if place == last { head } else { seen.unwrap_or(head) }
    };
    let events = topics.into_iter().enumerate().map(|(place, (topic, id))| LiveEvent { seq: stands(place), topic, id }).collect();
    Ok(Found { workspace, seq: head, inbox: mark, events })
}

type Topic = (LiveTopic, Option<String>);

/// Adds what the person may hear of a row, each thing once.
async fn tell(view: &mut View<'_>, who: &SignedIn, row: &Chained, topics: &mut Vec<Topic>) -> Result<()> {
    let mut add = |topic: LiveTopic, id: Option<String>| {
        if !topics.contains(&(topic, id.clone())) {
            topics.push((topic, id));
        }
    };
    if let Some((topic, id)) = thing(view, who, row).await? {
        add(topic, id);
    }
    if is_about(who, row) && matches!(row.record.happening.kind.group(), EventGroup::SignIn | EventGroup::People) {
        add(LiveTopic::Session, None);
    }
    if activity::sees(activity::scope(who, view.now), row) {
        add(LiveTopic::Activity, None);
    }
    Ok(())
}

/// The person acted, or was acted on.
fn is_about(who: &SignedIn, row: &Chained) -> bool {
    let me = who.actor.person;
    activity::told_by(&row.record.teller, me) || row.record.happening.person.as_ref().is_some_and(|person| person.id == me)
}

async fn thing(view: &mut View<'_>, who: &SignedIn, row: &Chained) -> Result<Option<Topic>> {
    let happening = &row.record.happening;
    Ok(match happening.kind.group() {
        EventGroup::People => {
            let id = happening.person.as_ref().map(|person| person.id.to_string());
            may(who, Action::ViewPeople, view.now).then_some((LiveTopic::People, id))
        }
        EventGroup::Workspace => {
            // Everyone sees the name and the tile; who opens Partners sees the public ID.
            let seen = match happening.kind {
                EventKind::WorkspaceRenamed => true,
                EventKind::WorkspaceCodeRotated => may(who, Action::ViewPartners, view.now),
                EventKind::OwnershipTransferred => may(who, Action::ViewPeople, view.now),
                _ => false,
            };
            (seen || may(who, Action::ViewSettings, view.now)).then_some((LiveTopic::Settings, None))
        }
        EventGroup::Partnership => match &happening.partnership {
            Some(named) if sees(view, who, named.id).await? || is_about(who, row) => {
                Some((LiveTopic::Partnership, Some(named.id.to_string())))
            }
            _ => None,
        },
        EventGroup::SignIn | EventGroup::Activity => None,
    })
}

fn may(who: &SignedIn, action: Action, now: Timestamp) -> bool {
    allowed(action, &who.actor, Target::Workspace(who.actor.workspace), now).is_ok()
}

async fn sees(view: &mut View<'_>, who: &SignedIn, id: PartnershipId) -> Result<bool> {
    // Guests of a local partner see no host-guest partnership at all, which spares the look.
    if matches!(who.actor.role, Role::GuestAdmin | Role::GuestUser) {
        return Ok(false);
    }
    let facts = storage::facts::partnership(&mut view.tx, who.actor.workspace, id).await?;
    Ok(facts.is_some_and(|facts| sees_partnership(&who.actor, &facts)))
}
