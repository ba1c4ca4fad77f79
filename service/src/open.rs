//! Opens what the application stands on, in order, and says precisely what is wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use storage::Db;

use crate::app::{App, Inner, Settings};
use crate::clock::{Clock, SystemClock};
use crate::ids::Ids;
use crate::keys::{KeyError, Keys};
use crate::live::Live;

/// Where things are.
#[derive(Debug, Clone)]
pub struct Places {
    pub database_url: String,
    pub connections: u32,
    pub key_file: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Storage(#[from] storage::Error),
    #[error("the operating system gives no random numbers: {0}")]
    Random(String),
}

/// Opens the database, migrates it, and finds the key that belongs to it. A new database gets a new key, unless there is one already.
pub async fn open(places: &Places, settings: Settings) -> Result<App, OpenError> {
    let ids = Ids::from_system().map_err(|error| OpenError::Random(error.to_string()))?;
    let there = Keys::read(&places.key_file)?;
    let db = Db::open(&storage::Options { url: places.database_url.clone(), connections: places.connections }).await?;
    let check = storage::installation::key_check(&mut db.read().await?).await?;
    let keys = match (there, check) {
        (Some(keys), Some(check)) if keys.fits(&check) => keys,
        (Some(_), Some(_)) => return Err(KeyError::Wrong(places.key_file.clone()).into()),
        (None, Some(_)) => return Err(KeyError::Missing(places.key_file.clone()).into()),
        (there, None) => {
            let keys = match there {
                Some(keys) => keys,
                None => Keys::create(&places.key_file, &ids)?,
            };
            let mut write = db.write().await?;
            storage::installation::begin(&mut write, &keys.check_value(), SystemClock.now()).await?;
            write.commit().await?;
            keys
        }
    };
    Ok(App::new(Inner { db, clock: Arc::new(SystemClock), ids, keys, settings, live: Live::default() }))
}

/// What is there, without changing any of it.
#[derive(Debug)]
pub struct Found {
    pub engine: &'static str,
    pub schema: i64,
    pub known: i64,
}

/// Looks at the database and at whether the key fits it.
pub async fn examine(places: &Places) -> Result<Found, OpenError> {
    let keys = Keys::read(&places.key_file)?;
    let db = Db::connect(&storage::Options { url: places.database_url.clone(), connections: 1 }).await?;
    let schema = db.schema_version().await?;
    let known = storage::SCHEMA_VERSION;
    if schema > known {
        return Err(storage::Error::Newer { found: schema, known }.into());
    }
    let check = if schema == 0 { None } else { storage::installation::key_check(&mut db.read().await?).await? };
    let found = Found { engine: db.engine(), schema, known };
    db.close().await;
    match (keys, check) {
        (None, Some(_)) => Err(KeyError::Missing(places.key_file.clone()).into()),
        (Some(keys), Some(check)) if !keys.fits(&check) => Err(KeyError::Wrong(places.key_file.clone()).into()),
        _ => Ok(found),
    }
}
