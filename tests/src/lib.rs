//! The shared code of this workspace's tests: throw-away database servers, and files of expected results.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use db_config::{DatabaseUrl, UrlError};

pub mod canaries;
pub mod child;
pub mod clients;
pub mod conformance;
pub mod connector;
pub mod node;
#[cfg(unix)]
pub mod pools;
#[cfg(unix)]
pub mod psql;
#[cfg(unix)]
pub mod scenarios;
#[cfg(unix)]
pub mod servers;
#[cfg(unix)]
pub mod services;
pub mod vectors;

/// Parses a valid URL.
#[track_caller]
pub fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

/// Returns the error of a URL that db-config rejects.
#[track_caller]
pub fn error(text: &str) -> UrlError {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => panic!("{text} is accepted: {}", url.redacted()),
        Err(error) => error,
    }
}

/// Returns the text with everything percent-encoded that has a meaning in a URL.
pub fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Returns the text of a file in the directory of collected vectors: `$DB_CONFIG_SHARED`, or else `shared` next to the
/// workspace.
///
/// The directory is not part of the repository. If the file is missing, this reports it and returns `None`. The tests
/// that read these files also read those of [`vectors`], which are always there.
pub fn shared(path: &str) -> Option<String> {
    let directory = std::env::var_os("DB_CONFIG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let file = directory.join(path);
    if !file.exists() {
        left_out(&format!("the extra vectors of {}, which does not exist", file.display()));
        return None;
    }
    let text = std::fs::read_to_string(&file);
    Some(text.unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display())))
}

/// Reports that part of a test does not run, even if the test passes. `eprintln!` prints for failed tests only.
pub fn left_out(what: &str) {
    let _ = writeln!(io::stderr(), "LEFT OUT: {what}");
}

/// Compiles the code of the reference pages and runs its assertions.
#[cfg(doctest)]
mod docs {
    #[doc = include_str!("../../docs/deploying.md")]
    mod deploying {}
    #[doc = include_str!("../../docs/faq.md")]
    mod faq {}
    #[doc = include_str!("../../docs/pools.md")]
    mod pools {}
    #[doc = include_str!("../../docs/security.md")]
    mod security {}
    #[doc = include_str!("../../docs/sqlite.md")]
    mod sqlite {}
    #[doc = include_str!("../../docs/testing.md")]
    mod testing {}
    #[doc = include_str!("../../docs/tls.md")]
    mod tls {}
    #[doc = include_str!("../../docs/tools.md")]
    mod tools {}
}
