//! Parses a name like SQLite with its flag for URIs: <https://www.sqlite.org/uri.html>.

use std::collections::BTreeMap;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;

#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    pub path: PathBuf,
    pub keys: BTreeMap<String, String>,
}

pub fn opened(name: &str) -> Result<Opened, String> {
    let Some(uri) = name.strip_prefix("file:") else {
        return Ok(Opened { path: name.into(), keys: BTreeMap::new() });
    };
    let uri = uri.split('#').next().unwrap_or_default();
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let path = match path.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !["", "localhost"].contains(&authority) {
                return Err(format!("invalid uri authority: {authority}"));
            }
            path
        }
        None => path,
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Ok(Opened {
        path: decoded(path).into(),
        keys: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
    })
}
