//! `latchkey verify`: proves a downloaded activity log, without a server and without a configuration.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use service::activity::verify::{file, public_key};

use crate::cli::{Stop, say};

pub fn run(path: &Path, key: Option<&str>) -> Result<(), Stop> {
    let key = key
        .map(|text| {
            public_key(text).ok_or_else(|| {
                Stop::usage("--checkpoint-key: not a public key, expected 64 hexadecimal digits as `latchkey doctor` prints them")
            })
        })
        .transpose()?;
    let shown = path.display();
    let log = File::open(path).map_err(|error| Stop::usage(format!("{shown} cannot be read: {error}")))?;
    match file(BufReader::new(log), key.as_ref()) {
        Ok(summary) => say(&summary.to_string()),
        Err(error) => Err(Stop::failed(format!("{shown}, {error}"))),
    }
}
