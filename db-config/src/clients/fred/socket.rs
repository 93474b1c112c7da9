//! Unix sockets, which fred supports with its feature `unix-sockets`.

use std::path::PathBuf;

use fred::types::config::ServerConfig;

use super::CLIENT;
use crate::error::UrlError;
use crate::url::{DatabaseUrl, UrlPart};

pub(super) fn config(url: &DatabaseUrl, path: &str) -> Result<ServerConfig, UrlError> {
    #[allow(clippy::useless_conversion, reason = "the function of `WithoutSockets` returns an option")]
    let config: Option<ServerConfig> = ServerConfig::new_unix_socket(PathBuf::from(path)).into();
    config.ok_or_else(|| {
        let error = url.unsupported(CLIENT, "a Unix socket without its feature `unix-sockets`", UrlPart::Hosts);
        error.with_help("enable `unix-sockets` in your dependency on fred")
    })
}

/// The function of a client without the feature. The client's own function takes precedence.
#[allow(dead_code, reason = "the client has it with its feature")]
trait WithoutSockets {
    fn new_unix_socket(_: PathBuf) -> Option<ServerConfig> {
        None
    }
}

impl WithoutSockets for ServerConfig {}
