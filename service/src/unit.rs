//! The unit of work: one transaction, one decision for each act, one commit.

use std::collections::BTreeMap;
use std::future::Future;

use domain::access::{Act, Action, Actor, PartnershipFacts, Permit, PersonFacts, Target, decide};
use domain::activity::{Happening, Record, Teller, canonical, canonical_client};
use domain::fault::Problem;
use domain::id::{EventId, JobId, MailId, NoticeId, PartnershipId, PersonId, WorkspaceId};
use domain::time::{Span, Timestamp};
use sha2::{Digest, Sha256};
use storage::activity::{Chained, Head};
use storage::facts::SignedIn;
use storage::outbox::NewMail;
use storage::{Read, Write};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::jobs::kind::JobKind;
use crate::keys::mac;

/// A use case that changes something. It may be run several times, so it holds its input and changes nothing outside the unit.
pub trait UseCase: Sync {
    type Out: Send;
    fn run(&self, unit: &mut Unit<'_>) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// A use case that only shows something.
pub trait Question: Sync {
    type Out: Send;
    fn answer(&self, view: &mut View<'_>) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// How long after its last note a session's use is written down again.
const TOUCH_AFTER: Span = Span::minutes(1);

/// A read transaction on behalf of one request.
#[derive(Debug)]
pub struct View<'a> {
    pub app: &'a App,
    pub ctx: &'a Ctx,
    pub now: Timestamp,
    pub tx: Read,
    stale: bool,
}

impl<'a> View<'a> {
    pub(crate) async fn begin(app: &'a App, ctx: &'a Ctx) -> Result<Self> {
        Ok(Self { app, ctx, now: app.clock.now(), tx: app.db.read().await?, stale: false })
    }

    /// Who asks, or [`Problem::SignIn`].
    pub async fn signed_in(&mut self) -> Result<SignedIn> {
        let found = signed_in(&mut self.tx, self.ctx, self.now).await?;
        self.stale |= self.now - found.last_used_at > TOUCH_AFTER;
        Ok(found)
    }

    /// Asks for a permit on the actor's own workspace.
    pub fn permit<A: Act>(&self, actor: &Actor) -> Result<Permit<A>> {
        Ok(decide::<A>(actor, Target::Workspace(actor.workspace), self.now)?)
    }

    pub(crate) fn stale_session(&self) -> Option<[u8; 32]> {
        self.ctx.session.filter(|_| self.stale)
    }
}

async fn signed_in(read: &mut Read, ctx: &Ctx, now: Timestamp) -> Result<SignedIn> {
    let token = ctx.session.ok_or(Problem::SignIn)?;
    Ok(storage::facts::signed_in(read, &token, now).await?.ok_or(Problem::SignIn)?)
}

/// A write transaction on behalf of one request. What is told, mailed and noticed becomes true with the commit, or not at all.
#[derive(Debug)]
pub struct Unit<'a> {
    pub app: &'a App,
    pub ctx: &'a Ctx,
    pub now: Timestamp,
    pub tx: Write,
    told: BTreeMap<WorkspaceId, Vec<(Teller, Happening)>>,
    moved: Vec<WorkspaceId>,
    asked: Option<Action>,
    keeps_failure: bool,
}

impl<'a> Unit<'a> {
    pub(crate) async fn begin(app: &'a App, ctx: &'a Ctx) -> Result<Self> {
        let tx = app.db.write().await?;
        Ok(Self { app, ctx, now: app.clock.now(), tx, told: BTreeMap::new(), moved: Vec::new(), asked: None, keeps_failure: false })
    }

    /// Who acts, or [`Problem::SignIn`].
    pub async fn signed_in(&mut self) -> Result<SignedIn> {
        signed_in(&mut self.tx, self.ctx, self.now).await
    }

    /// Asks for a permit on the actor's own workspace.
    pub fn permit<A: Act>(&mut self, actor: &Actor) -> Result<Permit<A>> {
        self.asked = Some(A::ACTION);
        Ok(decide::<A>(actor, Target::Workspace(actor.workspace), self.now)?)
    }

    /// Asks for a permit on a person of the actor's workspace.
    pub async fn permit_person<A: Act>(&mut self, actor: &Actor, id: PersonId) -> Result<(Permit<A>, PersonFacts)> {
        self.asked = Some(A::ACTION);
        let facts = storage::facts::person(&mut self.tx, actor.workspace, id).await?.ok_or_else(Fail::not_found)?;
        Ok((decide::<A>(actor, Target::Person(&facts), self.now)?, facts))
    }

    /// Asks for a permit on a partnership that the actor's workspace is an end of.
    pub async fn permit_partnership<A: Act>(&mut self, actor: &Actor, id: PartnershipId) -> Result<(Permit<A>, PartnershipFacts)> {
        self.asked = Some(A::ACTION);
        let facts = storage::facts::partnership(&mut self.tx, actor.workspace, id).await?.ok_or_else(Fail::not_found)?;
        Ok((decide::<A>(actor, Target::Partnership(&facts), self.now)?, facts))
    }

    /// Tells the log of the permit's workspace what the signed-in person did.
    pub fn record<A: Act>(&mut self, _permit: &Permit<A>, who: &SignedIn, happening: Happening) {
        let teller = Teller::Person { id: who.actor.person, name: who.name.clone() };
        self.tell(who.actor.workspace, teller, happening);
    }

    /// Tells the log of a workspace, in the name under which that workspace may know the one who acted.
    pub fn tell(&mut self, workspace: WorkspaceId, teller: Teller, happening: Happening) {
        self.told.entry(workspace).or_default().push((teller, happening));
    }

    /// Writes a mail into the outbox.
    pub async fn mail(&mut self, mail: &NewMail) -> Result<()> {
        let id = MailId::new(self.app.ids.uuid(self.now));
        Ok(storage::outbox::put(&mut self.tx, id, mail, self.now).await?)
    }

    /// Puts news into a person's inbox. `once` names the cause: the same news is never put there twice, also when a job runs twice.
    pub async fn notice(&mut self, once: &str, workspace: WorkspaceId, person: PersonId, text: &str, path: &str) -> Result<()> {
        let cause: [u8; 32] = Sha256::new().chain_update(person.uuid().as_bytes()).chain_update(once.as_bytes()).finalize().into();
        let id = NoticeId::new(crate::ids::named(&cause));
        self.moves(workspace);
        Ok(storage::notice::put(&mut self.tx, id, workspace, person, text, path, self.now).await?)
    }

    /// Writes a job to be done at `due`. A second one with the same `once` is not written.
    pub async fn schedule(&mut self, once: &str, job: &JobKind, due: Timestamp) -> Result<()> {
        let payload = serde_json::to_string(job).map_err(|error| Fail::Defect(error.to_string()))?;
        let id = JobId::new(self.app.ids.uuid(self.now));
        Ok(storage::job::put(&mut self.tx, id, once, job.code(), &payload, due).await?)
    }

    /// Makes the unit commit even when the use case ends in a refusal: for counted attempts and refused sign-ins, whose trace is
    /// the effect.
    pub fn keep_failure(&mut self) {
        self.keeps_failure = true;
    }

    pub(crate) fn keeps_failure(&self) -> bool {
        self.keeps_failure
    }

    /// Has open pages of the workspace look again even where the log says nothing new.
    pub fn moves(&mut self, workspace: WorkspaceId) {
        if !self.moved.contains(&workspace) {
            self.moved.push(workspace);
        }
    }

    /// The refused action, where a signed-in person asked for something they may not do. A stale proof is no refusal.
    pub(crate) fn refused(&self, fail: &Fail) -> Option<([u8; 32], Action)> {
        let refused = match fail {
            Fail::Problem(Problem::Denied(denial)) => denial.reason != domain::access::Reason::Proof,
            Fail::Problem(Problem::NotFound) => true,
            _ => false,
        };
        self.ctx.session.zip(self.asked.filter(|_| refused))
    }

    /// Appends what was told, workspace by workspace in the order of their ids so that two units never wait for each other in a
    /// circle, and commits. Gives the workspaces that moved.
    pub(crate) async fn finish(mut self) -> Result<Vec<WorkspaceId>> {
        for (workspace, told) in std::mem::take(&mut self.told) {
            let Some(mut head) = storage::activity::lock_head(&mut self.tx, workspace).await? else {
                return Err(Fail::Defect(format!("no chain for {workspace}")));
            };
            for (teller, happening) in told {
                head = self.append(workspace, &head, teller, happening).await?;
            }
            storage::activity::move_head(&mut self.tx, workspace, &head).await?;
            self.moves(workspace);
        }
        self.tx.commit().await?;
        Ok(self.moved)
    }

    async fn append(&mut self, workspace: WorkspaceId, head: &Head, teller: Teller, happening: Happening) -> Result<Head> {
        let record = Record {
            workspace,
            seq: head.seq + 1,
            id: EventId::new(self.app.ids.uuid(self.now)),
            at: self.now,
            teller,
            happening,
            request: self.ctx.request.clone(),
        };
        let salt: [u8; 32] = self.app.ids.bytes();
        let client_hash = mac(&salt, &canonical_client(&self.ctx.client));
        let hash = link(&record, &client_hash, &head.hash);
        let row = Chained { record, client: Some(self.ctx.client.clone()), salt: Some(salt.to_vec()), client_hash, hash: hash.to_vec() };
        storage::activity::append(&mut self.tx, &row).await?;
        Ok(Head { seq: row.record.seq, hash: row.hash })
    }
}

/// The hash that stands before a workspace's first row.
#[must_use]
pub fn first_link(workspace: WorkspaceId) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(workspace.uuid().as_bytes()).finalize().into()
}

/// The hash of a row: over its own content, the keyed hash of its erasable part, and the hash of the row before it.
#[must_use]
pub fn link(record: &Record, client_hash: &[u8], before: &[u8]) -> [u8; 32] {
    let content = canonical(record);
    Sha256::new()
        .chain_update([0])
        .chain_update((content.len() as u64).to_be_bytes())
        .chain_update(&content)
        .chain_update((client_hash.len() as u64).to_be_bytes())
        .chain_update(client_hash)
        .chain_update(before)
        .finalize()
        .into()
}
