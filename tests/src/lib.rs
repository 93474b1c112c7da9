//! What the tests of this workspace share: throw-away database servers, and the data folder next to the repository.

use std::path::{Path, PathBuf};

pub mod canaries;
pub mod child;
pub mod clients;
pub mod conformance;
pub mod connector;
pub mod node;
pub mod pools;
pub mod scenarios;
pub mod servers;
pub mod services;

/// The text of a file in the data folder, which is `$DB_CONFIG_SHARED` or else `shared` next to the workspace.
///
/// The folder is not part of the repository: if the file is absent, this says so on stderr and returns `None`.
pub fn shared(path: &str) -> Option<String> {
    let folder = std::env::var_os("DB_CONFIG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let file = folder.join(path);
    if !file.exists() {
        eprintln!("left out: {} is not present", file.display());
        return None;
    }
    let text = std::fs::read_to_string(&file);
    Some(text.unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display())))
}

/// The code of these pages compiles.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
mod guide {}
#[cfg(doctest)]
#[doc = include_str!("../../docs/deploying.md")]
mod deploying {}
