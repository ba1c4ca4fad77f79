//! Proves a downloaded log, or the one in the database, or names the first row at which it is not what was written (AC-05).

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Read as _};

use data_encoding::HEXLOWER;
use domain::activity::{Client, Record, canonical_client};
use domain::fault::Problem;
use domain::id::WorkspaceId;
use domain::text::counted;
use domain::view::activity::ActivityFilter;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use storage::activity::{Linked, Plan, Scope};

use super::checkpoint::{Statement, note_hash};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Fail, Result as CaseResult};
use crate::keys::mac;
use crate::unit::{Question, View, first_link, link};

/// What the first line of a downloaded log says it is.
pub const FORMAT: &str = "latchkey activity 1";
/// No line of ours is longer; a longer one is not read into memory.
const LINE_BYTES: u64 = 4 << 20;

/// The first line of a downloaded log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub format: String,
    pub workspace: WorkspaceId,
    /// RFC 3339.
    pub exported_at: String,
    /// The whole log up to its head, without a filter and for someone who may read all of it. Only then can it be proved that
    /// no row is missing.
    pub whole: bool,
    pub own_only: bool,
    pub filter: ActivityFilter,
    /// The last row that the log had.
    pub head_seq: i64,
    pub head_hash: String,
    /// Signed notes, oldest first; the last one is of the head.
    pub checkpoints: Vec<String>,
    pub public_key: String,
}

/// Every other line: a row with its place in the chain. Bytes are hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub record: Record,
    /// Where the request came from, with the salt of its keyed hash; both absent where that was erased or is not the reader's.
    pub client: Option<Client>,
    pub salt: Option<String>,
    pub client_hash: String,
    pub prev: String,
    pub hash: String,
}

impl Line {
    /// A row as it is downloaded, with what its reader may know of where it came from.
    #[must_use]
    pub fn of(linked: &Linked, client: Option<&Client>) -> Self {
        let row = &linked.row;
        let first = || first_link(row.record.workspace).to_vec();
        Self {
            record: row.record.clone(),
            client: client.cloned(),
            salt: row.salt.as_ref().filter(|_| client.is_some()).map(|salt| HEXLOWER.encode(salt)),
            client_hash: HEXLOWER.encode(&row.client_hash),
            prev: HEXLOWER.encode(&linked.before.clone().unwrap_or_else(first)),
            hash: HEXLOWER.encode(&row.hash),
        }
    }
}

/// What is wrong at the first row that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    NotALog,
    Unreadable(String),
    OtherWorkspace,
    /// The content does not fit the row's hash.
    Changed,
    /// The row was not written after the one before it.
    Unlinked,
    /// The row stands behind a later one, or a second time.
    Misplaced,
    /// This row is not there.
    Missing,
    /// A checkpoint's signature is not the key's, or the checkpoints do not follow each other.
    BadCheckpoint,
    /// A checkpoint was signed of a row behind the end of the log.
    CutOff,
    /// The checkpoint of this row was signed over another history.
    OtherHistory {
        since: i64,
    },
    OtherKey,
}

/// The first row at which the log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Counted from 1; in the database, the row's number.
    pub line: u64,
    pub seq: Option<i64>,
    pub flaw: Flaw,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(seq) = self.seq {
            write!(f, ", row {seq}")?;
        }
        f.write_str(": ")?;
        match &self.flaw {
            Flaw::NotALog => f.write_str("this is not a downloaded activity log (JSON lines)"),
            Flaw::Unreadable(what) => write!(f, "the line cannot be read: {what}"),
            Flaw::OtherWorkspace => f.write_str("the row belongs to another workspace"),
            Flaw::Changed => f.write_str("the row was changed: its content does not fit its hash"),
            Flaw::Unlinked => f.write_str("the row was changed or replaced: it does not follow from the row before it"),
            Flaw::Misplaced => f.write_str("the row stands behind a later one, or stands here a second time"),
            Flaw::Missing => f.write_str("the row was removed, or moved to another place"),
            Flaw::BadCheckpoint => f.write_str("a checkpoint was changed, or is not signed by the key"),
            Flaw::CutOff => f.write_str("the end of the log was cut off: a later row has a signed checkpoint"),
            Flaw::OtherHistory { since } => {
                write!(f, "the log was rewritten: the signed checkpoint of this row was made of other content, changed after row {since}")
            }
            Flaw::OtherKey => f.write_str("the log was signed with another key than the one given"),
        }
    }
}

/// What was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub workspace: WorkspaceId,
    pub rows: u64,
    pub first: Option<i64>,
    pub last: Option<i64>,
    /// No row up to the head is missing.
    pub whole: bool,
    /// Signed checkpoints that rows were held against.
    pub checkpoints: u64,
    /// The key was given by the asker, and not only by the log itself.
    pub trusted: bool,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of workspace {}", counted(self.rows, "row", "rows"), self.workspace)?;
        if let (Some(first), Some(last)) = (self.first, self.last) {
            write!(f, ", numbers {first} to {last}")?;
        }
        f.write_str(": every row is as it was written. ")?;
        f.write_str(if self.whole {
            "No row is missing. "
        } else {
            "This is a part of the log, by a filter or for one person: whether rows are missing cannot be proved from it. "
        })?;
        write!(f, "{} fit. ", counted(self.checkpoints, "signed checkpoint", "signed checkpoints"))?;
        f.write_str(if self.trusted {
            "The signatures are those of the given key."
        } else {
            "The signatures were checked with the key that the file itself names: compare it with the key of the installation."
        })
    }
}

/// A key as `doctor` prints it: 64 hexadecimal digits.
#[must_use]
pub fn public_key(text: &str) -> Option<VerifyingKey> {
    let bytes = HEXLOWER.decode(text.trim().to_ascii_lowercase().as_bytes()).ok()?;
    VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
}

/// Holds rows against each other and against the checkpoints, one by one.
#[derive(Debug)]
struct Checker {
    header: Header,
    trusted: bool,
    notes: BTreeMap<i64, Vec<u8>>,
    matched: u64,
    /// The last checkpoint that fit.
    certain: i64,
    first: Option<i64>,
    last: Option<(i64, String)>,
    rows: u64,
}

impl Checker {
    fn new(header: Header, key: Option<&VerifyingKey>) -> Result<Self, Flaw> {
        if header.format != FORMAT {
            return Err(Flaw::NotALog);
        }
        let named = public_key(&header.public_key).ok_or(Flaw::BadCheckpoint)?;
        if key.is_some_and(|key| *key != named) {
            return Err(Flaw::OtherKey);
        }
        let mut notes = BTreeMap::new();
        let mut before: Option<(i64, Vec<u8>)> = None;
        for note in &header.checkpoints {
            let statement = Statement::open(note, &named).ok_or(Flaw::BadCheckpoint)?;
            let follows = before.as_ref().is_none_or(|(seq, hash)| statement.seq > *seq && statement.before == *hash);
            if !follows || statement.workspace != header.workspace {
                return Err(Flaw::BadCheckpoint);
            }
            before = Some((statement.seq, note_hash(note)));
            notes.insert(statement.seq, statement.hash);
        }
        // The head itself is signed, so that nobody cuts off the end unseen.
        if notes.keys().next_back().is_some_and(|seq| *seq > header.head_seq) {
            return Err(Flaw::CutOff);
        }
        let signed_head = notes.get(&header.head_seq).map(|hash| HEXLOWER.encode(hash));
        if header.head_seq > 0 && signed_head.as_ref() != Some(&header.head_hash) {
            return Err(Flaw::BadCheckpoint);
        }
        Ok(Self { trusted: key.is_some(), header, notes, matched: 0, certain: 0, first: None, last: None, rows: 0 })
    }

    fn row(&mut self, number: u64, line: &Line) -> Result<(), Broken> {
        let seq = line.record.seq;
        let broken = |seq: i64, flaw: Flaw| Err(Broken { line: number, seq: Some(seq), flaw });
        if line.record.workspace != self.header.workspace {
            return broken(seq, Flaw::OtherWorkspace);
        }
        let before = self.last.as_ref().map_or(0, |(seq, _)| *seq);
        if seq <= before {
            return broken(seq, Flaw::Misplaced);
        }
        if self.header.whole && seq != before + 1 {
            return broken(before + 1, Flaw::Missing);
        }
        if seq > self.header.head_seq {
            return broken(seq, Flaw::Misplaced);
        }
        if !is_sound(line) {
            return broken(seq, Flaw::Changed);
        }
        let first = HEXLOWER.encode(&first_link(self.header.workspace));
        let expected = match &self.last {
            Some((last, hash)) if last + 1 == seq => Some(hash),
            _ if seq == 1 => Some(&first),
            _ => None,
        };
        if expected.is_some_and(|hash| *hash != line.prev) {
            return broken(seq, Flaw::Unlinked);
        }
        if let Some(hash) = self.notes.get(&seq) {
            if HEXLOWER.encode(hash) != line.hash {
                return broken(seq, Flaw::OtherHistory { since: self.certain });
            }
            self.matched += 1;
            self.certain = seq;
        }
        self.first = self.first.or(Some(seq));
        self.last = Some((seq, line.hash.clone()));
        self.rows += 1;
        Ok(())
    }

    fn finish(self, number: u64) -> Result<Summary, Broken> {
        let last = self.last.map(|(seq, _)| seq);
        if self.header.whole && last.unwrap_or(0) != self.header.head_seq {
            let seq = Some(last.unwrap_or(0) + 1);
            return Err(Broken { line: number, seq, flaw: Flaw::Missing });
        }
        Ok(Summary {
            workspace: self.header.workspace,
            rows: self.rows,
            first: self.first,
            last,
            whole: self.header.whole,
            checkpoints: self.matched,
            trusted: self.trusted,
        })
    }
}

/// Whether a row fits its own hashes.
fn is_sound(line: &Line) -> bool {
    let bytes = |text: &str| HEXLOWER.decode(text.as_bytes()).ok();
    let (Some(client_hash), Some(prev)) = (bytes(&line.client_hash), bytes(&line.prev)) else {
        return false;
    };
    let client_fits = match (&line.client, &line.salt) {
        (None, None) => true,
        (Some(client), Some(salt)) => bytes(salt)
            .and_then(|salt| <[u8; 32]>::try_from(salt).ok())
            .is_some_and(|salt| mac(&salt, &canonical_client(client)) == client_hash),
        _ => false,
    };
    client_fits && HEXLOWER.encode(&link(&line.record, &client_hash, &prev)) == line.hash
}

/// Why a file was not proved.
#[derive(Debug, thiserror::Error)]
pub enum Unproved {
    #[error("{0}")]
    Broken(Broken),
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Proves a downloaded log with constant memory. Without a key, signatures are held against the one that the file names.
pub fn file(mut reader: impl BufRead, key: Option<&VerifyingKey>) -> Result<Summary, Unproved> {
    let broken = |line, flaw| Unproved::Broken(Broken { line, seq: None, flaw });
    let mut text = String::new();
    let mut next = |text: &mut String| -> io::Result<bool> {
        text.clear();
        reader.by_ref().take(LINE_BYTES).read_line(text)?;
        Ok(!text.is_empty())
    };
    next(&mut text)?;
    let header = serde_json::from_str(&text).map_err(|_| broken(1, Flaw::NotALog))?;
    let mut checker = Checker::new(header, key).map_err(|flaw| broken(1, flaw))?;
    let mut number = 1;
    while next(&mut text)? {
        number += 1;
        let line = serde_json::from_str(&text).map_err(|error| broken(number, Flaw::Unreadable(error.to_string())))?;
        checker.row(number, &line).map_err(Unproved::Broken)?;
    }
    checker.finish(number + 1).map_err(Unproved::Broken)
}

/// Checkpoints that stand in a downloaded log: enough to reach back past any that a reader may have kept for itself.
pub(super) const NOTES: i64 = 64;

/// The first line for a log up to `head`: with the newest checkpoints and one of the head, made now where there is none yet.
pub(super) async fn header(app: &App, tx: &mut storage::Read, scope: Scope, filter: ActivityFilter, whole: bool) -> CaseResult<Header> {
    let head =
        storage::activity::head(tx, scope.workspace).await?.ok_or_else(|| Fail::Defect(format!("no chain for {}", scope.workspace)))?;
    let mut points = storage::checkpoint::latest(tx, scope.workspace, NOTES).await?;
    if head.seq > points.first().map_or(0, |point| point.seq) {
        let last = points.first().map(|point| point.note.clone());
        points.insert(0, super::checkpoint::sign(app, scope.workspace, &head, last.as_deref()));
    }
    Ok(Header {
        format: FORMAT.to_owned(),
        workspace: scope.workspace,
        exported_at: app.clock.now().to_string(),
        whole,
        own_only: scope.own.is_some(),
        filter,
        head_seq: head.seq,
        head_hash: HEXLOWER.encode(&head.hash),
        checkpoints: points.into_iter().rev().map(|point| point.note).collect(),
        public_key: HEXLOWER.encode(app.keys.checkpoint_key().verifying_key().as_bytes()),
    })
}

/// How many rows are read in one transaction.
const CHUNK: usize = 1_000;

struct Opening(WorkspaceId);

impl Question for Opening {
    type Out = Header;

    async fn answer(&self, view: &mut View<'_>) -> CaseResult<Header> {
        let scope = Scope { workspace: self.0, own: None };
        header(view.app, &mut view.tx, scope, ActivityFilter::default(), true).await
    }
}

/// Rows from one number on; where one of them cannot even be read, that number.
struct Rows {
    workspace: WorkspaceId,
    low: i64,
    high: i64,
}

impl Question for Rows {
    type Out = (Vec<Linked>, Option<(i64, String)>);

    async fn answer(&self, view: &mut View<'_>) -> CaseResult<Self::Out> {
        let plan = Plan::new(Scope { workspace: self.workspace, own: None }, &ActivityFilter::default());
        let range = (self.low, self.high);
        match storage::activity::oldest(&mut view.tx, &plan, range, CHUNK).await {
            Ok((rows, _)) => Ok((rows, None)),
            // One row of the thousand: read up to it one by one.
            Err(storage::Error::Corrupt { .. }) => {
                let mut rows = Vec::new();
                let mut low = self.low;
                loop {
                    match storage::activity::oldest(&mut view.tx, &plan, (low, low), 1).await {
                        Ok((found, _)) => rows.extend(found),
                        Err(storage::Error::Corrupt { what, .. }) => {
                            return Ok((rows, Some((low, what))));
                        }
                        Err(error) => return Err(error.into()),
                    }
                    low += 1;
                }
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Proves the log of one workspace as it stands in the database, up to where it stood when this began.
pub async fn workspace(app: &App, id: WorkspaceId) -> Result<Result<Summary, Broken>, Problem> {
    let ctx = Ctx::system("verify");
    let key = app.keys.checkpoint_key().verifying_key();
    let opening = app.ask(&ctx, &Opening(id)).await?;
    let high = opening.head_seq;
    let mut checker = match Checker::new(opening, Some(&key)) {
        Ok(checker) => checker,
        Err(flaw) => {
            return Ok(Err(Broken { line: 0, seq: None, flaw }));
        }
    };
    let number = |seq: i64| u64::try_from(seq).unwrap_or_default();
    let mut low = 1;
    while low <= high {
        let (rows, unreadable) = app.ask(&ctx, &Rows { workspace: id, low, high }).await?;
        for linked in &rows {
            let line = Line {
                // A salt without what it salts is a trace of tampering, and stays.
                salt: linked.row.salt.as_ref().map(|salt| HEXLOWER.encode(salt)),
                ..Line::of(linked, linked.row.client.as_ref())
            };
            if let Err(broken) = checker.row(number(linked.row.record.seq), &line) {
                return Ok(Err(broken));
            }
        }
        if let Some((seq, what)) = unreadable {
            return Ok(Err(Broken { line: number(seq), seq: Some(seq), flaw: Flaw::Unreadable(what) }));
        }
        match rows.last() {
            Some(last) => low = last.row.record.seq + 1,
            None => break,
        }
    }
    Ok(checker.finish(number(high) + 1))
}

struct Chains;

impl Question for Chains {
    type Out = Vec<WorkspaceId>;

    async fn answer(&self, view: &mut View<'_>) -> CaseResult<Self::Out> {
        Ok(storage::activity::chains(&mut view.tx).await?)
    }
}

/// Every workspace that has a log.
pub async fn workspaces(app: &App) -> Result<Vec<WorkspaceId>, Problem> {
    app.ask(&Ctx::system("verify"), &Chains).await
}
