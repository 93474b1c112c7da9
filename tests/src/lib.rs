//! What the tests of this workspace share: throw-away database servers, and the files that they compare the library with.

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

/// Returns the URL, which has to be valid.
#[track_caller]
pub fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

/// Returns the error for a text that has to be rejected.
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
/// The directory is not part of the repository. If the file is missing, this reports it and returns `None`: whoever
/// reads these files reads those of [`vectors`] too, which are never missing.
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

/// Reports a part of a test that does not run, even if the test passes: `eprintln!` is shown for failed tests only.
pub fn left_out(what: &str) {
    let _ = writeln!(io::stderr(), "LEFT OUT: {what}");
}

/// The code of the reference pages compiles, and its assertions hold.
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
