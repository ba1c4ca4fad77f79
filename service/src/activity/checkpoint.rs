//! Signed checkpoints: who holds one can prove that the log up to its row is the one that stood there then (AC-05).
//!
//! The text is a signed note as Go's checksum database and certificate logs use it: lines, an empty line, and a line that
//! holds name and signature. Its own lines are origin, row number, hash, time, and the hash of the checkpoint before.

use data_encoding::{BASE64, HEXLOWER};
use domain::fault::Problem;
use domain::id::WorkspaceId;
use domain::time::Span;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use storage::checkpoint::Checkpoint;

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::jobs::kind::JobKind;
use crate::unit::{Question, Unit, UseCase, View};

/// The name that signs.
const NAME: &str = "latchkey";
/// A checkpoint is due after so many rows, or after a day with any.
const EVENTS: i64 = 10_000;
const DAY: Span = Span::days(1);

/// What a checkpoint states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub workspace: WorkspaceId,
    pub seq: i64,
    pub hash: Vec<u8>,
    /// RFC 3339.
    pub at: String,
    /// SHA-256 of the note before; empty in the first.
    pub before: Vec<u8>,
}

/// Tells keys apart in a signature line: the first bytes of a hash over name, algorithm and key.
fn key_id(key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(NAME).chain_update(b"\n\x01").chain_update(key.as_bytes()).finalize();
    let mut id = [0; 4];
    for (slot, byte) in id.iter_mut().zip(hash) {
        *slot = byte;
    }
    id
}

/// The hash by which the next checkpoint names this one.
#[must_use]
pub fn note_hash(note: &str) -> Vec<u8> {
    Sha256::digest(note.as_bytes()).to_vec()
}

impl Statement {
    fn text(&self) -> String {
        format!(
            "{NAME}/{}\n{}\n{}\n{}\n{}\n",
            self.workspace,
            self.seq,
            HEXLOWER.encode(&self.hash),
            self.at,
            HEXLOWER.encode(&self.before)
        )
    }

    /// The note.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> String {
        let text = self.text();
        let mut signature = key_id(&key.verifying_key()).to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n\u{2014} {NAME} {}\n", BASE64.encode(&signature))
    }

    /// Reads a note; nothing where it is none, or where its signature is not the key's.
    #[must_use]
    pub fn open(note: &str, key: &VerifyingKey) -> Option<Self> {
        let (text, tail) = note.rsplit_once("\n\n")?;
        let text = format!("{text}\n");
        let line = tail.strip_suffix('\n')?;
        let encoded = line.strip_prefix("\u{2014} ")?.strip_prefix(NAME)?.strip_prefix(' ')?;
        let bytes = BASE64.decode(encoded.as_bytes()).ok()?;
        let (id, signature) = bytes.split_at_checked(4)?;
        let signature = Signature::from_slice(signature).ok()?;
        (id == key_id(key)).then_some(())?;
        key.verify_strict(text.as_bytes(), &signature).ok()?;
        let statement = Self::read(&text)?;
        // One statement has one text.
        (statement.text() == text).then_some(statement)
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        Some(Self {
            workspace: lines.next()?.strip_prefix(NAME)?.strip_prefix('/')?.parse().ok()?,
            seq: lines.next()?.parse().ok()?,
            hash: HEXLOWER.decode(lines.next()?.as_bytes()).ok()?,
            at: lines.next()?.to_owned(),
            before: HEXLOWER.decode(lines.next()?.as_bytes()).ok()?,
        })
    }
}

struct Standing(WorkspaceId);

impl Question for Standing {
    type Out = Option<(storage::activity::Head, Option<Checkpoint>)>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Self::Out> {
        let head = storage::activity::head(&mut view.tx, self.0).await?;
        let last = storage::checkpoint::latest(&mut view.tx, self.0, 1).await?.pop();
        Ok(head.map(|head| (head, last)))
    }
}

struct Keep {
    workspace: WorkspaceId,
    point: Checkpoint,
}

impl UseCase for Keep {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        Ok(storage::checkpoint::put(&mut unit.tx, self.workspace, &self.point).await?)
    }
}

/// Signs where a workspace's log stands now, if it moved since the last time. Two at once write the same row once.
pub async fn make(app: &App, workspace: WorkspaceId) -> std::result::Result<(), Problem> {
    let ctx = Ctx::system("checkpoint");
    let Some((head, last)) = app.ask(&ctx, &Standing(workspace)).await? else {
        return Ok(());
    };
    if head.seq == last.as_ref().map_or(0, |point| point.seq) {
        return Ok(());
    }
    let point = sign(app, workspace, &head, last.as_ref().map(|point| point.note.as_str()));
    app.run(&ctx, &Keep { workspace, point }).await
}

/// A checkpoint of the row at which the log stands.
pub(super) fn sign(app: &App, workspace: WorkspaceId, head: &storage::activity::Head, last: Option<&str>) -> Checkpoint {
    let at = app.clock.now();
    let statement = Statement {
        workspace,
        seq: head.seq,
        hash: head.hash.clone(),
        at: at.to_string(),
        before: last.map(note_hash).unwrap_or_default(),
    };
    let note = statement.sign(&app.keys.checkpoint_key());
    Checkpoint { seq: head.seq, at, hash: head.hash.clone(), note }
}

struct Due;

impl Question for Due {
    type Out = Vec<(WorkspaceId, i64)>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Self::Out> {
        Ok(storage::checkpoint::due(&mut view.tx, EVENTS, view.now - DAY).await?)
    }
}

struct Schedule(Vec<(WorkspaceId, i64)>);

impl UseCase for Schedule {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for (workspace, seq) in &self.0 {
            // A checkpoint that was given up is tried again the next day.
            let once = format!("checkpoint:{workspace}:{seq}:{}", unit.now.date());
            unit.schedule(&once, &JobKind::Checkpoint { workspace: *workspace }, unit.now).await?;
        }
        Ok(())
    }
}

/// Writes a job for every workspace whose checkpoint is due.
pub(crate) async fn schedule(app: &App) -> std::result::Result<(), Problem> {
    let ctx = Ctx::system("checkpoints");
    let due = app.ask(&ctx, &Due).await?;
    if due.is_empty() { Ok(()) } else { app.run(&ctx, &Schedule(due)).await }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use proptest::prelude::*;

    use super::*;

    fn statement() -> Statement {
        Statement {
            workspace: WorkspaceId::new(uuid::Uuid::from_u128(5)),
            seq: 12,
            hash: vec![7; 32],
            at: Timestamp::from_millis(0).to_string(),
            before: Vec::new(),
        }
    }

    #[test]
    fn ac_05_a_note_opens_only_with_its_key() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let note = statement().sign(&key);
        assert_eq!(Statement::open(&note, &key.verifying_key()), Some(statement()));
        let other = SigningKey::from_bytes(&[2; 32]).verifying_key();
        assert_eq!(Statement::open(&note, &other), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]
        #[test]
        fn ac_05_a_note_with_any_changed_byte_does_not_open(place in 0_usize..300, bit in 0_u8..7) {
            let key = SigningKey::from_bytes(&[1; 32]);
            let note = statement().sign(&key);
            let mut bytes = note.clone().into_bytes();
            let place = place % bytes.len();
            bytes[place] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                prop_assert_eq!(Statement::open(&changed, &key.verifying_key()), None);
            }
        }
    }
}
